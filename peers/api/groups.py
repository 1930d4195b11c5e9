"""Groups, who is in them, and how to come in and out."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from peers.models import Answer, Group, JoinRequest, Membership, RemovalReason
from peers.operations.group import edit_group, start_group
from peers.operations.membership import (
    answer_invitation,
    answer_request,
    ask_to_join,
    invite,
    join_group,
    leave_group,
)
from peers.operations.removal import remove_member
from peers.queries.groups import browse_groups, groups_for, members_of, requests_to
from portal.api.guarded import GuardedSerializer
from portal.models import District, Interest
from portal.permissions import Permission


class GroupSerializer(serializers.ModelSerializer):
    """What anybody in the area can see of a group. Places and interests are named by their slugs."""

    district = serializers.SlugRelatedField(
        slug_field="slug", queryset=District.objects.none(), allow_null=True, required=False
    )
    interests = serializers.SlugRelatedField(
        slug_field="slug", queryset=Interest.objects.none(), many=True, required=False
    )
    people = serializers.IntegerField(read_only=True)
    my_role = serializers.CharField(read_only=True, allow_null=True)
    my_request = serializers.CharField(read_only=True, allow_null=True)

    class Meta:
        model = Group
        fields = [
            "id",
            "name",
            "purpose",
            "is_closed",
            "district",
            "interests",
            "people",
            "my_role",
            "my_request",
            "created_at",
        ]
        read_only_fields = ["created_at"]
        # Whether the name is free, the operation asks the database.
        validators: list[Any] = []

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        # Looked up now, not when the module is read: these are the rows of the area that is entered.
        fields["district"].queryset = District.objects.all()
        fields["interests"].child_relation.queryset = Interest.objects.all()
        return fields


class EditGroupSerializer(GroupSerializer):
    """The same, but whether the group is closed: people wrote knowing who reads."""

    class Meta(GroupSerializer.Meta):
        read_only_fields = ["is_closed", "created_at"]


class MembershipSerializer(serializers.ModelSerializer):
    person = serializers.UUIDField(source="profile_id")
    shown_name = serializers.CharField(source="profile.shown_name")

    class Meta:
        model = Membership
        fields = ["person", "shown_name", "role", "joined_at"]


class JoinRequestSerializer(serializers.ModelSerializer):
    group_name = serializers.CharField(source="group.name")
    person = serializers.CharField(source="profile.shown_name")

    class Meta:
        model = JoinRequest
        fields = ["id", "group", "group_name", "person", "kind", "made_at", "answer", "answered_at"]


class AnswerSerializer(serializers.Serializer):
    answer = serializers.ChoiceField(Answer.choices)


class InviteSerializer(serializers.Serializer):
    email = serializers.EmailField()


SEARCH = [
    OpenApiParameter("q", str, description="Words; spelling is forgiven."),
    OpenApiParameter("interest", str, description="An interest's slug."),
    OpenApiParameter("district", str, description="A district's slug."),
]


class RemoveMemberSerializer(GuardedSerializer):
    guarded = ("words",)

    profile = serializers.UUIDField(help_text="Whom, by their id.")
    reason = serializers.ChoiceField(RemovalReason.choices)
    words = serializers.CharField(max_length=1000, help_text="They read this.")


@extend_schema(tags=["groups"])
class Groups(mixins.ListModelMixin, mixins.RetrieveModelMixin, mixins.CreateModelMixin, viewsets.GenericViewSet[Group]):
    """The area's groups. What is in a closed one is for its members."""

    permission = Permission.SEE_GROUP
    permissions = {
        "partial_update": Permission.RUN_GROUP,
        "members": Permission.READ_GROUP,
        "leave": Permission.WRITE_IN_GROUP,
        "requests": Permission.RUN_GROUP,
        "invite": Permission.RUN_GROUP,
        "remove_member": Permission.RUN_GROUP,
    }
    serializer_class = GroupSerializer
    queryset = Group.objects.none()
    lookup_value_converter = "uuid"

    def get_queryset(self) -> QuerySet[Group]:
        profile = self.request._request.profile
        return groups_for(profile).prefetch_related("interests") if profile else self.queryset

    def get_permission_thing(self) -> Group | None:
        return get_object_or_404(Group, pk=self.kwargs["pk"]) if "pk" in self.kwargs else None

    @extend_schema(parameters=SEARCH)
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Search them, or narrow them down."""
        interest, district = request.query_params.get("interest"), request.query_params.get("district")
        groups = browse_groups(
            request._request.profile,
            words=request.query_params.get("q", "")[:100],
            interest=get_object_or_404(Interest, slug=interest) if interest else None,
            district=get_object_or_404(District, slug=district) if district else None,
        )
        page = self.paginate_queryset(groups.prefetch_related("interests"))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    def perform_create(self, serializer: GroupSerializer) -> None:
        answers = {"district": None, "interests": [], "is_closed": False, **serializer.validated_data}
        group = start_group(**answers, by=self.request._request.profile, now=timezone.now())
        serializer.instance = self.get_queryset().get(pk=group.pk)

    @extend_schema(request=EditGroupSerializer, responses=EditGroupSerializer)
    def partial_update(self, request: Request, pk: Any) -> Response:
        group = self.get_object()
        asked = EditGroupSerializer(group, data=request.data, partial=True)
        asked.is_valid(raise_exception=True)
        kept = {"name": group.name, "purpose": group.purpose, "district": group.district}
        answers = {**kept, "interests": group.interests.all(), **asked.validated_data}
        edit_group(group=group, **answers, by=request._request.profile, now=timezone.now())
        return Response(EditGroupSerializer(self.get_object()).data)

    @extend_schema(responses=MembershipSerializer(many=True))
    @action(detail=True)
    def members(self, request: Request, pk: Any) -> Response:
        """Who is in it."""
        page = self.paginate_queryset(members_of(self.get_object()))
        return self.get_paginated_response(MembershipSerializer(page, many=True).data)

    @extend_schema(request=None, responses=GroupSerializer)
    @action(detail=True, methods=["post"])
    def join(self, request: Request, pk: Any) -> Response:
        """Come into an open group. 409 when it is closed, or you are in it."""
        join_group(group=self.get_object(), by=request._request.profile, now=timezone.now())
        return Response(self.get_serializer(self.get_object()).data)

    @extend_schema(request=None, responses=GroupSerializer)
    @action(detail=True, methods=["post"])
    def ask(self, request: Request, pk: Any) -> Response:
        """Ask to be let into a closed group."""
        ask_to_join(group=self.get_object(), by=request._request.profile, now=timezone.now())
        return Response(self.get_serializer(self.get_object()).data)

    @extend_schema(request=None, responses=GroupSerializer)
    @action(detail=True, methods=["post"])
    def leave(self, request: Request, pk: Any) -> Response:
        """Leave it, at any time."""
        leave_group(group=self.get_object(), by=request._request.profile, now=timezone.now())
        return Response(self.get_serializer(self.get_object()).data)

    @extend_schema(request=RemoveMemberSerializer, responses={204: None})
    @action(detail=True, methods=["post"], url_path="remove-member")
    def remove_member(self, request: Request, pk: Any) -> Response:
        """Take somebody out of it, with a reason and words that they read. 409 for an organiser, and for oneself."""
        asked = RemoveMemberSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        theirs = Membership.objects.current().filter(group=self.get_object(), profile=asked.validated_data["profile"])
        remove_member(
            membership=get_object_or_404(theirs),
            reason=RemovalReason(asked.validated_data["reason"]),
            words=asked.validated_data["words"],
            by=request._request.profile,
            now=timezone.now(),
        )
        return Response(status=204)

    @extend_schema(responses=JoinRequestSerializer(many=True))
    @action(detail=True)
    def requests(self, request: Request, pk: Any) -> Response:
        """Who asks to join and waits."""
        page = self.paginate_queryset(requests_to(self.get_object()).select_related("group"))
        return self.get_paginated_response(JoinRequestSerializer(page, many=True).data)

    @extend_schema(request=InviteSerializer, responses={202: None})
    @action(detail=True, methods=["post"])
    def invite(self, request: Request, pk: Any) -> Response:
        """Invite the member with this address. The answer is the same whether or not there is one."""
        asked = InviteSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        email = asked.validated_data["email"]
        invite(group=self.get_object(), email=email, by=request._request.profile, now=timezone.now())
        return Response(status=202)


@extend_schema(tags=["groups"])
class JoinRequests(viewsets.GenericViewSet[JoinRequest]):
    """Answers of organisers to people who ask to join."""

    permission = Permission.RUN_GROUP
    serializer_class = JoinRequestSerializer
    queryset = JoinRequest.objects.asked().select_related("group", "profile")
    lookup_value_converter = "uuid"

    def get_permission_thing(self) -> Group:
        return self.get_object_unasked().group

    def get_object_unasked(self) -> JoinRequest:
        return get_object_or_404(JoinRequest.objects.asked().select_related("group", "profile"), pk=self.kwargs["pk"])

    @extend_schema(request=AnswerSerializer)
    @action(detail=True, methods=["post"])
    def answer(self, request: Request, pk: Any) -> Response:
        """Let them in, or not."""
        asked = AnswerSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        answered = answer_request(
            join_request=self.get_object_unasked(),
            answer=Answer(asked.validated_data["answer"]),
            by=request._request.profile,
            now=timezone.now(),
        )
        return Response(JoinRequestSerializer(answered).data)


@extend_schema(tags=["groups"])
class Invitations(mixins.ListModelMixin, viewsets.GenericViewSet[JoinRequest]):
    """One's own invitations to groups."""

    permission = Permission.SEE_GROUP
    serializer_class = JoinRequestSerializer
    queryset = JoinRequest.objects.none()
    lookup_value_converter = "uuid"

    def get_queryset(self) -> QuerySet[JoinRequest]:
        invited = JoinRequest.objects.invited().select_related("group", "profile")
        profile = self.request._request.profile
        return invited.filter(profile=profile).order_by("-made_at", "-id") if profile else self.queryset

    def get_permission_thing(self) -> JoinRequest | None:
        return get_object_or_404(self.get_queryset(), pk=self.kwargs["pk"]) if "pk" in self.kwargs else None

    @extend_schema(request=AnswerSerializer)
    @action(detail=True, methods=["post"])
    def answer(self, request: Request, pk: Any) -> Response:
        """Say yes or no. A no is told to nobody."""
        asked = AnswerSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        answered = answer_invitation(
            invitation=self.get_object(),
            answer=Answer(asked.validated_data["answer"]),
            by=request._request.profile,
            now=timezone.now(),
        )
        return Response(JoinRequestSerializer(answered).data)
