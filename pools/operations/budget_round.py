"""The life of a budget round: prepared, chosen from, looked at, chosen from again, settled."""

import secrets
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pools.models import (
    Account,
    AccountKind,
    ActivityOutcome,
    BudgetActivity,
    BudgetChoice,
    BudgetRound,
    BudgetRoundState,
    BudgetRoundStatus,
    ChoiceEnd,
    Pool,
    PoolState,
    TransferKind,
)
from pools.operations.ledger import account_for, credit, debit, post, reverse_transfer
from pools.operations.pool_status import lock_pool
from pools.queries.budget_rounds import (
    STILL_CHOOSING,
    allowance_account,
    allowance_left,
    in_order_of_the_lot,
    may_be_chosen,
    round_state,
    standing_choices,
)
from pools.queries.ledger import left_to_spend
from pools.queries.pools import members_of
from portal.models import Profile
from portal.money import format_amount
from portal.operations.audit import record
from portal.operations.constraints import told_as
from portal.operations.notifications import notify
from portal.operations.refusal import Refusal

# Beside which question of the form an activity's refusal stands.
_FIELDS: Final = {
    "pools_budgetactivity_title_once": "title",
    "pools_budgetactivity_title_not_blank": "title",
    "pools_budgetactivity_price_says_what_it_leaves_out": "not_included",
    "pools_budgetactivity_numbers_fit": "maximum_people",
}


class UnableToPrepareRound(Refusal):
    """The plan is not whole, or people are choosing already."""


class UnableToOpenRound(Refusal):
    """There is nothing to choose from, the time would be over, or the money is not there."""


class UnableToChoose(Refusal):
    """Not the time for it, no place, no money left for it, or chosen already."""


class UnableToReviewRound(Refusal):
    """People are still choosing, or everything is settled."""


@dataclass(frozen=True, kw_only=True)
class RoundPlan:
    """What the members of a pool can choose with, whose money it is, and until when they choose."""

    title: str
    allowance: Decimal
    period: str
    closes_at: datetime
    funder: str = ""
    is_notional: bool = False


@dataclass(frozen=True, kw_only=True)
class ActivityPlan:
    """An activity, its price for each person and what that leaves out, and for how many people it is."""

    title: str
    price: Decimal
    not_included: str = ""
    minimum_people: int = 1
    maximum_people: int | None = None


@transaction.atomic
def start_round(*, pool: Pool, plan: RoundPlan, by: Profile, now: datetime) -> BudgetRound:
    """
    Prepare a round. Nobody has an allowance before it opens.

    :raises UnableToPrepareRound: the plan is not whole, its time is over, or the pool has ended
    """
    pool, state = lock_pool(pool)
    if state == PoolState.ENDED:
        raise UnableToPrepareRound(_("This pool has ended."))
    _refuse_a_time_that_is_over(UnableToPrepareRound, closes_at=plan.closes_at, now=now)
    with told_as(UnableToPrepareRound, model=BudgetRound):
        budget_round = BudgetRound.objects.create(
            pool=pool,
            **asdict(plan)
            | {"title": plan.title.strip(), "period": plan.period.strip(), "funder": plan.funder.strip()},
            lot=secrets.token_hex(32),
            made_by=by,
            made_at=now,
        )
    _move(budget_round, BudgetRoundState.DRAFT, by=by, now=now)
    record(by=by, action="start_round", subject=budget_round, now=now)
    return budget_round


@transaction.atomic
def add_activity(*, budget_round: BudgetRound, plan: ActivityPlan, by: Profile, now: datetime) -> BudgetActivity:
    """
    Put an activity on the list.

    :raises UnableToPrepareRound: people are choosing already, or the activity is not whole
    """
    lock_pool(budget_round.pool)
    if round_state(budget_round) != BudgetRoundState.DRAFT:
        raise UnableToPrepareRound(_("People are choosing already. The list stays as it is."))
    if plan.price > budget_round.allowance:
        raise UnableToPrepareRound(
            _("Nobody could choose this: each person has %(allowance)s.")
            % {"allowance": format_amount(budget_round.allowance)},
            field="price",
        )
    highest = budget_round.activities.aggregate(highest=Max("place"))["highest"]
    with told_as(UnableToPrepareRound, model=BudgetActivity, fields=_FIELDS):
        activity = BudgetActivity.objects.create(
            round=budget_round,
            place=0 if highest is None else highest + 1,
            **_tidy(plan),
        )
    record(by=by, action="add_activity", subject=activity, now=now)
    return activity


