"""The life of an agreement: frozen, signed by each member, active; signatures taken back; and a newer version."""

import hashlib
import unicodedata
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, cast

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pools.models import (
    Agreement,
    AgreementDraft,
    AgreementState,
    AgreementStatus,
    Pool,
    PoolMembership,
    PoolState,
    Proposal,
    Signature,
    SignatureWithdrawal,
)
from pools.operations.agreement_clauses import clauses_of
from pools.operations.agreement_terms import (
    AgreementTerms,
    missing_from,
    stored_terms,
    tidied,
    unfitting_in,
)
from pools.operations.agreement_text import as_stored, canonical_text, long_day, normalise
from pools.operations.documents import ask_for_papers
from pools.operations.ledger import charge_shares, take_back_charge
from pools.operations.pool_status import lock_pool, move_pool, refuse_unless, refuse_while_paused
from pools.queries.agreement_changes import changes_in
from pools.queries.agreements import cooling_off_until, latest_agreement, may_withdraw, signature_of
from pools.queries.costing import current_shares, figures_of
from pools.queries.decisions import agreed_proposal
from pools.queries.pools import members_of
from portal.areas.context import current_area_id
from portal.models import Area, Profile
from portal.operations.audit import record
from portal.operations.constraints import told_as
from portal.operations.notifications import notify
from portal.operations.refusal import Refusal


class UnableToFreezeAgreement(Refusal):
    """There is no decision, its figures are not true any more, or a term is missing."""


class UnableToSignAgreement(Refusal):
    """Not a member, not the latest version, something is not agreed to, or the name does not match."""


class UnableToWithdrawSignature(Refusal):
    """Not signed, the time for it is over, or the signature counts no more anyhow."""


@dataclass(frozen=True, kw_only=True)
class SignedWords:
    """
    What somebody says when they sign. Being in the pool and the cost are two questions with two answers.

    :param supporter_name: who helped them, if somebody did
    :param witness_name: who saw them sign, if they wanted that written down
    :param had_it_in: how they read it, in the words of `WayOfReading`, if they wanted that written down
    :param waives_cooling_off: they do not want to wait after the last signature
    """

    typed_name: str
    agrees_to_pool: bool
    agrees_to_cost: bool
    knows_liability: bool
    supporter_name: str = ""
    witness_name: str = ""
    had_it_in: Sequence[str] = ()
    waives_cooling_off: bool = False


@transaction.atomic
def freeze_agreement(*, pool: Pool, terms: AgreementTerms, by: Profile, now: datetime) -> Agreement:
    """
    Put what the members voted for, and their terms, into a version that they can sign; and ask them to.

    A second click makes no second version: as long as nothing has changed, it gives the version that is there.

    :raises UnableToFreezeAgreement: nothing is decided, the figures have changed since, somebody has not looked at
        their share, or a term is missing (it says which)
    """
    # Lock the pool: nobody may come, go or change a cost while the words are put together.
    pool, state = lock_pool(pool)
    refuse_while_paused(UnableToFreezeAgreement, pool=pool)
    refuse_unless(UnableToFreezeAgreement, state=state, among={PoolState.AGREED})
    proposal = _decision_that_still_holds(pool)
    terms = tidied(terms)
    _refuse_terms_that_are_none(terms)
    earlier = latest_agreement(pool)
    clauses = _clauses(pool=pool, proposal=proposal, terms=terms)
    if earlier is not None and _is_the_same(earlier, proposal=proposal, terms=terms, clauses=clauses):
        return earlier
    agreement = _write(proposal=proposal, terms=terms, clauses=clauses, earlier=earlier, by=by, now=now)
    AgreementDraft.objects.filter(pool=pool).delete()
    if earlier is not None:
        AgreementStatus.objects.create(agreement=earlier, state=AgreementState.REPLACED, by=by, at=now)
    AgreementStatus.objects.create(agreement=agreement, state=AgreementState.FROZEN, by=by, at=now)
    record(by=by, action="freeze_agreement", subject=agreement, now=now, version=agreement.version)
    changes = changes_in(agreement)
    for membership in members_of(pool).exclude(profile=by):
        notify(
            recipient=membership.profile,
            key=f"sign-agreement:{agreement.pk}",
            template="pools/email/sign_agreement",
            now=now,
            url=agreement.get_absolute_url(),
            agreement=agreement,
            share=agreement.share_of(membership.profile),
            is_newer=earlier is not None,
            changes=changes,
        )
    return agreement


