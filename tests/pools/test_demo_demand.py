"""The sample areas have enough people for figures, and not so many that nothing is hidden."""

import pytest
from django.contrib.auth import authenticate

from pools.demo.demand import PEOPLE, load_demand
from pools.models import DemandRelease, DemandTable, Wish, WishState
from pools.operations.publish_demand import publish_demand
from pools.quarter import Quarter
from portal.areas.context import area_context
from portal.demo.loading import load_area, load_ground
from portal.demo.places import SAMPLE_AREAS
from portal.models import Profile, User

pytestmark = pytest.mark.usefixtures("db", "stored_ptable")

LARGE = "oxfordshire"


@pytest.fixture(params=SAMPLE_AREAS, ids=lambda sample: sample.slug)
def area(request, now):
    area = load_area(request.param)
    with area_context(area.id):
        load_ground(sample=request.param, now=now)
        load_demand(area=area, now=now)
        yield area


def test_the_last_two_quarters_are_published_with_figures_shown_and_not(area):
    assert [str(release) for release in DemandRelease.objects.all()] == ["2026Q3", "2026Q2"]
    for release in DemandRelease.objects.all():
        assert release.cells.filter(table=DemandTable.WANTED_CATEGORY).exclude(people=None).exists()
        assert release.cells.filter(people=None).exists()
        assert release.tables == (10 if area.slug == LARGE else 6)


def test_this_quarter_is_left_for_the_command(area, now):
    release = publish_demand(quarter=Quarter.of(now), now=now)

    assert release.cells.filter(table=DemandTable.WANTED_CATEGORY).exclude(people=None).exists()


def test_nobody_can_sign_in_as_the_people_who_were_made_up(area):
    made_up = User.objects.filter(email__startswith=f"{area.slug}-")

    assert made_up.count() == PEOPLE[area.slug]
    assert not made_up.filter(is_active=True).exists()
    assert not any(user.has_usable_password() for user in made_up)
    assert authenticate(email=made_up[0].email, password="") is None


def test_their_names_are_no_names_of_the_people_with_stories(area):
    names = list(Profile.objects.filter(user__is_active=True).values_list("shown_name", flat=True))

    assert not Profile.objects.filter(user__is_active=False, shown_name__in=names).exists()


def test_their_wishes_read_like_somebody_says_them(area):
    words = list(Wish.objects.values_list("words", flat=True))

    assert not [wish for wish in words if "{" in wish or len(wish) > 100]
    assert len(set(words)) > len(words) / 2
    assert 0 < Wish.objects.filter(state=WishState.OPEN).count() < len(words) / 4
