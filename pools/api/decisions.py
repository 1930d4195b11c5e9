"""What a pool has decided, who helps it when it is stuck, and what somebody wants said without their name."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from pools.api.pool_parts import PoolParts
from pools.models import Pool, Proposal, QuietWord
from pools.operations.mediation import name_mediator
from pools.operations.quiet_words import raise_quietly, share_quiet_words
from pools.queries.decision_log import decision_log, quiet_words_for
from portal.permissions import Permission


class LogEntrySerializer(serializers.Serializer):
    """One decision: what was asked and why, how it was counted, what came out, and what happened then."""

    at = serializers.DateTimeField()
    asked = serializers.CharField()
    reason = serializers.CharField()
    how = serializers.CharField()
    outcome = serializers.CharField(help_text="Empty while it is open.")
    why = serializers.CharField()
    then = serializers.ListField(child=serializers.CharField())


class MediatorSerializer(serializers.Serializer):
    name = serializers.CharField(max_length=120, source="mediator_name")
    contact = serializers.CharField(max_length=200, source="mediator_contact")


class QuietWordSerializer(serializers.ModelSerializer):
    """What somebody wants said. Nobody learns whose words they are."""

    class Meta:
        model = QuietWord
        fields = ["id", "proposal", "words", "shared_at"]
        read_only_fields = ["shared_at"]


class NewQuietWordSerializer(serializers.Serializer):
    words = serializers.CharField(max_length=1000)
    proposal = serializers.PrimaryKeyRelatedField(queryset=Proposal.objects.all(), allow_null=True, default=None)


@extend_schema(tags=["decisions"])
class Decisions(PoolParts):
    """All that a pool has decided or is deciding."""

    permissions = {"mediator": Permission.ORGANISE_POOL}
    serializer_class = LogEntrySerializer
    queryset = Proposal.objects.none()

    @extend_schema(responses=LogEntrySerializer(many=True))
    def list(self, request: Request, pool_id: Any) -> Response:
        """The newest first."""
        return Response(LogEntrySerializer(decision_log(self.pool), many=True).data)

    @extend_schema(request=MediatorSerializer, responses=MediatorSerializer)
    @action(detail=False, methods=["put"])
    def mediator(self, request: Request, pool_id: Any) -> Response:
        """Name whom the members agreed on to help them when they are stuck."""
        asked = MediatorSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        pool: Pool = name_mediator(
            pool=self.pool,
            name=asked.validated_data["mediator_name"],
            contact=asked.validated_data["mediator_contact"],
            by=self.profile,
            now=timezone.now(),
        )
        return Response(MediatorSerializer(pool).data)


@extend_schema(tags=["decisions"])
class QuietWords(PoolParts):
    """What members want said without their name."""

    permissions = {"share": Permission.ORGANISE_POOL}
    serializer_class = QuietWordSerializer
    queryset = QuietWord.objects.select_related("pool")

    @extend_schema(responses=QuietWordSerializer(many=True))
    def list(self, request: Request, pool_id: Any) -> Response:
        """What everybody can read; and for the organiser, what waits to be shown."""
        pool = self.pool
        words = [*quiet_words_for(pool, self.profile), *QuietWord.objects.shared().filter(pool=pool)]
        return Response(QuietWordSerializer(words, many=True).data)

    @extend_schema(request=NewQuietWordSerializer, responses={201: QuietWordSerializer})
    def create(self, request: Request, pool_id: Any) -> Response:
        """Have something said without one's name."""
        asked = NewQuietWordSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        quiet = raise_quietly(pool=self.pool, **asked.validated_data, by=self.profile, now=timezone.now())
        return Response(QuietWordSerializer(quiet).data, status=201)

    @extend_schema(request=None, responses=QuietWordSerializer)
    @action(detail=True, methods=["post"])
    def share(self, request: Request, pool_id: Any, pk: Any) -> Response:
        """Show it to everybody."""
        quiet = share_quiet_words(quiet=self.get_object(), by=self.profile, now=timezone.now())
        return Response(QuietWordSerializer(quiet).data)