@transaction.atomic
def sign_agreement(*, agreement: Agreement, words: SignedWords, by: Profile, now: datetime) -> Signature:
    """
    Record a member's signature, and activate the agreement once everybody has signed.

    Signing twice is signing once: the second time gives the signature that is there.

    :raises UnableToSignAgreement: not a member, not the latest version, something is not agreed to, or the name does
        not match
    """
    # Lock the pool: a member may be leaving, the costs changing, or the last other one signing, at this very moment.
    pool, state = lock_pool(agreement.pool)
    latest = latest_agreement(pool)
    if latest is None or agreement.pk != latest.pk:
        raise UnableToSignAgreement(_("The agreement has changed. Please read the new one first."))
    # Read again behind the lock: what was fetched before may not be true any more.
    agreement = latest
    signed_before = signature_of(agreement, by)
    if signed_before is not None:
        return signed_before
    refuse_while_paused(UnableToSignAgreement, pool=pool)
    _refuse_while_unsettled(agreement=agreement, pool=pool, state=state)
    share = agreement.share_of(by)
    if share is None or not PoolMembership.objects.open().filter(pool=pool, profile=by).exists():
        raise UnableToSignAgreement(_("Only members of the pool sign its agreement."))
    _refuse_words_that_do_not_sign(agreement=agreement, words=words, by=by)
    signature = _write_signature(agreement=agreement, words=words, share=share, by=by, now=now)
    record(by=by, action="sign_agreement", subject=agreement, now=now, version=agreement.version)
    if agreement.signatures.standing().count() == len(agreement.figures["shares"]):
        _activate(agreement=agreement, pool=pool, by=by, now=now)
    return signature


@transaction.atomic
def withdraw_signature(*, agreement: Agreement, by: Profile, now: datetime) -> SignatureWithdrawal:
    """
    Take one's own signature back. An agreement that everybody had signed waits for signatures again.

    Possible until all have signed, and within the agreement's cooling-off time after that, as long as nothing has been
    bought. Taking it back twice is taking it back once.

    :raises UnableToWithdrawSignature: not signed, the time is over, something has been bought, or there is a newer
        version or will be one
    """
    # Lock the pool: the last other one may be signing, or the organiser buying, at this very moment.
    pool, state = lock_pool(agreement.pool)
    latest = latest_agreement(pool)
    if latest is None or agreement.pk != latest.pk:
        raise UnableToWithdrawSignature(
            _("There is a newer version. Your signature under this one counts no more, so you need not take it back.")
        )
    signature = signature_of(latest, by)
    if signature is None:
        withdrawn = SignatureWithdrawal.objects.filter(signature__agreement=latest, signature__profile=by).last()
        if withdrawn is None:
            raise UnableToWithdrawSignature(_("You have not signed this agreement."))
        return withdrawn
    _refuse_when_it_is_too_late(agreement=latest, pool=pool, state=state, now=now)
    withdrawal = SignatureWithdrawal.objects.create(signature=signature, withdrawn_at=now)
    record(by=by, action="withdraw_signature", subject=latest, now=now, version=latest.version)
    if latest.state == AgreementState.ACTIVE:
        _wait_again(agreement=latest, pool=pool, by=by, now=now)
    for membership in members_of(pool).exclude(profile=by):
        notify(
            recipient=membership.profile,
            key=f"signature-withdrawn:{withdrawal.pk}",
            template="pools/email/signature_withdrawn",
            now=now,
            url=latest.get_absolute_url(),
            agreement=latest,
            name=latest.name_of(by),
        )
    return withdrawal


