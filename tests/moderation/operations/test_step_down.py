from datetime import datetime, timedelta

import pytest

from moderation.models import Outcome, Reason, ReviewItem
from moderation.operations.decision import decide
from moderation.queries import has_good_run
from portal.models import Area, ModerationLevel, Notification, Profile
from tests.factories.moderation import send_post
from tests.factories.portal import make_champion, make_member


@pytest.fixture
def sam(area: Area) -> Profile:
    return make_champion("Sam")


@pytest.fixture
def jo(area: Area) -> Profile:
    return make_member("Jo", moderation_level=ModerationLevel.PRE)


def publish(author: Profile, sam: Profile, now: datetime, outcome: Outcome = Outcome.PUBLISH) -> None:
    send_post(author, now=now)
    item = ReviewItem.objects.open().get(author=author)
    reason = Reason.ALL_WELL if outcome == Outcome.PUBLISH else Reason.UNCLEAR
    decide(item=item, outcome=outcome, reason=reason, advice="Well.", by=sam, now=now)


def offers(author: Profile) -> int:
    return Notification.objects.filter(recipient=author, subject="What you write is going well").count()


def test_a_step_is_offered_after_five_good_texts_and_never_taken(jo: Profile, sam: Profile, now: datetime) -> None:
    for _text in range(4):
        publish(jo, sam, now)
    assert offers(jo) == 0

    publish(jo, sam, now)

    assert offers(jo) == 1
    assert Profile.objects.get(pk=jo.pk).moderation_level == ModerationLevel.PRE


def test_one_change_asked_begins_the_run_anew(jo: Profile, sam: Profile, now: datetime) -> None:
    for _text in range(4):
        publish(jo, sam, now)
    publish(jo, sam, now, Outcome.ASK_CHANGE)
    for _text in range(4):
        publish(jo, sam, now)

    assert offers(jo) == 0
    assert not has_good_run(jo)


def test_an_offer_is_not_repeated_for_ninety_days(jo: Profile, sam: Profile, now: datetime) -> None:
    for days in (0, 0, 0, 0, 0, 1, 89):
        publish(jo, sam, now + timedelta(days=days))
    assert offers(jo) == 1

    publish(jo, sam, now + timedelta(days=91))

    assert offers(jo) == 2


def test_a_new_level_begins_a_new_run(jo: Profile, sam: Profile, now: datetime) -> None:
    for _text in range(5):
        publish(jo, sam, now)
    jo.moderation_level = ModerationLevel.POST
    jo.save()

    assert not has_good_run(jo)
