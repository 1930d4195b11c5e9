import django.db.models.deletion
import django.db.models.functions.comparison
import uuid_utils.compat
from django.db import migrations, models

import portal.areas.constraints
import portal.areas.expressions
import portal.areas.fields


class Migration(migrations.Migration):
    dependencies = [
        ("peers", "0003_find_groups_by_their_interests"),
        ("portal", "0005_ways_back_in_and_supporters"),
    ]

    operations = [
        migrations.CreateModel(
            name="ChatRoom",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("opened_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
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
                    "ended_by",
                    portal.areas.fields.AreaForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="portal.profile"
                    ),
                ),
                (
                    "group",
                    portal.areas.fields.AreaForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="chat_rooms",
                        to="peers.group",
                    ),
                ),
                (
                    "one",
                    portal.areas.fields.AreaForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="portal.profile"
                    ),
                ),
                (
                    "other",
                    portal.areas.fields.AreaForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="portal.profile"
                    ),
                ),
            ],
            options={
                "ordering": ["opened_at", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("group",), name="peers_chatroom_one_for_a_group"),
                    models.UniqueConstraint(
                        models.F("area"),
                        django.db.models.functions.comparison.Least("one", "other"),
                        django.db.models.functions.comparison.Greatest("one", "other"),
                        name="peers_chatroom_one_for_two_people",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("group__isnull", False), ("one__isnull", True), ("other__isnull", True)),
                            models.Q(("group__isnull", True), ("one__isnull", False), ("other__isnull", False)),
                            _connector="OR",
                        ),
                        name="peers_chatroom_of_a_group_or_of_two",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("one__isnull", True), models.Q(("one", models.F("other")), _negated=True), _connector="OR"
                        ),
                        name="peers_chatroom_with_somebody_else",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("ended_by__isnull", True)),
                            models.Q(
                                ("ended_at__gte", models.F("opened_at")),
                                ("ended_at__isnull", False),
                                ("ended_by__isnull", False),
                                ("group__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="peers_chatroom_ended_by_somebody",
                    ),
                    portal.areas.constraints.RowLevelSecurity(name="peers_chatroom_area_policy"),
                    models.UniqueConstraint(fields=("area", "id"), name="peers_chatroom_area_key"),
                    portal.areas.constraints.SameArea(field="group", name="peers_chatroom_group_same_area"),
                    portal.areas.constraints.SameArea(field="one", name="peers_chatroom_one_same_area"),
                    portal.areas.constraints.SameArea(field="other", name="peers_chatroom_other_same_area"),
                    portal.areas.constraints.SameArea(field="ended_by", name="peers_chatroom_ended_by_same_area"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ChatMessage",
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
                            ("held", "Waiting to be read"),
                            ("published", "Others can see it"),
                            ("change_asked", "Please change it"),
                            ("removed", "Taken away"),
                        ],
                        editable=False,
                        max_length=12,
                    ),
                ),
                ("submitted_at", models.DateTimeField(editable=False)),
                ("published_at", models.DateTimeField(editable=False, null=True)),
                ("text", models.TextField(max_length=1000, verbose_name="text")),
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
                    "author",
                    portal.areas.fields.AreaForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="portal.profile",
                    ),
                ),
                (
                    "room",
                    portal.areas.fields.AreaForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="messages", to="peers.chatroom"
                    ),
                ),
            ],
            options={
                "ordering": ["submitted_at", "id"],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["room", "-submitted_at", "-id"], name="peers_chatmessage_newest"),
                    models.Index(fields=["author", "-submitted_at"], name="peers_chatmessage_of_author"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["held", "published", "change_asked", "removed"])),
                        name="peers_chatmessage_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "published"), _negated=True),
                            ("published_at__isnull", False),
                            _connector="OR",
                        ),
                        name="peers_chatmessage_published_has_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("text__regex", "^\\s*$"), _negated=True),
                        name="peers_chatmessage_text_not_blank",
                        violation_error_message="Write something first.",
                    ),
                    portal.areas.constraints.RowLevelSecurity(name="peers_chatmessage_area_policy"),
                    models.UniqueConstraint(fields=("area", "id"), name="peers_chatmessage_area_key"),
                    portal.areas.constraints.SameArea(field="author", name="peers_chatmessage_author_same_area"),
                    portal.areas.constraints.SameArea(field="room", name="peers_chatmessage_room_same_area"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ChatSitting",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("began_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="portal.profile"
                    ),
                ),
                (
                    "mentor",
                    portal.areas.fields.AreaForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="portal.profile"
                    ),
                ),
                (
                    "room",
                    portal.areas.fields.AreaForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sittings", to="peers.chatroom"
                    ),
                ),
            ],
            options={
                "ordering": ["began_at", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("room", "member"),
                        name="peers_chatsitting_one_mentor_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("member", models.F("mentor")), _negated=True),
                        name="peers_chatsitting_mentor_is_someone_else",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_at__isnull", True), ("ended_at__gte", models.F("began_at")), _connector="OR"
                        ),
                        name="peers_chatsitting_ends_after_it_began",
                    ),
                    portal.areas.constraints.RowLevelSecurity(name="peers_chatsitting_area_policy"),
                    models.UniqueConstraint(fields=("area", "id"), name="peers_chatsitting_area_key"),
                    portal.areas.constraints.SameArea(field="room", name="peers_chatsitting_room_same_area"),
                    portal.areas.constraints.SameArea(field="member", name="peers_chatsitting_member_same_area"),
                    portal.areas.constraints.SameArea(field="mentor", name="peers_chatsitting_mentor_same_area"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ChatVisit",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("seen_at", models.DateTimeField()),
                ("here_until", models.DateTimeField()),
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
                    portal.areas.fields.AreaForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="portal.profile"
                    ),
                ),
                (
                    "room",
                    portal.areas.fields.AreaForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="visits", to="peers.chatroom"
                    ),
                ),
            ],
            options={
                "ordering": ["seen_at", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("room", "profile"), name="peers_chatvisit_once"),
                    portal.areas.constraints.RowLevelSecurity(name="peers_chatvisit_area_policy"),
                    models.UniqueConstraint(fields=("area", "id"), name="peers_chatvisit_area_key"),
                    portal.areas.constraints.SameArea(field="room", name="peers_chatvisit_room_same_area"),
                    portal.areas.constraints.SameArea(field="profile", name="peers_chatvisit_profile_same_area"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ChatRequest",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("made_at", models.DateTimeField()),
                (
                    "answer",
                    models.CharField(blank=True, choices=[("yes", "Yes"), ("no", "No, thank you")], max_length=3),
                ),
                ("answered_at", models.DateTimeField(null=True)),
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
                    "asked",
                    portal.areas.fields.AreaForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="portal.profile"
                    ),
                ),
                (
                    "asked_by",
                    portal.areas.fields.AreaForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="portal.profile"
                    ),
                ),
            ],
            options={
                "ordering": ["made_at", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("area"),
                        django.db.models.functions.comparison.Least("asked_by", "asked"),
                        django.db.models.functions.comparison.Greatest("asked_by", "asked"),
                        condition=models.Q(("answered_at__isnull", True)),
                        name="peers_chatrequest_one_waiting",
                        violation_error_message="One of you has asked already, and waits for an answer.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("asked_by", models.F("asked")), _negated=True),
                        name="peers_chatrequest_of_somebody_else",
                        violation_error_message="Choose somebody else to chat with.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("answered_at__isnull", True)),
                            models.Q(
                                ("answer__in", ["yes", "no"]),
                                ("answered_at__gte", models.F("made_at")),
                                ("answered_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="peers_chatrequest_answered_or_waiting",
                    ),
                    portal.areas.constraints.RowLevelSecurity(name="peers_chatrequest_area_policy"),
                    models.UniqueConstraint(fields=("area", "id"), name="peers_chatrequest_area_key"),
                    portal.areas.constraints.SameArea(field="asked_by", name="peers_chatrequest_asked_by_same_area"),
                    portal.areas.constraints.SameArea(field="asked", name="peers_chatrequest_asked_same_area"),
                ],
            },
        ),
    ]
