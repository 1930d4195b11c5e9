"""Who may see, read, write in and run a group."""

from peers.models import Event, Group, GroupRole, Membership
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
