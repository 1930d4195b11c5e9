from django.db import models
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from pools.models.demand_table import DIMENSIONS, VALUES, DemandTable, Dimension
from portal.areas.constraints import AppendOnly
from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel

# Figures under this are not shown; the rest are rounded to the nearest multiple of that.
LEAST_SHOWN = 10
ROUNDED_TO = 5


def dimensions_fit_table() -> models.Q:
    """Each table fills the columns of its own dimensions, and leaves the others blank."""
    fits = models.Q()
    for table, dimensions in DIMENSIONS.items():
        filled = models.Q(table=table)
        for dimension in Dimension:
            blank = models.Q(**{dimension.value: ""})
            filled &= ~blank if dimension in dimensions else blank
        fits |= filled
    return fits


def values_known() -> models.Q:
    known = models.Q()
    for dimension, values in VALUES.items():
        known &= models.Q(**{f"{dimension.value}__in": ["", *values]})
    return known


class DemandCell(AreaModel):
    """
    One published figure: how many people, perturbed and rounded; None for "fewer than 10".

    None is all that is stored of a small count, and of nobody at all: the true counts are nowhere.
    """

    release = AreaForeignKey("pools.DemandRelease", on_delete=models.PROTECT, related_name="cells")
    table = models.CharField(max_length=40, choices=DemandTable)
    category = models.CharField(max_length=12, blank=True)
    district = models.CharField(max_length=80, blank=True)
    district_name = models.CharField(max_length=80, blank=True)
    time_of_week = models.CharField(max_length=20, blank=True)
    funding = models.CharField(max_length=20, blank=True)
    outcome = models.CharField(max_length=5, blank=True)
    people = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ["table", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["release", "table", *(dimension.value for dimension in Dimension)],
                name="pools_demandcell_one_for_each_combination",
                violation_error_message=_("This figure is published already."),
            ),
            models.CheckConstraint(
                condition=models.Q(people__isnull=True)
                | models.Q(people__gte=LEAST_SHOWN) & Exact(models.F("people") % ROUNDED_TO, 0),
                name="pools_demandcell_people_rounded_and_not_few",
                violation_error_message=_("We publish no figure under 10, and round the others to the nearest 5."),
            ),
            models.CheckConstraint(
                condition=dimensions_fit_table(),
                name="pools_demandcell_dimensions_fit_table",
                violation_error_message=_("Fill in what the table tells people apart by, and nothing else."),
            ),
            models.CheckConstraint(
                condition=values_known(),
                name="pools_demandcell_values_known",
                violation_error_message=_("Choose from the list."),
            ),
            AppendOnly(name="pools_demandcell_append_only"),
        ]

    def __str__(self) -> str:
        return f"{self.table}: {self.people}"
