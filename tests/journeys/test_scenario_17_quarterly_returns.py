"""Scenario 17: a quarterly return for each member of one pool. Together they are the pool, to the penny."""

import csv
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils import timezone

from pools.models import PaidHow, Pool
from pools.quarter import Quarter
from portal.areas.context import area_context
from portal.models import Area, Profile
from tests.factories.money import bill, make_signed_pool, pay
from tests.factories.portal import make_area, make_member
from tests.journeys.people import can_sign_in
from tests.journeys.visitor import Visitor

NELL, OMAR, PIA = "Nell", "Omar", "Pia"


@pytest.fixture
def bath(committed: None) -> Area:
    return make_area("bath", "Bath and North East Somerset")


@pytest.fixture
def people(bath: Area) -> list[Profile]:
    with area_context(bath.id):
        return [can_sign_in(make_member(name)) for name in (NELL, OMAR, PIA)]


@pytest.fixture
def pool(bath: Area, people: list[Profile]) -> Pool:
    """They share £100.00: Nell pays a penny more. Each has paid in something else, and £10.00 are spent."""
    with area_context(bath.id):
        pool = make_signed_pool(*people, price="100.00")
        now, today = timezone.now(), timezone.localdate()
        for person, amount in zip(people, ("33.34", "20.00", "10.01"), strict=True):
            pay(pool, person, amount, now=now, received_on=today)
        bill(pool, "10.00", now=now, bought_on=today, paid_how=PaidHow.HELD)
    return pool


def test_the_returns_of_all_members_add_up_to_the_pool(
    bath: Area, people: list[Profile], pool: Pool, visitor: Callable[..., Visitor]
) -> None:
    nell = visitor(bath).signs_in(people[0].user.email)
    # Omar's old computer has no JavaScript.
    omar = visitor(bath, javascript=False).signs_in(people[1].user.email)
    quarter = Quarter.of(timezone.now())
    returns = f"{pool.get_absolute_url()}returns/{quarter}/"

    nell.visits(pool.get_absolute_url()).follows("Your papers").reads("You keep the books")
    nell.visits(returns).reads("It adds up, to the penny.").reads("Kept at the end: £53.35.")
    table = rows(nell, "Download the table (CSV)")
    assert [row["spent"] for row in table] == ["3.34", "3.33", "3.33", "10.00"]
    for figure in ("paid_in", "spent", "closing"):
        *members, whole = (Decimal(row[figure]) for row in table)
        assert sum(members) == whole

    omar.visits(pool.get_absolute_url()).follows("Your papers").does_not_read("You keep the books")
    assert omar.status_of(returns) == 404
    (own,) = rows(omar, f"download your numbers for {quarter.words} for a spreadsheet (CSV)")
    assert (own["who"], own["paid_in"], own["spent"], own["closing"]) == (OMAR, "20.00", "3.33", "16.67")


def rows(person: Visitor, link: str) -> list[dict[str, str]]:
    """What somebody finds in the file that a link gives them."""
    with person.page.expect_download() as download:
        person.page.get_by_role("link", name=link).click()
    return list(csv.DictReader(Path(download.value.path()).read_text().splitlines()))
