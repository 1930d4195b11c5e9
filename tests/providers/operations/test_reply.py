from datetime import datetime, timedelta

import pytest

from portal.models import Area, Notification, Profile
from providers.models import Rating, Reply
from providers.operations import reply as module
from providers.operations.reply import UnableToReply, reply_to_rating
from tests.factories.portal import make_member
from tests.factories.providers import make_rating, make_representative, make_service


@pytest.fixture
def rating(area: Area, now: datetime) -> Rating:
    return make_rating(make_service(), make_member("Jo"), now=now)


@pytest.fixture
def rosa(rating: Rating) -> Profile:
    return make_representative(rating.service.organisation)


def test_member_is_told_of_the_reply(rating: Rating, rosa: Profile, now: datetime) -> None:
    reply = reply_to_rating(rating=rating, by=rosa, now=now, words="We are sorry.")

    assert (reply.rating, reply.author, reply.is_published) == (rating, rosa, True)
    notice = Notification.objects.get()
    assert (notice.recipient, notice.subject) == (rating.author, "Bead Barn replied to you")
    assert notice.url == rating.get_absolute_url()


def test_one_reply_is_all(rating: Rating, rosa: Profile, now: datetime) -> None:
    reply = reply_to_rating(rating=rating, by=rosa, now=now, words="We are sorry.")

    with pytest.raises(UnableToReply, match="One reply is all there can be"):
        reply_to_rating(rating=rating, by=rosa, now=now, words="And another thing.")

    assert list(Reply.objects.all()) == [reply]


def test_reply_needs_words(rating: Rating, rosa: Profile, now: datetime) -> None:
    with pytest.raises(UnableToReply, match="Please write your reply"):
        reply_to_rating(rating=rating, by=rosa, now=now, words="  ")

    assert Reply.objects.count() == 0


def test_replaced_rating_has_no_reply(rating: Rating, rosa: Profile, now: datetime) -> None:
    make_rating(rating.service, rating.author, now=now + timedelta(days=1), words="Better now.")

    with pytest.raises(UnableToReply, match="not shown any more"):
        reply_to_rating(rating=rating, by=rosa, now=now, words="We are sorry.")


def test_failure_halfway_leaves_nothing(
    rating: Rating, rosa: Profile, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "notify", lambda **_: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        reply_to_rating(rating=rating, by=rosa, now=now, words="We are sorry.")

    assert Reply.objects.count() == 0
