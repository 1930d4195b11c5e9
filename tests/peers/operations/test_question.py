from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from moderation.models import ModerationState, ReviewItem
from peers.models import AnswerCheck, DatedAnswer, PassingState, Question, QuestionPassing
from peers.operations import question as question_module
from peers.operations.question import (
    UnableToAnswerQuestion,
    UnableToCheckAnswer,
    UnableToChooseAnswer,
    UnableToPassQuestion,
    UnableToTakeQuestion,
    answer_question,
    ask_question,
    check_answer,
    choose_answer,
    pass_question,
    remind_passed,
    take_question,
)
from peers.queries.questions import answers_to, browse_questions
from portal.areas.context import area_context
from portal.models import Area, AuditEvent, ModerationLevel, Notification, Profile
from tests.factories.peers import make_dated_answer, make_passing, make_question
from tests.factories.portal import make_champion, make_member


@pytest.fixture
def jo(area: Area) -> Profile:
    return make_member("Jo")


@pytest.fixture
def chandra(area: Area) -> Profile:
    return make_champion("Chandra")


@pytest.fixture
def question(member: Profile) -> Question:
    return make_question(member)


def answer(question: Question, by: Profile, now: datetime, **changes: object) -> DatedAnswer:
    answers = {"text": "Yes.", "checked_on": date(2026, 11, 20), "source": "A letter", **changes}
    return answer_question(question=question, **answers, by=by, now=now)


def told() -> list[tuple[str, str]]:
    return [(notice.recipient.shown_name, notice.subject) for notice in Notification.objects.order_by("created_at")]


@pytest.mark.parametrize(
    ("level", "state", "items"),
    [
        (ModerationLevel.PRE, ModerationState.HELD, 1),
        (ModerationLevel.POST, ModerationState.PUBLISHED, 1),
        (ModerationLevel.NONE, ModerationState.PUBLISHED, 0),
    ],
)
def test_ask_question_obeys_its_authors_own_level(
    member: Profile, now: datetime, level: ModerationLevel, state: ModerationState, items: int
) -> None:
    member.moderation_level = level

    question = ask_question(title="Bus pass?", text="Can I?", by=member, now=now)

    assert (question.state, ReviewItem.objects.count()) == (state, items)


def test_the_same_question_sent_twice_is_one(member: Profile, now: datetime) -> None:
    first = ask_question(title="Bus pass?", text="Can I?", by=member, now=now)

    assert ask_question(title="Bus pass?", text="Can I?", by=member, now=now) == first
    assert ask_question(title="Bus pass?", text="Can I?", by=member, now=now + timedelta(hours=1)) != first


def test_answer_question_tells_who_asked_and_ends_its_way(
    question: Question, jo: Profile, chandra: Profile, now: datetime
) -> None:
    passing = make_passing(question, jo, by=chandra)

    answer(question, jo, now)

    passing.refresh_from_db()
    assert passing.state == PassingState.ANSWERED
    assert told() == [("Peter", "Jo has answered your question")]


def test_a_held_answer_tells_nobody_yet(question: Question, jo: Profile, chandra: Profile, now: datetime) -> None:
    jo.moderation_level = ModerationLevel.PRE
    passing = make_passing(question, jo, by=chandra)

    answer(question, jo, now)

    passing.refresh_from_db()
    assert passing.state == PassingState.WAITING
    assert not Notification.objects.filter(recipient=question.author).exists()


def test_the_same_answer_sent_twice_is_one(question: Question, jo: Profile, now: datetime) -> None:
    assert answer(question, jo, now) == answer(question, jo, now)


def test_answer_question_refuses_a_day_to_come(question: Question, jo: Profile, now: datetime) -> None:
    with pytest.raises(UnableToAnswerQuestion, match="This day has not come yet") as refusal:
        answer(question, jo, now, checked_on=date(2026, 11, 24))

    assert refusal.value.field == "checked_on"
    assert not DatedAnswer.objects.exists()


def test_answer_question_refuses_a_question_that_others_cannot_see(member: Profile, jo: Profile, now: datetime) -> None:
    with pytest.raises(UnableToAnswerQuestion, match="Others cannot see this question"):
        answer(make_question(member, state=ModerationState.REMOVED), jo, now)


def test_check_answer_says_who_looked_last(question: Question, member: Profile, jo: Profile, now: datetime) -> None:
    given = make_dated_answer(question, jo, checked_on=date(2026, 1, 5))

    check_answer(answer=given, checked_on=date(2026, 11, 20), by=member, now=now)
    # An older check comes to light later, and changes nothing.
    check_answer(answer=given, checked_on=date(2025, 11, 20), by=jo, now=now)

    shown = answers_to(member, question=question).get()
    assert (shown.last_checked, shown.last_checked_by) == (date(2026, 11, 20), "Peter")


def test_an_answer_that_nobody_checked_again_has_its_own_day(question: Question, jo: Profile) -> None:
    make_dated_answer(question, jo, checked_on=date(2026, 1, 5))

    shown = answers_to(jo, question=question).get()
    assert (shown.last_checked, shown.last_checked_by) == (date(2026, 1, 5), "Jo")


def test_check_answer_refuses_the_same_day_twice(question: Question, jo: Profile, now: datetime) -> None:
    given = make_dated_answer(question, jo)
    check_answer(answer=given, checked_on=date(2026, 11, 20), by=jo, now=now)

    with pytest.raises(UnableToCheckAnswer, match="You have said so already"):
        check_answer(answer=given, checked_on=date(2026, 11, 20), by=jo, now=now)

    assert AnswerCheck.objects.count() == 1


