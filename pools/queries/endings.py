"""What the end of a pool would mean for each, and what stands in its way."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from pools.models import AccountKind, EndingAnswer, Entry, Pool, PoolEnding, TransferKind, Unit
from pools.queries.contributions import received_from
from pools.queries.decisions import Count
from pools.queries.hours import hours_left
from pools.queries.leaving import unsettled_in
from pools.queries.ledger import (
    NOTHING,
    AccountBalance,
    balance_of_member,
    balances_of,
    left_to_spend,
    money_held,
    owner_of,
    put_aside,
)
from pools.queries.pools import members_of
from pools.queries.things import OwnedThing, things_here
from portal.models import Profile
from portal.money import format_amount, split


@dataclass(frozen=True, kw_only=True)
class EndingPart:
    """What one member gets back, and the minutes that are theirs. Below zero, they still owe it."""

    profile: Profile
    paid_in: Decimal
    goods: Decimal
    to_get: Decimal
    balance: Decimal
    minutes: int

    @property
    def taken_back(self) -> Decimal:
        """What is taken back of what was called in from them, so that nothing is left over."""
        return self.to_get - self.balance


@dataclass(frozen=True, kw_only=True)
class EndingPreview:
    """
    What there is, what others get first, and what each member gets. `to_others` and all parts are the money that is
    kept, to the penny. `obstacles` are sentences: each has to be put right before the pool can end.
    """

    held: Decimal
    unspent: Decimal
    aside: Decimal
    to_others: list[AccountBalance]
    parts: list[EndingPart]
    things: list[OwnedThing]
    obstacles: list[str]

    def for_profile(self, profile: Profile) -> EndingPart:
        return next(part for part in self.parts if part.profile.pk == profile.pk)


def ending_of(pool: Pool) -> PoolEnding | None:
    """The question whether the pool ends, while it waits."""
    return PoolEnding.objects.waiting().filter(pool=pool).select_related("proposed_by", "pool").first()


def ended_as(pool: Pool) -> PoolEnding | None:
    """How a pool ended, where its members ended it."""
    return PoolEnding.objects.filter(pool=pool, outcome="ended").first()


def newest_answers(ending: PoolEnding) -> dict[object, EndingAnswer]:
    """What each who is in has said last, by the profile's key."""
    here = {place.profile_id for place in members_of(ending.pool)}
    answers = EndingAnswer.objects.filter(ending=ending).order_by("at", "id")
    return {answer.profile_id: answer for answer in answers if answer.profile_id in here}


def count_endings(ending: PoolEnding) -> Count:
    answers = newest_answers(ending).values()
    return Count(
        people=members_of(ending.pool).count(),
        yes=sum(answer.agrees for answer in answers),
        no=sum(not answer.agrees for answer in answers),
    )


def ending_preview(pool: Pool, *, on: date | None = None) -> EndingPreview:
    """The money that is kept, less what is other people's, in proportion of what each has paid in."""
    on = on or timezone.localdate()
    balances = balances_of(pool)
    held = money_held(pool)
    to_others = [one for one in balances if one.account.kind == AccountKind.PAYER and one.pounds > 0]
    for_members = held - sum((one.pounds for one in to_others), NOTHING)
    parts = _parts(pool, for_members=for_members, on=on)
    return EndingPreview(
        held=held,
        unspent=left_to_spend(pool),
        aside=put_aside(pool),
        to_others=to_others,
        parts=parts,
        things=things_here(pool),
        obstacles=[*_obstacles(pool, balances), *_owing(parts)],
    )


def _parts(pool: Pool, *, for_members: Decimal, on: date) -> list[EndingPart]:
    people = [place.profile for place in members_of(pool)]
    paid = [max(received_from(pool, person, on=on), NOTHING) for person in people]
    goods = [_goods_of(pool, person) for person in people]
    # What came of things is their owners', by their parts. The rest is shared by what each has paid in.
    rest = for_members - sum(goods, NOTHING)
    shares = split(rest, paid if any(paid) else [1] * len(people)) if people else []
    return [
        EndingPart(
            profile=person,
            paid_in=paid_in,
            goods=own_goods,
            to_get=share + own_goods,
            balance=balance_of_member(pool, person),
            minutes=hours_left(pool, person),
        )
        for person, paid_in, own_goods, share in zip(people, paid, goods, shares, strict=True)
    ]


def _goods_of(pool: Pool, profile: Profile) -> Decimal:
    entries = Entry.objects.filter(
        account__pool=pool,
        account__kind=AccountKind.MEMBER,
        account__profile=profile,
        transfer__kind=TransferKind.GOODS,
        transfer__reversed_by__isnull=True,
        unit=Unit.GBP,
    )
    return -(entries.aggregate(total=Sum("amount"))["total"] or NOTHING)


def _obstacles(pool: Pool, balances: list[AccountBalance]) -> list[str]:
    obstacles = [
        _("A bill is not paid yet: %(who)s, %(amount)s. Pay it first.")
        % {"who": owner_of(one.account), "amount": format_amount(one.pounds)}
        for one in balances
        if one.account.kind == AccountKind.PROVIDER and one.pounds > 0
    ]
    obstacles += [
        _("%(who)s still has %(amount)s of yours. Get it back first.")
        % {"who": owner_of(one.account), "amount": format_amount(-one.pounds)}
        for one in balances
        if one.account.kind in {AccountKind.PROVIDER, AccountKind.PAYER} and one.pounds < 0
    ]
    obstacles += [
        _("There is money in activities that people have chosen: %(who)s. First settle that round.")
        % {"who": owner_of(one.account)}
        for one in balances
        if one.account.kind in {AccountKind.ALLOWANCE, AccountKind.ACTIVITY} and one.pounds
    ]
    obstacles += [
        _("%(name)s has left, and is not settled yet. Settle with them first.")
        % {"name": leaving.membership.profile.shown_name}
        for leaving, _balance in unsettled_in(pool)
    ]
    obstacles += [
        _("You still own: %(what)s. First sell it, give it away, or have it taken away.") % {"what": thing.thing.what}
        for thing in things_here(pool)
    ]
    return obstacles


def _owing(parts: list[EndingPart]) -> list[str]:
    return [
        _("%(name)s still has %(amount)s to pay.")
        % {"name": part.profile.shown_name, "amount": format_amount(-part.to_get)}
        for part in parts
        if part.to_get < 0
    ]
