from django.db import migrations

# As migration 0007 made it, and: whoever signs again has taken their earlier signature back.
SIGNATURE = """
CREATE OR REPLACE FUNCTION pools_check_signature() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM pools_agreement AS agreement
        JOIN pools_poolmembership AS membership ON membership.pool_id = agreement.pool_id
        CROSS JOIN LATERAL jsonb_array_elements(agreement.figures -> 'shares') AS payer
        WHERE agreement.id = NEW.agreement_id
          AND membership.profile_id = NEW.profile_id AND membership.left_at IS NULL
          AND payer ->> 'profile' = NEW.profile_id::text AND (payer ->> 'amount')::numeric = NEW.share
    ) THEN
        RAISE EXCEPTION 'only members of the pool sign, and only the share that the agreement says'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'pools_signature_by_a_member';
    END IF;
    IF EXISTS (
        SELECT FROM pools_agreement AS newer
        JOIN pools_agreement AS signed ON signed.pool_id = newer.pool_id AND signed.version < newer.version
        WHERE signed.id = NEW.agreement_id
    ) THEN
        RAISE EXCEPTION 'there is a newer version of this agreement'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'pools_signature_of_the_latest_version';
    END IF;
    %(again)s
    RETURN NEW;
END
$$;
"""

AGAIN = """
    IF EXISTS (
        SELECT FROM pools_signature AS earlier
        WHERE earlier.agreement_id = NEW.agreement_id AND earlier.profile_id = NEW.profile_id AND NOT EXISTS (
            SELECT FROM pools_signaturewithdrawal AS withdrawal WHERE withdrawal.signature_id = earlier.id
        )
    ) THEN
        RAISE EXCEPTION 'the signature that is there stands'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'pools_signature_one_that_stands';
    END IF;
"""

STATUS = """
CREATE OR REPLACE FUNCTION pools_check_agreement_status() RETURNS trigger LANGUAGE plpgsql AS $$
%(newest)s
BEGIN
    %(goes_on)s
    IF NEW.state = 'active' AND EXISTS (
        SELECT FROM pools_agreement AS agreement
        CROSS JOIN LATERAL jsonb_array_elements(agreement.figures -> 'shares') AS payer
        WHERE agreement.id = NEW.agreement_id AND NOT EXISTS (
            SELECT FROM pools_signature AS signature
            WHERE signature.agreement_id = agreement.id AND signature.profile_id::text = payer ->> 'profile'
            %(standing)s
        )
    ) THEN
        RAISE EXCEPTION 'not everybody has signed'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'pools_agreement_active_when_all_have_signed';
    END IF;
    RETURN NEW;
END
$$;
"""

NEWEST = """
DECLARE
    newest text := (
        SELECT status.state FROM pools_agreementstatus AS status
        WHERE status.agreement_id = NEW.agreement_id ORDER BY status.at DESC, status.id DESC LIMIT 1
    );
"""

GOES_ON = """
    IF newest IN (NEW.state, 'replaced') THEN
        RAISE EXCEPTION 'this step changes nothing, or there is a newer version'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'pools_agreementstatus_goes_on';
    END IF;
"""

STANDING = """
              AND NOT EXISTS (
                  SELECT FROM pools_signaturewithdrawal AS withdrawal WHERE withdrawal.signature_id = signature.id
              )
"""

# Judged when the transaction ends: the withdrawal and the step back to waiting are written one after the other.
WITHDRAWAL = """
CREATE FUNCTION pools_check_withdrawal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (
        SELECT status.state FROM pools_agreementstatus AS status
        JOIN pools_signature AS signature ON signature.agreement_id = status.agreement_id
        WHERE signature.id = NEW.signature_id ORDER BY status.at DESC, status.id DESC LIMIT 1
    ) = 'active' AND NOT EXISTS (
        SELECT FROM pools_signature AS again
        JOIN pools_signature AS signature
          ON signature.agreement_id = again.agreement_id AND signature.profile_id = again.profile_id
        WHERE signature.id = NEW.signature_id AND NOT EXISTS (
            SELECT FROM pools_signaturewithdrawal AS withdrawal WHERE withdrawal.signature_id = again.id
        )
    ) THEN
        RAISE EXCEPTION 'an agreement is active although a signature was taken back'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'pools_withdrawal_leaves_nothing_active';
    END IF;
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER pools_withdrawal_leaves_nothing_active AFTER INSERT ON pools_signaturewithdrawal
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION pools_check_withdrawal();
"""


class Migration(migrations.Migration):
    """A signature that was taken back counts no more, and an agreement without it is not active."""

    dependencies = [("pools", "0012_terms_drafts_and_withdrawals")]

    operations = [
        migrations.RunSQL(SIGNATURE % {"again": AGAIN}, SIGNATURE % {"again": ""}),
        migrations.RunSQL(
            STATUS % {"newest": NEWEST, "goes_on": GOES_ON, "standing": STANDING},
            STATUS % {"newest": "", "goes_on": "", "standing": ""},
        ),
        migrations.RunSQL(
            WITHDRAWAL,
            "DROP TRIGGER pools_withdrawal_leaves_nothing_active ON pools_signaturewithdrawal; "
            "DROP FUNCTION pools_check_withdrawal()",
        ),
    ]
