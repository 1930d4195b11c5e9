"""Hours: what each member has, and what they do with them. A yes is only ever one's own."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from pools.api.pool_parts import PoolParts
from pools.models import Assistant, HiredHow, HoursAnswer, HoursLoan, HoursPeriod, HoursRates, UnusedHours
from pools.operations.hours import give_hours, put_in_hours, return_hours
from pools.operations.hours_loans import lend_hours, return_lent_hours
from pools.operations.hours_period import UnusedAnswer, answer_hours_period, close_hours_period, open_hours_period
from pools.operations.hours_rates import set_hours_rates
from pools.queries.hours import owed_of, statement_of
from pools.queries.rota import pattern_of
from portal.api.fields import PoundsField
from portal.models import Profile
from portal.permissions import Permission


class LengthSerializer(serializers.Serializer):
    minutes = serializers.IntegerField(min_value=1, max_value=10_000_000, help_text="Whole minutes.")


class SupportedLengthSerializer(LengthSerializer):
    supporter_name = serializers.CharField(
        max_length=120, allow_blank=True, default="", help_text="Who helped the member to decide."
    )


class PutInSerializer(LengthSerializer):
    assistant = serializers.PrimaryKeyRelatedField(queryset=Assistant.objects.all(), help_text="Who works the hours.")


class GiveSerializer(SupportedLengthSerializer):
    to = serializers.PrimaryKeyRelatedField(queryset=Profile.objects.all(), help_text="A member of the pool.")


class LendSerializer(GiveSerializer):
    due_on = serializers.DateField(help_text="The day by which they are due back.")


class ReturnSerializer(SupportedLengthSerializer):
    assistant = serializers.PrimaryKeyRelatedField(
        queryset=Assistant.objects.all(), help_text="Who does not have to work them now."
    )


class HoursLineSerializer(serializers.Serializer):
    happened_on = serializers.DateField(source="transfer.happened_on")
    kind = serializers.CharField(source="transfer.kind")
    words = serializers.CharField(source="transfer.words")
    minutes = serializers.IntegerField(help_text="More, or below zero, less.")
    carried = serializers.IntegerField(help_text="What was carried over: it moves nothing.")
    left = serializers.IntegerField()


class HoursStatementSerializer(serializers.Serializer):
    """The member's own hours, one by one: opening and all lines come to what is left."""

    opening = serializers.IntegerField()
    lines = HoursLineSerializer(many=True)
    carried = serializers.IntegerField()
    left = serializers.IntegerField()


class LoanSerializer(serializers.ModelSerializer):
    owed = serializers.SerializerMethodField(help_text="Minutes that are due still.")

    class Meta:
        model = HoursLoan
        fields = ["id", "lender", "borrower", "minutes", "lent_on", "due_on", "owed"]

    def get_owed(self, loan: HoursLoan) -> int:
        return owed_of(loan)


class PeriodSerializer(serializers.ModelSerializer):
    class Meta:
        model = HoursPeriod
        fields = ["id", "starts_on", "ends_on", "closed_at"]
        read_only_fields = ["closed_at"]
        # The operation tells of days that overlap, in words.
        validators: list[Any] = []


class AnswerSerializer(serializers.ModelSerializer):
    class Meta:
        model = HoursAnswer
        fields = ["choice", "minutes", "to", "due_on", "words", "supporter_name", "said_at"]


class NewAnswerSerializer(serializers.Serializer):
    choice = serializers.ChoiceField(UnusedHours.choices)
    minutes = serializers.IntegerField(min_value=1, max_value=10_000_000, required=False)
    to = serializers.PrimaryKeyRelatedField(queryset=Profile.objects.all(), required=False)
    due_on = serializers.DateField(required=False)
    supporter_name = serializers.CharField(max_length=120, allow_blank=True, default="")


class RatesSerializer(serializers.ModelSerializer):
    """What an hour costs comes from these. They may be wrong: check them each April."""

    hired_how = serializers.ChoiceField(HiredHow.choices)

    class Meta:
        model = HoursRates
        exclude = ["id", "area", "pool", "said_by"]


class CostSerializer(serializers.Serializer):
    """Pounds for a year of 52 weeks of the pattern; the lines add up to the year."""

    day_pay = PoundsField()
    waking_pay = PoundsField()
    sleep_in_pay = PoundsField()
    holiday = PoundsField()
    national_insurance = PoundsField()
    pension = PoundsField()
    payroll = PoundsField()
    insurance = PoundsField()
    training = PoundsField()
    year = PoundsField()
    week = PoundsField()
    hour = PoundsField()


class HoursPriceSerializer(serializers.Serializer):
    rates = RatesSerializer(allow_null=True)
    cost = CostSerializer(allow_null=True)