@transaction.atomic
def open_round(*, budget_round: BudgetRound, by: Profile, now: datetime) -> BudgetRound:
    """
    Give each member of the pool their allowance, and let them choose.

    :raises UnableToOpenRound: opened before, nothing to choose from, its time is over, or it is the pool's own money
        and so much is not agreed for costs
    """
    pool, _state = lock_pool(budget_round.pool)
    if round_state(budget_round) != BudgetRoundState.DRAFT:
        raise UnableToOpenRound(_("This has been opened already."))
    if not budget_round.activities.exists():
        raise UnableToOpenRound(_("Put an activity on the list first."))
    _refuse_a_time_that_is_over(UnableToOpenRound, closes_at=budget_round.closes_at, now=now)
    people = [membership.profile for membership in members_of(pool)]
    together = budget_round.allowance * len(people)
    if _is_own_money(budget_round) and together > left_to_spend(pool):
        raise UnableToOpenRound(
            _("This needs %(together)s. You have agreed to pay %(left)s for costs.")
            % {"together": format_amount(together), "left": format_amount(left_to_spend(pool))}
        )
    post(
        pool=pool,
        kind=TransferKind.ALLOWANCE,
        words=gettext("What each can choose with: %(title)s") % {"title": budget_round.title},
        postings=[
            debit(_source(budget_round), together),
            *(credit(_purse(budget_round, person), budget_round.allowance) for person in people),
        ],
        happened_on=timezone.localdate(now),
        by=by,
        now=now,
        source=f"budget-round:{budget_round.pk}",
    )
    _move(budget_round, BudgetRoundState.OPEN, by=by, now=now)
    record(by=by, action="open_round", subject=budget_round, now=now)
    for person in people:
        _tell(person, budget_round, template="pools/email/budget_round_opens", now=now)
    return budget_round


@transaction.atomic
def choose_activity(*, activity: BudgetActivity, by: Profile, now: datetime) -> BudgetChoice:
    """
    Choose an activity, and pay for it from one's allowance. Choosing twice is choosing once.

    :raises UnableToChoose: not the time for it, no allowance, no place left, or it costs more than is left
    """
    # Lock the pool: the last place, or the last pounds, may be going at this very moment.
    budget_round = activity.round
    pool, _state = lock_pool(budget_round.pool)
    activity = BudgetActivity.objects.select_related("round").get(pk=activity.pk)
    if chosen := BudgetChoice.objects.standing().filter(activity=activity, profile=by).first():
        return chosen
    _refuse_when_not_choosable(activity, now=now)
    purse = allowance_account(budget_round, by)
    if purse is None:
        raise UnableToChoose(_("You joined after this began. You can choose in the next round."))
    left = allowance_left(budget_round, by)
    if activity.price > left:
        raise UnableToChoose(
            _(
                "You have %(left)s left, and this costs %(price)s. "
                "Choose something that costs less, or take something else back first."
            )
            % {"left": format_amount(left), "price": format_amount(activity.price)}
        )
    transfer = None
    if activity.price:
        transfer = post(
            pool=pool,
            kind=TransferKind.CHOICE,
            words=activity.title,
            postings=[debit(purse, activity.price), credit(_till(activity, pool), activity.price)],
            happened_on=timezone.localdate(now),
            by=by,
            now=now,
        )
    choice = BudgetChoice.objects.create(activity=activity, profile=by, transfer=transfer, chosen_at=now)
    record(by=by, action="choose_activity", subject=choice, now=now)
    return choice


