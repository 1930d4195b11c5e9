"""
The way out of a pool that everybody has signed: told, looked at, carried out, and settled to the penny.

Nobody is kept in: whoever has told the others can go at any moment, and pays their share up to their last day. And
nobody's share rises by it: what each has signed for stays until they all sign something else.
"""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pools.models import (
    AccountKind,
    Leaving,
    LeavingAnswer,
    LeavingOutcome,
    MoneyPath,
    OutingPlace,
    Pool,
    PoolMembership,
    PoolState,
    ThingsChoice,
    Transfer,
    TransferKind,
)
from pools.operations.hours import give_agreed_hours, return_agreed_hours, yes_to_give, yes_to_return
from pools.operations.hours_period import provider_of
from pools.operations.ledger import Posting, account_for, credit, debit, post
from pools.operations.membership import carry_on_without, own_open_membership, tell_the_others
from pools.operations.outings import give_up_place
from pools.operations.pool_status import forget_warnings, lock_pool, move_pool
from pools.operations.thing import give_parts_away
from pools.queries.agreements import active_agreement
from pools.queries.costing import Preview, preview_leave
from pools.queries.hours import hours_left
from pools.queries.leaving import (
    Settlement,
    asked_changes,
    everybody_answered,
    first_last_day,
    first_year_of,
    leavings_in,
    needs_notice,
    settlement_preview,
)
from pools.queries.ledger import NOTHING, balance_of_member, left_to_spend, money_held
from pools.queries.pools import members_of, membership_of
from portal.models import Profile
from portal.money import format_amount
from portal.operations.audit import record
from portal.operations.constraints import told_as
from portal.operations.notifications import notify
from portal.operations.refusal import Refusal


class UnableToTellOfLeaving(Refusal):
    """Nothing is signed, the last day is too soon, they keep the money, or they are the last one."""


class UnableToAnswerLeaving(Refusal):
    """It is over, it is about themselves, or the number has changed since."""


class UnableToCarryOutLeaving(Refusal):
    """It is over, or somebody else's and its last day has not passed."""


class UnableToSettle(Refusal):
    """Everything is settled, nothing, or more than is left to settle."""


@transaction.atomic
def tell_of_leaving(
    *,
    membership: PoolMembership,
    last_day: date,
    things: ThingsChoice = ThingsChoice.KEEP,
    hours_to: Profile | None = None,
    by: Profile,
    now: datetime,
) -> Leaving:
    """
    Tell the others that one leaves, and when. Each of them is shown their own new share, and asked about it.

    :param hours_to: who gets the hours that are left; nobody: they go back to the person's own budget
    :raises UnableToTellOfLeaving: nothing is signed, told already, the last day is sooner than the notice, the person
        keeps the money or is the last one, or the hours would go to somebody who is not in the pool
    :raises UnableToLeavePool: somebody else's place, or the person has left
    """
    pool, _state, membership = own_open_membership(membership=membership, by=by)
    if not needs_notice(pool):
        raise UnableToTellOfLeaving(_("You have not all signed. So you can leave at once, and need no last day."))
    if not members_of(pool).exclude(pk=membership.pk).exists():
        raise UnableToTellOfLeaving(_("You are the last one in this pool. End the pool: that settles everything."))
    _refuse_whoever_keeps_the_money(pool, by)
    earliest = first_last_day(pool, today=timezone.localdate(now))
    if last_day < earliest:
        raise UnableToTellOfLeaving(
            _("Your agreement says how long before you tell the others. The earliest day is %(day)s.")
            % {"day": date_format(earliest, "j F Y")},
            field="last_day",
        )
    if hours_to is not None and (hours_to.pk == by.pk or membership_of(pool, hours_to) is None):
        raise UnableToTellOfLeaving(_("Choose somebody else who is in the pool."), field="hours_to")
    preview = preview_leave(membership)
    with told_as(UnableToTellOfLeaving, model=Leaving):
        leaving = Leaving.objects.create(
            pool=pool,
            membership=membership,
            last_day=last_day,
            things=things,
            minutes_agreed=hours_left(pool, by),
            hours_to=hours_to,
            told_at=now,
        )
    record(by=by, action="tell_of_leaving", subject=pool, now=now)
    _ask_the_others(leaving=leaving, preview=preview, now=now)
    return leaving


