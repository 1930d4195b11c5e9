"""Joining a pool that has voted or signed already."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from pools.api.pool_parts import PoolParts
from pools.api.pools import PreviewSerializer
from pools.models import LateJoinRequest
from pools.operations.late_joining import ask_to_join_late, let_in_late, take_back_late, turn_down_late
from pools.queries.costing import preview_join
from pools.queries.pools import late_joiners
from portal.permissions import Permission


class LateJoinSerializer(serializers.ModelSerializer):
    """Somebody who asks to join late. No answer yet: `answer` is empty."""

    person = serializers.CharField(source="profile.shown_name")

    class Meta:
        model = LateJoinRequest
        fields = ["id", "person", "asked_at", "answer", "answered_at"]


@extend_schema(tags=["pools"])
class LateJoiners(PoolParts):
    """Who waits to be let in. Nobody's share changes before that."""

    permissions = {
        "create": Permission.SEE_POOL,
        "take_back": Permission.SEE_POOL,
        "let_in": Permission.ORGANISE_POOL,
        "turn_down": Permission.ORGANISE_POOL,
    }
    serializer_class = LateJoinSerializer
    queryset = LateJoinRequest.objects.select_related("profile", "pool")

    @extend_schema(responses=LateJoinSerializer(many=True))
    def list(self, request: Request, pool_id: Any) -> Response:
        """Who waits."""
        return Response(LateJoinSerializer(late_joiners(self.pool), many=True).data)

    @extend_schema(request=None, responses={201: LateJoinSerializer})
    def create(self, request: Request, pool_id: Any) -> Response:
        """Ask to join late. 409 where you need not ask, or it is too late."""
        asked = ask_to_join_late(pool=self.pool, by=self.profile, now=timezone.now())
        return Response(LateJoinSerializer(asked).data, status=201)

    @extend_schema(responses=PreviewSerializer)
    @action(detail=True)
    def preview(self, request: Request, pool_id: Any, pk: Any) -> Response:
        """What everybody would pay if this person joined."""
        asked = self.get_object()
        return Response(PreviewSerializer(preview_join(self.pool, newcomer=asked.profile)).data)

    @extend_schema(request=None, responses=LateJoinSerializer)
    @action(detail=False, methods=["post"])
    def take_back(self, request: Request, pool_id: Any) -> Response:
        """Take back what you asked."""
        asked = get_object_or_404(late_joiners(self.pool), profile=self.profile)
        return Response(LateJoinSerializer(take_back_late(asked=asked, by=self.profile, now=timezone.now())).data)

    @extend_schema(request=None, responses=LateJoinSerializer)
    @action(detail=True, methods=["post"])
    def let_in(self, request: Request, pool_id: Any, pk: Any) -> Response:
        """Let somebody in. The costs open again, and everybody votes and signs anew."""
        let_in_late(asked=self.get_object(), by=self.profile, now=timezone.now())
        return Response(LateJoinSerializer(self.get_object()).data)

    @extend_schema(request=None, responses=LateJoinSerializer)
    @action(detail=True, methods=["post"])
    def turn_down(self, request: Request, pool_id: Any, pk: Any) -> Response:
        """Say "not now"."""
        return Response(
            LateJoinSerializer(turn_down_late(asked=self.get_object(), by=self.profile, now=timezone.now())).data
        )
