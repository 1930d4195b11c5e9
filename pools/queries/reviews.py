"""How the members of a pool are, before and afterwards: averages for all, and answers for nobody but their own."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from pools.models import Pool, PoolMembership, PoolOutcome, PoolReview, PoolReviewAnswer, PoolReviewKind, PoolReviewNote
from portal.models import Profile

FEWEST_ANSWERS = 3

# Who said what to one question: the newest answer of each person.
Said = dict[UUID, int]


@dataclass(frozen=True, kw_only=True)
class Average:
    """What several people say, and how many they are. None while they are too few."""

    score: Decimal | None
    people: int | None


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """
    One question, before and now.

    :param both: how many people answered both times, where they are not too few
    :param change: how their own average has changed; whoever answered only once is not in it
    :param are_the_same: the same people answered both times, so that the two averages may stand side by side
    """

    question: str
    before: Average
    now: Average
    both: int | None
    change: Decimal | None
    are_the_same: bool


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question of a review, with somebody's own answers to it. No `outcome`: how good their life is."""

    outcome: PoolOutcome | None
    words: str


def questions_of(pool: Pool) -> list[Question]:
    """What each review asks: how good life is, and then what should get better."""
    return [
        Question(outcome=None, words=_("How good is your life?")),
        *(Question(outcome=outcome, words=outcome.words) for outcome in pool.outcomes.all()),
    ]


def baseline_of(pool: Pool) -> PoolReview | None:
    """What the members said before the start, once somebody has."""
    return PoolReview.objects.filter(pool=pool, kind=PoolReviewKind.BASELINE).first()


def reviews_of(pool: Pool) -> QuerySet[PoolReview]:
    """The planned reviews, the next first."""
    return PoolReview.objects.filter(pool=pool, kind=PoolReviewKind.REVIEW).order_by("planned_on", "id")


def note_of(review: PoolReview) -> PoolReviewNote | None:
    """What the members wrote about a review last."""
    return PoolReviewNote.objects.filter(review=review).select_related("by").order_by("at", "id").last()


def answers_by(review: PoolReview | None, membership: PoolMembership) -> dict[UUID | None, int]:
    """What one member said, by outcome; for that member's eyes only."""
    if review is None:
        return {}
    answers = PoolReviewAnswer.objects.filter(review=review, membership=membership).order_by("at", "id")
    return {answer.outcome_id: answer.score for answer in answers}


def reviews_awaiting(pool: Pool, profile: Profile, *, on: date) -> list[PoolReview]:
    """The reviews whose day has come and that somebody has not answered yet."""
    answered = PoolReviewAnswer.objects.filter(review__pool=pool, membership__profile=profile).values("review")
    return list(reviews_of(pool).filter(planned_on__lte=on).exclude(pk__in=answered))


def comparisons_of(review: PoolReview) -> list[Comparison]:
    """A review beside the baseline, question by question. It says what has changed, never what changed it."""
    before, now = _said_in(baseline_of(review.pool)), _said_in(review)
    return [
        compare(
            question=question.words,
            before=before.get(question.outcome.pk if question.outcome else None, {}),
            now=now.get(question.outcome.pk if question.outcome else None, {}),
        )
        for question in questions_of(review.pool)
    ]


def averages_of(review: PoolReview) -> list[tuple[str, Average]]:
    """What the members say, question by question."""
    said = _said_in(review)
    return [
        (question.words, average_of(said.get(question.outcome.pk if question.outcome else None, {})))
        for question in questions_of(review.pool)
    ]


def average_of(said: Said) -> Average:
    """The average of three answers or more. Fewer would tell who said what."""
    if len(said) < FEWEST_ANSWERS:
        return Average(score=None, people=None)
    return Average(score=_to_the_half(Decimal(sum(said.values())) / len(said)), people=len(said))


def compare(*, question: str, before: Said, now: Said) -> Comparison:
    """Two times the same question. The change is that of the people who answered both times, and of nobody else."""
    both = before.keys() & now.keys()
    changes = [now[person] - before[person] for person in both]
    is_enough = len(both) >= FEWEST_ANSWERS
    return Comparison(
        question=question,
        before=average_of(before),
        now=average_of(now),
        both=len(both) if is_enough else None,
        change=_to_the_half(Decimal(sum(changes)) / len(both)) if is_enough else None,
        are_the_same=before.keys() == now.keys(),
    )


def _to_the_half(number: Decimal) -> Decimal:
    """
    To the nearest half. An average to the last digit would tell, once a fourth person has answered, what they said.
    """
    return (number * 2).quantize(Decimal(1), rounding=ROUND_HALF_UP) / 2


def _said_in(review: PoolReview | None) -> dict[UUID | None, Said]:
    said: dict[UUID | None, Said] = {}
    if review is not None:
        answers = PoolReviewAnswer.objects.filter(review=review).order_by("at", "id")
        for outcome, person, score in answers.values_list("outcome_id", "membership__profile_id", "score"):
            said.setdefault(outcome, {})[person] = score
    return said
