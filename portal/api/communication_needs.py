"""How we tell the person who asks: their own choice."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from portal.api.permissions import HasPermission
from portal.models import Channel, CommunicationNeeds, Format
from portal.operations.communication_needs import WhereToReach, choose_channel, choose_formats, review_needs
from portal.permissions import Permission
from portal.queries import needs_of


class CommunicationNeedsSerializer(serializers.ModelSerializer):
    """What somebody has said. Number and address are there only while the channel needs them."""

    formats = serializers.ListField(child=serializers.ChoiceField(Format.choices))

    class Meta:
        model = CommunicationNeeds
        fields = [
            "channel",
            "telephone",
            "name_on_letters",
            "address",
            "postcode",
            "formats",
            "language",
            "reviewed_on",
        ]


class NewChannelSerializer(serializers.Serializer):
    channel = serializers.ChoiceField(Channel.choices)
    telephone = serializers.CharField(max_length=30, allow_blank=True, default="", help_text="For texts and calls.")
    name_on_letters = serializers.CharField(max_length=80, allow_blank=True, default="")
    address = serializers.CharField(max_length=300, allow_blank=True, default="", help_text="For letters.")
    postcode = serializers.CharField(max_length=12, allow_blank=True, default="", help_text="For letters.")


class NewFormatsSerializer(serializers.Serializer):
    formats = serializers.ListField(child=serializers.ChoiceField(Format.choices))
    language = serializers.CharField(max_length=80, allow_blank=True, default="")


class OwnNeeds(APIView):
    """One's own communication needs."""

    permission = Permission.EDIT_OWN_PROFILE
    permission_classes = [HasPermission]

    def answer(self, needs: CommunicationNeeds) -> Response:
        return Response(CommunicationNeedsSerializer(needs).data)


@extend_schema(tags=["me"])
class OwnCommunicationNeeds(OwnNeeds):
    @extend_schema(responses=CommunicationNeedsSerializer)
    def get(self, request: Request) -> Response:
        """How the person wants to be told things; by email, where they have not said."""
        return self.answer(needs_of(request._request.profile))

    @extend_schema(request=None, responses=CommunicationNeedsSerializer)
    def post(self, request: Request) -> Response:
        """Say that this is still right."""
        return self.answer(review_needs(by=request._request.profile, now=timezone.now()))


@extend_schema(tags=["me"])
class OwnChannel(OwnNeeds):
    @extend_schema(request=NewChannelSerializer, responses=CommunicationNeedsSerializer)
    def put(self, request: Request) -> Response:
        """Choose the channel. 409 when the number or the address that it needs is missing."""
        asked = NewChannelSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        where: dict[str, Any] = dict(asked.validated_data)
        channel = Channel(where.pop("channel"))
        profile = request._request.profile
        return self.answer(choose_channel(channel=channel, where=WhereToReach(**where), by=profile, now=timezone.now()))


@extend_schema(tags=["me"])
class OwnFormats(OwnNeeds):
    @extend_schema(request=NewFormatsSerializer, responses=CommunicationNeedsSerializer)
    def put(self, request: Request) -> Response:
        """Choose how words have to come. 409 when another language has no name."""
        asked = NewFormatsSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        profile = request._request.profile
        return self.answer(choose_formats(**asked.validated_data, by=profile, now=timezone.now()))
