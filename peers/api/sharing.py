"""Papers and news."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request

from peers.models import Announcement, Audience, Group, Paper, PaperKind
from peers.operations.announcement import announce
from peers.operations.paper import add_paper
from peers.queries.writing import announcements_for, papers_for
from portal.api.guarded import GuardedSerializer
from portal.permissions import Permission
from portal.views.files import as_download


class PaperSerializer(serializers.ModelSerializer):
    added_by = serializers.CharField(source="added_by.shown_name", read_only=True)
    file = serializers.FileField(write_only=True, allow_empty_file=True, help_text="A PDF, .docx, PNG or JPEG.")

    class Meta:
        model = Paper
        fields = ["id", "group", "kind", "title", "date", "added_by", "added_at", "file"]
        read_only_fields = ["group", "added_at"]


@extend_schema(tags=["groups"])
class GroupPapers(mixins.ListModelMixin, mixins.CreateModelMixin, viewsets.GenericViewSet[Paper]):
    """A group's papers. To those who may not read the group, this does not exist."""

    permission = Permission.READ_GROUP
    permissions = {"create": Permission.RUN_GROUP}
    hides = True
    serializer_class = PaperSerializer
    parser_classes = [MultiPartParser]
    queryset = Paper.objects.none()

    def get_permission_thing(self) -> Group:
        return get_object_or_404(Group, pk=self.kwargs["group_id"])

    def get_queryset(self) -> QuerySet[Paper]:
        profile = self.request._request.profile
        return papers_for(profile).filter(group=self.kwargs["group_id"]) if profile else self.queryset

    def perform_create(self, serializer: PaperSerializer) -> None:
        answers = serializer.validated_data
        serializer.instance = add_paper(
            group=self.get_permission_thing(),
            kind=PaperKind(answers.get("kind", PaperKind.PAPER)),
            title=answers["title"],
            date=answers["date"],
            upload=answers["file"],
            by=self.request._request.profile,
            now=timezone.now(),
        )


@extend_schema(tags=["groups"])
class Papers(mixins.RetrieveModelMixin, viewsets.GenericViewSet[Paper]):
    """One paper, for those who may read its group."""

    permission = Permission.READ_GROUP
    hides = True
    serializer_class = PaperSerializer
    queryset = Paper.objects.none()
    lookup_value_converter = "uuid"

    def get_queryset(self) -> QuerySet[Paper]:
        profile = self.request._request.profile
        return papers_for(profile) if profile else self.queryset

    def get_permission_thing(self) -> Group:
        return get_object_or_404(self.get_queryset(), pk=self.kwargs["pk"]).group

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    @action(detail=True)
    def file(self, request: Request, pk: Any) -> HttpResponse:
        """The document itself."""
        return as_download(get_object_or_404(self.get_queryset().select_related("file"), pk=pk).file)


class AnnouncementSerializer(GuardedSerializer, serializers.ModelSerializer):
    guarded = ("title", "text")

    author = serializers.CharField(source="author.shown_name", read_only=True)

    class Meta:
        model = Announcement
        fields = [
            "id",
            "group",
            "audience",
            "title",
            "text",
            "post_all_the_same",
            "author",
            "state",
            "submitted_at",
            "published_at",
        ]
        read_only_fields = ["group", "state", "submitted_at", "published_at"]


@extend_schema(tags=["groups"])
class GroupAnnouncements(mixins.ListModelMixin, mixins.CreateModelMixin, viewsets.GenericViewSet[Announcement]):
    """A group's news."""

    permission = Permission.READ_GROUP
    permissions = {"create": Permission.RUN_GROUP}
    serializer_class = AnnouncementSerializer
    queryset = Announcement.objects.none()

    def get_permission_thing(self) -> Group:
        return get_object_or_404(Group, pk=self.kwargs["group_id"])

    def get_queryset(self) -> QuerySet[Announcement]:
        profile = self.request._request.profile
        return announcements_for(profile).filter(group=self.kwargs["group_id"]) if profile else self.queryset

    def perform_create(self, serializer: AnnouncementSerializer) -> None:
        answers = serializer.validated_data
        serializer.instance = announce(
            group=self.get_permission_thing(),
            title=answers["title"],
            text=answers["text"],
            audience=Audience(answers.get("audience", Audience.GROUP)),
            by=self.request._request.profile,
            now=timezone.now(),
        )


@extend_schema(tags=["groups"])
class Announcements(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Announcement]):
    """All the news that one may read, newest first."""

    permission = Permission.SEE_GROUP
    serializer_class = AnnouncementSerializer
    queryset = Announcement.objects.none()
    lookup_value_converter = "uuid"

    def get_queryset(self) -> QuerySet[Announcement]:
        profile = self.request._request.profile
        return announcements_for(profile) if profile else self.queryset

    def get_permission_thing(self) -> Announcement | None:
        return get_object_or_404(self.get_queryset(), pk=self.kwargs["pk"]) if "pk" in self.kwargs else None
