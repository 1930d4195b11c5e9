"""Papers about one member: the statement and the pack for an audit. Every figure is the ledger's."""

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from pools.models import DocumentKind, PaperLayout, Pool, PoolDocument, Rhythm
from pools.operations.documents import UnableToAskForDocument, ask_for_own_document
from pools.operations.money import set_aside
from pools.queries.contributions import own_money, unpaid_instalments
from pools.queries.ledger import account_lines
from pools.queries.member_papers import unnamed, year_with
from pools.queries.returns import return_of
from portal.models import Area, FundingKind, Notification, Profile
from portal.money import format_amount
from tests.factories.agreements import make_paper
from tests.factories.ledger import pay_in, put_in_minutes
from tests.factories.money import NOW, TODAY, bill, make_signed_pool, plan
from tests.factories.portal import make_member
from tests.pdf import faults_in, text_of

AMOUNT = re.compile(r"\N{MINUS SIGN}?£[\d,]+\.\d\d")
LATER = datetime(2027, 11, 10, 14, 0, tzinfo=UTC)
YEAR = {"period_from": date(2026, 11, 1), "period_to": date(2027, 10, 31)}
NAMES = ("Bo", "Cy", "Di", "Ed", "Flo", "Gus", "Hana", "Ivy", "Jo", "Kim", "Lou")


@pytest.fixture
def twelve(member: Profile) -> Pool:
    """Twelve people with a year of entries: each month all pay in, and two bills come."""
    pool = make_signed_pool(member, *map(make_member, NAMES), price="1440.00")
    plan(pool, Rhythm.MONTHLY)
    for month in range(11):
        day, then = TODAY + timedelta(days=30 * month), NOW + timedelta(days=30 * month)
        for place in pool.memberships.all():
            pay_in(pool, place.profile, "9.50", on=day, now=then)
        bill(pool, "25.01", what=f"Lesson {month} with Bo", bought_on=day, now=then)
        bill(pool, "30.00", what=f"Food {month}", bought_on=day, now=then)
    set_aside(pool=pool, amount=Decimal("100.00"), day=TODAY, by=member, now=NOW)
    return pool


@pytest.fixture
def few(member: Profile) -> Pool:
    """Two people, and one bill."""
    pool = make_signed_pool(member, make_member("Jo"))
    bill(pool, "25.01")
    return pool


def ask(pool: Pool, by: Profile, kind: DocumentKind = DocumentKind.STATEMENT, **others: object) -> PoolDocument:
    return ask_for_own_document(pool=pool, kind=kind, by=by, **{"now": LATER, **YEAR, **others})


def made(pool: Pool, by: Profile, kind: DocumentKind = DocumentKind.STATEMENT, **others: object) -> bytes:
    return bytes(make_paper(ask(pool, by, kind, **others), now=LATER).file.content)


@pytest.mark.parametrize("layout", PaperLayout)
def test_every_figure_of_a_statement_is_the_ledgers(twelve: Pool, member: Profile, layout: PaperLayout) -> None:
    pdf = made(twelve, member, layout=layout)
    words = text_of(pdf)
    account = twelve.accounts.get(profile=member)
    lines = account_lines(account, since=YEAR["period_from"], until=YEAR["period_to"])
    money = own_money(twelve, member, YEAR["period_to"])

    assert faults_in(pdf) == []
    assert len(lines.lines) == 12
    figures = [lines.opening, lines.closing]
    for line in lines.lines:
        figures += [line.amount, line.balance]
        assert f"{line.transfer.happened_on:%-d %B %Y}" in words
    figures += [money.expected, money.received, money.still_to_come]
    figures += [instalment.amount for instalment in unpaid_instalments(money)]
    shown = [abs(figure) if layout == PaperLayout.EASY else figure for figure in figures]
    assert set(AMOUNT.findall(words)) == {format_amount(figure) for figure in shown}
    assert "Lakeside Credit Union" in words


def test_the_table_of_a_statement_has_the_entries_in_order(twelve: Pool, member: Profile) -> None:
    words = text_of(made(twelve, member))
    account = twelve.accounts.get(profile=member)

    rows = [
        f"{line.transfer.happened_on:%-d %B %Y} {line.transfer.words} "
        f"{format_amount(line.amount)} {format_amount(line.balance)}"
        for line in account_lines(account, since=YEAR["period_from"], until=YEAR["period_to"]).lines
    ]
    assert [row for row in rows if row not in words] == []


