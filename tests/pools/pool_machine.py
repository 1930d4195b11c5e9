"""
The life of a pool's money and hours, step by step in any order, and what must be true after each step.

The machines act by the same operations as everybody else, on the real database. What they expect, they count in SQL, by
nothing of the portal's own: an operation succeeds when the sums say that it can, and is refused when they say that it
cannot. A refusal leaves no row behind.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import accumulate
from typing import Any, TypeVar

from django.db import connection, transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from pools.models import (
    ContributionHow,
    HoursLoan,
    PaidHow,
    Pool,
    PoolState,
    SharingRule,
    Transfer,
    TransferKind,
    Unit,
    UnusedHours,
)
from pools.operations.contribution import record_contribution
from pools.operations.costing import set_sharing
from pools.operations.decision import reopen_costing
from pools.operations.ending import answer_ending, end_pool, propose_ending, take_back_ending
from pools.operations.hours import give_hours, put_in_hours, return_hours
from pools.operations.hours_loans import lend_hours, return_lent_hours
from pools.operations.hours_period import UnusedAnswer, answer_hours_period, close_hours_period, open_hours_period
from pools.operations.leaving import carry_out_leaving, tell_of_leaving
from pools.operations.ledger import reverse_transfer
from pools.operations.membership import add_member
from pools.operations.money import set_aside, take_from_aside
from pools.operations.money_correction import put_right
from pools.operations.purchase import pay_bill, record_purchase
from pools.operations.rota import Worked, accept_shift, decline_shift, plan_week, record_shift
from pools.queries.agreements import activated_at, active_agreement
from pools.queries.contributions import contribution_status
from pools.queries.costing import current_shares
from pools.queries.endings import ending_preview
from pools.queries.ledger import account_lines, balances_of
from pools.queries.ledger_check import broken_rules
from pools.queries.money import CAN_BE_PUT_RIGHT
from pools.queries.pools import members_of, membership_of, state_of
from pools.queries.rota import sheet_of_shift
from portal.models import Profile
from portal.money import split
from portal.operations.refusal import Refusal
from tests.factories.hours import HOUR, add_pattern, make_assistant
from tests.factories.pools import NOW, agree, cost, look_at_shares, make_pool, sign, waive_the_rest
from tests.factories.portal import make_member

NAMES = ("Ann", "Bo", "Cy", "Di", "Ed", "Flo")
RULES = (SharingRule.EQUAL, SharingRule.BY_USE, SharingRule.FIXED)
SELLERS = ("Marco", "The hall")
PENNY = Decimal("0.01")
# A Monday long ago: each worked shift is in a week of its own.
FIRST_MONDAY = date(2026, 1, 5)

pence = st.integers(1, 100_000).map(lambda number: Decimal(number) / 100)
numbers = st.lists(st.integers(1, 9), min_size=len(NAMES), max_size=len(NAMES))
which = st.integers(0, 99)

Answer = TypeVar("Answer")
Thing = TypeVar("Thing")


def rows(statement: str, *values: object) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def one(things: list[Thing], number: int) -> Thing:
    """One of several, by a number that may be too high."""
    return things[number % len(things)]


@dataclass(frozen=True, kw_only=True)
class Sums:
    """What stands in the books, added up by PostgreSQL: the other way round than in the entries, but for the holder."""

    pool: object

    def of(self, kind: str, *, profile: Profile | None = None, name: str = "", unit: str = "gbp") -> Decimal:
        ((total,),) = rows(
            "SELECT coalesce(sum(entry.amount), 0) FROM pools_entry AS entry"
            " JOIN pools_account AS account ON account.id = entry.account_id"
            " WHERE account.pool_id = %s AND account.kind = %s AND account.name = %s AND entry.unit = %s"
            " AND account.profile_id IS NOT DISTINCT FROM %s",
            self.pool,
            kind,
            name,
            unit,
            profile and profile.pk,
        )
        return total if kind == "holder" else -total

    def minutes_of(self, profile: Profile) -> int:
        return int(self.of("member", profile=profile, unit="minutes"))

    def moved_by(self, transfer: Transfer, kind: str) -> Decimal:
        """By how much a transfer has changed all accounts of a kind."""
        ((total,),) = rows(
            "SELECT coalesce(sum(entry.amount), 0) FROM pools_entry AS entry"
            " JOIN pools_account AS account ON account.id = entry.account_id"
            " WHERE entry.transfer_id = %s AND account.kind = %s AND entry.unit = 'gbp'",
            transfer.pk,
            kind,
        )
        return total if kind == "holder" else -total


class PoolMachine(RuleBasedStateMachine):
    """A pool of two to six people who have signed, and what must be true of it. All of it is undone at the end."""

    def __init__(self) -> None:
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.now: datetime = NOW
        self.minutes_before: dict[object, int] = {}
        self.consented_before: dict[object, int] = {}
        self.lines_read: dict[tuple[object, str], int] = {}

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    @initialize(people=st.integers(2, 6), sharing=st.sampled_from(RULES), price=pence, counts=numbers)
    def create(self, people: int, sharing: SharingRule, price: Decimal, counts: list[int]) -> None:
        self.outside: list[Profile] = []
        made = make_pool(*[make_member(name) for name in NAMES[:people]], now=self.now)
        self.key, self.sums = made.pk, Sums(pool=made.pk)
        self.assistant = make_assistant(made)
        cost(made, price, now=self.now)
        waive_the_rest(made, now=self.now)
        self.decide_and_sign(sharing, counts)

    # Who and when ----------------------------------------------------------------------------------------------------

    @property
    def pool(self) -> Pool:
        """As it is now: the organiser may be another."""
        return Pool.objects.select_related("organiser").get(pk=self.key)

    @property
    def state(self) -> PoolState:
        return state_of(self.pool)

    @property
    def members(self) -> list[Profile]:
        """Whoever is in it and can do something there: nobody, once it has ended."""
        if self.state == PoolState.ENDED:
            return []
        return [membership.profile for membership in members_of(self.pool)]

    def member(self, number: int) -> Profile:
        return one(self.members, number)

    @property
    def today(self) -> date:
        return self.now.date()

    @property
    def acting(self) -> dict[str, Any]:
        """What every act of the organiser is given. Each is on a day of its own."""
        self.now += timedelta(days=1)
        return {"pool": self.pool, "by": self.pool.organiser, "now": self.now}

    def has_signed(self) -> bool:
        return self.state in {PoolState.SIGNED, PoolState.BOUGHT}

    def attempt(self, act: Callable[[], Answer], *, possible: bool) -> Answer | None:
        """Do it. It is refused just when it is not possible, and a refusal leaves no row that was not there before."""
        before, answer, refusal = self.rows_there(), None, None
        try:
            answer = act()
        except Refusal as refused:
            refusal = refused
        assert (refusal is None) == possible, f"refused, and it was possible: {refusal}" if refusal else "not refused"
        assert possible or self.rows_there() == before, "a refusal left something behind"
        return answer

    def rows_there(self) -> list[tuple[Any, ...]]:
        tables = ("transfer", "entry", "account", "hoursconsent", "contribution", "purchase", "hoursloan")
        return rows(" UNION ALL ".join(f"SELECT '{name}', count(*) FROM pools_{name}" for name in tables))

    def decide_and_sign(self, sharing: SharingRule, counts: list[int]) -> None:
        self.share_by(sharing, counts)
        look_at_shares(self.pool, now=self.now)
        agree(self.pool, now=self.now)
        sign(self.pool, now=self.now)

    def share_by(self, sharing: SharingRule, counts: list[int]) -> None:
        memberships = list(members_of(self.pool))
        weights = [Decimal(number) for number in counts[: len(memberships)]]
        if sharing == SharingRule.FIXED:
            sheet, _shares = current_shares(self.pool)
            weights = split(sheet.total, weights)
        by_member = {} if sharing == SharingRule.EQUAL else dict(zip(memberships, weights, strict=True))
        set_sharing(rule=sharing, numbers=by_member, **self.acting)

    # Always true -----------------------------------------------------------------------------------------------------

    @invariant()
    def postgresql_agrees(self) -> None:
        """What it looks at when a transaction ends, it looks at after each step."""
        connection.check_constraints()

    @invariant()
    def everything_sums_to_zero(self) -> None:
        assert rows("SELECT unit, sum(amount) FROM pools_entry GROUP BY unit HAVING sum(amount) <> 0") == []

    @invariant()
    def no_rule_is_broken(self) -> None:
        broken = broken_rules()
        assert not broken, "; ".join(map(str, broken))

    @invariant()
    def nothing_is_below_zero(self) -> None:
        assert self.sums.of("holder") >= 0
        assert self.sums.of("contingency") >= 0

    @invariant()
    def nobodys_minutes_fell_without_their_yes(self) -> None:
        people = [*self.members, *self.outside]
        minutes = {person.pk: self.sums.minutes_of(person) for person in people}
        said = "SELECT coalesce(sum(minutes), 0) FROM pools_hoursconsent WHERE profile_id = %s"
        consented = {person.pk: int(rows(said, person.pk)[0][0]) for person in people}
        for person, before in self.minutes_before.items():
            assert before - minutes[person] <= consented[person] - self.consented_before[person], (
                "minutes without a yes"
            )
        self.minutes_before, self.consented_before = minutes, consented

    @invariant()
    def members_are_asked_for_what_they_signed(self) -> None:
        agreement = active_agreement(self.pool)
        assert agreement is not None
        shares = {share["profile"]: Decimal(share["amount"]) for share in agreement.figures["shares"]}
        assert sum(shares.values()) == Decimal(agreement.figures["total"]), "the shares are not the total"
        charged = rows(
            "SELECT account.profile_id::text, sum(entry.amount) FROM pools_entry AS entry"
            " JOIN pools_account AS account ON account.id = entry.account_id AND account.kind = 'member'"
            " JOIN pools_transfer AS transfer ON transfer.id = entry.transfer_id"
            " WHERE account.pool_id = %s AND transfer.kind IN ('charge', 'settlement') GROUP BY account.profile_id",
            self.key,
        )
        asked_for = {person: asked_for for person, asked_for in charged if person in shares}
        # Whoever has left since is asked for less, and an end takes back what was not spent.
        closed = rows(
            "SELECT FROM pools_leaving WHERE pool_id = %s AND closed_at >= %s", self.key, activated_at(agreement)
        )
        if closed or self.state == PoolState.ENDED:
            assert all(asked_for.get(person, 0) <= share for person, share in shares.items())
        else:
            assert {person: asked_for.get(person, 0) for person in shares} == shares

    @invariant()
    def accounts_read_as_they_are(self) -> None:
        """Each account, and the lines of those that have got a new one."""
        entries: dict[tuple[object, str], list[Decimal]] = defaultdict(list)
        of_pool = "SELECT id FROM pools_account WHERE pool_id = %s"
        for account, unit, amount in rows(
            f"SELECT account_id, unit, amount FROM pools_entry WHERE account_id IN ({of_pool})", self.key
        ):
            entries[account, unit].append(amount)
        balances = balances_of(self.pool)
        assert {balance.account.pk for balance in balances} == {key for (key,) in rows(of_pool, self.key)}
        for balance in balances:
            account = balance.account
            pounds, minutes = (account.sign * sum(entries[account.pk, unit]) for unit in Unit)
            assert (balance.pounds, balance.minutes) == (pounds, minutes)
            for unit in Unit:
                if (written := len(entries[account.pk, unit])) == self.lines_read.get((account.pk, unit), 0):
                    continue
                self.lines_read[account.pk, unit] = written
                listed = account_lines(account, unit=unit)
                signed = [account.sign * amount for amount in entries[account.pk, unit]]
                assert sorted(line.amount for line in listed.lines) == sorted(signed)
                assert [line.balance for line in listed.lines] == list(accumulate(line.amount for line in listed.lines))
                assert listed.closing == sum(signed)

    @invariant()
    def contributions_read_as_they_are(self) -> None:
        paid = rows(
            "SELECT account.profile_id, -sum(entry.amount) FROM pools_entry AS entry"
            " JOIN pools_account AS account ON account.id = entry.account_id AND account.kind = 'member'"
            " JOIN pools_transfer AS transfer ON transfer.id = entry.transfer_id"
            " LEFT JOIN pools_transfer AS undone ON undone.id = transfer.reverses_id"
            " WHERE account.pool_id = %s AND entry.unit = 'gbp'"
            " AND coalesce(undone.kind, transfer.kind) IN ('contribution', 'paid_direct', 'in_kind', 'refund')"
            " GROUP BY account.profile_id",
            self.key,
        )
        received = dict(paid)
        for member in contribution_status(self.pool, self.today):
            assert member.received == received.get(member.membership.profile_id, 0)

    @invariant()
    def purchases_read_as_they_are(self) -> None:
        """Each stands in the books with its bill, and where it was paid at once, with its payment."""
        booked = dict(
            rows(
                "SELECT transfer.source, sum(entry.amount) FILTER (WHERE entry.amount > 0)"
                " FROM pools_transfer AS transfer JOIN pools_entry AS entry ON entry.transfer_id = transfer.id"
                " WHERE transfer.pool_id = %s AND transfer.source LIKE 'purchase:%%' GROUP BY transfer.source",
                self.key,
            )
        )
        expected = {}
        for purchase in self.pool.purchases.all():
            expected[f"purchase:{purchase.pk}:bill"] = purchase.amount
            if purchase.paid_how != PaidHow.LATER:
                expected[f"purchase:{purchase.pk}:paid"] = purchase.amount
        assert booked == expected, "a purchase is not in the books"


class MoneyMachine(PoolMachine):
    """What happens to a pool's people and money."""

    @precondition(lambda self: self.state == PoolState.SIGNED)
    @rule(price=pence, sharing=st.sampled_from(RULES), counts=numbers)
    def amend(self, price: Decimal, sharing: SharingRule, counts: list[int]) -> None:
        reopen_costing(**self.acting)
        cost(self.pool, price, now=self.now)
        self.decide_and_sign(sharing, counts)

    @precondition(lambda self: self.state == PoolState.COSTING)
    @rule(sharing=st.sampled_from(RULES), counts=numbers)
    def decide_again(self, sharing: SharingRule, counts: list[int]) -> None:
        self.decide_and_sign(sharing, counts)

    @rule(number=which)
    def join(self, number: int) -> None:
        """Somebody new, or somebody who was in before. Six are enough for a test."""
        if len(self.members) >= len(NAMES):
            return
        newcomer = one([*self.outside, None], number) or make_member("Newcomer")
        acting = self.acting
        possible = self.state == PoolState.COSTING
        joined = self.attempt(
            lambda: add_member(pool=acting["pool"], profile=newcomer, wish=None, now=self.now), possible=possible
        )
        if joined is not None:
            self.outside = [person for person in self.outside if person != newcomer]

    @precondition(lambda self: len(self.members) > 1)
    @rule(number=which)
    def leave(self, number: int) -> None:
        acting, person = self.acting, self.member(number)
        membership = membership_of(acting["pool"], person)
        leaving = tell_of_leaving(membership=membership, last_day=self.today, by=person, now=self.now)
        settlement = carry_out_leaving(leaving=leaving, by=person, now=self.now)
        assert sum(line.amount for line in settlement.lines) == settlement.to_get - settlement.to_pay
        assert self.sums.of("member", profile=person) in {settlement.balance, 0}
        self.outside.append(person)

    @precondition(lambda self: self.members)
    @rule(number=which, part=st.integers(1, 100), too_much=st.booleans(), seller=st.sampled_from([None, *SELLERS]))
    def contribute(self, number: int, part: int, too_much: bool, seller: str | None) -> None:
        person = self.member(number)
        left = max(Decimal(0), -self.sums.of("member", profile=person))
        amount = left + PENNY if too_much else max(PENNY, (left * part / 100).quantize(PENNY))
        owed = self.sums.of("provider", name=seller) if seller else amount
        self.attempt(
            lambda: record_contribution(
                profile=person,
                amount=amount,
                received_on=self.today,
                how=ContributionHow.DIRECT if seller else ContributionHow.HELD,
                seller=seller or "",
                **self.acting,
            ),
            possible=amount <= left and amount <= owed,
        )

    @rule(
        amount=pence,
        all_of_it=st.booleans(),
        seller=st.sampled_from(SELLERS),
        paid_how=st.sampled_from([PaidHow.HELD, PaidHow.LATER, PaidHow.DIRECT]),
    )
    def buy(self, amount: Decimal, all_of_it: bool, seller: str, paid_how: PaidHow) -> None:
        """Often just as much as there is, to stand where it ends."""
        there = self.sums.of("holder") if paid_how == PaidHow.HELD else self.sums.of("pool")
        if all_of_it and there > 0:
            amount = there
        possible = self.has_signed() and amount <= self.sums.of("pool")
        if paid_how == PaidHow.HELD:
            possible = possible and amount <= self.sums.of("holder")
        self.attempt(
            lambda: record_purchase(
                what="Lessons",
                seller=seller,
                amount=amount,
                bought_on=self.today,
                paid_how=paid_how,
                **self.acting,
            ),
            possible=possible,
        )

    @rule(amount=pence, all_of_it=st.booleans(), seller=st.sampled_from(SELLERS))
    def pay(self, amount: Decimal, all_of_it: bool, seller: str) -> None:
        owed, held = self.sums.of("provider", name=seller), self.sums.of("holder")
        if all_of_it and owed > 0:
            amount = min(owed, held) or owed
        self.attempt(
            lambda: pay_bill(seller=seller, amount=amount, paid_on=self.today, **self.acting),
            possible=amount <= owed and amount <= held,
        )

    @rule(amount=pence)
    def put_aside(self, amount: Decimal) -> None:
        self.attempt(
            lambda: set_aside(amount=amount, day=self.today, **self.acting),
            possible=self.has_signed() and amount <= self.sums.of("pool"),
        )

    @rule(amount=pence)
    def release(self, amount: Decimal) -> None:
        aside = self.sums.of("contingency")
        amount = min(amount, aside) or amount
        self.attempt(
            lambda: take_from_aside(amount=amount, why="A repair", day=self.today, **self.acting),
            possible=self.has_signed() and amount <= aside,
        )

    @rule(number=which)
    def put_a_transfer_right(self, number: int) -> None:
        transfer = one(list(self.pool.transfers.all()), number)
        leaves_enough = all(self.sums.of(kind) >= self.sums.moved_by(transfer, kind) for kind in KEPT)
        is_undone = bool(rows("SELECT FROM pools_transfer WHERE reverses_id = %s", transfer.pk))
        acting = self.acting
        self.attempt(
            lambda: put_right(transfer=transfer, why="It was wrong.", by=acting["by"], now=self.now),
            possible=self.state != PoolState.ENDED
            and transfer.kind in CAN_BE_PUT_RIGHT
            and not is_undone
            and leaves_enough,
        )

    @precondition(lambda self: self.pool.transfers.filter(kind=TransferKind.REVERSAL).exists())
    @rule(number=which)
    def reverse_a_reversal(self, number: int) -> None:
        acting = self.acting
        reversal = one(list(acting["pool"].transfers.filter(kind=TransferKind.REVERSAL)), number)
        self.attempt(
            lambda: reverse_transfer(transfer=reversal, why="Again", by=acting["by"], now=self.now), possible=False
        )


