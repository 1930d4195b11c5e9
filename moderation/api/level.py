"""How the person who asks is moderated: theirs alone to read and to change."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from moderation.operations.level import choose_mentor, choose_moderation_level, say_when_away
from moderation.queries import mentors_for
from portal.models import ModerationLevel, Profile
from portal.permissions import Permission


class MentorSerializer(serializers.ModelSerializer):
    class Meta:
        model = Profile
        fields = ["id", "shown_name", "about", "mentor_away_until"]


class LevelSerializer(serializers.Serializer):
    """The moderation level, and the mentor (an id from `mentors/`, or null for any champion)."""

    level = serializers.ChoiceField(ModerationLevel.choices, source="moderation_level", required=False)
    mentor = serializers.PrimaryKeyRelatedField(queryset=Profile.objects.none(), allow_null=True, required=False)

    def get_fields(self) -> dict[str, serializers.Field]:
        fields = super().get_fields()
        if "profile" in self.context:
            fields["mentor"].queryset = mentors_for(self.context["profile"])
        return fields


class Level(APIView):
    """One's own moderation level and mentor."""

    permission = Permission.CHOOSE_OWN_MODERATION

    @extend_schema(responses=LevelSerializer)
    def get(self, request: Request) -> Response:
        return Response(LevelSerializer(request._request.profile).data)

    @extend_schema(request=LevelSerializer, responses=LevelSerializer)
    def patch(self, request: Request) -> Response:
        profile, now = request._request.profile, timezone.now()
        asked = LevelSerializer(data=request.data, context={"profile": profile}, partial=True)
        asked.is_valid(raise_exception=True)
        if "moderation_level" in asked.validated_data:
            level = ModerationLevel(asked.validated_data["moderation_level"])
            choose_moderation_level(profile=profile, level=level, by=profile, now=now)
        if "mentor" in asked.validated_data:
            choose_mentor(profile=profile, mentor=asked.validated_data["mentor"], by=profile, now=now)
        return Response(LevelSerializer(profile).data)


class Mentors(mixins.ListModelMixin, viewsets.GenericViewSet):
    """The champions whom one can choose as mentor."""

    permission = Permission.CHOOSE_OWN_MODERATION
    serializer_class = MentorSerializer
    queryset = Profile.objects.none()

    def get_queryset(self) -> object:
        profile = self.request._request.profile
        return mentors_for(profile).order_by("shown_name", "id") if profile else self.queryset


class AwaySerializer(serializers.Serializer):
    until = serializers.DateField(
        source="mentor_away_until", allow_null=True, help_text="The last day away; null when here."
    )
    cover = serializers.PrimaryKeyRelatedField(
        source="mentor_cover",
        queryset=Profile.objects.none(),
        allow_null=True,
        required=False,
        help_text="Who reads meanwhile, an id from `mentors/`; null for any champion.",
    )

    def get_fields(self) -> dict[str, serializers.Field]:
        fields = super().get_fields()
        if "profile" in self.context:
            fields["cover"].queryset = mentors_for(self.context["profile"])
        return fields


class Away(APIView):
    """Until when a champion is away as a mentor."""

    permission = Permission.WORK_QUEUE

    @extend_schema(responses=AwaySerializer)
    def get(self, request: Request) -> Response:
        return Response(AwaySerializer(request._request.profile).data)

    @extend_schema(request=AwaySerializer, responses=AwaySerializer)
    def put(self, request: Request) -> Response:
        profile = request._request.profile
        asked = AwaySerializer(data=request.data, context={"profile": profile})
        asked.is_valid(raise_exception=True)
        until, cover = asked.validated_data["mentor_away_until"], asked.validated_data.get("mentor_cover")
        say_when_away(profile=profile, until=until, cover=cover, by=profile, now=timezone.now())
        return Response(AwaySerializer(profile).data)