@extend_schema(tags=["hours"])
class HoursOfMember(PoolParts):
    """The signed-in member's own hours. Nobody reads or moves another member's."""

    queryset = HoursLoan.objects.none()

    @extend_schema(responses=HoursStatementSerializer)
    def list(self, request: Request, pool_id: Any) -> Response:
        """What came in, was used, carried, given, lent and returned."""
        return self._answer()

    @extend_schema(request=PutInSerializer, responses=HoursStatementSerializer)
    @action(detail=False, methods=["post"])
    def put_in(self, request: Request, pool_id: Any) -> Response:
        """Put hours in."""
        asked = self._asked(PutInSerializer)
        put_in_hours(pool=self.pool, profile=self.profile, by=self.profile, now=timezone.now(), **asked)
        return self._answer()

    @extend_schema(request=GiveSerializer, responses=HoursStatementSerializer)
    @action(detail=False, methods=["post"])
    def give(self, request: Request, pool_id: Any) -> Response:
        """Say yes to giving hours to another member, for good."""
        give_hours(pool=self.pool, by=self.profile, now=timezone.now(), **self._asked(GiveSerializer))
        return self._answer()

    @extend_schema(request=LendSerializer, responses=HoursStatementSerializer)
    @action(detail=False, methods=["post"])
    def lend(self, request: Request, pool_id: Any) -> Response:
        """Say yes to lending hours to another member until a day."""
        lend_hours(pool=self.pool, by=self.profile, now=timezone.now(), **self._asked(LendSerializer))
        return self._answer()

    @extend_schema(request=ReturnSerializer, responses=HoursStatementSerializer)
    @action(detail=False, methods=["post"])
    def return_to_budget(self, request: Request, pool_id: Any) -> Response:
        """Say yes to taking hours out of the pool, back to one's own budget."""
        return_hours(pool=self.pool, by=self.profile, now=timezone.now(), **self._asked(ReturnSerializer))
        return self._answer()

    def _asked(self, serializer: type[serializers.Serializer]) -> dict[str, Any]:
        asked = serializer(data=self.request.data)
        asked.is_valid(raise_exception=True)
        return dict(asked.validated_data)

    def _answer(self) -> Response:
        return Response(HoursStatementSerializer(statement_of(self.pool, self.profile)).data)


@extend_schema(tags=["hours"])
class HoursLoans(PoolParts):
    """Hours that the member lent or borrowed."""

    serializer_class = LoanSerializer
    queryset = HoursLoan.objects.select_related("lender", "borrower", "pool")

    def get_queryset(self) -> Any:
        return super().get_queryset().filter(lender=self.profile) | super().get_queryset().filter(borrower=self.profile)

    @extend_schema(responses=LoanSerializer(many=True))
    def list(self, request: Request, pool_id: Any) -> Response:
        """All of them, and what is due still."""
        return Response(LoanSerializer(self.get_queryset(), many=True).data)

    @extend_schema(request=SupportedLengthSerializer, responses=LoanSerializer)
    @action(detail=True, methods=["post"])
    def give_back(self, request: Request, pool_id: Any, pk: Any) -> Response:
        """Say yes to giving borrowed hours back, all or a part."""
        asked = SupportedLengthSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        loan = self.get_object()
        return_lent_hours(loan=loan, by=self.profile, now=timezone.now(), **asked.validated_data)
        return Response(LoanSerializer(loan).data)


@extend_schema(tags=["hours"])
class HoursPeriods(PoolParts):
    """Times that the pool counts its hours by. At the end each member says what becomes of unused hours."""

    permissions = {"create": Permission.ORGANISE_POOL, "close": Permission.ORGANISE_POOL}
    serializer_class = PeriodSerializer
    queryset = HoursPeriod.objects.select_related("pool")

    @extend_schema(responses=PeriodSerializer(many=True))
    def list(self, request: Request, pool_id: Any) -> Response:
        """All of them, the newest first."""
        return Response(PeriodSerializer(self.get_queryset(), many=True).data)

    @extend_schema(request=PeriodSerializer, responses={201: PeriodSerializer})
    def create(self, request: Request, pool_id: Any) -> Response:
        """Begin a new one. 409 where the days are in another."""
        asked = PeriodSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        period = open_hours_period(pool=self.pool, by=self.profile, now=timezone.now(), **asked.validated_data)
        return Response(PeriodSerializer(period).data, status=201)

    @extend_schema(request=NewAnswerSerializer, responses=AnswerSerializer)
    @action(detail=True, methods=["post"])
    def answer(self, request: Request, pool_id: Any, pk: Any) -> Response:
        """Say what becomes of one's own unused hours. The newest answer counts; none means: carried over."""
        asked = NewAnswerSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        told = asked.validated_data | {"choice": UnusedHours(asked.validated_data["choice"])}
        said = answer_hours_period(
            period=self.get_object(), answer=UnusedAnswer(**told), by=self.profile, now=timezone.now()
        )
        return Response(AnswerSerializer(said).data)

    @extend_schema(request=None, responses=PeriodSerializer)
    @action(detail=True, methods=["post"])
    def close(self, request: Request, pool_id: Any, pk: Any) -> Response:
        """Do what each member chose. 409 before the period is over."""
        period = close_hours_period(period=self.get_object(), by=self.profile, now=timezone.now())
        return Response(PeriodSerializer(period).data)


@extend_schema(tags=["hours"])
class HoursPrices(PoolParts):
    """What an hour costs, and the figures that it comes from."""

    queryset = HoursRates.objects.all()

    @extend_schema(responses=HoursPriceSerializer)
    def list(self, request: Request, pool_id: Any) -> Response:
        """The figures, and what the pool's pattern costs with them."""
        return self._answer()

    @extend_schema(request=RatesSerializer, responses=HoursPriceSerializer)
    def create(self, request: Request, pool_id: Any) -> Response:
        """Change the figures. What is left out keeps its value, or takes the one that we suggest."""
        asked = RatesSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        set_hours_rates(pool=self.pool, by=self.profile, now=timezone.now(), **asked.validated_data)
        return self._answer()

    def _answer(self) -> Response:
        price = {"rates": self.get_queryset().first(), "cost": pattern_of(self.pool).cost}
        return Response(HoursPriceSerializer(price).data)
