"""The rooms of a pool: what its page leads to besides the next step."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pools.models import Pool, PurchaseKind


@dataclass(frozen=True, kw_only=True)
class Room:
    """
    A part of a pool that its members can always go to.

    :param route: the name of its address, which takes the pool
    :param buying: what a pool buys that has this room; None where every pool has it
    :param buying: what a pool buys that has this room; all pools, where none is named
    """

    title: Promise
    about: Promise
    picture: str
    route: str
    buying: PurchaseKind | None = None

    def is_in(self, pool: Pool) -> bool:
        return self.buying in {None, pool.buying}

    def url_in(self, pool: Pool) -> str:
        return reverse(f"pools:{self.route}", args=[pool.pk])


# In the order in which people look for them.
ROOMS = [
    Room(
        title=_("Money"),
        about=_("What is paid in, what is kept, and what you have spent."),
        picture="pool",
        route="money",
    ),
    Room(
        title=_("Costs and shares"),
        about=_("What it costs, and who pays what."),
        picture="money",
        route="costs",
    ),
    Room(
        title=_("Your part"),
        about=_("Where your money comes from, and from when."),
        picture="share",
        route="own_part",
    ),
    Room(
        title=_("The agreement"),
        about=_("What you agree to, and who signed."),
        picture="sign",
        route="agreements",
    ),
    Room(
        title=_("Your papers"),
        about=_("Statements of your money, and papers for the council."),
        picture="pdf",
        route="papers",
    ),
    Room(
        title=_("Decisions"),
        about=_("Your votes, and what came out."),
        picture="vote",
        route="decisions",
    ),
    Room(
        title=_("Outings"),
        about=_("Where you go, what it costs, and who comes."),
        picture="outings",
        route="outings",
        buying=PurchaseKind.OUTING,
    ),
    Room(
        title=_("Hours"),
        about=_("Who works when, and the hours that you have."),
        picture="clock",
        route="hours",
        buying=PurchaseKind.SUPPORT,
    ),
    Room(
        title=_("Choose activities"),
        about=_("Each person has some money, and chooses what to do with it."),
        picture="star",
        route="budget_rounds",
    ),
    Room(
        title=_("What we bought"),
        about=_("What you bought, and what is left for something else."),
        picture="ok",
        route="purchases",
    ),
    Room(
        title=_("Things we own"),
        about=_("What you own together, and who owns which part."),
        picture="share",
        route="things",
    ),
    Room(
        title=_("A yes from others"),
        about=_("Who has to agree in writing."),
        picture="letter",
        route="consents",
    ),
    Room(
        title=_("What could go wrong"),
        about=_("One note for everybody who has to know."),
        picture="shield",
        route="risks",
    ),
    Room(
        title=_("Use it safely"),
        about=_("What comes first, and who may use it."),
        picture="ok",
        route="using",
        buying=PurchaseKind.EQUIPMENT,
    ),
    Room(
        title=_("Insurance and savings"),
        about=_("Who insures you, and who said that your savings stay yours."),
        picture="lock",
        route="protection",
    ),
    Room(
        title=_("Is life getting better?"),
        about=_("How you are before you start, and how it is going."),
        picture="heart",
        route="pool_reviews",
    ),
    Room(
        title=_("Days to remember"),
        about=_("What is due, and when you meet."),
        picture="calendar",
        route="due_dates",
    ),
    Room(
        title=_("What has happened"),
        about=_("Every step so far, and the dates to come."),
        picture="calendar",
        route="timeline",
    ),
]


def rooms_of(pool: Pool) -> list[dict[str, object]]:
    """The rooms, as the pool's page shows them."""
    return [
        {"title": room.title, "about": room.about, "picture": room.picture, "url": room.url_in(pool)}
        for room in ROOMS
        if room.is_in(pool)
    ]
