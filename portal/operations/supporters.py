"""Letting somebody help: asked by the member, answered by the supporter, ended by either or by its last day."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.models import Delegation, DelegationState, DelegationStatus, Profile, Role, Scope, Voice
from portal.models.delegation import OVER, REMIND_BEFORE
from portal.operations.audit import record
from portal.operations.constraints import told_as
from portal.operations.notifications import notify
from portal.operations.refusal import Refusal

MOST_SUPPORTERS = 5
STANDING = [DelegationState.ASKED, DelegationState.ACCEPTED]


class UnableToAskSupporter(Refusal):
    """The dates do not fit, or the person cannot be a supporter, or is one already."""


class UnableToAnswerDelegation(Refusal):
    """It was answered or stopped before."""


class UnableToEndDelegation(Refusal):
    """It is over already."""


@dataclass(frozen=True, kw_only=True)
class Help:
    """What a member asks for: as what, with what, from when until when."""

    voice: Voice
    scopes: list[Scope]
    starts_on: date
    ends_on: date


@transaction.atomic
def ask_supporter(*, email: str, help_with: Help, by: Profile, now: datetime) -> Delegation:
    """
    Ask somebody to help, at their email address. Whether anybody here has it, the answer does not tell.

    :raises UnableToAskSupporter: see the class
    """
    # Lock the member, so that two tabs ask once.
    member = Profile.objects.select_for_update(of=("self",)).select_related("user").get(pk=by.pk)
    email = email.strip().lower()
    if not member.has_role(Role.MEMBER):
        raise UnableToAskSupporter(_("Only members can have supporters here."))
    if email == member.user.email:
        raise UnableToAskSupporter(_("That is your own address. Give the address of the other person."), field="email")
    if help_with.ends_on < timezone.localdate(now):
        raise UnableToAskSupporter(_("The last day has gone by. Choose a later one."), field="ends_on")
    standing = Delegation.objects.standing_at(*STANDING).filter(member=member)
    if standing.filter(supporter_email=email).exists():
        raise UnableToAskSupporter(
            _("You have asked this person already. Stop that first if you want to change it."), field="email"
        )
    if standing.count() >= MOST_SUPPORTERS:
        raise UnableToAskSupporter(_("You have %d supporters. Stop one first.") % MOST_SUPPORTERS)
    with told_as(
        UnableToAskSupporter,
        model=Delegation,
        fields={"portal_delegation_ends_within_a_year": "ends_on", "portal_delegation_scopes_known": "scopes"},
    ):
        delegation = Delegation.objects.create(
            member=member,
            supporter_email=email,
            voice=help_with.voice,
            scopes=help_with.scopes,
            starts_on=help_with.starts_on,
            ends_on=help_with.ends_on,
        )
    _step(delegation, DelegationState.ASKED, by=member, now=now)
    supporter = Profile.objects.filter(user__email=email).first()
    if supporter is not None and not supporter.is_commissioner:
        _tell(delegation, supporter, "asked", now=now, url=reverse("portal:whom_i_help"))
    return delegation


@transaction.atomic
def answer_delegation(*, delegation: Delegation, accept: bool, by: Profile, now: datetime) -> Delegation:
    """
    Say yes or no to helping.

    :raises UnableToAnswerDelegation: answered or stopped before, run out, or asked of somebody else
    """
    found = _locked(delegation)
    is_asked = by.user.email == found.supporter_email and not by.is_commissioner and by.pk != found.member_id
    if found.state != DelegationState.ASKED or not is_asked or found.ends_on < timezone.localdate(now):
        raise UnableToAnswerDelegation(_("This was answered, or stopped, before. You do not need to do anything."))
    if accept:
        found.supporter = by
        found.save(update_fields=["supporter"])
    state = DelegationState.ACCEPTED if accept else DelegationState.DECLINED
    _step(found, state, by=by, now=now)
    _tell(found, found.member, state.value, now=now, url=reverse("portal:supporters"), other=by)
    return found


@transaction.atomic
def revoke_delegation(*, delegation: Delegation, by: Profile, now: datetime) -> Delegation:
    """
    Stop it, as the member: from this moment on.

    :raises UnableToEndDelegation: over already, or another member's
    """
    found = _locked(delegation)
    if found.state in OVER or found.member_id != by.pk:
        raise UnableToEndDelegation(_("This has ended already. Nobody can help you by it."))
    _step(found, DelegationState.REVOKED, by=by, now=now)
    if found.supporter is not None:
        _tell(found, found.supporter, "revoked", now=now, url=reverse("portal:whom_i_help"))
    return found


@transaction.atomic
def give_back_delegation(*, delegation: Delegation, by: Profile, now: datetime) -> Delegation:
    """
    Stop it, as the supporter.

    :raises UnableToEndDelegation: over already, or another supporter's
    """
    found = _locked(delegation)
    if found.state != DelegationState.ACCEPTED or found.supporter_id != by.pk:
        raise UnableToEndDelegation(_("This has ended already. You do not help by it any more."))
    _step(found, DelegationState.GIVEN_BACK, by=by, now=now)
    _tell(found, found.member, "given_back", now=now, url=reverse("portal:supporters"), other=by)
    return found


@transaction.atomic
def end_and_remind_delegations(*, now: datetime) -> int:
    """End those whose last day is over, and remind both people a week before. Says how many ended."""
    today = timezone.localdate(now)
    standing = Delegation.objects.standing_at(*STANDING).filter(ends_on__lt=today + REMIND_BEFORE)
    ended = 0
    for delegation in standing.order_by("pk"):
        found = _locked(delegation)
        is_over = found.ends_on < today
        if found.state in OVER:
            continue
        if is_over:
            _step(found, DelegationState.ENDED, by=None, now=now)
            ended += 1
        if found.supporter is not None:
            what = "ended" if is_over else "ends_soon"
            _tell(found, found.member, what, now=now, url=reverse("portal:supporters"), other=found.supporter)
            _tell(found, found.supporter, what, now=now, url=reverse("portal:whom_i_help"), other=found.member)
    return ended


def _locked(delegation: Delegation) -> Delegation:
    """The delegation as it is now, while nobody else changes it."""
    Delegation.objects.select_for_update().get(pk=delegation.pk)
    people = Delegation.objects.with_state().select_related("member__user", "supporter__user")
    return people.get(pk=delegation.pk)


def _step(delegation: Delegation, state: DelegationState, *, by: Profile | None, now: datetime) -> None:
    DelegationStatus.objects.create(delegation=delegation, state=state, by=by, at=now)
    record(by=by, action=f"delegation_{state}", subject=delegation, now=now)


def _tell(
    delegation: Delegation, recipient: Profile, what: str, *, now: datetime, url: str, other: Profile | None = None
) -> None:
    notify(
        recipient=recipient,
        key=f"delegation-{what}:{delegation.pk}",
        template=f"portal/email/supporter_{what}",
        url=url,
        now=now,
        delegation=delegation,
        scopes=[Scope(scope).label for scope in delegation.scopes],
        other=other or delegation.member,
    )
