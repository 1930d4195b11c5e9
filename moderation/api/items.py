"""What waits to be read, and what was decided."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from moderation.kinds import kind_of
from moderation.models import (
    Appeal,
    AppealVerdict,
    Decision,
    ModeratedQuerySet,
    Outcome,
    ReadyAdvice,
    Reason,
    ReviewItem,
    WhyAside,
)
from moderation.operations.appeal import appeal
from moderation.operations.decision import decide
from moderation.operations.reading import claim_item, give_item_back, stand_aside
from moderation.operations.submission import change_words
from moderation.queries import items_of, queue_for, ready_advice
from portal.api.guarded import GuardedSerializer
from portal.permissions import Permission


class DecisionSerializer(serializers.ModelSerializer):
    by = serializers.CharField(source="by.shown_name", read_only=True)

    class Meta:
        model = Decision
        fields = ["outcome", "reason", "advice", "by", "at"]
        read_only_fields = ["at"]


class ReviewItemSerializer(serializers.ModelSerializer):
    kind = serializers.CharField(source="content_kind", help_text="Such as peers.post.")
    title = serializers.CharField(source="version.title")
    text = serializers.CharField(source="version.text")
    version = serializers.IntegerField(source="version.number")
    author = serializers.CharField(source="author.shown_name")
    mentor_asked = serializers.CharField(source="mentor_asked.shown_name", allow_null=True, default=None)
    is_held = serializers.BooleanField(help_text="Whether its author waits for an answer.")
    warned_of = serializers.ListField(
        source="version.warned_of",
        child=serializers.CharField(),
        help_text="What its author was asked about and wanted in it, such as telephone.",
    )

    class Meta:
        model = ReviewItem
        fields = [
            "id",
            "kind",
            "content_id",
            "version",
            "title",
            "text",
            "author",
            "level",
            "mentor_asked",
            "is_held",
            "warned_of",
            "submitted_at",
            "promised_by",
            "closed_at",
        ]


class QueueItemSerializer(ReviewItemSerializer):
    claimed_by = serializers.CharField(
        source="claimed_by.shown_name", allow_null=True, default=None, help_text="Who took it to read, half an hour."
    )

    class Meta(ReviewItemSerializer.Meta):
        fields = [*ReviewItemSerializer.Meta.fields, "claimed_by", "claimed_at"]


class StandAsideSerializer(serializers.Serializer):
    why = serializers.ChoiceField(WhyAside.choices)


class AppealVerdictSerializer(serializers.ModelSerializer):
    by = serializers.CharField(source="by.shown_name")

    class Meta:
        model = AppealVerdict
        fields = ["outcome", "words", "by", "at"]


class AppealSerializer(serializers.ModelSerializer):
    """That an author asked for a second look, and what came of it."""

    verdict = serializers.SerializerMethodField()

    class Meta:
        model = Appeal
        fields = ["words", "made_at", "promised_by", "verdict"]
        read_only_fields = ["made_at", "promised_by"]

    def get_verdict(self, appeal: Appeal) -> AppealVerdictSerializer(allow_null=True):  # type: ignore[valid-type]  # read by drf-spectacular
        verdict = getattr(appeal, "verdict", None)
        return AppealVerdictSerializer(verdict).data if verdict else None


class MyItemSerializer(ReviewItemSerializer):
    decision = serializers.SerializerMethodField()
    appeal = serializers.SerializerMethodField()

    class Meta(ReviewItemSerializer.Meta):
        fields = [*ReviewItemSerializer.Meta.fields, "decision", "appeal"]

    def get_decision(self, item: ReviewItem) -> DecisionSerializer(allow_null=True):  # type: ignore[valid-type]  # read by drf-spectacular
        decision = getattr(item, "decision", None)
        return DecisionSerializer(decision).data if decision else None

    def get_appeal(self, item: ReviewItem) -> AppealSerializer(allow_null=True):  # type: ignore[valid-type]  # the same
        appeal = getattr(getattr(item, "decision", None), "appeal", None)
        return AppealSerializer(appeal).data if appeal else None


class Queue(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet):
    """What has come to a champion to read, the soonest promised first."""

    permission = Permission.WORK_QUEUE
    permissions = dict.fromkeys(("decide", "claim", "give_back", "stand_aside"), Permission.DECIDE_ITEM)
    serializer_class = QueueItemSerializer
    queryset = ReviewItem.objects.none()
    lookup_value_converter = "uuid"

    def get_queryset(self) -> QuerySet[ReviewItem]:
        profile = self.request._request.profile
        return queue_for(profile, now=timezone.now()) if profile else self.queryset

    def get_permission_thing(self) -> ReviewItem | None:
        return get_object_or_404(ReviewItem, pk=self.kwargs["pk"]) if "pk" in self.kwargs else None

    @extend_schema(request=DecisionSerializer, responses={201: DecisionSerializer})
    @action(detail=True, methods=["post"])
    def decide(self, request: Request, pk: Any) -> Response:
        """Decide about a text. 409 when it is kept for the mentor, or decided already."""
        asked = DecisionSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        decision = decide(
            item=get_object_or_404(ReviewItem, pk=pk),
            outcome=Outcome(asked.validated_data["outcome"]),
            reason=Reason(asked.validated_data["reason"]),
            advice=asked.validated_data.get("advice", ""),
            by=request._request.profile,
            now=timezone.now(),
        )
        return Response(DecisionSerializer(decision).data, status=201)

    @extend_schema(request=None, responses=QueueItemSerializer)
    @action(detail=True, methods=["post"])
    def claim(self, request: Request, pk: Any) -> Response:
        """Take a text to read for half an hour. 409 when somebody else is reading it."""
        item = claim_item(item=self.get_permission_thing(), by=request._request.profile, now=timezone.now())
        return Response(QueueItemSerializer(item).data)

    @extend_schema(request=None, responses=QueueItemSerializer)
    @action(detail=True, methods=["post"], url_path="give-back")
    def give_back(self, request: Request, pk: Any) -> Response:
        """Let others read a text that one had taken. 409 when one has it no more."""
        item = give_item_back(item=self.get_permission_thing(), by=request._request.profile)
        return Response(QueueItemSerializer(item).data)

    @extend_schema(request=StandAsideSerializer, responses={204: None})
    @action(detail=True, methods=["post"], url_path="stand-aside")
    def stand_aside(self, request: Request, pk: Any) -> Response:
        """Say that somebody else should decide. 409 when it is decided."""
        asked = StandAsideSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        why = WhyAside(asked.validated_data["why"])
        stand_aside(item=self.get_permission_thing(), why=why, by=request._request.profile, now=timezone.now())
        return Response(status=204)


class ReadyAdviceSerializer(serializers.ModelSerializer):
    class Meta:
        model = ReadyAdvice
        fields = ["id", "reason", "text"]


class ReadyAdviceList(mixins.ListModelMixin, viewsets.GenericViewSet):
    """Advice that the area's champions keep to give again."""

    permission = Permission.WORK_QUEUE
    serializer_class = ReadyAdviceSerializer
    queryset = ReadyAdvice.objects.none()

    def get_queryset(self) -> QuerySet[ReadyAdvice]:
        return ready_advice() if self.request._request.profile else self.queryset


