"""What a pool costs, and who pays what."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from pools.api.pool_parts import PoolParts
from pools.models import CostLine, CostPrompt, CostSheet, Period, SharingRule, Shortfall
from pools.operations.costing import (
    add_line,
    answer_line,
    confirm_share,
    describe_sheet,
    remove_line,
    set_sharing,
    waive_line,
)
from pools.operations.decision import reopen_costing
from pools.queries.costing import Share, Sheet, current_shares, explain_shares
from portal.api.fields import PoundsField
from portal.permissions import Permission


class CostLineSerializer(serializers.ModelSerializer):
    """A cost. `amount` is for each `period`."""

    amount = PoundsField(allow_null=True)

    class Meta:
        model = CostLine
        fields = ["id", "prompt", "label", "period", "amount", "from_offer", "state", "waived_reason", "paid_by"]


class PricedCostLineSerializer(serializers.Serializer):
    line = CostLineSerializer()
    amount = PoundsField(allow_null=True)
    first_year = PoundsField(allow_null=True)
    price_each = PoundsField(allow_null=True)


class BlankSerializer(serializers.Serializer):
    key = serializers.CharField()
    words = serializers.CharField()


class SheetDetailsSerializer(serializers.ModelSerializer):
    shortfall = serializers.ChoiceField(Shortfall.choices)

    class Meta:
        model = CostSheet
        fields = ["price_holds_until", "shortfall", "not_included"]


class ShareSerializer(serializers.Serializer):
    """What one member pays in the first year."""

    member = serializers.UUIDField(source="membership.pk")
    person = serializers.CharField(source="membership.profile.shown_name")
    amount = PoundsField(allow_null=True)
    is_previewed = serializers.BooleanField()


class CostsSerializer(serializers.Serializer):
    """The whole sheet. `blanks` are the questions that have no answer yet."""

    people = serializers.IntegerField()
    total = PoundsField()
    once = PoundsField()
    again = PoundsField()
    paid_by_others = PoundsField()
    is_complete = serializers.BooleanField()
    blanks = BlankSerializer(many=True)
    lines = PricedCostLineSerializer(many=True)
    details = SheetDetailsSerializer()
    sharing_rule = serializers.ChoiceField(SharingRule.choices)
    shares = ShareSerializer(many=True)
    explanation = serializers.CharField()


class AnswerLineSerializer(serializers.Serializer):
    amount = PoundsField()
    period = serializers.ChoiceField(Period.choices, default=Period.ONCE)
    paid_by = serializers.CharField(max_length=100, allow_blank=True, default="")


class NewCostLineSerializer(AnswerLineSerializer):
    label = serializers.CharField(max_length=100)
    prompt = serializers.ChoiceField(CostPrompt.choices, allow_null=True, default=None)


class ReasonSerializer(serializers.Serializer):
    reason = serializers.CharField(max_length=300)


class ConfirmShareSerializer(serializers.Serializer):
    """The share that you have looked at."""

    amount = PoundsField()


class SharingSerializer(serializers.Serializer):
    """`numbers` gives each member's fixed amount, or how much they count, by the id of their place in the pool."""

    rule = serializers.ChoiceField(SharingRule.choices)
    numbers = serializers.DictField(child=PoundsField(), default=dict)


