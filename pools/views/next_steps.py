"""What a pool does next: the task list of its page."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pools.models import AgreementState, Pool, PoolState, PurchaseKind
from pools.queries.agreements import is_open_for_signing, latest_agreement, signers_of
from pools.queries.costing import Share, Sheet
from pools.queries.decisions import agreed_proposal, open_proposal
from pools.queries.pools import OPEN_TO_NEWCOMERS

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


def steps_of(pool: Pool, *, own: Share, sheet: Sheet, shares: Sequence[Share]) -> list[Step]:
    """The tasks of a pool as one member meets them, in their order; the first that waits for them is the next."""
    steps = [
        _find_people(pool, sheet),
        _answer_costs(pool, sheet),
        _look_at_share(pool, own=own, sheet=sheet, shares=shares),
        *([_get_consents(pool, sheet)] if sheet.consents else []),
        _decide(pool, own=own, sheet=sheet, shares=shares),
        *_sign(pool, own=own),
        _buy(pool, own=own, sheet=sheet),
        *([_use(pool, own=own)] if pool.buying == PurchaseKind.EQUIPMENT else []),
    ]
    first = next((place for place, step in enumerate(steps) if step.is_open and step.url), None)
    return [replace(step, is_next=place == first) for place, step in enumerate(steps)]


def _to(pool: Pool, name: str, *args: Any) -> str:
    return reverse(f"pools:{name}", args=[pool.pk, *args])


def _later(label: str, hint: str = "") -> Step:
    return Step(label=label, url="", status=_("Not yet"), colour="grey", hint=hint, is_open=False)


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
    missing = [consent for consent in sheet.consents if not consent.is_settled]
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


def _buy(pool: Pool, *, own: Share, sheet: Sheet) -> Step:
    label = _("Buy it")
    if pool.state == PoolState.BOUGHT:
        return Step(label=label, url="", status=_("Bought"), colour="green", is_open=False)
    if pool.state not in DECIDED:
        return _later(label, _("First you decide together."))
    if pool.state == PoolState.AGREED:
        return _later(label, _("First everybody signs the agreement."))
    if not all(consent.is_settled for consent in sheet.consents):
        return _later(label, _("First each yes must be here in writing."))
    if own.membership.profile_id != pool.organiser_id:
        return _later(label, _("The organiser buys it for you."))
    return Step(label=label, url=_to(pool, "record_purchase"), status=_("Ready"), colour="yellow")


def _use(pool: Pool, *, own: Share) -> Step:
    label = _("Use it safely")
    if own.membership.cleared_for_use_at is not None:
        return Step(label=label, url=_to(pool, "using"), status=_("You may use it"), colour="green", is_open=False)
    if pool.state != PoolState.BOUGHT:
        return _later(label)
    return Step(label=label, url=_to(pool, "using"), status=_("Not yet"), colour="yellow")
