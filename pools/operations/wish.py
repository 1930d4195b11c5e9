"""The life of a wish: made, changed, met or taken back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from pools.models import Barrier, Wish, WishState
from portal.models import District, FundingKind, Interest, Profile, TimeOfWeek
from portal.operations.audit import record
from portal.operations.constraints import told_as
from portal.operations.refusal import Refusal

SECOND_CLICK = timedelta(seconds=30)


class UnableToMakeWish(Refusal):
    """What was given does not make a wish."""


class UnableToChangeWish(Refusal):
    """The wish is somebody else's, or not open any more."""


@dataclass(frozen=True, kw_only=True)
class WishDetails:
    """What others see of a wish."""

    interest: Interest
    words: str
    district: District | None = None
    times: Sequence[TimeOfWeek] = ()
    people_wanted: int | None = None

    def write_on(self, wish: Wish) -> None:
        wish.interest, wish.words, wish.district = self.interest, self.words.strip(), self.district
        wish.times, wish.people_wanted = list(self.times), self.people_wanted


@dataclass(frozen=True, kw_only=True)
class WishNeeds:
    """What only its owner sees: the money there is each month, where it comes from, and what stands in the way."""

    monthly_amount: Decimal | None = None
    funding_kinds: Sequence[FundingKind] = ()
    barriers: Sequence[Barrier] = ()

    def write_on(self, wish: Wish) -> None:
        wish.monthly_amount, wish.funding_kinds = self.monthly_amount, list(self.funding_kinds)
        wish.barriers = list(self.barriers)


@transaction.atomic
def make_wish(*, details: WishDetails, needs: WishNeeds | None = None, by: Profile, now: datetime) -> Wish:
    """
    Say what somebody would like to do. A second click makes no second wish.

    :param needs: what they would need for it; the kinds of budget in their profile, unless they say otherwise
    :raises UnableToMakeWish: no words, too many, or a number out of range
    """
    # Lock the person: the two clicks come one after the other.
    Profile.objects.select_for_update().get(pk=by.pk)
    wish = Wish(profile=by, made_at=now)
    details.write_on(wish)
    just_made = Wish.objects.open().filter(
        profile=by, interest=wish.interest, words=wish.words, made_at__gt=now - SECOND_CLICK
    )
    if twin := just_made.first():
        return twin
    (needs or WishNeeds(funding_kinds=[FundingKind(kind) for kind in by.funding_kinds])).write_on(wish)
    with told_as(UnableToMakeWish, model=Wish):
        wish.save()
    record(by=by, action="make_wish", subject=wish, now=now)
    return wish


@transaction.atomic
def change_wish(*, wish: Wish, details: WishDetails, by: Profile, now: datetime) -> Wish:
    """
    Say it differently.

    :raises UnableToChangeWish: somebody else's, not open any more, or `make_wish` would refuse it
    """
    return _rewrite(wish=wish, part=details, action="change_wish", by=by, now=now)


@transaction.atomic
def change_wish_needs(*, wish: Wish, needs: WishNeeds, by: Profile, now: datetime) -> Wish:
    """
    Say what somebody would need for it.

    :raises UnableToChangeWish: somebody else's, not open any more, or `make_wish` would refuse it
    """
    return _rewrite(wish=wish, part=needs, action="change_wish_needs", by=by, now=now)


@transaction.atomic
def withdraw_wish(*, wish: Wish, by: Profile, now: datetime) -> Wish:
    """
    Take a wish back. Nobody is shown it any more.

    :raises UnableToChangeWish: somebody else's, or not open any more
    """
    wish = _own_open_wish(wish=wish, by=by)
    wish.state, wish.closed_at = WishState.WITHDRAWN, now
    wish.save(update_fields=["state", "closed_at"])
    record(by=by, action="withdraw_wish", subject=wish, now=now)
    return wish


def meet_wishes(*, wishes: Sequence[Wish], by: Profile, now: datetime) -> None:
    """A pool bought what these wishes asked for. Those that are closed already stay as they are."""
    for wish in Wish.objects.open().select_for_update().filter(pk__in=[wish.pk for wish in wishes]):
        wish.state, wish.closed_at = WishState.MET, now
        wish.save(update_fields=["state", "closed_at"])
        record(by=by, action="meet_wish", subject=wish, now=now)


def _rewrite(*, wish: Wish, part: WishDetails | WishNeeds, action: str, by: Profile, now: datetime) -> Wish:
    wish = _own_open_wish(wish=wish, by=by)
    part.write_on(wish)
    with told_as(UnableToChangeWish, model=Wish):
        wish.save()
    record(by=by, action=action, subject=wish, now=now)
    return wish


def _own_open_wish(*, wish: Wish, by: Profile) -> Wish:
    wish = Wish.objects.select_for_update().get(pk=wish.pk)
    if wish.profile_id != by.pk:
        raise UnableToChangeWish(_("This is somebody else's wish."))
    if not wish.is_open:
        raise UnableToChangeWish(_("This wish is closed. You can make a new one."))
    return wish
