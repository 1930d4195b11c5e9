"""Who may see, read, write in and run a group."""

from datetime import date

from peers.models import (
    Announcement,
    Audience,
    ChatRoom,
    ChatSitting,
    Event,
    Group,
    GroupRole,
    Membership,
    Question,
    QuestionPassing,
)
from portal.models import Profile, Role
from portal.permissions import Permission, grants


@grants(Permission.SEE_GROUP)
def may_see_group(profile: Profile, thing: object) -> bool:
    """Any member of the area can see that a group exists and what it is for, a closed one too."""
    return profile.has_role(Role.MEMBER)


@grants(Permission.READ_GROUP)
def may_read_group(profile: Profile, group: Group) -> bool:
    """Any member of the area reads an open group; only those who are in it read a closed one."""
    return profile.has_role(Role.MEMBER) and (not group.is_closed or is_in(profile, group))


@grants(Permission.WRITE_IN_GROUP)
def may_write_in_group(profile: Profile, group: Group) -> bool:
    return profile.has_role(Role.MEMBER) and is_in(profile, group)


@grants(Permission.RUN_GROUP)
def may_run_group(profile: Profile, group: Group) -> bool:
    return profile.has_role(Role.MEMBER) and is_in(profile, group, role=GroupRole.ORGANISER)


@grants(Permission.REMOVE_MEMBER)
def may_remove_member(profile: Profile, membership: Membership) -> bool:
    """Whoever runs the group."""
    return may_run_group(profile, membership.group)


def is_in(profile: Profile, group: Group, **fields: object) -> bool:
    """Whether somebody is in a group now, in a certain role where one is given."""
    return Membership.objects.current().filter(group=group, profile=profile, **fields).exists()


def may_read_announcement(profile: Profile, announcement: Announcement) -> bool:
    """News for the area is for everybody in it; news of a group is for whoever may read the group."""
    if announcement.audience == Audience.AREA:
        return not profile.is_commissioner
    return may_read_group(profile, announcement.group)


@grants(Permission.READ_CHAT)
def may_read_chat(profile: Profile, room: ChatRoom) -> bool:
    """Those who talk there, and a mentor whom one of them asked to sit beside them."""
    return profile.has_role(Role.MEMBER) and (talks_in(profile, room) or sits_in(profile, room))


@grants(Permission.WRITE_IN_CHAT)
def may_write_in_chat(profile: Profile, room: ChatRoom) -> bool:
    """Those who talk there. Whether they can, at this moment, the operation judges."""
    return profile.has_role(Role.MEMBER) and talks_in(profile, room)


@grants(Permission.ASK_TO_CHAT)
def may_ask_to_chat(profile: Profile, other: Profile) -> bool:
    """Any member whom one meets in a group. Nobody else can be asked, and nobody learns of them here."""
    return profile.has_role(Role.MEMBER) and profile != other and share_a_group(profile, other)


def talks_in(profile: Profile, room: ChatRoom) -> bool:
    """Whether a chat is one's own: that of a group that one is in, or one of two."""
    return is_in(profile, room.group) if room.group is not None else profile.pk in (room.one_id, room.other_id)


def sits_in(profile: Profile, room: ChatRoom) -> bool:
    """Whether somebody sits there beside another, as their mentor, now."""
    return ChatSitting.objects.current().filter(room=room, mentor=profile).exists()


def share_a_group(one: Profile, other: Profile) -> bool:
    """Whether two people are in the same group now."""
    theirs = Membership.objects.current().filter(profile=other)
    return Membership.objects.current().filter(profile=one, group__in=theirs.values("group")).exists()


@grants(Permission.READ_EVENT)
def may_read_event(profile: Profile, event: Event) -> bool:
    """Whoever reads its group, or any member where it is for the area; a champion while it waits to be read."""
    if event.is_held and profile.has_role(Role.CHAMPION):
        return True
    if not (event.is_published or event.author_id == profile.pk):
        return False
    return profile.has_role(Role.MEMBER) and (event.group is None or may_read_group(profile, event.group))


@grants(Permission.CHANGE_EVENT)
def may_change_event(profile: Profile, event: Event) -> bool:
    """The words are their author's. Whoever has left the group changes nothing in it."""
    if event.group is None:
        return event.author_id == profile.pk and profile.has_role(Role.CHAMPION)
    return event.author_id == profile.pk and may_write_in_group(profile, event.group)


@grants(Permission.RUN_EVENT)
def may_run_event(profile: Profile, event: Event) -> bool:
    """Its author and the group's organisers; for an event of the area, any champion."""
    if event.group is None:
        return profile.has_role(Role.CHAMPION)
    return may_change_event(profile, event) or may_run_group(profile, event.group)


@grants(Permission.PLAN_AREA_EVENT)
def may_plan_area_event(profile: Profile, thing: object) -> bool:
    return profile.has_role(Role.CHAMPION)


@grants(Permission.ANSWER_QUESTION)
def may_answer_question(profile: Profile, question: object) -> bool:
    """Any member asks, answers, and says that an answer is still true."""
    return profile.has_role(Role.MEMBER)


@grants(Permission.CHOOSE_ANSWER)
def may_choose_answer(profile: Profile, question: Question) -> bool:
    """Only who asked knows what helped."""
    return profile.has_role(Role.MEMBER) and question.author_id == profile.pk


@grants(Permission.PASS_QUESTION)
def may_pass_question(profile: Profile, question: Question) -> bool:
    """A champion, or whoever has the question now and does not know either."""
    return profile.has_role(Role.CHAMPION) or may_take_question(profile, question)


@grants(Permission.TAKE_QUESTION)
def may_take_question(profile: Profile, question: Question) -> bool:
    """Whom it was passed to."""
    return QuestionPassing.objects.current().filter(question=question, to=profile).exists()


def months_since(day: date, *, today: date) -> int:
    """How many whole months have gone by."""
    return (today.year - day.year) * 12 + today.month - day.month - (today.day < day.day)
