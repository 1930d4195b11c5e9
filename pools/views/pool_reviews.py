"""How the members are: before the start, and at each review."""

from typing import Any

from django.forms import BaseForm
from django.utils import timezone

from pools.forms.pool_review import ChooseOutcomesForm, NoteReviewForm, PlanReviewForm, ScoresForm
from pools.models import Pool, PoolOutcome, PoolReview, PoolReviewKind, PoolReviewNote
from pools.operations.pool_review import (
    BEFORE_THE_START,
    answer_review,
    choose_outcomes,
    note_review,
    plan_review,
    record_baseline,
)
from pools.queries.pools import membership_of
from pools.queries.reviews import (
    FEWEST_ANSWERS,
    answers_by,
    averages_of,
    baseline_of,
    comparisons_of,
    note_of,
    questions_of,
    reviews_of,
)
from pools.views.pool_page import OfPool, PoolFormPage, PoolPage


class PoolReviews(PoolPage):
    template_name = "pools/pool_reviews.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        baseline, membership = baseline_of(self.pool), membership_of(self.pool, self.profile)
        return super().get_context_data(
            outcomes=self.pool.outcomes.all(),
            averages=averages_of(baseline) if baseline else [],
            has_answered=bool(answers_by(baseline, membership)),
            may_answer=self.pool.state in BEFORE_THE_START,
            may_choose=baseline is None,
            reviews=reviews_of(self.pool),
            today=timezone.localdate(self.now),
            fewest=FEWEST_ANSWERS,
            **kwargs,
        )


class ChooseOutcomes(PoolFormPage):
    template_name = "pools/choose_outcomes.html"
    form_class = ChooseOutcomesForm
    leads_to = "pools:pool_reviews"

    def get_initial(self) -> dict[str, Any]:
        return {f"outcome_{outcome.place}": outcome.words for outcome in self.pool.outcomes.all()}

    def operate(self, form: BaseForm) -> list[PoolOutcome]:
        return choose_outcomes(pool=self.pool, words=form.words(), by=self.profile, now=self.now)


class OwnScores(PoolFormPage):
    """One's own answers, with what one said before."""

    form_class = ScoresForm
    leads_to = "pools:pool_reviews"

    def asked_in(self) -> PoolReview | None:
        raise NotImplementedError

    def get_form_kwargs(self) -> dict[str, Any]:
        said = answers_by(self.asked_in(), membership_of(self.pool, self.profile))
        return super().get_form_kwargs() | {"questions": questions_of(self.pool), "said": said}


class RecordBaseline(OwnScores):
    template_name = "pools/record_baseline.html"

    def asked_in(self) -> PoolReview | None:
        return baseline_of(self.pool)

    def operate(self, form: BaseForm) -> PoolReview:
        return record_baseline(pool=self.pool, scores=form.scores(), by=self.profile, now=self.now)


class PlanReview(PoolFormPage):
    template_name = "pools/plan_review.html"
    form_class = PlanReviewForm
    leads_to = "pools:pool_reviews"

    def operate(self, form: BaseForm) -> PoolReview:
        return plan_review(pool=self.pool, by=self.profile, now=self.now, **form.cleaned_data)


class OfReview(OfPool):
    """About one review."""

    leads_to = "pools:pool_reviews"

    def get_thing(self) -> Pool:
        pool = super().get_thing()
        self.review = self.part(PoolReview.objects.filter(kind=PoolReviewKind.REVIEW))
        return pool

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(review=self.review, **kwargs)

    def get_success_url(self) -> str:
        return self.review.get_absolute_url()


class PoolReviewPage(OfReview, PoolPage):
    template_name = "pools/pool_review.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        said = answers_by(self.review, membership_of(self.pool, self.profile))
        return super().get_context_data(
            comparisons=comparisons_of(self.review),
            note=note_of(self.review),
            has_answered=bool(said),
            is_open=self.review.planned_on <= timezone.localdate(self.now),
            fewest=FEWEST_ANSWERS,
            **kwargs,
        )


class AnswerReview(OfReview, OwnScores):
    template_name = "pools/answer_review.html"

    def asked_in(self) -> PoolReview:
        return self.review

    def operate(self, form: BaseForm) -> PoolReview:
        return answer_review(review=self.review, scores=form.scores(), by=self.profile, now=self.now)


class NoteReview(OfReview, PoolFormPage):
    template_name = "pools/note_review.html"
    form_class = NoteReviewForm

    def get_initial(self) -> dict[str, Any]:
        note = note_of(self.review)
        return {"working": note.working, "not_working": note.not_working, "change": note.change} if note else {}

    def operate(self, form: BaseForm) -> PoolReviewNote:
        return note_review(review=self.review, by=self.profile, now=self.now, **form.cleaned_data)
