"""Which agreements there are, who has signed, and who has not."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery

from pools.models import (
    Agreement,
    AgreementDocument,
    AgreementState,
    DocumentKind,
    Outcome,
    Pool,
    PoolMembership,
    PoolState,
    Proposal,
    Signature,
)
from portal.models import Profile


@dataclass(frozen=True, kw_only=True)
class Signer:
    """Somebody who signs an agreement, and the signature once it is there."""

    name: str
    share: Decimal
    signature: Signature | None


@dataclass(frozen=True, kw_only=True)
class UnsignedPlace:
    """A signature that is still missing."""

    agreement: Agreement
    profile: Profile
    share: Decimal | None


def latest_agreement(pool: Pool) -> Agreement | None:
    """The newest version of a pool's agreement, with its `state`."""
    return Agreement.objects.with_state().filter(pool=pool).order_by("-version").first()


def agreements_awaiting(profile: Profile) -> QuerySet[Agreement]:
    """What waits for somebody's signature."""
    signed = Signature.objects.filter(profile=profile).values("agreement")
    return _open_for_signing().filter(pool__in=Pool.objects.of(profile).values("pk")).exclude(pk__in=signed)


def is_open_for_signing(agreement: Agreement) -> bool:
    """Whether a signature is possible: the latest version, and the pool's decision holds."""
    return _open_for_signing().filter(pk=agreement.pk).exists()


def signers_of(agreement: Agreement) -> list[Signer]:
    """Everybody in the agreement, in its order."""
    signatures = {str(signature.profile_id): signature for signature in agreement.signatures.all()}
    return [
        Signer(name=share["name"], share=Decimal(share["amount"]), signature=signatures.get(share["profile"]))
        for share in agreement.figures["shares"]
    ]


def members_in(agreement: Agreement) -> QuerySet[Profile]:
    """The people in an agreement."""
    return Profile.objects.filter(pk__in=[share["profile"] for share in agreement.figures["shares"]])


def activated_at(agreement: Agreement) -> datetime:
    """When the last of the members signed."""
    return agreement.statuses.get(state=AgreementState.ACTIVE).at


def document_of(agreement: Agreement) -> AgreementDocument | None:
    """The paper of a signed agreement, once it has been asked for. Without its bytes."""
    return AgreementDocument.objects.filter(agreement=agreement, kind=DocumentKind.SIGNED).first()


def unsigned_places() -> Iterator[UnsignedPlace]:
    """Every signature that is missing in the current area."""
    members = PoolMembership.objects.open().select_related("profile__user")
    agreements = _open_for_signing().prefetch_related(
        "signatures", Prefetch("pool__memberships", queryset=members, to_attr="open_memberships")
    )
    for agreement in agreements:
        signed = {signature.profile_id for signature in agreement.signatures.all()}
        for membership in agreement.pool.open_memberships:
            profile = membership.profile
            if profile.pk not in signed and agreement.is_for(profile):
                yield UnsignedPlace(agreement=agreement, profile=profile, share=agreement.share_of(profile))


def _open_for_signing() -> QuerySet[Agreement]:
    """Latest versions that wait for signatures, in pools where the decision that they came from holds."""
    decided = Pool.objects.standing_at(PoolState.AGREED)
    decision = Proposal.objects.filter(pool=OuterRef("pool"), result__outcome=Outcome.AGREED).order_by("-number")
    latest = Agreement.objects.latest_of_each_pool().standing_at(AgreementState.FROZEN)
    open_ones = latest.filter(proposal=Subquery(decision.values("pk")[:1]), pool__in=decided.values("pk"))
    return open_ones.select_related("pool")
