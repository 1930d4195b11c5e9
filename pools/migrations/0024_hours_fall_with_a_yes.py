from django.db import migrations

# Looked at when the transaction ends, in the row's own area, as the sums of a transfer are. A member's minutes stand on
# the other side of the books: a debit lowers them. They are counted under a lock of their own, so that two transactions
# which take the same last hour come one after the other. What is carried over stands twice on one account and lowers
# nothing: it needs no yes.
YES = """
CREATE FUNCTION pools_check_hours() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    area_then text := coalesce(current_setting('portal.area', true), '');
    fault text;
    member uuid;
    taken numeric;
BEGIN
    PERFORM set_config('portal.area', NEW.area_id::text, true);
    SELECT profile_id INTO member FROM pools_account WHERE id = NEW.account_id AND kind = 'member';
    IF member IS NOT NULL THEN
        SELECT sum(amount) INTO taken FROM pools_entry
        WHERE transfer_id = NEW.transfer_id AND account_id = NEW.account_id AND unit = 'minutes';
        IF taken > 0 AND NOT EXISTS (
            SELECT FROM pools_hoursconsent
            WHERE transfer_id = NEW.transfer_id AND profile_id = member AND minutes >= taken
        ) THEN
            fault := 'nobody''s hours go down without their own yes';
        END IF;
        PERFORM pg_advisory_xact_lock(hashtextextended(NEW.account_id::text, 0));
        IF (SELECT sum(amount) > 0 FROM pools_entry WHERE account_id = NEW.account_id AND unit = 'minutes') THEN
            fault := 'nobody''s hours go below zero';
        END IF;
    END IF;
    PERFORM set_config('portal.area', area_then, true);
    IF fault IS NOT NULL THEN
        RAISE EXCEPTION '%: entry %', fault, NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'pools_entry_hours_fall_with_a_yes';
    END IF;
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER pools_entry_hours_fall_with_a_yes AFTER INSERT ON pools_entry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.unit = 'minutes' AND NEW.amount > 0) EXECUTE FUNCTION pools_check_hours();
"""

LOANS = """
CREATE FUNCTION pools_before_loan_return() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    lent integer;
BEGIN
    SELECT minutes INTO lent FROM pools_hoursloan WHERE id = NEW.loan_id FOR UPDATE;
    IF NEW.minutes + (SELECT coalesce(sum(minutes), 0) FROM pools_hoursloanreturn WHERE loan_id = NEW.loan_id) > lent THEN
        RAISE EXCEPTION 'no more is given back than was lent'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'pools_hoursloanreturn_no_more_than_lent';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER pools_hoursloanreturn_no_more_than_lent BEFORE INSERT ON pools_hoursloanreturn
    FOR EACH ROW EXECUTE FUNCTION pools_before_loan_return();
"""


class Migration(migrations.Migration):
    """Nobody's hours go down without their own yes, and nobody's go below zero: rules that PostgreSQL holds."""

    dependencies = [("pools", "0023_hours_and_rota")]

    operations = [
        migrations.RunSQL(
            YES, "DROP TRIGGER pools_entry_hours_fall_with_a_yes ON pools_entry; DROP FUNCTION pools_check_hours()"
        ),
        migrations.RunSQL(
            LOANS,
            "DROP TRIGGER pools_hoursloanreturn_no_more_than_lent ON pools_hoursloanreturn; "
            "DROP FUNCTION pools_before_loan_return()",
        ),
    ]
