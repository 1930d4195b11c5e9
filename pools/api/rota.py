"""The pattern, the rota, and who works."""

from decimal import Decimal
from typing import Any

from django.http import Http404, HttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from pools.api.pool_parts import PoolParts
from pools.models import Assistant, HiredHow, PatternShift, Shift, ShiftKind, WorkedHow
from pools.operations.rota import (
    Worked,
    accept_shift,
    accept_week,
    decline_shift,
    plan_week,
    record_shift,
    set_assistant,
    share_again,
    use_hours,
)
from pools.operations.rota_assistants import AssistantDetails, add_assistant, end_assistant, file_status
from pools.operations.rota_pattern import add_pattern_shifts, remove_pattern_shift
from pools.queries.rota import sheet_of_shift, week_of
from pools.rota_clock import monday_of
from portal.api.fields import PoundsField
from portal.permissions import Permission
from portal.views.files import as_download


class PatternShiftSerializer(serializers.ModelSerializer):
    """A line of the pattern. Minutes are those of the clock on the wall."""

    minutes = serializers.IntegerField(read_only=True)
    staff_minutes = serializers.IntegerField(read_only=True)

    class Meta:
        model = PatternShift
        fields = ["id", "weekday", "starts", "ends", "staff", "kind", "minutes", "staff_minutes"]


class NewPatternSerializer(serializers.Serializer):
    weekdays = serializers.ListField(
        child=serializers.IntegerField(min_value=0, max_value=6), allow_empty=False, help_text="Monday is 0."
    )
    starts = serializers.TimeField()
    ends = serializers.TimeField()
    staff = serializers.IntegerField(min_value=1, max_value=20)
    kind = serializers.ChoiceField(ShiftKind.choices)


class AssistantSerializer(serializers.ModelSerializer):
    """Somebody who works for the pool. What HMRC said is evidence: the portal certifies nothing."""

    reserve = PoundsField(read_only=True)

    class Meta:
        model = Assistant
        fields = [
            "id",
            "name",
            "hired_how",
            "employers",
            "is_backup",
            "starts_on",
            "fixed_until",
            "status_words",
            "status_on",
            "reserve",
            "ended_on",
        ]


class NewAssistantSerializer(serializers.Serializer):
    name = serializers.CharField(max_length=120)
    hired_how = serializers.ChoiceField(HiredHow.choices)
    employers = serializers.CharField(max_length=300)
    starts_on = serializers.DateField()
    fixed_until = serializers.DateField(allow_null=True, default=None)
    is_backup = serializers.BooleanField(default=False)
    owed_if_employed = PoundsField(default=Decimal("0.00"))
    owed_if_self_employed = PoundsField(default=Decimal("0.00"))


class StatusSerializer(serializers.Serializer):
    words = serializers.CharField(max_length=300, help_text="What HMRC said, in its own words.")
    dated_on = serializers.DateField()


class EndSerializer(serializers.Serializer):
    ended_on = serializers.DateField()


class ShiftPartSerializer(serializers.Serializer):
    profile = serializers.UUIDField(source="share.profile_id")
    name = serializers.CharField(source="share.profile.shown_name")
    minutes = serializers.IntegerField()
    is_agreed = serializers.BooleanField()


class ShiftSerializer(serializers.Serializer):
    """A shift, and how it went. Minutes are real ones, also in the nights in which the clocks change."""

    id = serializers.UUIDField(source="shift.pk")
    day = serializers.DateField(source="shift.day")
    starts_at = serializers.DateTimeField(source="shift.starts_at")
    ends_at = serializers.DateTimeField(source="shift.ends_at")
    kind = serializers.CharField(source="shift.kind")
    assistant = serializers.CharField(source="assistant.name", default=None)
    worked_how = serializers.CharField(source="record.worked_how", default=None)
    late_minutes = serializers.IntegerField(source="record.late_minutes", default=None)
    feedback = serializers.CharField(source="record.feedback", default=None)
    minutes = serializers.IntegerField()
    is_counted = serializers.BooleanField()
    parts = ShiftPartSerializer(many=True)


class PlanSerializer(serializers.Serializer):
    monday = serializers.DateField(help_text="Any day of the week.")
    assistant = serializers.PrimaryKeyRelatedField(queryset=Assistant.objects.all(), required=False)


class AcceptSerializer(serializers.Serializer):
    minutes = serializers.IntegerField(help_text="The member's own part, as it was read: another number is refused.")
    supporter_name = serializers.CharField(max_length=120, allow_blank=True, default="")


