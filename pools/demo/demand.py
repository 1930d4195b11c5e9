"""
Many members of the sample areas, so that there is something to count, and the last two quarters published.

They are made up by chance, the same each time, and cannot sign in. This quarter is left for
`manage.py publish_demand`.
"""

import tomllib
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from pathlib import Path
from random import Random
from typing import TypeVar

from django.conf import settings
from django.contrib.auth.hashers import make_password

from pools.models import Pool, PoolMembership, PoolState, PoolStatus, PTableCell, Purchase, Wish, WishState
from pools.operations.p_table import fill_p_table
from pools.operations.publish_demand import publish_demand
from pools.quarter import Quarter
from portal.models import (
    Area,
    District,
    FundingKind,
    Interest,
    InterestCategory,
    Profile,
    ProfileInterest,
    Role,
    TimeOfWeek,
    User,
)

Choice = TypeVar("Choice")

DEMO_FILE = Path(__file__).with_name("demand.toml")
# Oxfordshire is large enough for every table, the others for some.
PEOPLE = {"oxfordshire": 1000, "kensington-chelsea": 180, "knowsley": 140, "norfolk": 260}
POOLS_FOR_EACH_HUNDRED = 3

# What is wanted more and what less, in the order of the list; the first district of the alphabet is no city.
FAVOURITES = dict(zip(InterestCategory, (16, 6, 11, 9, 6, 8, 13, 7, 7, 5, 1, 12), strict=True))
DISTRICT_SIZES = (14, 20, 12, 45, 9)
TIMES = dict(zip(TimeOfWeek, (12, 18, 30, 28, 12), strict=True))
MONEY = dict(zip(FundingKind, (32, 14, 3, 4, 24, 6, 5, 6, 6), strict=True))

WISHES = {0: 8, 1: 42, 2: 32, 3: 18}

HISTORY = timedelta(days=300)
# Later than the wishes of the people whose stories the sample areas tell, so that those are seen first.
STILL_OPEN = timedelta(days=20)


def load_demand(*, area: Area, now: datetime) -> None:
    """Fill one area with members who wish and buy, and publish what is over. Runs inside the area, once."""
    if not PTableCell.objects.exists():
        fill_p_table(seed=f"{settings.SECRET_KEY} for the table of noise")
    crowd = Crowd(area=area, now=now)
    crowd.load()
    last = Quarter.of(now).before
    for quarter in (last.before, last):
        # As the beat does it, in the first night after.
        publish_demand(quarter=quarter, now=quarter.ends_at + timedelta(hours=3, minutes=30))


class Crowd:
    """The people of one area, and what they want."""

    def __init__(self, *, area: Area, now: datetime) -> None:
        self.area, self.now = area, now
        self.chance = Random(area.slug)
        self.words = tomllib.loads(DEMO_FILE.read_text(encoding="utf-8"))
        self.interests = {
            category: list(interests)
            for category, interests in groupby(
                Interest.objects.order_by("category", "name"), key=lambda interest: interest.category
            )
        }
        self.districts = dict(zip(District.objects.order_by("slug"), DISTRICT_SIZES, strict=False))

    def load(self) -> None:
        people = PEOPLE.get(self.area.slug, 0)
        users = User.objects.bulk_create(
            # Nobody can sign in as them: they have no password, and no inbox for a code.
            User(email=f"{self.area.slug}-{number}@example.org", password=make_password(None), is_active=False)
            for number in range(1, people + 1)
        )
        profiles = Profile.objects.bulk_create(self.profile(user) for user in users)
        wishes = Wish.objects.bulk_create(wish for profile in profiles for wish in self.wishes(profile))
        ProfileInterest.objects.bulk_create(
            (ProfileInterest(profile=wish.profile, interest=wish.interest) for wish in wishes), ignore_conflicts=True
        )
        met = [wish for wish in wishes if wish.state == WishState.MET]
        for _ in range(people * POOLS_FOR_EACH_HUNDRED // 100):
            self.buy_together(met)

    def one_of(self, weights: dict[Choice, int]) -> Choice:
        return self.chance.choices(list(weights), list(weights.values()))[0]

    def profile(self, user: User) -> Profile:
        initial = self.chance.choice("ABCDEFGHIJKLMNOPRSTUVWY")
        return Profile(
            user=user,
            shown_name=f"{self.chance.choice(self.words['first_names'])} {initial}.",
            roles=[Role.MEMBER],
            district=self.one_of(self.districts),
            free_times=sorted({self.one_of(TIMES) for _ in range(self.chance.randint(1, 3))}),
            funding_kinds=[self.one_of(MONEY)],
        )

    def wishes(self, profile: Profile) -> Iterator[Wish]:
        for category in dict.fromkeys(
            self.one_of(FAVOURITES) for _ in range(self.one_of({0: 15, 1: 50, 2: 25, 3: 10}))
        ):
            interest = self.chance.choice(self.interests[category])
            thing = self.chance.choice(self.words["things"][interest.name])
            yield Wish(
                profile=profile,
                interest=interest,
                words=self.chance.choice(self.words["sentences"]).format(do=thing),
                district=self.one_of({profile.district: 9, None: 1}),
                times=profile.free_times,
                funding_kinds=profile.funding_kinds,
                **self.fate(),
            )

    def fate(self) -> dict[str, object]:
        """When a wish was made and what has become of it: a few are open, the others came true or were taken back."""
        if self.one_of({"open": 15, "closed": 85}) == "open":
            return {"made_at": self.now - self.part_of(STILL_OPEN), "state": WishState.OPEN}
        made_at = self.now - 2 * STILL_OPEN - self.part_of(HISTORY - 2 * STILL_OPEN)
        closed_at = made_at + STILL_OPEN + self.part_of(HISTORY * 2 / 3)
        return {
            "made_at": made_at,
            "closed_at": min(closed_at, self.now - self.part_of(STILL_OPEN)),
            "state": self.one_of({WishState.MET: 85, WishState.WITHDRAWN: 15}),
        }

    def part_of(self, time: timedelta) -> timedelta:
        return time * self.chance.random()

    def buy_together(self, met: Sequence[Wish]) -> None:
        """A pool of people whose wishes came true at about the same time."""
        category = self.chance.choice(met).interest.category
        alike = sorted((wish for wish in met if wish.interest.category == category), key=lambda wish: wish.closed_at)
        start = self.chance.randrange(len(alike))
        wishes = list({wish.profile: wish for wish in alike[start : start + self.chance.randint(8, 14)]}.values())
        made_at, bought_at = max(wish.made_at for wish in wishes), max(wish.closed_at for wish in wishes)
        wish, organiser = wishes[0], wishes[0].profile
        pool = Pool.objects.create(
            title=f"{wish.interest.name} together",
            purpose=wish.words,
            organiser=organiser,
            district=wish.district,
            wish=wish,
            made_at=made_at,
        )
        PoolStatus.objects.create(pool=pool, state=PoolState.GATHERING, by=organiser, at=made_at)
        PoolMembership.objects.bulk_create(
            PoolMembership(pool=pool, profile=wish.profile, wish=wish, joined_at=made_at) for wish in wishes
        )
        Purchase.objects.create(
            pool=pool,
            what=wish.interest.name,
            seller="A shop nearby",
            amount=15 * len(wishes),
            bought_on=bought_at.date(),
            recorded_by=organiser,
            recorded_at=bought_at,
        )
        PoolStatus.objects.create(pool=pool, state=PoolState.BOUGHT, by=organiser, at=bought_at)
