from django.db import migrations

# Forced row-level security binds the owner too, so each area is entered in its turn.
KEEP_WHAT_WAS_RECORDED = """
DO $$
DECLARE
    entered uuid;
BEGIN
    FOR entered IN SELECT id FROM portal_area LOOP
        PERFORM set_config('portal.area', entered::text, true);
        INSERT INTO pools_consentpaper (id, consent_id, file_id, dated_on, filed_by_id, filed_at)
            SELECT uuidv7(), id, file_id, dated_on, filed_by_id, given_at
            FROM pools_consent WHERE given_at IS NOT NULL;
        INSERT INTO pools_gate (id, pool_id, kind, reason, added_by_id, added_at, removed_reason)
            SELECT uuidv7(), pool.id, kind, 'We ask this of all who keep and use something together.',
                   pool.organiser_id, pool.made_at, ''
            FROM pools_pool AS pool CROSS JOIN unnest(ARRAY['induction', 'disclaimer']) AS kind
            WHERE pool.buying = 'equipment' OR EXISTS (
                SELECT FROM pools_poolmembership WHERE pool_id = pool.id AND cleared_for_use_at IS NOT NULL
            );
        -- Who wrote an induction down, the audit trail knows; it was the organiser's to do.
        INSERT INTO pools_gaterecord (id, membership_id, kind, outcome, given_by, recorded_by_id, recorded_at)
            SELECT uuidv7(), membership.id, 'induction', 'done', membership.induction_given_by,
                   coalesce(
                       (SELECT actor_id FROM portal_auditevent
                        WHERE subject_id = membership.id AND action = 'record_induction' ORDER BY at LIMIT 1),
                       pool.organiser_id
                   ),
                   membership.induction_done_at
            FROM pools_poolmembership AS membership JOIN pools_pool AS pool ON pool.id = membership.pool_id
            WHERE membership.induction_done_at IS NOT NULL;
        INSERT INTO pools_gaterecord (id, membership_id, kind, outcome, given_by, recorded_by_id, recorded_at)
            SELECT uuidv7(), id, 'disclaimer', 'done', '', profile_id, disclaimer_at
            FROM pools_poolmembership WHERE disclaimer_at IS NOT NULL;
        -- While the area is entered: keys between its rows are looked at under its own policy.
        SET CONSTRAINTS ALL IMMEDIATE;
    END LOOP;
    PERFORM set_config('portal.area', '', true);
END
$$;
"""

FORGET_AGAIN = """
DO $$
DECLARE
    entered uuid;
BEGIN
    FOR entered IN SELECT id FROM portal_area LOOP
        PERFORM set_config('portal.area', entered::text, true);
        UPDATE pools_poolmembership AS membership
            SET induction_done_at = record.recorded_at, induction_given_by = record.given_by
            FROM pools_gaterecord AS record
            WHERE record.membership_id = membership.id AND record.kind = 'induction';
        UPDATE pools_poolmembership AS membership SET disclaimer_at = record.recorded_at
            FROM pools_gaterecord AS record
            WHERE record.membership_id = membership.id AND record.kind = 'disclaimer';
        -- What was allowed by other gates, or by none, was not allowed before.
        UPDATE pools_poolmembership SET cleared_for_use_at = NULL
            WHERE induction_done_at IS NULL OR disclaimer_at IS NULL;
        SET CONSTRAINTS ALL IMMEDIATE;
    END LOOP;
    PERFORM set_config('portal.area', '', true);
END
$$;
"""

# A paper that ran out before the day of the purchase counts no more than none.
PURCHASE = """
CREATE OR REPLACE FUNCTION pools_check_purchase() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM pools_consent
        WHERE pool_id = NEW.pool_id AND blocks_purchase AND need <> 'not_needed'
          AND (given_at IS NULL OR valid_until < NEW.bought_on)
    ) THEN
        RAISE EXCEPTION 'a consent that blocks the purchase is missing in writing, or has run out'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'pools_purchase_allowed';
    END IF;
    RETURN NEW;
END
$$;
"""

