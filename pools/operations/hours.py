"""
Hours that members put into a pool, give to one another, and take back.

Hours are minutes in the books: putting in takes them from whoever will work (a debit of the provider) and gives them
to the member. Whatever takes minutes from a member needs that member's own yes, to that very number, which is kept for
ever beside the transfer. So only the person themselves can do it, and PostgreSQL asks for the yes again when the
transaction ends.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pools.models import Account, AccountKind, Assistant, HoursConsent, Pool, Transfer, TransferKind, Unit
from pools.operations.ledger import Posting, account_for, credit, debit, post
from pools.operations.pool_status import lock_pool
from pools.queries.hours import hours_left
from pools.queries.pools import membership_of
from portal.minutes import format_minutes
from portal.models import Profile
from portal.operations.audit import record
from portal.operations.refusal import Refusal

LONGEST_PUT_IN = 60 * 24 * 366


class UnableToChangeHours(Refusal):
    """Nothing to move, more than there is, or somebody who is not in the pool."""


@dataclass(frozen=True, kw_only=True)
class HoursYes:
    """A member's own yes to losing so many minutes, in the words that stood before them."""

    profile: Profile
    minutes: int
    words: str
    said_at: datetime
    supporter_name: str = ""


@transaction.atomic
def put_in_hours(
    *, pool: Pool, profile: Profile, assistant: Assistant, minutes: int, by: Profile, now: datetime
) -> Transfer:
    """
    Add hours of support to what a member may use. The rest of their budget stays out of it.

    :param assistant: who will work them
    :param by: the member, or the organiser who writes it down for all
    :raises UnableToChangeHours: nothing to put in, somebody else's hours, or not in the pool
    """
    pool, _state = lock_pool(pool)
    refuse_nothing(minutes)
    refuse_outsiders(pool, profile)
    if minutes > LONGEST_PUT_IN:
        raise UnableToChangeHours(_("These are more hours than a year has. Please check the number."), field="hours")
    if by.pk not in {profile.pk, pool.organiser_id}:
        raise UnableToChangeHours(_("Each member puts in their own hours, or the organiser does it for them."))
    if not assistant.is_current or assistant.pool_id != pool.pk:
        raise UnableToChangeHours(_("Choose somebody who works for you now."), field="assistant")
    transfer = post(
        pool=pool,
        kind=TransferKind.HOURS_IN,
        words=gettext("Hours put in, worked by %(name)s") % {"name": assistant.books_name},
        postings=move_minutes(provider_account(pool, assistant.books_name), member_account(pool, profile), minutes),
        happened_on=timezone.localdate(now),
        by=by,
        now=now,
    )
    record(by=by, action="put_in_hours", subject=transfer, now=now, minutes=minutes)
    return transfer


@transaction.atomic
def give_hours(
    *, pool: Pool, to: Profile, minutes: int, by: Profile, now: datetime, supporter_name: str = ""
) -> Transfer:
    """
    Give some of one's own hours to another member, for good.

    :param by: whose hours they are: nobody gives anybody else's
    :raises UnableToChangeHours: nothing to give, more than they have, to themselves, or somebody is not in the pool
    """
    pool, _state = lock_pool(pool)
    yes = yes_to_give(to=to, minutes=minutes, by=by, now=now, supporter_name=supporter_name)
    transfer = give_agreed_hours(pool=pool, to=to, yes=yes, now=now)
    record(by=by, action="give_hours", subject=transfer, now=now, minutes=minutes)
    return transfer


@transaction.atomic
def return_hours(
    *, pool: Pool, assistant: Assistant, minutes: int, by: Profile, now: datetime, supporter_name: str = ""
) -> Transfer:
    """
    Take some of one's own hours out of the pool again, back to one's own budget.

    :param assistant: who does not have to work them now
    :raises UnableToChangeHours: nothing to return, or more than they have
    """
    pool, _state = lock_pool(pool)
    if assistant.pool_id != pool.pk:
        raise UnableToChangeHours(_("Choose somebody who works for you."), field="assistant")
    yes = yes_to_return(minutes=minutes, by=by, now=now, supporter_name=supporter_name)
    transfer = return_agreed_hours(pool=pool, provider=assistant.books_name, yes=yes, now=now)
    record(by=by, action="return_hours", subject=transfer, now=now, minutes=minutes)
    return transfer


# What the other operations with hours are made of. The caller has locked the pool. ---------------------------------


