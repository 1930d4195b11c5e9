"""The end of a pool: what it would mean for each, asked, answered and carried out."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from pools.api.pool_parts import PoolParts
from pools.models import EndingOutcome, PoolEnding
from pools.operations.ending import answer_ending, end_pool, propose_ending, take_back_ending
from pools.queries.endings import count_endings, ending_preview
from portal.api.fields import PoundsField


class EndingCountSerializer(serializers.Serializer):
    people = serializers.IntegerField()
    yes = serializers.IntegerField()
    no = serializers.IntegerField()


class EndingSerializer(serializers.ModelSerializer):
    asked_by = serializers.CharField(source="proposed_by.shown_name", read_only=True)
    outcome = serializers.ChoiceField(EndingOutcome.choices, allow_blank=True, read_only=True)
    count = serializers.SerializerMethodField()

    class Meta:
        model = PoolEnding
        fields = ["id", "why", "learned", "asked_by", "proposed_at", "outcome", "closed_at", "count"]
        read_only_fields = ["proposed_at", "closed_at"]

    @extend_schema_field(EndingCountSerializer)
    def get_count(self, ending: PoolEnding) -> Any:
        return EndingCountSerializer(count_endings(ending)).data


class EndingPartSerializer(serializers.Serializer):
    """What one member gets back. Below zero, they still owe it."""

    profile = serializers.UUIDField(source="profile.pk")
    person = serializers.CharField(source="profile.shown_name")
    to_get = PoundsField()
    minutes = serializers.IntegerField()


class ToOthersSerializer(serializers.Serializer):
    payer = serializers.CharField(source="account.name")
    pounds = PoundsField()


class EndingPreviewSerializer(serializers.Serializer):
    """What goes to others and all parts together are the money that is kept, to the penny."""

    held = PoundsField()
    to_others = ToOthersSerializer(many=True)
    parts = EndingPartSerializer(many=True)
    obstacles = serializers.ListField(child=serializers.CharField(), help_text="What has to be put right first.")


class AnswerEndingSerializer(serializers.Serializer):
    agrees = serializers.BooleanField()
    to_get = serializers.DecimalField(max_digits=12, decimal_places=2, help_text="The number that you looked at.")
    returns_hours = serializers.BooleanField(default=False, help_text="Your hours go back to your own budget.")


@extend_schema(tags=["pools"])
class Endings(PoolParts):
    """Whether the pool ends."""

    serializer_class = EndingSerializer
    queryset = PoolEnding.objects.select_related("pool", "proposed_by")

    @extend_schema(responses=EndingSerializer(many=True))
    def list(self, request: Request, pool_id: Any) -> Response:
        """Each time that somebody has asked, the newest first."""
        return Response(EndingSerializer(self.get_queryset(), many=True).data)

    @extend_schema(request=EndingSerializer, responses={201: EndingSerializer})
    def create(self, request: Request, pool_id: Any) -> Response:
        """Ask the others whether to end it. 409 while somebody has asked already."""
        asked = EndingSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        ending = propose_ending(pool=self.pool, **asked.validated_data, by=self.profile, now=timezone.now())
        return Response(EndingSerializer(ending).data, status=201)

    @extend_schema(responses=EndingPreviewSerializer)
    @action(detail=False, methods=["get"])
    def preview(self, request: Request, pool_id: Any) -> Response:
        """What the end would mean for each, and what has to come first."""
        return Response(EndingPreviewSerializer(ending_preview(self.pool, on=timezone.localdate())).data)

    @extend_schema(request=AnswerEndingSerializer, responses=EndingSerializer)
    @action(detail=True, methods=["post"])
    def answer(self, request: Request, pool_id: Any, pk: Any) -> Response:
        """Say whether you agree. The newest counts. 409 where the number has changed."""
        asked = AnswerEndingSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        answer_ending(ending=self.get_object(), **asked.validated_data, by=self.profile, now=timezone.now())
        return Response(EndingSerializer(self.get_object()).data)

    @extend_schema(request=None, responses=EndingSerializer)
    @action(detail=True, methods=["post"])
    def take_back(self, request: Request, pool_id: Any, pk: Any) -> Response:
        """The pool goes on after all."""
        ending = take_back_ending(ending=self.get_object(), by=self.profile, now=timezone.now())
        return Response(EndingSerializer(ending).data)

    @extend_schema(request=None, responses=EndingSerializer)
    @action(detail=True, methods=["post"])
    def carry_out(self, request: Request, pool_id: Any, pk: Any) -> Response:
        """End the pool, and settle until nothing is left over. 409 with what has to come first."""
        ending = end_pool(ending=self.get_object(), by=self.profile, now=timezone.now())
        return Response(EndingSerializer(ending).data)
