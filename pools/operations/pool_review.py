"""What should get better, how the members are before the start, and how they are afterwards."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pools.models import (
    BEST_SCORE,
    MOST_OUTCOMES,
    Pool,
    PoolMembership,
    PoolOutcome,
    PoolReview,
    PoolReviewAnswer,
    PoolReviewKind,
    PoolReviewNote,
    PoolState,
)
from pools.operations.pool_status import lock_pool
from pools.queries.pools import membership_of
from portal.models import Profile
from portal.operations.audit import record
from portal.operations.constraints import told_as
from portal.operations.refusal import Refusal

BEFORE_THE_START = {PoolState.GATHERING, PoolState.COSTING, PoolState.PROPOSED, PoolState.AGREED}


class UnableToChooseOutcomes(Refusal):
    """Too many, or somebody has answered about the earlier ones."""


class UnableToAnswerReview(Refusal):
    """Not a member, too early, too late, or nothing is answered."""


class UnableToPlanReview(Refusal):
    """A day that is over, planned already, or the pool has ended."""


class UnableToNoteReview(Refusal):
    """Not a member, too early, or nothing is written."""


@dataclass(frozen=True, kw_only=True)
class Scores:
    """
    How somebody says they are, from 0 to 10. None: they would rather not say.

    :param life: how good their life is
    :param outcomes: how it is with what should get better
    """

    life: int | None = None
    outcomes: Mapping[PoolOutcome, int | None] = field(default_factory=dict)

    def given(self) -> list[tuple[PoolOutcome | None, int]]:
        """The questions that have an answer."""
        asked: list[tuple[PoolOutcome | None, int | None]] = [(None, self.life), *self.outcomes.items()]
        return [(outcome, score) for outcome, score in asked if score is not None]


@transaction.atomic
def choose_outcomes(*, pool: Pool, words: Sequence[str], by: Profile, now: datetime) -> list[PoolOutcome]:
    """
    Say in your own words what should get better: five things at most, before anybody has answered [000:331].

    :raises UnableToChooseOutcomes: more than five, or somebody has answered already
    """
    pool, _state = lock_pool(pool)
    chosen = [word.strip() for word in words if word.strip()]
    if len(chosen) > MOST_OUTCOMES:
        raise UnableToChooseOutcomes(_("Choose five at most."))
    if PoolReviewAnswer.objects.filter(review__pool=pool).exists():
        raise UnableToChooseOutcomes(_("Somebody has answered already. The questions must stay the same now."))
    pool.outcomes.all().delete()
    outcomes = [
        PoolOutcome.objects.create(pool=pool, place=place, words=word) for place, word in enumerate(chosen, start=1)
    ]
    record(by=by, action="choose_outcomes", subject=pool, now=now)
    return outcomes


@transaction.atomic
def record_baseline(*, pool: Pool, scores: Scores, by: Profile, now: datetime) -> PoolReview:
    """
    Say how you are before the start. Without that, nothing can be compared afterwards [000:333].

    :raises UnableToAnswerReview: not a member, everybody has signed already, nothing is answered, or not from 0 to 10
    """
    pool, state = lock_pool(pool)
    membership = _place_of(UnableToAnswerReview, pool=pool, by=by)
    if state not in BEFORE_THE_START:
        raise UnableToAnswerReview(_("It is too late for this: it counts before everybody has signed."))
    baseline, _is_new = PoolReview.objects.get_or_create(
        pool=pool,
        kind=PoolReviewKind.BASELINE,
        defaults={"planned_on": timezone.localdate(now), "planned_by": by, "planned_at": now},
    )
    _write_answers(review=baseline, membership=membership, scores=scores, now=now)
    record(by=by, action="record_baseline", subject=baseline, now=now)
    return baseline


@transaction.atomic
def plan_review(*, pool: Pool, planned_on: date, by: Profile, now: datetime) -> PoolReview:
    """
    Choose a day on which you all look how it is going.

    :raises UnableToPlanReview: the day is over, planned already, or the pool has ended
    """
    pool, state = lock_pool(pool)
    if state == PoolState.ENDED:
        raise UnableToPlanReview(_("This pool has ended."))
    if planned_on < timezone.localdate(now):
        raise UnableToPlanReview(_("This day is over. Choose one that is still to come."), field="planned_on")
    with told_as(UnableToPlanReview, model=PoolReview, field="planned_on"):
        review = PoolReview.objects.create(
            pool=pool, kind=PoolReviewKind.REVIEW, planned_on=planned_on, planned_by=by, planned_at=now
        )
    record(by=by, action="plan_review", subject=review, now=now)
    return review


@transaction.atomic
def answer_review(*, review: PoolReview, scores: Scores, by: Profile, now: datetime) -> PoolReview:
    """
    Say how you are now. People may say it again differently: the newest answer counts.

    :raises UnableToAnswerReview: not a member, before its day, nothing is answered, or not from 0 to 10
    """
    pool, _state = lock_pool(review.pool)
    membership = _place_of(UnableToAnswerReview, pool=pool, by=by)
    if review.kind != PoolReviewKind.REVIEW:
        raise UnableToAnswerReview(_("These are the answers from before the start. Answer a review instead."))
    if timezone.localdate(now) < review.planned_on:
        raise UnableToAnswerReview(_("The day of this review is still to come."))
    _write_answers(review=review, membership=membership, scores=scores, now=now)
    record(by=by, action="answer_review", subject=review, now=now)
    return review


@transaction.atomic
def note_review(
    *, review: PoolReview, working: str = "", not_working: str = "", change: str = "", by: Profile, now: datetime
) -> PoolReviewNote:
    """
    Write down together what is working, what is not, and what you will change.

    :raises UnableToNoteReview: not a member, before its day, or nothing is written
    """
    pool, _state = lock_pool(review.pool)
    _place_of(UnableToNoteReview, pool=pool, by=by)
    if timezone.localdate(now) < review.planned_on:
        raise UnableToNoteReview(_("The day of this review is still to come."))
    with told_as(UnableToNoteReview, model=PoolReviewNote, field="working"):
        note = PoolReviewNote.objects.create(
            review=review,
            working=working.strip(),
            not_working=not_working.strip(),
            change=change.strip(),
            by=by,
            at=now,
        )
    record(by=by, action="note_review", subject=review, now=now)
    return note


def _place_of(refusal: type[Refusal], *, pool: Pool, by: Profile) -> PoolMembership:
    membership = membership_of(pool, by)
    if membership is None:
        raise refusal(_("Only members of the pool can do this."))
    return membership


def _write_answers(*, review: PoolReview, membership: PoolMembership, scores: Scores, now: datetime) -> None:
    given = scores.given()
    if not given:
        raise UnableToAnswerReview(_("Answer one of the questions at least."))
    if not all(0 <= score <= BEST_SCORE for _outcome, score in given):
        raise UnableToAnswerReview(_("Choose a number from 0 to 10."))
    for outcome, score in given:
        PoolReviewAnswer.objects.create(review=review, membership=membership, outcome=outcome, score=score, at=now)
