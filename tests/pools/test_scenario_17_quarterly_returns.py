"""Scenario 17, Bath and North East Somerset: accounts of one's own inside one pool, and a return for each quarter."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pools.models import AccountKind, Pool, TransferKind
from pools.operations.ledger import account_for, debit, post, reverse_transfer
from pools.operations.money import RefundHow, record_refund, set_aside, take_from_aside
from pools.quarter import Quarter
from pools.queries.ledger import money_held
from pools.queries.returns import pool_returns, quarterly_returns
from portal.models import Profile
from portal.operations.refusal import Refusal
from tests.factories.ledger import pay_in
from tests.factories.money import NOW, TODAY, bill, make_signed_pool
from tests.factories.portal import make_member

AUTUMN, WINTER = Quarter(year=2026, number=4), Quarter(year=2027, number=1)
IN_WINTER = datetime(2027, 2, 1, 14, 0, tzinfo=UTC)


@pytest.fixture
def pool(member: Profile) -> Pool:
    """Three people, £100.00 between them: £33.34, £33.33 and £33.33."""
    return make_signed_pool(member, make_member("Jo"), make_member("Kim"), price="100.00")


def test_scenario_17_the_returns_of_all_members_add_up_to_the_pool(pool: Pool, member: Profile) -> None:
    jo, kim = (place.profile for place in pool.memberships.order_by("joined_at", "id")[1:])
    for person, amount in ((member, "30.00"), (jo, "20.00"), (kim, "10.01")):
        pay_in(pool, person, amount, on=TODAY, now=NOW)
    bill(pool, "10.00", paid_how="held")
    set_aside(pool=pool, amount=Decimal("5.00"), day=TODAY, by=member, now=NOW)
    bill(pool, "20.00", bought_on=IN_WINTER.date(), now=IN_WINTER)

    autumn, winter = pool_returns(pool, AUTUMN), pool_returns(pool, WINTER)

    assert [autumn.adds_up, winter.adds_up] == [True, True]
    assert [found.figures.spent for found in autumn.members] == [Decimal("3.34"), Decimal("3.33"), Decimal("3.33")]
    assert (autumn.pool.paid_in, autumn.pool.spent, autumn.pool.put_aside) == (
        Decimal("60.01"),
        Decimal("10.00"),
        Decimal("5.00"),
    )
    assert autumn.whereabouts.held == money_held(pool) == Decimal("50.01")
    assert [found.figures.opening for found in winter.members] == [found.figures.closing for found in autumn.members]
    assert (winter.pool.spent, winter.pool.paid_in, winter.whereabouts.owed) == (
        Decimal("20.00"),
        Decimal("0.00"),
        Decimal("20.00"),
    )


def test_a_correction_takes_from_each_what_the_mistake_gave(pool: Pool, member: Profile) -> None:
    bill(pool, "10.00")
    reverse_transfer(transfer=pool.transfers.get(kind="bill"), why="Twice", by=member, now=IN_WINTER)

    assert [found.figures.closing for found in quarterly_returns(pool, WINTER)] == [Decimal("0.00")] * 3
    assert [found.figures.spent for found in quarterly_returns(pool, WINTER)] == [
        Decimal("-3.34"),
        Decimal("-3.33"),
        Decimal("-3.33"),
    ]


def test_who_had_left_before_the_quarter_is_not_in_it(pool: Pool) -> None:
    place = pool.memberships.order_by("joined_at", "id").last()
    place.left_at = NOW
    place.save()

    assert [len(quarterly_returns(pool, quarter)) for quarter in (AUTUMN, WINTER)] == [3, 2]


def test_the_proof_can_fail(pool: Pool, member: Profile) -> None:
    pay_in(pool, member, "30.00", on=TODAY, now=NOW)
    returns = pool_returns(pool, AUTUMN)

    assert returns.adds_up
    assert not type(returns)(members=returns.members[1:], pool=returns.pool, whereabouts=returns.whereabouts).adds_up


steps = st.tuples(
    st.sampled_from(["pay", "bill", "aside", "release", "refund"]),
    st.integers(1, 900),
    st.integers(0, 2),
    st.integers(0, 120),
)


@given(story=st.lists(steps, max_size=7))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_returns_always_add_up(pool: Pool, story: list[tuple[str, int, int, int]]) -> None:
    by, people = pool.organiser, [place.profile for place in pool.memberships.order_by("joined_at", "id")]
    for what, pence, who, days in story:
        amount, day = Decimal(pence).scaleb(-2), TODAY + timedelta(days=days)
        facts = {"pool": pool, "amount": amount, "day": day, "by": by, "now": IN_WINTER + timedelta(days=90)}
        try:
            if what == "pay":
                pay_in(pool, people[who], amount, on=day, now=facts["now"])
            elif what == "bill":
                bill(pool, str(amount), bought_on=day, now=facts["now"])
            elif what == "aside":
                set_aside(**facts)
            elif what == "release":
                take_from_aside(**facts, why="A pan")
            else:
                record_refund(**facts, seller="Marco", how=RefundHow.OFF_BILL, why="One less")
        except Refusal:
            continue

    for quarter in (AUTUMN, WINTER, Quarter(year=2027, number=2)):
        assert pool_returns(pool, quarter).adds_up
    assert date(2027, 3, 31) == WINTER.last_day


def test_a_leaver_takes_their_part_of_what_was_put_aside_along(pool: Pool, member: Profile) -> None:
    """A settlement may take from what is put aside: the returns add up all the same."""
    pay_in(pool, member, "33.34", on=TODAY, now=NOW)
    set_aside(pool=pool, amount=Decimal("9.00"), day=TODAY, by=member, now=NOW)
    accounts = [
        account_for(pool, kind, profile=profile)
        for kind, profile in ((AccountKind.POOL, None), (AccountKind.CONTINGENCY, None), (AccountKind.MEMBER, member))
    ]
    amounts = (Decimal("20.00"), Decimal("3.00"), Decimal("-23.00"))
    post(
        pool=pool,
        kind=TransferKind.SETTLEMENT,
        words="Somebody left",
        postings=[debit(account, amount) for account, amount in zip(accounts, amounts, strict=True)],
        happened_on=TODAY,
        by=member,
        now=NOW,
    )

    returns = pool_returns(pool, AUTUMN)

    assert returns.adds_up
    assert (returns.pool.put_aside, returns.pool.aside) == (Decimal("6.00"), Decimal("6.00"))