@pytest.mark.parametrize("layout", PaperLayout)
def test_an_audit_pack_shows_ones_own_part_and_nobody_else(twelve: Pool, member: Profile, layout: PaperLayout) -> None:
    pdf = made(twelve, member, DocumentKind.AUDIT_PACK, layout=layout)
    words = text_of(pdf)
    figures = return_of(twelve, member, since=YEAR["period_from"], until=YEAR["period_to"])
    agreement = twelve.agreements.get()

    assert faults_in(pdf) == []
    for figure in (figures.opening, figures.paid_in, figures.spent, figures.put_aside, figures.closing, figures.aside):
        assert format_amount(figure) in words
    assert (figures.paid_in, figures.aside) == (Decimal("104.50"), Decimal("8.34"))
    for month in range(11):
        assert f"Lesson {month} with another member" in words
        assert f"Food {month}" in words
    assert [name for name in NAMES if re.search(rf"\b{name}\b", words)] == []
    assert agreement.sha256 in words.replace(" ", "")


def test_the_kind_of_the_funding_only_with_a_yes(few: Pool, member: Profile) -> None:
    few.memberships.filter(profile=member).update(funding_kind=FundingKind.DIRECT_PAYMENT)
    kind = str(FundingKind.DIRECT_PAYMENT.label)

    assert kind not in text_of(made(few, member, DocumentKind.AUDIT_PACK))
    assert kind in text_of(made(few, member, DocumentKind.AUDIT_PACK, names_funding=True))
    few.memberships.filter(profile=member).update(names_funding=True)
    assert kind in text_of(made(few, member, DocumentKind.AUDIT_PACK, period_to=date(2027, 10, 30)))


@pytest.mark.parametrize("layout", [PaperLayout.STANDARD, PaperLayout.EASY])
def test_hours_are_in_the_statement(few: Pool, member: Profile, layout: PaperLayout) -> None:
    put_in_minutes(few, member, 90)

    assert "1 hour 30 minutes" in text_of(made(few, member, layout=layout))


def test_before_anything_is_signed_and_after_a_quiet_time(member: Profile, area: Area) -> None:
    pool = make_signed_pool(member, make_member("Jo"))
    before = {"period_from": date(2026, 1, 1), "period_to": date(2026, 1, 31)}

    for kind in (DocumentKind.STATEMENT, DocumentKind.AUDIT_PACK):
        pdf = made(pool, member, kind, **before)
        assert faults_in(pdf) == []
        assert "Nothing happened in this time." in text_of(pdf)


def test_another_edition_only_when_something_has_changed(few: Pool, member: Profile) -> None:
    first = make_paper(ask(few, member), now=LATER)

    assert ask(few, member).pk == first.pk
    bill(few, "5.00", now=LATER + timedelta(hours=1))
    again = ask(few, member, now=LATER + timedelta(hours=2))
    assert (again.edition, again.is_on_its_way) == (2, True)
    assert ask(few, member, now=LATER + timedelta(hours=3)).pk == again.pk
    first.refresh_from_db()
    assert first.is_made
    name = make_paper(again, now=LATER).file.name
    assert name == "cooking-together-statement-2026-11-01-to-2027-10-31-edition-2.pdf"


def test_only_whoever_asked_is_told(few: Pool, member: Profile) -> None:
    made(few, member)

    (notice,) = Notification.objects.filter(key__startswith="document:", subject__contains="Your paper")
    assert notice.recipient == member


def test_a_day_to_come(few: Pool, member: Profile) -> None:
    with pytest.raises(UnableToAskForDocument, match="still to come"):
        ask(few, member, period_to=LATER.date() + timedelta(days=1))


def test_names_of_others_are_taken_out_as_whole_words() -> None:
    assert unnamed("Bo and Bob Bowl, with bo", ["Bob Bowl", "Bo"]) == (
        "another member and another member, with another member"
    )
    assert unnamed("A book", ["Bo"]) == "A book"
    assert unnamed("A book", []) == "A book"


@pytest.mark.parametrize(
    ("year_end", "today", "days"),
    [
        (date(2026, 3, 31), date(2026, 11, 20), (date(2026, 4, 1), date(2027, 3, 31))),
        (date(2027, 3, 31), date(2027, 3, 31), (date(2026, 4, 1), date(2027, 3, 31))),
        (date(2028, 2, 29), date(2026, 11, 20), (date(2026, 3, 1), date(2027, 2, 28))),
    ],
)
def test_the_year_of_a_budget(year_end: date, today: date, days: tuple[date, date]) -> None:
    assert year_with(year_end, today=today) == days
