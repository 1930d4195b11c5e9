from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pools.models import (
    CostLine,
    CostPrompt,
    LineState,
    MoneyPath,
    Period,
    Pool,
    PoolMembership,
    PoolState,
    PurchaseKind,
    SharingRule,
    Shortfall,
)
from pools.operations.costing import (
    UnableToChangeCosts,
    UnableToKeepPromise,
    UnableToPreviewShare,
    add_line,
    answer_line,
    confirm_share,
    describe_sheet,
    keep_promise,
    put_aside,
    remove_line,
    renew_price,
    set_money_path,
    set_sharing,
    share_by_days,
    waive_line,
)
from pools.operations.decision import UnableToPropose
from pools.queries.costing import Sheet, current_shares, explain_shares, price_line, shares_of
from pools.queries.pools import state_of
from portal.models import Area, AuditEvent, Profile
from tests.factories.pools import (
    PDF,
    cost,
    make_agreed_pool,
    make_costed_pool,
    make_pool,
    make_proposal,
    paper,
    waive_the_rest,
)
from tests.factories.portal import make_member
from tests.factories.providers import make_offer


@pytest.fixture
def pool(member: Profile) -> Pool:
    return make_pool(member, make_member("Jo"))


def places(pool: Pool) -> list[PoolMembership]:
    return list(pool.memberships.open().select_related("profile"))


def test_answer_line_and_begin_to_work_on_the_costs(pool: Pool, now: datetime) -> None:
    line = pool.cost_lines.get(prompt="price")

    answer_line(line=line, amount=Decimal("12.50"), period=Period.WEEKLY, paid_by=" Ann ", by=pool.organiser, now=now)

    line.refresh_from_db()
    assert (line.amount, line.period, line.paid_by, line.state) == (Decimal("12.50"), "weekly", "Ann", "answered")
    assert state_of(pool) == PoolState.COSTING
    assert AuditEvent.objects.get(subject_id=line.pk).action == "answer_line"


def test_an_answer_can_be_set_aside_and_given_again(pool: Pool, now: datetime) -> None:
    line = cost(pool, "5.00", prompt="travel")

    waive_line(line=line, reason="We walk.", by=pool.organiser, now=now)
    line.refresh_from_db()
    assert (line.state, line.amount, line.waived_reason) == (LineState.WAIVED, None, "We walk.")

    cost(pool, "6.00", prompt="travel")
    line.refresh_from_db()
    assert (line.state, line.amount, line.waived_reason) == (LineState.ANSWERED, Decimal("6.00"), "")


def test_waive_line_needs_a_reason(pool: Pool, now: datetime) -> None:
    line = pool.cost_lines.get(prompt="travel")

    with pytest.raises(UnableToChangeCosts, match="Say why you do not need it") as refusal:
        waive_line(line=line, reason="  ", by=pool.organiser, now=now)

    assert refusal.value.field == "reason"
    line.refresh_from_db()
    assert line.state == LineState.BLANK


def test_no_cost_is_below_zero(pool: Pool, now: datetime) -> None:
    with pytest.raises(UnableToChangeCosts, match="not below zero"):
        cost(pool, "-5")

    assert pool.cost_lines.get(prompt="price").state == LineState.BLANK
    assert state_of(pool) == PoolState.GATHERING


def test_add_line_and_remove_it_again(pool: Pool, now: datetime) -> None:
    details = {"label": "Aprons", "amount": Decimal(30), "period": Period.ONCE, "by": pool.organiser, "now": now}

    line = add_line(pool=pool, **details)
    assert add_line(pool=pool, **details) == line
    assert list(pool.cost_lines.all())[-1] == line

    remove_line(line=line, by=pool.organiser, now=now)
    assert not pool.cost_lines.filter(label="Aprons").exists()


def test_a_cost_that_we_ask_about_cannot_be_removed_nor_added_twice(pool: Pool, now: datetime) -> None:
    line = pool.cost_lines.get(prompt="travel")

    with pytest.raises(UnableToChangeCosts, match="We always ask"):
        remove_line(line=line, by=pool.organiser, now=now)
    with pytest.raises(UnableToChangeCosts, match="on the list already"):
        add_line(
            pool=pool,
            label="Bus",
            amount=Decimal(3),
            period=Period.ONCE,
            prompt=CostPrompt.TRAVEL,
            by=pool.organiser,
            now=now,
        )


