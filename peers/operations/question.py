"""Questions of members, answers with the day on which they were checked, and the way of hard ones to who may know."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from moderation.operations.submission import submit
from peers.models import AnswerCheck, DatedAnswer, PassingState, Question, QuestionPassing
from peers.operations.writing import TWICE_WITHIN
from portal.models import Profile
from portal.operations.audit import record
from portal.operations.constraints import told_as
from portal.operations.notifications import notify
from portal.operations.refusal import Refusal
from portal.working_hours import LONDON

REMIND_AFTER = timedelta(days=7)


class UnableToAnswerQuestion(Refusal):
    """The question cannot be seen any more, or the day has not come yet."""


class UnableToCheckAnswer(Refusal):
    """The answer cannot be seen any more, or they have said so for that day."""


class UnableToChooseAnswer(Refusal):
    """The answer cannot be seen any more."""


class UnableToPassQuestion(Refusal):
    """Nobody to pass it to, or somebody else was quicker."""


class UnableToTakeQuestion(Refusal):
    """It is with somebody else now."""


@transaction.atomic
def ask_question(*, title: str, text: str, by: Profile, now: datetime) -> Question:
    """Ask all members of the area, as the author's own moderation level says. Sent twice, it is one question."""
    _one_at_a_time(by)
    twice = Question.objects.filter(author=by, title=title, text=text, submitted_at__gt=now - TWICE_WITHIN).first()
    return twice or submit(content=Question(title=title, text=text), by=by, now=now)


@transaction.atomic
def answer_question(
    *, question: Question, text: str, checked_on: date, source: str, by: Profile, now: datetime
) -> DatedAnswer:
    """
    Answer a question, and say when and where this was checked. Whoever it was passed to has answered with that.

    :raises UnableToAnswerQuestion: the question is not published any more, or the day has not come yet
    """
    _one_at_a_time(by)
    if not Question.objects.published().filter(pk=question.pk).exists():
        raise UnableToAnswerQuestion(_("Others cannot see this question now, so you cannot answer it."))
    if checked_on > _today(now):
        raise UnableToAnswerQuestion(_("This day has not come yet. Give the day when you checked."), field="checked_on")
    sent = DatedAnswer.objects.filter(question=question, author=by, submitted_at__gt=now - TWICE_WITHIN)
    twice = sent.filter(text=text, checked_on=checked_on, source=source).first()
    if twice is not None:
        return twice
    answer = DatedAnswer(question=question, text=text, checked_on=checked_on, source=source)
    return submit(content=answer, by=by, now=now)


def tell_of_answer(*, content: DatedAnswer, now: datetime) -> None:
    """Tell who asked, and close the way of the question. Moderation calls this when the answer is published."""
    question = content.question
    mine = QuestionPassing.objects.current().filter(question=question, to=content.author)
    mine.update(state=PassingState.ANSWERED, changed_at=now)
    if question.author_id != content.author_id:
        notify(
            recipient=question.author,
            key=f"answered-question:{content.pk}",
            template="peers/email/question_answered",
            now=now,
            url=content.get_absolute_url(),
            answer=content,
        )


@transaction.atomic
def check_answer(*, answer: DatedAnswer, checked_on: date, by: Profile, now: datetime) -> AnswerCheck:
    """
    Say that an answer is still true, and when somebody looked. Anybody may.

    :raises UnableToCheckAnswer: not published any more, a day to come, or said already for that day
    """
    if not DatedAnswer.objects.published().filter(pk=answer.pk).exists():
        raise UnableToCheckAnswer(_("Others cannot see this answer now."))
    if checked_on > _today(now):
        raise UnableToCheckAnswer(_("This day has not come yet. Give the day when you checked."), field="checked_on")
    check = AnswerCheck(answer=answer, checked_on=checked_on, checked_by=by, noted_at=now)
    with told_as(UnableToCheckAnswer, model=AnswerCheck, field="checked_on"):
        check.save()
    record(by=by, action="check_answer", subject=answer, now=now)
    return check


