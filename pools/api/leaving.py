"""Leaving what all have signed: told, answered, carried out and settled to the penny."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from pools.api.pool_parts import PoolParts
from pools.models import Leaving, LeavingOutcome, Pool, PoolMembership, ThingsChoice
from pools.operations.leaving import (
    answer_leaving,
    carry_out_leaving,
    settle_rest,
    take_back_leaving,
    tell_of_leaving,
)
from pools.queries.leaving import (
    asked_changes,
    first_last_day,
    leaving_of,
    not_covered_yet,
    settlement_preview,
    unsettled_in,
)
from pools.queries.pools import members_of, membership_of
from portal.api.fields import PoundsField
from portal.models import Profile
from portal.permissions import Permission


def member_named(pool: Pool, key: Any) -> Profile | None:
    """The member of the pool with this key. Nobody where none is given; whoever is not in it does not exist."""
    if key is None:
        return None
    found: PoolMembership = get_object_or_404(members_of(pool), profile=key)
    return found.profile


class LeavingAnswerSerializer(serializers.Serializer):
    """A member's share before and after, and what they say to this very number. Null: nothing yet."""

    profile = serializers.UUIDField(source="change.profile.pk")
    person = serializers.CharField(source="change.profile.shown_name")
    before = PoundsField(source="change.before", allow_null=True)
    after = PoundsField(source="change.after", allow_null=True)
    accepts = serializers.BooleanField(source="answer.accepts", allow_null=True, default=None)


class LeavingSerializer(serializers.ModelSerializer):
    person = serializers.CharField(source="membership.profile.shown_name")
    things = serializers.ChoiceField(ThingsChoice.choices)
    outcome = serializers.ChoiceField(LeavingOutcome.choices, allow_blank=True)
    answers = serializers.SerializerMethodField()

    class Meta:
        model = Leaving
        fields = ["id", "person", "last_day", "things", "told_at", "outcome", "closed_at", "settled_at", "answers"]

    @extend_schema_field(LeavingAnswerSerializer(many=True))
    def get_answers(self, leaving: Leaving) -> Any:
        return LeavingAnswerSerializer(asked_changes(leaving) if leaving.is_waiting else [], many=True).data


class TellOfLeavingSerializer(serializers.Serializer):
    last_day = serializers.DateField()
    things = serializers.ChoiceField(ThingsChoice.choices, default=ThingsChoice.KEEP)
    hours_to = serializers.UUIDField(
        allow_null=True, default=None, help_text="Nobody: your hours go back to your own budget."
    )


class AnswerLeavingSerializer(serializers.Serializer):
    accepts = serializers.BooleanField()
    share = PoundsField(help_text="The number that you looked at.")


class SettlementLineSerializer(serializers.Serializer):
    words = serializers.CharField()
    amount = PoundsField()


class SettlementSerializer(serializers.Serializer):
    """The lines add up to what is to get less what is to pay, to the penny."""

    lines = SettlementLineSerializer(many=True)
    to_get = PoundsField()
    to_pay = PoundsField()


class OwnSettlementSerializer(SettlementSerializer):
    last_day = serializers.DateField()


class UnsettledSerializer(serializers.Serializer):
    """Who has left and is still to get something, or below zero to pay it."""

    leaving = serializers.UUIDField()
    person = serializers.CharField()
    balance = PoundsField()


class OpenMoneySerializer(serializers.Serializer):
    unsettled = UnsettledSerializer(many=True)
    not_covered = PoundsField(help_text="Agreed costs that nobody is asked for since somebody left. Nobody owes it.")


class SettleSerializer(serializers.Serializer):
    amount = PoundsField()
    paid_on = serializers.DateField()
    other = serializers.UUIDField(
        allow_null=True, default=None, help_text="With whom the money changed hands, if it was not the money you keep."
    )


class SettledSerializer(serializers.Serializer):
    transfer = serializers.UUIDField(source="pk")
    settled_at = serializers.DateTimeField(allow_null=True)