def test_check_answer_refuses_a_day_to_come_and_what_nobody_can_see(
    question: Question, jo: Profile, now: datetime
) -> None:
    with pytest.raises(UnableToCheckAnswer, match="This day has not come yet"):
        check_answer(answer=make_dated_answer(question, jo), checked_on=date(2026, 11, 24), by=jo, now=now)
    removed = make_dated_answer(question, jo, state=ModerationState.REMOVED)
    with pytest.raises(UnableToCheckAnswer, match="Others cannot see this answer"):
        check_answer(answer=removed, checked_on=date(2026, 11, 20), by=jo, now=now)


def test_choose_answer_takes_the_place_of_another(
    question: Question, member: Profile, jo: Profile, now: datetime
) -> None:
    first, second = make_dated_answer(question, jo), make_dated_answer(question, jo, "No.")
    choose_answer(answer=first, by=member, now=now)

    choose_answer(answer=second, by=member, now=now)

    assert list(DatedAnswer.objects.filter(accepted_at__isnull=False)) == [second]
    assert [shown.pk for shown in answers_to(jo, question=question)] == [second.pk, first.pk]


def test_choose_answer_refuses_what_others_cannot_see(
    question: Question, member: Profile, jo: Profile, now: datetime
) -> None:
    with pytest.raises(UnableToChooseAnswer):
        choose_answer(answer=make_dated_answer(question, jo, state=ModerationState.HELD), by=member, now=now)


def test_pass_question_tells_both(question: Question, jo: Profile, chandra: Profile, now: datetime) -> None:
    passing = pass_question(question=question, to=jo, note="You did this last year.", by=chandra, now=now)

    assert passing.is_waiting
    assert sorted(told()) == [
        ("Jo", "Chandra thinks that you may know"),
        ("Peter", "We have asked Jo about your question"),
    ]
    assert "You did this last year." in Notification.objects.get(recipient=jo).body
    assert "last year" not in Notification.objects.get(recipient=question.author).body


def test_whoever_has_it_passes_it_on(question: Question, jo: Profile, chandra: Profile, now: datetime) -> None:
    first = pass_question(question=question, to=jo, note="", by=chandra, now=now)

    second = pass_question(question=question, to=make_member("Rosa"), note="", by=jo, now=now)

    first.refresh_from_db()
    assert first.state == PassingState.PASSED_ON
    assert list(QuestionPassing.objects.current()) == [second]


def test_pass_question_refuses_who_asked_oneself_and_who_has_it(
    question: Question, member: Profile, jo: Profile, chandra: Profile, now: datetime
) -> None:
    for to, sentence in ((member, "They asked this question"), (chandra, "somebody else than yourself")):
        with pytest.raises(UnableToPassQuestion, match=sentence):
            pass_question(question=question, to=to, note="", by=chandra, now=now)
    make_passing(question, jo, by=chandra)
    with pytest.raises(UnableToPassQuestion, match="with them already"):
        pass_question(question=question, to=jo, note="", by=chandra, now=now)
    held = make_question(member, state=ModerationState.HELD)
    with pytest.raises(UnableToPassQuestion, match="Others cannot see"):
        pass_question(question=held, to=jo, note="", by=chandra, now=now)


def test_take_question_only_by_whom_it_waits_for(
    question: Question, jo: Profile, chandra: Profile, now: datetime
) -> None:
    make_passing(question, jo, by=chandra)
    with pytest.raises(UnableToTakeQuestion):
        take_question(question=question, by=chandra, now=now)

    assert take_question(question=question, by=jo, now=now).state == PassingState.TAKEN

    with pytest.raises(UnableToTakeQuestion):
        take_question(question=question, by=jo, now=now)


def test_remind_passed_once_each_week(question: Question, jo: Profile, chandra: Profile, now: datetime) -> None:
    make_passing(question, jo, by=chandra, passed_at=now, changed_at=now)

    counted = []
    for days in (6, 7, 8, 14):
        remind_passed(now=now + timedelta(days=days))
        counted.append(Notification.objects.count())

    assert counted == [0, 2, 2, 4]
    assert {name for name, _subject in told()} == {"Jo", "Chandra"}


@pytest.mark.parametrize(
    "act",
    [
        lambda given, by, now: check_answer(answer=given, checked_on=date(2026, 11, 20), by=by, now=now),
        lambda given, by, now: choose_answer(answer=given, by=by, now=now),
        lambda given, by, now: pass_question(question=given.question, to=given.author, note="", by=by, now=now),
    ],
)
def test_sabotaged_midway_nothing_is_left_behind(
    question: Question,
    jo: Profile,
    chandra: Profile,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
    act: Callable[..., object],
) -> None:
    def break_down(**kwargs: object) -> None:
        raise OSError("sabotage")

    monkeypatch.setattr(question_module, "record", break_down)
    given = make_dated_answer(question, jo)

    with pytest.raises(OSError, match="sabotage"):
        act(given, chandra, now)

    assert not AnswerCheck.objects.exists()
    assert not DatedAnswer.objects.filter(accepted_at__isnull=False).exists()
    assert not QuestionPassing.objects.exists()
    assert not AuditEvent.objects.exists()


def test_search_forgives_spelling_and_stays_in_the_area(oxfordshire: Area, knowsley: Area) -> None:
    for area in (knowsley, oxfordshire):
        with area_context(area.id):
            member = make_member("Peter")
            make_question(member, "Who pays for a wheelchair?", text="Mine is broken.")
            make_question(member)
            make_question(make_member("Jo"), "A hidden wheelchair", state=ModerationState.HELD)

    with area_context(oxfordshire.id):
        found = browse_questions(member, words="weelchair")
        assert [question.title for question in found] == ["Who pays for a wheelchair?"]
        assert [question.title for question in browse_questions(member, words="juggling")] == []
