"""What members pay in: the plan, what is still to come, and what has come."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from pools.api.pool_parts import PoolParts
from pools.models import (
    Contribution,
    ContributionHow,
    ContributionPlan,
    ContributionState,
    PoolMembership,
    Rhythm,
)
from pools.operations.contribution import (
    confirm_contribution,
    miss_contribution,
    plan_contributions,
    record_contribution,
    say_paid,
    take_back_contribution,
)
from pools.queries.contribution_plan import plans_of
from pools.queries.contributions import MoneyState, contribution_status, contributions_of, totals_of
from pools.queries.pools import members_of
from pools.rules import keeps_books
from portal.api.fields import PoundsField
from portal.permissions import Permission


class InstalmentSerializer(serializers.Serializer):
    due_on = serializers.DateField()
    amount = PoundsField()


class MemberMoneySerializer(serializers.Serializer):
    """One member's money until today. `difference` is below zero where something is still to come."""

    member = serializers.UUIDField(source="membership.pk")
    person = serializers.CharField(source="membership.profile.shown_name")
    share = PoundsField(allow_null=True)
    expected = PoundsField()
    received = PoundsField()
    difference = PoundsField()
    still_to_come = PoundsField()
    state = serializers.ChoiceField(MoneyState.choices)
    days_late = serializers.IntegerField()
    words = serializers.CharField()
    instalments = InstalmentSerializer(many=True)


class MoneyTotalsSerializer(serializers.Serializer):
    share = PoundsField()
    expected = PoundsField()
    received = PoundsField()
    still_to_come = PoundsField()


class ContributionStatusSerializer(serializers.Serializer):
    """`members`: yourself, or everybody for whoever keeps the books."""

    totals = MoneyTotalsSerializer()
    members = MemberMoneySerializer(many=True)


class SayPaidSerializer(serializers.Serializer):
    amount = PoundsField()
    received_on = serializers.DateField()
    how = serializers.ChoiceField(ContributionHow.choices)
    seller = serializers.CharField(max_length=120, allow_blank=True, default="")
    reference = serializers.CharField(max_length=100, allow_blank=True, default="")


class MemberSerializer(serializers.Serializer):
    """`member` is the id of somebody's place in the pool."""

    member = serializers.UUIDField()

    def validate_member(self, key: Any) -> PoolMembership:
        membership = members_of(self.context["pool"]).filter(pk=key).first()
        if membership is None:
            raise serializers.ValidationError("This person is not in the pool.")
        return membership


class RecordContributionSerializer(MemberSerializer, SayPaidSerializer):
    pass


class ContributionSerializer(serializers.ModelSerializer):
    amount = PoundsField()
    person = serializers.CharField(source="profile.shown_name")
    state = serializers.ChoiceField(ContributionState.choices)

    class Meta:
        model = Contribution
        fields = ["id", "person", "amount", "received_on", "how", "seller", "reference", "state", "told_at"]


class NewPlanSerializer(MemberSerializer):
    """Without `member`, the plan is everybody's who has none of their own."""

    member = serializers.UUIDField(allow_null=True, default=None)
    rhythm = serializers.ChoiceField(Rhythm.choices)
    first_due_on = serializers.DateField()
    ends_on = serializers.DateField(allow_null=True, default=None)

    def validate_member(self, key: Any) -> PoolMembership | None:
        return super().validate_member(key) if key else None


class PlanSerializer(serializers.ModelSerializer):
    person = serializers.CharField(source="profile.shown_name", default=None, allow_null=True)

    class Meta:
        model = ContributionPlan
        fields = ["id", "person", "rhythm", "first_due_on", "ends_on", "made_at"]


class AnswerWhySerializer(serializers.Serializer):
    why = serializers.CharField(max_length=200)