@transaction.atomic
def take_back_choice(*, choice: BudgetChoice, by: Profile, now: datetime) -> BudgetChoice:
    """
    Think better of a choice: its money is back at once.

    :raises UnableToChoose: somebody else's, over already, or everything is settled
    """
    lock_pool(choice.activity.round.pool)
    choice = BudgetChoice.objects.select_related("activity__round__pool", "transfer").get(pk=choice.pk)
    if choice.profile_id != by.pk:
        raise UnableToChoose(_("Only the person themselves can take this back."))
    if choice.ended_at is not None:
        raise UnableToChoose(_("This is not chosen any more."))
    if round_state(choice.activity.round) not in STILL_CHOOSING:
        raise UnableToChoose(_("Everything is settled. If you cannot come, please tell the organiser."))
    _end(choice, end=ChoiceEnd.TAKEN_BACK, by=by, now=now)
    record(by=by, action="take_back_choice", subject=choice, now=now)
    return choice


@transaction.atomic
def review_round(
    *, budget_round: BudgetRound, again_until: datetime | None, by: Profile, now: datetime
) -> BudgetRoundState:
    """
    Look at what was chosen. An activity with too few people does not take place, and whoever chose it has their money
    back; where there are more people than places, a lot decides. Whoever went without chooses again. When nobody has
    to choose again, everything is settled, and what is left of the allowances goes back to where it came from.

    :param again_until: until when people choose again; None: they do not, and everything is settled now
    :raises UnableToReviewRound: people are still choosing, everything is settled, or the new time is over
    """
    pool, _state = lock_pool(budget_round.pool)
    budget_round = BudgetRound.objects.select_related("pool").get(pk=budget_round.pk)
    _refuse_while_choosing(budget_round, now=now)
    went_without = [
        choice
        for activity in budget_round.activities.all()
        for choice in _give_places(activity, budget_round=budget_round, by=by, now=now)
    ]
    if went_without and again_until is not None:
        _refuse_a_time_that_is_over(UnableToReviewRound, closes_at=again_until, now=now, field="again_until_day")
        budget_round.closes_at = again_until
        budget_round.save(update_fields=["closes_at"])
        _move(budget_round, BudgetRoundState.AGAIN, by=by, now=now)
        for person in {choice.profile for choice in went_without}:
            _tell(person, budget_round, template="pools/email/budget_round_again", now=now)
        record(by=by, action="review_round", subject=budget_round, now=now, went_without=len(went_without))
        return BudgetRoundState.AGAIN
    _give_back_what_is_left(budget_round, by=by, now=now)
    _move(budget_round, BudgetRoundState.SETTLED, by=by, now=now)
    record(by=by, action="settle_round", subject=budget_round, now=now)
    for membership in members_of(pool):
        _tell(membership.profile, budget_round, template="pools/email/budget_round_settled", now=now)
    return BudgetRoundState.SETTLED


def _give_places(
    activity: BudgetActivity, *, budget_round: BudgetRound, by: Profile, now: datetime
) -> list[BudgetChoice]:
    """Decide about one activity; gives the choices that came to nothing."""
    choices = list(standing_choices(budget_round).filter(activity=activity).select_related("transfer__pool"))
    if activity.is_cancelled:
        return []
    if len(choices) < activity.minimum_people:
        activity.outcome, without, end = ActivityOutcome.CANCELLED, choices, ChoiceEnd.CANCELLED
    else:
        ordered = in_order_of_the_lot(budget_round, activity, choices)
        most = activity.maximum_people or len(choices)
        activity.outcome, without, end = ActivityOutcome.GOES_AHEAD, ordered[most:], ChoiceEnd.NO_PLACE
    activity.save(update_fields=["outcome"])
    for choice in without:
        _end(choice, end=end, by=by, now=now)
    return without


def _end(choice: BudgetChoice, *, end: ChoiceEnd, by: Profile, now: datetime) -> None:
    if choice.transfer is not None:
        reverse_transfer(transfer=choice.transfer, why=str(end.label), by=by, now=now)
    choice.ended_at, choice.end = now, end
    choice.save(update_fields=["ended_at", "end"])


