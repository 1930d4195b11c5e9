"""How a budget round stands: what each has left, what is chosen, and who gets a place."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q, QuerySet

from pools.models import (
    Account,
    AccountKind,
    BudgetActivity,
    BudgetChoice,
    BudgetRound,
    BudgetRoundState,
    BudgetRoundStatus,
    ChoiceEnd,
    Pool,
)
from pools.queries.ledger import balance_of
from portal.models import Profile

NOTHING = Decimal("0.00")
STILL_CHOOSING = {BudgetRoundState.OPEN, BudgetRoundState.AGAIN}


@dataclass(frozen=True, kw_only=True)
class ActivityLine:
    """An activity as one member meets it. `places_left` is None where there is no limit."""

    activity: BudgetActivity
    people: int
    own: BudgetChoice | None
    is_affordable: bool
    is_choosable: bool

    @property
    def places_left(self) -> int | None:
        most = self.activity.maximum_people
        return None if most is None else max(0, most - self.people)

    @property
    def people_missing(self) -> int:
        """How many more it needs to take place."""
        return max(0, self.activity.minimum_people - self.people)


def rounds_of(pool: Pool) -> QuerySet[BudgetRound]:
    """The rounds of a pool with their `state`, the newest first."""
    return BudgetRound.objects.with_state().filter(pool=pool)


def round_state(budget_round: BudgetRound) -> BudgetRoundState:
    statuses = BudgetRoundStatus.objects.filter(round=budget_round).order_by("-at", "-id")
    return BudgetRoundState(statuses.values_list("state", flat=True)[0])


def allowance_account(budget_round: BudgetRound, profile: Profile) -> Account | None:
    """The account of what somebody can choose with in a round; None where they have no allowance."""
    accounts = Account.objects.filter(pool=budget_round.pool_id, kind=AccountKind.ALLOWANCE, profile=profile)
    return accounts.filter(name=str(budget_round.pk)).first()


def allowance_left(budget_round: BudgetRound, profile: Profile) -> Decimal:
    """What somebody has left to choose with, in pounds."""
    account = allowance_account(budget_round, profile)
    return balance_of(account) if account else NOTHING


def activities_for(budget_round: BudgetRound, profile: Profile, *, state: BudgetRoundState) -> list[ActivityLine]:
    """The list to choose from, as one member meets it."""
    left = allowance_left(budget_round, profile)
    own = {choice.activity_id: choice for choice in standing_choices(budget_round).filter(profile=profile)}
    standing = Count("choices", filter=Q(choices__ended_at__isnull=True))
    return [
        ActivityLine(
            activity=activity,
            people=activity.people,
            own=own.get(activity.pk),
            is_affordable=activity.price <= left,
            is_choosable=may_be_chosen(activity, people=activity.people, state=state),
        )
        for activity in budget_round.activities.annotate(people=standing)
    ]


def may_be_chosen(activity: BudgetActivity, *, people: int, state: BudgetRoundState) -> bool:
    """
    Whether an activity can be chosen now. At first more people may choose it than it has places, and a lot decides;
    when people choose again, only places that are left are given, to whoever comes first.
    """
    if activity.is_cancelled or state not in STILL_CHOOSING:
        return False
    if state == BudgetRoundState.OPEN:
        return True
    is_full = activity.maximum_people is not None and people >= activity.maximum_people
    return activity.goes_ahead and not is_full


def standing_choices(budget_round: BudgetRound) -> QuerySet[BudgetChoice]:
    """Everything that is chosen in a round now."""
    return BudgetChoice.objects.standing().filter(activity__round=budget_round).select_related("activity", "profile")


def ended_choices_of(budget_round: BudgetRound, profile: Profile) -> QuerySet[BudgetChoice]:
    """What came to nothing for somebody through no doing of theirs: their money is back with them."""
    ended = BudgetChoice.objects.filter(activity__round=budget_round, profile=profile)
    return ended.filter(end__in=[ChoiceEnd.CANCELLED, ChoiceEnd.NO_PLACE]).select_related("activity")


def in_order_of_the_lot(
    budget_round: BudgetRound, activity: BudgetActivity, choices: Sequence[BudgetChoice]
) -> list[BudgetChoice]:
    """
    Who gets the places of an activity that too many have chosen.

    First come those who have gone without a place before in this round, then the lot decides: the order of the
    SHA-256 of the round's number, the activity and the person. Whoever knows the number can work it out again.
    """
    gone_without = dict(
        BudgetChoice.objects.filter(activity__round=budget_round, end=ChoiceEnd.NO_PLACE)
        .values_list("profile")
        .annotate(times=Count("id"))
    )
    return sorted(
        choices,
        key=lambda choice: (
            -gone_without.get(choice.profile_id, 0),
            lot_of(budget_round.lot, f"{activity.pk}:{choice.profile_id}"),
        ),
    )


def lot_of(number: str, name: str) -> str:
    return hashlib.sha256(f"{number}:{name}".encode()).hexdigest()


def fingerprint_of_the_lot(budget_round: BudgetRound) -> str:
    """What is shown before anybody chooses, so that the number cannot be changed afterwards."""
    return hashlib.sha256(budget_round.lot.encode()).hexdigest()
