"""What each member puts into a pool."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from pools.api.pool_parts import PoolParts
from pools.models import PooledPart, PoolMembership
from pools.operations.own_part import OwnPart, say_own_part
from pools.queries.pools import members_of, membership_of
from portal.models import FundingKind


class OwnPartSerializer(serializers.ModelSerializer):
    """Your own part. The kind of your funding stays private until you name it."""

    funding_kind = serializers.ChoiceField(FundingKind.choices, default=FundingKind.NOT_SAID)
    names_funding = serializers.BooleanField(default=False)
    pooled_part = serializers.ChoiceField(PooledPart.choices)
    must_haves = serializers.CharField(max_length=1000, allow_blank=True, default="")
    pays_from = serializers.DateField(allow_null=True, default=None)
    year_end = serializers.DateField(allow_null=True, default=None)

    class Meta:
        model = PoolMembership
        fields = ["funding_kind", "names_funding", "pooled_part", "must_haves", "pays_from", "year_end"]

    def part(self) -> OwnPart:
        answers = self.validated_data
        kinds = {
            "funding_kind": FundingKind(answers["funding_kind"]),
            "pooled_part": PooledPart(answers["pooled_part"]),
        }
        return OwnPart(**answers | kinds)


class PartSerializer(serializers.ModelSerializer):
    """What the others see of somebody's part. `funding_kind` is there only where the person names it."""

    person = serializers.CharField(source="profile.shown_name")
    funding_kind = serializers.SerializerMethodField()

    class Meta:
        model = PoolMembership
        fields = ["id", "person", "pooled_part", "funding_kind", "must_haves", "pays_from"]

    def get_funding_kind(self, membership: PoolMembership) -> str | None:
        return membership.funding_kind if membership.names_funding else None


@extend_schema(tags=["costs"])
class Parts(PoolParts):
    """Who puts in what."""

    serializer_class = PartSerializer
    queryset = PoolMembership.objects.all()

    @extend_schema(responses=PartSerializer(many=True))
    def list(self, request: Request, pool_id: Any) -> Response:
        """What everybody in the pool may see of each part."""
        return Response(PartSerializer(members_of(self.pool), many=True).data)

    @extend_schema(responses=OwnPartSerializer)
    @action(detail=False)
    def own(self, request: Request, pool_id: Any) -> Response:
        """Your own part, with what only you see."""
        return Response(OwnPartSerializer(membership_of(self.pool, self.profile)).data)

    @extend_schema(request=OwnPartSerializer, responses=OwnPartSerializer)
    @own.mapping.put
    def say_own(self, request: Request, pool_id: Any) -> Response:
        """Say what you put in. 409 where it would change what others pay although they have voted."""
        asked = OwnPartSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        place: Any = membership_of(self.pool, self.profile)
        membership = say_own_part(membership=place, part=asked.part(), by=self.profile, now=timezone.now())
        return Response(OwnPartSerializer(membership).data)