PURCHASE_BEFORE = """
CREATE OR REPLACE FUNCTION pools_check_purchase() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM pools_consent
        WHERE pool_id = NEW.pool_id AND blocks_purchase AND need <> 'not_needed' AND given_at IS NULL
    ) THEN
        RAISE EXCEPTION 'a consent that blocks the purchase is missing in writing'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'pools_purchase_allowed';
    END IF;
    RETURN NEW;
END
$$;
"""

# The paper that counts is one of those that were filed. At the end, since the paper comes after the consent.
CONSENT = """
CREATE FUNCTION pools_check_consent() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    area_then text := coalesce(current_setting('portal.area', true), '');
    is_filed boolean;
BEGIN
    PERFORM set_config('portal.area', NEW.area_id::text, true);
    is_filed := EXISTS (
        SELECT FROM pools_consentpaper AS paper
        WHERE paper.consent_id = NEW.id AND paper.file_id = NEW.file_id AND paper.dated_on = NEW.dated_on
          AND paper.valid_until IS NOT DISTINCT FROM NEW.valid_until
    );
    PERFORM set_config('portal.area', area_then, true);
    IF NOT is_filed THEN
        RAISE EXCEPTION 'the paper of consent % is not among those that were filed', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'pools_consent_paper_was_filed';
    END IF;
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER pools_consent_paper_was_filed AFTER INSERT OR UPDATE ON pools_consent
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.given_at IS NOT NULL) EXECUTE FUNCTION pools_check_consent();
"""

# The newest record of each kind counts, as long as it is in date. Whose health questions say "see your doctor first"
# needs a doctor's word that is newer than those answers.
CLEARANCE = """
CREATE FUNCTION pools_check_clearance() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    cleared_on date := (NEW.cleared_for_use_at AT TIME ZONE 'Europe/London')::date;
BEGIN
    IF EXISTS (
        WITH newest AS (
            SELECT DISTINCT ON (kind) kind, outcome, valid_until, recorded_at
            FROM pools_gaterecord WHERE membership_id = NEW.id ORDER BY kind, recorded_at DESC, id DESC
        ), needed AS (
            SELECT kind, '-infinity'::timestamptz AS since
            FROM pools_gate WHERE pool_id = NEW.pool_id AND removed_at IS NULL
            UNION ALL
            SELECT 'doctor', newest.recorded_at FROM newest JOIN pools_gate AS gate USING (kind)
            WHERE gate.pool_id = NEW.pool_id AND gate.removed_at IS NULL AND newest.outcome = 'doctor_first'
        )
        SELECT FROM needed LEFT JOIN newest USING (kind)
        WHERE newest.recorded_at IS NULL OR newest.valid_until < cleared_on OR newest.recorded_at < needed.since
    ) THEN
        RAISE EXCEPTION 'something that comes before using it is not recorded, or not in date any more'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'pools_poolmembership_use_needs_every_gate';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER pools_poolmembership_use_needs_every_gate
    BEFORE INSERT OR UPDATE OF cleared_for_use_at ON pools_poolmembership
    FOR EACH ROW WHEN (NEW.cleared_for_use_at IS NOT NULL) EXECUTE FUNCTION pools_check_clearance();
"""

