"""Two clicks in the same second, on two real connections."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier

import pytest
from django.db import connection

from portal.areas.context import area_context
from portal.models import Area
from providers.models import Rating, Reply
from providers.operations.reply import UnableToReply, reply_to_rating
from tests.factories.portal import make_area, make_member
from tests.factories.providers import make_rating, make_representative, make_service


def twice(area: Area, act: Callable[[], object]) -> list[object]:
    """What each of two threads gets, which start at the same moment."""
    start = Barrier(2)

    def one() -> object:
        try:
            start.wait()
            with area_context(area.id):
                return act()
        except UnableToReply as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        return [thread.result() for thread in [threads.submit(one), threads.submit(one)]]


@pytest.fixture
def area(committed: None) -> Area:
    return make_area("oxfordshire", "Oxfordshire")


def test_double_click_makes_one_rating(area: Area, now: datetime) -> None:
    with area_context(area.id):
        service, jo = make_service(), make_member("Jo")

    first, second = twice(area, lambda: make_rating(service, jo, now=now))

    assert first == second
    with area_context(area.id):
        assert Rating.objects.count() == 1


def test_two_people_of_an_organisation_reply_once(area: Area, now: datetime) -> None:
    with area_context(area.id):
        rating = make_rating(make_service(), make_member("Jo"), now=now)
        rosa = make_representative(rating.service.organisation)

    answers = twice(area, lambda: reply_to_rating(rating=rating, by=rosa, now=now, words="Thank you."))

    assert sorted(type(answer).__name__ for answer in answers) == ["Reply", "UnableToReply"]
    with area_context(area.id):
        assert Reply.objects.count() == 1
