from django.db import migrations

# Looked at when the transaction ends, in the row's own area, whatever area the code works for by then.
BALLOT = """
CREATE FUNCTION pools_check_ballot() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    area_then text := coalesce(current_setting('portal.area', true), '');
    is_offered boolean;
BEGIN
    PERFORM set_config('portal.area', NEW.area_id::text, true);
    is_offered := EXISTS (SELECT FROM pools_option WHERE proposal_id = NEW.id AND kind = 'no_change');
    PERFORM set_config('portal.area', area_then, true);
    IF NOT is_offered THEN
        RAISE EXCEPTION '"No change" must be on the ballot of proposal %', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'pools_proposal_offers_no_change';
    END IF;
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER pools_proposal_offers_no_change AFTER INSERT ON pools_proposal
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION pools_check_ballot();
"""

VOTE = """
CREATE FUNCTION pools_check_vote() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM pools_proposal AS proposal
        JOIN pools_poolmembership AS membership ON membership.pool_id = proposal.pool_id
        JOIN pools_option AS option ON option.proposal_id = proposal.id
        WHERE proposal.id = NEW.proposal_id AND option.id = NEW.option_id
          AND membership.id = NEW.membership_id AND membership.left_at IS NULL
    ) THEN
        RAISE EXCEPTION 'only members of the pool vote, and on the answers of this ballot'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'pools_vote_by_a_member';
    END IF;
    IF EXISTS (SELECT FROM pools_proposalresult WHERE proposal_id = NEW.proposal_id) THEN
        RAISE EXCEPTION 'this vote is over'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'pools_vote_while_open';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER pools_vote_by_a_member BEFORE INSERT ON pools_vote
    FOR EACH ROW EXECUTE FUNCTION pools_check_vote();
"""

PURCHASE = """
CREATE FUNCTION pools_check_purchase() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE TRIGGER pools_purchase_allowed BEFORE INSERT ON pools_purchase
    FOR EACH ROW EXECUTE FUNCTION pools_check_purchase();
"""


class Migration(migrations.Migration):
    """Three rules that reach over several tables: PostgreSQL holds them by triggers."""

    dependencies = [("pools", "0001_initial")]

    operations = [
        migrations.RunSQL(
            BALLOT,
            "DROP TRIGGER pools_proposal_offers_no_change ON pools_proposal; DROP FUNCTION pools_check_ballot()",
        ),
        migrations.RunSQL(VOTE, "DROP TRIGGER pools_vote_by_a_member ON pools_vote; DROP FUNCTION pools_check_vote()"),
        migrations.RunSQL(
            PURCHASE,
            "DROP TRIGGER pools_purchase_allowed ON pools_purchase; DROP FUNCTION pools_check_purchase()",
        ),
    ]
