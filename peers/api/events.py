"""Events: found, planned, changed, called off, and who comes."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from peers.models import Event, EventAttendance, EventFeeState, EventPlace, Group
from peers.operations.event import (
    EventPlan,
    cancel_event,
    change_event,
    plan_event,
    record_event_attendance,
    record_event_fee,
    sign_up_for_event,
    take_off_event,
)
from peers.queries.events import event_fee_state, event_numbers, events_with_places, places_at
from portal.api.fields import PoundsField
from portal.api.guarded import GuardedSerializer
from portal.models import District
from portal.permissions import Permission

# What is asked of somebody who plans or changes one.
ASKED = [
    "title",
    "text",
    "place",
    "district",
    "access",
    "starts_at",
    "ends_at",
    "cost",
    "how_to_pay",
    "what_to_bring",
    "supporters",
    "fewest_people",
    "most_people",
    "sign_up_by",
    "booking_fee",
]


class EventSerializer(GuardedSerializer, serializers.ModelSerializer):
    guarded = ("title", "text", "place", "access", "how_to_pay", "what_to_bring", "supporters")

    district = serializers.SlugRelatedField(
        slug_field="slug", queryset=District.objects.none(), allow_null=True, required=False
    )
    cost = PoundsField(required=False)
    booking_fee = PoundsField(required=False)
    sign_up_by = serializers.DateTimeField(required=False)
    author = serializers.CharField(source="author.shown_name", read_only=True)
    coming = serializers.IntegerField(read_only=True)
    my_place = serializers.BooleanField(read_only=True)

    class Meta:
        model = Event
        fields = [
            "id",
            "group",
            *ASKED,
            "post_all_the_same",
            "author",
            "state",
            "sequence",
            "coming",
            "my_place",
            "cancelled_at",
            "cancelled_reason",
        ]
        read_only_fields = ["group", "state", "sequence", "cancelled_at", "cancelled_reason"]
        # Whether numbers and times fit, the operation asks the database.
        validators: list[Any] = []

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        # Looked up now, not when the module is read: these are the rows of the area that is entered.
        fields["district"].queryset = District.objects.all()
        return fields


class CancelEventSerializer(GuardedSerializer):
    guarded = ("reason",)

    reason = serializers.CharField(max_length=300)


class EventPlaceSerializer(serializers.ModelSerializer):
    class Meta:
        model = EventPlace
        fields = ["id", "event", "asked_at", "given_at", "attendance"]


class EventPersonSerializer(serializers.ModelSerializer):
    """Somebody's place, for whoever runs the event."""

    person = serializers.CharField(source="profile.shown_name")
    fee = serializers.SerializerMethodField()

    class Meta:
        model = EventPlace
        fields = ["id", "person", "asked_at", "given_at", "attendance", "fee"]

    @extend_schema_field(serializers.ChoiceField(EventFeeState.choices, allow_null=True))
    def get_fee(self, place: EventPlace) -> str | None:
        return event_fee_state(place)


class AskedPlaceSerializer(serializers.Serializer):
    place = serializers.UUIDField(help_text="The id of one of the places.")


class AskedAttendanceSerializer(AskedPlaceSerializer):
    attendance = serializers.ChoiceField(EventAttendance.choices)


class EventNumbersSerializer(serializers.Serializer):
    coming = serializers.IntegerField()
    waiting = serializers.IntegerField()
    fewest = serializers.IntegerField()
    most = serializers.IntegerField(allow_null=True)


class OfEvents(viewsets.GenericViewSet[Event]):
    serializer_class = EventSerializer
    queryset = Event.objects.none()

    def get_queryset(self) -> QuerySet[Event]:
        profile = self.request._request.profile
        return events_with_places(profile) if profile else self.queryset

    def plan(self, serializer: EventSerializer, group: Group | None) -> None:
        by = self.request._request.profile
        event = plan_event(group=group, plan=EventPlan(**serializer.validated_data), by=by, now=timezone.now())
        serializer.instance = events_with_places(by).get(pk=event.pk)