@transaction.atomic
def take_back_leaving(*, leaving: Leaving, by: Profile, now: datetime) -> Leaving:
    """
    Think better of leaving.

    :raises UnableToCarryOutLeaving: it is over, or somebody else's
    """
    lock_pool(leaving.pool)
    leaving = _waiting(leaving, UnableToCarryOutLeaving)
    if leaving.membership.profile_id != by.pk:
        raise UnableToCarryOutLeaving(_("Only the person themselves can do this."))
    _close(leaving, LeavingOutcome.TAKEN_BACK, now=now)
    record(by=by, action="take_back_leaving", subject=leaving.pool, now=now)
    return leaving


@transaction.atomic
def answer_leaving(*, leaving: Leaving, accepts: bool, share: Decimal, by: Profile, now: datetime) -> LeavingAnswer:
    """
    Say "I accept the new share", or "I do not: let us decide again". It may be said again differently until the end.

    :param share: the number that they looked at
    :raises UnableToAnswerLeaving: it is over, one's own leaving, not in the pool, or the number is another by now
    """
    lock_pool(leaving.pool)
    leaving = _waiting(leaving, UnableToAnswerLeaving)
    asked = {asked.change.profile.pk: asked.change for asked in asked_changes(leaving)}
    if by.pk not in asked:
        raise UnableToAnswerLeaving(_("Only the others in the pool answer this."))
    if asked[by.pk].after is None:
        raise UnableToAnswerLeaving(_("Your new share is not known yet. First work out the costs together."))
    if asked[by.pk].after != share:
        raise UnableToAnswerLeaving(_("The numbers have changed. Please look at your share again."))
    answer = LeavingAnswer.objects.create(leaving=leaving, profile=by, accepts=accepts, share=share, at=now)
    record(by=by, action="answer_leaving", subject=leaving.pool, now=now, accepts=accepts)
    return answer


@transaction.atomic
def carry_out_leaving(*, leaving: Leaving, by: Profile | None, now: datetime) -> Settlement:
    """
    The person leaves, and their money is settled up to their last day.

    They can do it themselves at any moment. Once all have answered, or the last day is over, anybody in the pool can,
    and the portal does it on the day after.

    :param by: who carries it out; None for the portal itself
    :raises UnableToCarryOutLeaving: it is over, or somebody else's to say so early
    """
    pool, state = lock_pool(leaving.pool)
    leaving = _waiting(leaving, UnableToCarryOutLeaving)
    leaving.pool = leaving.membership.pool = pool
    membership = leaving.membership
    leaver = membership.profile
    _refuse_too_early(leaving, by=by, now=now)
    preview = preview_leave(membership)
    accepted = [
        asked.change for asked in asked_changes(leaving, preview=preview) if asked.answer and asked.answer.accepts
    ]
    all_accept = len(accepted) == members_of(pool).count() - 1
    settlement = settlement_preview(membership, last_day=leaving.last_day)
    _hand_on_hours(leaving, now=now)
    if leaving.things == ThingsChoice.GIVE:
        give_parts_away(pool=pool, giver=leaver, now=now)
    _give_up_places(pool, leaver, now=now)
    _settle(leaving, settlement, by=by or leaver, now=now)
    membership.left_at = now
    membership.save(update_fields=["left_at"])
    forget_warnings(pool)
    for change in accepted:
        # They have looked at this very number, and said so.
        place = members_of(pool).get(profile=change.profile)
        place.previewed_share, place.previewed_at = change.after, now
        place.save(update_fields=["previewed_share", "previewed_at"])
    carry_on_without(membership=membership, pool=pool, state=state, now=now)
    if state == PoolState.BOUGHT and _something_is_open(membership, settlement, leaving=leaving):
        move_pool(pool=pool, state=PoolState.COSTING, by=leaver, now=now, note=_why_open(leaver, all_accept=all_accept))
    _close(leaving, LeavingOutcome.IN_EFFECT, now=now)
    _note_if_even(leaving, now=now)
    record(by=by, action="carry_out_leaving", subject=pool, now=now)
    tell_the_others(membership=membership, template="pools/email/somebody_left", preview=preview, now=now)
    notify(
        recipient=leaver,
        key=f"leaving-settled:{leaving.pk}",
        template="pools/email/leaving_settled",
        now=now,
        url="",
        pool=pool,
        settlement=settlement,
        leaving=leaving,
    )
    _ask_again(pool, now=now)
    return settlement


