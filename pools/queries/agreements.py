"""Which agreements there are, who has signed, and who has not."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery, TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pools.models import (
    Agreement,
    AgreementState,
    Outcome,
    Pool,
    PoolMembership,
    PoolState,
    Proposal,
    Signature,
)
from pools.models.agreement import AgreementQuerySet
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


class AgreementDateKind(TextChoices):
    """What happens on a day that an agreement names."""

    REVIEW = "review", _("We look at it again")
    INSURANCE = "insurance", _("The insurance ends")
    ASSURANCE = "assurance", _("The promise about what we save ends")
    EMPLOYMENT = "employment", _("A contract of work ends")
    PRICE = "price", _("The price holds until this day")


@dataclass(frozen=True, kw_only=True)
class AgreementDate:
    """A day that an agreement names, and what happens then."""

    kind: AgreementDateKind
    on: date


def dates_in(agreement: Agreement) -> list[AgreementDate]:
    """The days that an agreement names, the earliest first."""
    named = [
        (AgreementDateKind.INSURANCE, agreement.terms.get("insurance_until")),
        (AgreementDateKind.ASSURANCE, agreement.terms.get("assurance_until")),
        (AgreementDateKind.EMPLOYMENT, agreement.terms.get("employed_until")),
        (AgreementDateKind.PRICE, agreement.figures.get("price_holds_until")),
        *((AgreementDateKind.REVIEW, day) for day in agreement.terms.get("review_dates", [])),
    ]
    dates = [AgreementDate(kind=kind, on=date.fromisoformat(day)) for kind, day in named if day]
    return sorted(dates, key=lambda found: (found.on, found.kind))


def versions_of(pool: Pool) -> QuerySet[Agreement]:
    """Every version of a pool's agreement, the newest first, with its `state`."""
    return Agreement.objects.with_state().filter(pool=pool).order_by("-version")


def version_before(agreement: Agreement) -> Agreement | None:
    """The version that this one replaced."""
    return Agreement.objects.filter(pool=agreement.pool_id, version=agreement.version - 1).first()


def latest_agreement(pool: Pool) -> Agreement | None:
    """The newest version of a pool's agreement, with its `state`."""
    return versions_of(pool).first()


def is_active(agreement: Agreement) -> bool:
    """Whether everybody has signed, and nobody has taken it back or made a newer version since."""
    return Agreement.objects.standing_at(AgreementState.ACTIVE).filter(pk=agreement.pk).exists()


def active_agreement(pool: Pool) -> Agreement | None:
    """The newest version that is in force."""
    return Agreement.objects.in_force().filter(pool=pool).first()


def agreements_awaiting(profile: Profile) -> QuerySet[Agreement]:
    """What waits for somebody's signature."""
    signed = Signature.objects.standing().filter(profile=profile).values("agreement")
    return _open_for_signing().filter(pool__in=Pool.objects.of(profile).values("pk")).exclude(pk__in=signed)


def is_open_for_signing(agreement: Agreement) -> bool:
    """Whether a signature is possible: the latest version, and the pool's decision holds."""
    return _open_for_signing().filter(pk=agreement.pk).exists()


def signers_of(agreement: Agreement) -> list[Signer]:
    """Everybody in the agreement, in its order, with the signatures that stand."""
    signatures = {str(signature.profile_id): signature for signature in _standing_in(agreement)}
    return [
        Signer(name=share["name"], share=Decimal(share["amount"]), signature=signatures.get(share["profile"]))
        for share in agreement.figures["shares"]
    ]


def signature_of(agreement: Agreement, profile: Profile) -> Signature | None:
    """Somebody's signature that stands."""
    return Signature.objects.standing().filter(agreement=agreement, profile=profile).first()


def cooling_off_until(agreement: Agreement) -> date | None:
    """
    The last day on which a signature can be taken back although everybody has signed; nothing is bought before it is
    over. None: not everybody has signed, no such time was agreed on, or nobody wanted to wait.

    :param agreement: with its `state`
    """
    if agreement.state != AgreementState.ACTIVE or not agreement.cooling_off_days:
        return None
    if all(signature.waives_cooling_off for signature in _standing_in(agreement)):
        return None
    return timezone.localdate(activated_at(agreement)) + timedelta(days=agreement.cooling_off_days)


def thinking_again_until(pool: Pool, *, today: date) -> date | None:
    """The last day on which the members of a pool may think again, as long as that is not over."""
    agreement = latest_agreement(pool)
    until = cooling_off_until(agreement) if agreement is not None else None
    return until if until is not None and today <= until else None


def may_withdraw(agreement: Agreement, *, pool_state: PoolState, today: date) -> bool:
    """Whether a signature can be taken back now: as long as others have still to sign, and for the time after that."""
    if agreement.state == AgreementState.FROZEN:
        return is_open_for_signing(agreement)
    until = cooling_off_until(agreement)
    return pool_state == PoolState.SIGNED and until is not None and today <= until


def members_in(agreement: Agreement) -> QuerySet[Profile]:
    """The people in an agreement."""
    return Profile.objects.filter(pk__in=[share["profile"] for share in agreement.figures["shares"]])


def activated_at(agreement: Agreement) -> datetime:
    """When the last of the members signed; the last time, where a signature was taken back and given again."""
    return agreement.statuses.filter(state=AgreementState.ACTIVE).order_by("-at", "-id")[0].at


def unsigned_places() -> Iterator[UnsignedPlace]:
    """Every signature that is missing in the current area."""
    members = PoolMembership.objects.open().select_related("profile__user")
    agreements = (
        _open_for_signing()
        .with_standing_signatures()
        .prefetch_related(Prefetch("pool__memberships", queryset=members, to_attr="open_memberships"))
    )
    for agreement in agreements:
        signed = {signature.profile_id for signature in agreement.standing_signatures}
        for membership in agreement.pool.open_memberships:
            profile = membership.profile
            if profile.pk not in signed and agreement.is_for(profile):
                yield UnsignedPlace(agreement=agreement, profile=profile, share=agreement.share_of(profile))


def _standing_in(agreement: Agreement) -> list[Signature]:
    """The signatures that stand, asked for unless they were fetched beforehand."""
    if hasattr(agreement, "standing_signatures"):
        return agreement.standing_signatures
    return list(Signature.objects.standing().filter(agreement=agreement))


def _open_for_signing() -> AgreementQuerySet:
    """Latest versions that wait for signatures, in pools where the decision that they came from holds."""
    decided = Pool.objects.standing_at(PoolState.AGREED)
    decision = Proposal.objects.filter(pool=OuterRef("pool"), result__outcome=Outcome.AGREED).order_by("-number")
    latest = Agreement.objects.latest_of_each_pool().standing_at(AgreementState.FROZEN)
    open_ones = latest.filter(proposal=Subquery(decision.values("pk")[:1]), pool__in=decided.values("pk"))
    return open_ones.select_related("pool")
