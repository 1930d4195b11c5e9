"""The table of noise that published counts are protected with."""

from django.db import transaction
from django.utils.translation import gettext as _

from pools.cell_key import make_ptable
from pools.models import DemandRelease, PTableCell
from portal.areas.context import area_context
from portal.models import Area
from portal.operations.refusal import Refusal


class UnableToFillPTable(Refusal):
    """There is a table already, or figures were published with it."""


@transaction.atomic
def fill_p_table(*, seed: str, replace: bool = False) -> int:
    """
    Make the table of noise from a seed, once for all areas, and give how many cells it has.

    Once anything is published it stays as it is for good: with another table the same people would get another
    figure, and the difference would say something about them. With `replace`, call it outside every area.

    :param seed: a secret; it is not kept
    :raises UnableToFillPTable: there is one and `replace` was not asked, or an area has published with it
    """
    if not seed.strip():
        raise UnableToFillPTable(_("Give a seed that nobody can guess."))
    if PTableCell.objects.exists():
        if not replace:
            raise UnableToFillPTable(_("There is a table of noise already. To make a new one, ask to replace it."))
        # Taken away first: whoever is publishing holds the table until their release can be seen below.
        PTableCell.objects.all().delete()
        if any(_has_published(area) for area in Area.objects.all()):
            raise UnableToFillPTable(_("Figures were published with this table of noise, so it can never be replaced."))
    ptable = make_ptable(seed=seed)
    cells = PTableCell.objects.bulk_create(
        PTableCell(count_row=count, cell_key=cell_key, noise=noise)
        for count, row in enumerate(ptable.rows)
        for cell_key, noise in enumerate(row)
    )
    return len(cells)


def _has_published(area: Area) -> bool:
    with area_context(area.pk):
        return DemandRelease.objects.exists()
