from datetime import datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.db.models import Sum
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from pools.models import AccountKind, Assistant, Entry, HoursConsent, Pool, Transfer, Unit
from pools.operations.hours import UnableToChangeHours, give_hours, put_in_hours, return_hours
from pools.operations.hours_loans import (
    UnableToReturnLentHours,
    lend_hours,
    return_lent_hours,
)
from pools.operations.ledger import UnableToReverse, reverse_transfer
from pools.queries.hours import hours_left, loans_of, owed_of, statement_of
from pools.queries.ledger import balances_of
from pools.queries.ledger_check import broken_rules
from pools.queries.pools import members_of
from portal.areas.context import area_context
from portal.models import Area, Profile
from tests.factories.hours import HOUR, give_everybody, make_assistant, make_house
from tests.factories.pools import NOW, make_pool
from tests.factories.portal import make_area, make_member


@pytest.fixture
def house(area: Area) -> Pool:
    pool = make_house()
    give_everybody(pool, minutes=10 * HOUR)
    return pool


@pytest.fixture
def edie(house: Pool) -> Profile:
    return house.organiser


@pytest.fixture
def rosa(house: Pool) -> Profile:
    return Profile.objects.get(shown_name="Rosa")


@pytest.fixture
def lin(house: Pool) -> Assistant:
    return house.assistants.get()