@transaction.atomic
def settle_rest(
    *, leaving: Leaving, amount: Decimal, paid_on: date, other: Profile | None = None, by: Profile, now: datetime
) -> Transfer:
    """
    Write down that what was left to get or to pay has been paid, or a part of it.

    :param other: the member with whom the money changed hands, where it was not the money that is kept
    :raises UnableToSettle: everything is settled, nothing, more than is left, a day to come, or not a member
    :raises UnableToPost: so much money is not kept
    """
    pool, _state = lock_pool(leaving.pool)
    leaving = Leaving.objects.select_related("membership__profile", "pool").get(pk=leaving.pk)
    leaver = leaving.membership.profile
    balance = balance_of_member(pool, leaver)
    if leaving.outcome != LeavingOutcome.IN_EFFECT or not balance:
        raise UnableToSettle(_("There is nothing to settle."))
    if not 0 < amount <= abs(balance):
        raise UnableToSettle(
            _("Please give an amount from £0.01 to %(most)s.") % {"most": format_amount(abs(balance))}, field="amount"
        )
    if paid_on > timezone.localdate(now):
        raise UnableToSettle(_("This day is still to come. Write it down once it has happened."), field="paid_on")
    if other is not None and membership_of(pool, other) is None:
        raise UnableToSettle(_("This person is not in the pool."), field="other")
    theirs = account_for(pool, AccountKind.MEMBER, profile=leaver)
    across = account_for(pool, AccountKind.MEMBER, profile=other) if other else account_for(pool, AccountKind.HOLDER)
    signed = amount if balance > 0 else -amount
    transfer = post(
        pool=pool,
        kind=TransferKind.REFUND if balance > 0 else TransferKind.CONTRIBUTION,
        words=gettext("Settled with %(name)s") % {"name": leaver.shown_name},
        postings=[debit(theirs, signed), credit(across, signed)],
        happened_on=paid_on,
        by=by,
        now=now,
    )
    _note_if_even(leaving, now=now)
    record(by=by, action="settle_rest", subject=transfer, now=now)
    return transfer


def _ask_the_others(*, leaving: Leaving, preview: Preview, now: datetime) -> None:
    membership, pool = leaving.membership, leaving.pool
    for other in members_of(pool).exclude(pk=membership.pk):
        notify(
            recipient=other.profile,
            key=f"somebody-leaves:{leaving.pk}",
            template="pools/email/somebody_leaves",
            now=now,
            url=leaving.get_absolute_url(),
            pool=pool,
            person=membership.profile,
            last_day=leaving.last_day,
            change=preview.for_profile(other.profile),
        )


def _ask_again(pool: Pool, *, now: datetime) -> None:
    """Whoever has answered about somebody else's leaving, where their number is another one by now."""
    for leaving in leavings_in(pool):
        have_answered = set(leaving.answers.values_list("profile", flat=True))
        for asked in asked_changes(leaving):
            if asked.answer is None and asked.change.profile.pk in have_answered:
                notify(
                    recipient=asked.change.profile,
                    key=f"leaving-again:{leaving.pk}:{asked.change.after}",
                    template="pools/email/asked_again_about_leaving",
                    now=now,
                    url=leaving.get_absolute_url(),
                    pool=pool,
                    person=leaving.membership.profile,
                    change=asked.change,
                )


def _refuse_whoever_keeps_the_money(pool: Pool, leaver: Profile) -> None:
    agreement = active_agreement(pool)
    named = agreement.money_holder.strip().casefold() if agreement else ""
    names = {name.strip().casefold() for name in (leaver.shown_name, agreement.name_of(leaver) if agreement else "")}
    if named in names - {""}:
        raise UnableToTellOfLeaving(
            _(
                "Your agreement says that you keep the money. First hand it over: open the costs again, "
                "and name somebody else in a new agreement. When all have signed it, you can leave."
            )
        )


def _waiting(leaving: Leaving, refusal: type[Refusal]) -> Leaving:
    # Read again now that the pool is ours: another click may have come first.
    found = Leaving.objects.select_related("pool", "membership__profile", "membership__pool", "hours_to").get(
        pk=leaving.pk
    )
    if not found.is_waiting:
        raise refusal(_("This is over already."))
    return found


def _refuse_too_early(leaving: Leaving, *, by: Profile | None, now: datetime) -> None:
    if by is not None and by.pk == leaving.membership.profile_id:
        return
    if leaving.last_day < timezone.localdate(now) or (by is not None and everybody_answered(leaving)):
        return
    raise UnableToCarryOutLeaving(
        _("Not everybody has answered, and the last day is %(day)s. Please wait.")
        % {"day": date_format(leaving.last_day, "j F Y")}
    )


