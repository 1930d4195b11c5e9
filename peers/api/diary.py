"""One's own days, from events and pools."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from portal.api.permissions import HasPermission
from portal.calendars import own_days
from portal.permissions import Permission


class DiaryDaySerializer(serializers.Serializer):
    key = serializers.CharField(help_text="Names it for ever, whatever becomes of its day and words.")
    words = serializers.CharField()
    on = serializers.DateField()
    starts_at = serializers.DateTimeField(allow_null=True)
    ends_at = serializers.DateTimeField(allow_null=True)
    place = serializers.CharField()
    url = serializers.CharField()
    is_cancelled = serializers.BooleanField()


@extend_schema(tags=["events"])
class Diary(APIView):
    """One's own diary."""

    permission = Permission.SEE_GROUP
    permission_classes = [HasPermission]

    @extend_schema(responses=DiaryDaySerializer(many=True))
    def get(self, request: Request) -> Response:
        """All one's days, the earliest first."""
        days = own_days(request._request.profile, now=timezone.now())
        return Response(DiaryDaySerializer(days, many=True).data)
