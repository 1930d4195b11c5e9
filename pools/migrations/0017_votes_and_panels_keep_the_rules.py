from django.db import migrations

# Looked at when the transaction ends, in the row's own area, whatever area the code works for by then.
BALLOT = """
CREATE OR REPLACE FUNCTION pools_check_ballot() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    area_then text := coalesce(current_setting('portal.area', true), '');
    ballot uuid;
    about text;
    is_offered boolean;
    answers integer;
BEGIN
    IF TG_TABLE_NAME = 'pools_proposal' THEN
        ballot := NEW.id;
    ELSE
        ballot := NEW.proposal_id;
    END IF;
    PERFORM set_config('portal.area', NEW.area_id::text, true);
    about := (SELECT subject FROM pools_proposal WHERE id = ballot);
    is_offered := EXISTS (SELECT FROM pools_option WHERE proposal_id = ballot AND kind = 'no_change');
    answers := (SELECT count(*) FROM pools_option WHERE proposal_id = ballot AND kind = 'answer');
    PERFORM set_config('portal.area', area_then, true);
    IF NOT is_offered THEN
        RAISE EXCEPTION '"No change" must be on the ballot of proposal %', ballot
            USING ERRCODE = 'check_violation', CONSTRAINT = 'pools_proposal_offers_no_change';
    END IF;
    IF (CASE about
        WHEN 'costs' THEN answers <> 0
        WHEN 'question' THEN answers NOT BETWEEN 2 AND 8
        ELSE answers NOT BETWEEN 1 AND 8
    END) THEN
        RAISE EXCEPTION 'proposal % has % answers of its own', ballot, answers
            USING ERRCODE = 'check_violation', CONSTRAINT = 'pools_proposal_offers_enough_answers';
    END IF;
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER pools_option_fits_the_ballot AFTER INSERT ON pools_option
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION pools_check_ballot();
"""

BALLOT_BEFORE = """
DROP TRIGGER pools_option_fits_the_ballot ON pools_option;
CREATE OR REPLACE FUNCTION pools_check_ballot() RETURNS trigger LANGUAGE plpgsql AS $$
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
"""

VOTE = """
CREATE FUNCTION pools_refuse_interested_vote() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM pools_declaredinterest
        WHERE proposal_id = NEW.proposal_id AND membership_id = NEW.membership_id
    ) THEN
        RAISE EXCEPTION 'who has an interest in a vote does not vote'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'pools_vote_without_an_interest';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER pools_vote_without_an_interest BEFORE INSERT ON pools_vote
    FOR EACH ROW EXECUTE FUNCTION pools_refuse_interested_vote();
"""

INTEREST = """
CREATE FUNCTION pools_check_interest() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM pools_proposal AS proposal
        JOIN pools_poolmembership AS membership ON membership.pool_id = proposal.pool_id
        WHERE proposal.id = NEW.proposal_id AND membership.id = NEW.membership_id AND membership.left_at IS NULL
    ) THEN
        RAISE EXCEPTION 'only members of the pool have a vote to stand aside from'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'pools_declaredinterest_by_a_member';
    END IF;
    IF EXISTS (SELECT FROM pools_proposalresult WHERE proposal_id = NEW.proposal_id) THEN
        RAISE EXCEPTION 'this vote is over'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'pools_declaredinterest_while_open';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER pools_declaredinterest_by_a_member BEFORE INSERT ON pools_declaredinterest
    FOR EACH ROW EXECUTE FUNCTION pools_check_interest();
"""

WEIGHTS = """
CREATE FUNCTION pools_check_panel_weights() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    area_then text := coalesce(current_setting('portal.area', true), '');
    the_panel uuid;
    together numeric;
BEGIN
    IF TG_TABLE_NAME = 'pools_panel' THEN
        the_panel := NEW.id;
    ELSE
        the_panel := NEW.panel_id;
    END IF;
    PERFORM set_config('portal.area', NEW.area_id::text, true);
    together := (SELECT coalesce(sum(weight), 0) FROM pools_panelgroup WHERE panel_id = the_panel);
    PERFORM set_config('portal.area', area_then, true);
    IF together <> 100 THEN
        RAISE EXCEPTION 'the groups of panel % weigh % percent together', the_panel, together
            USING ERRCODE = 'check_violation', CONSTRAINT = 'pools_panelgroup_weights_add_up';
    END IF;
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER pools_panel_weights_add_up AFTER INSERT ON pools_panel
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION pools_check_panel_weights();
CREATE CONSTRAINT TRIGGER pools_panelgroup_weights_add_up AFTER INSERT ON pools_panelgroup
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION pools_check_panel_weights();
"""

