"""Pools, who is in them, and how to come in and go out."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from peers.models import Group
from pools.models import DecisionRule, Invitation, MoneyPath, Pool, PoolMembership, PurchaseKind, Wish
from pools.operations.invitation import accept_invitation, decline_invitation, invite_people
from pools.operations.membership import join_pool, leave_pool, stay_in_pool, warn_of_leaving
from pools.operations.pool import PoolPlan, start_pool
from pools.operations.use import accept_disclaimer, record_induction, start_using
from pools.queries.costing import Preview, preview_join, preview_leave
from pools.queries.pools import (
    invitations_for,
    members_of,
    membership_of,
    people_to_invite,
    pools_of,
)
from pools.queries.timeline import timeline_of
from portal.api.fields import PoundsField
from portal.permissions import Permission
from providers.models import Offer


class PoolSerializer(serializers.ModelSerializer):
    """A pool. It starts from a wish of one's own, a group that one is in, or an offer."""

    id = serializers.UUIDField(read_only=True)
    buying = serializers.ChoiceField(PurchaseKind.choices)
    decision_rule = serializers.ChoiceField(DecisionRule.choices, default=DecisionRule.CONSENSUS)
    most_people = serializers.IntegerField(min_value=2, max_value=1000, allow_null=True, required=False)
    wish = serializers.PrimaryKeyRelatedField(queryset=Wish.objects.none(), allow_null=True, required=False)
    group = serializers.PrimaryKeyRelatedField(queryset=Group.objects.none(), allow_null=True, required=False)
    offer = serializers.PrimaryKeyRelatedField(queryset=Offer.objects.none(), allow_null=True, required=False)
    district = serializers.SlugRelatedField(slug_field="slug", read_only=True)
    organiser = serializers.CharField(source="organiser.shown_name", read_only=True)
    state = serializers.CharField(read_only=True)
    people = serializers.IntegerField(read_only=True)
    money_path = serializers.ChoiceField(MoneyPath.choices, default=MoneyPath.HOLDER)

    class Meta:
        model = Pool
        fields = [
            "id",
            "title",
            "purpose",
            "buying",
            "most_people",
            "decision_rule",
            "sharing_rule",
            "money_path",
            "wish",
            "group",
            "offer",
            "district",
            "organiser",
            "state",
            "people",
            "made_at",
        ]
        read_only_fields = ["sharing_rule", "made_at"]

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        # Looked up now, not when the module is read: these are the rows of the area that is entered.
        fields["wish"].queryset = Wish.objects.all()
        fields["group"].queryset = Group.objects.all()
        fields["offer"].queryset = Offer.objects.select_related("service")
        return fields

    def plan(self) -> PoolPlan:
        answers = self.validated_data
        wish, group, offer = (answers.get(name) for name in ("wish", "group", "offer"))
        places = [origin.district for origin in (wish, group, offer and offer.service) if origin is not None]
        return PoolPlan(**answers, district=next(iter(places), None))


class PoolMemberSerializer(serializers.ModelSerializer):
    person = serializers.CharField(source="profile.shown_name")

    class Meta:
        model = PoolMembership
        fields = ["id", "person", "joined_at", "cleared_for_use_at"]


class HappeningSerializer(serializers.Serializer):
    """One thing that happened: what, when and by whom."""

    at = serializers.DateTimeField()
    kind = serializers.CharField()
    words = serializers.CharField()
    who = serializers.CharField(source="who.shown_name", default=None, allow_null=True)
    note = serializers.CharField()


class CandidateSerializer(serializers.Serializer):
    """Somebody who might like to join. `wish` is the wish that says so."""

    person = serializers.UUIDField(source="profile.pk")
    shown_name = serializers.CharField(source="profile.shown_name")
    wish = serializers.UUIDField(source="wish.pk", allow_null=True, default=None)


class InvitePeopleSerializer(serializers.Serializer):
    people = serializers.ListField(child=serializers.UUIDField(), min_length=1)


class InductionSerializer(serializers.Serializer):
    given_by = serializers.CharField(max_length=120)
    valid_until = serializers.DateField(allow_null=True, default=None)


class ChangeSerializer(serializers.Serializer):
    """What one person pays in the first year, before and after."""

    person = serializers.CharField(source="profile.shown_name")
    before = PoundsField(allow_null=True)
    after = PoundsField(allow_null=True)


