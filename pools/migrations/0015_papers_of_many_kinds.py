import django.db.models.deletion
from django.db import migrations, models

import portal.areas.constraints
import portal.areas.fields

# Each area's rows can be seen from inside that area only, by whoever migrates too.
POOL_OF_EACH_AGREEMENT = """
DO $$
DECLARE each uuid;
BEGIN
    FOR each IN SELECT id FROM portal_area LOOP
        PERFORM set_config('portal.area', each::text, true);
        UPDATE pools_pooldocument AS document SET pool_id = agreement.pool_id
        FROM pools_agreement AS agreement WHERE agreement.id = document.agreement_id;
    END LOOP;
    PERFORM set_config('portal.area', '', true);
END
$$
"""


AGREEMENT_OF_ITS_POOL = """
CREATE FUNCTION pools_check_document() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.agreement_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM pools_agreement WHERE id = NEW.agreement_id AND pool_id = NEW.pool_id
    ) THEN
        RAISE EXCEPTION 'a paper is about an agreement of its own pool'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'pools_pooldocument_agreement_of_its_pool';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER pools_pooldocument_agreement_of_its_pool BEFORE INSERT OR UPDATE ON pools_pooldocument
    FOR EACH ROW EXECUTE FUNCTION pools_check_document();
"""

KEPT_CONSTRAINTS = ("area_key", "agreement_same_area", "file_same_area")


def renamed(old: str, new: str) -> str:
    """Statements that give the table's policy and keys the names that go with its own."""
    keys = [
        f"ALTER TABLE pools_pooldocument RENAME CONSTRAINT pools_{old}_{name} TO pools_{new}_{name}"
        for name in KEPT_CONSTRAINTS
    ]
    return "; ".join(
        [f"ALTER POLICY pools_{old}_area_policy ON pools_pooldocument RENAME TO pools_{new}_area_policy", *keys]
    )


