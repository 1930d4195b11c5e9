"""Who may see, read, write in and run a group."""

from peers.models import Announcement, Audience, Group, GroupRole, Membership
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


def may_read_announcement(profile: Profile, announcement: Announcement) -> bool:
    """News for the area is for everybody in it; news of a group is for whoever may read the group."""
    if announcement.audience == Audience.AREA:
        return not profile.is_commissioner
    return may_read_group(profile, announcement.group)
