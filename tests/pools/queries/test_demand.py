import pytest

from pools.models import DemandTable
from pools.queries.demand import as_grid, cells_of, headline, release_before, releases, tables_of
from portal.areas.context import area_context
from tests.factories.demand import make_release

CATEGORY = DemandTable.WANTED_CATEGORY


def test_releases_are_the_areas_own_the_newest_first(oxfordshire, knowsley):
    with area_context(knowsley.id):
        make_release("2026Q1")
    with area_context(oxfordshire.id):
        for quarter in ("2026Q3", "2025Q4", "2026Q2"):
            make_release(quarter)

        assert [release.quarter for release in releases()] == ["2026Q3", "2026Q2", "2025Q4"]


@pytest.mark.usefixtures("area")
class TestOfARelease:
    def test_the_one_before_is_the_newest_that_is_older(self):
        oldest, newer = make_release("2025Q4"), make_release("2026Q3")

        assert release_before(newer) == oldest
        assert release_before(oldest) is None

    def test_tables_are_those_that_it_has(self):
        make_release("2026Q2", {DemandTable.WANTED_DISTRICT: {("oxford",): 10}})
        release = make_release()

        assert tables_of(release) == [
            DemandTable.WANTED,
            CATEGORY,
            DemandTable.WANTED_CATEGORY_DISTRICT,
            DemandTable.BOUGHT,
        ]

    def test_cells_are_its_own_and_of_the_tables_asked(self):
        make_release("2026Q2")
        release = make_release()

        assert [cell.people for cell in cells_of(release, CATEGORY)] == [25, None, 40]
        assert cells_of(release).count() == 9

    def test_headline_is_one_figure(self):
        cells = list(cells_of(make_release()))

        assert headline(cells, DemandTable.WANTED).words == "1,250"
        assert headline(cells, DemandTable.BOUGHT).words == "fewer than 10"
        assert headline([], DemandTable.BOUGHT) is None


@pytest.mark.usefixtures("area")
class TestAsGrid:
    def test_rows_and_columns_are_in_words(self):
        table = DemandTable.WANTED_CATEGORY_DISTRICT

        grid = as_grid(table, cells_of(make_release(), table))

        assert grid.columns == ["Oxford", "Witney"]
        assert [(row.label, [figure.words for figure in row.figures]) for row in grid.rows] == [
            ("Swimming", ["25", "fewer than 10"]),
            ("Music and dance", ["fewer than 10", "15"]),
        ]
        assert [(column, figure.people) for column, figure in grid.rows[0].shown] == [("Oxford", 25)]
        assert grid.rows[0].few == ["Witney"]

    def test_the_largest_comes_first_and_what_is_hidden_last(self):
        grid = as_grid(CATEGORY, cells_of(make_release(), CATEGORY))

        assert [row.code for row in grid.most_first] == ["music", "cooking", "swimming"]

    def test_shades_go_by_the_largest_figure(self):
        grid = as_grid(CATEGORY, cells_of(make_release(), CATEGORY))

        assert [(row.first.people, row.first.shade) for row in grid.rows] == [(25, 4), (None, 0), (40, 5)]

    def test_what_it_was_before_stands_beside_it(self):
        before = make_release("2026Q2", {CATEGORY: {("cooking",): 100, ("swimming",): None}})

        grid = as_grid(CATEGORY, cells_of(make_release(), CATEGORY), before=cells_of(before, CATEGORY))

        assert [row.before and row.before.words for row in grid.rows] == ["100", "fewer than 10", None]
        assert grid.rows[0].before.shade == 5

    def test_fewer_than_ten_never_gets_a_long_bar(self):
        few = make_release("2026Q2", {CATEGORY: {("cooking",): None}})
        some = make_release("2026Q1", {CATEGORY: {("cooking",): 100}})

        assert as_grid(CATEGORY, cells_of(few, CATEGORY)).scale == 40
        assert as_grid(CATEGORY, cells_of(some, CATEGORY)).scale == 100

    def test_one_figure_is_a_row_of_its_own(self):
        grid = as_grid(DemandTable.WANTED, cells_of(make_release(), DemandTable.WANTED))

        assert [(row.label, row.first.words) for row in grid.rows] == [("Everybody who wanted something", "1,250")]
        assert grid.row_heading == "Everybody who wanted something"