def _close(leaving: Leaving, outcome: LeavingOutcome, *, now: datetime) -> None:
    leaving.outcome, leaving.closed_at = outcome, now
    leaving.save(update_fields=["outcome", "closed_at"])


def _note_if_even(leaving: Leaving, *, now: datetime) -> None:
    if balance_of_member(leaving.pool, leaving.membership.profile) == NOTHING:
        leaving.settled_at = now
        leaving.save(update_fields=["settled_at"])


def _settle(leaving: Leaving, settlement: Settlement, *, by: Profile, now: datetime) -> None:
    """Take back what they need not pay, and pay out what is theirs, as far as it is there."""
    pool, leaver = leaving.pool, leaving.membership.profile
    account, today = account_for(pool, AccountKind.MEMBER, profile=leaver), timezone.localdate(now)
    if settlement.taken_back:
        post(
            pool=pool,
            kind=TransferKind.SETTLEMENT,
            words=gettext("%(name)s left: what they need not pay") % {"name": leaver.shown_name},
            postings=[*_from_the_unspent(pool, settlement.taken_back), credit(account, settlement.taken_back)],
            happened_on=today,
            source=f"leaving:{leaving.pk}",
            by=by,
            now=now,
        )
    paid_out = min(balance_of_member(pool, leaver), money_held(pool))
    if paid_out > 0 and pool.money_path != MoneyPath.VENUE:
        post(
            pool=pool,
            kind=TransferKind.REFUND,
            words=gettext("%(name)s left: money given back") % {"name": leaver.shown_name},
            postings=[debit(account, paid_out), credit(account_for(pool, AccountKind.HOLDER), paid_out)],
            happened_on=today,
            source=f"leaving:{leaving.pk}:paid",
            by=by,
            now=now,
        )


def _from_the_unspent(pool: Pool, amount: Decimal) -> list[Posting]:
    """Of what is agreed and not spent first, then of what is put aside."""
    agreed = min(amount, max(left_to_spend(pool), NOTHING))
    return [
        debit(account_for(pool, AccountKind.POOL), agreed),
        debit(account_for(pool, AccountKind.CONTINGENCY), amount - agreed),
    ]


def _hand_on_hours(leaving: Leaving, *, now: datetime) -> None:
    """By their own yes, from when they told the others: never more than that, and never more than there is."""
    pool, leaver, to = leaving.pool, leaving.membership.profile, leaving.hours_to
    minutes = min(hours_left(pool, leaver), leaving.minutes_agreed)
    if minutes < 1:
        return
    if to is not None and membership_of(pool, to) is not None:
        yes = yes_to_give(to=to, minutes=minutes, by=leaver, now=leaving.told_at)
        give_agreed_hours(pool=pool, to=to, yes=yes, now=now)
    else:
        yes = yes_to_return(minutes=minutes, by=leaver, now=leaving.told_at)
        return_agreed_hours(pool=pool, provider=provider_of(pool, leaver), yes=yes, now=now)


def _give_up_places(pool: Pool, leaver: Profile, *, now: datetime) -> None:
    """Others can have their places on outings to come."""
    places = OutingPlace.objects.filter(outing__pool=pool, profile=leaver, outing__called_off_at__isnull=True)
    for place in places.select_related("outing"):
        if place.is_open and not place.outing.has_started(now=now):
            give_up_place(place=place, by=leaver, now=now)


def _something_is_open(membership: PoolMembership, settlement: Settlement, *, leaving: Leaving) -> bool:
    """Whether the others have something to decide again: money that is not covered, or costs that come again."""
    agreement = active_agreement(membership.pool)
    if agreement is None or not members_of(membership.pool).exists():
        return False
    comes_again = any(line["period"] != "once" and line["first_year"] for line in agreement.figures["lines"])
    year = first_year_of(agreement, membership, last_day=leaving.last_day)
    return bool(settlement.taken_back) or (comes_again and year.left > 0)


def _why_open(leaver: Profile, *, all_accept: bool) -> str:
    if all_accept:
        words = gettext("%(name)s left. All of you accept the new shares: now vote and sign.")
    else:
        words = gettext("%(name)s left. Not all of you accept the new shares, so you decide again. Nobody owes more.")
    return words % {"name": leaver.shown_name}
