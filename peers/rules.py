"""Who may see, read, write in and run a group."""

from datetime import date

from peers.models import Group, GroupRole, Membership, Question, QuestionPassing
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


def is_in(profile: Profile, group: Group, **fields: object) -> bool:
    """Whether somebody is in a group now, in a certain role where one is given."""
    return Membership.objects.current().filter(group=group, profile=profile, **fields).exists()


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
