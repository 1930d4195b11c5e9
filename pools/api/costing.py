"""What a pool costs, and who pays what."""

from typing import Any

from django.http import Http404, HttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from pools.api.pool_parts import PoolParts
from pools.models import CostLine, CostPrompt, CostSheet, MoneyPath, Period, Pool, SharingRule, Shortfall
from pools.operations.costing import (
    add_line,
    answer_line,
    confirm_share,
    describe_sheet,
    keep_promise,
    put_aside,
    remove_line,
    renew_price,
    set_money_path,
    set_sharing,
    share_by_days,
    waive_line,
)
from pools.operations.decision import reopen_costing
from pools.queries.costing import current_shares, explain_shares
from pools.queries.price import price_warning
from pools.queries.shortfall import preview_shortage
from portal.api.fields import PoundsField
from portal.permissions import Permission
from portal.views.files import as_download


class CostLineSerializer(serializers.ModelSerializer):
    """
    A cost. `amount` is for each `period`; what is put aside may have a `percent` of the rest instead. `paid_by` pays
    `paid_part` of it each time, or all of it; `promised_on` is the date of their promise in writing.
    """

    amount = PoundsField(allow_null=True)
    paid_part = PoundsField(allow_null=True)

    class Meta:
        model = CostLine
        fields = [
            "id",
            "prompt",
            "label",
            "period",
            "amount",
            "percent",
            "from_offer",
            "state",
            "waived_reason",
            "paid_by",
            "paid_part",
            "promised_on",
        ]


class PricedCostLineSerializer(serializers.Serializer):
    line = CostLineSerializer()
    amount = PoundsField(allow_null=True)
    first_year = PoundsField(allow_null=True)
    others_pay = PoundsField()
    members_pay = PoundsField()
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
    """What one member pays in the first year: now, and once those who wait for an answer about their money pay too."""

    member = serializers.UUIDField(source="membership.pk")
    person = serializers.CharField(source="membership.profile.shown_name")
    amount = PoundsField(allow_null=True)
    when_all_pay = PoundsField(allow_null=True)
    is_previewed = serializers.BooleanField()


class ShareThenSerializer(serializers.Serializer):
    person = serializers.CharField(source="membership.profile.shown_name")
    amount = PoundsField()


class ShortageSerializer(serializers.Serializer):
    """What it would mean if it cost `percent` more."""

    percent = serializers.DecimalField(max_digits=5, decimal_places=2)
    extra = PoundsField()
    from_put_aside = PoundsField()
    shared = PoundsField()
    words = serializers.CharField()
    after = ShareThenSerializer(many=True)


class CostsSerializer(serializers.Serializer):
    """The whole sheet. `blanks` are the questions that have no answer yet; `risks` are what may turn out otherwise."""

    people = serializers.IntegerField()
    waiting = serializers.IntegerField()
    total = PoundsField()
    once = PoundsField()
    again = PoundsField()
    paid_by_others = PoundsField()
    put_aside = PoundsField()
    is_complete = serializers.BooleanField()
    blanks = BlankSerializer(many=True)
    risks = serializers.ListField(child=serializers.CharField())
    price_warning = serializers.CharField()
    shortage = ShortageSerializer(allow_null=True)
    money_path = serializers.ChoiceField(MoneyPath.choices)
    by_days = serializers.BooleanField()
    first_day = serializers.DateField(allow_null=True)
    lines = PricedCostLineSerializer(many=True)
    details = SheetDetailsSerializer()
    sharing_rule = serializers.ChoiceField(SharingRule.choices)
    shares = ShareSerializer(many=True)
    explanation = serializers.CharField()


class AnswerLineSerializer(serializers.Serializer):
    amount = PoundsField()
    period = serializers.ChoiceField(Period.choices, default=Period.ONCE)
    paid_by = serializers.CharField(max_length=100, allow_blank=True, default="")
    paid_part = PoundsField(allow_null=True, default=None)


class NewCostLineSerializer(AnswerLineSerializer):
    label = serializers.CharField(max_length=100)
    prompt = serializers.ChoiceField(CostPrompt.choices, allow_null=True, default=None)


class PutAsideSerializer(serializers.Serializer):
    """An amount, or a percentage of the rest; not both."""

    amount = PoundsField(allow_null=True, default=None)
    percent = serializers.DecimalField(max_digits=5, decimal_places=2, allow_null=True, default=None)


