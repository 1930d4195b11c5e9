"""What comes before somebody uses what the pool bought."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from pools.api.pool_parts import PoolParts
from pools.models import Gate, GateKind
from pools.operations.gate import add_gate, remove_gate
from pools.operations.use import answer_health_questions, record_doctors_word, record_risk_assessment
from pools.queries.gates import Use, gates_of, use_in, use_of
from pools.queries.pools import members_of, membership_of
from portal.permissions import Permission


class GateSerializer(serializers.ModelSerializer):
    class Meta:
        model = Gate
        fields = ["id", "kind", "reason", "added_at"]
        read_only_fields = ["added_at"]


class GateReasonSerializer(serializers.Serializer):
    reason = serializers.CharField(max_length=300)


class CheckSerializer(serializers.Serializer):
    """One thing that comes first, and whether it is done and in date."""

    kind = serializers.ChoiceField(GateKind.choices)
    is_done = serializers.BooleanField()


class UseSerializer(serializers.Serializer):
    """How far one member is. What only they may know is in their own answer alone."""

    id = serializers.UUIDField(source="membership.pk")
    person = serializers.CharField(source="membership.profile.shown_name")
    checks = CheckSerializer(many=True, source="shown_to_all")
    may_use = serializers.BooleanField()


class OwnUseSerializer(UseSerializer):
    checks = CheckSerializer(many=True)


class GivenBySerializer(serializers.Serializer):
    given_by = serializers.CharField(max_length=120)
    valid_until = serializers.DateField(allow_null=True, default=None)
    file = serializers.FileField(allow_null=True, default=None, help_text="A PDF, PNG or JPEG.")


class HealthAnswersSerializer(serializers.Serializer):
    """Yes or no to each of the seven questions. They are not kept."""

    answers = serializers.ListField(child=serializers.BooleanField(), min_length=7, max_length=7)


@extend_schema(tags=["use"])
class Gates(PoolParts):
    """What each member does first, and who has done it."""

    permissions = {
        "create": Permission.ORGANISE_POOL,
        "remove": Permission.ORGANISE_POOL,
        "risk_assessment": Permission.ORGANISE_POOL,
    }
    serializer_class = GateSerializer
    queryset = Gate.objects.open().select_related("pool")

    @property
    def own_use(self) -> Use:
        return use_of(self.membership, on=timezone.localdate())

    @property
    def membership(self) -> Any:
        return membership_of(self.pool, self.profile)

    @extend_schema(responses=GateSerializer(many=True))
    def list(self, request: Request, pool_id: Any) -> Response:
        """What comes first in this pool."""
        return Response(GateSerializer(gates_of(self.pool), many=True).data)

    @extend_schema(request=GateSerializer, responses={201: GateSerializer})
    def create(self, request: Request, pool_id: Any) -> Response:
        """Ask one more thing of everybody."""
        asked = GateSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        answer = {**asked.validated_data, "kind": GateKind(asked.validated_data["kind"])}
        gate = add_gate(pool=self.pool, **answer, by=self.profile, now=timezone.now())
        return Response(GateSerializer(gate).data, status=201)

    @extend_schema(request=GateReasonSerializer, responses={204: None})
    @action(detail=True, methods=["post"])
    def remove(self, request: Request, pool_id: Any, pk: Any) -> Response:
        """Ask one thing less, and say why."""
        asked = GateReasonSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        remove_gate(gate=self.get_object(), **asked.validated_data, by=self.profile, now=timezone.now())
        return Response(status=204)

    @extend_schema(responses=UseSerializer(many=True))
    @action(detail=False)
    def people(self, request: Request, pool_id: Any) -> Response:
        """How far each member is."""
        return Response(UseSerializer(use_in(self.pool, on=timezone.localdate()), many=True).data)

    @extend_schema(responses=OwnUseSerializer)
    @action(detail=False)
    def mine(self, request: Request, pool_id: Any) -> Response:
        """How far you are yourself."""
        return Response(OwnUseSerializer(self.own_use).data)

    @extend_schema(request=HealthAnswersSerializer, responses=OwnUseSerializer)
    @action(detail=False, methods=["post"])
    def health(self, request: Request, pool_id: Any) -> Response:
        """Answer the questions about your health."""
        asked = HealthAnswersSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        answer_health_questions(membership=self.membership, **asked.validated_data, by=self.profile, now=timezone.now())
        return Response(OwnUseSerializer(self.own_use).data)

    @extend_schema(request=GivenBySerializer, responses=OwnUseSerializer)
    @action(detail=False, methods=["post"])
    def doctor(self, request: Request, pool_id: Any) -> Response:
        """Write down your own doctor's recommendation."""
        asked = GivenBySerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        record_doctors_word(membership=self.membership, **asked.validated_data, by=self.profile, now=timezone.now())
        return Response(OwnUseSerializer(self.own_use).data)

    @extend_schema(request=GivenBySerializer, responses=UseSerializer)
    @action(detail=False, methods=["post"], url_path="people/<uuid:member>/risk-assessment")
    def risk_assessment(self, request: Request, pool_id: Any, member: Any) -> Response:
        """Write down that a member's care provider has looked at the risks."""
        asked = GivenBySerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        membership = get_object_or_404(members_of(self.pool), pk=member)
        record_risk_assessment(membership=membership, **asked.validated_data, by=self.profile, now=timezone.now())
        return Response(UseSerializer(use_of(membership, on=timezone.localdate())).data)
