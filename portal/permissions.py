"""Who may do what: one list of permissions, bound to predicates in each app's `rules.py`."""

from collections.abc import Callable
from enum import StrEnum, auto
from typing import Any

from portal.models import Profile


class Permission(StrEnum):
    """Every permission of the portal. The view asks *who may*; the operation judges *whether it is possible*."""

    # portal
    TAKE_PART = auto()  # any member of the area
    EDIT_OWN_PROFILE = auto()
    RUN_AREA = auto()
    READ_OUTBOX = auto()
    PRINT_LETTERS = auto()
    MAKE_CALLS = auto()
    HELP_SIGN_IN = auto()
    # moderation
    CHOOSE_OWN_MODERATION = auto()
    WORK_QUEUE = auto()
    DECIDE_ITEM = auto()
    APPEAL = auto()
    SEE_APPEALS = auto()
    JUDGE_APPEAL = auto()
    REPORT_CONCERN = auto()
    LEAD_SAFEGUARDING = auto()
    # peers
    SEE_GROUP = auto()
    READ_GROUP = auto()
    WRITE_IN_GROUP = auto()
    RUN_GROUP = auto()
    REMOVE_MEMBER = auto()
    READ_CHAT = auto()
    WRITE_IN_CHAT = auto()
    ASK_TO_CHAT = auto()
    READ_EVENT = auto()
    CHANGE_EVENT = auto()
    RUN_EVENT = auto()
    PLAN_AREA_EVENT = auto()
    ANSWER_QUESTION = auto()
    CHOOSE_ANSWER = auto()
    PASS_QUESTION = auto()
    TAKE_QUESTION = auto()
    # providers
    SEE_PROVIDERS = auto()
    RATE_SERVICE = auto()
    RUN_ORGANISATION = auto()
    REPLY_TO_RATING = auto()
    # pools
    SEE_WISHES = auto()
    OWN_WISH = auto()
    SEE_POOL = auto()
    ANSWER_INVITATION = auto()
    WORK_IN_POOL = auto()
    ORGANISE_POOL = auto()
    JOIN_OUTING = auto()
    KEEP_BOOKS = auto()
    READ_AGREEMENT = auto()
    SIGN_AGREEMENT = auto()
    READ_DOCUMENT = auto()
    # published demand
    READ_DEMAND = auto()


_PREDICATES: dict[Permission, Callable[[Profile, Any], bool]] = {}


class PermissionBoundTwice(RuntimeError):
    """Two predicates claim the same permission."""


def grants(permission: Permission) -> Callable[[Callable[..., bool]], Callable[..., bool]]:
    """Bind a predicate `(profile, thing) -> bool` to a permission. `thing` is None for pages about no one thing."""

    def bind(predicate: Callable[..., bool]) -> Callable[..., bool]:
        if permission in _PREDICATES:
            raise PermissionBoundTwice(permission)
        _PREDICATES[permission] = predicate
        return predicate

    return bind


def is_allowed(profile: Profile, permission: Permission, thing: Any = None) -> bool:
    """Whether a person in this area has a permission. A permission that nobody bound is refused."""
    predicate = _PREDICATES.get(permission)
    return predicate is not None and predicate(profile, thing)