class PromiseSerializer(serializers.Serializer):
    promised_on = serializers.DateField()
    file = serializers.FileField(allow_empty_file=True, required=False, help_text="A PDF, PNG or JPEG.")


class MoneyPathSerializer(serializers.Serializer):
    money_path = serializers.ChoiceField(MoneyPath.choices)


class RenewPriceSerializer(serializers.Serializer):
    holds_until = serializers.DateField()


class ByDaysSerializer(serializers.Serializer):
    by_days = serializers.BooleanField()
    first_day = serializers.DateField(allow_null=True, default=None)


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

    permissions = {
        "sharing": Permission.ORGANISE_POOL,
        "reopen": Permission.ORGANISE_POOL,
        "money_path": Permission.ORGANISE_POOL,
        "days": Permission.ORGANISE_POOL,
    }
    serializer_class = CostsSerializer

    def sheet(self) -> dict[str, Any]:
        return CostsSerializer(_whole(self.pool)).data

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

    @extend_schema(request=MoneyPathSerializer, responses=CostsSerializer)
    @action(detail=False, methods=["put"])
    def money_path(self, request: Request, pool_id: Any) -> Response:
        """Choose which way the money goes."""
        asked = MoneyPathSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        path = MoneyPath(asked.validated_data["money_path"])
        set_money_path(pool=self.pool, money_path=path, by=self.profile, now=timezone.now())
        return Response(self.sheet())

    @extend_schema(request=RenewPriceSerializer, responses=CostsSerializer)
    @action(detail=False, methods=["put"])
    def price(self, request: Request, pool_id: Any) -> Response:
        """Say until when the price holds now."""
        asked = RenewPriceSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        renew_price(pool=self.pool, **asked.validated_data, by=self.profile, now=timezone.now())
        return Response(self.sheet())

    @extend_schema(request=ByDaysSerializer, responses=CostsSerializer)
    @action(detail=False, methods=["put"])
    def days(self, request: Request, pool_id: Any) -> Response:
        """Choose whether who starts later pays for fewer days of the first year."""
        asked = ByDaysSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        share_by_days(pool=self.pool, **asked.validated_data, by=self.profile, now=timezone.now())
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

    @extend_schema(request=PutAsideSerializer, responses=CostLineSerializer)
    @action(detail=True, methods=["put"])
    def put_aside(self, request: Request, pool_id: Any, pk: Any) -> Response:
        """Say how much is put aside, in case."""
        asked = PutAsideSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        line = put_aside(line=self.get_object(), **asked.validated_data, by=self.profile, now=timezone.now())
        return Response(CostLineSerializer(line).data)

    @extend_schema(request=PromiseSerializer, responses=CostLineSerializer)
    @action(detail=True, methods=["put"], parser_classes=[JSONParser, MultiPartParser])
    def promise(self, request: Request, pool_id: Any, pk: Any) -> Response:
        """Write down that whoever else pays has promised it in writing; with the paper, where it is here."""
        asked = PromiseSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        line = keep_promise(line=self.get_object(), **asked.validated_data, by=self.profile, now=timezone.now())
        return Response(CostLineSerializer(line).data)

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    @action(detail=True, url_path="promise/paper")
    def promise_paper(self, request: Request, pool_id: Any, pk: Any) -> HttpResponse:
        """The paper of the promise."""
        line = self.get_object()
        if line.promise is None:
            raise Http404
        return as_download(line.promise)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pool_id: Any, pk: Any) -> Response:
        """Take away a cost that a member added."""
        remove_line(line=self.get_object(), by=self.profile, now=timezone.now())
        return Response(status=204)


FIGURES = ("people", "waiting", "total", "once", "again", "paid_by_others", "put_aside")


def _whole(pool: Pool) -> dict[str, Any]:
    sheet, shares = current_shares(pool)
    details, rule = pool.cost_sheet, SharingRule(pool.sharing_rule)
    return {
        **{name: getattr(sheet, name) for name in (*FIGURES, "is_complete", "blanks", "risks", "lines")},
        **{name: getattr(pool, name) for name in ("money_path", "by_days", "first_day")},
        "price_warning": price_warning(details, on=timezone.localdate()),
        "shortage": preview_shortage(pool, details=details, sheet=sheet, shares=shares),
        "details": details,
        "sharing_rule": rule,
        "shares": shares,
        "explanation": explain_shares(sheet=sheet, shares=shares, rule=rule),
    }
