"""A word about savings, and insurance."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from pools.api.pool_parts import PoolParts
from pools.models import Insurance, InsuranceModel, SavingsAssurance
from pools.operations.protection import record_assurance, record_insurance


class AssuranceSerializer(serializers.ModelSerializer):
    class Meta:
        model = SavingsAssurance
        fields = ["id", "given_by", "words", "valid_until", "recorded_at"]


class NewAssuranceSerializer(serializers.Serializer):
    given_by = serializers.CharField(max_length=120)
    words = serializers.CharField(max_length=1000)
    valid_until = serializers.DateField(allow_null=True, default=None)
    file = serializers.FileField(allow_null=True, default=None, help_text="A PDF, PNG or JPEG.")


class InsuranceSerializer(serializers.ModelSerializer):
    class Meta:
        model = Insurance
        fields = ["id", "model", "insurer", "number", "valid_until", "recorded_at"]


class NewInsuranceSerializer(serializers.Serializer):
    model = serializers.ChoiceField(InsuranceModel.choices)
    insurer = serializers.CharField(max_length=120)
    number = serializers.CharField(max_length=60, allow_blank=True, default="")
    valid_until = serializers.DateField()
    file = serializers.FileField(allow_null=True, default=None, help_text="A PDF, PNG or JPEG.")


@extend_schema(tags=["protection"])
class Assurances(PoolParts):
    """Who said that what you save stays with you. The first one counts; none: no assurance yet."""

    serializer_class = AssuranceSerializer
    queryset = SavingsAssurance.objects.all()

    @extend_schema(responses=AssuranceSerializer(many=True))
    def list(self, request: Request, pool_id: Any) -> Response:
        """All of them, the newest first."""
        return Response(AssuranceSerializer(self.get_queryset(), many=True).data)

    @extend_schema(request=NewAssuranceSerializer, responses={201: AssuranceSerializer})
    def create(self, request: Request, pool_id: Any) -> Response:
        """Write one down."""
        asked = NewAssuranceSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        assurance = record_assurance(pool=self.pool, **asked.validated_data, by=self.profile, now=timezone.now())
        return Response(AssuranceSerializer(assurance).data, status=201)


@extend_schema(tags=["protection"])
class Insurances(PoolParts):
    """How the pool is insured. The first one counts."""

    serializer_class = InsuranceSerializer
    queryset = Insurance.objects.all()

    @extend_schema(responses=InsuranceSerializer(many=True))
    def list(self, request: Request, pool_id: Any) -> Response:
        """All of them, the newest first."""
        return Response(InsuranceSerializer(self.get_queryset(), many=True).data)

    @extend_schema(request=NewInsuranceSerializer, responses={201: InsuranceSerializer})
    def create(self, request: Request, pool_id: Any) -> Response:
        """Write one down."""
        asked = NewInsuranceSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        answer = {**asked.validated_data, "model": InsuranceModel(asked.validated_data["model"])}
        insurance = record_insurance(pool=self.pool, **answer, by=self.profile, now=timezone.now())
        return Response(InsuranceSerializer(insurance).data, status=201)