class AcceptWeekSerializer(AcceptSerializer):
    monday = serializers.DateField(help_text="Any day of the week.")


class WhoSerializer(serializers.Serializer):
    assistant = serializers.PrimaryKeyRelatedField(queryset=Assistant.objects.all())


class RecordSerializer(serializers.Serializer):
    how = serializers.ChoiceField(WorkedHow.choices)
    worked_by = serializers.PrimaryKeyRelatedField(queryset=Assistant.objects.all(), required=False)
    worked_from = serializers.DateTimeField(required=False)
    worked_to = serializers.DateTimeField(required=False)
    late_minutes = serializers.IntegerField(min_value=0, max_value=1440, default=0)
    feedback = serializers.CharField(max_length=1000, allow_blank=True, default="")


@extend_schema(tags=["rota"])
class PatternShifts(PoolParts):
    """Which support the members share in a week."""

    serializer_class = PatternShiftSerializer
    queryset = PatternShift.objects.select_related("pool")

    @extend_schema(responses=PatternShiftSerializer(many=True))
    def list(self, request: Request, pool_id: Any) -> Response:
        """All of it, Monday first."""
        return Response(PatternShiftSerializer(self.get_queryset(), many=True).data)

    @extend_schema(request=NewPatternSerializer, responses={201: PatternShiftSerializer(many=True)})
    def create(self, request: Request, pool_id: Any) -> Response:
        """Add support at these times on each of these days."""
        asked = NewPatternSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        told = asked.validated_data | {"kind": ShiftKind(asked.validated_data["kind"])}
        lines = add_pattern_shifts(pool=self.pool, by=self.profile, now=timezone.now(), **told)
        return Response(PatternShiftSerializer(lines, many=True).data, status=201)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pool_id: Any, pk: Any) -> Response:
        """Take a line out. Weeks that are on the rota already stay as they are."""
        remove_pattern_shift(line=self.get_object(), by=self.profile, now=timezone.now())
        return Response(status=204)


@extend_schema(tags=["rota"])
class Assistants(PoolParts):
    """Who works for the pool, and who employs them."""

    serializer_class = AssistantSerializer
    queryset = Assistant.objects.select_related("pool", "status_file")

    @extend_schema(responses=AssistantSerializer(many=True))
    def list(self, request: Request, pool_id: Any) -> Response:
        """All of them, also those who have stopped."""
        return Response(AssistantSerializer(self.get_queryset(), many=True).data)

    @extend_schema(request=NewAssistantSerializer, responses={201: AssistantSerializer})
    def create(self, request: Request, pool_id: Any) -> Response:
        """Add somebody."""
        asked = NewAssistantSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        told = asked.validated_data | {"hired_how": HiredHow(asked.validated_data["hired_how"])}
        assistant = add_assistant(pool=self.pool, details=AssistantDetails(**told), by=self.profile, now=timezone.now())
        return Response(AssistantSerializer(assistant).data, status=201)

    @extend_schema(request=StatusSerializer, responses=AssistantSerializer)
    @action(detail=True, methods=["post"])
    def status(self, request: Request, pool_id: Any, pk: Any) -> Response:
        """Keep what HMRC said somebody is. Its letter is added on the page."""
        asked = StatusSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        kept = file_status(assistant=self.get_object(), by=self.profile, now=timezone.now(), **asked.validated_data)
        return Response(AssistantSerializer(kept).data)

    @extend_schema(request=EndSerializer, responses=AssistantSerializer)
    @action(detail=True, methods=["post"])
    def end(self, request: Request, pool_id: Any, pk: Any) -> Response:
        """Write down somebody's last day."""
        asked = EndSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        ended = end_assistant(assistant=self.get_object(), by=self.profile, now=timezone.now(), **asked.validated_data)
        return Response(AssistantSerializer(ended).data)

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    @action(detail=True)
    def paper(self, request: Request, pool_id: Any, pk: Any) -> HttpResponse:
        """What HMRC wrote."""
        assistant = self.get_object()
        if assistant.status_file is None:
            raise Http404
        return as_download(assistant.status_file)


