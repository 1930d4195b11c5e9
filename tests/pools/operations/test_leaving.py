"""Leaving what all have signed, things owned together, the end of a pool, and a word after a purchase."""

from collections.abc import Callable
from datetime import timedelta
from decimal import ROUND_DOWN, Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pools.models import OutingPlace, Period, Pool, PoolState, ThingPart, ThingsChoice, ThingStepKind, Unit
from pools.operations import leaving as leaving_operations
from pools.operations.costing import add_line
from pools.operations.ending import (
    UnableToAnswerEnding,
    UnableToEndPool,
    UnableToProposeEnding,
    answer_ending,
    end_pool,
    propose_ending,
    take_back_ending,
)
from pools.operations.leaving import (
    UnableToCarryOutLeaving,
    UnableToSettle,
    UnableToTellOfLeaving,
    answer_leaving,
    carry_out_leaving,
    settle_rest,
    take_back_leaving,
)
from pools.operations.membership import UnableToLeavePool, add_member, leave_pool
from pools.operations.money import receive_from_payer, set_aside
from pools.operations.money_correction import UnableToPutRight, put_right
from pools.operations.purchase import pay_bill
from pools.operations.purchase_note import UnableToNotePurchase, note_purchase
from pools.operations.thing import UnableToEndThing, UnableToMovePart, UnableToRecordThing, buy_part, end_thing
from pools.queries.agreements import active_agreement
from pools.queries.contributions import contribution_status, received_from
from pools.queries.endings import ending_preview
from pools.queries.hours import hours_left
from pools.queries.leaving import asked_changes, leaving_of, settlement_preview
from pools.queries.ledger import balance_of_member, balances_of, left_to_spend, money_held
from pools.queries.ledger_check import broken_rules
from pools.queries.pools import membership_of, state_of
from pools.queries.things import owned
from portal.models import Notification, Profile
from portal.money import format_amount
from tests.factories.leaving import NOW, TODAY, make_thing, make_yearly_pool, tell
from tests.factories.ledger import put_in_minutes
from tests.factories.money import bill, make_signed_pool, pay
from tests.factories.outings import make_outing, make_places
from tests.factories.pools import agree, cost, look_at_shares, make_costed_pool, make_pool, sign, waive_the_rest
from tests.factories.portal import MONDAY_AFTERNOON, make_member

LATER = NOW + timedelta(days=1)


@pytest.fixture
def people(member: Profile) -> list[Profile]:
    return [member, make_member("Ann"), make_member("Bo")]


@pytest.fixture
def pool(people: list[Profile]) -> Pool:
    """Three people, £1,200.00 each a year."""
    return make_yearly_pool(*people, price="3600.00")


