from django.db import migrations

# Looked at when the transaction ends, in the row's own area, as the sums of a transfer are.
WHOLE = """
CREATE FUNCTION pools_check_thing_parts() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    area_then text := coalesce(current_setting('portal.area', true), '');
    whole numeric;
BEGIN
    PERFORM set_config('portal.area', NEW.area_id::text, true);
    SELECT sum(percent) INTO whole FROM pools_thingpart WHERE step_id = NEW.step_id;
    PERFORM set_config('portal.area', area_then, true);
    IF whole <> 100 THEN
        RAISE EXCEPTION 'the parts of a thing are the whole of it: step %', NEW.step_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'pools_thingpart_parts_are_the_whole';
    END IF;
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER pools_thingpart_parts_are_the_whole AFTER INSERT ON pools_thingpart
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION pools_check_thing_parts();
"""


class Migration(migrations.Migration):
    """Who owns a thing owns all of it together: 100.00%, which PostgreSQL holds."""

    dependencies = [("pools", "0025_leaving_things_and_endings")]

    operations = [
        migrations.RunSQL(
            WHOLE,
            "DROP TRIGGER pools_thingpart_parts_are_the_whole ON pools_thingpart; "
            "DROP FUNCTION pools_check_thing_parts()",
        )
    ]