@extend_schema(tags=["rota"])
class Shifts(PoolParts):
    """Who works when, and who shares it."""

    permissions = {"plan": Permission.ORGANISE_POOL}
    serializer_class = ShiftSerializer
    queryset = Shift.objects.select_related("pool", "assistant")

    @extend_schema(
        parameters=[OpenApiParameter("week", OpenApiTypes.DATE, description="Any day of it; this week if left out.")],
        responses=ShiftSerializer(many=True),
    )
    def list(self, request: Request, pool_id: Any) -> Response:
        """One week."""
        asked = serializers.DateField(default=timezone.localdate)
        day = asked.run_validation(request.query_params.get("week", serializers.empty))
        return Response(ShiftSerializer(week_of(self.pool, monday_of(day)), many=True).data)

    @extend_schema(responses=ShiftSerializer)
    def retrieve(self, request: Request, pool_id: Any, pk: Any) -> Response:
        """One shift."""
        return self._answer(self.get_object())

    @extend_schema(request=PlanSerializer, responses={201: ShiftSerializer(many=True)})
    @action(detail=False, methods=["post"])
    def plan(self, request: Request, pool_id: Any) -> Response:
        """Put a week of the pattern on the rota. 409 where it is there already."""
        asked = PlanSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        plan_week(pool=self.pool, by=self.profile, now=timezone.now(), **asked.validated_data)
        week = week_of(self.pool, monday_of(asked.validated_data["monday"]))
        return Response(ShiftSerializer(week, many=True).data, status=201)

    @extend_schema(request=AcceptWeekSerializer, responses=ShiftSerializer(many=True))
    @action(detail=False, methods=["post"])
    def accept_week(self, request: Request, pool_id: Any) -> Response:
        """Say yes to everything of one's own in a week. 409 where the number has changed."""
        asked = AcceptWeekSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        accept_week(pool=self.pool, by=self.profile, now=timezone.now(), **asked.validated_data)
        week = week_of(self.pool, monday_of(asked.validated_data["monday"]))
        return Response(ShiftSerializer(week, many=True).data)

    @extend_schema(request=AcceptSerializer, responses=ShiftSerializer)
    @action(detail=True, methods=["post"])
    def accept(self, request: Request, pool_id: Any, pk: Any) -> Response:
        """Say yes to one's own part. No more than that is ever taken for this shift."""
        asked = AcceptSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        accept_shift(shift=self.get_object(), by=self.profile, now=timezone.now(), **asked.validated_data)
        return self._answer(self.get_object())

    @extend_schema(request=None, responses=ShiftSerializer)
    @action(detail=True, methods=["post"])
    def decline(self, request: Request, pool_id: Any, pk: Any) -> Response:
        """Say that one does not share it."""
        decline_shift(shift=self.get_object(), by=self.profile, now=timezone.now())
        return self._answer(self.get_object())

    @extend_schema(request=None, responses=ShiftSerializer)
    @action(detail=True, methods=["post"])
    def share_again(self, request: Request, pool_id: Any, pk: Any) -> Response:
        """Take back a no. The part that this gives waits for a yes."""
        share_again(shift=self.get_object(), by=self.profile, now=timezone.now())
        return self._answer(self.get_object())

    @extend_schema(request=WhoSerializer, responses=ShiftSerializer)
    @action(detail=True, methods=["post"])
    def who(self, request: Request, pool_id: Any, pk: Any) -> Response:
        """Say who comes."""
        asked = WhoSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        set_assistant(shift=self.get_object(), by=self.profile, now=timezone.now(), **asked.validated_data)
        return self._answer(self.get_object())

    @extend_schema(request=RecordSerializer, responses=ShiftSerializer)
    @action(detail=True, methods=["post"])
    def record(self, request: Request, pool_id: Any, pk: Any) -> Response:
        """Write down how it went. Its hours are counted at once if everybody has said yes to their part."""
        asked = RecordSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        worked = Worked(**asked.validated_data | {"how": WorkedHow(asked.validated_data["how"])})
        record_shift(shift=self.get_object(), worked=worked, by=self.profile, now=timezone.now())
        return self._answer(self.get_object())

    @extend_schema(request=None, responses=ShiftSerializer)
    @action(detail=True, methods=["post"])
    def count(self, request: Request, pool_id: Any, pk: Any) -> Response:
        """Take a worked shift from the hours of those who shared it. 409 while somebody's yes is missing."""
        use_hours(shift=self.get_object(), by=self.profile, now=timezone.now())
        return self._answer(self.get_object())

    def _answer(self, shift: Shift) -> Response:
        return Response(ShiftSerializer(sheet_of_shift(shift)).data)
