"""Scenario 17, Bath & NES: individual accounts in one pool. The quarter of each adds up to the pool, to the penny."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from pools.models import Account, AccountKind, PaidHow, Pool
from pools.queries.ledger import AccountLines, account_lines, balances_of, money_held
from pools.queries.pools import members_of
from portal.models import Area
from tests.factories.money import NOW, bill, make_signed_pool, pay
from tests.factories.portal import make_member

QUARTERS = [(date(2026, 10, 1), date(2026, 12, 31)), (date(2027, 1, 1), date(2027, 3, 31))]
NEXT_QUARTER = NOW + timedelta(days=60)


@pytest.fixture
def pool(area: Area) -> Pool:
    """Three people share £100.00, so one pays a penny more. They pay in over two quarters, and buy in both."""
    pool = make_signed_pool(*map(make_member, ("Nell", "Omar", "Pia")), price="100.00")
    people = [membership.profile for membership in members_of(pool)]
    for person, amount in zip(people, ("33.34", "20.00", "0.01"), strict=True):
        pay(pool, person, amount)
    bill(pool, "41.17", paid_how=PaidHow.HELD)
    for person, amount in zip(people[1:], ("13.33", "10.00"), strict=True):
        pay(pool, person, amount, now=NEXT_QUARTER, received_on=NEXT_QUARTER.date())
    bill(pool, "35.50", now=NEXT_QUARTER, bought_on=NEXT_QUARTER.date(), paid_how=PaidHow.HELD)
    return pool


def returns(pool: Pool, kind: AccountKind, quarter: tuple[date, date]) -> list[AccountLines]:
    """The quarter of each account of a kind."""
    since, until = quarter
    accounts = Account.objects.filter(pool=pool, kind=kind)
    return [account_lines(account, since=since, until=until) for account in accounts]


def paid_in(lines: AccountLines) -> Decimal:
    return sum((line.amount for line in lines.lines if line.transfer.kind == "contribution"), Decimal(0))


@pytest.mark.parametrize("quarter", QUARTERS)
def test_what_each_has_paid_adds_up_to_what_the_pool_got(pool: Pool, quarter: tuple[date, date]) -> None:
    members, (kept,) = returns(pool, AccountKind.MEMBER, quarter), returns(pool, AccountKind.HOLDER, quarter)

    assert len(members) == 3
    assert sum(map(paid_in, members)) == paid_in(kept)
    for lines in [*members, kept]:
        assert lines.opening + sum(line.amount for line in lines.lines) == lines.closing


def test_a_quarter_begins_where_the_one_before_ended(pool: Pool) -> None:
    for kind in AccountKind:
        autumn, winter = (returns(pool, kind, quarter) for quarter in QUARTERS)

        assert [lines.closing for lines in autumn] == [lines.opening for lines in winter]


def test_all_returns_together_are_the_pool(pool: Pool) -> None:
    """What is kept is what everybody has in the pool, and what is agreed and not spent."""
    standing = {
        kind: sum((lines.closing for lines in returns(pool, kind, QUARTERS[-1])), Decimal(0)) for kind in AccountKind
    }

    others = sum(amount for kind, amount in standing.items() if kind != AccountKind.HOLDER)
    assert standing[AccountKind.HOLDER] == others == money_held(pool) == Decimal("0.01")
    assert standing[AccountKind.MEMBER] == Decimal("-23.32")
    assert {balance.account.kind: balance.pounds for balance in balances_of(pool)}["pool"] == Decimal("23.33")
