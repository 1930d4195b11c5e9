"""What members were to pay, and what they have paid."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import models
from django.db.models import F, Q, QuerySet, Sum
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from pools.models import (
    AccountKind,
    Agreement,
    AgreementState,
    Contribution,
    ContributionHow,
    ContributionPlan,
    ContributionState,
    Entry,
    MoneyPath,
    Pool,
    PoolMembership,
    Rhythm,
    TransferKind,
    Unit,
)
from pools.queries.contribution_plan import (
    NOTHING,
    Instalment,
    SignedShare,
    due_days,
    instalments,
    plan_for,
    plans_of,
)
from pools.queries.ledger import balance_of_member
from pools.queries.pools import members_of
from portal.models import Profile
from portal.money import format_amount

# By these a member's money comes in. Money given back to them counts against it.
RECEIVED = (TransferKind.CONTRIBUTION, TransferKind.PAID_DIRECT, TransferKind.IN_KIND, TransferKind.REFUND)


class MoneyState(models.TextChoices):
    """How what somebody has paid stands against what was to be paid by now."""

    ON_TIME = "on_time", _("On time")
    LATE = "late", _("Still to come")
    SHORT = "short", _("A part is still to come")
    OVER = "over", _("Paid ahead")
    NOTHING_DUE = "nothing_due", _("Nothing due")


@dataclass(frozen=True, kw_only=True)
class MemberMoney:
    """
    One member's money on a day: what had fallen due by then, and what had come. Pounds.

    `share` is what they have signed for, for the year; None while nothing is signed. `difference` is below zero where
    something is still to come. `days_late` counts from the oldest instalment that is not covered.
    """

    membership: PoolMembership
    share: Decimal | None
    expected: Decimal
    received: Decimal
    state: MoneyState
    days_late: int
    plan: ContributionPlan | None
    instalments: Sequence[Instalment]
    coming: Instalment | None

    @property
    def difference(self) -> Decimal:
        return self.received - self.expected

    @property
    def still_to_come(self) -> Decimal:
        """What is left of the year's share."""
        return max(NOTHING, (self.share or NOTHING) - self.received)

    @property
    def words(self) -> str:
        """The same in a sentence or two, kind and exact."""
        missing = format_amount(-self.difference)
        if self.state in {MoneyState.LATE, MoneyState.SHORT}:
            return ngettext(
                "%(amount)s is still to come. It was due yesterday.",
                "%(amount)s is still to come. It was due %(days)d days ago.",
                self.days_late,
            ) % {"amount": missing, "days": self.days_late}
        if self.difference < 0:
            return gettext("%(amount)s is due today.") % {"amount": missing}
        if self.share and not self.still_to_come:
            return gettext("All of it is paid. Thank you.")
        return self._words_of_what_comes()

    def _words_of_what_comes(self) -> str:
        if self.coming is not None:
            return gettext("Nothing is missing. The next %(amount)s is due on %(day)s.") % {
                "amount": format_amount(self.coming.amount),
                "day": date_format(self.coming.due_on, "j F Y"),
            }
        if self.still_to_come:
            return gettext("%(amount)s is still to come. No day is agreed yet.") % {
                "amount": format_amount(self.still_to_come)
            }
        return gettext("There is nothing to pay.")


@dataclass(frozen=True, kw_only=True)
class Totals:
    """All members together, in pounds."""

    share: Decimal
    expected: Decimal
    received: Decimal
    still_to_come: Decimal


def contribution_status(pool: Pool, on: date) -> list[MemberMoney]:
    """Everybody who is in a pool now, in the order of joining: what they were to pay by the end of a day, and did."""
    plans, shares, received = plans_of(pool), _signed_shares(pool), _received(pool, on)
    return [
        _member_money(
            membership=membership,
            plan=plan_for(plans, membership.profile),
            shares=_shares_since(membership, shares.get(str(membership.profile_id), [])),
            received=received.get(membership.profile_id, NOTHING),
            on=on,
        )
        for membership in members_of(pool)
    ]


def unpaid_instalments(money: MemberMoney) -> list[Instalment]:
    """What a member has still to pay, day by day: each instalment less what covers a part of it. The oldest first."""
    left, unpaid = max(money.received, NOTHING), []
    for instalment in money.instalments:
        covered = min(left, instalment.amount)
        left -= covered
        if covered < instalment.amount:
            unpaid.append(Instalment(due_on=instalment.due_on, amount=instalment.amount - covered))
    return unpaid


def own_money(pool: Pool, profile: Profile, on: date) -> MemberMoney | None:
    """One member's money on a day; None for somebody who is not in the pool now."""
    return next((money for money in contribution_status(pool, on) if money.membership.profile_id == profile.pk), None)


def totals_of(members: Iterable[MemberMoney]) -> Totals:
    members = list(members)
    return Totals(
        share=sum((member.share or NOTHING for member in members), NOTHING),
        expected=sum((member.expected for member in members), NOTHING),
        received=sum((member.received for member in members), NOTHING),
        still_to_come=sum((member.still_to_come for member in members), NOTHING),
    )


def left_to_pay(pool: Pool, profile: Profile) -> Decimal:
    """
    The most that somebody can still pay in: what is left of what they have signed for, in pounds.

    Paying ahead is fine, up to the whole year. More than that nobody has agreed to, so nobody may keep it for them.
    A booking fee that waits for its outing pays no part of a share.
    """
    if pool.money_path != MoneyPath.VENUE:
        return max(NOTHING, booking_fees_of(pool, profile) - balance_of_member(pool, profile))
    shares = _signed_shares(pool).get(str(profile.pk), [])
    paid = paid_at_the_place(pool).get(profile.pk, NOTHING)
    return max(NOTHING, (shares[-1].amount if shares else NOTHING) - paid)


