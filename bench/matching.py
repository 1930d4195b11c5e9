"""Matching: what does it cost to look for people who like the same, beside the bare query?"""

import random

from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench.figure import Figure, times_slower
from peers.models import Findability
from peers.queries.finding import Wanted, people_who_match
from portal.areas.context import area_context
from portal.models import InterestCategory, Profile, ProfileInterest, TimeOfWeek, User
from tests.factories.portal import MONDAY_AFTERNOON, make_area, make_district, make_interest

PEOPLE = 10_000
INTERESTS, DISTRICTS, ON_A_PAGE = 40, 12, 20


def measure() -> Figure:
    """
    Time the first page of matches among 10,000 profiles, half of whom chose to be found, against the same statements
    sent straight to PostgreSQL.

    What is between the two is ours: building the query and objects out of rows. At twice as long, it has begun to ask
    something for each person.
    """
    with area_context(make_area("oxfordshire", "Oxfordshire").pk):
        seeker = crowd()
        with CaptureQueriesContext(connection) as asked:
            found = matches(seeker)
        statements = [query["sql"] for query in asked]
        if len(found) != ON_A_PAGE:
            raise AssertionError("The first page is not full.")
        ratio = times_slower(lambda: matches(seeker), than=lambda: bare(statements))
    return Figure(name="matching", ratio=ratio, goal=2.0, detail=f"{PEOPLE:,} profiles, against the same query in SQL")


def matches(seeker: Profile) -> list[Profile]:
    return list(people_who_match(seeker, Wanted())[:ON_A_PAGE])


def bare(statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
            cursor.fetchall()


def crowd() -> Profile:
    """An area full of people, each of whom likes five things; gives one of them."""
    chance = random.Random("matching")
    districts = [make_district(f"District {number}") for number in range(DISTRICTS)]
    interests = [make_interest(f"Interest {number}", InterestCategory.COOKING) for number in range(INTERESTS)]
    users = User.objects.bulk_create(User(email=f"matching{number}@example.org") for number in range(PEOPLE))
    people = Profile.objects.bulk_create(
        Profile(
            user=user,
            shown_name=f"Person {number}",
            roles=["member"],
            district=chance.choice(districts),
            free_times=chance.sample(TimeOfWeek.values, 2),
        )
        for number, user in enumerate(users)
    )
    ProfileInterest.objects.bulk_create(
        ProfileInterest(profile=person, interest=interest)
        for person in people
        for interest in chance.sample(interests, 5)
    )
    Findability.objects.bulk_create(Findability(profile=person, since=MONDAY_AFTERNOON) for person in people[::2])
    return people[1]
