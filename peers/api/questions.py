"""Questions, their dated answers, and the way of hard ones."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from peers.models import AnswerCheck, DatedAnswer, Question, QuestionPassing
from peers.operations.question import (
    answer_question,
    ask_question,
    check_answer,
    choose_answer,
    pass_question,
    take_question,
)
from peers.queries.questions import answers_for, answers_to, browse_questions, who_may_know
from portal.api.guarded import GuardedSerializer
from portal.models import Profile
from portal.permissions import Permission


class MemberQuestionSerializer(GuardedSerializer, serializers.ModelSerializer):
    guarded = ("title", "text")

    author = serializers.CharField(source="author.shown_name", read_only=True)
    answer_count = serializers.IntegerField(read_only=True)
    is_answered = serializers.BooleanField(read_only=True)

    class Meta:
        model = Question
        fields = [
            "id",
            "title",
            "text",
            "post_all_the_same",
            "author",
            "state",
            "submitted_at",
            "published_at",
            "answer_count",
            "is_answered",
        ]
        read_only_fields = ["state", "submitted_at", "published_at"]


class DatedAnswerSerializer(GuardedSerializer, serializers.ModelSerializer):
    guarded = ("text", "source")

    author = serializers.CharField(source="author.shown_name", read_only=True)
    last_checked = serializers.DateField(read_only=True)
    last_checked_by = serializers.CharField(read_only=True)

    class Meta:
        model = DatedAnswer
        fields = [
            "id",
            "text",
            "post_all_the_same",
            "checked_on",
            "source",
            "author",
            "state",
            "submitted_at",
            "accepted_at",
            "last_checked",
            "last_checked_by",
        ]
        read_only_fields = ["state", "submitted_at", "accepted_at"]


class AnswerCheckSerializer(serializers.ModelSerializer):
    checked_by = serializers.CharField(source="checked_by.shown_name", read_only=True)

    class Meta:
        model = AnswerCheck
        fields = ["id", "checked_on", "checked_by", "noted_at"]
        read_only_fields = ["noted_at"]


class QuestionPassingSerializer(serializers.ModelSerializer):
    """Where a question is. The note is for the person who has it."""

    to_name = serializers.CharField(source="to.shown_name", read_only=True)

    class Meta:
        model = QuestionPassing
        fields = ["id", "to", "to_name", "note", "state", "passed_at", "changed_at"]
        read_only_fields = ["state", "passed_at", "changed_at"]
        extra_kwargs = {"note": {"write_only": True}}

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        # Looked up now, not when the module is read: these are the people of the area that is entered.
        fields["to"].queryset = Profile.objects.members()
        return fields


@extend_schema(tags=["questions"])
class Questions(
    mixins.ListModelMixin, mixins.RetrieveModelMixin, mixins.CreateModelMixin, viewsets.GenericViewSet[Question]
):
    """What members asked, newest first. A new one is held or published as its author chose."""

    permission = Permission.ANSWER_QUESTION
    permissions = {"pass_on": Permission.PASS_QUESTION, "take": Permission.TAKE_QUESTION}
    serializer_class = MemberQuestionSerializer
    queryset = Question.objects.none()
    lookup_value_converter = "uuid"

    def get_queryset(self) -> QuerySet[Question]:
        profile = self.request._request.profile
        words = self.request.query_params.get("q", "")[:100] if self.action == "list" else ""
        return browse_questions(profile, words=words) if profile else self.queryset

    def get_permission_thing(self) -> Question | None:
        return get_object_or_404(self.get_queryset(), pk=self.kwargs["pk"]) if "pk" in self.kwargs else None

    @extend_schema(parameters=[OpenApiParameter("q", str, description="Words; spelling is forgiven.")])
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Search them."""
        return super().list(request, *args, **kwargs)

    def perform_create(self, serializer: MemberQuestionSerializer) -> None:
        question = ask_question(**serializer.validated_data, by=self.request._request.profile, now=timezone.now())
        serializer.instance = self.get_queryset().get(pk=question.pk)

    @extend_schema(request=QuestionPassingSerializer, responses=QuestionPassingSerializer)
    @action(detail=True, methods=["post"], url_path="pass")
    def pass_on(self, request: Request, pk: Any) -> Response:
        """Pass a hard question to somebody who may know."""
        question, by = self.get_object(), request._request.profile
        asked = QuestionPassingSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        to = get_object_or_404(who_may_know(question, by=by), pk=asked.validated_data["to"].pk)
        note = asked.validated_data.get("note", "")
        passing = pass_question(question=question, to=to, note=note, by=by, now=timezone.now())
        return Response(QuestionPassingSerializer(passing).data)

    @extend_schema(request=None, responses=QuestionPassingSerializer)
    @action(detail=True, methods=["post"])
    def take(self, request: Request, pk: Any) -> Response:
        """Say yes to a question that was passed to you."""
        passing = take_question(question=self.get_object(), by=request._request.profile, now=timezone.now())
        return Response(QuestionPassingSerializer(passing).data)


@extend_schema(tags=["questions"])
class QuestionAnswers(mixins.ListModelMixin, mixins.CreateModelMixin, viewsets.GenericViewSet[DatedAnswer]):
    """Answers to a question, the one that helped first."""

    permission = Permission.ANSWER_QUESTION
    serializer_class = DatedAnswerSerializer
    queryset = DatedAnswer.objects.none()

    def get_permission_thing(self) -> Question:
        return get_object_or_404(browse_questions(self.request._request.profile), pk=self.kwargs["question_id"])

    def get_queryset(self) -> QuerySet[DatedAnswer]:
        profile = self.request._request.profile
        return answers_to(profile, question=self.get_permission_thing()) if profile else self.queryset

    def perform_create(self, serializer: DatedAnswerSerializer) -> None:
        answer = answer_question(
            question=self.get_permission_thing(),
            **serializer.validated_data,
            by=self.request._request.profile,
            now=timezone.now(),
        )
        serializer.instance = self.get_queryset().get(pk=answer.pk)


@extend_schema(tags=["questions"])
class Answers(viewsets.GenericViewSet[DatedAnswer]):
    """What readers do with an answer."""

    permission = Permission.ANSWER_QUESTION
    permissions = {"choose": Permission.CHOOSE_ANSWER}
    serializer_class = DatedAnswerSerializer
    queryset = DatedAnswer.objects.none()
    lookup_value_converter = "uuid"

    def get_answer(self) -> DatedAnswer:
        return get_object_or_404(answers_for(self.request._request.profile), pk=self.kwargs["pk"])

    def get_permission_thing(self) -> Question:
        return self.get_answer().question

    @extend_schema(request=AnswerCheckSerializer, responses=AnswerCheckSerializer)
    @action(detail=True, methods=["post"])
    def check(self, request: Request, pk: Any) -> Response:
        """Say that it is still true, and on which day you looked."""
        asked = AnswerCheckSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        by, checked_on = request._request.profile, asked.validated_data["checked_on"]
        check = check_answer(answer=self.get_answer(), checked_on=checked_on, by=by, now=timezone.now())
        return Response(AnswerCheckSerializer(check).data)

    @extend_schema(request=None, responses=DatedAnswerSerializer)
    @action(detail=True, methods=["post"])
    def choose(self, request: Request, pk: Any) -> Response:
        """Mark the answer that helped you, where you asked."""
        answer, by = self.get_answer(), request._request.profile
        choose_answer(answer=answer, by=by, now=timezone.now())
        return Response(self.get_serializer(answers_to(by, question=answer.question).get(pk=answer.pk)).data)
