from typing import Any
from urllib.parse import urlencode

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel
from portal.models import TimeOfWeek

MOST_PEOPLE = 50


class SavedSearchQuerySet(models.QuerySet["SavedSearch"]):
    def waiting(self) -> "SavedSearchQuerySet":
        """Those that somebody still waits for."""
        return self.filter(told_at__isnull=True)


class SavedSearch(AreaModel):
    """
    Whom somebody looks for, and how many: they are told once when there are so many.

    What is left open (`interest`, `district`, `time`) narrows nothing down; without an interest, all that the person
    likes counts.
    """

    profile = AreaForeignKey("portal.Profile", on_delete=models.CASCADE, related_name="saved_searches")
    interest = AreaForeignKey("portal.Interest", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    district = AreaForeignKey("portal.District", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    time = models.CharField(_("when"), max_length=20, choices=TimeOfWeek, blank=True)
    wants_company = models.BooleanField(_("only who would like somebody to go with"), default=False)
    people_wanted = models.PositiveSmallIntegerField(_("how many people"))
    made_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)

    objects: Any = SavedSearchQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(people_wanted__range=(1, MOST_PEOPLE)),
                name="peers_savedsearch_people_wanted_in_range",
                violation_error_message=_("Give a number from 1 to 50."),
            ),
            models.CheckConstraint(
                condition=models.Q(time__in=["", *TimeOfWeek.values]), name="peers_savedsearch_time_known"
            ),
            models.CheckConstraint(
                condition=models.Q(told_at__isnull=True) | models.Q(told_at__gte=models.F("made_at")),
                name="peers_savedsearch_told_after_made",
            ),
            models.UniqueConstraint(
                fields=["profile", "interest", "district", "time", "wants_company", "people_wanted"],
                condition=models.Q(told_at__isnull=True),
                nulls_distinct=False,
                name="peers_savedsearch_once_while_waiting",
                violation_error_message=_("We look for this already. We tell you when they are here."),
            ),
        ]

    def __str__(self) -> str:
        parts = [self.interest and self.interest.name, self.district and self.district.name, self.get_time_display()]
        return " · ".join(str(part) for part in parts if part) or str(_("Anything that you like"))

    @property
    def query_string(self) -> str:
        """What the page of people is asked for, to show the same."""
        asked = {
            "interest": self.interest.slug if self.interest else "",
            "district": self.district.slug if self.district else "",
            "time": self.time,
            "wants_company": "on" if self.wants_company else "",
        }
        return f"?{urlencode({name: value for name, value in asked.items() if value})}"

    def get_absolute_url(self) -> str:
        return reverse("peers:saved_searches")
