"""The few places that the menu offers, by what somebody does in the area."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.models import Profile, Role


@dataclass(frozen=True, kw_only=True)
class Place:
    """One entry of the menu. `route` is a URL name; `roles` says who is offered it; `rank` puts it in order."""

    label: Promise
    about: Promise | str
    route: str
    picture: str
    roles: frozenset[Role]
    rank: int


@dataclass(frozen=True, kw_only=True)
class MenuItem:
    label: Promise
    about: Promise | str
    url: str
    icon: str
    current: bool


_PLACES: list[Place] = []


def offer(label: Promise, route: str, picture: str, *roles: Role, rank: int = 50, about: Promise | str = "") -> None:
    """
    Put a place on the menu for people with one of these roles. Apps call it when they are ready.

    :param rank: the lower, the earlier on the menu
    :param about: one sentence for the home page that says what somebody can do there
    """
    _PLACES.append(Place(label=label, about=about, route=route, picture=picture, roles=frozenset(roles), rank=rank))
    _PLACES.sort(key=lambda place: place.rank)


def navigation_for(profile: Profile | None, path: str) -> list[MenuItem]:
    """The menu for a person, with the place they are in marked."""
    if profile is None:
        return []
    items = [(place, reverse(place.route)) for place in _PLACES if place.roles.intersection(profile.roles)]
    return [
        MenuItem(
            label=place.label,
            about=place.about,
            url=url,
            icon=place.picture,
            current=url != "/" and path.startswith(url),
        )
        for place, url in items
    ]


offer(_("Home"), "portal:area_home", "home", Role.MEMBER, Role.HOST, Role.PROVIDER, rank=0)
offer(
    _("Notices"),
    "portal:notices",
    "bell",
    Role.MEMBER,
    Role.HOST,
    Role.PROVIDER,
    rank=90,
    about=_("What has happened, and what waits for you."),
)
offer(_("Outbox"), "portal:outbox", "inbox", Role.HOST, rank=80, about=_("What the portal has sent to people."))
offer(
    _("Letters to post"),
    "portal:letters",
    "email",
    Role.HOST,
    rank=82,
    about=_("Print and post what people want on paper."),
)
offer(
    _("Call sheet"),
    "portal:call_sheet",
    "phone",
    Role.CHAMPION,
    Role.HOST,
    rank=84,
    about=_("Ring people who want to be told by telephone."),
)
offer(
    _("Help to sign in"),
    "portal:find_member",
    "key",
    Role.CHAMPION,
    rank=86,
    about=_("Make a code for a member who cannot get in."),
)
