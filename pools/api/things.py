"""Things that members own together, and who owns which part."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from pools.api.pool_parts import PoolParts
from pools.models import GONE, SharedThing, ThingStepKind
from pools.operations.thing import ThingFacts, buy_part, end_thing, record_thing
from pools.queries.things import owned, things_in
from portal.api.fields import PoundsField
from portal.models import Profile
from portal.permissions import Permission


class ThingFactsSerializer(serializers.Serializer):
    what = serializers.CharField(max_length=200)
    bought_on = serializers.DateField()
    value = PoundsField()
    place = serializers.CharField(max_length=200)
    looked_after_by = serializers.CharField(max_length=120)
    removal_cost = PoundsField()
    removal_paid_by = serializers.CharField(max_length=200)


class OwnedPartSerializer(serializers.Serializer):
    profile = serializers.UUIDField(source="profile.pk")
    person = serializers.CharField(source="profile.shown_name")
    percent = serializers.DecimalField(max_digits=5, decimal_places=2)
    value = PoundsField()


class OwnedThingSerializer(serializers.Serializer):
    """The parts are 100.00%, and their values add up to its value. No parts: nobody owns it any more."""

    id = serializers.UUIDField(source="thing.pk")
    facts = ThingFactsSerializer(source="thing")
    last_step = serializers.ChoiceField(ThingStepKind.choices, source="last_step.kind")
    parts = OwnedPartSerializer(many=True)


class BuyPartSerializer(serializers.Serializer):
    seller = serializers.UUIDField()
    value = PoundsField(help_text="The price that you looked at.")


class EndThingSerializer(serializers.Serializer):
    how = serializers.ChoiceField([(kind.value, kind.label) for kind in GONE])
    amount = PoundsField(required=False, help_text="What it was sold for.")
    removal_cost = PoundsField(required=False, help_text="What taking it away cost.")


@extend_schema(tags=["pools"])
class Things(PoolParts):
    """What the members own together. A pool is no company: people own things."""

    permissions = {"end": Permission.ORGANISE_POOL}
    serializer_class = OwnedThingSerializer
    queryset = SharedThing.objects.select_related("pool")

    @extend_schema(responses=OwnedThingSerializer(many=True))
    def list(self, request: Request, pool_id: Any) -> Response:
        """All of them, and who owns which part."""
        return Response(OwnedThingSerializer(things_in(self.pool), many=True).data)

    @extend_schema(request=ThingFactsSerializer, responses={201: OwnedThingSerializer})
    def create(self, request: Request, pool_id: Any) -> Response:
        """Write something down. All who are in the pool own equal parts of it."""
        asked = ThingFactsSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        facts = ThingFacts(**asked.validated_data)
        thing = record_thing(pool=self.pool, facts=facts, by=self.profile, now=timezone.now())
        return Response(OwnedThingSerializer(owned(thing)).data, status=201)

    @extend_schema(request=BuyPartSerializer, responses=OwnedThingSerializer)
    @action(detail=True, methods=["post"])
    def buy_part(self, request: Request, pool_id: Any, pk: Any) -> Response:
        """Buy the part of somebody who leaves. 409 where it is not for sale, or the price has changed."""
        asked = BuyPartSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        thing = self.get_object()
        seller = get_object_or_404(Profile, pk=asked.validated_data["seller"])
        value = asked.validated_data["value"]
        buy_part(thing=thing, seller=seller, value=value, by=self.profile, now=timezone.now())
        return Response(OwnedThingSerializer(owned(thing)).data)

    @extend_schema(request=EndThingSerializer, responses=OwnedThingSerializer)
    @action(detail=True, methods=["post"])
    def end(self, request: Request, pool_id: Any, pk: Any) -> Response:
        """Write down that it was sold, given away or taken away. What came of it is shared by the parts."""
        asked = EndThingSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        thing = self.get_object()
        facts = {**asked.validated_data, "how": ThingStepKind(asked.validated_data["how"])}
        end_thing(thing=thing, **facts, by=self.profile, now=timezone.now())
        return Response(OwnedThingSerializer(owned(thing)).data)
