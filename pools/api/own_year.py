"""The days to remember in a pool, and one's own part of its money in a quarter."""

from typing import Any

from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from pools.api.pool_parts import PoolParts
from pools.quarter import Quarter
from pools.queries.due_dates import due_dates_for
from pools.queries.returns import NO_MOVEMENTS, pool_returns
from portal.api.fields import PoundsField


class DueDateSerializer(serializers.Serializer):
    key = serializers.CharField(help_text="Names the day, wherever it moves to.")
    on = serializers.DateField()
    starts_at = serializers.DateTimeField(allow_null=True, help_text="Null for a whole day.")
    words = serializers.CharField()


@extend_schema(tags=["pools"])
class DueDates(PoolParts):
    """What is to come, for whoever asks."""

    serializer_class = DueDateSerializer
    queryset = None

    @extend_schema(responses=DueDateSerializer(many=True))
    def list(self, request: Request, pool_id: Any) -> Response:
        """The earliest first, with what the one who asks has still to pay."""
        return Response(DueDateSerializer(due_dates_for(self.pool, self.profile, now=timezone.now()), many=True).data)


class MovementsSerializer(serializers.Serializer):
    """Pounds: opening + paid in - spent - put aside - given back = closing."""

    opening = PoundsField()
    paid_in = PoundsField()
    spent = PoundsField()
    put_aside = PoundsField()
    given_back = PoundsField()
    closing = PoundsField()
    aside = PoundsField(help_text="One's part of what is put aside at the end, which is no part of `closing`.")


@extend_schema(tags=["pools"])
class OwnReturns(PoolParts):
    """What a council asks to see of a direct payment, quarter by quarter."""

    serializer_class = MovementsSerializer
    queryset = None
    lookup_value_converter = "str"

    @extend_schema(responses=MovementsSerializer)
    def retrieve(self, request: Request, pool_id: Any, pk: str) -> Response:
        """One's own part in a quarter such as 2026Q3: noughts where one was not in yet. 404 before it begins."""
        try:
            quarter = Quarter.parse(pk)
        except ValueError as error:
            raise Http404 from error
        if quarter > Quarter.of(timezone.now()):
            raise Http404
        members = pool_returns(self.pool, quarter).members
        own = (found.figures for found in members if found.membership.profile_id == self.profile.pk)
        return Response(MovementsSerializer(next(own, NO_MOVEMENTS)).data)
