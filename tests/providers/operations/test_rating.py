from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from moderation.models import ReviewItem
from portal.models import Area, ModerationLevel, Notification
from providers.models import Criterion, Rating, RatingScore, UsedThrough
from providers.operations import rating as module
from providers.operations.rating import UnableToRateService, rate_service
from tests.factories.portal import make_member
from tests.factories.providers import make_rating, make_representative, make_service

ON_TIME = "They turn up on time"


def said(**changes: Any) -> dict[str, Any]:
    return {"scores": {ON_TIME: 2}, "words": "Late again.", "used_through": UsedThrough.OWN, **changes}


def test_rating_is_published_and_the_provider_is_told(area: Area, now: datetime) -> None:
    service = make_service()
    rosa = make_representative(service.organisation)
    jo = make_member("Jo")

    rating = rate_service(service=service, by=jo, now=now, **said())

    assert (rating.is_published, rating.words, rating.author) == (True, "Late again.", jo)
    assert [(each.criterion.words, each.score) for each in rating.scores.all()] == [(ON_TIME, 2)]
    assert [(each.recipient, each.subject) for each in Notification.objects.all()] == [
        (rosa, "A member rated Bead making")
    ]
    item = ReviewItem.objects.get()
    assert item.version.text == "They turn up on time: 2 out of 5\n\nLate again."
    assert item.criticised_organisation_id == service.organisation_id
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_provider_is_not_told_while_the_rating_is_held(area: Area, now: datetime) -> None:
    service = make_service()
    make_representative(service.organisation)
    jo = make_member("Jo", moderation_level=ModerationLevel.PRE)

    rating = rate_service(service=service, by=jo, now=now, **said())

    assert rating.is_held
    assert Notification.objects.count() == 0


def test_criterion_is_the_same_in_capitals(area: Area, now: datetime) -> None:
    service = make_service()
    make_rating(service, make_member("Jo"), now=now, scores={ON_TIME: 5})

    make_rating(service, make_member("Peter"), now=now, scores={ON_TIME.upper(): 1})

    assert [criterion.words for criterion in Criterion.objects.all()] == [ON_TIME]


def test_new_rating_takes_the_place_of_the_old_one(area: Area, now: datetime) -> None:
    service = make_service()
    jo = make_member("Jo")
    first = make_rating(service, jo, now=now, scores={ON_TIME: 1})

    second = make_rating(service, jo, now=now + timedelta(days=30), scores={ON_TIME: 5})

    assert list(Rating.objects.current()) == [second]
    first.refresh_from_db()
    assert first.replaced_at == now + timedelta(days=30)


def test_same_rating_sent_twice_is_one_rating(area: Area, now: datetime) -> None:
    service = make_service()
    make_representative(service.organisation)
    jo = make_member("Jo")

    first = make_rating(service, jo, now=now)
    second = make_rating(service, jo, now=now + timedelta(seconds=1))

    assert first == second
    assert (Rating.objects.count(), RatingScore.objects.count(), Notification.objects.count()) == (1, 1, 1)


def test_nobody_rates_where_they_work(area: Area, now: datetime) -> None:
    service = make_service()
    rosa = make_representative(service.organisation, profile=make_member("Rosa"))

    with pytest.raises(UnableToRateService, match="You speak for Bead Barn, so you cannot rate what it does"):
        rate_service(service=service, by=rosa, now=now, **said())

    assert Rating.objects.count() == 0


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"scores": {}}, "Please give a score"),
        ({"scores": {ON_TIME: 6}}, "A score is 1, 2, 3, 4 or 5"),
        ({"scores": {" ": 3}}, "Please say what matters to you"),
        ({"used_on": date(2026, 11, 24)}, "This day is still to come"),
    ],
)
def test_refusals_leave_nothing(area: Area, now: datetime, changes: dict[str, Any], sentence: str) -> None:
    service = make_service()

    with pytest.raises(UnableToRateService, match=sentence):
        rate_service(service=service, by=make_member("Jo"), now=now, **said(**changes))

    assert (Rating.objects.count(), RatingScore.objects.count(), Criterion.objects.count()) == (0, 0, 0)


def test_second_rating_waits_until_the_first_is_read(area: Area, now: datetime) -> None:
    service = make_service()
    jo = make_member("Jo", moderation_level=ModerationLevel.PRE)
    first = make_rating(service, jo, now=now)

    with pytest.raises(UnableToRateService, match="We are still reading your last rating"):
        make_rating(service, jo, now=now, words="And another thing.")

    assert list(Rating.objects.current()) == [first]


def test_failure_halfway_leaves_nothing(area: Area, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    service = make_service()
    jo = make_member("Jo")
    first = make_rating(service, jo, now=now)
    monkeypatch.setattr(module, "submit", lambda **_: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        make_rating(service, jo, now=now, words="Better.", scores={ON_TIME: 5})

    assert list(Rating.objects.current()) == [first]
    assert RatingScore.objects.count() == 1
