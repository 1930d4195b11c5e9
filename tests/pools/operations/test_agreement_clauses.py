import re
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pools.models import MANDATORY_CLAUSES, Agreement, SharingRule, Shortfall
from pools.operations.agreement_text import canonical_text, normalise
from pools.operations.consent import file_consent
from pools.operations.costing import describe_sheet
from portal.models import Area
from tests.factories.agreements import freeze, make_chef, make_gym
from tests.factories.pools import agree, cost, look_at_shares, make_costed_pool, make_pool, paper, waive_the_rest
from tests.factories.portal import make_member

FACTS = re.compile(r"£[\d,]+\.\d\d|\d{1,2} [A-Z][a-z]+ \d{4}|\b\d+ (?:days|people)\b")


def words_of(agreement: Agreement, key: str) -> str:
    clause = next(clause for clause in agreement.clauses if clause["key"] == key)
    return "\n".join([*clause["paragraphs"], *clause["items"]])


def easy_words_of(agreement: Agreement, key: str) -> str:
    return "\n".join(next(clause for clause in agreement.clauses if clause["key"] == key)["easy"])


@pytest.fixture
def full(area: Area, now: datetime) -> Agreement:
    """An agreement in which every kind of fact occurs."""
    pool = make_pool(make_member("Ann"), make_member("Bo"), title="Swimming", purpose="To swim.\r\n\r\nTo meet.  ")
    cost(pool, "1200.50")
    cost(pool, "20.00", prompt="travel", period="monthly")
    cost(pool, "300.00", prompt="insurance", paid_by="Lakeside Trust")
    waive_the_rest(pool)
    describe_sheet(
        pool=pool,
        price_holds_until=date(2027, 3, 1),
        shortfall=Shortfall.SHARE,
        not_included="Towels.",
        by=pool.organiser,
        now=now,
    )
    look_at_shares(pool)
    agree(pool)
    return freeze(pool)


def test_every_mandatory_clause_is_there(full: Agreement) -> None:
    assert set(MANDATORY_CLAUSES) <= {clause["key"] for clause in full.clauses}


def test_every_amount_date_and_name_is_in_easy_read_too(full: Agreement) -> None:
    for clause in full.clauses:
        table = clause["table"] or {"rows": [], "foot": []}
        cells = [cell for row in [*table["rows"], table["foot"]] for cell in row]
        standard, easy = "\n".join([*clause["paragraphs"], *clause["items"], *cells]), "\n".join(clause["easy"])
        assert set(FACTS.findall(standard)) <= set(FACTS.findall(easy)), clause["key"]
        for name in ("Ann", "Bo", "Swimming", "Lakeside Trust", "Lakeside Credit Union", "Towels"):
            assert (name in easy) == (name in standard), (clause["key"], name)


def test_costs_of_every_kind(full: Agreement) -> None:
    costs = next(clause for clause in full.clauses if clause["key"] == "costs")

    assert costs["table"]["rows"] == [
        ["The price itself", "Once", "£1,200.50"],
        ["Getting there and back", "£20.00 each month", "£240.00"],
    ]
    assert costs["table"]["foot"] == ["Together", "", "£1,440.50"]
    words = words_of(full, "costs")
    assert "Lakeside Trust pays £300.00 for us: Insurance." in words
    assert "The price holds until 1 March 2027." in words
    assert "The price leaves this out: Towels." in words
    assert "If the money is not enough, this happens: we share it in the same way as the rest." in words
    assert "The room or the place: It is in the price." in words


def test_a_purpose_of_many_lines_keeps_its_lines(full: Agreement) -> None:
    purpose = next(clause for clause in full.clauses if clause["key"] == "purpose")

    assert purpose["paragraphs"] == ["Our pool is called “Swimming”.", "To swim.", "To meet."]


@pytest.mark.parametrize(
    ("days", "sentence"),
    [(0, "can go on the same day."), (1, "tells the others 1 day before."), (28, "tells the others 28 days before.")],
)
def test_notice(area: Area, days: int, sentence: str) -> None:
    agreement = freeze(make_chef(), notice_days=days)

    assert sentence in words_of(agreement, "leaving")
    assert sentence in easy_words_of(agreement, "leaving")


def test_consents_as_they_stand(area: Area, now: datetime) -> None:
    gym = make_gym()
    file_consent(
        consent=gym.consents.get(kind="landlord"),
        file=paper(),
        dated_on=date(2026, 11, 20),
        by=gym.organiser,
        now=now,
    )

    agreement = freeze(gym)

    assert "Lakeside Homes: said yes in writing on 20 November 2026." in words_of(agreement, "consents")
    assert "consents" not in [clause["key"] for clause in freeze(make_chef()).clauses]


def test_odd_pennies_where_shares_are_worked_out_and_not_where_they_are_fixed(area: Area, now: datetime) -> None:
    equal = make_costed_pool(make_member("Ann"), make_member("Bo"), price="10.00")
    agree(equal)
    fixed = make_pool(make_member("Cy"), make_member("Di"), sharing_rule=SharingRule.FIXED)
    cost(fixed, "10.00")
    waive_the_rest(fixed)
    fixed.memberships.update(fixed_share=Decimal("5.00"))
    look_at_shares(fixed)
    agree(fixed)

    assert "Odd pennies" in words_of(freeze(equal), "shares")
    assert "Odd pennies" not in words_of(freeze(fixed), "shares")


def test_the_text_is_the_same_for_the_same_facts(full: Agreement) -> None:
    again = canonical_text(area=full.area, title=full.title, version=1, frozen_at=full.frozen_at, clauses=full.clauses)

    assert again == full.canonical_text
    assert again == normalise(again) + "\n"
    assert "&" not in again


def test_the_text_holds_every_word_and_every_cell(full: Agreement) -> None:
    for clause in full.clauses:
        for words in [clause["title"], *clause["paragraphs"], *clause["items"], *clause["easy"]]:
            assert words in full.canonical_text
        for row in clause["table"]["rows"] if clause["table"] else []:
            assert " | ".join(row) in full.canonical_text
    assert full.canonical_text.startswith(
        "Agreement of the pool: Swimming\n"
        "Version: 1\n"
        "Made on: 23 November 2026\n"
        "Area: Oxfordshire (Oxfordshire Together)\n"
    )


def test_each_fact_changes_the_fingerprint(area: Area) -> None:
    pool = make_chef()

    versions = [
        freeze(pool),
        freeze(pool, money_holder="Ann"),
        freeze(pool, money_kept_apart="In a box."),
        freeze(pool, notice_days=3),
        freeze(pool, things_owned="We give them away."),
    ]

    assert len({version.sha256 for version in versions}) == 5
    assert [version.version for version in versions] == [1, 2, 3, 4, 5]
    assert {version.total for version in versions} == {Decimal("840.00")}


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("  kept in front  \nends  \n\n\n\nhere\n", "kept in front\nends\n\nhere"),
        ("e\u0301", "\u00e9"),
        ("bell\x07 and null\x00", "bell and null"),
    ],
)
def test_normalise(written: str, normal: str) -> None:
    assert normalise(written) == normal


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    once = normalise(text)

    assert normalise(once) == once
    assert "\r" not in once
    assert "\n\n\n" not in once
