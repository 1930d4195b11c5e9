"""How the members are: averages for all, and answers for nobody but their own."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from pools.api.pool_parts import PoolParts
from pools.models import BEST_SCORE, MOST_OUTCOMES, Pool, PoolOutcome, PoolReview, PoolReviewNote
from pools.operations.pool_review import (
    Scores,
    answer_review,
    choose_outcomes,
    note_review,
    plan_review,
    record_baseline,
)
from pools.queries.reviews import averages_of, baseline_of, comparisons_of


class OutcomeSerializer(serializers.ModelSerializer):
    class Meta:
        model = PoolOutcome
        fields = ["id", "place", "words"]


class ChosenOutcomesSerializer(serializers.Serializer):
    words = serializers.ListField(child=serializers.CharField(max_length=120), max_length=MOST_OUTCOMES)


class AverageSerializer(serializers.Serializer):
    """Empty while fewer than three people have answered."""

    score = serializers.DecimalField(max_digits=3, decimal_places=1, allow_null=True)
    people = serializers.IntegerField(allow_null=True)


class BaselineSerializer(serializers.Serializer):
    question = serializers.CharField()
    average = AverageSerializer()


class ComparisonSerializer(serializers.Serializer):
    """`change` is that of the people who answered both times. It says nothing about why."""

    question = serializers.CharField()
    before = AverageSerializer()
    now = AverageSerializer()
    both = serializers.IntegerField(allow_null=True)
    change = serializers.DecimalField(max_digits=3, decimal_places=1, allow_null=True)
    are_the_same = serializers.BooleanField()


class PoolReviewSerializer(serializers.ModelSerializer):
    comparisons = serializers.SerializerMethodField()

    class Meta:
        model = PoolReview
        fields = ["id", "planned_on", "comparisons"]

    @extend_schema_field(ComparisonSerializer(many=True))
    def get_comparisons(self, review: PoolReview) -> Any:
        return ComparisonSerializer(comparisons_of(review), many=True).data


class NewReviewSerializer(serializers.Serializer):
    planned_on = serializers.DateField()


class ReviewNoteSerializer(serializers.ModelSerializer):
    class Meta:
        model = PoolReviewNote
        fields = ["working", "not_working", "change", "at"]
        read_only_fields = ["at"]


class OutcomeScoreSerializer(serializers.Serializer):
    outcome = serializers.UUIDField()
    score = serializers.IntegerField(min_value=0, max_value=BEST_SCORE)


class ScoresSerializer(serializers.Serializer):
    """From 0, very bad, to 10, very good. What you leave out stays open."""

    life = serializers.IntegerField(min_value=0, max_value=BEST_SCORE, allow_null=True, default=None)
    outcomes = OutcomeScoreSerializer(many=True, default=list)

    def scores(self, pool: Pool) -> Scores:
        known = {outcome.pk: outcome for outcome in pool.outcomes.all()}
        given = {answer["outcome"]: answer["score"] for answer in self.validated_data["outcomes"]}
        if given.keys() - known.keys():
            raise serializers.ValidationError({"outcomes": ["This is none of the pool's outcomes."]})
        return Scores(
            life=self.validated_data["life"], outcomes={known[outcome]: score for outcome, score in given.items()}
        )


@extend_schema(tags=["reviews"])
class PoolReviews(PoolParts):
    """The baseline before the start, and the reviews afterwards."""

    serializer_class = PoolReviewSerializer
    queryset = PoolReview.objects.filter(kind="review").select_related("pool")

    @extend_schema(responses=PoolReviewSerializer(many=True))
    def list(self, request: Request, pool_id: Any) -> Response:
        """The planned reviews."""
        return Response(PoolReviewSerializer(self.get_queryset(), many=True).data)

    @extend_schema(request=NewReviewSerializer, responses={201: PoolReviewSerializer})
    def create(self, request: Request, pool_id: Any) -> Response:
        """Plan a review."""
        asked = NewReviewSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        review = plan_review(pool=self.pool, **asked.validated_data, by=self.profile, now=timezone.now())
        return Response(PoolReviewSerializer(review).data, status=201)

    @extend_schema(responses=OutcomeSerializer(many=True))
    @action(detail=False)
    def outcomes(self, request: Request, pool_id: Any) -> Response:
        """What should get better."""
        return Response(OutcomeSerializer(self.pool.outcomes.all(), many=True).data)

    @extend_schema(request=ChosenOutcomesSerializer, responses=OutcomeSerializer(many=True))
    @outcomes.mapping.put
    def choose_outcomes(self, request: Request, pool_id: Any) -> Response:
        """Choose what should get better. 409 once somebody has answered."""
        asked = ChosenOutcomesSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        chosen = choose_outcomes(pool=self.pool, **asked.validated_data, by=self.profile, now=timezone.now())
        return Response(OutcomeSerializer(chosen, many=True).data)

    @extend_schema(responses=BaselineSerializer(many=True))
    @action(detail=False)
    def baseline(self, request: Request, pool_id: Any) -> Response:
        """How you all were before the start."""
        baseline = baseline_of(self.pool)
        averages = averages_of(baseline) if baseline else []
        found = [{"question": question, "average": average} for question, average in averages]
        return Response(BaselineSerializer(found, many=True).data)

    @extend_schema(request=ScoresSerializer, responses={204: None})
    @baseline.mapping.post
    def record_baseline(self, request: Request, pool_id: Any) -> Response:
        """Say how you are before the start. 409 once everybody has signed."""
        asked = ScoresSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        record_baseline(pool=self.pool, scores=asked.scores(self.pool), by=self.profile, now=timezone.now())
        return Response(status=204)

    @extend_schema(request=ScoresSerializer, responses=PoolReviewSerializer)
    @action(detail=True, methods=["post"])
    def answer(self, request: Request, pool_id: Any, pk: Any) -> Response:
        """Say how you are now. 409 before the day of the review."""
        asked = ScoresSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        review = self.get_object()
        answer_review(review=review, scores=asked.scores(self.pool), by=self.profile, now=timezone.now())
        return Response(PoolReviewSerializer(review).data)

    @extend_schema(request=ReviewNoteSerializer, responses={201: ReviewNoteSerializer})
    @action(detail=True, methods=["post"])
    def note(self, request: Request, pool_id: Any, pk: Any) -> Response:
        """Write down what is working, what is not, and what you will change."""
        asked = ReviewNoteSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        note = note_review(review=self.get_object(), **asked.validated_data, by=self.profile, now=timezone.now())
        return Response(ReviewNoteSerializer(note).data, status=201)
