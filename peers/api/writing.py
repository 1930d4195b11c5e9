"""Posts and comments."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, viewsets

from peers.models import Comment, Group, Post
from peers.operations.writing import write_comment, write_post
from peers.queries.writing import post_to_answer, posts_for
from portal.api.guarded import GuardedSerializer
from portal.permissions import Permission


class CommentSerializer(GuardedSerializer, serializers.ModelSerializer):
    author = serializers.CharField(source="author.shown_name", read_only=True)

    class Meta:
        model = Comment
        fields = ["id", "text", "post_all_the_same", "author", "state", "submitted_at", "published_at"]
        read_only_fields = ["state", "submitted_at", "published_at"]


class PostSerializer(GuardedSerializer, serializers.ModelSerializer):
    author = serializers.CharField(source="author.shown_name", read_only=True)
    comments = CommentSerializer(many=True, read_only=True)

    class Meta:
        model = Post
        fields = [
            "id",
            "text",
            "post_all_the_same",
            "author",
            "state",
            "submitted_at",
            "published_at",
            "comments",
        ]
        read_only_fields = ["state", "submitted_at", "published_at"]


@extend_schema(tags=["groups"])
class Posts(mixins.ListModelMixin, mixins.CreateModelMixin, viewsets.GenericViewSet[Post]):
    """A group's posts, newest first. A new one is held or published as its author chose."""

    permission = Permission.READ_GROUP
    permissions = {"create": Permission.WRITE_IN_GROUP}
    serializer_class = PostSerializer
    queryset = Post.objects.none()

    def get_permission_thing(self) -> Group:
        return get_object_or_404(Group, pk=self.kwargs["group_id"])

    def get_queryset(self) -> QuerySet[Post]:
        profile = self.request._request.profile
        return posts_for(profile, group=self.get_permission_thing()) if profile else self.queryset

    def perform_create(self, serializer: PostSerializer) -> None:
        group, by = self.get_permission_thing(), self.request._request.profile
        text: str = serializer.validated_data["text"]
        serializer.instance = write_post(group=group, text=text, by=by, now=timezone.now())


@extend_schema(tags=["groups"])
class Comments(mixins.CreateModelMixin, viewsets.GenericViewSet[Comment]):
    """Answers to a post."""

    permission = Permission.WRITE_IN_GROUP
    serializer_class = CommentSerializer
    queryset = Comment.objects.none()

    def get_post(self) -> Post:
        return get_object_or_404(post_to_answer(self.request._request.profile), pk=self.kwargs["post_id"])

    def get_permission_thing(self) -> Group:
        return self.get_post().group

    def perform_create(self, serializer: Any) -> None:
        post, by = self.get_post(), self.request._request.profile
        text: str = serializer.validated_data["text"]
        serializer.instance = write_comment(post=post, text=text, by=by, now=timezone.now())
