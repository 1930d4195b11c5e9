from datetime import datetime

import pytest

from pools.models import Pool, PoolState, Risk, RiskNote, RiskNoteReading
from pools.operations.pool_status import move_pool
from pools.operations.risk_note import (
    UnableToReadRiskNote,
    UnableToWriteRiskNote,
    add_risk,
    read_risk_note,
    remove_risk,
    write_risk_note,
)
from pools.queries.risks import RiskWords, latest_note, readers_of, words_of
from portal.models import Profile
from tests.factories.pools import make_pool
from tests.factories.portal import make_member

FALL = RiskWords(what="Somebody falls", answer="We lay mats.", carried_by="Each of us", accepted_by="All of us")
FLOOR = RiskWords(what="The floor is damaged", answer="We lay mats.", carried_by="The landlord")


@pytest.fixture
def pool(member: Profile) -> Pool:
    return make_pool(member, make_member("Jo"))


@pytest.fixture
def note(pool: Pool, member: Profile, now: datetime) -> RiskNote:
    return write_risk_note(pool=pool, wanted=" To keep fit. ", risks=[FALL], by=member, now=now)


def test_a_note_starts_from_what_somebody_wants(pool: Pool, note: RiskNote) -> None:
    assert (note.version, note.wanted, words_of(note)) == (1, "To keep fit.", [FALL])
    assert latest_note(pool) == note


def test_each_change_is_a_version_and_the_earlier_ones_stay(
    pool: Pool, note: RiskNote, member: Profile, now: datetime
) -> None:
    second = add_risk(pool=pool, risk=FLOOR, by=member, now=now)
    third = remove_risk(risk=second.risks.get(place=1), by=member, now=now)

    assert [words_of(version) for version in (note, second, third)] == [[FALL], [FALL, FLOOR], [FLOOR]]
    with pytest.raises(UnableToWriteRiskNote, match="just changed this note"):
        remove_risk(risk=second.risks.get(place=2), by=member, now=now)


def test_writing_refuses_and_leaves_nothing_behind(pool: Pool, member: Profile, now: datetime) -> None:
    with pytest.raises(UnableToWriteRiskNote, match="First say what you want to do"):
        add_risk(pool=pool, risk=FALL, by=member, now=now)
    with pytest.raises(UnableToWriteRiskNote, match="Say what you want to do") as refusal:
        write_risk_note(pool=pool, wanted=" ", risks=[], by=member, now=now)
    assert refusal.value.field == "wanted"
    half = RiskWords(what="Somebody falls", answer=" ", carried_by="Each of us")
    with pytest.raises(UnableToWriteRiskNote, match="what you do about it, and who carries the risk"):
        write_risk_note(pool=pool, wanted="Fit", risks=[FALL, half], by=member, now=now)
    with pytest.raises(UnableToWriteRiskNote, match="just changed this note"):
        write_risk_note(pool=pool, wanted="Fit", risks=[], replaces=1, by=member, now=now)
    move_pool(pool=pool, state=PoolState.ENDED, by=member, now=now)
    with pytest.raises(UnableToWriteRiskNote, match="has ended"):
        write_risk_note(pool=pool, wanted="Fit", risks=[], by=member, now=now)

    assert (RiskNote.objects.count(), Risk.objects.count()) == (0, 0)


def test_everybody_reads_the_newest_version(pool: Pool, note: RiskNote, member: Profile, now: datetime) -> None:
    read_risk_note(note=note, by=member, now=now)
    read_risk_note(note=note, by=member, now=now)
    readers = readers_of(note)
    assert [profile.shown_name for profile in readers.have_read] == ["Peter"]
    assert [profile.shown_name for profile in readers.to_read] == ["Jo"]
    assert RiskNoteReading.objects.count() == 1

    newer = add_risk(pool=pool, risk=FLOOR, by=member, now=now)

    assert readers_of(newer).have_read == []
    with pytest.raises(UnableToReadRiskNote, match="newer version"):
        read_risk_note(note=note, by=member, now=now)
