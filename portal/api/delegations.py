"""Whom the person who asks lets help, and whom they help. No token helps anybody: that is for the pages alone."""

from typing import ClassVar

from django.db.models import Q, QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from portal.api.permissions import HasPermission
from portal.models import Delegation, DelegationState, Profile, Scope, Voice
from portal.operations.supporters import (
    Help,
    answer_delegation,
    ask_supporter,
    give_back_delegation,
    revoke_delegation,
)
from portal.permissions import Permission


class DelegationSerializer(serializers.ModelSerializer):
    """One delegation. `mine`: the person who asks is the member; otherwise they are the supporter."""

    member = serializers.CharField(source="member.shown_name")
    supporter = serializers.SerializerMethodField()
    scopes = serializers.ListField(child=serializers.ChoiceField(Scope.choices))
    state = serializers.ChoiceField(DelegationState.choices)
    mine = serializers.SerializerMethodField()

    class Meta:
        model = Delegation
        fields: ClassVar = ["id", "member", "supporter", "voice", "scopes", "starts_on", "ends_on", "state", "mine"]

    def get_supporter(self, delegation: Delegation) -> str:
        """Their name once they have said yes; before, the address that the member gave."""
        return delegation.supporter.shown_name if delegation.supporter else delegation.supporter_email

    def get_mine(self, delegation: Delegation) -> bool:
        return delegation.member_id == self.context["profile"].pk


class AskSupporterSerializer(serializers.Serializer):
    email = serializers.EmailField()
    voice = serializers.ChoiceField(Voice.choices)
    scopes = serializers.ListField(child=serializers.ChoiceField(Scope.choices))
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()


class Delegations(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet):
    """One's own: those that one has given, and those that one was asked for."""

    permission = Permission.EDIT_OWN_PROFILE
    permission_classes = [HasPermission]
    serializer_class = DelegationSerializer

    @property
    def profile(self) -> Profile:
        profile: Profile = self.request._request.profile
        return profile

    def get_queryset(self) -> QuerySet[Delegation]:
        if getattr(self, "swagger_fake_view", False):
            return Delegation.objects.with_state()
        own = Q(member=self.profile) | Q(supporter=self.profile) | Q(supporter_email=self.profile.user.email)
        return Delegation.objects.with_state().filter(own).select_related("member", "supporter")

    def get_serializer_context(self) -> dict[str, object]:
        profile = None if getattr(self, "swagger_fake_view", False) else self.profile
        return {**super().get_serializer_context(), "profile": profile}

    def answer(self, delegation: Delegation, *, status: int = 200) -> Response:
        """The delegation as it is now."""
        return Response(self.get_serializer(self.get_queryset().get(pk=delegation.pk)).data, status=status)

    @extend_schema(request=AskSupporterSerializer, responses={201: DelegationSerializer})
    def create(self, request: Request) -> Response:
        """Ask somebody to help. 409 with the reason when that cannot be."""
        asked = AskSupporterSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        facts = dict(asked.validated_data)
        delegation = ask_supporter(
            email=facts.pop("email"), help_with=Help(**facts), by=self.profile, now=timezone.now()
        )
        return self.answer(delegation, status=201)

    @extend_schema(request=None, responses=DelegationSerializer)
    @action(detail=True, methods=["post"])
    def accept(self, request: Request, pk: str) -> Response:
        """Say yes to helping. The help itself is given on the pages."""
        return self.answer(
            answer_delegation(delegation=self.get_object(), accept=True, by=self.profile, now=timezone.now())
        )

    @extend_schema(request=None, responses=DelegationSerializer)
    @action(detail=True, methods=["post"])
    def decline(self, request: Request, pk: str) -> Response:
        """Say no to helping."""
        return self.answer(
            answer_delegation(delegation=self.get_object(), accept=False, by=self.profile, now=timezone.now())
        )

    @extend_schema(request=None, responses=DelegationSerializer)
    @action(detail=True, methods=["post"])
    def revoke(self, request: Request, pk: str) -> Response:
        """Stop it, as the member."""
        return self.answer(revoke_delegation(delegation=self.get_object(), by=self.profile, now=timezone.now()))

    @extend_schema(request=None, responses=DelegationSerializer)
    @action(detail=True, methods=["post"], url_path="give-back")
    def give_back(self, request: Request, pk: str) -> Response:
        """Stop it, as the supporter."""
        return self.answer(give_back_delegation(delegation=self.get_object(), by=self.profile, now=timezone.now()))
