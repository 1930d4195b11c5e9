"""Rounds in which each member chooses activities with an allowance of their own."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from pools.api.pool_parts import PoolParts
from pools.models import ActivityOutcome, BudgetActivity, BudgetChoice, BudgetRound, BudgetRoundState
from pools.operations.budget_round import (
    ActivityPlan,
    RoundPlan,
    add_activity,
    choose_activity,
    open_round,
    review_round,
    start_round,
    take_back_choice,
)
from pools.queries.budget_rounds import activities_for, allowance_left, fingerprint_of_the_lot
from portal.api.fields import PoundsField
from portal.permissions import Permission


class ActivityLineSerializer(serializers.Serializer):
    """An activity as the asking member meets it. `own_choice` is the id of their choice, if they have chosen it."""

    id = serializers.UUIDField(source="activity.id")
    title = serializers.CharField(source="activity.title")
    price = PoundsField(source="activity.price")
    not_included = serializers.CharField(source="activity.not_included")
    minimum_people = serializers.IntegerField(source="activity.minimum_people")
    maximum_people = serializers.IntegerField(source="activity.maximum_people", allow_null=True)
    outcome = serializers.ChoiceField(ActivityOutcome.choices, source="activity.outcome")
    people = serializers.IntegerField()
    is_choosable = serializers.BooleanField()
    own_choice = serializers.UUIDField(source="own.id", allow_null=True, default=None)


class RoundSerializer(serializers.ModelSerializer):
    """A round. `left` is what the asking member has left; `lot` is shown once everything is settled."""

    state = serializers.ChoiceField(BudgetRoundState.choices)
    allowance = PoundsField()
    left = serializers.SerializerMethodField()
    activities = serializers.SerializerMethodField()
    fingerprint = serializers.SerializerMethodField()
    lot = serializers.SerializerMethodField()

    class Meta:
        model = BudgetRound
        fields = [
            "id",
            "title",
            "state",
            "allowance",
            "period",
            "funder",
            "is_notional",
            "closes_at",
            "left",
            "activities",
            "fingerprint",
            "lot",
        ]

    @extend_schema_field(PoundsField)
    def get_left(self, budget_round: BudgetRound) -> str:
        return f"{allowance_left(budget_round, self.context['profile']):.2f}"

    @extend_schema_field(ActivityLineSerializer(many=True))
    def get_activities(self, budget_round: BudgetRound) -> Any:
        lines = activities_for(budget_round, self.context["profile"], state=BudgetRoundState(budget_round.state))
        return ActivityLineSerializer(lines, many=True).data

    @extend_schema_field(serializers.CharField())
    def get_fingerprint(self, budget_round: BudgetRound) -> str:
        return fingerprint_of_the_lot(budget_round)

    @extend_schema_field(serializers.CharField())
    def get_lot(self, budget_round: BudgetRound) -> str:
        return budget_round.lot if budget_round.state == BudgetRoundState.SETTLED else ""


class RoundPlanSerializer(serializers.Serializer):
    title = serializers.CharField(max_length=100)
    allowance = PoundsField()
    period = serializers.CharField(max_length=120)
    closes_at = serializers.DateTimeField()
    funder = serializers.CharField(max_length=120, allow_blank=True, default="")
    is_notional = serializers.BooleanField(default=False)


class ActivityPlanSerializer(serializers.Serializer):
    title = serializers.CharField(max_length=100)
    price = PoundsField()
    not_included = serializers.CharField(max_length=300, allow_blank=True, default="")
    minimum_people = serializers.IntegerField(min_value=1, max_value=1000, default=1)
    maximum_people = serializers.IntegerField(min_value=1, max_value=1000, allow_null=True, default=None)


class ReviewSerializer(serializers.Serializer):
    again_until = serializers.DateTimeField(allow_null=True, default=None)


class ChooseSerializer(serializers.Serializer):
    activity = serializers.UUIDField()


class TakeBackSerializer(serializers.Serializer):
    choice = serializers.UUIDField()


@extend_schema(tags=["budget rounds"])
class BudgetRounds(PoolParts):
    """Each member has the same allowance and chooses activities with it. Nobody votes."""

    permissions = {
        "create": Permission.ORGANISE_POOL,
        "activities": Permission.ORGANISE_POOL,
        "open": Permission.ORGANISE_POOL,
        "review": Permission.ORGANISE_POOL,
    }
    serializer_class = RoundSerializer
    queryset = BudgetRound.objects.with_state().select_related("pool")

    def _round(self, pk: Any, *, status: int = 200) -> Response:
        found = get_object_or_404(self.get_queryset(), pk=pk)
        return Response(RoundSerializer(found, context={"profile": self.profile}).data, status=status)

    @extend_schema(responses=RoundSerializer(many=True))
    def list(self, request: Request, pool_id: Any) -> Response:
        """All rounds, the newest first."""
        return Response(RoundSerializer(self.get_queryset(), many=True, context={"profile": self.profile}).data)

    @extend_schema(responses=RoundSerializer)
    def retrieve(self, request: Request, pool_id: Any, pk: Any) -> Response:
        """One round, with what can be chosen."""
        return self._round(pk)

    @extend_schema(request=RoundPlanSerializer, responses={201: RoundSerializer})
    def create(self, request: Request, pool_id: Any) -> Response:
        """Prepare a round."""
        asked = RoundPlanSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        plan = RoundPlan(**asked.validated_data)
        return self._round(start_round(pool=self.pool, plan=plan, by=self.profile, now=timezone.now()).pk, status=201)

    @extend_schema(request=ActivityPlanSerializer, responses={201: RoundSerializer})
    @action(detail=True, methods=["post"])
    def activities(self, request: Request, pool_id: Any, pk: Any) -> Response:
        """Put an activity on the list. 409 once people are choosing."""
        asked = ActivityPlanSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        plan = ActivityPlan(**asked.validated_data)
        add_activity(budget_round=self.get_object(), plan=plan, by=self.profile, now=timezone.now())
        return self._round(pk, status=201)

    @extend_schema(request=None, responses=RoundSerializer)
    @action(detail=True, methods=["post"])
    def open(self, request: Request, pool_id: Any, pk: Any) -> Response:
        """Give each member their allowance, and let them choose."""
        open_round(budget_round=self.get_object(), by=self.profile, now=timezone.now())
        return self._round(pk)

    @extend_schema(request=ChooseSerializer, responses=RoundSerializer)
    @action(detail=True, methods=["post"])
    def choose(self, request: Request, pool_id: Any, pk: Any) -> Response:
        """Choose an activity. 409 where it costs more than is left, or has no place."""
        asked = ChooseSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        activities = BudgetActivity.objects.select_related("round__pool").filter(round=self.get_object())
        activity = get_object_or_404(activities, pk=asked.validated_data["activity"])
        choose_activity(activity=activity, by=self.profile, now=timezone.now())
        return self._round(pk)

    @extend_schema(request=TakeBackSerializer, responses=RoundSerializer)
    @action(detail=True, methods=["post"], url_path="take-back")
    def take_back(self, request: Request, pool_id: Any, pk: Any) -> Response:
        """Take a choice of one's own back."""
        asked = TakeBackSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        choices = BudgetChoice.objects.select_related("activity__round__pool").filter(activity__round=self.get_object())
        choice = get_object_or_404(choices, pk=asked.validated_data["choice"], profile=self.profile)
        take_back_choice(choice=choice, by=self.profile, now=timezone.now())
        return self._round(pk)

    @extend_schema(request=ReviewSerializer, responses=RoundSerializer)
    @action(detail=True, methods=["post"])
    def review(self, request: Request, pool_id: Any, pk: Any) -> Response:
        """Work out what takes place. Without `again_until`, or when nobody has to choose again, it is settled."""
        asked = ReviewSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        until = asked.validated_data["again_until"]
        review_round(budget_round=self.get_object(), again_until=until, by=self.profile, now=timezone.now())
        return self._round(pk)