class Migration(migrations.Migration):
    """The paper of an agreement becomes one kind of paper among others. What is there stays."""

    dependencies = [
        ("pools", "0014_own_part_opt_in_and_joining_late"),
        ("portal", "0002_unread_notices_and_whole_answers"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="agreementdocument", name="pools_agreementdocument_unmade"),
        migrations.RemoveConstraint(model_name="agreementdocument", name="pools_agreementdocument_one_of_each_kind"),
        migrations.RemoveConstraint(model_name="agreementdocument", name="pools_agreementdocument_kind_known"),
        migrations.RemoveConstraint(model_name="agreementdocument", name="pools_agreementdocument_state_known"),
        migrations.RemoveConstraint(model_name="agreementdocument", name="pools_agreementdocument_making_is_claimed"),
        migrations.RemoveConstraint(model_name="agreementdocument", name="pools_agreementdocument_made_has_a_file"),
        # The walls stay up all the while, under new names.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RemoveConstraint(model_name="agreementdocument", name="pools_agreementdocument_area_policy"),
                migrations.RemoveConstraint(model_name="agreementdocument", name="pools_agreementdocument_area_key"),
                migrations.RemoveConstraint(
                    model_name="agreementdocument", name="pools_agreementdocument_agreement_same_area"
                ),
                migrations.RemoveConstraint(
                    model_name="agreementdocument", name="pools_agreementdocument_file_same_area"
                ),
            ]
        ),
        migrations.RenameModel(old_name="AgreementDocument", new_name="PoolDocument"),
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    renamed("agreementdocument", "pooldocument"), renamed("pooldocument", "agreementdocument")
                )
            ],
            state_operations=[
                migrations.AddConstraint(
                    model_name="pooldocument",
                    constraint=portal.areas.constraints.RowLevelSecurity(name="pools_pooldocument_area_policy"),
                ),
                migrations.AddConstraint(
                    model_name="pooldocument",
                    constraint=models.UniqueConstraint(fields=("area", "id"), name="pools_pooldocument_area_key"),
                ),
                migrations.AddConstraint(
                    model_name="pooldocument",
                    constraint=portal.areas.constraints.SameArea(
                        field="agreement", name="pools_pooldocument_agreement_same_area"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="pooldocument",
                    constraint=portal.areas.constraints.SameArea(
                        field="file", name="pools_pooldocument_file_same_area"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="pooldocument",
            name="pool",
            field=portal.areas.fields.AreaForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="documents", to="pools.pool"
            ),
        ),
        migrations.RunSQL(POOL_OF_EACH_AGREEMENT, migrations.RunSQL.noop),
        migrations.AlterModelOptions(
            name="pooldocument",
            options={"ordering": ["asked_at", "id"]},
        ),
        migrations.AddField(
            model_name="pooldocument",
            name="period_from",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="pooldocument",
            name="period_to",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="pooldocument",
            name="profile",
            field=portal.areas.fields.AreaForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="portal.profile"
            ),
        ),
        migrations.AlterField(
            model_name="pooldocument",
            name="agreement",
            field=portal.areas.fields.AreaForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="documents", to="pools.agreement"
            ),
        ),
        migrations.AlterField(
            model_name="pooldocument",
            name="kind",
            field=models.CharField(
                choices=[
                    ("signed", "The signed agreement"),
                    ("easy", "The signed agreement in Easy Read"),
                    ("statement", "A member’s statement"),
                    ("audit_pack", "A member’s papers for an audit"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="pooldocument",
            name="pool",
            field=portal.areas.fields.AreaForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="documents", to="pools.pool"
            ),
        ),
        migrations.AddIndex(
            model_name="pooldocument",
            index=models.Index(
                condition=models.Q(("state__in", ["pending", "making"])),
                fields=["area", "asked_at"],
                name="pools_pooldocument_unmade",
            ),
        ),
        migrations.AddConstraint(
            model_name="pooldocument",
            constraint=models.UniqueConstraint(
                fields=("pool", "kind", "agreement", "profile", "period_from", "period_to"),
                name="pools_pooldocument_each_paper_once",
                nulls_distinct=False,
                violation_error_message="This paper has been asked for already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="pooldocument",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("agreement__isnull", False),
                        ("kind__in", ("signed", "easy")),
                        ("period_from__isnull", True),
                        ("period_to__isnull", True),
                        ("profile__isnull", True),
                    ),
                    models.Q(
                        ("agreement__isnull", True),
                        ("kind__in", ("statement", "audit_pack")),
                        ("period_from__isnull", False),
                        ("period_to__isnull", False),
                        ("profile__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="pools_pooldocument_is_about_what_its_kind_says",
                violation_error_message="A paper is about an agreement, or about a member and some days.",
            ),
        ),
        migrations.AddConstraint(
            model_name="pooldocument",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("period_from__isnull", True), ("period_from__lte", models.F("period_to")), _connector="OR"
                ),
                name="pools_pooldocument_period_runs_forwards",
                violation_error_message="The first day must not be after the last day.",
            ),
        ),
        migrations.AddConstraint(
            model_name="pooldocument",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["pending", "making", "made", "failed"])),
                name="pools_pooldocument_state_known",
                violation_error_message="This is not a state that a paper can be in.",
            ),
        ),
        migrations.AddConstraint(
            model_name="pooldocument",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "making"), _negated=True),
                    models.Q(("attempts__gte", 1), ("claimed_at__isnull", False)),
                    _connector="OR",
                ),
                name="pools_pooldocument_making_is_claimed",
                violation_error_message="A paper that is being made has a time when that began.",
            ),
        ),
        migrations.AddConstraint(
            model_name="pooldocument",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("file__isnull", False), ("made_at__isnull", False), ("state", "made")),
                    models.Q(
                        models.Q(("state", "made"), _negated=True), ("file__isnull", True), ("made_at__isnull", True)
                    ),
                    _connector="OR",
                ),
                name="pools_pooldocument_made_has_a_file",
                violation_error_message="A paper that is ready has a file, and no other has.",
            ),
        ),
        migrations.AddConstraint(
            model_name="pooldocument",
            constraint=portal.areas.constraints.SameArea(field="pool", name="pools_pooldocument_pool_same_area"),
        ),
        migrations.AddConstraint(
            model_name="pooldocument",
            constraint=portal.areas.constraints.SameArea(field="profile", name="pools_pooldocument_profile_same_area"),
        ),
        migrations.RunSQL(
            AGREEMENT_OF_ITS_POOL,
            "DROP TRIGGER pools_pooldocument_agreement_of_its_pool ON pools_pooldocument; "
            "DROP FUNCTION pools_check_document()",
        ),
    ]
