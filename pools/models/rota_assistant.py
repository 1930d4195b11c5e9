from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from pools.hours_cost import reserve_for
from pools.models.hours_rates import HiredHow
from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel


class AssistantQuerySet(models.QuerySet["Assistant"]):
    def current(self) -> "AssistantQuerySet":
        """Those who work for the pool still."""
        return self.filter(ended_on__isnull=True)

    def regular(self) -> "AssistantQuerySet":
        """Those who come as planned, not those who stand in."""
        return self.filter(is_backup=False)


class Assistant(AreaModel):
    """
    Somebody who works for the members of a pool.

    `employers` are named, because whoever employs somebody is liable, and that cannot be passed on: when it changes,
    this ends and another begins. The tax office's answer is kept as evidence, in its own words. The portal never says
    itself what somebody is.

    `owed_if_employed` and `owed_if_self_employed` are what tax and National Insurance would come to, one way and the
    other. Until the tax office has answered, the higher of the two is put aside.
    """

    pool = AreaForeignKey("pools.Pool", on_delete=models.PROTECT, related_name="assistants")
    name = models.CharField(_("their name"), max_length=120)
    hired_how = models.CharField(_("how they are hired"), max_length=13, choices=HiredHow)
    employers = models.CharField(_("who employs them"), max_length=300)
    is_backup = models.BooleanField(_("they stand in when somebody cannot come"), default=False)
    starts_on = models.DateField(_("their first day"))
    fixed_until = models.DateField(_("the last day, where there is one from the start"), null=True)
    status_words = models.CharField(_("what the tax office said"), max_length=300, blank=True)
    status_on = models.DateField(_("the date of its answer"), null=True)
    status_file = AreaForeignKey("portal.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    owed_if_employed = models.DecimalField(max_digits=12, decimal_places=2, default=Decimal(0))
    owed_if_self_employed = models.DecimalField(max_digits=12, decimal_places=2, default=Decimal(0))
    ended_on = models.DateField(null=True)

    objects = AssistantQuerySet.as_manager()

    class Meta:
        ordering = ["is_backup", "name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(hired_how__in=HiredHow.values),
                name="pools_assistant_hired_how_known",
                violation_error_message=_("Choose how they are hired from the list."),
            ),
            models.CheckConstraint(
                condition=~Q(name__regex=r"^\s*$"),
                name="pools_assistant_has_a_name",
                violation_error_message=_("Give their name."),
            ),
            models.CheckConstraint(
                condition=~Q(employers__regex=r"^\s*$"),
                name="pools_assistant_employer_is_named",
                violation_error_message=_("Name each person or organisation that employs or hires them."),
            ),
            models.UniqueConstraint(
                fields=["pool", "name"],
                condition=Q(ended_on__isnull=True),
                name="pools_assistant_once",
                violation_error_message=_("This person works for you already."),
            ),
            models.CheckConstraint(
                condition=Q(fixed_until__isnull=True) | Q(fixed_until__gte=F("starts_on")),
                name="pools_assistant_last_day_after_first",
                violation_error_message=_("The last day is before the first. Please check both."),
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("starts_on")),
                name="pools_assistant_ended_after_starting",
                violation_error_message=_("Nobody can stop before their first day."),
            ),
            models.CheckConstraint(
                condition=(Q(status_words="") & Q(status_on__isnull=True) & Q(status_file__isnull=True))
                | (~Q(status_words__regex=r"^\s*$") & Q(status_on__isnull=False)),
                name="pools_assistant_status_has_words_and_a_date",
                violation_error_message=_("Give what the tax office said, and the date of its answer."),
            ),
            models.CheckConstraint(
                condition=Q(owed_if_employed__gte=0, owed_if_self_employed__gte=0),
                name="pools_assistant_owed_not_below_zero",
                violation_error_message=_("Please give amounts that are not below zero."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def books_name(self) -> str:
        """Under which name the books keep their hours: an agency's, or their own."""
        return self.employers[:120] if self.hired_how == HiredHow.AGENCY else self.name

    @property
    def reserve(self) -> Decimal:
        """What to put aside until the tax office has answered, in pounds."""
        if self.status_on is not None:
            return Decimal("0.00")
        return reserve_for(if_employed=self.owed_if_employed, if_self_employed=self.owed_if_self_employed)

    @property
    def is_current(self) -> bool:
        return self.ended_on is None