class NewWordsSerializer(GuardedSerializer):
    guarded = ("words",)

    words = serializers.CharField(max_length=20_000)


class MyItems(mixins.ListModelMixin, viewsets.GenericViewSet):
    """What one wrote that somebody reads or has read, newest first, with each decision, its reason and the advice."""

    permission = Permission.CHOOSE_OWN_MODERATION
    serializer_class = MyItemSerializer
    queryset = ReviewItem.objects.none()
    lookup_value_converter = "uuid"

    def get_queryset(self) -> QuerySet[ReviewItem]:
        profile = self.request._request.profile
        return items_of(profile).select_related("author") if profile else self.queryset

    def get_permission_thing(self) -> ReviewItem | None:
        return get_object_or_404(self.get_queryset(), pk=self.kwargs["pk"]) if "pk" in self.kwargs else None

    @extend_schema(request=NewWordsSerializer, responses=MyItemSerializer)
    @action(detail=True, methods=["post"])
    def change(self, request: Request, pk: Any) -> Response:
        """Send new words, where a champion asked for a change. 409 when nobody waits for one."""
        item = self.get_permission_thing()
        kind = kind_of(item.content_kind)
        asked = NewWordsSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        words = asked.validated_data["words"]
        if len(words) > kind.most_letters:
            raise serializers.ValidationError({"words": f"Please keep it under {kind.most_letters:,} letters."})
        content = ModeratedQuerySet(kind.model).get(pk=item.content_id)
        change_words(content=content, words=words, by=request._request.profile, now=timezone.now())
        newest = self.get_queryset().filter(content_id=item.content_id).first()
        return Response(MyItemSerializer(newest).data)

    @extend_schema(request=AppealSerializer, responses={201: AppealSerializer})
    @action(detail=True, methods=["post"])
    def appeal(self, request: Request, pk: Any) -> Response:
        """Ask that somebody else looks at a decision. 409 when it is too late, or asked already."""
        item = self.get_permission_thing()
        decision = get_object_or_404(Decision, review_item=item)
        asked = AppealSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        words = asked.validated_data.get("words", "")
        made = appeal(decision=decision, words=words, by=request._request.profile, now=timezone.now())
        return Response(AppealSerializer(made).data, status=201)