def test_an_offer_sets_its_own_price(member: Profile, now: datetime) -> None:
    pool = make_pool(member, offer=make_offer())

    with pytest.raises(UnableToChangeCosts, match="The offer sets this price"):
        cost(pool, "1.00")


def test_describe_sheet(pool: Pool, now: datetime) -> None:
    describe_sheet(
        pool=pool,
        price_holds_until=date(2027, 1, 31),
        shortfall=Shortfall.SHARE,
        not_included=" Food ",
        by=pool.organiser,
        now=now,
    )

    pool.cost_sheet.refresh_from_db()
    details = pool.cost_sheet
    assert (details.price_holds_until, details.shortfall, details.not_included) == (
        date(2027, 1, 31),
        "share",
        "Food",
    )


def change_nothing_but(pool: Pool, now: datetime) -> dict[str, Callable[[], object]]:
    line, by = pool.cost_lines.get(prompt="price"), pool.organiser
    return {
        "add": lambda: add_line(pool=pool, label="X", amount=Decimal(1), period=Period.ONCE, by=by, now=now),
        "answer": lambda: answer_line(line=line, amount=Decimal(1), period=Period.ONCE, by=by, now=now),
        "waive": lambda: waive_line(line=line, reason="X", by=by, now=now),
        "remove": lambda: remove_line(line=line, by=by, now=now),
        "describe": lambda: describe_sheet(
            pool=pool, price_holds_until=None, shortfall=Shortfall.SHARE, not_included="", by=by, now=now
        ),
        "share": lambda: set_sharing(pool=pool, rule=SharingRule.EQUAL, numbers={}, by=by, now=now),
        "money path": lambda: set_money_path(pool=pool, money_path=MoneyPath.VENUE, by=by, now=now),
        "price": lambda: renew_price(pool=pool, holds_until=now.date(), by=by, now=now),
        "days": lambda: share_by_days(pool=pool, by_days=False, first_day=None, by=by, now=now),
    }


@pytest.mark.parametrize(
    "what", ["add", "answer", "waive", "remove", "describe", "share", "money path", "price", "days"]
)
def test_costs_stay_as_they_are_after_the_decision(area: Area, member: Profile, now: datetime, what: str) -> None:
    pool = make_agreed_pool(member)

    with pytest.raises(UnableToChangeCosts, match="You have decided already"):
        change_nothing_but(pool, now)[what]()

    assert current_shares(pool)[0].total == Decimal("840.00")


def test_set_sharing_by_use(pool: Pool, now: datetime) -> None:
    cost(pool, "100.00")
    waive_the_rest(pool)
    peter, jo = places(pool)

    set_sharing(
        pool=pool, rule=SharingRule.BY_USE, numbers={peter: Decimal(1), jo: Decimal(2)}, by=pool.organiser, now=now
    )

    pool.refresh_from_db()
    sheet, shares = current_shares(pool)
    assert [share.amount for share in shares] == [Decimal("33.33"), Decimal("66.67")]
    assert explain_shares(sheet=sheet, shares=shares, rule=SharingRule.BY_USE) == (
        "£100.00 between 2: £33.33 for Peter; £66.67 for Jo."
    )


def test_fixed_shares_must_add_up(pool: Pool, now: datetime) -> None:
    cost(pool, "100.00")
    waive_the_rest(pool)
    peter, jo = places(pool)

    def fix(first: str, second: str) -> list[str]:
        numbers = {peter: Decimal(first), jo: Decimal(second)}
        set_sharing(pool=pool, rule=SharingRule.FIXED, numbers=numbers, by=pool.organiser, now=now)
        pool.refresh_from_db()
        return [str(blank) for blank in current_shares(pool)[0].blanks]

    assert fix("60.00", "39.99") == [
        "The fixed shares add up to £99.99, and the costs to £100.00. They must be the same."
    ]
    assert fix("60.00", "40.00") == []
    assert [share.amount for share in current_shares(pool)[1]] == [Decimal("60.00"), Decimal("40.00")]


