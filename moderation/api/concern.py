"""Saying that something is wrong, and keeping one's peace."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from moderation.kinds import find_content
from moderation.models import Concern
from moderation.operations.between_members import block_member, mute_member, unblock_member, unmute_member
from moderation.operations.concern import report_concern, report_content
from moderation.queries import blocked_by, muted_by
from portal.models import Profile
from portal.permissions import Permission


class ConcernSerializer(serializers.Serializer):
    words = serializers.CharField(max_length=5000, help_text="What happened. Only the safeguarding lead reads it.")
    who = serializers.CharField(max_length=200, required=False, allow_blank=True)
    may_name = serializers.BooleanField(default=False, help_text="Whether others may be told who it was.")


class ReportSerializer(serializers.Serializer):
    kind = serializers.CharField(max_length=60, help_text="Such as peers.post.")
    content_id = serializers.UUIDField()
    concern = serializers.ChoiceField(Concern.choices, help_text="With `danger`, only the safeguarding lead reads it.")
    words = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")


class Concerns(APIView):
    """A worry about somebody's safety."""

    permission = Permission.REPORT_CONCERN

    @extend_schema(request=ConcernSerializer, responses={204: None})
    def post(self, request: Request) -> Response:
        """Tell the safeguarding lead. Nothing comes back: whoever told it cannot read it either."""
        asked = ConcernSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        report_concern(**asked.validated_data, by=request._request.profile, now=timezone.now())
        return Response(status=204)


class Reports(APIView):
    """Something that somebody wrote."""

    permission = Permission.REPORT_CONCERN

    @extend_schema(request=ReportSerializer, responses={204: None})
    def post(self, request: Request) -> Response:
        """Tell the champions what is wrong with it. 404 where the person cannot read it, 409 where they told before."""
        profile = request._request.profile
        asked = ReportSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        content = find_content(asked.validated_data["kind"], asked.validated_data["content_id"], reader=profile)
        if content is None:
            raise Http404
        report_content(
            content=content,
            concern=Concern(asked.validated_data["concern"]),
            words=asked.validated_data["words"],
            by=profile,
            now=timezone.now(),
        )
        return Response(status=204)


class PeaceSerializer(serializers.Serializer):
    blocked = serializers.BooleanField(required=False)
    muted = serializers.BooleanField(required=False)


class Peace(APIView):
    """Whether one has blocked or muted another member, who is never told."""

    permission = Permission.REPORT_CONCERN

    def get_permission_thing(self) -> Profile:
        return get_object_or_404(Profile, pk=self.kwargs["pk"])

    @extend_schema(request=PeaceSerializer, responses=PeaceSerializer)
    def patch(self, request: Request, pk: Any) -> Response:
        """Block, mute, or leave off. 409 for oneself."""
        profile, member, now = request._request.profile, self.get_permission_thing(), timezone.now()
        asked = PeaceSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        for name, begin, end in (("blocked", block_member, unblock_member), ("muted", mute_member, unmute_member)):
            if name in asked.validated_data:
                act = begin if asked.validated_data[name] else end
                act(member=member, by=profile, now=now)
        muted = muted_by(profile).filter(pk=member.pk).exists()
        return Response({"blocked": blocked_by(profile).filter(pk=member.pk).exists(), "muted": muted})