SCORE = """
CREATE FUNCTION pools_check_panel_score() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM pools_panelgroup AS panel_group
        JOIN pools_panel AS panel ON panel.id = panel_group.panel_id
        JOIN pools_tender AS tender ON tender.id = panel.tender_id
        JOIN pools_tendercandidate AS candidate ON candidate.tender_id = tender.id
        LEFT JOIN pools_poolmembership AS membership
            ON membership.id = NEW.membership_id AND membership.pool_id = tender.pool_id AND membership.left_at IS NULL
        WHERE panel_group.id = NEW.group_id AND candidate.id = NEW.candidate_id
          AND CASE WHEN panel_group.is_ours THEN membership.id IS NOT NULL ELSE NEW.membership_id IS NULL END
    ) THEN
        RAISE EXCEPTION 'points are for a provider of this tender, from a member or from a group outside'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'pools_panelscore_allowed';
    END IF;
    IF EXISTS (
        SELECT FROM pools_panelresult AS result
        JOIN pools_panelgroup AS panel_group ON panel_group.panel_id = result.panel_id
        WHERE panel_group.id = NEW.group_id
    ) THEN
        RAISE EXCEPTION 'the result of this panel is out'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'pools_panelscore_before_the_result';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER pools_panelscore_allowed BEFORE INSERT ON pools_panelscore
    FOR EACH ROW EXECUTE FUNCTION pools_check_panel_score();
"""

CHOICE = """
CREATE FUNCTION pools_check_tender_choice() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM pools_tendercandidate WHERE id = NEW.candidate_id AND tender_id = NEW.tender_id
    ) THEN
        RAISE EXCEPTION 'only a provider of this tender is chosen'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'pools_tenderchoice_among_its_candidates';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER pools_tenderchoice_among_its_candidates BEFORE INSERT ON pools_tenderchoice
    FOR EACH ROW EXECUTE FUNCTION pools_check_tender_choice();

CREATE FUNCTION pools_check_chosen_candidate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.stage = 'chosen' AND NOT EXISTS (
        SELECT FROM pools_tenderchoice WHERE candidate_id = NEW.candidate_id
    ) THEN
        RAISE EXCEPTION 'a provider is chosen by a vote or by a panel'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'pools_candidatestatus_chosen_by_a_choice';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER pools_candidatestatus_chosen_by_a_choice BEFORE INSERT ON pools_candidatestatus
    FOR EACH ROW EXECUTE FUNCTION pools_check_chosen_candidate();
"""


class Migration(migrations.Migration):
    """What a ballot offers, who votes, what a panel's points count: rules over several tables, held by triggers."""

    dependencies = [("pools", "0016_questions_panels_and_tenders")]

    operations = [
        migrations.RunSQL(BALLOT, BALLOT_BEFORE),
        migrations.RunSQL(
            VOTE,
            "DROP TRIGGER pools_vote_without_an_interest ON pools_vote; DROP FUNCTION pools_refuse_interested_vote()",
        ),
        migrations.RunSQL(
            INTEREST,
            "DROP TRIGGER pools_declaredinterest_by_a_member ON pools_declaredinterest; "
            "DROP FUNCTION pools_check_interest()",
        ),
        migrations.RunSQL(
            WEIGHTS,
            "DROP TRIGGER pools_panel_weights_add_up ON pools_panel; "
            "DROP TRIGGER pools_panelgroup_weights_add_up ON pools_panelgroup; "
            "DROP FUNCTION pools_check_panel_weights()",
        ),
        migrations.RunSQL(
            SCORE,
            "DROP TRIGGER pools_panelscore_allowed ON pools_panelscore; DROP FUNCTION pools_check_panel_score()",
        ),
        migrations.RunSQL(
            CHOICE,
            "DROP TRIGGER pools_candidatestatus_chosen_by_a_choice ON pools_candidatestatus; "
            "DROP FUNCTION pools_check_chosen_candidate(); "
            "DROP TRIGGER pools_tenderchoice_among_its_candidates ON pools_tenderchoice; "
            "DROP FUNCTION pools_check_tender_choice()",
        ),
    ]