KEPT = ("holder", "contingency")


class HoursMachine(PoolMachine):
    """What happens to a pool's hours."""

    weeks = 0

    @rule(number=which, minutes=st.integers(0, 10 * HOUR))
    def put_in(self, number: int, minutes: int) -> None:
        if not self.members:
            return
        person = self.member(number)
        self.attempt(
            lambda: put_in_hours(
                profile=person, assistant=self.assistant, minutes=minutes, **{**self.acting, "by": person}
            ),
            possible=minutes > 0,
        )

    @precondition(lambda self: self.members)
    @rule(giver=which, taker=which, percent=st.integers(0, 120), outsider=st.booleans())
    def give(self, giver: int, taker: int, percent: int, outsider: bool) -> None:
        """A part of what somebody has, or more than that. Whoever has most gives most often."""
        person = max(self.members, key=self.sums.minutes_of) if giver % 2 else self.member(giver)
        other, minutes = self.member(taker), self.sums.minutes_of(person) * percent // 100
        if outsider and self.outside:
            other = one(self.outside, taker)
        self.attempt(
            lambda: give_hours(to=other, minutes=minutes, **{**self.acting, "by": person}),
            possible=person != other and other in self.members and 0 < minutes <= self.sums.minutes_of(person),
        )

    @precondition(lambda self: self.members)
    @rule(lender=which, borrower=which, minutes=st.integers(0, 3 * HOUR), days=st.integers(0, 90))
    def lend(self, lender: int, borrower: int, minutes: int, days: int) -> None:
        person, other = self.member(lender), self.member(borrower)
        acting = {**self.acting, "by": person}
        self.attempt(
            lambda: lend_hours(to=other, minutes=minutes, due_on=self.today + timedelta(days=days), **acting),
            possible=person != other and 0 < minutes <= self.sums.minutes_of(person) and days > 0,
        )

    @precondition(lambda self: HoursLoan.objects.filter(pool=self.key).exists())
    @rule(number=which, minutes=st.integers(0, 3 * HOUR))
    def return_what_was_lent(self, number: int, minutes: int) -> None:
        loan = one(list(HoursLoan.objects.filter(pool=self.key).select_related("borrower", "lender")), number)
        given_back = "SELECT coalesce(sum(minutes), 0) FROM pools_hoursloanreturn WHERE loan_id = %s"
        owed = loan.minutes - int(rows(given_back, loan.pk)[0][0])
        _day = self.acting
        both_in = {loan.borrower, loan.lender} <= set(self.members)
        self.attempt(
            lambda: return_lent_hours(loan=loan, minutes=minutes, by=loan.borrower, now=self.now),
            possible=both_in and 0 < minutes <= min(owed, self.sums.minutes_of(loan.borrower)),
        )

    @precondition(lambda self: self.members)
    @rule(number=which, minutes=st.integers(0, 3 * HOUR))
    def take_out(self, number: int, minutes: int) -> None:
        person = self.member(number)
        self.attempt(
            lambda: return_hours(assistant=self.assistant, minutes=minutes, **{**self.acting, "by": person}),
            possible=0 < minutes <= self.sums.minutes_of(person),
        )

    @precondition(lambda self: self.members)
    @rule()
    def use(self) -> None:
        """An hour of work, shared by those who have an hour."""
        if not self.weeks:
            add_pattern(self.pool, weekdays=[0], staff=1, starts=self.now.time(), ends=self.hour_later.time())
        monday = FIRST_MONDAY + timedelta(weeks=self.weeks)
        self.weeks += 1
        (shift,) = plan_week(monday=monday, assistant=self.assistant, **self.acting)
        before = {person: self.sums.minutes_of(person) for person in self.members}
        sharing = [person for person in self.members if before[person] >= HOUR]
        for person in self.members:
            if person not in sharing:
                decline_shift(shift=shift, by=person, now=self.now)
        for person in sharing:
            part = sheet_of_shift(shift).part_of(person)
            accept_shift(shift=shift, minutes=part.minutes, by=person, now=self.now)
        record_shift(shift=shift, worked=Worked(how="as_planned"), by=self.pool.organiser, now=self.now)
        used = sum(before[person] - self.sums.minutes_of(person) for person in self.members)
        assert used == (HOUR if sharing else 0)

    @property
    def hour_later(self) -> datetime:
        return self.now + timedelta(hours=1)

    @precondition(lambda self: self.members)
    @rule(number=which, taker=which, minutes=st.integers(1, 3 * HOUR), choice=st.sampled_from(UnusedHours))
    def carry(self, number: int, taker: int, minutes: int, choice: UnusedHours) -> None:
        """One says what is to become of their hours; everybody else keeps theirs."""
        acting = self.acting
        yesterday = self.today - timedelta(days=1)
        period = open_hours_period(starts_on=yesterday, ends_on=yesterday, **acting)
        before = sum(self.sums.minutes_of(person) for person in self.members)
        person, other = self.member(number), self.member(taker)
        answer = UnusedAnswer(choice=choice, minutes=minutes, to=other, due_on=self.today + timedelta(days=30))
        enough = minutes <= self.sums.minutes_of(person)
        can_be = enough and (person != other or choice == UnusedHours.RETURN)
        if choice == UnusedHours.CARRY or can_be:
            answer_hours_period(period=period, answer=answer, by=person, now=self.now)
        close_hours_period(period=period, by=acting["by"], now=self.now)
        taken_out = minutes if choice == UnusedHours.RETURN and enough else 0
        assert sum(self.sums.minutes_of(person) for person in self.members) == before - taken_out


