from datetime import datetime, timedelta

import pytest

from moderation.models import ReadyAdvice, Reason
from moderation.operations.ready_advice import (
    UnableToKeepAdvice,
    add_ready_advice,
    change_ready_advice,
    retire_ready_advice,
)
from moderation.queries import ready_advice
from portal.models import Area, AuditEvent, Profile
from tests.factories.portal import make_champion


@pytest.fixture
def sam(area: Area) -> Profile:
    return make_champion("Sam")


def texts() -> list[str]:
    return [advice.text for advice in ready_advice()]


def test_add_ready_advice(sam: Profile, now: datetime) -> None:
    advice = add_ready_advice(reason=Reason.UNCLEAR, text="  Say which day.  ", by=sam, now=now)

    assert (advice.text, advice.written_by, advice.written_at) == ("Say which day.", sam, now)
    assert AuditEvent.objects.get(action="add_ready_advice").actor == sam


@pytest.mark.parametrize(
    ("text", "sentence"), [("  ", r"Write the advice first\."), ("Say which day.", r"This advice is there already\.")]
)
def test_add_ready_advice_refusals(sam: Profile, now: datetime, text: str, sentence: str) -> None:
    add_ready_advice(reason=Reason.UNCLEAR, text="Say which day.", by=sam, now=now)

    with pytest.raises(UnableToKeepAdvice, match=sentence) as refused:
        add_ready_advice(reason=Reason.UNCLEAR, text=text, by=sam, now=now)
    assert refused.value.field == "text"
    assert texts() == ["Say which day."]


def test_change_ready_advice_keeps_what_was(sam: Profile, now: datetime) -> None:
    advice = add_ready_advice(reason=Reason.UNCLEAR, text="Say which day.", by=sam, now=now)

    change_ready_advice(
        advice=advice, reason=Reason.UNCLEAR, text="Say which day and where.", by=sam, now=now + timedelta(days=1)
    )

    assert texts() == ["Say which day and where."]
    assert ReadyAdvice.objects.count() == 2


def test_change_ready_advice_to_what_is_there_changes_nothing(sam: Profile, now: datetime) -> None:
    add_ready_advice(reason=Reason.UNCLEAR, text="Say which day.", by=sam, now=now)
    other = add_ready_advice(reason=Reason.UNCLEAR, text="Say where.", by=sam, now=now)

    with pytest.raises(UnableToKeepAdvice, match=r"This advice is there already\."):
        change_ready_advice(advice=other, reason=Reason.UNCLEAR, text="Say which day.", by=sam, now=now)
    assert texts() == ["Say where.", "Say which day."]


def test_retire_ready_advice_once(sam: Profile, now: datetime) -> None:
    advice = add_ready_advice(reason=Reason.UNCLEAR, text="Say which day.", by=sam, now=now)

    retire_ready_advice(advice=advice, by=sam, now=now)

    assert texts() == []
    with pytest.raises(UnableToKeepAdvice, match=r"This advice is not in use any more\."):
        retire_ready_advice(advice=advice, by=sam, now=now)
    # The same words may come back.
    add_ready_advice(reason=Reason.UNCLEAR, text="Say which day.", by=sam, now=now)
    assert texts() == ["Say which day."]
