"""Starting a pool."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from peers.models import Group
from peers.rules import is_in
from pools.models import (
    CONSENTS_FOR,
    GATES_FOR,
    PROMPTS_FOR,
    Consent,
    CostLine,
    CostPrompt,
    CostSheet,
    DecisionRule,
    Gate,
    LineState,
    MoneyPath,
    Pool,
    PoolMembership,
    PoolState,
    PurchaseKind,
    SharingRule,
    Wish,
)
from pools.operations.pool_status import move_pool
from portal.models import District, Profile
from portal.operations.audit import record
from portal.operations.constraints import told_as
from portal.operations.refusal import Refusal
from providers.models import Offer

SECOND_CLICK = timedelta(seconds=30)


class UnableToStartPool(Refusal):
    """What the pool would come from is not there for this person, or the plan is not whole."""


@dataclass(frozen=True, kw_only=True)
class PoolPlan:
    """
    What a pool is for, how its members share and decide, which way the money goes, and what it comes from: a wish, a
    group or an offer.
    """

    title: str
    purpose: str
    buying: PurchaseKind
    district: District | None = None
    most_people: int | None = None
    sharing_rule: SharingRule = SharingRule.EQUAL
    decision_rule: DecisionRule = DecisionRule.CONSENSUS
    money_path: MoneyPath = MoneyPath.HOLDER
    wish: Wish | None = None
    group: Group | None = None
    offer: Offer | None = None


@transaction.atomic
def start_pool(*, plan: PoolPlan, by: Profile, now: datetime) -> Pool:
    """
    Start a pool. Who starts it is its organiser and its first member; the costs that people forget are asked at once.
    A second click starts no second pool.

    :raises UnableToStartPool: the wish is somebody else's or closed, the person is not in the group, the offer is over,
        or the plan is not whole
    """
    if plan.wish is not None and (plan.wish.profile_id != by.pk or not plan.wish.is_open):
        raise UnableToStartPool(_("A pool can start from a wish of your own that is still open."))
    if plan.group is not None and not is_in(by, plan.group):
        raise UnableToStartPool(_("Join the group first. Then you can start a pool in it."))
    if plan.offer is not None and not plan.offer.is_open_on(timezone.localdate(now)):
        raise UnableToStartPool(_("This offer is over. Please choose another."))
    # Lock the person: the two clicks come one after the other.
    Profile.objects.select_for_update().get(pk=by.pk)
    just_started = Pool.objects.filter(organiser=by, title=plan.title.strip(), made_at__gt=now - SECOND_CLICK)
    if twin := just_started.first():
        return twin
    with told_as(UnableToStartPool, model=Pool):
        pool = Pool.objects.create(
            title=plan.title.strip(),
            purpose=plan.purpose.strip(),
            buying=plan.buying,
            district=plan.district,
            wish=plan.wish,
            group=plan.group,
            offer=plan.offer,
            organiser=by,
            most_people=plan.most_people,
            sharing_rule=plan.sharing_rule,
            decision_rule=plan.decision_rule,
            money_path=plan.money_path,
            made_at=now,
        )
    _ask_what_people_forget(pool)
    PoolMembership.objects.create(pool=pool, profile=by, wish=plan.wish, joined_at=now)
    move_pool(pool=pool, state=PoolState.GATHERING, by=by, now=now)
    record(by=by, action="start_pool", subject=pool, now=now)
    return pool


def _ask_what_people_forget(pool: Pool) -> None:
    offer = pool.offer
    CostSheet.objects.create(
        pool=pool,
        price_holds_until=offer.valid_until if offer else None,
        not_included=offer.not_included if offer else "",
    )
    for place, prompt in enumerate(PROMPTS_FOR[PurchaseKind(pool.buying)]):
        is_offered = offer is not None and prompt == CostPrompt.PRICE
        CostLine.objects.create(
            pool=pool,
            prompt=prompt,
            label=str(prompt.label),
            place=place,
            from_offer=is_offered,
            state=LineState.ANSWERED if is_offered else LineState.BLANK,
        )
    for kind in CONSENTS_FOR[PurchaseKind(pool.buying)]:
        Consent.objects.create(pool=pool, kind=kind)
    for gate in GATES_FOR[PurchaseKind(pool.buying)]:
        reason = gettext("We ask this of all who keep and use something together.")
        Gate.objects.create(pool=pool, kind=gate, reason=reason, added_by=pool.organiser, added_at=pool.made_at)