def test_set_sharing_refuses(pool: Pool, now: datetime) -> None:
    peter, jo = places(pool)
    refusals = {
        "Give a number for each person": {peter: Decimal(1)},
        "Somebody has to pay": {peter: Decimal(0), jo: Decimal(0)},
        "not below zero": {peter: Decimal(-1), jo: Decimal(2)},
    }

    for sentence, numbers in refusals.items():
        with pytest.raises(UnableToChangeCosts, match=sentence):
            set_sharing(pool=pool, rule=SharingRule.BY_USE, numbers=numbers, by=pool.organiser, now=now)

    pool.refresh_from_db()
    assert pool.sharing_rule == SharingRule.EQUAL


def test_confirm_share_is_about_the_very_number(pool: Pool, now: datetime) -> None:
    cost(pool, "100.00")

    with pytest.raises(UnableToPreviewShare, match="has just changed"):
        confirm_share(pool=pool, amount=Decimal("49.99"), by=pool.organiser, now=now)
    seen = confirm_share(pool=pool, amount=Decimal("50.00"), by=pool.organiser, now=now)

    assert (seen.previewed_share, seen.previewed_at) == (Decimal("50.00"), now)
    cost(pool, "120.00")
    own = current_shares(pool)[1][0]
    assert (own.amount, own.is_previewed) == (Decimal("60.00"), False)


def test_confirm_share_refuses_what_is_not_known(pool: Pool, now: datetime) -> None:
    with pytest.raises(UnableToPreviewShare, match="not known yet"):
        confirm_share(pool=pool, amount=Decimal(0), by=pool.organiser, now=now)
    with pytest.raises(UnableToPreviewShare, match="not known yet"):
        confirm_share(pool=make_costed_pool(pool.organiser), amount=Decimal(1), by=make_member("Ann"), now=now)


def test_put_aside_is_an_amount_or_a_percentage(member: Profile, now: datetime) -> None:
    pool = make_pool(member, buying=PurchaseKind.OUTING)
    cost(pool, "333.33")
    line = pool.cost_lines.get(prompt="contingency")

    put_aside(line=line, percent=Decimal(5), by=member, now=now)
    sheet = current_shares(pool)[0]
    assert (sheet.put_aside, sheet.total) == (Decimal("16.67"), Decimal("350.00"))
    put_aside(line=line, amount=Decimal(20), by=member, now=now)
    assert current_shares(pool)[0].put_aside == Decimal("20.00")

    for answer in ({}, {"amount": Decimal(1), "percent": Decimal(1)}):
        with pytest.raises(UnableToChangeCosts, match="Give an amount or a percentage, and not both"):
            put_aside(line=line, **answer, by=member, now=now)
    with pytest.raises(UnableToChangeCosts, match="Only what you put aside"):
        put_aside(line=pool.cost_lines.get(prompt="travel"), percent=Decimal(5), by=member, now=now)
    with pytest.raises(UnableToChangeCosts, match="between 0 and 100"):
        put_aside(line=line, percent=Decimal(101), by=member, now=now)


def test_keep_promise_and_forget_it_when_another_amount_is_promised(pool: Pool, now: datetime) -> None:
    line = cost(pool, "200.00", prompt="travel", paid_by="Richmond House")

    keep_promise(line=line, promised_on=now.date(), file=paper(), by=pool.organiser, now=now)
    line.refresh_from_db()
    assert (line.promised_on, bytes(line.promise.content)) == (now.date(), PDF)
    keep_promise(line=line, promised_on=date(2026, 11, 1), by=pool.organiser, now=now)
    line.refresh_from_db()
    assert line.promise is not None

    cost(pool, "200.00", prompt="travel", paid_by="Richmond House")
    line.refresh_from_db()
    assert line.is_promised_in_writing
    cost(pool, "200.00", prompt="travel", paid_by="Richmond House", paid_part=Decimal(50))
    line.refresh_from_db()
    assert (line.promised_on, line.promise) == (None, None)


def test_keep_promise_refuses(pool: Pool, now: datetime) -> None:
    own, theirs = cost(pool, "5.00"), cost(pool, "5.00", prompt="travel", paid_by="Ann")

    with pytest.raises(UnableToKeepPromise, match="You pay this cost yourselves"):
        keep_promise(line=own, promised_on=now.date(), by=pool.organiser, now=now)
    with pytest.raises(UnableToKeepPromise, match="still to come") as refusal:
        keep_promise(line=theirs, promised_on=now.date() + timedelta(days=1), by=pool.organiser, now=now)
    assert refusal.value.field == "promised_on"