class WholeMachine(MoneyMachine, HoursMachine):
    """Everything together, up to the end of the pool."""

    @precondition(lambda self: self.now > NOW + timedelta(days=15) and self.members)
    @rule()
    def end(self) -> None:
        """All agree to end it. That is refused just while somebody else is still to get or to pay something."""
        acting, people = self.acting, self.members
        ending = propose_ending(why="We are done.", **acting)
        for part in ending_preview(acting["pool"], on=self.today).parts:
            answer_ending(
                ending=ending, agrees=True, to_get=part.to_get, returns_hours=True, by=part.profile, now=self.now
            )
        others = rows(
            "SELECT FROM pools_entry AS entry JOIN pools_account AS account ON account.id = entry.account_id"
            " WHERE account.pool_id = %s AND entry.unit = 'gbp'"
            " AND (account.kind = 'provider' OR account.kind = 'member' AND account.profile_id <> ALL(%s))"
            " GROUP BY account.id HAVING sum(entry.amount) <> 0",
            self.key,
            [person.pk for person in people],
        )
        ended = self.attempt(lambda: end_pool(ending=ending, by=acting["by"], now=self.now), possible=not others)
        if ended is None:
            take_back_ending(ending=ending, by=acting["by"], now=self.now)
            return
        assert self.state == PoolState.ENDED
        left = "SELECT FROM pools_account JOIN pools_entry ON account_id = pools_account.id WHERE pool_id = %s"
        assert not rows(f"{left} AND unit = 'gbp' GROUP BY account_id HAVING sum(amount) <> 0", self.key)
        self.outside += people
