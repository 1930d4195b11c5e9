from django.db import migrations

SIGNATURE = """
CREATE FUNCTION pools_check_signature() RETURNS trigger LANGUAGE plpgsql AS $$
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
    RETURN NEW;
END
$$;
CREATE TRIGGER pools_signature_by_a_member BEFORE INSERT ON pools_signature
    FOR EACH ROW EXECUTE FUNCTION pools_check_signature();
"""

ACTIVE = """
CREATE FUNCTION pools_check_agreement_status() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state = 'active' AND EXISTS (
        SELECT FROM pools_agreement AS agreement
        CROSS JOIN LATERAL jsonb_array_elements(agreement.figures -> 'shares') AS payer
        WHERE agreement.id = NEW.agreement_id AND NOT EXISTS (
            SELECT FROM pools_signature AS signature
            WHERE signature.agreement_id = agreement.id AND signature.profile_id::text = payer ->> 'profile'
        )
    ) THEN
        RAISE EXCEPTION 'not everybody has signed'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'pools_agreement_active_when_all_have_signed';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER pools_agreement_active_when_all_have_signed BEFORE INSERT ON pools_agreementstatus
    FOR EACH ROW EXECUTE FUNCTION pools_check_agreement_status();
"""


class Migration(migrations.Migration):
    """Who may sign what, and when an agreement is active: rules over several tables, which PostgreSQL holds."""

    dependencies = [("pools", "0006_agreements_and_signatures")]

    operations = [
        migrations.RunSQL(
            SIGNATURE,
            "DROP TRIGGER pools_signature_by_a_member ON pools_signature; DROP FUNCTION pools_check_signature()",
        ),
        migrations.RunSQL(
            ACTIVE,
            "DROP TRIGGER pools_agreement_active_when_all_have_signed ON pools_agreementstatus; "
            "DROP FUNCTION pools_check_agreement_status()",
        ),
    ]