def booking_fees_of(pool: Pool, profile: Profile) -> Decimal:
    """What somebody has paid in booking fees and neither got back nor lost to the pool, in pounds."""
    about_fees = Q(transfer__kind=TransferKind.BOOKING_FEE) | Q(transfer__reverses__kind=TransferKind.BOOKING_FEE)
    fees = Entry.objects.filter(
        about_fees, account__pool=pool, account__kind=AccountKind.MEMBER, account__profile=profile, unit=Unit.GBP
    )
    return -(fees.aggregate(total=Sum("amount"))["total"] or NOTHING)


def received_from(pool: Pool, profile: Profile, *, on: date) -> Decimal:
    """What has come from somebody by the end of a day, less what they were given back, in pounds."""
    return _received(pool, on).get(profile.pk, NOTHING)


def paid_at_the_place(pool: Pool, on: date | None = None) -> dict[UUID, Decimal]:
    """What each member has paid at the place by the end of a day, by the profile's key. It is in no books."""
    rows = Contribution.objects.standing_at(ContributionState.CONFIRMED).filter(pool=pool, how=ContributionHow.PLACE)
    if on is not None:
        rows = rows.filter(received_on__lte=on)
    return {row["profile"]: row["total"] for row in rows.order_by().values("profile").annotate(total=Sum("amount"))}


def contributions_of(pool: Pool) -> QuerySet[Contribution]:
    """What members have paid or say that they have paid, the newest first, each with its `state`."""
    return Contribution.objects.with_state().filter(pool=pool).select_related("profile", "told_by")


def contributions_to_look_at(pool: Pool) -> QuerySet[Contribution]:
    """What members say that they have paid, and nobody has answered."""
    told = Contribution.objects.standing_at(ContributionState.TOLD)
    return told.filter(pool=pool).select_related("profile").order_by("told_at", "id")


def _member_money(
    *,
    membership: PoolMembership,
    plan: ContributionPlan | None,
    shares: Sequence[SignedShare],
    received: Decimal,
    on: date,
) -> MemberMoney:
    days = due_days(Rhythm(plan.rhythm), plan.first_due_on, plan.ends_on) if plan else []
    due = instalments(days, shares) if plan else []
    expected = sum((instalment.amount for instalment in due if instalment.due_on <= on), NOTHING)
    unpaid, covers_a_part = _first_unpaid(due, received)
    days_late = max(0, (on - unpaid.due_on).days) if unpaid else 0
    return MemberMoney(
        membership=membership,
        share=shares[-1].amount if shares else None,
        expected=expected,
        received=received,
        state=_state(expected=expected, received=received, days_late=days_late, covers_a_part=covers_a_part),
        days_late=days_late,
        plan=plan,
        instalments=due,
        coming=unpaid if unpaid and unpaid.due_on > on else None,
    )


def _state(*, expected: Decimal, received: Decimal, days_late: int, covers_a_part: bool) -> MoneyState:
    if received > expected:
        return MoneyState.OVER
    if not expected:
        return MoneyState.NOTHING_DUE
    if not days_late:
        return MoneyState.ON_TIME
    return MoneyState.SHORT if covers_a_part else MoneyState.LATE


def _first_unpaid(due: Sequence[Instalment], received: Decimal) -> tuple[Instalment | None, bool]:
    """The oldest instalment that the money does not cover, less what it covers; and whether it covers a part of it."""
    left = received
    for instalment in due:
        if left < instalment.amount:
            rest = Instalment(due_on=instalment.due_on, amount=instalment.amount - max(left, NOTHING))
            return rest, left > 0
        left -= instalment.amount
    return None, False


def _signed_shares(pool: Pool) -> dict[str, list[SignedShare]]:
    """What each person has signed for over time, by the profile's key, the oldest first."""
    signed = (
        Agreement.objects.filter(pool=pool, statuses__state=AgreementState.ACTIVE)
        .annotate(signed_at=F("statuses__at"))
        .order_by("version")
    )
    shares: dict[str, list[SignedShare]] = {}
    for agreement in signed:
        since = timezone.localdate(agreement.signed_at)
        for share in agreement.figures["shares"]:
            signed_share = SignedShare(since=since, amount=Decimal(share["amount"]))
            shares.setdefault(share["profile"], []).append(signed_share)
    return shares


def _shares_since(membership: PoolMembership, shares: Sequence[SignedShare]) -> Sequence[SignedShare]:
    """What a member has signed for since they joined: for whoever left and is back, the rest was settled then."""
    joined_on = timezone.localdate(membership.joined_at)
    return [share for share in shares if share.since >= joined_on]


def _received(pool: Pool, on: date) -> dict[UUID | None, Decimal]:
    """What has come from each member by the end of a day, less what was put right or given back."""
    kinds = Q(transfer__kind__in=RECEIVED) | Q(transfer__reverses__kind__in=RECEIVED)
    rows = (
        Entry.objects.filter(kinds, account__pool=pool, account__kind=AccountKind.MEMBER, unit=Unit.GBP)
        .filter(transfer__happened_on__lte=on)
        .order_by()
        .values("account__profile")
        .annotate(total=Sum("amount"))
    )
    in_the_books: dict[UUID | None, Decimal] = {row["account__profile"]: -row["total"] for row in rows}
    for profile, total in paid_at_the_place(pool, on).items():
        in_the_books[profile] = in_the_books.get(profile, NOTHING) + total
    return in_the_books