def _give_back_what_is_left(budget_round: BudgetRound, *, by: Profile, now: datetime) -> None:
    pool = budget_round.pool
    purses = Account.objects.filter(pool=pool, kind=AccountKind.ALLOWANCE, name=str(budget_round.pk))
    left = {
        purse: allowance_left(budget_round, purse.profile)
        for purse in purses.select_related("profile")
        if purse.profile
    }
    together = sum(left.values(), Decimal(0))
    if together:
        post(
            pool=pool,
            kind=TransferKind.ALLOWANCE,
            words=gettext("Not chosen with: %(title)s") % {"title": budget_round.title},
            postings=[
                *(debit(purse, amount) for purse, amount in left.items()),
                credit(_source(budget_round), together),
            ],
            happened_on=timezone.localdate(now),
            by=by,
            now=now,
            source=f"budget-round:{budget_round.pk}:left",
        )


def _is_own_money(budget_round: BudgetRound) -> bool:
    return not budget_round.funder and not budget_round.is_notional


def _source(budget_round: BudgetRound) -> Account:
    """Where the allowances come from: what the members agreed to pay, or somebody else."""
    if _is_own_money(budget_round):
        return account_for(budget_round.pool, AccountKind.POOL)
    name = budget_round.funder or gettext("Money to try it out with")
    return account_for(budget_round.pool, AccountKind.PAYER, name=name)


def _purse(budget_round: BudgetRound, person: Profile) -> Account:
    return account_for(budget_round.pool, AccountKind.ALLOWANCE, profile=person, name=str(budget_round.pk))


def _till(activity: BudgetActivity, pool: Pool) -> Account:
    return account_for(pool, AccountKind.ACTIVITY, name=activity.title)


def _tidy(plan: RoundPlan | ActivityPlan) -> dict[str, Any]:
    return {name: value.strip() if isinstance(value, str) else value for name, value in asdict(plan).items()}


def _move(budget_round: BudgetRound, state: BudgetRoundState, *, by: Profile, now: datetime) -> None:
    BudgetRoundStatus.objects.create(round=budget_round, state=state, by=by, at=now)


def _tell(person: Profile, budget_round: BudgetRound, *, template: str, now: datetime) -> None:
    notify(
        recipient=person,
        key=f"{template.rpartition('/')[2]}:{budget_round.pk}:{now.isoformat()}",
        template=template,
        now=now,
        url=budget_round.get_absolute_url(),
        budget_round=budget_round,
        left=allowance_left(budget_round, person),
    )


def _refuse_a_time_that_is_over(
    refusal: type[Refusal], *, closes_at: datetime, now: datetime, field: str = "closes_on"
) -> None:
    if closes_at <= now:
        raise refusal(_("Choose a day that is still to come."), field=field)


def _refuse_when_not_choosable(activity: BudgetActivity, *, now: datetime) -> None:
    state = round_state(activity.round)
    if state not in STILL_CHOOSING or now >= activity.round.closes_at:
        raise UnableToChoose(_("It is not the time to choose."))
    people = BudgetChoice.objects.standing().filter(activity=activity).count()
    if activity.is_cancelled:
        raise UnableToChoose(_("This does not take place: too few people chose it. Please choose something else."))
    if not may_be_chosen(activity, people=people, state=state):
        raise UnableToChoose(_("Every place is taken. Please choose something else."))


def _refuse_while_choosing(budget_round: BudgetRound, *, now: datetime) -> None:
    state = round_state(budget_round)
    if state == BudgetRoundState.DRAFT:
        raise UnableToReviewRound(_("Nobody has chosen yet. Open it first."))
    if state == BudgetRoundState.SETTLED:
        raise UnableToReviewRound(_("Everything is settled already."))
    people = {membership.profile_id for membership in members_of(budget_round.pool)}
    chosen = set(standing_choices(budget_round).values_list("profile_id", flat=True))
    if now < budget_round.closes_at and people - chosen:
        raise UnableToReviewRound(_("Some people have not chosen yet, and there is still time. Please wait."))
