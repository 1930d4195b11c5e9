from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from moderation.models import Moderated, ModeratedQuerySet


class QuestionQuerySet(ModeratedQuerySet["Question"]):
    """What members asked, for its readers."""


class Question(Moderated):
    """Something that a member would like to know. Every member of the area can read and answer it."""

    title = models.CharField(_("the question"), max_length=160)
    text = models.TextField(_("more about it"), max_length=3000)

    # What the search looks through, kept up to date by the database: whole words, and parts of misspelt ones.
    search_words = models.GeneratedField(
        expression=Concat("title", models.Value(" "), "text", output_field=models.TextField()),
        output_field=models.TextField(),
        db_persist=True,
    )
    search_vector = models.GeneratedField(
        expression=SearchVector("title", weight="A", config="english")
        + SearchVector("text", weight="B", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = QuestionQuerySet.as_manager()

    class Meta(Moderated.Meta):
        ordering = ["-submitted_at", "-id"]
        indexes = [
            GinIndex(fields=["search_vector"], name="peers_question_search_vector"),
            GinIndex(OpClass("search_words", name="gin_trgm_ops"), name="peers_question_search_trigrams"),
            models.Index(fields=["area", "-submitted_at", "-id"], name="peers_question_newest_first"),
        ]
        constraints = [
            *Moderated.Meta.constraints,
            models.CheckConstraint(
                condition=~models.Q(title__regex=r"^\s*$"),
                name="peers_question_title_not_blank",
                violation_error_message=_("Write your question first."),
            ),
            models.CheckConstraint(
                condition=~models.Q(text__regex=r"^\s*$"),
                name="peers_question_text_not_blank",
                violation_error_message=_("Tell us a little more."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("peers:question", args=[self.pk])