class PreviewSerializer(serializers.Serializer):
    total_before = PoundsField(source="before.total")
    total_after = PoundsField(source="after.total")
    changes = ChangeSerializer(many=True)


class PoolInvitationSerializer(serializers.ModelSerializer):
    pool_title = serializers.CharField(source="pool.title")
    purpose = serializers.CharField(source="pool.purpose")
    invited_by = serializers.CharField(source="invited_by.shown_name")

    class Meta:
        model = Invitation
        fields = ["id", "pool", "pool_title", "purpose", "invited_by", "invited_at", "answer", "answered_at"]


@extend_schema(tags=["pools"])
class Pools(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Pool]):
    """One's own pools. To everybody else they do not exist."""

    permission = Permission.WORK_IN_POOL
    permissions = {
        "list": Permission.SEE_WISHES,
        "create": Permission.SEE_WISHES,
        "join": Permission.SEE_POOL,
        "induction": Permission.ORGANISE_POOL,
    }
    hides = True
    serializer_class = PoolSerializer
    queryset = Pool.objects.none()
    lookup_value_converter = "uuid"

    def get_queryset(self) -> QuerySet[Pool]:
        profile = self.request._request.profile
        return pools_of(profile) if profile else self.queryset

    def get_permission_thing(self) -> Pool | None:
        pools = Pool.objects.select_related("group", "offer__service", "wish__interest")
        return get_object_or_404(pools, pk=self.kwargs["pk"]) if "pk" in self.kwargs else None

    @property
    def membership(self) -> Any:
        return membership_of(self.get_permission_thing(), self.request._request.profile)

    @extend_schema(request=PoolSerializer, responses={201: PoolSerializer})
    def create(self, request: Request) -> Response:
        """Start a pool."""
        asked = self.get_serializer(data=request.data)
        asked.is_valid(raise_exception=True)
        pool = start_pool(plan=asked.plan(), by=request._request.profile, now=timezone.now())
        return Response(self.get_serializer(self.get_queryset().get(pk=pool.pk)).data, status=201)

    @extend_schema(responses=PoolMemberSerializer(many=True))
    @action(detail=True)
    def people(self, request: Request, pk: Any) -> Response:
        """Who is in it."""
        page = self.paginate_queryset(members_of(self.get_object()))
        return self.get_paginated_response(PoolMemberSerializer(page, many=True).data)

    @extend_schema(responses=HappeningSerializer(many=True))
    @action(detail=True, pagination_class=None)
    def timeline(self, request: Request, pk: Any) -> Response:
        """What has happened so far."""
        return Response(HappeningSerializer(timeline_of(self.get_object()), many=True).data)

    @extend_schema(responses=CandidateSerializer(many=True))
    @action(detail=True, pagination_class=None)
    def candidates(self, request: Request, pk: Any) -> Response:
        """People who fit, and whom you can invite."""
        found = people_to_invite(self.get_permission_thing(), by=request._request.profile)
        return Response(CandidateSerializer(found, many=True).data)

    @extend_schema(request=InvitePeopleSerializer, responses={201: None})
    @action(detail=True, methods=["post"])
    def invite(self, request: Request, pk: Any) -> Response:
        """Ask people to join: only those among the candidates."""
        asked = InvitePeopleSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        pool, profile = self.get_permission_thing(), request._request.profile
        known = {candidate.profile.pk: candidate for candidate in people_to_invite(pool, by=profile)}
        chosen = [known.get(person) for person in asked.validated_data["people"]]
        if None in chosen:
            raise serializers.ValidationError({"people": ["Somebody on this list cannot be asked."]})
        invite_people(pool=pool, candidates=chosen, by=profile, now=timezone.now())
        return Response(status=201)

    @extend_schema(request=None, responses=PoolSerializer)
    @action(detail=True, methods=["post"])
    def join(self, request: Request, pk: Any) -> Response:
        """Join a pool of your group."""
        join_pool(pool=self.get_permission_thing(), by=request._request.profile, now=timezone.now())
        return Response(self.get_serializer(self.get_object()).data)

    @extend_schema(responses=PreviewSerializer)
    @action(detail=True)
    def leaving(self, request: Request, pk: Any) -> Response:
        """What everybody would pay if you left."""
        return Response(PreviewSerializer(preview_leave(self.membership)).data)

    @extend_schema(request=None, responses=PreviewSerializer)
    @action(detail=True, methods=["post"])
    def warn(self, request: Request, pk: Any) -> Response:
        """Tell the others what your leaving would mean for them. Then you can leave."""
        preview = warn_of_leaving(membership=self.membership, by=request._request.profile, now=timezone.now())
        return Response(PreviewSerializer(preview).data)

    @extend_schema(request=None, responses={204: None})
    @action(detail=True, methods=["post"])
    def stay(self, request: Request, pk: Any) -> Response:
        """Think better of leaving."""
        stay_in_pool(membership=self.membership, by=request._request.profile, now=timezone.now())
        return Response(status=204)

    @extend_schema(request=None, responses={204: None})
    @action(detail=True, methods=["post"])
    def leave(self, request: Request, pk: Any) -> Response:
        """Leave. 409 while the others have not been told."""
        leave_pool(membership=self.membership, by=request._request.profile, now=timezone.now())
        return Response(status=204)

    @extend_schema(request=InductionSerializer, responses=PoolMemberSerializer)
    @action(detail=True, methods=["post"], url_path="people/<uuid:member>/induction")
    def induction(self, request: Request, pk: Any, member: Any) -> Response:
        """Write down that somebody has been shown how to use it."""
        asked = InductionSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        membership = get_object_or_404(members_of(self.get_permission_thing()), pk=member)
        profile = request._request.profile
        record_induction(membership=membership, **asked.validated_data, by=profile, now=timezone.now())
        return Response(PoolMemberSerializer(membership).data)

    @extend_schema(request=None, responses=PoolMemberSerializer)
    @action(detail=True, methods=["post"])
    def accept_disclaimer(self, request: Request, pk: Any) -> Response:
        """Accept the rules of use."""
        membership = self.membership
        accept_disclaimer(membership=membership, by=request._request.profile, now=timezone.now())
        return Response(PoolMemberSerializer(membership).data)

    @extend_schema(request=None, responses=PoolMemberSerializer)
    @action(detail=True, methods=["post"])
    def start_using(self, request: Request, pk: Any) -> Response:
        """Start to use it. 409 while something that comes first is missing."""
        done = start_using(membership=self.membership, by=request._request.profile, now=timezone.now())
        return Response(PoolMemberSerializer(done).data)


