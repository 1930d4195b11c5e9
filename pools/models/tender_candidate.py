from string import ascii_uppercase

from django.db import models
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Lower
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pools.models.candidate_status import CandidateStage, CandidateStatus
from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel

MOST_CANDIDATES = len(ascii_uppercase)


class TenderCandidateQuerySet(models.QuerySet["TenderCandidate"]):
    def with_stage(self) -> "TenderCandidateQuerySet":
        """Adds `stage`, a `CandidateStage`: what the newest status row says."""
        newest = CandidateStatus.objects.filter(candidate=OuterRef("pk")).order_by("-at", "-id")
        return self.annotate(stage=Subquery(newest.values("stage")[:1]))

    def standing_at(self, *stages: CandidateStage) -> "TenderCandidateQuerySet":
        return self.with_stage().filter(stage__in=stages)


class TenderCandidate(AreaModel):
    """A provider whom a pool has asked. `place` gives the letter under which its name may be hidden."""

    tender = AreaForeignKey("pools.Tender", on_delete=models.PROTECT, related_name="candidates")
    place = models.PositiveSmallIntegerField()
    name = models.CharField(_("the provider"), max_length=100)
    about = models.TextField(_("what they offer"), max_length=2000, blank=True)
    added_by = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    stage: str  # there after `with_stage()`

    objects = TenderCandidateQuerySet.as_manager()

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(
                fields=["tender", "place"],
                name="pools_tendercandidate_place_unique",
                violation_error_message=_("Somebody added a provider at the same moment. Please try again."),
            ),
            models.UniqueConstraint(
                "tender",
                Lower("name"),
                name="pools_tendercandidate_name_unique",
                violation_error_message=_("This provider is on the list already."),
            ),
            models.CheckConstraint(
                condition=~models.Q(name__regex=r"^\s*$"),
                name="pools_tendercandidate_name_not_blank",
                violation_error_message=_("Give the name of the provider."),
            ),
            models.CheckConstraint(
                condition=models.Q(place__lt=MOST_CANDIDATES),
                name="pools_tendercandidate_place_has_a_letter",
                violation_error_message=_("There can be 26 providers at most."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def letter(self) -> str:
        """What the provider is called while its name is hidden: "Provider A"."""
        return gettext("Provider %(letter)s") % {"letter": ascii_uppercase[self.place]}

    @property
    def name_and_letter(self) -> str:
        return f"{self.name} ({self.letter})"
