import pytest

from pools.cell_key import KEYS, ROWS, PTable, make_ptable
from pools.models import PTableCell
from pools.operations.p_table import UnableToFillPTable, fill_p_table
from pools.operations.publish_demand import publish_demand
from pools.quarter import Quarter
from portal.areas.context import area_context
from tests.factories.demand import make_crowd

pytestmark = pytest.mark.django_db


def stored() -> PTable:
    """The table of noise as the database has it."""
    cells = list(PTableCell.objects.order_by("count_row", "cell_key").values_list("noise", flat=True))
    rows = tuple(tuple(cells[start : start + KEYS]) for start in range(0, len(cells), KEYS))
    return PTable(rows=rows, threshold=10, base=5)


@pytest.fixture
def no_table() -> None:
    PTableCell.objects.all().delete()


def test_fill_p_table_stores_what_was_made(no_table):
    assert fill_p_table(seed="a secret") == (ROWS + 1) * KEYS
    assert stored() == make_ptable(seed="a secret")


def test_fill_p_table_keeps_the_one_there_is(stored_ptable):
    with pytest.raises(UnableToFillPTable, match="There is a table of noise already"):
        fill_p_table(seed="another")

    assert stored() == stored_ptable


def test_fill_p_table_replaces_it_when_asked(stored_ptable):
    fill_p_table(seed="another", replace=True)

    assert stored() == make_ptable(seed="another")


def test_fill_p_table_never_replaces_one_that_was_published_with(stored_ptable, oxfordshire, knowsley, now):
    with area_context(oxfordshire.id):
        make_crowd(10)
        publish_demand(quarter=Quarter.of(now), now=now)

    with pytest.raises(UnableToFillPTable, match="can never be replaced"):
        fill_p_table(seed="another", replace=True)

    assert stored() == stored_ptable


@pytest.mark.parametrize("seed", ["", "  "])
def test_fill_p_table_wants_a_seed(no_table, seed):
    with pytest.raises(UnableToFillPTable, match="Give a seed"):
        fill_p_table(seed=seed)

    assert not PTableCell.objects.exists()