@extend_schema(tags=["pools"])
class Leavings(PoolParts):
    """Who leaves a pool that everybody has signed."""

    permissions = {"settle": Permission.ORGANISE_POOL}
    serializer_class = LeavingSerializer
    queryset = Leaving.objects.select_related("pool", "membership__profile", "membership__pool")

    @extend_schema(responses=LeavingSerializer(many=True))
    def list(self, request: Request, pool_id: Any) -> Response:
        """All so far, the newest first."""
        return Response(LeavingSerializer(self.get_queryset(), many=True).data)

    @extend_schema(responses=LeavingSerializer)
    def retrieve(self, request: Request, pool_id: Any, pk: Any) -> Response:
        """One of them, with each share before and after."""
        return Response(LeavingSerializer(self.get_object()).data)

    @extend_schema(request=TellOfLeavingSerializer, responses={201: LeavingSerializer})
    def create(self, request: Request, pool_id: Any) -> Response:
        """Tell the others that you leave, and when. Nothing happens before it is carried out."""
        asked = TellOfLeavingSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        facts = {**asked.validated_data, "things": ThingsChoice(asked.validated_data["things"])}
        facts["hours_to"] = member_named(self.pool, facts["hours_to"])
        membership = membership_of(self.pool, self.profile)
        leaving = tell_of_leaving(membership=membership, **facts, by=self.profile, now=timezone.now())
        return Response(LeavingSerializer(leaving).data, status=201)

    @extend_schema(responses=OwnSettlementSerializer)
    @action(detail=False, methods=["get"])
    def own(self, request: Request, pool_id: Any) -> Response:
        """What you would get or still pay, on your last day or on the first that is possible."""
        membership = membership_of(self.pool, self.profile)
        told = leaving_of(membership)
        last_day = told.last_day if told else first_last_day(self.pool, today=timezone.localdate())
        settlement = settlement_preview(membership, last_day=last_day)
        found = {
            "lines": settlement.lines,
            "to_get": settlement.to_get,
            "to_pay": settlement.to_pay,
            "last_day": last_day,
        }
        return Response(OwnSettlementSerializer(found).data)

    @extend_schema(responses=OpenMoneySerializer)
    @action(detail=False, methods=["get"])
    def open_money(self, request: Request, pool_id: Any) -> Response:
        """Who has left and is not settled yet, and what is not covered since."""
        unsettled = [
            {"leaving": leaving.pk, "person": leaving.membership.profile.shown_name, "balance": balance}
            for leaving, balance in unsettled_in(self.pool)
        ]
        found = {"unsettled": unsettled, "not_covered": not_covered_yet(self.pool)}
        return Response(OpenMoneySerializer(found).data)

    @extend_schema(request=AnswerLeavingSerializer, responses=LeavingSerializer)
    @action(detail=True, methods=["post"])
    def answer(self, request: Request, pool_id: Any, pk: Any) -> Response:
        """Accept your new share, or say that you decide again together. 409 where the number has changed."""
        asked = AnswerLeavingSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        answer_leaving(leaving=self.get_object(), **asked.validated_data, by=self.profile, now=timezone.now())
        return Response(LeavingSerializer(self.get_object()).data)

    @extend_schema(request=None, responses=LeavingSerializer)
    @action(detail=True, methods=["post"])
    def take_back(self, request: Request, pool_id: Any, pk: Any) -> Response:
        """Stay in the pool after all."""
        leaving = take_back_leaving(leaving=self.get_object(), by=self.profile, now=timezone.now())
        return Response(LeavingSerializer(leaving).data)

    @extend_schema(request=None, responses=SettlementSerializer)
    @action(detail=True, methods=["post"])
    def carry_out(self, request: Request, pool_id: Any, pk: Any) -> Response:
        """The person leaves, and is settled. 409 for the others before all have answered or the last day is over."""
        settlement = carry_out_leaving(leaving=self.get_object(), by=self.profile, now=timezone.now())
        return Response(SettlementSerializer(settlement).data)

    @extend_schema(request=SettleSerializer, responses={201: SettledSerializer})
    @action(detail=True, methods=["post"])
    def settle(self, request: Request, pool_id: Any, pk: Any) -> Response:
        """Write down that what was left to get or to pay has been paid, or a part of it."""
        asked = SettleSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        facts = {**asked.validated_data, "other": member_named(self.pool, asked.validated_data["other"])}
        transfer = settle_rest(leaving=self.get_object(), **facts, by=self.profile, now=timezone.now())
        found = {"pk": transfer.pk, "settled_at": self.get_object().settled_at}
        return Response(SettledSerializer(found).data, status=201)
