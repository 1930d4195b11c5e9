"""One note about risks."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from pools.api.pool_parts import PoolParts
from pools.models import Risk, RiskNote
from pools.operations.risk_note import read_risk_note, write_risk_note
from pools.queries.risks import RiskWords


class RiskSerializer(serializers.ModelSerializer):
    class Meta:
        model = Risk
        fields = ["what", "answer", "carried_by", "accepted_by"]


class RiskNoteSerializer(serializers.ModelSerializer):
    """A version of the note. `replaces` is the version that you had before you."""

    risks = RiskSerializer(many=True)
    written_by = serializers.CharField(source="written_by.shown_name", read_only=True)
    replaces = serializers.IntegerField(min_value=0, allow_null=True, default=None, write_only=True)

    class Meta:
        model = RiskNote
        fields = ["version", "wanted", "risks", "written_by", "written_at", "replaces"]
        read_only_fields = ["version", "written_at"]


@extend_schema(tags=["risks"])
class RiskNotes(PoolParts):
    """What could go wrong, and what you do about it: one note for everybody who has to know."""

    serializer_class = RiskNoteSerializer
    queryset = RiskNote.objects.select_related("pool", "written_by").prefetch_related("risks")
    lookup_field = "version"
    lookup_value_converter = "int"

    @extend_schema(responses=RiskNoteSerializer(many=True))
    def list(self, request: Request, pool_id: Any) -> Response:
        """Every version, the newest first."""
        return Response(RiskNoteSerializer(self.get_queryset(), many=True).data)

    @extend_schema(request=RiskNoteSerializer, responses={201: RiskNoteSerializer})
    def create(self, request: Request, pool_id: Any) -> Response:
        """Write a version. 409 where somebody has changed the note since."""
        asked = RiskNoteSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        answer = {**asked.validated_data, "risks": [RiskWords(**risk) for risk in asked.validated_data["risks"]]}
        note = write_risk_note(pool=self.pool, **answer, by=self.profile, now=timezone.now())
        return Response(RiskNoteSerializer(note).data, status=201)

    @extend_schema(request=None, responses={204: None})
    @action(detail=True, methods=["post"])
    def read(self, request: Request, pool_id: Any, version: Any) -> Response:
        """Say that you have read it. 409 where there is a newer one."""
        note = get_object_or_404(self.get_queryset(), version=version)
        read_risk_note(note=note, by=self.profile, now=timezone.now())
        return Response(status=204)