PAUSE = """
CREATE FUNCTION pools_check_pause() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM pools_poolpause AS pause
        WHERE pause.pool_id = NEW.pool_id AND NOT EXISTS (SELECT FROM pools_poolpauseend WHERE pause_id = pause.id)
    ) THEN
        RAISE EXCEPTION 'this pool is paused' USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN NEW;
END
$$;
CREATE FUNCTION pools_check_pause_of_agreement() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM pools_poolpause AS pause JOIN pools_agreement AS agreement ON agreement.pool_id = pause.pool_id
        WHERE agreement.id = NEW.agreement_id
          AND NOT EXISTS (SELECT FROM pools_poolpauseend WHERE pause_id = pause.id)
    ) THEN
        RAISE EXCEPTION 'this pool is paused' USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER pools_poolpause_one_at_a_time BEFORE INSERT ON pools_poolpause
    FOR EACH ROW EXECUTE FUNCTION pools_check_pause();
CREATE TRIGGER pools_proposal_not_while_paused BEFORE INSERT ON pools_proposal
    FOR EACH ROW EXECUTE FUNCTION pools_check_pause();
CREATE TRIGGER pools_agreement_not_while_paused BEFORE INSERT ON pools_agreement
    FOR EACH ROW EXECUTE FUNCTION pools_check_pause();
CREATE TRIGGER pools_purchase_not_while_paused BEFORE INSERT ON pools_purchase
    FOR EACH ROW EXECUTE FUNCTION pools_check_pause();
CREATE TRIGGER pools_signature_not_while_paused BEFORE INSERT ON pools_signature
    FOR EACH ROW EXECUTE FUNCTION pools_check_pause_of_agreement();
"""

NO_PAUSE = """
DROP TRIGGER pools_poolpause_one_at_a_time ON pools_poolpause;
DROP TRIGGER pools_proposal_not_while_paused ON pools_proposal;
DROP TRIGGER pools_agreement_not_while_paused ON pools_agreement;
DROP TRIGGER pools_purchase_not_while_paused ON pools_purchase;
DROP TRIGGER pools_signature_not_while_paused ON pools_signature;
DROP FUNCTION pools_check_pause(); DROP FUNCTION pools_check_pause_of_agreement();
"""

ANSWER = """
CREATE FUNCTION pools_check_review_answer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM pools_poolreview AS review
        JOIN pools_poolmembership AS membership ON membership.pool_id = review.pool_id
        WHERE review.id = NEW.review_id AND membership.id = NEW.membership_id AND membership.left_at IS NULL
          AND (NEW.outcome_id IS NULL OR EXISTS (
              SELECT FROM pools_pooloutcome WHERE id = NEW.outcome_id AND pool_id = review.pool_id
          ))
    ) THEN
        RAISE EXCEPTION 'only members of the pool answer, and only its own questions'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'pools_poolreviewanswer_by_a_member';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER pools_poolreviewanswer_by_a_member BEFORE INSERT ON pools_poolreviewanswer
    FOR EACH ROW EXECUTE FUNCTION pools_check_review_answer();
"""


class Migration(migrations.Migration):
    """What was recorded so far moves into rows of its own, and PostgreSQL holds the rules over several tables."""

    dependencies = [("pools", "0018_gates_risks_pauses_and_reviews")]

    operations = [
        migrations.RunSQL(KEEP_WHAT_WAS_RECORDED, migrations.RunSQL.noop),
        migrations.RemoveConstraint(
            model_name="poolmembership", name="pools_poolmembership_use_needs_induction_and_disclaimer"
        ),
        migrations.RunSQL(migrations.RunSQL.noop, FORGET_AGAIN),
        migrations.RemoveField(model_name="poolmembership", name="disclaimer_at"),
        migrations.RemoveField(model_name="poolmembership", name="induction_done_at"),
        migrations.RemoveField(model_name="poolmembership", name="induction_given_by"),
        migrations.RunSQL(PURCHASE, PURCHASE_BEFORE),
        migrations.RunSQL(
            CONSENT, "DROP TRIGGER pools_consent_paper_was_filed ON pools_consent; DROP FUNCTION pools_check_consent()"
        ),
        migrations.RunSQL(
            CLEARANCE,
            "DROP TRIGGER pools_poolmembership_use_needs_every_gate ON pools_poolmembership; "
            "DROP FUNCTION pools_check_clearance()",
        ),
        migrations.RunSQL(PAUSE, NO_PAUSE),
        migrations.RunSQL(
            ANSWER,
            "DROP TRIGGER pools_poolreviewanswer_by_a_member ON pools_poolreviewanswer; "
            "DROP FUNCTION pools_check_review_answer()",
        ),
    ]
