from django.db import models
from django.utils.translation import gettext_lazy as _

from pools.cell_key import KEYS, ROWS


class PTableCell(models.Model):
    """
    The noise for one count and one cell key. `pools.cell_key` says what the whole table promises.

    Global: the same people must give the same figure wherever they are counted. Whoever could read it would know how
    far each published figure is from the truth, so nothing shows it to anybody.
    """

    pk = models.CompositePrimaryKey("count_row", "cell_key")
    count_row = models.PositiveSmallIntegerField()
    cell_key = models.PositiveSmallIntegerField()
    noise = models.SmallIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(count_row__range=(0, ROWS)),
                name="pools_ptablecell_count_row_in_range",
                violation_error_message=_("The table of noise has rows for 0 to 100 people."),
            ),
            models.CheckConstraint(
                condition=models.Q(cell_key__range=(0, KEYS - 1)),
                name="pools_ptablecell_cell_key_in_range",
                violation_error_message=_("A cell key is a number from 0 to 255."),
            ),
            models.CheckConstraint(
                condition=models.Q(noise__gte=-models.F("count_row"), noise__lte=models.F("count_row")),
                name="pools_ptablecell_noise_not_more_than_count",
                violation_error_message=_("Noise is never more than the count itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.count_row}, {self.cell_key}"
