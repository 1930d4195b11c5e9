"""Which tables of demand there are. The list is fixed: a table made to order would be a question about somebody."""

from enum import StrEnum

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.models import FundingKind, InterestCategory, TimeOfWeek

# What stands in a dimension for people who gave no answer.
NOT_SAID = FundingKind.NOT_SAID.value
# Bought by a pool that came from no wish and no offer, so that nobody said what kind of thing it was.
OTHER = "other"


class Dimension(StrEnum):
    """What the columns of `DemandCell` of the same names tell people apart by."""

    CATEGORY = "category"
    DISTRICT = "district"
    TIME_OF_WEEK = "time_of_week"
    FUNDING = "funding"
    OUTCOME = "outcome"

    @property
    def label(self) -> Promise:
        return DIMENSION_LABELS[self]


class WishOutcome(models.TextChoices):
    MET = "met", _("It came true")
    UNMET = "unmet", _("Not yet")


class Series(models.TextChoices):
    WANTED = "wanted", _("Wanted")
    BOUGHT = "bought", _("Bought together")


class DemandTable(models.TextChoices):
    """
    A table of counts of people. Its name says what is counted, and by what.

    `WANTED` and `BOUGHT` are one figure each: how many people the tables of their series are about.
    """

    WANTED = "wanted", _("Everybody who wanted something")
    WANTED_CATEGORY = "wanted-by-category", _("What people want")
    WANTED_DISTRICT = "wanted-by-district", _("Where people want something")
    WANTED_CATEGORY_DISTRICT = "wanted-by-category-and-district", _("What people want, and where")
    WANTED_CATEGORY_TIME = "wanted-by-category-and-time", _("What people want, and when")
    WANTED_CATEGORY_FUNDING = "wanted-by-category-and-funding", _("What people want, and where their money comes from")
    WANTED_CATEGORY_OUTCOME = "wanted-by-category-and-outcome", _("What people want, and whether it came true")
    BOUGHT = "bought", _("Everybody who bought something together")
    BOUGHT_CATEGORY = "bought-by-category", _("What people bought together")
    BOUGHT_CATEGORY_DISTRICT = "bought-by-category-and-district", _("What people bought together, and where")

    @property
    def series(self) -> Series:
        return Series.BOUGHT if self.value.startswith(Series.BOUGHT) else Series.WANTED

    @property
    def dimensions(self) -> tuple[Dimension, ...]:
        """What it tells people apart by: nothing, rows, or rows and columns."""
        return DIMENSIONS[self]


DIMENSION_LABELS: dict[Dimension, Promise] = {
    Dimension.CATEGORY: _("What"),
    Dimension.DISTRICT: _("Where"),
    Dimension.TIME_OF_WEEK: _("When"),
    Dimension.FUNDING: _("Where the money comes from"),
    Dimension.OUTCOME: _("Did it come true?"),
}

DIMENSIONS: dict[DemandTable, tuple[Dimension, ...]] = {
    DemandTable.WANTED: (),
    DemandTable.WANTED_CATEGORY: (Dimension.CATEGORY,),
    DemandTable.WANTED_DISTRICT: (Dimension.DISTRICT,),
    DemandTable.WANTED_CATEGORY_DISTRICT: (Dimension.CATEGORY, Dimension.DISTRICT),
    DemandTable.WANTED_CATEGORY_TIME: (Dimension.CATEGORY, Dimension.TIME_OF_WEEK),
    DemandTable.WANTED_CATEGORY_FUNDING: (Dimension.CATEGORY, Dimension.FUNDING),
    DemandTable.WANTED_CATEGORY_OUTCOME: (Dimension.CATEGORY, Dimension.OUTCOME),
    DemandTable.BOUGHT: (),
    DemandTable.BOUGHT_CATEGORY: (Dimension.CATEGORY,),
    DemandTable.BOUGHT_CATEGORY_DISTRICT: (Dimension.CATEGORY, Dimension.DISTRICT),
}

# Every value of the dimensions whose values are the same in each area, in the order to show them, with the words for a
# reader. (The enumerations' own words speak to the person who chooses.) Districts are an area's own.
VALUES: dict[Dimension, dict[str, Promise]] = {
    Dimension.CATEGORY: {**dict(InterestCategory.choices), OTHER: _("Something else")},
    Dimension.TIME_OF_WEEK: {**dict(TimeOfWeek.choices), NOT_SAID: _("No time given")},
    Dimension.FUNDING: {
        FundingKind.DIRECT_PAYMENT.value: _("Direct payment"),
        FundingKind.COUNCIL_MANAGED.value: _("Budget managed by the council"),
        FundingKind.SERVICE_FUND.value: _("Individual service fund"),
        FundingKind.HEALTH_BUDGET.value: _("Personal health budget"),
        FundingKind.OWN_MONEY.value: _("Own money"),
        FundingKind.WAITING.value: _("Waiting for an assessment"),
        FundingKind.NONE.value: _("No money"),
        FundingKind.NOT_SURE.value: _("Not sure"),
        NOT_SAID: _("Not said"),
    },
    Dimension.OUTCOME: dict(WishOutcome.choices),
}
