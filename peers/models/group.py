from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models.functions import Concat, Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel


class Group(AreaModel):
    """
    People who like the same thing. Anybody in the area can see that it exists and what it is for.

    What is written in an open group, every member of the area can read; in a closed one, only its own members.
    """

    name = models.CharField(_("name"), max_length=80)
    purpose = models.TextField(_("what it is for"), max_length=1000)
    is_closed = models.BooleanField(_("closed"), default=False)
    district = AreaForeignKey("portal.District", on_delete=models.PROTECT, null=True, blank=True, related_name="groups")
    interests = models.ManyToManyField("portal.Interest", through="peers.GroupInterest", related_name="groups")
    created_at = models.DateTimeField(editable=False)
    # The names of its interests: a generated column cannot look into another table.
    interest_words = models.TextField(blank=True, default="", editable=False)

    # What the search looks through, kept up to date by the database: whole words, and parts of misspelt ones.
    search_words = models.GeneratedField(
        expression=Concat(
            "name",
            models.Value(" "),
            "interest_words",
            models.Value(" "),
            "purpose",
            output_field=models.TextField(),
        ),
        output_field=models.TextField(),
        db_persist=True,
    )
    search_vector = models.GeneratedField(
        expression=SearchVector("name", weight="A", config="english")
        + SearchVector("interest_words", weight="B", config="english")
        + SearchVector("purpose", weight="C", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        ordering = ["name", "id"]
        indexes = [
            GinIndex(fields=["search_vector"], name="peers_group_search_vector"),
            GinIndex(OpClass("search_words", name="gin_trgm_ops"), name="peers_group_search_trigrams"),
            models.Index(fields=["area", "name", "id"], name="peers_group_by_name"),
        ]
        constraints = [
            models.UniqueConstraint(
                "area",
                Lower("name"),
                name="peers_group_name_unique",
                violation_error_message=_("There is a group with this name already. Join it, or choose another name."),
            ),
            models.CheckConstraint(
                condition=~models.Q(name__regex=r"^\s*$"),
                name="peers_group_name_not_blank",
                violation_error_message=_("Give your group a name."),
            ),
            models.CheckConstraint(
                condition=~models.Q(purpose__regex=r"^\s*$"),
                name="peers_group_purpose_not_blank",
                violation_error_message=_("Say what your group is for."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("peers:group", args=[self.pk])

    def get_requests_url(self) -> str:
        return reverse("peers:requests", args=[self.pk])


class GroupInterest(AreaModel):
    """One thing that a group likes to do."""

    group = AreaForeignKey(Group, on_delete=models.CASCADE, related_name="interest_links")
    interest = AreaForeignKey("portal.Interest", on_delete=models.PROTECT, related_name="group_links")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "interest"], name="peers_groupinterest_unique")]

    def __str__(self) -> str:
        return f"{self.group_id} likes {self.interest_id}"
