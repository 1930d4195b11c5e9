"""Scenario 10: twenty people at a day centre in Norfolk, £50.00 each."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from pools.models import ActivityOutcome, BudgetRoundState
from pools.operations.budget_round import (
    UnableToChoose,
    UnableToPrepareRound,
    choose_activity,
    open_round,
    review_round,
)
from pools.queries.budget_rounds import allowance_left, ended_choices_of, round_state, standing_choices
from pools.queries.ledger import balances_of
from pools.queries.ledger_check import broken_rules
from portal.models import Area, Profile
from tests.factories.budget_rounds import make_activity, make_round
from tests.factories.pools import make_pool
from tests.factories.portal import make_member


@pytest.fixture
def people(area: Area) -> list[Profile]:
    return [make_member(f"Person {number}") for number in range(20)]


def test_twenty_people_choose(people: list[Profile], now: datetime) -> None:
    budget_round = make_round(make_pool(*people), now=now)
    with pytest.raises(UnableToPrepareRound, match="what the price leaves out"):
        make_activity(budget_round, "A boat", "20.00", not_included=" ", now=now)
    boat = make_activity(budget_round, "A boat", "20.00", not_included="Travel and staff", maximum_people=10, now=now)
    theatre = make_activity(budget_round, "The theatre", "20.00", now=now)
    painting = make_activity(budget_round, "Painting", "20.00", minimum_people=4, now=now)
    dancing = make_activity(budget_round, "Dancing", now=now)
    open_round(budget_round=budget_round, by=people[0], now=now)

    # £50.00 buys two things for £20.00. The third is refused, with £10.00 left.
    for activity in (boat, theatre):
        choose_activity(activity=activity, by=people[0], now=now)
    with pytest.raises(UnableToChoose, match=r"You have £10\.00 left, and this costs £20\.00\."):
        choose_activity(activity=painting, by=people[0], now=now)
    choose_activity(activity=dancing, by=people[0], now=now)
    assert allowance_left(budget_round, people[0]) == Decimal("10.00")

    # Three choose painting, which needs four. Twelve in all choose the boat, which has ten places.
    for person in people[1:4]:
        choose_activity(activity=painting, by=person, now=now)
    for person in people[1:12]:
        choose_activity(activity=boat, by=person, now=now)
    for person in people[12:]:
        choose_activity(activity=dancing, by=person, now=now)
    state = review_round(budget_round=budget_round, again_until=now + timedelta(days=7), by=people[0], now=now)

    # Painting is cancelled and everybody has the money back; so have the two whom the lot gave no place.
    assert state == BudgetRoundState.AGAIN
    painting.refresh_from_db()
    assert painting.outcome == ActivityOutcome.CANCELLED
    places = {choice.profile for choice in standing_choices(budget_round).filter(activity=boat)}
    assert len(places) == 10
    for person in people[1:4]:
        assert "Painting" in [choice.activity.title for choice in ended_choices_of(budget_round, person)]
        assert allowance_left(budget_round, person) == Decimal("30.00" if person in places else "50.00")

    # They choose again.
    choose_activity(activity=theatre, by=people[1], now=now)
    with pytest.raises(UnableToChoose, match="too few people chose it"):
        choose_activity(activity=painting, by=people[2], now=now)
    unlucky = next(person for person in people[:12] if person not in places)
    with pytest.raises(UnableToChoose, match="Every place is taken"):
        choose_activity(activity=boat, by=unlucky, now=now)
    later = now + timedelta(days=8)
    assert review_round(budget_round=budget_round, again_until=None, by=people[0], now=later) == round_state(
        budget_round
    )

    # What was spent is with the activities, and the rest has gone back to the funder: £1,000.00 in all.
    spent = {str(balance.account): balance.pounds for balance in balances_of(budget_round.pool) if balance.pounds}
    theatre_people = standing_choices(budget_round).filter(activity=theatre).count()
    assert spent == {
        "The pilot fund": -(200 + 20 * Decimal(theatre_people)),
        "A boat": Decimal("200.00"),
        "The theatre": 20 * Decimal(theatre_people),
    }
    assert broken_rules() == []
