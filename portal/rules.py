"""Who may do what on the ground floor."""

from django.utils.translation import gettext_lazy as _

from portal.helping import never
from portal.models import Profile, Role
from portal.permissions import Permission, grants


@grants(Permission.TAKE_PART)
def may_take_part(profile: Profile, thing: object) -> bool:
    return profile.has_role(Role.MEMBER)


@grants(Permission.EDIT_OWN_PROFILE)
def may_edit_own_profile(profile: Profile, thing: object) -> bool:
    return not profile.is_commissioner


@grants(Permission.RUN_AREA)
def may_run_area(profile: Profile, thing: object) -> bool:
    return profile.has_role(Role.HOST)


@grants(Permission.READ_OUTBOX)
def may_read_outbox(profile: Profile, thing: object) -> bool:
    return profile.has_role(Role.HOST)


@grants(Permission.PRINT_LETTERS)
def may_print_letters(profile: Profile, thing: object) -> bool:
    """Whoever prints a letter sees an address and what the letter says: the host, and nobody else."""
    return profile.has_role(Role.HOST)


@grants(Permission.MAKE_CALLS)
def may_make_calls(profile: Profile, thing: object) -> bool:
    """Whoever rings sees a number and what to say: champions and the host."""
    return profile.has_role(Role.CHAMPION) or profile.has_role(Role.HOST)


@grants(Permission.HELP_SIGN_IN)
def may_help_sign_in(profile: Profile, thing: object) -> bool:
    """Whoever makes a one-time code vouches for a person whom they know: champions."""
    return profile.has_role(Role.CHAMPION)


never(
    _("How somebody’s words are looked at, and by whom, they alone decide."),
    "moderation:choose_level",
    "moderation:choose_mentor",
)
never(
    _("Only they can say who helps them."),
    "portal:supporters",
    "portal:ask_supporter",
    "portal:revoke_delegation",
)
