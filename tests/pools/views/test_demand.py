import csv
from io import StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pools.models import DemandTable
from tests.factories.demand import make_release
from tests.factories.portal import make_commissioner, make_host, make_member, make_provider

TABLE = "wanted-by-category-and-district"
PAGES = {
    "overview": [],
    "method": [],
    "release": ["2026Q3"],
    "table": ["2026Q3", TABLE],
}


@pytest.fixture
def commissioner(area):
    return make_commissioner("Carole")


@pytest.fixture
def page(browse, commissioner):
    """`page("table", "2026Q3", "wanted")` gives what the commissioner reads there."""

    def read(name, *args, query=""):
        return browse(commissioner).get(reverse(f"pools:demand:{name}", args=args) + query)

    return read


def words_of(response):
    return " ".join(response.content.decode().replace("&#x27;", "'").split())


class TestOverview:
    def test_shows_the_newest_quarter_beside_the_one_before(self, page):
        make_release("2026Q2", {DemandTable.WANTED_CATEGORY: {("cooking",): 30}})
        make_release()

        answer = page("overview")

        assert [row.label for row in answer.context["grid"].most_first] == [
            "Music and dance",
            "Cooking and food",
            "Swimming",
        ]
        words = words_of(answer)
        assert "1,250" in words
        assert 'data-label="April to June 2026">30<' in words
        assert "Members who had a wish." in words
        assert "Changed a little, and rounded." in words
        assert "30 September 2026" in words
        assert "1 October 2026" in words

    def test_says_fewer_than_10_and_never_nought(self, page):
        make_release(figures={DemandTable.WANTED_CATEGORY: {("cooking",): None}, DemandTable.WANTED: {(): None}})

        words = words_of(page("overview"))

        assert '<span class="bar__words">fewer than 10</span>' in words
        assert ">0<" not in words

    def test_lists_every_quarter(self, page):
        for quarter in ("2026Q1", "2026Q2", "2026Q3"):
            make_release(quarter)

        words = words_of(page("overview"))

        assert words.count("July to September 2026</a>") == 1
        assert reverse("pools:demand:release", args=["2026Q1"]) in words
        assert reverse("pools:demand:release_csv", args=["2026Q1"]) in words

    def test_leads_to_each_table_that_there_is_and_no_other(self, page):
        make_release()

        words = words_of(page("overview"))

        assert reverse("pools:demand:table", args=["2026Q3", TABLE]) in words
        assert "wanted-by-category-and-funding" not in words

    def test_says_that_nothing_is_published_yet(self, page):
        assert "Nothing is published yet" in words_of(page("overview"))

    def test_says_that_a_quarter_was_not_over(self, page, now):
        make_release("2026Q4", counted_to=now.date(), published_at=now)

        assert "We counted up to 23 November 2026." in words_of(page("overview"))


class TestTable:
    def test_shows_each_combination(self, page):
        make_release()

        words = words_of(page("table", "2026Q3", TABLE))

        assert '<th scope="row">Swimming</th><td class="numeric shade-5">25</td>' in words
        assert '<td class="numeric shade-0"><span class="few">fewer than 10</span></td>' in words
        assert "Members who had a wish." in words

    @pytest.mark.parametrize("table", ["wanted-by-category", "wanted"])
    def test_shows_a_table_of_one_column_as_bars(self, page, table):
        make_release()

        assert 'class="bar' in words_of(page("table", "2026Q3", table))

    @pytest.mark.parametrize(
        ("quarter", "table"),
        [("2026Q2", TABLE), ("2026Q3", "secrets"), ("2026Q3", "wanted-by-category-and-funding"), ("autumn", TABLE)],
    )
    def test_what_is_not_published_is_not_found(self, page, quarter, table):
        make_release()

        assert page("table", quarter, table).status_code == 404
        assert page("table_csv", quarter, table).status_code == 404


