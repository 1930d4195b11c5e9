import pytest

from portal.minutes import format_minutes


@pytest.mark.parametrize(
    ("amount", "words"),
    [(200, "3 hours 20 minutes"), (61, "1 hour 1 minute"), (120, "2 hours"), (0, "0 minutes"), (-5, "−5 minutes")],
)
def test_minutes_as_people_say_them(amount: int, words: str) -> None:
    assert format_minutes(amount) == words