@extend_schema(tags=["events"])
class Events(mixins.ListModelMixin, mixins.RetrieveModelMixin, mixins.CreateModelMixin, OfEvents):
    """The events that one may see, of the area and of groups. A champion plans one for the whole area."""

    permission = Permission.READ_EVENT
    permissions = {
        "list": Permission.SEE_GROUP,
        "create": Permission.PLAN_AREA_EVENT,
        "partial_update": Permission.CHANGE_EVENT,
        "call_off": Permission.RUN_EVENT,
        "places": Permission.RUN_EVENT,
        "attendance": Permission.RUN_EVENT,
        "fee": Permission.RUN_EVENT,
    }
    lookup_value_converter = "uuid"

    def get_permission_thing(self) -> Event | None:
        return get_object_or_404(self.get_queryset(), pk=self.kwargs["pk"]) if "pk" in self.kwargs else None

    def perform_create(self, serializer: EventSerializer) -> None:
        self.plan(serializer, None)

    def partial_update(self, request: Request, pk: Any) -> Response:
        """Change it. Everybody on its list is told."""
        event = self.get_object()
        asked = self.get_serializer(event, data=request.data, partial=True)
        asked.is_valid(raise_exception=True)
        kept = {name: getattr(event, name) for name in ASKED}
        if event.sign_up_by == event.starts_at:
            kept["sign_up_by"] = None
        plan = EventPlan(**{**kept, **asked.validated_data})
        change_event(event=event, plan=plan, by=request._request.profile, now=timezone.now())
        return Response(self.get_serializer(self.get_object()).data)

    @extend_schema(request=CancelEventSerializer, responses=EventSerializer)
    @action(detail=True, methods=["post"])
    def call_off(self, request: Request, pk: Any) -> Response:
        """Call it off, for good."""
        asked = CancelEventSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        reason: str = asked.validated_data["reason"]
        cancel_event(event=self.get_object(), reason=reason, by=request._request.profile, now=timezone.now())
        return Response(self.get_serializer(self.get_object()).data)

    @extend_schema(responses=EventNumbersSerializer)
    @action(detail=True)
    def numbers(self, request: Request, pk: Any) -> Response:
        """How many come, and how many wait."""
        return Response(EventNumbersSerializer(event_numbers(self.get_object())).data)

    @extend_schema(request=None, responses=EventPlaceSerializer)
    @action(detail=True, methods=["post"])
    def sign_up(self, request: Request, pk: Any) -> Response:
        """Say that you come; on the waiting list where `given_at` is null."""
        place = sign_up_for_event(event=self.get_object(), by=request._request.profile, now=timezone.now())
        return Response(EventPlaceSerializer(place).data)

    @extend_schema(request=None, responses=EventPlaceSerializer)
    @action(detail=True, methods=["post"])
    def take_off(self, request: Request, pk: Any) -> Response:
        """Say that you cannot come after all. 404 when you are not on the list."""
        by = request._request.profile
        place = get_object_or_404(EventPlace.objects.held(), event=self.get_object(), profile=by)
        return Response(EventPlaceSerializer(take_off_event(place=place, by=by, now=timezone.now())).data)

    @extend_schema(responses=EventPersonSerializer(many=True))
    @action(detail=True, pagination_class=None)
    def places(self, request: Request, pk: Any) -> Response:
        """Who has a place, whether they came, and what became of their booking fee."""
        return self.told(self.get_object())

    @extend_schema(request=AskedAttendanceSerializer, responses=EventPersonSerializer(many=True))
    @action(detail=True, methods=["post"], pagination_class=None)
    def attendance(self, request: Request, pk: Any) -> Response:
        """Write down whether somebody came, once it has begun."""
        asked = AskedAttendanceSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        event, by = self.get_object(), request._request.profile
        place = get_object_or_404(places_at(event), pk=asked.validated_data["place"])
        answers = {place: EventAttendance(asked.validated_data["attendance"])}
        record_event_attendance(event=event, answers=answers, by=by, now=timezone.now())
        return self.told(event)

    @extend_schema(request=AskedPlaceSerializer, responses=EventPersonSerializer(many=True))
    @action(detail=True, methods=["post"], pagination_class=None)
    def fee(self, request: Request, pk: Any) -> Response:
        """Write down that somebody has paid their booking fee."""
        asked = AskedPlaceSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        event = self.get_object()
        place = get_object_or_404(places_at(event), pk=asked.validated_data["place"])
        record_event_fee(place=place, by=request._request.profile, now=timezone.now())
        return self.told(event)

    def told(self, event: Event) -> Response:
        return Response(EventPersonSerializer(places_at(event), many=True).data)


@extend_schema(tags=["events"])
class GroupEvents(mixins.ListModelMixin, mixins.CreateModelMixin, OfEvents):
    """A group's events. To those who may not read the group, this does not exist."""

    permission = Permission.READ_GROUP
    permissions = {"create": Permission.WRITE_IN_GROUP}
    hides = True

    def get_permission_thing(self) -> Group:
        return get_object_or_404(Group, pk=self.kwargs["group_id"])

    def get_queryset(self) -> QuerySet[Event]:
        return super().get_queryset().filter(group=self.kwargs.get("group_id"))

    def perform_create(self, serializer: EventSerializer) -> None:
        self.plan(serializer, self.get_permission_thing())
