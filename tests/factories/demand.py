"""Many people with wishes, for counting. Call these inside an area."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from itertools import count

from pools.models import Pool, PoolMembership, Purchase, RecordKey, Wish
from portal.models import Interest, Profile, Role, User

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
