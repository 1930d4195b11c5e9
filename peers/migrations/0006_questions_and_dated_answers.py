import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.text
import uuid_utils.compat
from django.db import migrations, models

import portal.areas.constraints
import portal.areas.expressions
import portal.areas.fields
from portal.areas.search import SearchFunction


class Migration(migrations.Migration):
    dependencies = [
        ("peers", "0005_events"),
        ("portal", "0006_questions_and_dated_answers"),
    ]

    operations = [
        migrations.CreateModel(
            name="Question",
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
                ("title", models.CharField(max_length=160, verbose_name="the question")),
                ("text", models.TextField(max_length=3000, verbose_name="more about it")),
                (
                    "search_words",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.text.Concat(
                            "title", models.Value(" "), "text", output_field=models.TextField()
                        ),
                        output_field=models.TextField(),
                    ),
                ),
                (
                    "search_vector",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.contrib.postgres.search.CombinedSearchVector(
                            django.contrib.postgres.search.SearchVector("title", config="english", weight="A"),
                            "||",
                            django.contrib.postgres.search.SearchVector("text", config="english", weight="B"),
                            django.contrib.postgres.search.SearchConfig("english"),
                        ),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                ),
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
            ],
            options={
                "ordering": ["-submitted_at", "-id"],
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["search_vector"], name="peers_question_search_vector"
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass("search_words", name="gin_trgm_ops"),
                        name="peers_question_search_trigrams",
                    ),
                    models.Index(fields=["area", "-submitted_at", "-id"], name="peers_question_newest_first"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["held", "published", "change_asked", "removed"])),
                        name="peers_question_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "published"), _negated=True),
                            ("published_at__isnull", False),
                            _connector="OR",
                        ),
                        name="peers_question_published_has_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("title__regex", "^\\s*$"), _negated=True),
                        name="peers_question_title_not_blank",
                        violation_error_message="Write your question first.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("text__regex", "^\\s*$"), _negated=True),
                        name="peers_question_text_not_blank",
                        violation_error_message="Tell us a little more.",
                    ),
                    portal.areas.constraints.RowLevelSecurity(name="peers_question_area_policy"),
                    models.UniqueConstraint(fields=("area", "id"), name="peers_question_area_key"),
                    portal.areas.constraints.SameArea(field="author", name="peers_question_author_same_area"),
                ],
            },
        ),
        migrations.CreateModel(
            name="DatedAnswer",
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
                ("text", models.TextField(max_length=3000, verbose_name="your answer")),
                ("checked_on", models.DateField(verbose_name="checked on")),
                ("source", models.CharField(max_length=200, verbose_name="where it was checked")),
                ("accepted_at", models.DateTimeField(editable=False, null=True)),
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
                    "question",
                    portal.areas.fields.AreaForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="peers.question"
                    ),
                ),
            ],
            options={
                "ordering": ["submitted_at", "id"],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["question", "submitted_at", "id"], name="peers_datedanswer_oldest_first")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["held", "published", "change_asked", "removed"])),
                        name="peers_datedanswer_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "published"), _negated=True),
                            ("published_at__isnull", False),
                            _connector="OR",
                        ),
                        name="peers_datedanswer_published_has_a_time",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("accepted_at__isnull", False)),
                        fields=("question",),
                        name="peers_datedanswer_one_accepted",
                        violation_error_message="Another answer is marked as the one that helped.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("text__regex", "^\\s*$"), _negated=True),
                        name="peers_datedanswer_text_not_blank",
                        violation_error_message="Write your answer first.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source__regex", "^\\s*$"), _negated=True),
                        name="peers_datedanswer_source_not_blank",
                        violation_error_message="Say where you checked it.",
                    ),
                    portal.areas.constraints.RowLevelSecurity(name="peers_datedanswer_area_policy"),
                    models.UniqueConstraint(fields=("area", "id"), name="peers_datedanswer_area_key"),
                    portal.areas.constraints.SameArea(field="author", name="peers_datedanswer_author_same_area"),
                    portal.areas.constraints.SameArea(field="question", name="peers_datedanswer_question_same_area"),
                ],
            },
        ),
        migrations.CreateModel(
            name="QuestionPassing",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="a note for them")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting for them to say yes"),
                            ("taken", "They look into it"),
                            ("passed_on", "Passed on"),
                            ("answered", "Answered"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("passed_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
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
                    "passed_by",
                    portal.areas.fields.AreaForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="portal.profile"
                    ),
                ),
                (
                    "question",
                    portal.areas.fields.AreaForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="passings", to="peers.question"
                    ),
                ),
                (
                    "to",
                    portal.areas.fields.AreaForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="questions_passed_to",
                        to="portal.profile",
                    ),
                ),
            ],
            options={
                "ordering": ["-passed_at", "-id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["waiting", "taken"])),
                        fields=("question",),
                        name="peers_questionpassing_one_at_a_time",
                        violation_error_message="Somebody has passed this question on already. Please look again.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["waiting", "taken", "passed_on", "answered"])),
                        name="peers_questionpassing_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("changed_at__gte", models.F("passed_at"))),
                        name="peers_questionpassing_changed_after_passing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("to", models.F("passed_by")), _negated=True),
                        name="peers_questionpassing_to_somebody_else",
                        violation_error_message="Choose somebody else than yourself.",
                    ),
                    portal.areas.constraints.RowLevelSecurity(name="peers_questionpassing_area_policy"),
                    models.UniqueConstraint(fields=("area", "id"), name="peers_questionpassing_area_key"),
                    portal.areas.constraints.SameArea(
                        field="question", name="peers_questionpassing_question_same_area"
                    ),
                    portal.areas.constraints.SameArea(field="to", name="peers_questionpassing_to_same_area"),
                    portal.areas.constraints.SameArea(
                        field="passed_by", name="peers_questionpassing_passed_by_same_area"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AnswerCheck",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("checked_on", models.DateField(verbose_name="checked on")),
                ("noted_at", models.DateTimeField()),
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
                    "checked_by",
                    portal.areas.fields.AreaForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="portal.profile"
                    ),
                ),
                (
                    "answer",
                    portal.areas.fields.AreaForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="checks", to="peers.datedanswer"
                    ),
                ),
            ],
            options={
                "ordering": ["-checked_on", "-id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("answer", "checked_by", "checked_on"),
                        name="peers_answercheck_once_a_day",
                        violation_error_message="You have said so already for this day. Thank you.",
                    ),
                    portal.areas.constraints.AppendOnly(name="peers_answercheck_append_only"),
                    portal.areas.constraints.RowLevelSecurity(name="peers_answercheck_area_policy"),
                    models.UniqueConstraint(fields=("area", "id"), name="peers_answercheck_area_key"),
                    portal.areas.constraints.SameArea(field="answer", name="peers_answercheck_answer_same_area"),
                    portal.areas.constraints.SameArea(
                        field="checked_by", name="peers_answercheck_checked_by_same_area"
                    ),
                ],
            },
        ),
        SearchFunction(
            function="peers_search_questions",
            table="peers_question",
            vector="search_vector",
            trigrams="search_words",
        ),
    ]
