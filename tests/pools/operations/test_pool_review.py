from datetime import datetime, timedelta

import pytest

from pools.models import Pool, PoolOutcome, PoolReview, PoolReviewAnswer, PoolState
from pools.operations.pool_review import (
    Scores,
    UnableToAnswerReview,
    UnableToChooseOutcomes,
    UnableToNoteReview,
    UnableToPlanReview,
    answer_review,
    choose_outcomes,
    note_review,
    plan_review,
    record_baseline,
)
from pools.operations.pool_status import move_pool
from pools.queries.pools import membership_of
from pools.queries.reviews import answers_by, baseline_of, note_of, reviews_awaiting
from portal.models import Profile
from tests.factories.pools import make_pool
from tests.factories.portal import make_member


@pytest.fixture
def pool(member: Profile) -> Pool:
    return make_pool(member, make_member("Jo"))


@pytest.fixture
def outcome(pool: Pool, member: Profile, now: datetime) -> PoolOutcome:
    return choose_outcomes(pool=pool, words=[" We laugh more ", ""], by=member, now=now)[0]


@pytest.fixture
def review(pool: Pool, member: Profile, now: datetime) -> PoolReview:
    return plan_review(pool=pool, planned_on=now.date(), by=member, now=now)


def test_outcomes_are_five_at_most_and_stay_once_somebody_has_answered(
    pool: Pool, outcome: PoolOutcome, member: Profile, now: datetime
) -> None:
    assert (outcome.place, outcome.words) == (1, "We laugh more")
    with pytest.raises(UnableToChooseOutcomes, match="five at most"):
        choose_outcomes(pool=pool, words=["a", "b", "c", "d", "e", "f"], by=member, now=now)
    choose_outcomes(pool=pool, words=["We go out", "We sleep"], by=member, now=now)
    assert [other.words for other in pool.outcomes.all()] == ["We go out", "We sleep"]
    record_baseline(pool=pool, scores=Scores(life=4), by=member, now=now)

    with pytest.raises(UnableToChooseOutcomes, match="must stay the same"):
        choose_outcomes(pool=pool, words=["Something else"], by=member, now=now)


def test_record_baseline_and_say_it_again_differently(
    pool: Pool, outcome: PoolOutcome, member: Profile, now: datetime
) -> None:
    record_baseline(pool=pool, scores=Scores(life=4, outcomes={outcome: 3}), by=member, now=now)
    baseline = record_baseline(pool=pool, scores=Scores(outcomes={outcome: 6}), by=member, now=now + timedelta(hours=1))

    own = membership_of(pool, member)
    assert baseline_of(pool) == baseline
    assert answers_by(baseline, own) == {None: 4, outcome.pk: 6}
    assert answers_by(None, own) == {}


def test_record_baseline_refuses(pool: Pool, member: Profile, now: datetime) -> None:
    with pytest.raises(UnableToAnswerReview, match="Only members"):
        record_baseline(pool=pool, scores=Scores(life=4), by=make_member("Ann"), now=now)
    with pytest.raises(UnableToAnswerReview, match="one of the questions at least"):
        record_baseline(pool=pool, scores=Scores(), by=member, now=now)
    with pytest.raises(UnableToAnswerReview, match="from 0 to 10"):
        record_baseline(pool=pool, scores=Scores(life=11), by=member, now=now)
    assert baseline_of(pool) is None
    move_pool(pool=pool, state=PoolState.SIGNED, by=member, now=now)
    with pytest.raises(UnableToAnswerReview, match="before everybody has signed"):
        record_baseline(pool=pool, scores=Scores(life=4), by=member, now=now)


def test_plan_review_refuses(pool: Pool, review: PoolReview, member: Profile, now: datetime) -> None:
    with pytest.raises(UnableToPlanReview, match="review on this day already") as refusal:
        plan_review(pool=pool, planned_on=now.date(), by=member, now=now)
    assert refusal.value.field == "planned_on"
    with pytest.raises(UnableToPlanReview, match="This day is over"):
        plan_review(pool=pool, planned_on=now.date() - timedelta(days=1), by=member, now=now)
    move_pool(pool=pool, state=PoolState.ENDED, by=member, now=now)
    with pytest.raises(UnableToPlanReview, match="has ended"):
        plan_review(pool=pool, planned_on=now.date() + timedelta(days=1), by=member, now=now)


def test_a_review_waits_for_each_member_from_its_day_on(
    pool: Pool, review: PoolReview, member: Profile, now: datetime
) -> None:
    yesterday = now.date() - timedelta(days=1)
    assert reviews_awaiting(pool, member, on=yesterday) == []
    assert reviews_awaiting(pool, member, on=now.date()) == [review]

    answer_review(review=review, scores=Scores(life=8), by=member, now=now)

    assert reviews_awaiting(pool, member, on=now.date()) == []
    assert reviews_awaiting(pool, Profile.objects.get(shown_name="Jo"), on=now.date()) == [review]


def test_answer_review_refuses(pool: Pool, review: PoolReview, member: Profile, now: datetime) -> None:
    with pytest.raises(UnableToAnswerReview, match="still to come"):
        answer_review(review=review, scores=Scores(life=4), by=member, now=now - timedelta(days=1))
    with pytest.raises(UnableToAnswerReview, match="Only members"):
        answer_review(review=review, scores=Scores(life=4), by=make_member("Ann"), now=now)
    baseline = record_baseline(pool=pool, scores=Scores(life=4), by=member, now=now)
    with pytest.raises(UnableToAnswerReview, match="from before the start"):
        answer_review(review=baseline, scores=Scores(life=9), by=member, now=now)


def test_note_review(pool: Pool, review: PoolReview, member: Profile, now: datetime) -> None:
    with pytest.raises(UnableToNoteReview, match="Write in one of the boxes") as refusal:
        note_review(review=review, working=" ", by=member, now=now)
    assert refusal.value.field == "working"
    with pytest.raises(UnableToNoteReview, match="still to come"):
        note_review(review=review, working="All", by=member, now=now - timedelta(days=1))

    note_review(review=review, working="All", by=member, now=now)
    newer = note_review(review=review, not_working=" The hall is cold. ", by=member, now=now + timedelta(hours=1))

    assert (note_of(review), newer.not_working) == (newer, "The hall is cold.")


def test_answering_leaves_nothing_behind_when_it_stops_half_way(
    pool: Pool, review: PoolReview, member: Profile, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**_details: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("pools.operations.pool_review.record", broken)
    with pytest.raises(RuntimeError):
        answer_review(review=review, scores=Scores(life=8), by=member, now=now)

    assert PoolReviewAnswer.objects.count() == 0