@extend_schema(tags=["pools"])
class PoolInvitations(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Invitation]):
    """Invitations to pools, for the person who is invited."""

    permission = Permission.ANSWER_INVITATION
    permissions = {"list": Permission.SEE_WISHES}
    hides = True
    serializer_class = PoolInvitationSerializer
    queryset = Invitation.objects.none()
    lookup_value_converter = "uuid"

    def get_queryset(self) -> QuerySet[Invitation]:
        profile = self.request._request.profile
        if profile is None:
            return self.queryset
        if self.action == "list":
            return invitations_for(profile)
        return Invitation.objects.filter(profile=profile).select_related("pool__offer__service", "invited_by")

    def get_permission_thing(self) -> Invitation | None:
        return get_object_or_404(Invitation, pk=self.kwargs["pk"]) if "pk" in self.kwargs else None

    @extend_schema(responses=PreviewSerializer)
    @action(detail=True)
    def preview(self, request: Request, pk: Any) -> Response:
        """What everybody would pay if you joined."""
        preview: Preview = preview_join(self.get_object().pool, newcomer=request._request.profile)
        return Response(PreviewSerializer(preview).data)

    @extend_schema(request=None, responses=PoolInvitationSerializer)
    @action(detail=True, methods=["post"])
    def accept(self, request: Request, pk: Any) -> Response:
        """Join the pool."""
        accept_invitation(invitation=self.get_object(), by=request._request.profile, now=timezone.now())
        return Response(self.get_serializer(self.get_object()).data)

    @extend_schema(request=None, responses=PoolInvitationSerializer)
    @action(detail=True, methods=["post"])
    def decline(self, request: Request, pk: Any) -> Response:
        """Say no, thank you."""
        decline_invitation(invitation=self.get_object(), by=request._request.profile, now=timezone.now())
        return Response(self.get_serializer(self.get_object()).data)
