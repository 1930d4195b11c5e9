"""Chats, and what is said in them."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from peers.models import Answer, ChatMessage, ChatRequest, ChatRoom
from peers.operations.chat import answer_chat, end_chat, say
from peers.queries.chat import chat_messages_for, chat_requests_to, chats_of
from portal.api.guarded import GuardedSerializer
from portal.permissions import Permission


class ChatSerializer(serializers.ModelSerializer):
    """A chat: `unread` counts what others said since one looked last."""

    name = serializers.SerializerMethodField()
    unread = serializers.IntegerField(read_only=True)
    last_at = serializers.DateTimeField(read_only=True)

    class Meta:
        model = ChatRoom
        fields = ["id", "name", "group", "unread", "last_at", "ended_at"]

    def get_name(self, room: ChatRoom) -> str:
        return room.name_for(self.context["request"]._request.profile)


class ChatMessageSerializer(GuardedSerializer, serializers.ModelSerializer):
    author = serializers.CharField(source="author.shown_name", read_only=True)

    class Meta:
        model = ChatMessage
        fields = ["id", "text", "post_all_the_same", "author", "state", "submitted_at", "published_at"]
        read_only_fields = ["state", "submitted_at", "published_at"]


class ChatRequestSerializer(serializers.ModelSerializer):
    asked_by = serializers.CharField(source="asked_by.shown_name", read_only=True)

    class Meta:
        model = ChatRequest
        fields = ["id", "asked_by", "made_at"]


class ChatAnswerSerializer(serializers.Serializer):
    answer = serializers.ChoiceField(choices=Answer.choices)


@extend_schema(tags=["chats"])
class Chats(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[ChatRoom]):
    """One's chats, those with the newest words first."""

    permission = Permission.SEE_GROUP
    permissions = {"retrieve": Permission.READ_CHAT, "end": Permission.WRITE_IN_CHAT}
    hides = True
    serializer_class = ChatSerializer
    queryset = ChatRoom.objects.none()

    def get_permission_thing(self) -> ChatRoom | None:
        return get_object_or_404(ChatRoom.objects.with_people(), pk=self.kwargs["pk"]) if "pk" in self.kwargs else None

    def get_queryset(self) -> QuerySet[ChatRoom]:
        profile = self.request._request.profile
        return chats_of(profile) if profile else self.queryset

    @extend_schema(request=None, responses=ChatSerializer)
    @action(detail=True, methods=["post"])
    def end(self, request: Request, pk: str) -> Response:
        """End a chat of two. Both keep what was said."""
        end_chat(room=self.get_permission_thing(), by=request._request.profile, now=timezone.now())
        return Response(self.get_serializer(self.get_object()).data)


@extend_schema(tags=["chats"])
class ChatMessages(mixins.ListModelMixin, mixins.CreateModelMixin, viewsets.GenericViewSet[ChatMessage]):
    """What was said, newest first. Something new is held or published as its author chose."""

    permission = Permission.READ_CHAT
    permissions = {"create": Permission.WRITE_IN_CHAT}
    hides = True
    serializer_class = ChatMessageSerializer
    queryset = ChatMessage.objects.none()

    def get_permission_thing(self) -> ChatRoom:
        return get_object_or_404(ChatRoom.objects.with_people(), pk=self.kwargs["chat_id"])

    def get_queryset(self) -> QuerySet[ChatMessage]:
        profile = self.request._request.profile
        return chat_messages_for(profile, room=self.get_permission_thing()) if profile else self.queryset

    def perform_create(self, serializer: Any) -> None:
        text: str = serializer.validated_data["text"]
        serializer.instance = say(
            room=self.get_permission_thing(), text=text, by=self.request._request.profile, now=timezone.now()
        )


@extend_schema(tags=["chats"])
class ChatRequests(mixins.ListModelMixin, viewsets.GenericViewSet[ChatRequest]):
    """Who would like to chat, and waits for an answer."""

    permission = Permission.SEE_GROUP
    hides = True
    serializer_class = ChatRequestSerializer
    queryset = ChatRequest.objects.none()

    def get_queryset(self) -> QuerySet[ChatRequest]:
        profile = self.request._request.profile
        return chat_requests_to(profile) if profile else self.queryset

    @extend_schema(request=ChatAnswerSerializer, responses=ChatRequestSerializer)
    @action(detail=True, methods=["post"])
    def answer(self, request: Request, pk: str) -> Response:
        """Yes opens the chat. A no is told to nobody."""
        chat_request = self.get_object()
        answer = ChatAnswerSerializer(data=request.data)
        answer.is_valid(raise_exception=True)
        answer_chat(
            request=chat_request,
            answer=Answer(answer.validated_data["answer"]),
            by=request._request.profile,
            now=timezone.now(),
        )
        return Response(self.get_serializer(chat_request).data)