@extend_schema(tags=["money"])
class Contributions(PoolParts):
    """What members have paid, or say that they have paid."""

    permissions = dict.fromkeys(["create", "confirm", "miss", "take_back"], Permission.KEEP_BOOKS)
    serializer_class = ContributionSerializer
    queryset = Contribution.objects.select_related("pool", "profile")

    @property
    def keeps_books(self) -> bool:
        return keeps_books(self.profile, self.pool)

    def answer(self, contribution: Contribution, *, status: int = 200) -> Response:
        found = contributions_of(self.pool).get(pk=contribution.pk)
        return Response(ContributionSerializer(found).data, status=status)

    @extend_schema(responses=ContributionSerializer(many=True))
    def list(self, request: Request, pool_id: Any) -> Response:
        """Your own; everybody's for whoever keeps the books."""
        found = contributions_of(self.pool)
        seen = found if self.keeps_books else found.filter(profile=self.profile)
        return Response(ContributionSerializer(seen, many=True).data)

    @extend_schema(request=RecordContributionSerializer, responses={201: ContributionSerializer})
    def create(self, request: Request, pool_id: Any) -> Response:
        """Write down what a member has paid. 409 where it is more than is left of what they have signed for."""
        pool = self.pool
        asked = RecordContributionSerializer(data=request.data, context={"pool": pool})
        asked.is_valid(raise_exception=True)
        facts = dict(asked.validated_data)
        member = facts.pop("member")
        contribution = record_contribution(
            pool=pool, profile=member.profile, **facts, by=self.profile, now=timezone.now()
        )
        return self.answer(contribution, status=201)

    @extend_schema(responses=ContributionStatusSerializer)
    @action(detail=False)
    def status(self, request: Request, pool_id: Any) -> Response:
        """What was to be paid until today, and what has come."""
        members = contribution_status(self.pool, timezone.localdate())
        seen = [money for money in members if self.keeps_books or money.membership.profile_id == self.profile.pk]
        return Response(ContributionStatusSerializer({"totals": totals_of(members), "members": seen}).data)

    @extend_schema(request=SayPaidSerializer, responses={201: ContributionSerializer})
    @action(detail=False, methods=["post"])
    def say_paid(self, request: Request, pool_id: Any) -> Response:
        """Say "I have paid". It counts once whoever keeps the books has seen it."""
        asked = SayPaidSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        contribution = say_paid(pool=self.pool, **asked.validated_data, by=self.profile, now=timezone.now())
        return self.answer(contribution, status=201)

    @extend_schema(request=None, responses=ContributionSerializer)
    @action(detail=True, methods=["post"])
    def confirm(self, request: Request, pool_id: Any, pk: Any) -> Response:
        """Say that it is there."""
        return self.answer(confirm_contribution(contribution=self.get_object(), by=self.profile, now=timezone.now()))

    @extend_schema(request=AnswerWhySerializer, responses=ContributionSerializer)
    @action(detail=True, methods=["post"])
    def miss(self, request: Request, pool_id: Any, pk: Any) -> Response:
        """Say that it could not be found."""
        return self._answer_why(miss_contribution)

    @extend_schema(request=AnswerWhySerializer, responses=ContributionSerializer)
    @action(detail=True, methods=["post"])
    def take_back(self, request: Request, pool_id: Any, pk: Any) -> Response:
        """Put right what was written down by mistake."""
        return self._answer_why(take_back_contribution)

    def _answer_why(self, operation: Any) -> Response:
        asked = AnswerWhySerializer(data=self.request.data)
        asked.is_valid(raise_exception=True)
        return self.answer(
            operation(contribution=self.get_object(), **asked.validated_data, by=self.profile, now=timezone.now())
        )


@extend_schema(tags=["money"])
class ContributionPlans(PoolParts):
    """When members pay in. The newest plan counts, and somebody's own before everybody's."""

    permissions = {"create": Permission.KEEP_BOOKS}
    serializer_class = PlanSerializer
    queryset = ContributionPlan.objects.all()

    @extend_schema(responses=PlanSerializer(many=True))
    def list(self, request: Request, pool_id: Any) -> Response:
        """Those for everybody, and your own; all of them for whoever keeps the books."""
        pool = self.pool
        everything = keeps_books(self.profile, pool)
        seen = [plan for plan in plans_of(pool) if everything or plan.profile_id in {None, self.profile.pk}]
        return Response(PlanSerializer(seen, many=True).data)

    @extend_schema(request=NewPlanSerializer, responses={201: PlanSerializer})
    def create(self, request: Request, pool_id: Any) -> Response:
        """Make a plan."""
        pool = self.pool
        asked = NewPlanSerializer(data=request.data, context={"pool": pool})
        asked.is_valid(raise_exception=True)
        facts = dict(asked.validated_data)
        member = facts.pop("member")
        plan = plan_contributions(
            pool=pool, profile=member.profile if member else None, **facts, by=self.profile, now=timezone.now()
        )
        return Response(PlanSerializer(plan).data, status=201)