def _refuse_when_it_is_too_late(*, agreement: Agreement, pool: Pool, state: PoolState, now: datetime) -> None:
    if state == PoolState.BOUGHT or pool.purchases.exists():
        raise UnableToWithdrawSignature(_("It is too late for this: it has been bought. You can leave the pool."))
    if may_withdraw(agreement, pool_state=state, today=timezone.localdate(now)):
        return
    if state == PoolState.SIGNED:
        until = cooling_off_until(agreement)
        raise UnableToWithdrawSignature(
            _("Everybody has signed, and nobody wanted to wait. You can still leave the pool at any time.")
            if until is None
            else _("This was possible until %(day)s. You can still leave the pool at any time.")
            % {"day": long_day(until)}
        )
    raise UnableToWithdrawSignature(
        _("This agreement is on hold, and no signature under it counts. You need not take yours back.")
    )


def _wait_again(*, agreement: Agreement, pool: Pool, by: Profile, now: datetime) -> None:
    """Back to where everybody but one has signed. The papers said that all have: they go, and are made anew."""
    AgreementStatus.objects.create(agreement=agreement, state=AgreementState.FROZEN, by=by, at=now)
    note = gettext("%(name)s took back their signature.") % {"name": agreement.name_of(by)}
    move_pool(pool=pool, state=PoolState.AGREED, by=by, now=now, note=note)
    take_back_charge(agreement=agreement, by=by, now=now)
    agreement.documents.all().delete()


def _decision_that_still_holds(pool: Pool) -> Proposal:
    """The decision, if the members would pay today what they voted for, and each has looked at it."""
    proposal = agreed_proposal(pool)
    figures = figures_of(pool)
    if proposal is None or _money_in(figures) != _money_in(proposal.figures):
        raise UnableToFreezeAgreement(
            _("The costs or the people have changed since you decided. Please open the costs again, and decide.")
        )
    _sheet, shares = current_shares(pool)
    if not all(share.is_previewed for share in shares):
        raise UnableToFreezeAgreement(_("Everybody must look at their own share first."))
    return proposal


def _money_in(figures: dict[str, Any]) -> dict[str, Any]:
    """Who pays what. A member may have another name by now; that changes no share."""
    shares = [(share["membership"], share["amount"]) for share in figures["shares"]]
    return {"total": figures["total"], "lines": figures["lines"], "shares": shares}


def _refuse_terms_that_are_none(terms: AgreementTerms) -> None:
    """Everything that is missing or does not fit, in one go: nobody likes to be told one thing after another."""
    wanting = [*missing_from(terms), *unfitting_in(terms)]
    if wanting:
        field = wanting[0][0] if len(wanting) == 1 else None
        raise UnableToFreezeAgreement(" ".join(str(sentence) for _name, sentence in wanting), field=field)


def _clauses(*, pool: Pool, proposal: Proposal, terms: AgreementTerms) -> list[dict[str, Any]]:
    return as_stored(
        clauses_of(
            pool=pool,
            proposal=proposal,
            terms=terms,
            memberships=list(members_of(pool)),
            consents=list(pool.consents.all()),
        )
    )


def _is_the_same(
    agreement: Agreement, *, proposal: Proposal, terms: AgreementTerms, clauses: list[dict[str, Any]]
) -> bool:
    same_terms = agreement.terms == stored_terms(terms) and agreement.clauses == clauses
    return agreement.proposal_id == proposal.pk and same_terms


