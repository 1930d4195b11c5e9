"""Scenario 4: eight people share £40,000.00 a year for support in their house. One leaves, and seven look first."""

from calendar import isleap
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from pools.models import Leaving, Period, Pool
from pools.operations.leaving import answer_leaving
from pools.queries.leaving import asked_changes
from portal.areas.context import area_context
from portal.models import Area, Profile
from portal.money import format_amount
from tests.factories.agreements import freeze, sign_all
from tests.factories.money import pay
from tests.factories.pools import agree, cost, look_at_shares, make_pool, waive_the_rest
from tests.factories.portal import make_member
from tests.journeys.people import can_sign_in
from tests.journeys.site import Site
from tests.journeys.visitor import Visitor

EDIE, WALTER, STAN, TESS = "Edie", "Walter", "Stan", "Tess"
NAMES = [EDIE, WALTER, "Rosa", STAN, TESS, "Umar", "Vera", "Winston"]
NEW_SHARES = ["£5,714.29"] * 4 + ["£5,714.28"] * 3
NOTICE_DAYS = 28
DAYS_TOGETHER = 30


@pytest.fixture
def people(oxfordshire: Area) -> dict[str, Profile]:
    with area_context(oxfordshire.id):
        return {name: make_member(name) for name in NAMES}


@pytest.fixture
def house(oxfordshire: Area, people: dict[str, Profile]) -> Pool:
    """A month ago all signed for £5,000.00 a year, and paid it."""
    then = timezone.now() - timedelta(days=DAYS_TOGETHER)
    with area_context(oxfordshire.id):
        pool = make_pool(*people.values(), title="Support in our house", now=then)
        cost(pool, "40000.00", period=Period.YEARLY, now=then)
        waive_the_rest(pool, now=then)
        look_at_shares(pool, now=then)
        agree(pool, now=then)
        sign_all(freeze(pool, notice_days=NOTICE_DAYS, now=then), now=then)
        for person in people.values():
            pay(pool, person, "5000.00", received_on=timezone.localdate(then), now=then)
    return pool


def test_one_of_eight_leaves(
    oxfordshire: Area, people: dict[str, Profile], house: Pool, site: Site, visitor: Callable[..., Visitor]
) -> None:
    with area_context(oxfordshire.id):
        emails = [can_sign_in(people[name]).user.email for name in (STAN, WALTER, TESS, EDIE)]
    # Tess's telephone has no JavaScript.
    stan, walter, tess, edie = (
        visitor(oxfordshire, javascript=email != people[TESS].user.email).signs_in(email) for email in emails
    )
    pool, unused = house.get_absolute_url(), what_is_not_used()

    he_looks_before_he_says_anything(stan, pool, unused)
    he_tells_the_others(stan)
    they_answer(walter, tess, pool)
    edie.visits(pool).follows("Who leaves").follows("See what it changes, and answer")
    edie.presses("Carry it out").reads("Not everybody has answered")
    with area_context(oxfordshire.id):
        the_others_answer()
    it_takes_effect(edie, pool, unused)
    he_is_even(edie, stan, pool)
    assert any(f"You get {unused}." in email for email in site.emails())


def what_is_not_used() -> str:
    """Of £5,000.00 for a year, what is for the days after the last one, which is four weeks from now."""
    first = timezone.localdate() - timedelta(days=DAYS_TOGETHER)
    # A year that begins after February has the February of the next one, which may have a day more.
    days = 366 if isleap((first + timedelta(days=306)).year) else 365
    unused = days - (DAYS_TOGETHER + NOTICE_DAYS + 1)
    return format_amount((Decimal(5000) * unused / days).quantize(Decimal("0.01")))


def he_looks_before_he_says_anything(stan: Visitor, pool: str, unused: str) -> None:
    stan.visits(pool).follows("Leave this pool").reads("First look at what would change for the others.")
    assert what_each_would_pay(stan) == NEW_SHARES
    stan.reads("You have paid in your share.").reads(f"You get {unused}.")
    stan.visits(f"{pool}leaving/all/").reads("Nobody leaves")
    stan.visits(pool).follows("Leave this pool")


def what_each_would_pay(person: Visitor) -> list[str]:
    """The second column of numbers."""
    rows = person.main.get_by_role("table").locator("tbody tr").all()
    return [row.locator("td").nth(1).inner_text() for row in rows]


def he_tells_the_others(stan: Visitor) -> None:
    stan.follows("Choose your last day")
    # Tomorrow is sooner than their agreement says.
    he_names(stan, days=1)
    stan.reads("Your agreement says how long before you tell the others.")
    he_names(stan, days=NOTICE_DAYS)
    stan.follows("What the others say, and your way out").reads("Stan leaves.").reads("No answer yet")


def he_names(stan: Visitor, *, days: int) -> None:
    day = timezone.localdate() + timedelta(days=days)
    stan.fills("Day", str(day.day)).fills("Month", str(day.month)).fills("Year", str(day.year))
    stan.presses("Tell the others")


def they_answer(walter: Visitor, tess: Visitor, pool: str) -> None:
    for person in (walter, tess):
        person.visits(pool).follows("Who leaves").follows("See what it changes, and answer")
        person.reads("Nothing changes before you all sign something new.")
        assert what_each_would_pay(person) == NEW_SHARES
        person.chooses("I accept the new share").presses("Answer")
    tess.follows("See what it changes, and answer")
    assert tess.main.get_by_text("Accepts it").count() == 2


def the_others_answer() -> None:
    leaving = Leaving.objects.get()
    for asked in asked_changes(leaving):
        if asked.answer is None:
            person, share = asked.change.profile, asked.change.after
            answer_leaving(leaving=leaving, accepts=True, share=share, by=person, now=timezone.now())


def it_takes_effect(edie: Visitor, pool: str, unused: str) -> None:
    edie.follows("See what it changes, and answer")
    assert edie.main.get_by_text("Accepts it").count() == 7
    edie.presses("Carry it out").reads("Nobody leaves").reads(f"Not covered yet: {unused}. Nobody owes this.")
    # Nobody's own share has gone up by it. They have looked at the new ones, and can vote.
    edie.visits(pool).reads("7 people").visits(f"{pool}shares/").reads("You would pay £5,714.29")


def he_is_even(edie: Visitor, stan: Visitor, pool: str) -> None:
    edie.visits(f"{pool}money/books/").follows("Stan").reads("Stan left: money given back")
    assert edie.main.locator("tfoot td").inner_text() == "£0.00"
    assert stan.status_of(pool) == 404
