from datetime import UTC, datetime

import pytest
from django.template import Context
from django.utils import timezone

from moderation.templatetags.moderation import plain_time, state_note
from portal.models import Profile
from tests.factories.moderation import send_post
from tests.factories.portal import make_commissioner, make_member


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2026, 11, 23, 16, 0, tzinfo=UTC), "4pm today"),
        (datetime(2026, 11, 24, 16, 0, tzinfo=UTC), "4pm on Tuesday"),
        (datetime(2026, 11, 24, 9, 5, tzinfo=UTC), "9:05am on Tuesday"),
        (datetime(2026, 11, 29, 12, 30, tzinfo=UTC), "12:30pm on Sunday"),
        (datetime(2026, 11, 30, 9, 0, tzinfo=UTC), "9am on Monday 30 November"),
        (datetime(2026, 11, 20, 17, 0, tzinfo=UTC), "5pm on Friday 20 November"),
        (datetime(2027, 7, 6, 8, 0, tzinfo=UTC), "9am on Tuesday 6 July"),
    ],
)
def test_plain_time(moment: datetime, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 11, 23, 14, 0, tzinfo=UTC))

    assert plain_time(moment) == words


def test_state_note_offers_a_report_to_other_people_of_the_area_only(member: Profile, now: datetime) -> None:
    post = send_post(make_member("Jo"), now=now)
    readers = {"other": member, "author": post.author, "commissioner": make_commissioner("Carol"), "stranger": None}

    offered = {name: state_note(Context({"profile": who}), post)["can_report"] for name, who in readers.items()}

    assert offered == {"other": True, "author": False, "commissioner": False, "stranger": False}
