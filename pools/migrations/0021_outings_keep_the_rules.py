from django.db import migrations

PLACES = """
CREATE FUNCTION pools_check_outing_places() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    most smallint;
BEGIN
    -- Two people who take the last place at the same moment come here one after the other.
    SELECT most_people INTO most FROM pools_outing WHERE id = NEW.outing_id FOR UPDATE;
    IF (
        SELECT count(*) FROM pools_outingplace
        WHERE outing_id = NEW.outing_id AND given_at IS NOT NULL AND attendance <> 'told_before'
    ) > most THEN
        RAISE EXCEPTION 'this outing has no place left'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'pools_outingplace_no_more_than_there_are';
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER pools_outingplace_no_more_than_there_are AFTER INSERT OR UPDATE ON pools_outingplace
    FOR EACH ROW EXECUTE FUNCTION pools_check_outing_places();
"""

FEES = """
CREATE FUNCTION pools_check_booking_fee() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    place record;
BEGIN
    SELECT held.attendance, held.given_at, outing.booking_fee, outing.called_off_at INTO place
    FROM pools_outingplace AS held JOIN pools_outing AS outing ON outing.id = held.outing_id
    WHERE held.id = NEW.place_id;
    IF NEW.amount IS DISTINCT FROM place.booking_fee OR place.given_at IS NULL THEN
        RAISE EXCEPTION 'the booking fee of a place is that of its outing'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'pools_bookingfee_of_the_outing';
    END IF;
    IF NEW.state <> 'asked' AND NOT EXISTS (
        SELECT FROM pools_bookingfee AS earlier WHERE earlier.place_id = NEW.place_id
          AND earlier.state = CASE NEW.state WHEN 'paid' THEN 'asked' ELSE 'paid' END
    ) THEN
        RAISE EXCEPTION 'a booking fee is asked for, then paid, then settled'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'pools_bookingfee_in_order';
    END IF;
    IF NEW.state = 'returned' AND place.attendance <> 'came' AND place.called_off_at IS NULL
        OR NEW.state = 'kept' AND (place.attendance IN ('', 'came') OR place.called_off_at IS NOT NULL)
    THEN
        RAISE EXCEPTION 'who came gets the booking fee back, and who did not come does not'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'pools_bookingfee_back_to_who_came';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER pools_bookingfee_keeps_the_rules BEFORE INSERT ON pools_bookingfee
    FOR EACH ROW EXECUTE FUNCTION pools_check_booking_fee();
"""


class Migration(migrations.Migration):
    """How many places there are, and the way of a booking fee: rules over several tables, which PostgreSQL holds."""

    dependencies = [("pools", "0020_outings")]

    operations = [
        migrations.RunSQL(
            PLACES,
            "DROP TRIGGER pools_outingplace_no_more_than_there_are ON pools_outingplace; "
            "DROP FUNCTION pools_check_outing_places()",
        ),
        migrations.RunSQL(
            FEES,
            "DROP TRIGGER pools_bookingfee_keeps_the_rules ON pools_bookingfee; DROP FUNCTION pools_check_booking_fee()",
        ),
    ]
