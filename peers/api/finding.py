"""Finding people, and letting oneself be found."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from peers.forms.finding import FindPeopleForm
from peers.models import SavedSearch
from peers.models.saved_search import MOST_PEOPLE
from peers.operations.finding import be_found, delete_search, save_search, stop_being_found
from peers.queries.finding import Wanted, can_be_found, people_who_match, reasons, searches_of
from portal.models import District, Interest, Profile, TimeOfWeek
from portal.permissions import Permission


class FoundPersonSerializer(serializers.ModelSerializer):
    """Somebody who chose to be found, and why they are shown."""

    reasons = serializers.SerializerMethodField()

    class Meta:
        model = Profile
        fields = ["id", "shown_name", "about", "reasons"]

    def get_reasons(self, person: Profile) -> list[str]:
        return reasons(person)


class WantedSerializer(serializers.Serializer):
    """Whom somebody looks for. What is left out narrows nothing down."""

    interest = serializers.SlugRelatedField(
        slug_field="slug", queryset=Interest.objects.none(), allow_null=True, required=False
    )
    district = serializers.SlugRelatedField(
        slug_field="slug", queryset=District.objects.none(), allow_null=True, required=False
    )
    time = serializers.ChoiceField(TimeOfWeek.choices, allow_blank=True, required=False)
    wants_company = serializers.BooleanField(required=False)

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        # Looked up now, not when the module is read: these are the rows of the area that is entered.
        fields["interest"].queryset = Interest.objects.all()
        fields["district"].queryset = District.objects.all()
        return fields


class People(mixins.ListModelMixin, viewsets.GenericViewSet):
    """Members who chose to be found and like the same, those with most in common first."""

    permission = Permission.TAKE_PART
    serializer_class = FoundPersonSerializer
    queryset = Profile.objects.none()

    def get_queryset(self) -> QuerySet[Profile]:
        profile = self.request._request.profile
        wanted = FindPeopleForm(self.request.query_params).wanted() if profile else Wanted()
        return people_who_match(profile, wanted) if profile else self.queryset

    @extend_schema(parameters=[WantedSerializer])
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().list(request, *args, **kwargs)


class FindabilitySerializer(serializers.Serializer):
    is_found = serializers.BooleanField(help_text="Whether other members can find the person who asks.")
    wants_company = serializers.BooleanField(default=False, help_text="Whether they would like somebody to go with.")


class OwnFindability(APIView):
    """Whether one can be found: off until one says so."""

    permission = Permission.TAKE_PART

    @extend_schema(responses=FindabilitySerializer)
    def get(self, request: Request) -> Response:
        return self._answer(request._request.profile)

    @extend_schema(request=FindabilitySerializer, responses=FindabilitySerializer)
    def put(self, request: Request) -> Response:
        profile = request._request.profile
        asked = FindabilitySerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        if asked.validated_data["is_found"]:
            be_found(wants_company=asked.validated_data["wants_company"], by=profile, now=timezone.now())
        else:
            stop_being_found(by=profile, now=timezone.now())
        return self._answer(profile)

    def _answer(self, profile: Profile) -> Response:
        findability = can_be_found(profile)
        wants_company = findability is not None and findability.wants_company
        return Response(
            FindabilitySerializer({"is_found": findability is not None, "wants_company": wants_company}).data
        )


class SavedSearchSerializer(WantedSerializer):
    id = serializers.UUIDField(read_only=True)
    people_wanted = serializers.IntegerField(min_value=1, max_value=MOST_PEOPLE)
    made_at = serializers.DateTimeField(read_only=True)
    told_at = serializers.DateTimeField(read_only=True, allow_null=True)


class SavedSearches(mixins.ListModelMixin, mixins.CreateModelMixin, mixins.DestroyModelMixin, viewsets.GenericViewSet):
    """What one waits for: one is told once, when so many people match."""

    permission = Permission.TAKE_PART
    serializer_class = SavedSearchSerializer
    queryset = SavedSearch.objects.none()
    lookup_value_converter = "uuid"

    def get_queryset(self) -> QuerySet[SavedSearch]:
        profile = self.request._request.profile
        return searches_of(profile) if profile else self.queryset

    def get_permission_thing(self) -> SavedSearch | None:
        return get_object_or_404(self.get_queryset(), pk=self.kwargs["pk"]) if "pk" in self.kwargs else None

    def perform_create(self, serializer: serializers.BaseSerializer) -> None:
        answers = dict(serializer.validated_data)
        people_wanted = answers.pop("people_wanted")
        profile, wanted = self.request._request.profile, Wanted(**answers)
        serializer.instance = save_search(wanted=wanted, people_wanted=people_wanted, by=profile, now=timezone.now())

    def perform_destroy(self, instance: SavedSearch) -> None:
        delete_search(search=instance)
