"""Days out, in the API."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from pools.api.costing import ReasonSerializer
from pools.api.pool_parts import PoolParts
from pools.models import Attendance, BookingFeeState, Outing, OutingPlace
from pools.operations.outings import (
    OutingPlan,
    call_off_outing,
    give_up_place,
    plan_outing,
    record_attendance,
    record_fee_paid,
    sign_up,
)
from pools.queries.outings import fee_state, numbers_of
from portal.api.fields import PoundsField
from portal.permissions import Permission


class NumbersSerializer(serializers.Serializer):
    coming = serializers.IntegerField()
    waiting = serializers.IntegerField()
    places_left = serializers.IntegerField()
    people_missing = serializers.IntegerField(help_text="How many more must come for it to go ahead.")


class OutingSerializer(serializers.ModelSerializer):
    """An outing, with what it costs and how many come."""

    price = PoundsField()
    booking_fee = PoundsField(required=False)
    numbers = serializers.SerializerMethodField()

    class Meta:
        model = Outing
        fields = [
            "id",
            "title",
            "place",
            "starts_at",
            "price",
            "booking_fee",
            "what_to_bring",
            "access",
            "supporters",
            "fewest_people",
            "most_people",
            "numbers",
            "called_off_at",
            "called_off_reason",
        ]
        read_only_fields = ["called_off_at", "called_off_reason"]

    @extend_schema_field(NumbersSerializer)
    def get_numbers(self, outing: Outing) -> dict[str, Any]:
        return NumbersSerializer(numbers_of(outing)).data


class OutingPlaceSerializer(serializers.ModelSerializer):
    """Somebody's place; `given_at` is empty while they are on the waiting list."""

    person = serializers.CharField(source="profile.shown_name")
    fee = serializers.SerializerMethodField()

    class Meta:
        model = OutingPlace
        fields = ["id", "outing", "person", "asked_at", "given_at", "attendance", "fee"]

    @extend_schema_field(serializers.ChoiceField(BookingFeeState.choices, allow_null=True))
    def get_fee(self, place: OutingPlace) -> str | None:
        """How far the booking fee is; null where there is none."""
        return fee_state(place)


class AttendanceSerializer(serializers.Serializer):
    attendance = serializers.ChoiceField(Attendance.choices)


@extend_schema(tags=["outings"])
class Outings(PoolParts):
    """The days out of a pool, for its members and everybody in its group."""

    permission = Permission.JOIN_OUTING
    permissions = {"create": Permission.ORGANISE_POOL, "call_off": Permission.ORGANISE_POOL}
    serializer_class = OutingSerializer
    queryset = Outing.objects.select_related("pool")

    @extend_schema(responses=OutingSerializer(many=True))
    def list(self, request: Request, pool_id: Any) -> Response:
        """All of them, in the order of their days."""
        return Response(OutingSerializer(self.get_queryset(), many=True).data)

    @extend_schema(responses=OutingSerializer)
    def retrieve(self, request: Request, pool_id: Any, pk: Any) -> Response:
        """One outing."""
        return Response(OutingSerializer(self.get_object()).data)

    @extend_schema(request=OutingSerializer, responses={201: OutingSerializer})
    def create(self, request: Request, pool_id: Any) -> Response:
        """Announce one. 409 for a day that is over, or a booking fee where nobody keeps the money."""
        asked = OutingSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        plan = OutingPlan(**asked.validated_data)
        outing = plan_outing(pool=self.pool, plan=plan, by=self.profile, now=timezone.now())
        return Response(OutingSerializer(outing).data, status=201)

    @extend_schema(request=ReasonSerializer, responses=OutingSerializer)
    @action(detail=True, methods=["post"])
    def call_off(self, request: Request, pool_id: Any, pk: Any) -> Response:
        """Call it off, and tell everybody on its list."""
        asked = ReasonSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        outing = call_off_outing(outing=self.get_object(), **asked.validated_data, by=self.profile, now=timezone.now())
        return Response(OutingSerializer(outing).data)

    @extend_schema(request=None, responses={201: OutingPlaceSerializer})
    @action(detail=True, methods=["post"])
    def sign_up(self, request: Request, pool_id: Any, pk: Any) -> Response:
        """Say "I come". Where all places are taken, that is a place on the waiting list."""
        place = sign_up(outing=self.get_object(), by=self.profile, now=timezone.now())
        return Response(OutingPlaceSerializer(place).data, status=201)


@extend_schema(tags=["outings"])
class OutingPlaces(PoolParts):
    """Who comes. Only the organiser writes down money and who came."""

    permission = Permission.JOIN_OUTING
    permissions = {"attendance": Permission.ORGANISE_POOL, "paid": Permission.ORGANISE_POOL}
    serializer_class = OutingPlaceSerializer
    queryset = OutingPlace.objects.select_related("profile", "outing__pool").prefetch_related("fees")

    def get_queryset(self) -> Any:
        return self.queryset.filter(outing__pool=self.kwargs.get("pool_id"))

    def answer(self, place: OutingPlace) -> Response:
        return Response(OutingPlaceSerializer(self.get_queryset().get(pk=place.pk)).data)

    @extend_schema(responses=OutingPlaceSerializer(many=True))
    def list(self, request: Request, pool_id: Any) -> Response:
        """The places of all outings of the pool, the waiting lists among them."""
        return Response(OutingPlaceSerializer(self.get_queryset(), many=True).data)

    @extend_schema(request=None, responses=OutingPlaceSerializer)
    @action(detail=True, methods=["post"])
    def give_up(self, request: Request, pool_id: Any, pk: Any) -> Response:
        """Say "I cannot come after all". 409 for somebody else's place, and once it has begun."""
        return self.answer(give_up_place(place=self.get_object(), by=self.profile, now=timezone.now()))

    @extend_schema(request=None, responses=OutingPlaceSerializer)
    @action(detail=True, methods=["post"])
    def paid(self, request: Request, pool_id: Any, pk: Any) -> Response:
        """Write down that the booking fee is paid."""
        return self.answer(record_fee_paid(place=self.get_object(), by=self.profile, now=timezone.now()).place)

    @extend_schema(request=AttendanceSerializer, responses=OutingPlaceSerializer)
    @action(detail=True, methods=["post"])
    def attendance(self, request: Request, pool_id: Any, pk: Any) -> Response:
        """Write down whether somebody came. A booking fee that was paid is settled by it."""
        asked = AttendanceSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        place = self.get_object()
        answers = {place: Attendance(asked.validated_data["attendance"])}
        record_attendance(outing=place.outing, answers=answers, by=self.profile, now=timezone.now())
        return self.answer(place)
