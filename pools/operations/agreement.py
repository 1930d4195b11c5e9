"""The life of an agreement: frozen, signed by each member, active; and replaced by a newer version."""

import hashlib
import unicodedata
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from pools.models import (
    Agreement,
    AgreementState,
    AgreementStatus,
    Pool,
    PoolMembership,
    PoolState,
    Proposal,
    Signature,
)
from pools.operations.agreement_clauses import AgreementTerms, clauses_of
from pools.operations.agreement_text import as_stored, canonical_text, normalise
from pools.operations.documents import ask_for_document
from pools.operations.pool_status import lock_pool, move_pool, refuse_unless
from pools.queries.agreements import latest_agreement
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


@dataclass(frozen=True, kw_only=True)
class SignedWords:
    """
    What somebody says when they sign. Being in the pool and the cost are two questions with two answers.

    :param supporter_name: who helped them, if somebody did
    """

    typed_name: str
    agrees_to_pool: bool
    agrees_to_cost: bool
    knows_liability: bool
    supporter_name: str = ""


@transaction.atomic
def freeze_agreement(*, pool: Pool, terms: AgreementTerms, by: Profile, now: datetime) -> Agreement:
    """
    Put what the members voted for, and their terms, into a version that they can sign; and ask them to.

    A second click makes no second version: as long as nothing has changed, it gives the version that is there.

    :raises UnableToFreezeAgreement: nothing is decided, the figures have changed since, somebody has not looked at
        their share, or a term is missing
    """
    # Lock the pool: nobody may come, go or change a cost while the words are put together.
    pool, state = lock_pool(pool)
    refuse_unless(UnableToFreezeAgreement, state=state, among={PoolState.AGREED})
    proposal = _decision_that_still_holds(pool)
    earlier = latest_agreement(pool)
    if earlier is not None and _is_the_same(earlier, proposal=proposal, terms=terms):
        return earlier
    agreement = _write(pool=pool, proposal=proposal, terms=terms, earlier=earlier, by=by, now=now)
    if earlier is not None:
        AgreementStatus.objects.create(agreement=earlier, state=AgreementState.REPLACED, by=by, at=now)
    AgreementStatus.objects.create(agreement=agreement, state=AgreementState.FROZEN, by=by, at=now)
    record(by=by, action="freeze_agreement", subject=agreement, now=now, version=agreement.version)
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
    signed_before = Signature.objects.filter(agreement=agreement, profile=by).first()
    if signed_before is not None:
        return signed_before
    _refuse_while_unsettled(agreement=agreement, pool=pool, state=state)
    share = agreement.share_of(by)
    if share is None or not PoolMembership.objects.open().filter(pool=pool, profile=by).exists():
        raise UnableToSignAgreement(_("Only members of the pool sign its agreement."))
    _refuse_words_that_do_not_sign(agreement=agreement, words=words, by=by)
    signature = _write_signature(agreement=agreement, words=words, share=share, by=by, now=now)
    record(by=by, action="sign_agreement", subject=agreement, now=now, version=agreement.version)
    if agreement.signatures.count() == len(agreement.figures["shares"]):
        _activate(agreement=agreement, pool=pool, by=by, now=now)
    return signature


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


def _is_the_same(agreement: Agreement, *, proposal: Proposal, terms: AgreementTerms) -> bool:
    return agreement.proposal_id == proposal.pk and all(
        getattr(agreement, name) == value for name, value in asdict(_tidy(terms)).items()
    )


def _tidy(terms: AgreementTerms) -> AgreementTerms:
    return AgreementTerms(
        money_holder=normalise(terms.money_holder),
        money_kept_apart=normalise(terms.money_kept_apart),
        notice_days=terms.notice_days,
        things_owned=normalise(terms.things_owned),
    )


def _write(
    *, pool: Pool, proposal: Proposal, terms: AgreementTerms, earlier: Agreement | None, by: Profile, now: datetime
) -> Agreement:
    version = earlier.version + 1 if earlier else 1
    terms, title = _tidy(terms), normalise(pool.title)
    consents = list(pool.consents.all())
    clauses = as_stored(clauses_of(pool=pool, proposal=proposal, terms=terms, consents=consents))
    area = Area.objects.get(pk=current_area_id())
    text = canonical_text(area=area, title=title, version=version, frozen_at=now, clauses=clauses)
    with told_as(UnableToFreezeAgreement, model=Agreement):
        return Agreement.objects.create(
            pool=pool,
            version=version,
            proposal=proposal,
            title=title,
            figures=proposal.figures,
            clauses=clauses,
            canonical_text=text,
            sha256=hashlib.sha256(text.encode()).hexdigest(),
            frozen_by=by,
            frozen_at=now,
            **asdict(terms),
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
    }
    with told_as(UnableToSignAgreement, model=Signature):
        return Signature.objects.create(agreement=agreement, profile=by, share=share, signed_at=now, **given)


def _activate(*, agreement: Agreement, pool: Pool, by: Profile, now: datetime) -> None:
    """Everybody has signed: say so to all, and ask for the paper."""
    AgreementStatus.objects.create(agreement=agreement, state=AgreementState.ACTIVE, by=by, at=now)
    move_pool(pool=pool, state=PoolState.SIGNED, by=by, now=now)
    record(by=by, action="activate_agreement", subject=agreement, now=now, version=agreement.version)
    ask_for_document(agreement=agreement, by=by, now=now)
    for membership in members_of(pool):
        notify(
            recipient=membership.profile,
            key=f"everybody-has-signed:{agreement.pk}",
            template="pools/email/everybody_has_signed",
            now=now,
            url=agreement.get_absolute_url(),
            agreement=agreement,
            share=agreement.share_of(membership.profile),
        )