def give_agreed_hours(*, pool: Pool, to: Profile, yes: HoursYes, now: datetime) -> Transfer:
    """Give what somebody said yes to, for good."""
    return between_members(pool=pool, kind=TransferKind.HOURS_GIVEN, to=to, yes=yes, now=now)


def return_agreed_hours(*, pool: Pool, provider: str, yes: HoursYes, now: datetime) -> Transfer:
    """Give back to somebody's budget what they said yes to."""
    refuse_outsiders(pool, yes.profile)
    return post_with_yes(
        pool=pool,
        kind=TransferKind.HOURS_RETURNED,
        words=gettext("Hours of %(name)s, back to their budget") % {"name": yes.profile.shown_name},
        postings=move_minutes(member_account(pool, yes.profile), provider_account(pool, provider), yes.minutes),
        yeses=[yes],
        now=now,
    )


def between_members(*, pool: Pool, kind: TransferKind, to: Profile, yes: HoursYes, now: datetime) -> Transfer:
    """Move what somebody said yes to from their account to another member's."""
    if to.pk == yes.profile.pk:
        raise UnableToChangeHours(_("Choose somebody else: these are your own hours."), field="to")
    refuse_outsiders(pool, yes.profile, to)
    return post_with_yes(
        pool=pool,
        kind=kind,
        words=gettext("%(kind)s: from %(giver)s to %(taker)s")
        % {"kind": kind.label, "giver": yes.profile.shown_name, "taker": to.shown_name},
        postings=move_minutes(member_account(pool, yes.profile), member_account(pool, to), yes.minutes),
        yeses=[yes],
        now=now,
    )


def post_with_yes(
    *,
    pool: Pool,
    kind: TransferKind,
    words: str,
    postings: Sequence[Posting],
    yeses: Sequence[HoursYes],
    now: datetime,
    source: str = "",
    by: Profile | None = None,
) -> Transfer:
    """
    Write a transfer that takes hours from members, each with their yes beside it.

    :raises UnableToChangeHours: nothing to move, or more than somebody has
    """
    for yes in yeses:
        refuse_nothing(yes.minutes)
        left = hours_left(pool, yes.profile)
        if yes.minutes > left:
            raise UnableToChangeHours(
                _("That is more than there is: %(left)s left.") % {"left": format_minutes(left)}, field="hours"
            )
    transfer = post(
        pool=pool,
        kind=kind,
        words=words,
        postings=postings,
        happened_on=timezone.localdate(now),
        by=by or yeses[0].profile,
        now=now,
        source=source,
    )
    HoursConsent.objects.bulk_create(
        HoursConsent(
            transfer=transfer,
            profile=yes.profile,
            minutes=yes.minutes,
            words=yes.words[:300],
            supporter_name=yes.supporter_name.strip(),
            said_at=yes.said_at,
        )
        for yes in yeses
    )
    return transfer


def move_minutes(giver: Account, taker: Account, minutes: int) -> list[Posting]:
    """A debit of one account and a credit of the other."""
    amount = Decimal(minutes)
    return [debit(giver, amount, Unit.MINUTES), credit(taker, amount, Unit.MINUTES)]


def member_account(pool: Pool, profile: Profile) -> Account:
    return account_for(pool, AccountKind.MEMBER, profile=profile)


def provider_account(pool: Pool, name: str) -> Account:
    return account_for(pool, AccountKind.PROVIDER, name=name)


def yes_to_give(*, to: Profile, minutes: int, by: Profile, now: datetime, supporter_name: str = "") -> HoursYes:
    """ "Yes, I give 3 hours 20 minutes to Tess." """
    words = gettext("Yes, I give %(time)s to %(name)s.") % {"time": format_minutes(minutes), "name": to.shown_name}
    return HoursYes(profile=by, minutes=minutes, words=words, said_at=now, supporter_name=supporter_name)


def yes_to_return(*, minutes: int, by: Profile, now: datetime, supporter_name: str = "") -> HoursYes:
    """ "Yes, 3 hours 20 minutes go back to my own budget." """
    words = gettext("Yes, %(time)s of mine go back to my own budget.") % {"time": format_minutes(minutes)}
    return HoursYes(profile=by, minutes=minutes, words=words, said_at=now, supporter_name=supporter_name)


def refuse_nothing(minutes: int) -> None:
    if minutes < 1:
        raise UnableToChangeHours(_("Give one minute or more."), field="hours")


def refuse_outsiders(pool: Pool, *people: Profile) -> None:
    for person in people:
        if membership_of(pool, person) is None:
            raise UnableToChangeHours(_("%(name)s is not in this pool.") % {"name": person.shown_name}, field="to")
