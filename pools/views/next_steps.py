"""What a pool does next: the task list of its page."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pools.models import AgreementState, Pool, PoolPause, PoolState, ProposalSubject, PurchaseKind
from pools.queries.agreements import is_open_for_signing, latest_agreement, signers_of, thinking_again_until
from pools.queries.contributions import own_money
from pools.queries.costing import Share, Sheet
from pools.queries.decisions import agreed_proposal, open_proposal, votes_waiting_for
from pools.queries.endings import ending_of, newest_answers
from pools.queries.gates import use_of
from pools.queries.leaving import has_answered, leavings_in
from pools.queries.pools import OPEN_TO_NEWCOMERS
from pools.queries.reviews import reviews_awaiting
from pools.queries.risks import latest_note

FEWEST_PEOPLE = 2
DECIDED = {PoolState.AGREED, PoolState.SIGNED, PoolState.BOUGHT}


@dataclass(frozen=True, kw_only=True)
class Step:
    """One task. No `url`: it cannot be started yet."""

    label: str
    url: str
    status: str
    colour: str
    hint: str = ""
    is_open: bool = True
    is_next: bool = False


def steps_of(
    pool: Pool, *, own: Share, sheet: Sheet, shares: Sequence[Share], pause: PoolPause | None = None
) -> list[Step]:
    """The tasks of a pool as one member meets them, in their order; the first that waits for them is the next."""
    steps = [
        *_say_how_it_is_going(pool, own=own),
        *_answer_who_leaves(pool, own=own),
        *_answer_the_end(pool, own=own),
        _find_people(pool, sheet),
        _answer_costs(pool, sheet),
        _look_at_share(pool, own=own, sheet=sheet, shares=shares),
        *([_get_consents(pool, sheet)] if sheet.consents else []),
        *_read_risks(pool, own=own),
        _when_it_goes_on(_decide(pool, own=own, sheet=sheet, shares=shares), pool=pool, pause=pause),
        *_answer_questions(pool, own=own),
        *(_when_it_goes_on(step, pool=pool, pause=pause) for step in _sign(pool, own=own)),
        *_pay(pool, own=own),
        _when_it_goes_on(_buy(pool, own=own, sheet=sheet), pool=pool, pause=pause),
        *([_use(pool, own=own)] if pool.buying == PurchaseKind.EQUIPMENT else []),
    ]
    first = next((place for place, step in enumerate(steps) if step.is_open and step.url), None)
    return [replace(step, is_next=place == first) for place, step in enumerate(steps)]


def _to(pool: Pool, name: str, *args: Any) -> str:
    return reverse(f"pools:{name}", args=[pool.pk, *args])


def _later(label: str, hint: str = "") -> Step:
    return Step(label=label, url="", status=_("Not yet"), colour="grey", hint=hint, is_open=False)


def _when_it_goes_on(step: Step, *, pool: Pool, pause: PoolPause | None) -> Step:
    """What binds the members waits while the pool is paused. A vote that has begun goes on to its end."""
    if pause is None or not step.is_open or pool.state == PoolState.PROPOSED:
        return step
    hint = _("Your pool waits for advice about: %(about)s") % {"about": pause.about}
    return replace(step, url="", status=_("Paused"), colour="grey", hint=hint, is_open=False)


def _say_how_it_is_going(pool: Pool, *, own: Share) -> list[Step]:
    """A review whose day has come and that this member has not answered."""
    waiting = reviews_awaiting(pool, own.membership.profile, on=timezone.localdate())
    return [
        Step(label=_("Say how it is going"), url=review.get_absolute_url(), status=_("Please answer"), colour="yellow")
        for review in waiting[:1]
    ]


def _answer_who_leaves(pool: Pool, *, own: Share) -> list[Step]:
    """Whose leaving this member has not answered, each on a line of its own; and their own last day."""
    steps = []
    for leaving in leavings_in(pool):
        url = leaving.get_absolute_url()
        if leaving.membership_id == own.membership.pk:
            label = _("You are leaving on %(day)s") % {"day": date_format(leaving.last_day, "j F Y")}
            steps.append(Step(label=label, url=url, status=_("Told"), colour="blue", is_open=False))
        elif not has_answered(leaving, own.membership.profile):
            label = _("Somebody wants to leave: %(name)s") % {"name": leaving.membership.profile.shown_name}
            steps.append(Step(label=label, url=url, status=_("Please answer"), colour="yellow"))
    return steps


def _answer_the_end(pool: Pool, *, own: Share) -> list[Step]:
    """Whether the pool ends, while somebody has asked it and this member has not answered."""
    ending = ending_of(pool)
    if ending is None or own.membership.profile_id in newest_answers(ending):
        return []
    url = _to(pool, "ending")
    return [Step(label=_("We think about ending"), url=url, status=_("Please answer"), colour="yellow")]


def _read_risks(pool: Pool, *, own: Share) -> list[Step]:
    """The note about risks, once there is one: it counts for those who have read it."""
    note = latest_note(pool)
    if note is None:
        return []
    label, url = _("Read the note about risks"), _to(pool, "risks")
    if note.readings.filter(profile=own.membership.profile_id).exists():
        return [Step(label=label, url=url, status=_("Done"), colour="green", is_open=False)]
    return [Step(label=label, url=url, status=_("Please read"), colour="yellow")]


def _find_people(pool: Pool, sheet: Sheet) -> Step:
    is_full = pool.most_people is not None and sheet.people >= pool.most_people
    people = ngettext("%(count)d person", "%(count)d people", sheet.people) % {"count": sheet.people}
    return Step(
        label=_("Find people"),
        url=_to(pool, "invite_people") if pool.state in OPEN_TO_NEWCOMERS else "",
        status=_("Full") if is_full else people,
        colour="green" if is_full or sheet.people >= FEWEST_PEOPLE else "yellow",
        is_open=sheet.people < FEWEST_PEOPLE,
    )


def _answer_costs(pool: Pool, sheet: Sheet) -> Step:
    blanks = len(sheet.blanks)
    left = ngettext("%(count)d question left", "%(count)d questions left", blanks) % {"count": blanks}
    return Step(
        label=_("Work out the costs"),
        url=_to(pool, "costs"),
        status=left if blanks else _("Done"),
        colour="yellow" if blanks else "green",
        is_open=bool(blanks),
    )


def _look_at_share(pool: Pool, *, own: Share, sheet: Sheet, shares: Sequence[Share]) -> Step:
    label = _("Look at your share")
    if not sheet.is_complete:
        return replace(_later(label, _("First all costs need an answer.")), url=_to(pool, "shares"))
    if not own.is_previewed:
        return Step(label=label, url=_to(pool, "shares"), status=_("Please look"), colour="yellow")
    unseen = sum(not share.is_previewed for share in shares)
    hint = ngettext("%(count)d person has still to look.", "%(count)d people have still to look.", unseen)
    return Step(
        label=label,
        url=_to(pool, "shares"),
        status=_("Done"),
        colour="green",
        hint=hint % {"count": unseen} if unseen and pool.state in OPEN_TO_NEWCOMERS else "",
        is_open=False,
    )


def _get_consents(pool: Pool, sheet: Sheet) -> Step:
    today = timezone.localdate()
    missing = [consent for consent in sheet.consents if not consent.holds_on(today)]
    status = ngettext("%(count)d missing", "%(count)d missing", len(missing)) % {"count": len(missing)}
    return Step(
        label=_("Get a yes in writing"),
        url=_to(pool, "consents"),
        status=status if missing else _("Done"),
        colour="yellow" if missing else "green",
        hint=_("You cannot buy before this is here.") if missing else "",
        is_open=bool(missing) and pool.state in DECIDED,
    )


def _decide(pool: Pool, *, own: Share, sheet: Sheet, shares: Sequence[Share]) -> Step:
    label = _("Decide together")
    if pool.state in DECIDED:
        proposal = agreed_proposal(pool)
        url = proposal.get_absolute_url() if proposal else ""
        return Step(label=label, url=url, status=_("You go ahead"), colour="green", is_open=False)
    if pool.state == PoolState.PROPOSED and (proposal := open_proposal(pool)) is not None:
        return Step(label=label, url=proposal.get_absolute_url(), status=_("Vote now"), colour="yellow")
    if not sheet.is_complete or not all(share.is_previewed for share in shares):
        return _later(label, _("First everybody looks at their share."))
    if own.membership.profile_id != pool.organiser_id:
        return _later(label, _("The organiser starts the vote."))
    return Step(label=label, url=_to(pool, "propose"), status=_("Start the vote"), colour="yellow")


def _answer_questions(pool: Pool, *, own: Share) -> list[Step]:
    """Votes besides the one on the costs: a task only while one waits for this member."""
    waiting = votes_waiting_for(pool, own.membership.profile, now=timezone.now())
    count = waiting.exclude(subject=ProposalSubject.COSTS).count()
    if not count:
        return []
    status = ngettext("%(count)d vote waits for you", "%(count)d votes wait for you", count) % {"count": count}
    return [Step(label=_("Answer what the others ask"), url=_to(pool, "decisions"), status=status, colour="yellow")]


def _sign(pool: Pool, *, own: Share) -> list[Step]:
    label = _("Sign the agreement")
    if pool.state not in DECIDED:
        return [_later(label, _("First you decide together."))]
    agreement = latest_agreement(pool)
    if agreement is not None and agreement.state == AgreementState.ACTIVE and pool.state != PoolState.AGREED:
        url = agreement.get_absolute_url()
        return [Step(label=label, url=url, status=_("Everybody has signed"), colour="green", is_open=False)]
    if pool.state != PoolState.AGREED:
        # Bought without an agreement: the members did not want one.
        return []
    if agreement is None or not is_open_for_signing(agreement):
        if own.membership.profile_id != pool.organiser_id:
            return [_later(label, _("The organiser makes the agreement first."))]
        url = _to(pool, "freeze_agreement")
        return [Step(label=_("Make the agreement"), url=url, status=_("Ready"), colour="yellow")]
    signatures = [signer.signature for signer in signers_of(agreement) if signer.signature is not None]
    counted = {"signed": len(signatures), "people": len(agreement.figures["shares"])}
    has_signed = own.membership.profile_id in {signature.profile_id for signature in signatures}
    return [
        Step(
            label=label,
            url=agreement.get_absolute_url(),
            status=_("%(signed)d of %(people)d have signed") % counted if has_signed else _("Please read and sign"),
            colour="blue" if has_signed else "yellow",
            is_open=not has_signed,
        )
    ]


def _pay(pool: Pool, *, own: Share) -> list[Step]:
    """What this member has signed for and has still to pay: a task from the day on which it is due."""
    if pool.state not in {PoolState.SIGNED, PoolState.BOUGHT}:
        return []
    money = own_money(pool, own.membership.profile, timezone.localdate())
    if money is None or not money.share:
        return []
    is_due = money.difference < 0
    if is_due:
        status, colour = _("Please pay"), "yellow"
    elif money.still_to_come:
        status, colour = _("Nothing is due"), "blue"
    else:
        status, colour = _("Paid"), "green"
    return [
        Step(
            label=_("Pay your part"),
            url=_to(pool, "contributions"),
            status=status,
            colour=colour,
            hint=money.words,
            is_open=is_due,
        )
    ]


def _buy(pool: Pool, *, own: Share, sheet: Sheet) -> Step:
    label = _("Buy it")
    if pool.state == PoolState.BOUGHT:
        return Step(label=label, url="", status=_("Bought"), colour="green", is_open=False)
    if why_not_yet := _why_not_buy_yet(pool, own=own, sheet=sheet):
        return _later(label, why_not_yet)
    return Step(label=label, url=_to(pool, "record_purchase"), status=_("Ready"), colour="yellow")


def _why_not_buy_yet(pool: Pool, *, own: Share, sheet: Sheet) -> str:
    """What has to come first; empty where nothing has."""
    if pool.state not in DECIDED:
        return _("First you decide together.")
    if pool.state == PoolState.AGREED:
        return _("First everybody signs the agreement.")
    if not all(consent.holds_on(timezone.localdate()) for consent in sheet.consents):
        return _("First each yes must be here in writing.")
    if until := thinking_again_until(pool, today=timezone.localdate()):
        return _("Everybody can think again until %(day)s.") % {"day": date_format(until, "j F Y")}
    if own.membership.profile_id != pool.organiser_id:
        return _("The organiser buys it for you.")
    return ""


def _use(pool: Pool, *, own: Share) -> Step:
    label = _("Use it safely")
    if use_of(own.membership, on=timezone.localdate()).may_use:
        return Step(label=label, url=_to(pool, "using"), status=_("You may use it"), colour="green", is_open=False)
    if pool.state != PoolState.BOUGHT:
        return _later(label)
    return Step(label=label, url=_to(pool, "using"), status=_("Not yet"), colour="yellow")
