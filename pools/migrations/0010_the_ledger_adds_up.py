from django.db import migrations

# Entries belong to the transaction that wrote their transfer. A reversal reverses something of the same pool that is
# no reversal itself.
BEFORE = """
CREATE FUNCTION pools_before_transfer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.written_in := pg_current_xact_id()::text::bigint;
    IF NEW.reverses_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM pools_transfer AS earlier
        WHERE earlier.id = NEW.reverses_id AND earlier.pool_id = NEW.pool_id AND earlier.kind <> 'reversal'
    ) THEN
        RAISE EXCEPTION 'a reversal is not reversed, and only something of the same pool is'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'pools_transfer_reverses_no_reversal';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER pools_transfer_reverses_no_reversal BEFORE INSERT ON pools_transfer
    FOR EACH ROW EXECUTE FUNCTION pools_before_transfer();

CREATE FUNCTION pools_before_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM pools_transfer
        WHERE id = NEW.transfer_id AND written_in = pg_current_xact_id()::text::bigint
    ) THEN
        RAISE EXCEPTION 'entries are written together with their transfer'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'pools_entry_with_its_transfer';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER pools_entry_with_its_transfer BEFORE INSERT ON pools_entry
    FOR EACH ROW EXECUTE FUNCTION pools_before_entry();
"""

BEFORE_BACK = """
DROP TRIGGER pools_entry_with_its_transfer ON pools_entry;
DROP FUNCTION pools_before_entry();
DROP TRIGGER pools_transfer_reverses_no_reversal ON pools_transfer;
DROP FUNCTION pools_before_transfer();
"""

# Looked at when the transaction ends, in the row's own area, whatever area the code works for by then. What is kept
# is counted whenever less of it is left, under a lock of its own: two transactions that pay out at the same moment
# come one after the other.
ADDS_UP = """
CREATE FUNCTION pools_check_transfer() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    area_then text := coalesce(current_setting('portal.area', true), '');
    fault text;
    kept record;
BEGIN
    PERFORM set_config('portal.area', NEW.area_id::text, true);
    IF (SELECT count(*) FROM pools_entry WHERE transfer_id = NEW.id) < 2 THEN
        fault := 'a transfer has two entries or more';
    ELSIF EXISTS (SELECT FROM pools_entry WHERE transfer_id = NEW.id GROUP BY unit HAVING sum(amount) <> 0) THEN
        fault := 'a transfer sums to zero for each unit';
    ELSIF EXISTS (
        SELECT FROM pools_entry AS entry JOIN pools_account AS account ON account.id = entry.account_id
        WHERE entry.transfer_id = NEW.id AND account.pool_id <> NEW.pool_id
    ) THEN
        fault := 'a transfer stays in the books of its own pool';
    ELSIF NEW.reverses_id IS NOT NULL AND EXISTS (
        SELECT FROM pools_entry WHERE transfer_id IN (NEW.id, NEW.reverses_id)
        GROUP BY account_id, unit HAVING sum(amount) <> 0
    ) THEN
        fault := 'a reversal is the opposite of what it reverses';
    END IF;
    FOR kept IN
        SELECT account.id, account.kind
        FROM pools_entry AS entry JOIN pools_account AS account ON account.id = entry.account_id
        WHERE entry.transfer_id = NEW.id AND entry.unit = 'gbp' AND account.kind IN ('holder', 'contingency', 'allowance')
        GROUP BY account.id, account.kind
        HAVING CASE account.kind WHEN 'holder' THEN sum(entry.amount) ELSE -sum(entry.amount) END < 0
        ORDER BY account.id
    LOOP
        PERFORM pg_advisory_xact_lock(hashtextextended(kept.id::text, 0));
        IF (SELECT CASE kept.kind WHEN 'holder' THEN sum(amount) ELSE -sum(amount) END < 0
            FROM pools_entry WHERE account_id = kept.id AND unit = 'gbp') THEN
            fault := 'nobody pays out more than there is';
        END IF;
    END LOOP;
    PERFORM set_config('portal.area', area_then, true);
    IF fault IS NOT NULL THEN
        RAISE EXCEPTION '%: transfer %', fault, NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'pools_transfer_adds_up';
    END IF;
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER pools_transfer_adds_up AFTER INSERT ON pools_transfer
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION pools_check_transfer();
"""


class Migration(migrations.Migration):
    """What makes the books of a pool right: rules over several tables, which PostgreSQL holds."""

    dependencies = [("pools", "0009_ledger")]

    operations = [
        migrations.RunSQL(BEFORE, BEFORE_BACK),
        migrations.RunSQL(
            ADDS_UP, "DROP TRIGGER pools_transfer_adds_up ON pools_transfer; DROP FUNCTION pools_check_transfer()"
        ),
    ]
