import datetime

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import uuid_utils.compat
from django.db import migrations, models

import portal.areas.constraints
import portal.areas.expressions
import portal.areas.fields
import portal.models.member_card


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0004_safeguarding_leads"),
    ]

    operations = [
        migrations.AddField(
            model_name="notification",
            name="keeps_channel",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.CreateModel(
            name="Delegation",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("supporter_email", models.EmailField(max_length=254)),
                ("voice", models.CharField(choices=[("carer", "Carer"), ("advocate", "Advocate")], max_length=8)),
                (
                    "scopes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("see", "See my pools and my money"),
                                ("pay", "Pay, and write down what was paid, for me"),
                                ("write", "Write wishes and answer invitations for me, never in chats"),
                                ("events", "Say for me whether I come to something"),
                            ],
                            max_length=8,
                        ),
                        size=None,
                    ),
                ),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
                (
                    "area",
                    models.ForeignKey(
                        db_default=portal.areas.expressions.CurrentArea(),
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="portal.area",
                    ),
                ),
                (
                    "member",
                    portal.areas.fields.AreaForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="delegations", to="portal.profile"
                    ),
                ),
                (
                    "supporter",
                    portal.areas.fields.AreaForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="helping_with",
                        to="portal.profile",
                    ),
                ),
            ],
            options={
                "ordering": ["-starts_on", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("voice__in", ["carer", "advocate"])), name="portal_delegation_voice_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("scopes__contained_by", ["see", "pay", "write", "events"]), ("scopes__len__gte", 1)
                        ),
                        name="portal_delegation_scopes_known",
                        violation_error_message="Tick at least one thing that they may do.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__gte", models.F("starts_on")),
                            (
                                "ends_on__lte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("starts_on"), "+", models.Value(datetime.timedelta(days=366))
                                ),
                            ),
                        ),
                        name="portal_delegation_ends_within_a_year",
                        violation_error_message="The last day must come after the first, and within a year of it.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("supporter__isnull", True),
                            models.Q(("supporter", models.F("member")), _negated=True),
                            _connector="OR",
                        ),
                        name="portal_delegation_to_somebody_else",
                    ),
                    portal.areas.constraints.RowLevelSecurity(name="portal_delegation_area_policy"),
                    models.UniqueConstraint(fields=("area", "id"), name="portal_delegation_area_key"),
                    portal.areas.constraints.SameArea(field="member", name="portal_delegation_member_same_area"),
                    portal.areas.constraints.SameArea(field="supporter", name="portal_delegation_supporter_same_area"),
                ],
            },
        ),
        migrations.CreateModel(
            name="DelegationStatus",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "Waiting for an answer"),
                            ("accepted", "Helping"),
                            ("declined", "Said no"),
                            ("revoked", "Stopped by the member"),
                            ("given_back", "Given back by the supporter"),
                            ("ended", "Ended on its last day"),
                        ],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "area",
                    models.ForeignKey(
                        db_default=portal.areas.expressions.CurrentArea(),
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="portal.area",
                    ),
                ),
                (
                    "by",
                    portal.areas.fields.AreaForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="portal.profile"
                    ),
                ),
                (
                    "delegation",
                    portal.areas.fields.AreaForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="statuses", to="portal.delegation"
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["asked", "accepted", "declined", "revoked", "given_back", "ended"])
                        ),
                        name="portal_delegationstatus_state_known",
                    ),
                    models.UniqueConstraint(fields=("delegation", "state"), name="portal_delegationstatus_each_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["declined", "revoked", "given_back", "ended"])),
                        fields=("delegation",),
                        name="portal_delegationstatus_over_once",
                    ),
                    portal.areas.constraints.AppendOnly(name="portal_delegationstatus_append_only"),
                    portal.areas.constraints.RowLevelSecurity(name="portal_delegationstatus_area_policy"),
                    models.UniqueConstraint(fields=("area", "id"), name="portal_delegationstatus_area_key"),
                    portal.areas.constraints.SameArea(
                        field="delegation", name="portal_delegationstatus_delegation_same_area"
                    ),
                    portal.areas.constraints.SameArea(field="by", name="portal_delegationstatus_by_same_area"),
                ],
            },
        ),
        migrations.CreateModel(
            name="MemberCard",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "number",
                    models.CharField(
                        default=portal.models.member_card.new_number,
                        max_length=8,
                        validators=[django.core.validators.RegexValidator("^\\d{8}$")],
                    ),
                ),
                ("made_at", models.DateTimeField()),
                (
                    "area",
                    models.ForeignKey(
                        db_default=portal.areas.expressions.CurrentArea(),
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="portal.area",
                    ),
                ),
                (
                    "profile",
                    portal.areas.fields.AreaOneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="card", to="portal.profile"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("area", "number"), name="portal_membercard_number_unique"),
                    models.CheckConstraint(
                        condition=models.Q(("number__regex", "^[0-9]{8}$")),
                        name="portal_membercard_number_is_eight_figures",
                    ),
                    portal.areas.constraints.RowLevelSecurity(name="portal_membercard_area_policy"),
                    models.UniqueConstraint(fields=("area", "id"), name="portal_membercard_area_key"),
                    portal.areas.constraints.SameArea(field="profile", name="portal_membercard_profile_same_area"),
                ],
            },
        ),
        migrations.CreateModel(
            name="OneTimeCode",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "how_known",
                    models.CharField(
                        choices=[
                            ("in_person", "I know this person, and they are here with me"),
                            ("by_voice", "I know this person’s voice, and I rang them on the number that we have"),
                            ("vouched_for", "Somebody whom I know well is here and knows this person"),
                        ],
                        max_length=12,
                    ),
                ),
                ("reason", models.CharField(max_length=200)),
                ("digest", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("wrong_tries", models.PositiveSmallIntegerField(default=0)),
                ("used_at", models.DateTimeField(null=True)),
                ("stopped_at", models.DateTimeField(null=True)),
                ("disowned_at", models.DateTimeField(null=True)),
                (
                    "area",
                    models.ForeignKey(
                        db_default=portal.areas.expressions.CurrentArea(),
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="portal.area",
                    ),
                ),
                (
                    "made_by",
                    portal.areas.fields.AreaForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="portal.profile"
                    ),
                ),
                (
                    "profile",
                    portal.areas.fields.AreaForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="one_time_codes", to="portal.profile"
                    ),
                ),
            ],
            options={
                "ordering": ["-made_at", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("how_known__in", ["in_person", "by_voice", "vouched_for"])),
                        name="portal_onetimecode_how_known_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason__regex", "^\\s*$"), _negated=True),
                        name="portal_onetimecode_reason_not_blank",
                        violation_error_message="Say why this person needs a code.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("profile", models.F("made_by")), _negated=True),
                        name="portal_onetimecode_for_somebody_else",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "expires_at__lte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("made_at"), "+", models.Value(datetime.timedelta(seconds=3600))
                                ),
                            )
                        ),
                        name="portal_onetimecode_ends_within_the_hour",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("wrong_tries__lte", 5)), name="portal_onetimecode_few_wrong_tries"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("stopped_at__isnull", True), ("used_at__isnull", True)),
                        fields=("profile",),
                        name="portal_onetimecode_one_at_a_time",
                    ),
                    portal.areas.constraints.RowLevelSecurity(name="portal_onetimecode_area_policy"),
                    models.UniqueConstraint(fields=("area", "id"), name="portal_onetimecode_area_key"),
                    portal.areas.constraints.SameArea(field="profile", name="portal_onetimecode_profile_same_area"),
                    portal.areas.constraints.SameArea(field="made_by", name="portal_onetimecode_made_by_same_area"),
                ],
            },
        ),
        migrations.AddField(
            model_name="auditevent",
            name="delegation",
            field=portal.areas.fields.AreaForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="deeds", to="portal.delegation"
            ),
        ),
        migrations.AddField(
            model_name="auditevent",
            name="supporter",
            field=portal.areas.fields.AreaForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="portal.profile"
            ),
        ),
        migrations.AddConstraint(
            model_name="auditevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("delegation__isnull", True), ("supporter__isnull", True)),
                    models.Q(("actor__isnull", False), ("delegation__isnull", False), ("supporter__isnull", False)),
                    _connector="OR",
                ),
                name="portal_auditevent_supporter_and_delegation_together",
            ),
        ),
        migrations.AddConstraint(
            model_name="auditevent",
            constraint=portal.areas.constraints.SameArea(
                field="supporter", name="portal_auditevent_supporter_same_area"
            ),
        ),
        migrations.AddConstraint(
            model_name="auditevent",
            constraint=portal.areas.constraints.SameArea(
                field="delegation", name="portal_auditevent_delegation_same_area"
            ),
        ),
    ]
