from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from pools.cell_key import make_ptable
from pools.models import DemandRelease, PTableCell
from portal.areas.context import area_context
from tests.factories.demand import make_crowd, make_wishes
from tests.factories.portal import make_interest

pytestmark = pytest.mark.django_db


def run(command: str, **options: object) -> str:
    written = StringIO()
    call_command(command, stdout=written, **options)
    return written.getvalue()


class TestMakePTable:
    def test_makes_it_from_the_seed(self):
        PTableCell.objects.all().delete()

        assert run("make_ptable", seed="a secret") == "The table of noise has 25,856 cells.\n"
        assert PTableCell.objects.get(count_row=50, cell_key=7).noise == make_ptable(seed="a secret").rows[50][7]

    def test_takes_the_seed_from_the_environment(self, monkeypatch):
        PTableCell.objects.all().delete()
        monkeypatch.setenv("PTABLE_SEED", "a secret")

        run("make_ptable")

        assert PTableCell.objects.get(count_row=50, cell_key=7).noise == make_ptable(seed="a secret").rows[50][7]

    def test_wants_a_seed(self, monkeypatch):
        PTableCell.objects.all().delete()
        monkeypatch.delenv("PTABLE_SEED", raising=False)

        with pytest.raises(CommandError, match="Give a seed that nobody can guess"):
            run("make_ptable")

    def test_keeps_the_one_there_is_unless_told_to_replace_it(self, stored_ptable):
        with pytest.raises(CommandError, match="There is a table of noise already"):
            run("make_ptable", seed="another")

        assert run("make_ptable", seed="another", replace=True) == "The table of noise has 25,856 cells.\n"


@pytest.mark.usefixtures("stored_ptable")
class TestPublishDemand:
    def test_publishes_and_shows_what(self, oxfordshire):
        with area_context(oxfordshire.id):
            make_wishes(make_crowd(40), make_interest("Beads", "crafts"))

        lines = run("publish_demand", area="oxfordshire", quarter="2026Q4").splitlines()

        assert lines[0].startswith("Oxfordshire, October to December 2026, counted to ")
        assert [line.split() for line in lines[2:5]] == [
            ["Table", "Figures", "shown", "Fewer", "than", "10"],
            ["wanted", "1", "0"],
            ["wanted-by-category", "1", "11"],
        ]
        with area_context(oxfordshire.id):
            assert DemandRelease.objects.get().quarter == "2026Q4"

    @pytest.mark.parametrize(
        ("options", "sentence"),
        [
            ({"area": "mercia", "quarter": "2026Q4"}, "There is no area 'mercia'. There are: oxfordshire."),
            ({"area": "oxfordshire", "quarter": "autumn"}, "Write the quarter as a year, Q and a number"),
            ({"area": "oxfordshire", "quarter": "2999Q1"}, "This quarter has not begun. It begins on 1 January 2999."),
            ({"area": "oxfordshire", "quarter": "2026Q4"}, "fewer than 10 members publishes nothing"),
        ],
    )
    def test_tells_a_refusal_in_a_sentence(self, oxfordshire, options, sentence):
        with pytest.raises(CommandError, match=sentence):
            run("publish_demand", **options)