def check_deferred() -> None:
    """What PostgreSQL looks at when a transaction ends, it looks at now."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def test_telling_refuses(pool: Pool, people: list[Profile]) -> None:
    with pytest.raises(UnableToTellOfLeaving, match="The earliest day is") as refusal:
        tell(pool, people[1], TODAY - timedelta(days=1))
    assert refusal.value.field == "last_day"
    with pytest.raises(UnableToTellOfLeaving, match="somebody else who is in the pool"):
        tell(pool, people[1], hours_to=people[1])
    with pytest.raises(UnableToLeavePool, match="First choose your last day"):
        leave_pool(membership=membership_of(pool, people[1]), by=people[1], now=NOW)
    with pytest.raises(UnableToTellOfLeaving, match="can leave at once"):
        tell(make_costed_pool(people[0], people[1], title="Costed"), people[1])
    with pytest.raises(UnableToTellOfLeaving, match="You are the last one"):
        tell(make_yearly_pool(people[0], title="Alone"), people[0])
    tell(pool, people[1])
    with pytest.raises(UnableToTellOfLeaving, match="told the others already"):
        tell(pool, people[1])


def test_whoever_keeps_the_money_hands_it_over_first(pool: Pool, people: list[Profile]) -> None:
    pool = make_yearly_pool(*people, title="Ours", money_holder=people[1].shown_name)

    with pytest.raises(UnableToTellOfLeaving, match="First hand it over"):
        tell(pool, people[1])


def test_staying_after_all(pool: Pool, people: list[Profile]) -> None:
    leaving = tell(pool, people[1])
    with pytest.raises(UnableToCarryOutLeaving, match="Only the person themselves"):
        take_back_leaving(leaving=leaving, by=people[0], now=NOW)

    take_back_leaving(leaving=leaving, by=people[1], now=NOW)

    assert leaving_of(membership_of(pool, people[1])) is None
    with pytest.raises(UnableToCarryOutLeaving, match="over already"):
        carry_out_leaving(leaving=leaving, by=people[1], now=NOW)
    tell(pool, people[1])


def test_who_has_answered_is_asked_again_when_somebody_else_has_left(pool: Pool, people: list[Profile]) -> None:
    ann, bo, cy, *_rest = people
    first, second = tell(pool, ann), tell(pool, bo)
    own = next(asked.change for asked in asked_changes(second) if asked.change.profile == cy)
    answer_leaving(leaving=second, accepts=True, share=own.after, by=cy, now=NOW)

    carry_out_leaving(leaving=first, by=ann, now=NOW)

    again = Notification.objects.get(key__startswith=f"leaving-again:{second.pk}")
    assert again.recipient == cy
    assert again.subject == f"Please look again: {bo.shown_name} is leaving “{pool.title}”"
    (now_asked,) = [asked for asked in asked_changes(second) if asked.change.profile == cy]
    assert now_asked.answer is None
    assert format_amount(now_asked.change.after) in again.body


def test_whoever_comes_back_and_leaves_again_is_settled_once(pool: Pool, people: list[Profile]) -> None:
    _member, ann, _bo = people
    first = carry_out_leaving(leaving=tell(pool, ann), by=ann, now=NOW)
    for_some_days = Decimal("-16.44")
    assert (first.taken_back, balance_of_member(pool, ann)) == (Decimal("1183.56"), for_some_days)
    tomorrow = NOW + timedelta(days=1)
    add_member(pool=pool, profile=ann, wish=None, now=tomorrow)
    (own,) = [money for money in contribution_status(pool, tomorrow.date()) if money.membership.profile == ann]
    assert (own.share, own.words) == (None, "There is nothing to pay.")

    second = carry_out_leaving(leaving=tell(pool, ann, tomorrow.date(), now=tomorrow), by=ann, now=tomorrow)

    assert (second.taken_back, balance_of_member(pool, ann)) == (0, for_some_days)
    assert left_to_spend(pool) == Decimal("2416.44")
    assert broken_rules() == []


def test_nothing_is_left_behind_when_it_stops_half_way(
    pool: Pool, people: list[Profile], monkeypatch: pytest.MonkeyPatch
) -> None:
    leaving = tell(pool, people[1])

    def stop(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(leaving_operations, "tell_the_others", stop)
    with pytest.raises(RuntimeError), transaction.atomic():
        carry_out_leaving(leaving=leaving, by=people[1], now=NOW)

    assert membership_of(pool, people[1]) is not None
    assert balance_of_member(pool, people[1]) == Decimal("-1200.00")
    assert state_of(pool) == PoolState.SIGNED


def test_the_organiser_leaves_and_hours_go_where_they_said(pool: Pool, people: list[Profile]) -> None:
    put_in_minutes(pool, people[0], 90)
    put_in_minutes(pool, people[1], 30)
    first, second = tell(pool, people[0], hours_to=people[2]), tell(pool, people[1])

    carry_out_leaving(leaving=first, by=people[0], now=NOW)
    carry_out_leaving(leaving=second, by=people[1], now=NOW)

    assert [hours_left(pool, person) for person in people] == [0, 0, 90]
    pool.refresh_from_db()
    assert pool.organiser == people[2]
    check_deferred()
    assert broken_rules() == []


def test_somebody_who_leaves_gives_up_their_places_on_outings(pool: Pool, people: list[Profile]) -> None:
    to_come = make_outing(pool)
    over = make_outing(pool, title="Tea", starts_at=MONDAY_AFTERNOON + timedelta(hours=1))
    own, others = make_places(to_come, people[1], people[2])
    (gone_to,) = make_places(over, people[1])

    carry_out_leaving(leaving=tell(pool, people[1]), by=people[1], now=MONDAY_AFTERNOON + timedelta(days=1))

    places = {place.pk: place.is_open for place in OutingPlace.objects.all()}
    assert places == {own.pk: False, others.pk: True, gone_to.pk: True}


pennies = st.integers(0, 400_000).map(lambda number: Decimal(number) / 100)
EXAMPLES = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def pool_of(people: list[Profile], *, yearly: Decimal, once: Decimal) -> Pool:
    """A pool that all have signed, with costs that come again and costs that come once."""
    pool = make_pool(*people, title=f"Pool {Pool.objects.count()}")
    cost(pool, str(yearly), period=Period.YEARLY)
    add_line(pool=pool, label="A van", amount=once, period=Period.ONCE, by=people[0], now=NOW)
    waive_the_rest(pool)
    look_at_shares(pool)
    agree(pool)
    sign(pool, money_holder="Lakeside Credit Union")
    return pool


@EXAMPLES
@given(
    yearly=pennies.filter(bool),
    once=pennies,
    paid=st.tuples(*[st.integers(0, 100)] * 3),
    spent=st.integers(0, 100),
    days=st.integers(0, 400),
)
def test_whoever_leaves_on_any_day_is_settled_to_the_penny(
    people: list[Profile], yearly: Decimal, once: Decimal, paid: tuple[int, ...], spent: int, days: int
) -> None:
    """Whatever is agreed, paid, spent and left over: the steps add up, and the books sum to zero."""
    pool = pool_of(people, yearly=yearly, once=once)
    pay_in_parts(pool, people, paid)
    if amount := part_of(yearly + once, spent):
        bill(pool, str(amount))
    leaver, last_day = people[1], TODAY + timedelta(days=days)
    before, unspent = balance_of_member(pool, leaver), left_to_spend(pool)
    share = active_agreement(pool).share_of(leaver)

    settlement = settlement_preview(membership_of(pool, leaver), last_day=last_day)

    assert sum(line.amount for line in settlement.lines) == settlement.balance == before + settlement.taken_back
    assert settlement.to_get - settlement.to_pay == settlement.balance
    assert 0 <= settlement.taken_back <= min(unspent, share)
    assert settlement.taken_back == settlement.taken_back.quantize(Decimal("0.01"))
    others, held = [balance_of_member(pool, person) for person in (people[0], people[2])], money_held(pool)

    carry_out_leaving(leaving=tell(pool, leaver, last_day), by=leaver, now=NOW)

    # Nobody else's balance moves by it, and what is paid out is what the leaver no longer has.
    assert [balance_of_member(pool, person) for person in (people[0], people[2])] == others
    paid_out = held - money_held(pool)
    assert balance_of_member(pool, leaver) == settlement.balance - paid_out
    assert paid_out == min(settlement.to_get, held)
    assert left_to_spend(pool) == unspent - settlement.taken_back
    assert broken_rules() == []


@EXAMPLES
@given(
    yearly=pennies.filter(bool),
    once=pennies,
    paid=st.tuples(*[st.integers(0, 100)] * 3),
    spent=st.integers(0, 100),
    aside=st.integers(0, 100),
    given_by_others=pennies,
)
def test_the_end_hands_out_exactly_what_is_held(
    people: list[Profile],
    yearly: Decimal,
    once: Decimal,
    paid: tuple[int, ...],
    spent: int,
    aside: int,
    given_by_others: Decimal,
) -> None:
    pool = pool_of(people, yearly=yearly, once=once)
    pay_in_parts(pool, people, paid)
    if given_by_others:
        receive_from_payer(pool=pool, payer="The trust", amount=given_by_others, day=TODAY, by=people[0], now=NOW)
    # They spend no more than they have, so that they can pay for it.
    paid_in = sum((received_from(pool, person, on=TODAY) for person in people), Decimal(0))
    if amount := part_of(paid_in, spent):
        bill(pool, str(amount))
        pay_bill(pool=pool, seller="Marco", amount=amount, paid_on=TODAY, by=people[0], now=NOW)
    if amount := part_of(left_to_spend(pool), aside):
        set_aside(pool=pool, amount=amount, day=TODAY, by=people[0], now=NOW)
    preview, held = ending_preview(pool, on=TODAY), money_held(pool)

    assert preview.obstacles == []
    assert preview.held == held
    to_others = sum((one.pounds for one in preview.to_others), Decimal(0))
    assert to_others == given_by_others
    assert to_others + sum(part.to_get for part in preview.parts) == held
    assert all(part.to_get >= 0 for part in preview.parts)

    ending = propose_ending(pool=pool, why="We are done.", by=people[0], now=NOW)
    agree_to_end(pool, people, ending)
    end_pool(ending=ending, by=people[0], now=NOW)

    assert {balance.pounds for balance in balances_of(pool)} == {Decimal(0)}
    assert broken_rules() == []


def part_of(amount: Decimal, percent: int) -> Decimal:
    return (amount * percent / 100).quantize(Decimal("0.01"), rounding=ROUND_DOWN)


def pay_in_parts(pool: Pool, people: list[Profile], percents: tuple[int, ...]) -> None:
    """Each pays so many percent of their share."""
    for person, percent in zip(people, percents, strict=True):
        if amount := part_of(active_agreement(pool).share_of(person), percent):
            pay(pool, person, str(amount))


def test_settling_the_rest_refuses_and_goes_between_members(pool: Pool, people: list[Profile]) -> None:
    leaving = tell(pool, people[1])
    with pytest.raises(UnableToSettle, match="nothing to settle"):
        settle_rest(leaving=leaving, amount=Decimal(1), paid_on=TODAY, by=people[0], now=NOW)
    owed = carry_out_leaving(leaving=leaving, by=people[1], now=NOW).to_pay
    for amount in (Decimal(0), owed + 1):
        with pytest.raises(UnableToSettle, match="an amount from"):
            settle_rest(leaving=leaving, amount=amount, paid_on=TODAY, by=people[0], now=NOW)
    with pytest.raises(UnableToSettle, match="not in the pool"):
        settle_rest(leaving=leaving, amount=owed, paid_on=TODAY, other=people[1], by=people[0], now=NOW)

    settle_rest(leaving=leaving, amount=owed, paid_on=TODAY, other=people[2], by=people[0], now=NOW)

    assert balance_of_member(pool, people[1]) == 0
    assert broken_rules() == []


def test_a_mistake_that_is_put_right_is_settled_again_with_whoever_left(pool: Pool, people: list[Profile]) -> None:
    paid = pay(pool, people[1], "1200.00")
    leaving = tell(pool, people[1])
    carry_out_leaving(leaving=leaving, by=people[1], now=NOW)
    leaving.refresh_from_db()
    assert leaving.settled_at == NOW
    pay(pool, people[0], "1200.00")

    put_right(transfer=paid.statuses.get(transfer__isnull=False).transfer, why="It never came", by=people[0], now=NOW)

    leaving.refresh_from_db()
    assert leaving.settled_at is None
    assert broken_rules() == []
    rest = -balance_of_member(pool, people[1])
    settle_rest(leaving=leaving, amount=rest, paid_on=TODAY, by=people[0], now=LATER)
    leaving.refresh_from_db()
    assert leaving.settled_at == LATER


def test_a_part_is_bought_given_and_shared_at_the_end(pool: Pool, people: list[Profile]) -> None:
    thing = make_thing(pool)
    assert [part.percent for part in owned(thing).parts] == [Decimal("33.34"), Decimal("33.33"), Decimal("33.33")]
    with pytest.raises(UnableToMovePart, match="not for sale"):
        buy_part(thing=thing, seller=people[1], value=Decimal("33.33"), by=people[0], now=NOW)
    tell(pool, people[1], things=ThingsChoice.SELL)
    with pytest.raises(UnableToMovePart, match="price has changed"):
        buy_part(thing=thing, seller=people[1], value=Decimal("33.00"), by=people[0], now=NOW)
    with pytest.raises(UnableToMovePart, match="Only the others"):
        buy_part(thing=thing, seller=people[1], value=Decimal("33.33"), by=people[1], now=NOW)

    buy_part(thing=thing, seller=people[1], value=Decimal("33.33"), by=people[0], now=LATER)

    assert [(part.profile, part.percent) for part in owned(thing).parts] == [
        (people[0], Decimal("66.67")),
        (people[2], Decimal("33.33")),
    ]
    assert balance_of_member(pool, people[1]) == Decimal("-1166.67")
    with pytest.raises(UnableToMovePart, match="no such part"):
        buy_part(thing=thing, seller=people[1], value=Decimal("33.33"), by=people[0], now=LATER)
    giver = tell(pool, people[2], things=ThingsChoice.GIVE)
    carry_out_leaving(leaving=giver, by=people[2], now=LATER + timedelta(hours=1))
    assert [part.percent for part in owned(thing).parts] == [Decimal(100)]

    end_thing(
        thing=thing,
        how=ThingStepKind.SOLD,
        amount=Decimal("50.00"),
        removal_cost=Decimal("30.00"),
        by=people[0],
        now=LATER + timedelta(hours=2),
    )

    assert owned(thing).is_gone
    assert money_held(pool) == Decimal("20.00")
    with pytest.raises(UnableToEndThing, match="already"):
        end_thing(thing=thing, how=ThingStepKind.SOLD, by=people[0], now=LATER)
    check_deferred()


def test_things_refuse(pool: Pool, people: list[Profile]) -> None:
    with pytest.raises(UnableToRecordThing, match="100%"):
        make_thing(pool, parts={people[0]: Decimal("99.99")})
    with pytest.raises(UnableToRecordThing, match="Only people in the pool"):
        make_thing(pool, parts={make_member("Cy"): Decimal(100)})
    with pytest.raises(UnableToRecordThing, match="still to come"):
        make_thing(pool, now=NOW - timedelta(days=2))
    thing = make_thing(pool)
    with pytest.raises(UnableToEndThing, match="from the list"):
        end_thing(thing=thing, how=ThingStepKind.RECORDED, by=people[0], now=NOW)
    with pytest.raises(UnableToEndThing, match="Only something that was sold"):
        end_thing(thing=thing, how=ThingStepKind.GIVEN_AWAY, amount=Decimal(1), by=people[0], now=NOW)
    with pytest.raises(UnableToEndThing, match="below zero"):
        end_thing(thing=thing, how=ThingStepKind.SOLD, amount=Decimal(-1), by=people[0], now=NOW)
    step = thing.steps.create(kind=ThingStepKind.PART_GIVEN, by=people[0], at=LATER)
    ThingPart.objects.create(step=step, profile=people[0], percent=Decimal(50))
    with pytest.raises(IntegrityError, match="the parts of a thing are the whole of it"), transaction.atomic():
        check_deferred()
    # So that the test's own transaction can end.
    ThingPart.objects.create(step=step, profile=people[1], percent=Decimal(50))


def agree_to_end(pool: Pool, people: list[Profile], ending: object) -> None:
    for person in people:
        to_get = ending_preview(pool, on=TODAY).for_profile(person).to_get
        answer_ending(ending=ending, agrees=True, to_get=to_get, returns_hours=True, by=person, now=NOW)


def test_a_pool_ends_and_nothing_is_left_over(pool: Pool, people: list[Profile]) -> None:
    for person, amount in zip(people, ("1200.00", "600.00", "200.00"), strict=True):
        pay(pool, person, amount)
    put_in_minutes(pool, people[0], 60)
    set_aside(pool=pool, amount=Decimal("100.00"), day=TODAY, by=people[0], now=NOW)
    receive_from_payer(pool=pool, payer="The trust", amount=Decimal("50.00"), day=TODAY, by=people[0], now=NOW)
    bill(pool, "999.99")
    ending = propose_ending(pool=pool, why="We have done it.", learned="Start small.", by=people[1], now=NOW)
    with pytest.raises(UnableToProposeEnding, match="asked this already"):
        propose_ending(pool=pool, why="Me too", by=people[0], now=NOW)
    with pytest.raises(UnableToEndPool, match="So nothing changes"):
        end_pool(ending=ending, by=people[0], now=NOW)
    with pytest.raises(UnableToAnswerEnding, match="numbers have changed"):
        answer_ending(ending=ending, agrees=True, to_get=Decimal(1), by=people[0], now=NOW)
    agree_to_end(pool, people, ending)
    with pytest.raises(UnableToEndPool, match=r"A bill is not paid yet: Marco, £999\.99"):
        end_pool(ending=ending, by=people[0], now=NOW)
    pay_bill(pool=pool, seller="Marco", amount=Decimal("999.99"), paid_on=TODAY, by=people[0], now=NOW)
    with pytest.raises(UnableToEndPool, match="Ask them to look again"):
        end_pool(ending=ending, by=people[0], now=NOW)
    agree_to_end(pool, people, ending)
    preview = ending_preview(pool, on=TODAY)
    assert [part.to_get for part in preview.parts] == [Decimal("600.01"), Decimal("300.00"), Decimal("100.00")]

    end_pool(ending=ending, by=people[0], now=NOW)

    assert state_of(pool) == PoolState.ENDED
    assert all(balance.pounds == 0 for balance in balances_of(pool))
    assert balance_of_member(pool, people[0], unit=Unit.MINUTES) == 0
    check_deferred()
    assert broken_rules() == []
    with pytest.raises(UnableToPutRight, match="Its books are closed"):
        put_right(transfer=pool.transfers.first(), why="Wrong", by=people[0], now=NOW)
    with pytest.raises(UnableToProposeEnding, match="has ended"):
        propose_ending(pool=pool, why="Again", by=people[0], now=NOW)


def test_what_stands_in_the_way_of_the_end(pool: Pool, people: list[Profile]) -> None:
    make_thing(pool)
    leaving = tell(pool, people[2])
    carry_out_leaving(leaving=leaving, by=people[2], now=NOW)
    ending = propose_ending(pool=pool, why="Enough", by=people[0], now=NOW)
    agree_to_end(pool, people[:2], ending)

    with pytest.raises(UnableToEndPool, match=r"Bo has left, and is not settled yet.*You still own: A rowing machine"):
        end_pool(ending=ending, by=people[0], now=NOW)

    with pytest.raises(UnableToEndPool, match="Only who asked"):
        take_back_ending(ending=ending, by=people[1], now=NOW)
    take_back_ending(ending=ending, by=people[0], now=NOW)
    with pytest.raises(UnableToEndPool, match="over already"):
        end_pool(ending=ending, by=people[0], now=NOW)
    for refused in (people[2], make_member("Cy")):
        with pytest.raises(UnableToProposeEnding, match="Only people in the pool"):
            propose_ending(pool=pool, why="No", by=refused, now=NOW)


def test_scenario_8_a_second_request_within_what_is_left(member: Profile) -> None:
    """£500.00 each a year. After three months the first choice is not right: something else, and no blame."""
    pool = make_signed_pool(member, make_member("Ann"), price="1000.00")
    first = bill(pool, "300.00", what="Drumming")
    note = note_purchase(purchase=first, by=member, now=NOW)
    assert note.words == "It was not right for us."
    with pytest.raises(UnableToNotePurchase, match="said this already"):
        note_purchase(purchase=first, by=member, now=NOW)
    with pytest.raises(UnableToNotePurchase, match="Only people"):
        note_purchase(purchase=first, by=make_member("Cy"), now=NOW)

    bill(pool, "700.00", what="Swimming", now=NOW + timedelta(days=90))

    assert left_to_spend(pool) == 0
    assert list(pool.purchases.values_list("what", flat=True)) == ["Drumming", "Swimming"]
    assert first.amount == Decimal("300.00")


def test_the_pages_from_telling_to_the_end(pool: Pool, people: list[Profile], browse: Callable[..., Client]) -> None:
    def at(name: str, *args: object) -> str:
        return reverse(f"pools:{name}", args=[pool.pk, *args])

    page = browse(people[1]).get(at("leaving")).content.decode()
    assert "Choose your last day" in page
    bad = browse(people[1]).post(at("tell_of_leaving"), {"things": "give", "last_day_day": "1"})
    assert bad.context["form"]["things"].value() == "give"
    browse(people[1]).post(
        at("tell_of_leaving"),
        {"things": "keep", "last_day_day": "1", "last_day_month": "1", "last_day_year": "2099"},
    )
    leaving = leaving_of(membership_of(pool, people[1]))
    assert "Bo" in browse(people[1]).get(leaving.get_absolute_url()).content.decode()
    for easy in ({}, {"easy": "1"}):
        assert "£1,800.00" in browse(people[0]).get(leaving.get_absolute_url(), easy).content.decode()
    browse(people[0]).post(leaving.get_absolute_url(), {"accepts": "yes", "share": "1800.00"})
    assert asked_changes(leaving)[0].answer.accepts
    with pytest.raises(leaving_operations.UnableToAnswerLeaving, match="Only the others"):
        answer_leaving(leaving=leaving, accepts=True, share=Decimal(1), by=people[1], now=NOW)
    browse(people[1]).post(at("carry_out_leaving", leaving.pk))
    assert membership_of(pool, people[1]) is None
    assert "Ann" in browse(people[0]).get(at("who_leaves")).content.decode()
