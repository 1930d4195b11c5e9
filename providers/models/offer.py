from datetime import date

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel
from providers.models.service import Service


class OfferQuerySet(models.QuerySet["Offer"]):
    def open(self, *, on: date) -> "OfferQuerySet":
        """Still to be had on a day."""
        return self.filter(is_open=True, valid_until__gte=on)


class Offer(AreaModel):
    """
    A price for people who buy a service together; the more people, the less each pays.

    `minimum_people` is where the first price break starts. No `maximum_people` means as many as come.
    """

    service = AreaForeignKey(Service, on_delete=models.PROTECT, related_name="offers")
    title = models.CharField(_("title"), max_length=120)
    minimum_people = models.PositiveSmallIntegerField(_("fewest people"))
    maximum_people = models.PositiveSmallIntegerField(_("most people"), null=True, blank=True)
    valid_until = models.DateField(_("the price holds until"))
    not_included = models.TextField(_("what is not included"), max_length=1000)
    is_open = models.BooleanField(_("open"), default=True)

    objects = OfferQuerySet.as_manager()

    class Meta:
        ordering = ["title", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(title__regex=r"^\s*$"),
                name="providers_offer_title_not_blank",
                violation_error_message=_("Please give the offer a title."),
            ),
            models.CheckConstraint(
                condition=~models.Q(not_included__regex=r"^\s*$"),
                name="providers_offer_says_what_is_not_included",
                violation_error_message=_("Please say what is not in the price. If nothing is left out, say so."),
            ),
            models.CheckConstraint(
                condition=models.Q(minimum_people__gte=1),
                name="providers_offer_minimum_is_one_or_more",
                violation_error_message=_("The fewest people must be 1 or more."),
            ),
            models.CheckConstraint(
                condition=models.Q(maximum_people__isnull=True)
                | models.Q(maximum_people__gte=models.F("minimum_people")),
                name="providers_offer_maximum_reaches_minimum",
                violation_error_message=_("The most people cannot be lower than the fewest people."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"{reverse('providers:service', args=[self.service_id])}#offer-{self.pk}"

    def is_open_on(self, day: date) -> bool:
        return self.is_open and day <= self.valid_until
