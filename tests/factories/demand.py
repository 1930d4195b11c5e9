"""Many people with wishes, for counting. Call these inside an area."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from itertools import count

from pools.models import DemandCell, DemandRelease, DemandTable, Pool, PoolMembership, Purchase, RecordKey, Wish
from pools.quarter import Quarter
from portal.models import Interest, Profile, Role, User

# For each table the figure of each combination.
Figures = dict[DemandTable, dict[tuple[str, ...], int | None]]

MADE_AT = datetime(2026, 10, 20, 12, 0, tzinfo=UTC)

_number = count(1)


def make_crowd(people: int, *, keys: Iterable[int] | None = None) -> list[Profile]:
    """
    Members in one go; they cannot sign in.

    :param keys: the record key of each; without these they get random ones when something is published
    """
    users = User.objects.bulk_create(User(email=f"crowd{next(_number)}@example.org") for _ in range(people))
    crowd = Profile.objects.bulk_create(
        Profile(user=user, shown_name=f"Member {place}", roles=[Role.MEMBER])
        for place, user in enumerate(users, start=1)
    )
    if keys is not None:
        RecordKey.objects.bulk_create(
            RecordKey(profile=profile, value=value) for profile, value in zip(crowd, keys, strict=True)
        )
    return crowd


def make_wishes(crowd: Sequence[Profile], interest: Interest, **details: object) -> list[Wish]:
    """The same wish of each of these people."""
    details = {"words": "I would like to do this with others.", "made_at": MADE_AT, **details}
    return Wish.objects.bulk_create(Wish(profile=profile, interest=interest, **details) for profile in crowd)


def make_purchase(crowd: Sequence[Profile], *, bought_on: date = date(2026, 11, 2), **pool: object) -> Purchase:
    """A pool of these people that bought something."""
    pool = {"title": "Together", "purpose": "To buy it.", "organiser": crowd[0], "made_at": MADE_AT, **pool}
    bought_by = Pool.objects.create(**pool)
    PoolMembership.objects.bulk_create(
        PoolMembership(pool=bought_by, profile=profile, joined_at=MADE_AT) for profile in crowd
    )
    return Purchase.objects.create(
        pool=bought_by,
        what="It",
        seller="A shop",
        amount=100,
        bought_on=bought_on,
        recorded_by=crowd[0],
        recorded_at=MADE_AT,
    )


def make_release(
    quarter: str = "2026Q3",
    figures: dict[DemandTable, dict[tuple[str, ...], int | None]] | None = None,
    **details: object,
) -> DemandRelease:
    """
    A quarter that is published, without counting anybody.

    :param figures: a few, unless they are given
    """
    asked = Quarter.parse(quarter)
    details = {
        "counted_to": asked.last_day,
        "published_at": asked.ends_at,
        "base": "Members who had a wish.",
        "method": "Changed a little, and rounded.",
        "tables": len(figures or FIGURES),
        **details,
    }
    release = DemandRelease.objects.create(quarter=quarter, **details)
    for table, cells in (figures or FIGURES).items():
        for values, people in cells.items():
            named = dict(zip(table.dimensions, values, strict=True))
            name = {"district_name": named["district"].title()} if "district" in named else {}
            DemandCell.objects.create(release=release, table=table, people=people, **named, **name)
    return release


FIGURES: Figures = {
    DemandTable.WANTED: {(): 1250},
    DemandTable.WANTED_CATEGORY: {("cooking",): 25, ("swimming",): None, ("music",): 40},
    DemandTable.WANTED_CATEGORY_DISTRICT: {
        ("swimming", "oxford"): 25,
        ("swimming", "witney"): None,
        ("music", "oxford"): None,
        ("music", "witney"): 15,
    },
    DemandTable.BOUGHT: {(): None},
}
