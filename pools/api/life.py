"""The life of a pool: what has happened, what is coming, and a pause for advice."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from pools.api.pool_parts import PoolParts
from pools.models import PoolPause
from pools.operations.facilitation import choose_facilitator
from pools.operations.pause import pause_pool, resume_pool
from pools.queries.pool_dates import DateKind, dates_for
from portal.models import Profile, Role
from portal.permissions import Permission


class PauseSerializer(serializers.ModelSerializer):
    by = serializers.CharField(source="by.shown_name", read_only=True)
    ended_at = serializers.DateTimeField(source="end.at", default=None, read_only=True)
    learned = serializers.CharField(source="end.learned", default="", read_only=True)

    class Meta:
        model = PoolPause
        fields = ["id", "about", "by", "at", "ended_at", "learned"]
        read_only_fields = ["at"]


class ResumeSerializer(serializers.Serializer):
    learned = serializers.CharField(max_length=500, allow_blank=True, default="")


class PoolDateSerializer(serializers.Serializer):
    """A day that matters. Dates that are for you alone are in your own answer only."""

    kind = serializers.ChoiceField([kind.value for kind in DateKind])
    on = serializers.DateField()
    words = serializers.CharField()


class FacilitatorSerializer(serializers.Serializer):
    """The champion who is told when it falls quiet. Nothing: the organiser is."""

    facilitator = serializers.UUIDField(allow_null=True)


@extend_schema(tags=["pools"])
class Pauses(PoolParts):
    """Waiting for advice. Until it ends, nothing is put to the vote, signed or bought."""

    serializer_class = PauseSerializer
    queryset = PoolPause.objects.select_related("by", "end")

    @extend_schema(responses=PauseSerializer(many=True))
    def list(self, request: Request, pool_id: Any) -> Response:
        """All pauses so far, the newest first."""
        return Response(PauseSerializer(self.get_queryset(), many=True).data)

    @extend_schema(request=PauseSerializer, responses={201: PauseSerializer})
    def create(self, request: Request, pool_id: Any) -> Response:
        """Pause the pool."""
        asked = PauseSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        pause = pause_pool(pool=self.pool, **asked.validated_data, by=self.profile, now=timezone.now())
        return Response(PauseSerializer(pause).data, status=201)

    @extend_schema(request=ResumeSerializer, responses={204: None})
    @action(detail=False, methods=["post"])
    def resume(self, request: Request, pool_id: Any) -> Response:
        """Go on. 409 where it is for somebody else to say so."""
        asked = ResumeSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        resume_pool(pool=self.pool, **asked.validated_data, by=self.profile, now=timezone.now())
        return Response(status=204)


@extend_schema(tags=["pools"])
class Life(PoolParts):
    """The dates to come, and who looks after the pool."""

    permissions = {"facilitator": Permission.ORGANISE_POOL}
    serializer_class = PoolDateSerializer
    queryset = PoolPause.objects.none()

    @extend_schema(responses=PoolDateSerializer(many=True))
    @action(detail=False)
    def dates(self, request: Request, pool_id: Any) -> Response:
        """The dates to come."""
        found = dates_for(self.pool, self.profile, since=timezone.localdate())
        return Response(PoolDateSerializer(found, many=True).data)

    @extend_schema(request=FacilitatorSerializer, responses=FacilitatorSerializer)
    @action(detail=False, methods=["put"])
    def facilitator(self, request: Request, pool_id: Any) -> Response:
        """Choose the champion who is told when it falls quiet."""
        asked = FacilitatorSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        chosen = asked.validated_data["facilitator"]
        champions = Profile.objects.with_role(Role.CHAMPION)
        facilitator = get_object_or_404(champions, pk=chosen) if chosen else None
        pool = choose_facilitator(pool=self.pool, facilitator=facilitator, by=self.profile, now=timezone.now())
        return Response(FacilitatorSerializer({"facilitator": pool.facilitator_id}).data)