def _write(
    *,
    proposal: Proposal,
    terms: AgreementTerms,
    clauses: list[dict[str, Any]],
    earlier: Agreement | None,
    by: Profile,
    now: datetime,
) -> Agreement:
    version, pool = earlier.version + 1 if earlier else 1, proposal.pool
    title = normalise(pool.title)
    area = Area.objects.get(pk=current_area_id())
    text = canonical_text(area=area, title=title, version=version, frozen_at=now, clauses=clauses)
    with told_as(UnableToFreezeAgreement, model=Agreement):
        return Agreement.objects.create(
            pool=pool,
            version=version,
            proposal=proposal,
            title=title,
            figures=proposal.figures,
            money_holder=terms.money_holder,
            money_kept_apart=terms.money_kept_apart,
            # It is not missing: that was looked at before.
            notice_days=cast("int", terms.notice_days),
            things_owned=terms.things_owned,
            terms=stored_terms(terms),
            clauses=clauses,
            canonical_text=text,
            sha256=hashlib.sha256(text.encode()).hexdigest(),
            frozen_by=by,
            frozen_at=now,
        )


def _refuse_while_unsettled(*, agreement: Agreement, pool: Pool, state: PoolState) -> None:
    """An agreement can be signed while the decision that it came from holds."""
    proposal = agreed_proposal(pool)
    if state != PoolState.AGREED or proposal is None or agreement.proposal_id != proposal.pk:
        raise UnableToSignAgreement(
            _("The costs or the people have changed. There will be a new agreement. Please wait for that one.")
        )


def _refuse_words_that_do_not_sign(*, agreement: Agreement, words: SignedWords, by: Profile) -> None:
    if not words.agrees_to_pool:
        raise UnableToSignAgreement(
            _("Tick the box if you agree to be in this pool. If you do not, do not sign."), field="agrees_to_pool"
        )
    if not words.agrees_to_cost:
        raise UnableToSignAgreement(
            _("Tick the box if you agree to this cost. If you do not, do not sign."), field="agrees_to_cost"
        )
    if not words.knows_liability:
        raise UnableToSignAgreement(
            _("Please read the warning, and tick the box when you have."), field="knows_liability"
        )
    name = agreement.name_of(by)
    if _as_heard(words.typed_name) != _as_heard(name):
        raise UnableToSignAgreement(
            _("Please type your name as it is in the agreement: %(name)s.") % {"name": name}, field="typed_name"
        )


def _as_heard(name: str) -> str:
    """A name without what keyboards make hard: capitals, accents, kinds of apostrophe, blanks."""
    decomposed = unicodedata.normalize("NFKD", name.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"))
    return " ".join("".join(letter for letter in decomposed if not unicodedata.combining(letter)).casefold().split())


def _write_signature(
    *, agreement: Agreement, words: SignedWords, share: Decimal, by: Profile, now: datetime
) -> Signature:
    given = asdict(words) | {
        "typed_name": normalise(words.typed_name),
        "supporter_name": normalise(words.supporter_name),
        "witness_name": normalise(words.witness_name),
        "had_it_in": list(words.had_it_in),
    }
    number = agreement.signatures.filter(profile=by).count() + 1
    with told_as(UnableToSignAgreement, model=Signature):
        return Signature.objects.create(
            agreement=agreement, profile=by, number=number, share=share, signed_at=now, **given
        )


def _activate(*, agreement: Agreement, pool: Pool, by: Profile, now: datetime) -> None:
    """Everybody has signed: say so to all, and ask for the papers."""
    step = AgreementStatus.objects.create(agreement=agreement, state=AgreementState.ACTIVE, by=by, at=now)
    agreement.state = AgreementState.ACTIVE
    until = cooling_off_until(agreement)
    move_pool(pool=pool, state=PoolState.SIGNED, by=by, now=now)
    charge_shares(agreement=agreement, by=by, now=now)
    record(by=by, action="activate_agreement", subject=agreement, now=now, version=agreement.version)
    ask_for_papers(agreement=agreement, by=by, now=now)
    for membership in members_of(pool):
        notify(
            recipient=membership.profile,
            key=f"everybody-has-signed:{step.pk}",
            template="pools/email/everybody_has_signed",
            now=now,
            url=agreement.get_absolute_url(),
            agreement=agreement,
            share=agreement.share_of(membership.profile),
            until=until,
        )
