"""The life of a budget round, step by step, and everything that it refuses."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.core import mail
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pools.models import (
    BudgetActivity,
    BudgetChoice,
    BudgetRound,
    BudgetRoundState,
    ChoiceEnd,
    Pool,
    PoolState,
    Transfer,
)
from pools.operations import budget_round as module
from pools.operations.budget_round import (
    UnableToChoose,
    UnableToOpenRound,
    UnableToPrepareRound,
    UnableToReviewRound,
    choose_activity,
    open_round,
    review_round,
    take_back_choice,
)
from pools.operations.pool_status import move_pool
from pools.queries.budget_rounds import (
    activities_for,
    allowance_left,
    fingerprint_of_the_lot,
    in_order_of_the_lot,
    lot_of,
    round_state,
    rounds_of,
    standing_choices,
)
from pools.queries.ledger import left_to_spend
from portal.models import Area, AuditEvent, Notification, Profile
from tests.factories.budget_rounds import make_activity, make_open_round, make_round
from tests.factories.ledger import make_signed_pool
from tests.factories.pools import make_pool
from tests.factories.portal import make_member


@pytest.fixture
def people(member: Profile) -> list[Profile]:
    return [member, make_member("Ann"), make_member("Bo")]


@pytest.fixture
def pool(people: list[Profile]) -> Pool:
    return make_pool(*people)


def choose(activity: BudgetActivity, *people: Profile, now: datetime) -> list[BudgetChoice]:
    return [choose_activity(activity=activity, by=person, now=now) for person in people]


def test_start_round(pool: Pool, now: datetime) -> None:
    budget_round = make_round(pool, now=now, title="  Ten Tuesdays ")

    assert (budget_round.title, str(budget_round), round_state(budget_round)) == (
        "Ten Tuesdays",
        "Ten Tuesdays",
        BudgetRoundState.DRAFT,
    )
    assert [found.state for found in rounds_of(pool)] == [BudgetRoundState.DRAFT]
    assert fingerprint_of_the_lot(budget_round) != budget_round.lot
    assert not pool.transfers.exists()


@pytest.mark.parametrize(
    ("plan", "sentence"),
    [
        ({"title": " "}, "Give it a name"),
        ({"period": " "}, "Say what time"),
        ({"allowance": Decimal(0)}, "above zero"),
        ({"closes_at": datetime(2026, 11, 23, 14, 0, tzinfo=None).astimezone()}, "still to come"),
    ],
)
def test_start_round_refuses(pool: Pool, now: datetime, plan: dict[str, object], sentence: str) -> None:
    if "closes_at" in plan:
        plan = {"closes_at": now}

    with pytest.raises(UnableToPrepareRound, match=sentence):
        make_round(pool, now=now, **plan)
    assert not BudgetRound.objects.exists()


def test_start_round_refuses_a_pool_that_has_ended(pool: Pool, now: datetime) -> None:
    move_pool(pool=pool, state=PoolState.ENDED, by=None, now=now)

    with pytest.raises(UnableToPrepareRound, match="has ended"):
        make_round(pool, now=now)


def test_add_activity_refuses(pool: Pool, now: datetime) -> None:
    budget_round = make_round(pool, now=now)
    make_activity(budget_round, "A boat", "20.00", now=now)

    with pytest.raises(UnableToPrepareRound, match="on the list already"):
        make_activity(budget_round, "A boat", now=now)
    with pytest.raises(UnableToPrepareRound, match=r"each person has £50\.00") as refusal:
        make_activity(budget_round, "A cruise", "50.01", now=now)
    assert refusal.value.field == "price"
    with pytest.raises(UnableToPrepareRound, match="Say what the activity is"):
        make_activity(budget_round, " ", now=now)
    with pytest.raises(UnableToPrepareRound, match="cannot be fewer"):
        make_activity(budget_round, "Bingo", minimum_people=5, maximum_people=4, now=now)
    open_round(budget_round=budget_round, by=pool.organiser, now=now)
    with pytest.raises(UnableToPrepareRound, match="choosing already"):
        make_activity(budget_round, "Late", now=now)


def test_open_round_gives_each_the_same(pool: Pool, people: list[Profile], now: datetime) -> None:
    budget_round, _activities = make_open_round(pool, now=now)

    assert [allowance_left(budget_round, person) for person in people] == [Decimal("50.00")] * 3
    assert Notification.objects.filter(subject="Choose what you would like to do: “Ten Tuesdays”").count() == 3
    assert mail.outbox == []


def test_open_round_refuses(pool: Pool, now: datetime) -> None:
    budget_round = make_round(pool, now=now)
    with pytest.raises(UnableToOpenRound, match="Put an activity on the list"):
        open_round(budget_round=budget_round, by=pool.organiser, now=now)
    make_activity(budget_round, "Bingo", now=now)
    with pytest.raises(UnableToOpenRound, match="still to come"):
        open_round(budget_round=budget_round, by=pool.organiser, now=now + timedelta(days=11))
    open_round(budget_round=budget_round, by=pool.organiser, now=now)
    with pytest.raises(UnableToOpenRound, match="opened already"):
        open_round(budget_round=budget_round, by=pool.organiser, now=now)


def test_the_pools_own_money(people: list[Profile], now: datetime) -> None:
    pool = make_signed_pool(*people, price="149.99")
    too_much = make_round(pool, now=now, funder="")
    make_activity(too_much, "Bingo", now=now)
    with pytest.raises(UnableToOpenRound, match=r"This needs £150\.00\. You have agreed to pay £149\.99"):
        open_round(budget_round=too_much, by=pool.organiser, now=now)

    enough = make_round(pool, now=now, funder="", allowance=Decimal("40.00"), title="Enough")
    make_activity(enough, "Bingo", "15.00", now=now)
    open_round(budget_round=enough, by=pool.organiser, now=now)
    assert left_to_spend(pool) == Decimal("29.99")
    choose(enough.activities.get(), *people, now=now)
    assert review_round(budget_round=enough, again_until=None, by=pool.organiser, now=now) == BudgetRoundState.SETTLED
    assert left_to_spend(pool) == Decimal("104.99")


def test_money_to_try_it_out_with(pool: Pool, now: datetime) -> None:
    make_open_round(pool, now=now, funder="", is_notional=True)

    assert pool.accounts.filter(kind="payer").get().name == "Money to try it out with"


def test_choose_activity_twice_is_choosing_once(pool: Pool, member: Profile, now: datetime) -> None:
    budget_round, (boat, *_others) = make_open_round(pool, now=now)

    assert choose(boat, member, now=now) == choose(boat, member, now=now)
    assert allowance_left(budget_round, member) == Decimal("30.00")


def test_choose_activity_refuses(pool: Pool, member: Profile, now: datetime) -> None:
    draft = make_round(pool, now=now, title="Draft")
    with pytest.raises(UnableToChoose, match="not the time"):
        choose(make_activity(draft, "Bingo", now=now), member, now=now)
    _round, (boat, *_others) = make_open_round(pool, now=now)
    with pytest.raises(UnableToChoose, match="not the time"):
        choose(boat, member, now=now + timedelta(days=10))
    with pytest.raises(UnableToChoose, match="joined after this began"):
        choose(boat, make_member("Late"), now=now)


def test_take_back_choice(pool: Pool, people: list[Profile], now: datetime) -> None:
    budget_round, (boat, _painting, _theatre, dancing) = make_open_round(pool, now=now)
    (choice,), (free,) = choose(boat, people[0], now=now), choose(dancing, people[0], now=now)

    with pytest.raises(UnableToChoose, match="Only the person"):
        take_back_choice(choice=choice, by=people[1], now=now)
    take_back_choice(choice=choice, by=people[0], now=now)
    take_back_choice(choice=free, by=people[0], now=now)
    with pytest.raises(UnableToChoose, match="not chosen any more"):
        take_back_choice(choice=choice, by=people[0], now=now)

    assert allowance_left(budget_round, people[0]) == Decimal("50.00")
    assert choose(boat, people[0], now=now)[0] != choice


def test_review_round_refuses(pool: Pool, people: list[Profile], now: datetime) -> None:
    draft = make_round(pool, now=now, title="Draft")
    with pytest.raises(UnableToReviewRound, match="Open it first"):
        review_round(budget_round=draft, again_until=None, by=people[0], now=now)
    budget_round, (boat, _painting, _theatre, dancing) = make_open_round(pool, now=now)
    (choice,) = choose(dancing, people[0], now=now)
    with pytest.raises(UnableToReviewRound, match="have not chosen yet"):
        review_round(budget_round=budget_round, again_until=None, by=people[0], now=now)
    choose(boat, *people[1:], now=now)
    choose(boat, people[0], now=now)
    with pytest.raises(UnableToReviewRound, match="still to come") as refusal:
        review_round(budget_round=budget_round, again_until=now, by=people[0], now=now)
    assert refusal.value.field == "again_until_day"
    review_round(budget_round=budget_round, again_until=None, by=people[0], now=now)
    with pytest.raises(UnableToReviewRound, match="settled already"):
        review_round(budget_round=budget_round, again_until=None, by=people[0], now=now)
    with pytest.raises(UnableToChoose, match="tell the organiser"):
        take_back_choice(choice=choice, by=people[0], now=now)


def test_the_lot_can_be_worked_out_again(pool: Pool, people: list[Profile], now: datetime) -> None:
    budget_round, (boat, *_others) = make_open_round(pool, now=now)
    choices = choose(boat, *people, now=now)

    review_round(budget_round=budget_round, again_until=now + timedelta(days=20), by=people[0], now=now)

    by_lot = sorted(people, key=lambda person: lot_of(budget_round.lot, f"{boat.pk}:{person.pk}"))
    assert {choice.profile for choice in standing_choices(budget_round)} == set(by_lot[:2])
    assert BudgetChoice.objects.get(end=ChoiceEnd.NO_PLACE).profile == by_lot[2]
    # Whoever went without comes first the next time.
    assert in_order_of_the_lot(budget_round, boat, choices)[0].profile == by_lot[2]


def test_what_a_member_meets(pool: Pool, people: list[Profile], now: datetime) -> None:
    budget_round, (boat, _painting, theatre, _dancing) = make_open_round(pool, now=now)
    choose(boat, people[0], now=now)
    choose(theatre, people[0], now=now)

    lines = activities_for(budget_round, people[0], state=BudgetRoundState.OPEN)

    assert [(str(line.activity), line.people, line.places_left, line.people_missing) for line in lines] == [
        ("A boat", 1, 1, 1),
        ("Painting", 0, None, 2),
        ("The theatre", 1, None, 0),
        ("Dancing", 0, None, 1),
    ]
    assert [line.is_affordable for line in lines] == [False, False, False, True]
    assert [line.own is not None for line in lines] == [True, False, True, False]
    settled = activities_for(budget_round, people[0], state=BudgetRoundState.SETTLED)
    assert [line.is_choosable for line in settled] == [False] * 4


@pytest.mark.parametrize("sabotaged", ["record", "_move"])
def test_a_sabotaged_step_leaves_nothing_behind(
    pool: Pool, now: datetime, monkeypatch: pytest.MonkeyPatch, sabotaged: str
) -> None:
    _round, (boat, *_others) = make_open_round(pool, now=now)
    steps: dict[str, Callable[[], object]] = {
        "record": lambda: choose(boat, pool.organiser, now=now),
        "_move": lambda: make_round(pool, now=now),
    }

    def counted() -> tuple[int, ...]:
        return tuple(model.objects.count() for model in (BudgetRound, BudgetChoice, Transfer, AuditEvent))

    def fail(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError

    before = counted()
    monkeypatch.setattr(module, sabotaged, fail)

    with pytest.raises(RuntimeError):
        steps[sabotaged]()
    assert counted() == before


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(wanted=st.lists(st.tuples(st.integers(0, 2), st.integers(0, 3)), max_size=14))
def test_whatever_is_chosen_every_pound_is_somewhere(area: Area, now: datetime, wanted: list[tuple[int, int]]) -> None:
    people = [make_member(f"{name} {Profile.objects.count()}") for name in ("Ann", "Bo", "Cy")]
    budget_round, activities = make_open_round(make_pool(*people), now=now)
    for person, place in wanted:
        try:
            choose(activities[place], people[person], now=now)
        except UnableToChoose:
            assert allowance_left(budget_round, people[person]) < activities[place].price

    standing = list(standing_choices(budget_round))
    left = sum((allowance_left(budget_round, person) for person in people), Decimal(0))
    assert left + sum(choice.activity.price for choice in standing) == Decimal("150.00")
