from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel
from portal.money import format_amount
from providers.models.offer import Offer


class PriceBreak(AreaModel):
    """
    What each person pays, in pounds, once an offer has this many people.

    At the end of a transaction PostgreSQL makes sure that prices fall as more people come, that the first one starts
    at the offer's fewest people and that none starts above its most (migration `0001_initial`).
    """

    offer = AreaForeignKey(Offer, on_delete=models.CASCADE, related_name="price_breaks")
    from_people = models.PositiveSmallIntegerField(_("from how many people"))
    price_each = models.DecimalField(_("each pays"), max_digits=12, decimal_places=2)

    class Meta:
        ordering = ["offer", "from_people"]
        constraints = [
            models.UniqueConstraint(
                fields=["offer", "from_people"],
                name="providers_pricebreak_people_unique",
                violation_error_message=_("There are two prices for the same number of people."),
            ),
            models.CheckConstraint(
                condition=models.Q(from_people__gte=1),
                name="providers_pricebreak_people_one_or_more",
                violation_error_message=_("A price starts from 1 person or more."),
            ),
            models.CheckConstraint(
                condition=models.Q(price_each__gte=0),
                name="providers_pricebreak_price_not_below_zero",
                violation_error_message=_("A price cannot be below zero."),
            ),
        ]

    def __str__(self) -> str:
        return f"{format_amount(self.price_each)} each from {self.from_people}"
