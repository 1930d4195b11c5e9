"""What people would like to do."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from pools.models import Barrier, Wish
from pools.models.wish import MOST_LETTERS, MOST_PEOPLE
from pools.operations.wish import WishDetails, WishNeeds, change_wish, change_wish_needs, make_wish, withdraw_wish
from pools.queries.wishes import wishes_like, wishes_of, wishes_of_others
from portal.api.fields import PoundsField
from portal.api.guarded import GuardedSerializer
from portal.models import District, FundingKind, Interest, TimeOfWeek
from portal.permissions import Permission


class WishDetailsSerializer(GuardedSerializer):
    """What others see of a wish. Places and interests are named by their slugs."""

    guarded = ("words",)

    interest = serializers.SlugRelatedField(slug_field="slug", queryset=Interest.objects.none())
    words = serializers.CharField(max_length=MOST_LETTERS)
    district = serializers.SlugRelatedField(
        slug_field="slug", queryset=District.objects.none(), allow_null=True, required=False
    )
    times = serializers.ListField(child=serializers.ChoiceField(TimeOfWeek.choices), required=False)
    people_wanted = serializers.IntegerField(min_value=1, max_value=MOST_PEOPLE, allow_null=True, required=False)

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        # Looked up now, not when the module is read: these are the rows of the area that is entered.
        fields["interest"].queryset = Interest.objects.all()
        fields["district"].queryset = District.objects.all()
        return fields

    def details(self) -> WishDetails:
        return WishDetails(**self.validated_data)


class WishNeedsSerializer(serializers.Serializer):
    """What only its owner sees."""

    monthly_amount = PoundsField(allow_null=True, required=False)
    funding_kinds = serializers.ListField(child=serializers.ChoiceField(FundingKind.choices), required=False)
    barriers = serializers.ListField(child=serializers.ChoiceField(Barrier.choices), required=False)

    def needs(self) -> WishNeeds:
        return WishNeeds(**self.validated_data)


class WishSerializer(WishDetailsSerializer):
    """A wish as anybody in the area sees it."""

    id = serializers.UUIDField(read_only=True)
    person = serializers.CharField(source="profile.shown_name", read_only=True)
    state = serializers.CharField(read_only=True)
    made_at = serializers.DateTimeField(read_only=True)


class OwnWishSerializer(WishSerializer, WishNeedsSerializer):
    """A wish as its owner sees it."""


WHOLE_AREA = OpenApiParameter("anywhere", bool, description="Look in the whole area, not only in the same district.")


@extend_schema(tags=["wishes"])
class Wishes(mixins.ListModelMixin, viewsets.GenericViewSet[Wish]):
    """One's own wishes, and those of others. What somebody can pay, and from where, is told to nobody else."""

    permission = Permission.SEE_WISHES
    permissions = {
        "update": Permission.OWN_WISH,
        "needs": Permission.OWN_WISH,
        "withdraw": Permission.OWN_WISH,
        "alike": Permission.OWN_WISH,
    }
    hides = True
    serializer_class = OwnWishSerializer
    queryset = Wish.objects.none()
    lookup_value_converter = "uuid"

    def get_queryset(self) -> QuerySet[Wish]:
        profile = self.request._request.profile
        return wishes_of(profile).select_related("profile") if profile else self.queryset

    def get_permission_thing(self) -> Wish | None:
        wishes = Wish.objects.select_related("interest", "district", "profile")
        return get_object_or_404(wishes, pk=self.kwargs["pk"]) if "pk" in self.kwargs else None

    @extend_schema(request=WishDetailsSerializer, responses={201: OwnWishSerializer})
    def create(self, request: Request) -> Response:
        """Make a wish."""
        asked = WishDetailsSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        wish = make_wish(details=asked.details(), by=request._request.profile, now=timezone.now())
        return Response(OwnWishSerializer(wish).data, status=201)

    @extend_schema(responses=WishSerializer)
    def retrieve(self, request: Request, pk: Any) -> Response:
        """One's own whole wish, or what others may see of somebody's."""
        wish = self.get_permission_thing()
        is_own = wish is not None and wish.profile_id == request._request.profile.pk
        return Response((OwnWishSerializer if is_own else WishSerializer)(wish).data)

    @extend_schema(request=WishDetailsSerializer, responses=OwnWishSerializer)
    def update(self, request: Request, pk: Any) -> Response:
        """Say it differently."""
        asked = WishDetailsSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        wish = self.get_permission_thing()
        change_wish(wish=wish, details=asked.details(), by=request._request.profile, now=timezone.now())
        return Response(OwnWishSerializer(self.get_permission_thing()).data)

    @extend_schema(request=WishNeedsSerializer, responses=OwnWishSerializer)
    @action(detail=True, methods=["put"])
    def needs(self, request: Request, pk: Any) -> Response:
        """Say what you can pay, from where, and what makes it hard. Private."""
        asked = WishNeedsSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        wish = self.get_permission_thing()
        change_wish_needs(wish=wish, needs=asked.needs(), by=request._request.profile, now=timezone.now())
        return Response(OwnWishSerializer(self.get_permission_thing()).data)

    @extend_schema(request=None, responses=OwnWishSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: Any) -> Response:
        """Take it back. Nobody is shown it any more."""
        withdraw_wish(wish=self.get_permission_thing(), by=request._request.profile, now=timezone.now())
        return Response(OwnWishSerializer(self.get_permission_thing()).data)

    @extend_schema(responses=WishSerializer(many=True))
    @action(detail=False)
    def others(self, request: Request) -> Response:
        """What other people in the area are looking for."""
        page = self.paginate_queryset(wishes_of_others(request._request.profile))
        return self.get_paginated_response(WishSerializer(page, many=True).data)

    @extend_schema(responses=WishSerializer(many=True), parameters=[WHOLE_AREA])
    @action(detail=True)
    def alike(self, request: Request, pk: Any) -> Response:
        """Other people's wishes that fit this one, the best first."""
        anywhere = request.query_params.get("anywhere", "").lower() in {"1", "true"}
        page = self.paginate_queryset(wishes_like(self.get_permission_thing(), anywhere=anywhere))
        return self.get_paginated_response(WishSerializer(page, many=True).data)