class TestCsv:
    def lines(self, response):
        return list(csv.DictReader(StringIO(response.content.decode(), newline="")))

    def test_is_a_file_of_its_own_kind(self, page):
        make_release()

        answer = page("table_csv", "2026Q3", TABLE)

        assert answer.headers["Content-Type"] == "text/csv; charset=utf-8; header=present"
        assert answer.headers["Content-Disposition"] == f'attachment; filename="oxfordshire-2026Q3-{TABLE}.csv"'

    def test_each_line_says_what_it_counts_and_how(self, page):
        make_release()

        first, second, *_ = self.lines(page("table_csv", "2026Q3", TABLE))

        assert first == {
            "area": "Oxfordshire",
            "quarter": "2026Q3",
            "counted_to": "2026-09-30",
            "published_on": "2026-10-01",
            "table": "What people want, and where",
            "category": "Swimming",
            "district": "Oxford",
            "time_of_week": "",
            "funding": "",
            "outcome": "",
            "people": "25",
            "note": "",
            "base": "Members who had a wish.",
            "method": "Changed a little, and rounded.",
        }
        assert (second["district"], second["people"], second["note"]) == ("Witney", "", "fewer than 10")

    def test_keeps_to_rfc_4180(self, page):
        make_release(base='Members, who said: "yes".\nAll of them.')

        answer = page("table_csv", "2026Q3", "wanted")

        header, record = answer.content.decode().removesuffix("\r\n").split("\r\n")
        assert header.count(",") == 13
        assert '"Members, who said: ""yes"".\nAll of them."' in record
        (line,) = self.lines(answer)
        assert line["base"] == 'Members, who said: "yes".\nAll of them.'

    def test_of_a_release_has_all_its_tables(self, page):
        make_release()

        tables = [line["table"] for line in self.lines(page("release_csv", "2026Q3"))]

        assert len(tables) == 9
        assert len(set(tables)) == 4


class TestMethod:
    def test_explains_itself(self, page):
        words = words_of(page("method"))

        assert "cell key perturbation" in words
        assert "Fewer than 600 members" in words


@pytest.mark.parametrize("make", [make_member, make_provider, make_host, make_commissioner])
def test_everybody_in_the_area_reads_the_same(browse, area, make):
    make_release()
    somebody = make("Somebody")

    answers = {name: browse(somebody).get(reverse(f"pools:demand:{name}", args=args)) for name, args in PAGES.items()}

    assert {answer.status_code for answer in answers.values()} == {200}
    assert {item.label for item in answers["overview"].context["navigation"]} >= {"What people want"}


def test_a_commissioners_menu_has_the_figures_and_nothing_else(page):
    make_release()

    assert [item.label for item in page("overview").context["navigation"]] == ["What people want"]


def test_a_commissioners_pages_have_no_link_that_leads_nowhere(browse, commissioner):
    make_release()
    visitor = browse(commissioner)
    seen, waiting = set(), {"/", *(reverse(f"pools:demand:{name}", args=args) for name, args in PAGES.items())}

    while waiting - seen:
        path = min(waiting - seen)
        seen.add(path)
        answer = visitor.get(path)
        assert answer.status_code in {200, 302}, path
        if answer.status_code == 200 and "html" in answer.headers["Content-Type"]:
            links = answer.content.decode().split('href="')[1:]
            paths = {link.partition('"')[0].partition("#")[0].partition("?")[0] for link in links}
            waiting |= {path for path in paths if path.startswith("/") and not path.startswith("/static/")}


@pytest.mark.parametrize("name", PAGES)
def test_easy_read_has_the_same_figures(page, name):
    make_release()

    plain, easy = (page(name, *PAGES[name], query=query) for query in ("?easy=0", "?easy=1"))

    assert "easy_base.html" in [template.name for template in easy.templates]
    figures = {"overview": ["1,250", "25", "40"], "release": ["1,250", "25", "40"], "table": ["25", "15"]}
    for figure in figures.get(name, []):
        assert figure in words_of(plain)
        assert figure in words_of(easy)
    if name != "method":
        assert "30 September 2026" in words_of(easy)
        assert "ewer than 10" in words_of(easy)


@pytest.mark.parametrize("name", PAGES)
def test_no_page_asks_more_of_the_database_for_more_figures(page, browse, commissioner, name):
    make_release("2026Q2")
    make_release(figures={table: dict(list(cells.items())[:1]) for table, cells in everything().items()})
    few = queries_of(browse(commissioner), name)
    make_release("2026Q1", everything())
    make_release("2025Q4", everything())

    assert few == queries_of(browse(commissioner), name) <= 8


def everything():
    return {
        DemandTable.WANTED: {(): 100},
        DemandTable.BOUGHT: {(): None},
        DemandTable.WANTED_CATEGORY: {("cooking",): 25, ("swimming",): None, ("music",): 40},
        DemandTable.WANTED_CATEGORY_DISTRICT: {
            (category, district): 15 for category in ("cooking", "music") for district in ("oxford", "witney")
        },
    }


def queries_of(visitor, name):
    """How many times a page reads a table. Entering the area and the role reads none."""
    address = reverse(f"pools:demand:{name}", args=PAGES[name])
    with CaptureQueriesContext(connection) as queries:
        assert visitor.get(address).status_code == 200
    return sum(query["sql"].startswith("SELECT") and " FROM " in query["sql"] for query in queries.captured_queries)