@transaction.atomic
def choose_answer(*, answer: DatedAnswer, by: Profile, now: datetime) -> DatedAnswer:
    """
    Mark the one answer that helped. It takes the place of another that was marked before.

    :raises UnableToChooseAnswer: not published any more
    """
    # Lock the question: a second tab may be marking another answer at this very moment.
    Question.objects.select_for_update().get(pk=answer.question_id)
    if not DatedAnswer.objects.published().filter(pk=answer.pk).exists():
        raise UnableToChooseAnswer(_("Others cannot see this answer now. Choose another."))
    DatedAnswer.objects.filter(question=answer.question_id, accepted_at__isnull=False).update(accepted_at=None)
    answer.accepted_at = now
    answer.save(update_fields=["accepted_at"])
    record(by=by, action="choose_answer", subject=answer, now=now)
    return answer


@transaction.atomic
def pass_question(*, question: Question, to: Profile, note: str, by: Profile, now: datetime) -> QuestionPassing:
    """
    Pass a hard question to somebody who may know, with a note, and tell them and who asked where it is.

    :raises UnableToPassQuestion: not published, to oneself or to who asked, or somebody else was quicker
    """
    Question.objects.select_for_update().get(pk=question.pk)
    if not Question.objects.published().filter(pk=question.pk).exists():
        raise UnableToPassQuestion(_("Others cannot see this question now, so you cannot pass it on."))
    if to.pk == question.author_id:
        raise UnableToPassQuestion(_("They asked this question. Choose somebody else."), field="to")
    before = QuestionPassing.objects.current().filter(question=question)
    if before.filter(to=to).exists():
        raise UnableToPassQuestion(_("The question is with them already."), field="to")
    before.update(state=PassingState.PASSED_ON, changed_at=now)
    passing = QuestionPassing(question=question, to=to, note=note, passed_by=by, passed_at=now, changed_at=now)
    with told_as(UnableToPassQuestion, model=QuestionPassing, field="to"):
        passing.save()
    record(by=by, action="pass_question", subject=question, now=now)
    url = question.get_absolute_url()
    notify(
        recipient=to,
        key=f"passed-to:{passing.pk}",
        template="peers/email/question_passed_to",
        now=now,
        url=url,
        passing=passing,
    )
    if question.author_id != by.pk:
        notify(
            recipient=question.author,
            key=f"passed:{passing.pk}",
            template="peers/email/question_passed",
            now=now,
            url=url,
            passing=passing,
        )
    return passing


@transaction.atomic
def take_question(*, question: Question, by: Profile, now: datetime) -> QuestionPassing:
    """
    Say yes to a question that was passed to oneself.

    :raises UnableToTakeQuestion: it is with somebody else, or taken already
    """
    waiting = QuestionPassing.objects.select_for_update().filter(state=PassingState.WAITING)
    passing = waiting.filter(question=question, to=by).first()
    if passing is None:
        raise UnableToTakeQuestion(_("This question is not waiting for you any more."))
    passing.state, passing.changed_at = PassingState.TAKEN, now
    passing.save(update_fields=["state", "changed_at"])
    record(by=by, action="take_question", subject=question, now=now)
    return passing


def remind_passed(*, now: datetime) -> None:
    """Remind whoever has had a question for a week, once each week, and tell who passed it that it waits."""
    shown = Question.objects.published()
    late = QuestionPassing.objects.current().filter(changed_at__lte=now - REMIND_AFTER, question__in=shown)
    for passing in late.select_related("question", "to", "passed_by"):
        week = (now - passing.changed_at) // REMIND_AFTER
        for recipient in (passing.to, passing.passed_by):
            notify(
                recipient=recipient,
                key=f"question-waits:{passing.pk}:{passing.state}:{week}",
                template="peers/email/question_waits",
                now=now,
                url=passing.question.get_absolute_url(),
                passing=passing,
                is_mine=recipient == passing.to,
            )


def _one_at_a_time(by: Profile) -> None:
    """A form that was sent twice is told from a second one: one text at a time from one person."""
    Profile.objects.select_for_update().get(pk=by.pk)


def _today(now: datetime) -> date:
    return now.astimezone(LONDON).date()
