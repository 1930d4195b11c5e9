"""Coming into a group, and leaving it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from peers.models import Answer, Group, GroupRole, JoinRequest, Membership, RequestKind
from peers.operations.chat_news import tell_who_left
from peers.operations.event import give_up_places
from peers.queries.groups import people_in
from portal.models import Profile
from portal.operations.audit import record
from portal.operations.constraints import told_as
from portal.operations.notifications import notify
from portal.operations.refusal import Refusal


class UnableToJoin(Refusal):
    """The group is closed, or they are in it already."""


class UnableToLeave(Refusal):
    """They are not in the group."""


class UnableToAnswer(Refusal):
    """It has been answered, or taken back, in the meantime."""


@transaction.atomic
def join_group(*, group: Group, by: Profile, now: datetime) -> Membership:
    """
    Come into an open group. In a group that everybody has left, they become the organiser.

    :raises UnableToJoin: a closed group, in it already, or taken out of it and not invited since
    """
    if group.is_closed:
        raise UnableToJoin(_("This group is closed. You can ask to join it."))
    if Membership.objects.current().filter(group=group, profile=by).exists():
        raise UnableToJoin(_("You are in this group already."))
    last = Membership.objects.filter(group=group, profile=by).select_related("removal").order_by("joined_at").last()
    if last is not None and hasattr(last, "removal"):
        raise UnableToJoin(_("You were taken out of this group. Somebody who runs it can invite you back."))
    return _let_in(group=group, profile=by, by=by, now=now)


@transaction.atomic
def leave_group(*, group: Group, by: Profile, now: datetime) -> Membership:
    """
    Leave a group. Nobody is ever kept: when the only organiser leaves, who has been in it longest takes over.

    :raises UnableToLeave: not in the group
    """
    # Lock the group: another organiser may be leaving at this very moment.
    Group.objects.select_for_update().get(pk=group.pk)
    current = Membership.objects.current().filter(group=group)
    membership = current.filter(profile=by).first()
    if membership is None:
        raise UnableToLeave(_("You are not in this group."))
    membership.left_at = now
    membership.save(update_fields=["left_at"])
    record(by=by, action="leave_group", subject=group, now=now)
    heir = current.select_related("profile").order_by("joined_at", "id").first()
    if heir is not None and not current.organisers().exists():
        _hand_over(group=group, heir=heir, now=now)
    give_up_places(group=group, profile=by, by=by, now=now)
    tell_who_left(group=group, now=now)
    return membership


@transaction.atomic
def ask_to_join(*, group: Group, by: Profile, now: datetime) -> JoinRequest:
    """
    Ask the organisers of a closed group to be let in, and tell them.

    :raises UnableToJoin: an open group, in it already, or asked or invited already
    """
    if not group.is_closed:
        raise UnableToJoin(_("You need not ask: anybody can join this group."))
    if Membership.objects.current().filter(group=group, profile=by).exists():
        raise UnableToJoin(_("You are in this group already."))
    asked = JoinRequest(group=group, profile=by, kind=RequestKind.ASKED, made_by=by, made_at=now)
    with told_as(UnableToJoin, model=JoinRequest):
        asked.save()
    record(by=by, action="ask_to_join", subject=group, now=now)
    for organiser in people_in(group.pk).filter(pk__in=group.memberships.current().organisers().values("profile")):
        notify(
            recipient=organiser,
            key=f"asked-to-join:{asked.pk}",
            template="peers/email/asked_to_join",
            now=now,
            url=group.get_requests_url(),
            group=group,
            person=by,
        )
    return asked


@transaction.atomic
def answer_request(*, join_request: JoinRequest, answer: Answer, by: Profile, now: datetime) -> JoinRequest:
    """
    Let somebody into a closed group who asked, or not, and tell them.

    :raises UnableToAnswer: answered already
    """
    join_request = _answer(join_request=join_request, answer=answer, by=by, now=now)
    notify(
        recipient=join_request.profile,
        key=f"answered:{join_request.pk}",
        template=f"peers/email/request_answered_{answer}",
        now=now,
        url=join_request.group.get_absolute_url(),
        group=join_request.group,
    )
    return join_request


@transaction.atomic
def invite(*, group: Group, email: str, by: Profile, now: datetime) -> None:
    """
    Invite the member of this area who has this email address, and tell them.

    Gives nothing back and refuses nothing, whoever has the address or nobody: the portal does not tell who is here.
    """
    invited = Profile.objects.members().exclude(pk__in=people_in(group.pk)).filter(user__email__iexact=email).first()
    if invited is None or JoinRequest.objects.waiting().filter(group=group, profile=invited).exists():
        return
    invite_person(group=group, person=invited, by=by, now=now)


def invite_person(*, group: Group, person: Profile, by: Profile, now: datetime) -> JoinRequest:
    """Invite a member, and tell them. The caller knows that they are neither in the group nor invited."""
    invitation = JoinRequest.objects.create(
        group=group, profile=person, kind=RequestKind.INVITED, made_by=by, made_at=now
    )
    record(by=by, action="invite", subject=group, now=now)
    notify(
        recipient=person,
        key=f"invited:{invitation.pk}",
        template="peers/email/invited",
        now=now,
        url=group.get_absolute_url(),
        group=group,
        person=by,
    )
    return invitation


@transaction.atomic
def answer_invitation(*, invitation: JoinRequest, answer: Answer, by: Profile, now: datetime) -> JoinRequest:
    """
    Say yes or no to an invitation. A no is told to nobody.

    :raises UnableToAnswer: answered already, or meant for somebody else
    """
    if invitation.profile != by:
        raise UnableToAnswer(_("This invitation is for somebody else."))
    return _answer(join_request=invitation, answer=answer, by=by, now=now)


def _answer(*, join_request: JoinRequest, answer: Answer, by: Profile, now: datetime) -> JoinRequest:
    # Lock the row: two organisers may answer at this very moment.
    rows = JoinRequest.objects.select_for_update(of=("self",)).select_related("profile", "group")
    join_request = rows.get(pk=join_request.pk)
    if join_request.answered_at is not None:
        raise UnableToAnswer(_("This has been answered already."))
    join_request.answer, join_request.answered_by, join_request.answered_at = answer, by, now
    join_request.save(update_fields=["answer", "answered_by", "answered_at"])
    record(by=by, action="answer_request", subject=join_request, now=now, answer=answer)
    if answer == Answer.YES:
        _let_in(group=join_request.group, profile=join_request.profile, by=by, now=now)
    return join_request


def _let_in(*, group: Group, profile: Profile, by: Profile, now: datetime) -> Membership:
    # Lock the group, so that two who come into an empty one do not both become its organiser.
    Group.objects.select_for_update().get(pk=group.pk)
    is_empty = not Membership.objects.current().filter(group=group).exists()
    role = GroupRole.ORGANISER if is_empty else GroupRole.MEMBER
    membership = Membership(group=group, profile=profile, role=role, joined_at=now)
    with told_as(UnableToJoin, model=Membership):
        membership.save()
    # Whoever is in has no request waiting: an open group is joined past an invitation.
    JoinRequest.objects.waiting().filter(group=group, profile=profile).update(
        answer=Answer.YES, answered_by=by, answered_at=now
    )
    record(by=by, action="join_group", subject=group, now=now, profile=str(profile.pk))
    return membership


def _hand_over(*, group: Group, heir: Membership, now: datetime) -> None:
    heir.role = GroupRole.ORGANISER
    heir.save(update_fields=["role"])
    record(by=None, action="hand_over_group", subject=group, now=now, profile=str(heir.profile_id))
    notify(
        recipient=heir.profile,
        key=f"organiser:{heir.pk}",
        template="peers/email/handed_over",
        now=now,
        url=group.get_absolute_url(),
        group=group,
    )
