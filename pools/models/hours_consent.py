from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.areas.constraints import AppendOnly
from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel


class HoursConsent(AreaModel):
    """
    A member's own yes to what takes hours from them: to so many minutes, in the words that they said yes to.

    PostgreSQL looks when the transaction ends (trigger `pools_entry_hours_fall_with_a_yes`): a transfer that lowers a
    member's minutes has a yes of that very member, to at least as many minutes. For hours that were used, the yes is
    what the member said when they accepted the shift.
    """

    transfer = AreaForeignKey("pools.Transfer", on_delete=models.PROTECT, related_name="hours_consents")
    profile = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="hours_consents")
    minutes = models.PositiveIntegerField()
    words = models.CharField(max_length=300)
    supporter_name = models.CharField(max_length=120, blank=True)
    said_at = models.DateTimeField()

    class Meta:
        ordering = ["said_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["transfer", "profile"],
                name="pools_hoursconsent_once",
                violation_error_message=_("This person has said yes already."),
            ),
            models.CheckConstraint(
                condition=~Q(words__regex=r"^\s*$"),
                name="pools_hoursconsent_has_words",
                violation_error_message=_("A yes is to something. Say to what."),
            ),
            models.CheckConstraint(
                condition=Q(minutes__gte=1),
                name="pools_hoursconsent_to_some_minutes",
                violation_error_message=_("A yes is to one minute or more."),
            ),
            AppendOnly(name="pools_hoursconsent_append_only"),
        ]

    def __str__(self) -> str:
        return self.words