def test_a_part_is_less_than_the_whole(pool: Pool, now: datetime) -> None:
    with pytest.raises(UnableToChangeCosts, match="less than the whole amount"):
        cost(pool, "5.00", paid_by="Ann", paid_part=Decimal(5))


def test_a_price_that_is_over_is_asked_for_again_before_the_vote(member: Profile, now: datetime) -> None:
    pool = make_costed_pool(member)
    sheet = pool.cost_sheet
    sheet.price_holds_until = date(2026, 11, 15)
    sheet.save()

    with pytest.raises(UnableToPropose, match=r"The price held until 15 November 2026\. Ask again for the price"):
        make_proposal(pool)
    with pytest.raises(UnableToChangeCosts, match="This day has gone by"):
        renew_price(pool=pool, holds_until=date(2026, 11, 22), by=member, now=now)
    renew_price(pool=pool, holds_until=date(2026, 12, 31), by=member, now=now)

    pool.refresh_from_db()
    assert make_proposal(pool).figures["price_holds_until"] == "2026-12-31"


def test_a_pool_that_pays_at_the_place_is_not_asked_about_keeping_money(member: Profile, now: datetime) -> None:
    pool = make_pool(member, buying=PurchaseKind.OTHER)
    assert {"insurance", "contingency"} < {blank.key for blank in current_shares(pool)[0].blanks}

    set_money_path(pool=pool, money_path=MoneyPath.VENUE, by=member, now=now)
    pool.refresh_from_db()
    assert not {"insurance", "contingency"} & {blank.key for blank in current_shares(pool)[0].blanks}

    bikes = make_pool(member, buying=PurchaseKind.EQUIPMENT, money_path=MoneyPath.VENUE, title="Bikes")
    assert "insurance" in {blank.key for blank in current_shares(bikes)[0].blanks}


def test_share_by_days_needs_a_first_day(pool: Pool, now: datetime) -> None:
    with pytest.raises(UnableToChangeCosts, match="Give the first day") as refusal:
        share_by_days(pool=pool, by_days=True, first_day=None, by=pool.organiser, now=now)

    assert refusal.value.field == "first_day"
    pool.refresh_from_db()
    assert not pool.by_days


@pytest.mark.parametrize(
    ("period", "first_year"),
    [("quarterly", "40.00"), ("four_weekly", "130.00"), ("monthly", "120.00"), ("weekly", "520.00")],
)
def test_how_often_a_cost_comes_in_a_year(pool: Pool, period: str, first_year: str) -> None:
    cost(pool, "10.00", period=Period(period))

    assert current_shares(pool)[0].total == Decimal(first_year)


def test_costing_leaves_nothing_behind_when_it_stops_half_way(
    pool: Pool, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**_details: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("pools.operations.costing.record", broken)
    with pytest.raises(RuntimeError):
        cost(pool, "100.00")

    assert pool.cost_lines.get(prompt="price").state == LineState.BLANK
    assert state_of(pool) == PoolState.GATHERING


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    amounts=st.lists(st.tuples(st.integers(0, 10**6), st.sampled_from(list(Period))), min_size=1, max_size=6),
    weights=st.lists(st.integers(0, 50), min_size=1, max_size=9),
)
def test_shares_add_up_to_what_is_shared(area: Area, amounts: list[tuple[int, Period]], weights: list[int]) -> None:
    lines = [
        CostLine(label="X", amount=Decimal(pennies).scaleb(-2), period=period, state=LineState.ANSWERED)
        for pennies, period in amounts
    ]
    members = [PoolMembership(share_weight=Decimal(weight)) for weight in weights]
    sheet = Sheet(people=len(members), lines=[price_line(line, offer=None, people=len(members)) for line in lines])

    for rule in (SharingRule.EQUAL, SharingRule.BY_ABILITY):
        shares = shares_of(sheet=sheet, members=members, rule=rule)
        assert sum(share.amount for share in shares) == sheet.total
