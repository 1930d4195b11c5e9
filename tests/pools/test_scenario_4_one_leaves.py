"""Scenario 4: eight people share £40,000.00 a year for support in their house, and one of them leaves."""

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

import pytest

from pools.models import LeavingOutcome, Pool, PoolState
from pools.operations.leaving import (
    UnableToAnswerLeaving,
    UnableToCarryOutLeaving,
    answer_leaving,
    carry_out_leaving,
    settle_rest,
)
from pools.queries.costing import current_shares
from pools.queries.leaving import asked_changes, not_covered_yet, settlement_preview
from pools.queries.ledger import balance_of_member, charged_to, left_to_spend, money_held
from pools.queries.ledger_check import broken_rules
from pools.queries.pools import membership_of, state_of
from portal.models import Area, Notification, Profile
from tests.factories.leaving import NOW, TODAY, make_yearly_pool, tell
from tests.factories.money import bill, pay
from tests.factories.portal import make_member


@pytest.fixture
def people(area: Area) -> list[Profile]:
    return [make_member(f"Person {number}") for number in range(1, 9)]


@pytest.fixture
def pool(people: list[Profile]) -> Pool:
    return make_yearly_pool(*people)


def test_the_others_are_asked_about_the_exact_share(pool: Pool, people: list[Profile]) -> None:
    assert set(charged_to(pool).values()) == {Decimal("5000.00")}

    leaving = tell(pool, people[3])

    changes = [asked.change for asked in asked_changes(leaving)]
    assert Counter(change.after for change in changes) == {Decimal("5714.29"): 4, Decimal("5714.28"): 3}
    assert sum(change.after for change in changes) == Decimal("40000.00")
    assert ((changes[0].after / changes[0].before - 1) * 100).quantize(Decimal("0.01")) == Decimal("14.29")
    told = Notification.objects.filter(subject__contains="is leaving")
    assert {notice.recipient for notice in told} == set(people) - {people[3]}
    with pytest.raises(UnableToCarryOutLeaving, match="Not everybody has answered"):
        carry_out_leaving(leaving=leaving, by=people[0], now=NOW)


def test_all_seven_accept_and_the_leaver_is_settled_to_the_penny(pool: Pool, people: list[Profile]) -> None:
    leaver = people[3]
    for person in people:
        pay(pool, person, "5000.00")
    bill(pool, "3000.00", seller="Agency")
    leaving = tell(pool, leaver, TODAY + timedelta(days=28))
    for asked in asked_changes(leaving):
        answer_leaving(leaving=leaving, accepts=True, share=asked.change.after, by=asked.change.profile, now=NOW)

    settlement = carry_out_leaving(leaving=leaving, by=people[0], now=NOW)

    # From the day on which all had signed to the last day.
    used = (leaving.last_day - first_day(pool)).days + 1
    expected = (Decimal("5000.00") * (365 - used) / 365).quantize(Decimal("0.01"))
    assert settlement.to_get == settlement.taken_back == expected
    assert balance_of_member(pool, leaver) == 0
    assert money_held(pool) == Decimal("40000.00") - expected
    leaving.refresh_from_db()
    assert (leaving.outcome, leaving.settled_at) == (LeavingOutcome.IN_EFFECT, NOW)
    assert not_covered_yet(pool) == expected
    # Nobody's share has risen. They have looked at the new one, so the vote can begin.
    assert {charged_to(pool)[str(person.pk)] for person in people if person != leaver} == {Decimal("5000.00")}
    assert state_of(pool) == PoolState.COSTING
    assert "All of you accept" in pool.statuses.latest("at", "id").note
    _sheet, shares = current_shares(pool)
    assert all(share.is_previewed for share in shares)
    assert broken_rules() == []


def test_one_does_not_accept_and_nobody_owes_the_difference(pool: Pool, people: list[Profile]) -> None:
    bill(pool, "3000.00", seller="Agency")
    leaving = tell(pool, people[7])
    for asked in asked_changes(leaving)[:6]:
        answer_leaving(leaving=leaving, accepts=True, share=asked.change.after, by=asked.change.profile, now=NOW)
    last = asked_changes(leaving)[6].change
    answer_leaving(leaving=leaving, accepts=False, share=last.after, by=last.profile, now=NOW)

    settlement = carry_out_leaving(leaving=leaving, by=people[7], now=NOW)

    assert settlement.to_pay == Decimal("5000.00") - settlement.taken_back > 0
    assert not_covered_yet(pool) == settlement.taken_back
    assert "Nobody owes more" in pool.statuses.latest("at", "id").note
    assert left_to_spend(pool) == Decimal("37000.00") - settlement.taken_back
    leaving.refresh_from_db()
    assert leaving.settled_at is None
    settle_rest(leaving=leaving, amount=settlement.to_pay, paid_on=TODAY, by=people[0], now=NOW)
    leaving.refresh_from_db()
    assert leaving.settled_at == NOW
    assert balance_of_member(pool, people[7]) == 0
    assert broken_rules() == []


def test_an_answer_to_another_number_counts_no_more(pool: Pool, people: list[Profile]) -> None:
    first, second = tell(pool, people[3]), tell(pool, people[4])
    change = asked_changes(first)[0].change
    with pytest.raises(UnableToAnswerLeaving, match="numbers have changed"):
        answer_leaving(leaving=first, accepts=True, share=change.before, by=change.profile, now=NOW)
    answer_leaving(leaving=first, accepts=True, share=change.after, by=change.profile, now=NOW)
    assert asked_changes(first)[0].answer is not None

    carry_out_leaving(leaving=second, by=people[4], now=NOW)

    assert asked_changes(first)[0].answer is None
    assert membership_of(pool, people[4]) is None


def first_day(pool: Pool) -> date:
    return pool.agreements.get().statuses.get(state="active").at.date()


def test_looking_changes_nothing(pool: Pool, people: list[Profile]) -> None:
    settlement = settlement_preview(membership_of(pool, people[0]), last_day=TODAY)

    assert sum(line.amount for line in settlement.lines) == settlement.balance
    assert state_of(pool) == PoolState.SIGNED
