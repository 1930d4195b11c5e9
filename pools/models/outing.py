from datetime import datetime
from decimal import Decimal

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel


class OutingQuerySet(models.QuerySet["Outing"]):
    def going_ahead(self) -> "OutingQuerySet":
        return self.filter(called_off_at__isnull=True)

    def to_come(self, *, now: datetime) -> "OutingQuerySet":
        return self.going_ahead().filter(starts_at__gt=now)


class Outing(AreaModel):
    """
    One day out of a pool, with everything that somebody needs to know before they say "I come": what it costs first.

    `price` is what each pays, which may be nothing. `booking_fee` is a deposit on top of it, given back to whoever
    comes. Neither changes once the outing is announced.
    """

    pool = AreaForeignKey("pools.Pool", on_delete=models.PROTECT, related_name="outings")
    title = models.CharField(_("what it is"), max_length=100)
    place = models.CharField(_("where you meet"), max_length=200)
    starts_at = models.DateTimeField(_("when it starts"))
    price = models.DecimalField(_("what each pays"), max_digits=12, decimal_places=2)
    booking_fee = models.DecimalField(_("booking fee"), max_digits=12, decimal_places=2, default=Decimal(0))
    what_to_bring = models.CharField(_("what to bring"), max_length=300, blank=True)
    access = models.TextField(_("access"), max_length=1000, blank=True)
    supporters = models.CharField(_("who supports"), max_length=200, blank=True)
    fewest_people = models.PositiveSmallIntegerField(_("the fewest people"), default=1)
    most_people = models.PositiveSmallIntegerField(_("the most people"))
    planned_by = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()
    called_off_at = models.DateTimeField(null=True)
    called_off_reason = models.CharField(max_length=300, blank=True)

    objects = OutingQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(title__regex=r"^\s*$"),
                name="pools_outing_title_not_blank",
                violation_error_message=_("Say what the outing is."),
            ),
            models.CheckConstraint(
                condition=~models.Q(place__regex=r"^\s*$"),
                name="pools_outing_place_not_blank",
                violation_error_message=_("Say where you meet."),
            ),
            models.CheckConstraint(
                condition=models.Q(price__gte=0, booking_fee__gte=0),
                name="pools_outing_amounts_not_below_zero",
                violation_error_message=_("Please give an amount that is not below zero."),
            ),
            models.CheckConstraint(
                condition=models.Q(fewest_people__gte=1, most_people__gte=models.F("fewest_people")),
                name="pools_outing_numbers_fit",
                violation_error_message=_("The most people cannot be fewer than the fewest."),
            ),
            models.CheckConstraint(
                condition=models.Q(called_off_at__isnull=True, called_off_reason="")
                | models.Q(called_off_at__isnull=False) & ~models.Q(called_off_reason__regex=r"^\s*$"),
                name="pools_outing_called_off_has_a_reason",
                violation_error_message=_("Say why the outing is called off."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("pools:outing", args=[self.pool_id, self.pk])

    @property
    def is_called_off(self) -> bool:
        return self.called_off_at is not None

    def has_started(self, *, now: datetime) -> bool:
        return self.starts_at <= now
