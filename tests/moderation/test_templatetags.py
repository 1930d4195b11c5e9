from datetime import UTC, datetime

import pytest
from django.utils import timezone

from moderation.templatetags.moderation import plain_time


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
