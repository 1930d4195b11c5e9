from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.areas.constraints import AppendOnly
from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel


class UnusedHours(models.TextChoices):
    """What may become of hours that were not used."""

    CARRY = "carry", _("I keep them for the next time")
    GIVE = "give", _("I give them to somebody")
    LEND = "lend", _("I lend them to somebody")
    RETURN = "return", _("They go back to my budget")


# To whom they go has a name.
TO_SOMEBODY = (UnusedHours.GIVE, UnusedHours.LEND)


class HoursAnswer(AreaModel):
    """
    What a member said is to become of their unused hours when a period ends. The newest counts; each is kept.

    `minutes` is how many of them; what is left besides is carried over. Until the period is closed nothing moves.
    """

    period = AreaForeignKey("pools.HoursPeriod", on_delete=models.PROTECT, related_name="answers")
    profile = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="hours_answers")
    choice = models.CharField(max_length=6, choices=UnusedHours)
    minutes = models.PositiveIntegerField(null=True)
    to = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, null=True, related_name="+")
    due_on = models.DateField(null=True)
    words = models.CharField(max_length=300)
    supporter_name = models.CharField(max_length=120, blank=True)
    said_at = models.DateTimeField()

    class Meta:
        ordering = ["-said_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(choice__in=UnusedHours.values),
                name="pools_hoursanswer_choice_known",
                violation_error_message=_("Choose what happens from the list."),
            ),
            models.CheckConstraint(
                condition=Q(choice=UnusedHours.CARRY, minutes__isnull=True)
                | (~Q(choice=UnusedHours.CARRY) & Q(minutes__isnull=False, minutes__gte=1)),
                name="pools_hoursanswer_says_how_many",
                violation_error_message=_("Say how many hours and minutes."),
            ),
            models.CheckConstraint(
                condition=(Q(choice__in=TO_SOMEBODY, to__isnull=False) & ~Q(to=F("profile")))
                | (~Q(choice__in=TO_SOMEBODY) & Q(to__isnull=True)),
                name="pools_hoursanswer_says_to_whom",
                violation_error_message=_("Choose who gets them."),
            ),
            models.CheckConstraint(
                condition=Q(choice=UnusedHours.LEND, due_on__isnull=False)
                | (~Q(choice=UnusedHours.LEND) & Q(due_on__isnull=True)),
                name="pools_hoursanswer_says_when_due",
                violation_error_message=_("Say by which day they are due back."),
            ),
            AppendOnly(name="pools_hoursanswer_append_only"),
        ]

    def __str__(self) -> str:
        return self.words
