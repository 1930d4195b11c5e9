"""
Scenario 14: a member rates a provider badly, in her own criteria.

It is published; the champion who works there cannot decide on it; the reply is shown; the average says its n.
"""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from moderation.models import ModerationState, Outcome, Reason, ReviewItem
from moderation.operations.decision import UnableToDecide, decide
from moderation.queries import queue_for
from portal.models import Area, ModerationLevel, Profile
from portal.permissions import Permission, is_allowed
from providers.models import Service
from providers.operations.rating import rate_service
from providers.operations.reply import reply_to_rating
from tests.factories.portal import make_champion, make_member
from tests.factories.providers import make_organisation, make_rating, make_representative, make_service

HER_WORDS = "She looks at her phone, and not at me"


@pytest.fixture
def support(area: Area) -> Service:
    return make_service(make_organisation("Cherwell Support"), "Help at home")


@pytest.fixture
def works_there(support: Service) -> Profile:
    return make_representative(support.organisation, profile=make_champion("Kofi"))


@pytest.fixture
def grace(area: Area) -> Profile:
    return make_champion("Grace")


@pytest.fixture
def ratings_so_far(support: Service, now: datetime) -> None:
    for score in (5, 5, 5, 5, 4):
        make_rating(support, make_member("Somebody"), now=now, scores={"They turn up on time": score})


def rate_badly(support: Service, jo: Profile, now: datetime) -> None:
    rate_service(
        service=support, by=jo, now=now, scores={HER_WORDS: 1}, words="I felt like a chair.", used_through="own"
    )


@pytest.mark.usefixtures("ratings_so_far")
def test_criticism_is_published_with_reply_and_average(
    support: Service, grace: Profile, works_there: Profile, now: datetime, browse: Callable[..., Client]
) -> None:
    rosa = make_representative(support.organisation)
    rate_badly(support, make_member("Jo", moderation_level=ModerationLevel.PRE), now)
    item = ReviewItem.objects.get(level=ModerationLevel.PRE)

    with pytest.raises(UnableToDecide):
        decide(item=item, outcome=Outcome.REMOVE, reason=Reason.MAY_HURT, advice="Unfair.", by=works_there, now=now)
    decide(item=item, outcome=Outcome.PUBLISH, reason=Reason.ALL_WELL, advice="", by=grace, now=now)
    rating = support.ratings.get(author__shown_name="Jo")
    reply_to_rating(rating=rating, by=rosa, now=now, words="We are sorry, Jo. Another worker comes from Monday.")

    page = browse(make_member("Peter")).get(support.get_absolute_url()).content.decode()

    assert rating.state == ModerationState.PUBLISHED
    assert HER_WORDS in page
    assert "I felt like a chair." in page
    assert "We are sorry, Jo. Another worker comes from Monday." in page
    # Five, five, five, five, four and her one: 25 in all, from six people.
    assert "4.2 out of 5, from 6 people" in page


def test_champion_who_works_there_neither_sees_it_in_the_queue_nor_decides(
    support: Service, grace: Profile, works_there: Profile, now: datetime
) -> None:
    rate_badly(support, make_member("Jo"), now)
    item = ReviewItem.objects.get()

    assert list(queue_for(works_there, now=now)) == []
    assert not is_allowed(works_there, Permission.DECIDE_ITEM, item)
    assert list(queue_for(grace, now=now)) == [item]


def test_mentor_who_works_there_is_passed_over(support: Service, works_there: Profile, now: datetime) -> None:
    jo = make_member("Jo", moderation_level=ModerationLevel.PRE, mentor=works_there)

    rate_badly(support, jo, now)

    assert ReviewItem.objects.get().mentor_asked is None


def test_held_criticism_is_seen_by_its_author_alone(
    support: Service, now: datetime, browse: Callable[..., Client]
) -> None:
    jo = make_member("Jo", moderation_level=ModerationLevel.PRE)
    rate_badly(support, jo, now)
    address = support.get_absolute_url()

    assert "I felt like a chair." in browse(jo).get(address).content.decode()
    for other in (make_member("Peter"), make_representative(support.organisation)):
        page = browse(other).get(address).content.decode()
        assert "I felt like a chair." not in page
        assert HER_WORDS not in page
        assert "No ratings yet" in page
    assert "I felt like a chair." not in browse(other).get(reverse("providers:desk")).content.decode()