@extend_schema(tags=["costs"])
class Costs(PoolParts):
    """The costs of a pool and the share of each member."""

    permissions = {"sharing": Permission.ORGANISE_POOL, "reopen": Permission.ORGANISE_POOL}
    serializer_class = CostsSerializer

    def sheet(self) -> dict[str, Any]:
        pool = self.pool
        sheet, shares = current_shares(pool)
        return CostsSerializer(_whole(sheet, shares, rule=SharingRule(pool.sharing_rule), details=pool.cost_sheet)).data

    @extend_schema(operation_id="costs_retrieve", responses=CostsSerializer)
    def list(self, request: Request, pool_id: Any) -> Response:
        """The whole sheet, with everybody's share."""
        return Response(self.sheet())

    @extend_schema(request=SheetDetailsSerializer, responses=CostsSerializer)
    @action(detail=False, methods=["put"])
    def details(self, request: Request, pool_id: Any) -> Response:
        """Say how long the price holds, what it leaves out, and what happens when the money does not reach."""
        asked = SheetDetailsSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        answers = {"price_holds_until": None, "not_included": "", **asked.validated_data}
        describe_sheet(pool=self.pool, **answers, by=self.profile, now=timezone.now())
        return Response(self.sheet())

    @extend_schema(request=SharingSerializer, responses=CostsSerializer)
    @action(detail=False, methods=["put"])
    def sharing(self, request: Request, pool_id: Any) -> Response:
        """Choose how the members share the cost."""
        asked = SharingSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        pool, numbers = self.pool, asked.validated_data["numbers"]
        members = {str(member.pk): member for member in pool.memberships.open()}
        if set(numbers) - set(members):
            raise serializers.ValidationError({"numbers": ["Somebody on this list is not in the pool."]})
        chosen = {members[key]: number for key, number in numbers.items()}
        rule = SharingRule(asked.validated_data["rule"])
        set_sharing(pool=pool, rule=rule, numbers=chosen, by=self.profile, now=timezone.now())
        return Response(self.sheet())

    @extend_schema(request=ConfirmShareSerializer, responses=CostsSerializer)
    @action(detail=False, methods=["post"])
    def confirm_share(self, request: Request, pool_id: Any) -> Response:
        """Say "I have looked at my share". 409 when it has changed since."""
        asked = ConfirmShareSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        confirm_share(pool=self.pool, **asked.validated_data, by=self.profile, now=timezone.now())
        return Response(self.sheet())

    @extend_schema(request=None, responses=CostsSerializer)
    @action(detail=False, methods=["post"])
    def reopen(self, request: Request, pool_id: Any) -> Response:
        """Go back to the costs. A vote is taken back, and a decision has to be made again."""
        reopen_costing(pool=self.pool, by=self.profile, now=timezone.now())
        return Response(self.sheet())


@extend_schema(tags=["costs"])
class CostLines(PoolParts):
    """The single costs of a pool."""

    serializer_class = CostLineSerializer
    queryset = CostLine.objects.select_related("pool__offer")

    @extend_schema(request=NewCostLineSerializer, responses={201: CostLineSerializer})
    def create(self, request: Request, pool_id: Any) -> Response:
        """Add a cost that nobody asked about."""
        asked = NewCostLineSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        line = add_line(pool=self.pool, **asked.validated_data, by=self.profile, now=timezone.now())
        return Response(CostLineSerializer(line).data, status=201)

    @extend_schema(request=AnswerLineSerializer, responses=CostLineSerializer)
    def update(self, request: Request, pool_id: Any, pk: Any) -> Response:
        """Say what a cost is."""
        asked = AnswerLineSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        line = answer_line(line=self.get_object(), **asked.validated_data, by=self.profile, now=timezone.now())
        return Response(CostLineSerializer(line).data)

    @extend_schema(request=ReasonSerializer, responses=CostLineSerializer)
    @action(detail=True, methods=["post"])
    def waive(self, request: Request, pool_id: Any, pk: Any) -> Response:
        """Say that a cost is not needed, and why."""
        asked = ReasonSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        line = waive_line(line=self.get_object(), **asked.validated_data, by=self.profile, now=timezone.now())
        return Response(CostLineSerializer(line).data)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pool_id: Any, pk: Any) -> Response:
        """Take away a cost that a member added."""
        remove_line(line=self.get_object(), by=self.profile, now=timezone.now())
        return Response(status=204)


def _whole(sheet: Sheet, shares: list[Share], *, rule: SharingRule, details: CostSheet) -> dict[str, Any]:
    return {
        **{name: getattr(sheet, name) for name in ("people", "total", "once", "again", "paid_by_others")},
        **{name: getattr(sheet, name) for name in ("is_complete", "blanks", "lines")},
        "details": details,
        "sharing_rule": rule,
        "shares": shares,
        "explanation": explain_shares(sheet=sheet, shares=shares, rule=rule),
    }
