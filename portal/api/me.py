"""The API's pages about the person who asks."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.generics import RetrieveUpdateAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from portal.api.guarded import GuardedSerializer
from portal.api.permissions import HasPermission
from portal.models import ConductGuidelines, District, FundingKind, Interest, Notification, Profile, TimeOfWeek
from portal.models.profile import ANSWERS_ON_THEIR_OWN, ModerationLevel, Role
from portal.operations.conduct import accept_guidelines
from portal.operations.notifications import mark_read
from portal.permissions import Permission
from portal.queries import guidelines_in_force


class MeSerializer(GuardedSerializer, serializers.ModelSerializer):
    """Somebody's own profile. What a member chooses on a page of its own, such as moderation, is only read here."""

    guarded = ("shown_name", "about")

    district = serializers.SlugRelatedField(
        slug_field="slug", queryset=District.objects.none(), allow_null=True, required=False
    )
    interests = serializers.SlugRelatedField(
        slug_field="slug", queryset=Interest.objects.none(), many=True, required=False
    )
    free_times = serializers.ListField(child=serializers.ChoiceField(TimeOfWeek.choices), required=False)
    funding_kinds = serializers.ListField(child=serializers.ChoiceField(FundingKind.choices), required=False)
    roles = serializers.ListField(child=serializers.ChoiceField(Role.choices), read_only=True)
    moderation_level = serializers.ChoiceField(ModerationLevel.choices, read_only=True)
    email = serializers.EmailField(source="user.email", read_only=True)

    class Meta:
        model = Profile
        fields = [
            "id",
            "email",
            "shown_name",
            "about",
            "post_all_the_same",
            "roles",
            "district",
            "interests",
            "free_times",
            "funding_kinds",
            "moderation_level",
            "conduct_version",
            "joined_at",
        ]
        read_only_fields = ["conduct_version", "joined_at"]

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        # Looked up now, not when the module is read: these are the rows of the area that is entered.
        fields["district"].queryset = District.objects.all()
        fields["interests"].child_relation.queryset = Interest.objects.all()
        return fields

    def validate_funding_kinds(self, chosen: list[str]) -> list[str]:
        if len(set(chosen)) > 1 and set(chosen) & set(ANSWERS_ON_THEIR_OWN):
            raise serializers.ValidationError("“none”, “not_sure” and “not_said” are each an answer on their own.")
        return [kind for kind in FundingKind.values if kind in chosen]

    def validate_free_times(self, chosen: list[str]) -> list[str]:
        return [time for time in TimeOfWeek.values if time in chosen]


class Me(RetrieveUpdateAPIView):
    """One's own profile in this area."""

    permission = Permission.EDIT_OWN_PROFILE
    before_guidelines = True
    serializer_class = MeSerializer
    http_method_names = ["get", "patch", "head", "options"]

    def get_object(self) -> Profile:
        return Profile.objects.select_related("user", "district").get(pk=self.request._request.profile.pk)


class NoticeSerializer(serializers.ModelSerializer):
    class Meta:
        model = Notification
        fields = ["id", "subject", "body", "url", "created_at", "read_at"]


class NoticesReadSerializer(serializers.Serializer):
    read = serializers.IntegerField(help_text="How many notices were new until now.")


class Notices(mixins.ListModelMixin, viewsets.GenericViewSet):
    """What the portal has told the person, newest first."""

    permission = Permission.EDIT_OWN_PROFILE
    serializer_class = NoticeSerializer
    queryset = Notification.objects.none()

    def get_queryset(self) -> Any:
        if self.request._request.profile is None:
            return self.queryset
        return Notification.objects.filter(recipient=self.request._request.profile)

    @extend_schema(request=None, responses=NoticesReadSerializer)
    @action(detail=False, methods=["post"], pagination_class=None)
    def read(self, request: Request) -> Response:
        """Mark all of them as read."""
        profile = request._request.profile
        count = mark_read(notifications=self.get_queryset(), by=profile, now=timezone.now())
        return Response(NoticesReadSerializer({"read": count}).data)


class GuidelinesSerializer(serializers.ModelSerializer):
    accepted = serializers.SerializerMethodField()

    class Meta:
        model = ConductGuidelines
        fields = ["version", "text", "easy_text", "published_at", "accepted"]

    def get_accepted(self, guidelines: ConductGuidelines) -> bool:
        """Whether the person has agreed to this version."""
        return self.context["profile"].conduct_version >= guidelines.version


class AcceptGuidelinesSerializer(serializers.Serializer):
    version = serializers.IntegerField(min_value=1, help_text="The version that the person has read.")


class Guidelines(APIView):
    """The area's conduct guidelines in force."""

    permission = Permission.EDIT_OWN_PROFILE
    before_guidelines = True
    permission_classes = [HasPermission]

    @extend_schema(responses={200: GuidelinesSerializer, 404: None})
    def get(self, request: Request) -> Response:
        """Read them."""
        guidelines = guidelines_in_force()
        if guidelines is None:
            return Response({"detail": "This area has no guidelines yet."}, status=404)
        return Response(GuidelinesSerializer(guidelines, context={"profile": request._request.profile}).data)

    @extend_schema(request=AcceptGuidelinesSerializer, responses=GuidelinesSerializer)
    def post(self, request: Request) -> Response:
        """Agree to them. 409 when the version is not the one in force."""
        asked = AcceptGuidelinesSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        profile = request._request.profile
        acceptance = accept_guidelines(version=asked.validated_data["version"], by=profile, now=timezone.now())
        return Response(GuidelinesSerializer(acceptance.guidelines, context={"profile": profile}).data)
