"""Who waits, who starts later, and what it would mean if it cost more."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pools.models import (
    CostLine,
    LineState,
    Period,
    Pool,
    PooledPart,
    PoolMembership,
    PurchaseKind,
    SharingRule,
    Shortfall,
)
from pools.operations.costing import put_aside, share_by_days
from pools.queries.costing import Sheet, current_shares, explain_shares, figures_of, price_line, shares_of
from pools.queries.price import PriceStanding, price_standing, price_warning
from pools.queries.shortfall import Shortage, preview_shortage
from portal.models import Area, Profile
from tests.factories.pools import cost, make_pool, waive_the_rest
from tests.factories.portal import make_member
from tests.factories.providers import make_offer


def wait(pool: Pool, *names: str) -> None:
    pool.memberships.filter(profile__shown_name__in=names).update(pooled_part=PooledPart.WAITING)


def pays_from(pool: Pool, name: str, day: date) -> None:
    pool.memberships.filter(profile__shown_name=name).update(pays_from=day)


def both_numbers(pool: Pool) -> list[tuple[str, str]]:
    return [(str(share.amount), str(share.when_all_pay)) for share in current_shares(pool)[1]]


@pytest.fixture
def pool(member: Profile) -> Pool:
    pool = make_pool(member, make_member("Asha"), make_member("Dev"))
    cost(pool, "100.00")
    waive_the_rest(pool)
    return pool


class TestWaiting:
    def test_who_waits_pays_nothing_yet_and_both_numbers_are_known(self, pool: Pool) -> None:
        wait(pool, "Dev")

        sheet, shares = current_shares(pool)

        assert both_numbers(pool) == [("50.00", "33.34"), ("50.00", "33.33"), ("0.00", "33.33")]
        assert (sheet.people, sheet.paying, sheet.waiting, sheet.is_complete) == (3, 2, 1, True)
        assert explain_shares(sheet=sheet, shares=shares, rule=SharingRule.EQUAL) == (
            "£100.00 between 2: £50.00 each for Peter and Asha. Dev pays nothing yet."
        )
        assert [share["when_all_pay"] for share in figures_of(pool)["shares"]] == ["33.34", "33.33", "33.33"]

    def test_when_nobody_pays_yet_the_shares_are_not_known(self, pool: Pool) -> None:
        wait(pool, "Peter", "Asha", "Dev")

        sheet, shares = current_shares(pool)

        assert [share.amount for share in shares] == [None] * 3
        assert [share.when_all_pay for share in shares] == [Decimal("33.34"), Decimal("33.33"), Decimal("33.33")]
        assert [blank.key for blank in sheet.blanks] == ["shares"]
        assert "Nobody pays yet" in str(sheet.blanks[0])

    def test_those_who_wait_count_for_the_price_break(self, area: Area) -> None:
        offer = make_offer(prices={2: "15.00", 3: "12.00"})
        pool = make_pool(*(make_member(name) for name in ("A", "B", "C")), buying=PurchaseKind.OTHER, offer=offer)
        waive_the_rest(pool)
        wait(pool, "C")

        assert both_numbers(pool) == [("18.00", "12.00"), ("18.00", "12.00"), ("0.00", "12.00")]

    def test_fixed_shares_add_up_among_those_who_pay(self, pool: Pool) -> None:
        wait(pool, "Dev")
        pool.sharing_rule = SharingRule.FIXED
        pool.save()
        pool.memberships.exclude(profile__shown_name="Dev").update(fixed_share=Decimal(50))

        assert current_shares(pool)[0].is_complete
        assert both_numbers(pool) == [("50.00", "None"), ("50.00", "None"), ("0.00", "None")]


class TestByDays:
    @pytest.fixture
    def running(self, pool: Pool, now: datetime) -> Pool:
        """£100.00 once and £365.00 a year, from 1 January on."""
        cost(pool, "365.00", prompt="venue", period=Period.YEARLY)
        share_by_days(pool=pool, by_days=True, first_day=date(2027, 1, 1), by=pool.organiser, now=now)
        pool.refresh_from_db()
        return pool

    def test_who_starts_later_pays_for_fewer_days(self, running: Pool) -> None:
        pays_from(running, "Dev", date(2027, 7, 2))

        sheet, shares = current_shares(running)

        # A third of £100.00 each, and the £365.00 by 365, 365 and 183 days: 179.2533, 179.2533 and 106.4932.
        assert [str(share.amount) for share in shares] == ["179.26", "179.25", "106.49"]
        assert sum(share.amount for share in shares) == sheet.total
        assert explain_shares(sheet=sheet, shares=shares, rule=SharingRule.EQUAL) == (
            "£465.00 between 3: £179.26 for Peter; £179.25 for Asha; £106.49 for Dev."
            " What comes again is shared by days: 365 days for Peter and Asha; 183 days for Dev."
        )

    def test_the_same_days_are_the_same_shares(self, running: Pool) -> None:
        pays_from(running, "Dev", date(2026, 12, 1))

        assert [str(share.amount) for share in current_shares(running)[1]] == ["155.00", "155.00", "155.00"]

    def test_who_starts_after_the_year_pays_only_what_comes_once(self, running: Pool) -> None:
        pays_from(running, "Dev", date(2028, 1, 1))

        assert str(current_shares(running)[1][2].amount) == "33.33"

    def test_a_year_without_a_paid_day_is_a_blank(self, running: Pool) -> None:
        running.memberships.update(pays_from=date(2028, 1, 1))

        sheet, shares = current_shares(running)

        assert [share.amount for share in shares] == [None] * 3
        assert "Nobody pays for a day of your first year" in str(sheet.blanks[0])

    def test_days_count_alone_where_those_who_have_them_have_no_weight(self, running: Pool) -> None:
        running.memberships.exclude(profile__shown_name="Dev").update(share_weight=0)
        running.memberships.filter(profile__shown_name="Dev").update(pays_from=date(2029, 1, 1))
        running.sharing_rule = SharingRule.BY_USE
        running.save()

        assert [str(share.amount) for share in current_shares(running)[1]] == ["182.50", "182.50", "100.00"]

    def test_fixed_shares_know_no_days(self, running: Pool) -> None:
        running.sharing_rule = SharingRule.FIXED
        running.save()
        running.memberships.update(fixed_share=Decimal(155))

        sheet, shares = current_shares(running)

        assert explain_shares(sheet=sheet, shares=shares, rule=SharingRule.FIXED) == (
            "£465.00 between 3: £155.00 each for Peter, Asha and Dev."
        )

    def test_a_year_from_the_leap_day_ends_at_the_end_of_february(self, running: Pool, now: datetime) -> None:
        share_by_days(pool=running, by_days=True, first_day=date(2028, 2, 29), by=running.organiser, now=now)
        running.refresh_from_db()

        sheet, shares = current_shares(running)

        assert "366 days for Peter, Asha and Dev" in explain_shares(sheet=sheet, shares=shares, rule=SharingRule.EQUAL)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    costs=st.lists(st.tuples(st.integers(0, 10**7), st.sampled_from(list(Period))), min_size=1, max_size=6),
    people=st.lists(
        st.tuples(st.integers(0, 50), st.dates(date(2026, 6, 1), date(2028, 6, 1)), st.booleans()),
        min_size=1,
        max_size=12,
    ),
)
def test_shares_add_up_whoever_waits_and_whenever_they_start(
    area: Area, costs: list[tuple[int, Period]], people: list[tuple[int, date, bool]]
) -> None:
    lines = [
        CostLine(label="X", amount=Decimal(pennies).scaleb(-2), period=period, state=LineState.ANSWERED)
        for pennies, period in costs
    ]
    members = [
        PoolMembership(
            share_weight=Decimal(weight),
            pays_from=day,
            pooled_part=PooledPart.WAITING if waits else PooledPart.PART,
        )
        for weight, day, waits in people
    ]
    sheet = Sheet(
        people=len(members),
        lines=[price_line(line, offer=None, people=len(members)) for line in lines],
        first_day=date(2027, 1, 1),
    )

    for rule in (SharingRule.EQUAL, SharingRule.BY_HOURS):
        shares = shares_of(sheet=sheet, members=members, rule=rule)
        amounts = [share.amount for share in shares]
        assert None in amounts or sum(amounts) == sheet.total
        assert all(not amount for amount, member in zip(amounts, members, strict=True) if not member.pays)
        later = [share.when_all_pay for share in shares]
        assert None in later or sum(later) == sheet.total


class TestShortage:
    @pytest.fixture
    def outing(self, member: Profile, now: datetime) -> Pool:
        pool = make_pool(member, make_member("Asha"), make_member("Dev"), buying=PurchaseKind.OUTING)
        cost(pool, "100.00")
        put_aside(line=pool.cost_lines.get(prompt="contingency"), amount=Decimal("4.00"), by=member, now=now)
        waive_the_rest(pool)
        return pool

    def shortage(self, pool: Pool, rule: Shortfall, percent: str = "10") -> Shortage:
        sheet, shares = current_shares(pool)
        details = pool.cost_sheet
        details.shortfall = rule
        found = preview_shortage(pool, details=details, sheet=sheet, shares=shares, percent=Decimal(percent))
        assert found is not None
        return found

    def after(self, found: Shortage) -> list[str]:
        return [str(after) for _share, after in found.changes]

    def test_shared_in_the_same_way(self, outing: Pool) -> None:
        found = self.shortage(outing, Shortfall.SHARE)

        assert (found.extra, found.shared) == (Decimal("10.00"), Decimal("10.00"))
        assert self.after(found) == ["38.00", "38.00", "38.00"]
        assert found.words == "If it costs 10% more, £10.00 is missing. You share it in the same way as the rest."

    def test_first_from_what_is_put_aside(self, outing: Pool) -> None:
        found = self.shortage(outing, Shortfall.RESERVE)

        assert (found.from_put_aside, found.shared) == (Decimal("4.00"), Decimal("6.00"))
        assert self.after(found) == ["36.67", "36.67", "36.66"]
        assert "£4.00 comes out of the money that you put aside, and you share £6.00." in found.words

    def test_what_is_put_aside_may_be_enough(self, outing: Pool) -> None:
        found = self.shortage(outing, Shortfall.RESERVE, percent="4")

        assert found.shared == Decimal("0.00")
        assert "so nobody pays more" in found.words

    def test_deciding_again_costs_nobody_more_before_that(self, outing: Pool) -> None:
        found = self.shortage(outing, Shortfall.DECIDE_AGAIN)

        assert self.after(found) == ["34.67", "34.67", "34.66"]
        assert "Then you stop, and decide again." in found.words

    def test_fixed_shares_grow_alike(self, outing: Pool) -> None:
        outing.sharing_rule = SharingRule.FIXED
        outing.save()
        for name, amount in (("Peter", 52), ("Asha", 52), ("Dev", 0)):
            outing.memberships.filter(profile__shown_name=name).update(fixed_share=Decimal(amount))

        assert self.after(self.shortage(outing, Shortfall.SHARE)) == ["57.00", "57.00", "0.00"]
        outing.memberships.update(fixed_share=Decimal(0))
        assert self.after(self.shortage(outing, Shortfall.SHARE)) == ["0.00"] * 3

    def test_by_days_it_is_shared_by_days(self, outing: Pool, now: datetime) -> None:
        cost(outing, "0.00")
        cost(outing, "365.00", prompt="travel", period=Period.YEARLY)
        share_by_days(pool=outing, by_days=True, first_day=date(2027, 1, 1), by=outing.organiser, now=now)
        outing.refresh_from_db()
        pays_from(outing, "Dev", date(2027, 7, 2))
        found = self.shortage(outing, Shortfall.SHARE)

        assert sum(Decimal(amount) for amount in self.after(found)) == Decimal("369.00") + found.extra

    def test_nothing_to_tell_from(self, member: Profile) -> None:
        pool = make_pool(member, title="Empty")
        sheet, shares = current_shares(pool)

        assert preview_shortage(pool, details=pool.cost_sheet, sheet=sheet, shares=shares) is None

    def test_a_reserve_that_is_not_there_is_a_risk(self, pool: Pool) -> None:
        pool.cost_sheet.shortfall = Shortfall.RESERVE
        pool.cost_sheet.save()

        assert current_shares(pool)[0].risks == [
            "You would take what is missing from the money that you put aside, but you put nothing aside."
        ]


@pytest.mark.parametrize(
    ("until", "standing", "begins"),
    [
        (None, PriceStanding.HOLDS, ""),
        (date(2026, 12, 8), PriceStanding.HOLDS, ""),
        (date(2026, 12, 7), PriceStanding.ENDS_SOON, "The price holds until 7 December 2026. That is soon"),
        (date(2026, 11, 23), PriceStanding.ENDS_SOON, "The price holds until 23 November 2026. That is soon"),
        (date(2026, 11, 22), PriceStanding.OVER, "The price held until 22 November 2026. Ask again"),
    ],
)
def test_how_a_price_stands(pool: Pool, until: date | None, standing: PriceStanding, begins: str) -> None:
    details = pool.cost_sheet
    details.price_holds_until = until

    assert price_standing(details, on=date(2026, 11, 23)) == standing
    assert price_warning(details, on=date(2026, 11, 23)).startswith(begins)
    assert bool(price_warning(details, on=date(2026, 11, 23))) == bool(begins)
