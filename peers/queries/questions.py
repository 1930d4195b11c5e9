"""Questions, their answers, and who has them now."""

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
    When,
)
from django.db.models.functions import Coalesce

from peers.models import (
    AnswerCheck,
    DatedAnswer,
    Question,
    QuestionPassing,
)
from portal.models import Profile
from portal.queries import best_matches


def browse_questions(profile: Profile, *, words: str = "") -> QuerySet[Question]:
    """Questions that somebody may read: those that match best come first, else the newest."""
    answers = DatedAnswer.objects.published().filter(question=OuterRef("pk")).order_by().values("question")
    questions = (
        Question.objects.visible_to(profile)
        .with_promise()
        .select_related("author")
        .annotate(
            answer_count=Coalesce(
                Subquery(answers.annotate(number=Count("pk")).values("number"), output_field=IntegerField()), 0
            ),
            is_answered=Exists(
                DatedAnswer.objects.published().filter(question=OuterRef("pk"), accepted_at__isnull=False)
            ),
        )
        .order_by("-submitted_at", "-id")
    )
    return best_matches(questions, function="peers_search_questions", words=words) if words else questions


def answers_to(profile: Profile, *, question: Question) -> QuerySet[DatedAnswer]:
    """
    The answers that somebody may read, the one that helped first.

    `last_checked`: the newest day on which anybody found it true; `last_checked_by`: who that was.
    """
    newest = AnswerCheck.objects.filter(answer=OuterRef("pk")).order_by("-checked_on", "-id")
    newest_is_later = When(newest_check__gte=F("checked_on"), then=F("newest_check"))
    return (
        DatedAnswer.objects.visible_to(profile)
        .with_promise()
        .filter(question=question)
        .select_related("author", "question")
        .annotate(
            newest_check=Subquery(newest.values("checked_on")[:1]),
            newest_checker=Subquery(newest.values("checked_by__shown_name")[:1]),
            last_checked=Case(newest_is_later, default=F("checked_on")),
            last_checked_by=Case(
                When(newest_check__gte=F("checked_on"), then=F("newest_checker")), default=F("author__shown_name")
            ),
        )
        .order_by(F("accepted_at").asc(nulls_last=True), "submitted_at", "id")
    )


def answers_for(profile: Profile) -> QuerySet[DatedAnswer]:
    """Published answers to published questions: those that can be checked again or chosen."""
    questions = Question.objects.visible_to(profile)
    return DatedAnswer.objects.published().filter(question__in=questions).select_related("question", "author")


def passing_of(question: Question) -> QuestionPassing | None:
    """Where a question is now, if it was passed to somebody."""
    return QuestionPassing.objects.current().filter(question=question).select_related("to", "passed_by").first()


def questions_with(profile: Profile) -> QuerySet[QuestionPassing]:
    """The questions that wait for somebody, the longest first."""
    return QuestionPassing.objects.current().filter(to=profile).select_related("question").order_by("passed_at", "id")


def who_may_know(question: Question, *, by: Profile) -> QuerySet[Profile]:
    """Whom a question may be passed to: members, but not who asked and not oneself."""
    return Profile.objects.members().filter(user__is_active=True).exclude(pk__in=[question.author_id, by.pk])