def check_deferred() -> None:
    """Let PostgreSQL look now at what it looks at when a transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def test_put_in_hours(house: Pool, edie: Profile) -> None:
    assert hours_left(house, edie) == 600
    provider = next(row for row in balances_of(house) if row.account.kind == AccountKind.PROVIDER)
    assert (provider.account.name, provider.minutes) == ("Fenland Support", -3600)
    check_deferred()
    assert broken_rules() == []


def test_put_in_hours_refuses(house: Pool, edie: Profile, rosa: Profile, lin: Assistant, now: datetime) -> None:
    stranger = make_member("Ann")
    elsewhere = make_assistant(make_pool(stranger), "Sam")
    for reason, change in [
        ("one minute or more", {"minutes": 0}),
        ("more hours than a year has", {"minutes": 60 * 9000}),
        ("is not in this pool", {"profile": stranger}),
        ("Each member puts in their own", {"by": rosa}),
        ("works for you now", {"assistant": elsewhere}),
    ]:
        details = {"pool": house, "profile": edie, "assistant": lin, "minutes": 60, "by": edie, "now": now, **change}
        with pytest.raises(UnableToChangeHours, match=reason):
            put_in_hours(**details)
    assert hours_left(house, edie) == 600


def test_the_organiser_may_put_in_for_all(house: Pool, edie: Profile, rosa: Profile, lin: Assistant, now: datetime):
    put_in_hours(pool=house, profile=rosa, assistant=lin, minutes=30, by=edie, now=now)

    assert hours_left(house, rosa) == 630


def test_give_hours_keeps_the_yes_word_for_word(house: Pool, edie: Profile, rosa: Profile, now: datetime) -> None:
    transfer = give_hours(pool=house, to=rosa, minutes=200, by=edie, now=now, supporter_name=" Hana ")

    assert (hours_left(house, edie), hours_left(house, rosa)) == (400, 800)
    yes = HoursConsent.objects.get(transfer=transfer)
    assert (yes.profile, yes.minutes, yes.said_at, yes.supporter_name) == (edie, 200, now, "Hana")
    assert yes.words == "Yes, I give 3 hours 20 minutes to Rosa."
    check_deferred()
    assert broken_rules() == []


def test_give_hours_refuses(house: Pool, edie: Profile, rosa: Profile, now: datetime) -> None:
    for reason, to, minutes in [
        ("10 hours left", rosa, 601),
        ("one minute or more", rosa, 0),
        ("your own hours", edie, 60),
        ("Ann is not in this pool", make_member("Ann"), 60),
    ]:
        with pytest.raises(UnableToChangeHours, match=reason):
            give_hours(pool=house, to=to, minutes=minutes, by=edie, now=now)
    assert HoursConsent.objects.count() == 0


def test_giving_leaves_nothing_behind_when_it_stops_half_way(
    house: Pool, edie: Profile, rosa: Profile, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**_details: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("pools.operations.hours.record", broken)
    with pytest.raises(RuntimeError):
        give_hours(pool=house, to=rosa, minutes=60, by=edie, now=now)

    assert (hours_left(house, edie), hours_left(house, rosa), HoursConsent.objects.count()) == (600, 600, 0)


def test_return_hours_goes_back_to_the_budget(house: Pool, edie: Profile, lin: Assistant, now: datetime) -> None:
    return_hours(pool=house, assistant=lin, minutes=90, by=edie, now=now)

    assert hours_left(house, edie) == 510
    assert HoursConsent.objects.get().words == "Yes, 1 hour 30 minutes of mine go back to my own budget."
    check_deferred()
    with pytest.raises(UnableToChangeHours, match="8 hours 30 minutes left"):
        return_hours(pool=house, assistant=lin, minutes=511, by=edie, now=now)
    elsewhere = make_assistant(make_pool(make_member("Ann")), "Sam")
    with pytest.raises(UnableToChangeHours, match="works for you"):
        return_hours(pool=house, assistant=elsewhere, minutes=1, by=edie, now=now)


def test_a_loan_comes_back_in_parts(house: Pool, edie: Profile, rosa: Profile, now: datetime) -> None:
    due = now.date().replace(month=12)
    loan = lend_hours(pool=house, to=rosa, minutes=120, due_on=due, by=edie, now=now)
    assert HoursConsent.objects.get().words == "Yes, I lend 2 hours to Rosa until 23 December 2026."
    assert [(row.loan, row.owed) for row in loans_of(house, edie)[0]] == [(loan, 120)]
    assert [(row.loan, row.owed) for row in loans_of(house, rosa)[1]] == [(loan, 120)]

    return_lent_hours(loan=loan, minutes=50, by=rosa, now=now)
    assert owed_of(loan) == 70
    with pytest.raises(UnableToReturnLentHours, match="more than you owe: 1 hour 10 minutes"):
        return_lent_hours(loan=loan, minutes=71, by=rosa, now=now)
    with pytest.raises(UnableToReturnLentHours, match="Only who borrowed"):
        return_lent_hours(loan=loan, minutes=1, by=edie, now=now)
    return_lent_hours(loan=loan, minutes=70, by=rosa, now=now)

    assert (hours_left(house, edie), hours_left(house, rosa)) == (600, 600)
    assert loans_of(house, edie) == ([], [])
    check_deferred()
    assert broken_rules() == []


def test_a_loan_is_due_on_a_day_to_come(house: Pool, edie: Profile, rosa: Profile, now: datetime) -> None:
    with pytest.raises(UnableToChangeHours, match="still to come") as refusal:
        lend_hours(pool=house, to=rosa, minutes=60, due_on=now.date(), by=edie, now=now)

    assert refusal.value.field == "due_on"


def test_nobody_puts_right_what_takes_hours_from_somebody(
    house: Pool, edie: Profile, rosa: Profile, now: datetime
) -> None:
    put_in = Transfer.objects.filter(kind="hours_in").first()
    given = give_hours(pool=house, to=rosa, minutes=60, by=edie, now=now)

    for transfer in (put_in, given):
        with pytest.raises(UnableToReverse, match="take hours from somebody"):
            reverse_transfer(transfer=transfer, why="A mistake", by=edie, now=now)


def test_what_was_returned_by_mistake_can_be_put_right(
    house: Pool, edie: Profile, lin: Assistant, now: datetime
) -> None:
    returned = return_hours(pool=house, assistant=lin, minutes=90, by=edie, now=now)

    reverse_transfer(transfer=returned, why="The wrong number", by=edie, now=now)

    assert hours_left(house, edie) == 600
    check_deferred()
    assert broken_rules() == []


def test_a_statement_adds_up(house: Pool, edie: Profile, rosa: Profile, lin: Assistant, now: datetime) -> None:
    give_hours(pool=house, to=rosa, minutes=200, by=edie, now=now)
    loan = lend_hours(pool=house, to=edie, minutes=45, due_on=now.date().replace(month=12), by=rosa, now=now)
    return_lent_hours(loan=loan, minutes=5, by=edie, now=now)
    returned = return_hours(pool=house, assistant=lin, minutes=30, by=edie, now=now)
    reverse_transfer(transfer=returned, why="The wrong number", by=edie, now=now)

    statement = statement_of(house, edie)
    assert [(line.minutes, line.left) for line in statement.lines] == [
        (600, 600),
        (-200, 400),
        (45, 445),
        (-5, 440),
        (-30, 410),
        (30, 440),
    ]
    assert statement.totals == [
        ("Put in", 600),
        ("Given to others", -200),
        ("Borrowed by you", 45),
        ("Given back by you", -35),
        ("Put right", 30),
    ]
    assert statement.left == hours_left(house, edie) == 440
    later = statement_of(house, edie, since=now.date(), until=now.date())
    assert (later.opening, later.left) == (600, 440)
    nobody = statement_of(house, make_member("Ann"))
    assert (nobody.opening, nobody.lines, nobody.left) == (0, [], 0)


class TestHoursAreConserved(TestCase):
    @settings(max_examples=15, deadline=None)
    @given(
        st.lists(
            st.tuples(
                st.sampled_from(["givelend", "return"]), st.integers(0, 2), st.integers(0, 2), st.integers(-5, 90)
            ),
            max_size=8,
        )
    )
    def test_whatever_people_do_every_minute_is_somewhere(self, acts: list[tuple[str, int, int, int]]) -> None:
        area = make_area("oxfordshire", "Oxfordshire")
        with area_context(area.id):
            pool = make_house(people=3)
            give_everybody(pool, minutes=60)
            people = [membership.profile for membership in members_of(pool)]
            for kind, giver, taker, minutes in acts:
                before = {person: hours_left(pool, person) for person in people}
                asked = {"pool": pool, "minutes": minutes, "by": people[giver], "now": NOW}
                try:
                    if kind == "return":
                        return_hours(assistant=pool.assistants.get(), **asked)
                    elif kind == "give":
                        give_hours(to=people[taker], **asked)
                    else:
                        lend_hours(to=people[taker], due_on=NOW.date().replace(month=12), **asked)
                except UnableToChangeHours:
                    assert before == {person: hours_left(pool, person) for person in people}
                # Only whoever acted themselves can have less than before.
                assert {person for person in people if hours_left(pool, person) < before[person]} <= {people[giver]}
            assert (Entry.objects.filter(unit=Unit.MINUTES).aggregate(all=Sum("amount"))["all"] or 0) == Decimal(0)
            check_deferred()
            assert broken_rules() == []
