"""The yes of others, the members' own decision, and what was bought."""

from typing import Any

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from pools.api.costing import ReasonSerializer
from pools.api.pool_parts import PoolParts
from pools.models import (
    Consent,
    ConsentKind,
    ConsentPaper,
    DeclaredInterest,
    Option,
    OptionKind,
    Proposal,
    ProposalResult,
    Purchase,
    PurchaseNote,
    SharingRule,
)
from pools.operations.ballot import VoteTerms
from pools.operations.consent import add_consent, file_consent, need_consent, renew_consent, waive_consent
from pools.operations.decision import cast_vote, close_vote, declare_interest, propose
from pools.operations.mediation import ask_mediator, follow_up
from pools.operations.purchase import record_purchase
from pools.operations.purchase_note import note_purchase
from pools.operations.question import ask_question, ask_sharing
from pools.queries.decisions import count_votes
from portal.api.fields import PoundsField
from portal.permissions import Permission
from portal.views.files import as_download

YES_OR_NO_CHANGE = [(kind.value, kind.label) for kind in (OptionKind.GO_AHEAD, OptionKind.NO_CHANGE)]


class ConsentSerializer(serializers.ModelSerializer):
    class Meta:
        model = Consent
        fields = [
            "id",
            "kind",
            "name",
            "need",
            "not_needed_reason",
            "blocks_purchase",
            "dated_on",
            "valid_until",
            "given_at",
        ]


class ConsentPaperSerializer(serializers.ModelSerializer):
    filed_by = serializers.CharField(source="filed_by.shown_name")

    class Meta:
        model = ConsentPaper
        fields = ["id", "dated_on", "valid_until", "filed_by", "filed_at"]


class NeedConsentSerializer(serializers.Serializer):
    name = serializers.CharField(max_length=120)


class NewConsentSerializer(NeedConsentSerializer):
    kind = serializers.ChoiceField(ConsentKind.choices)


class FileConsentSerializer(serializers.Serializer):
    file = serializers.FileField(allow_empty_file=True, help_text="A PDF, PNG or JPEG.")
    dated_on = serializers.DateField()
    valid_until = serializers.DateField(allow_null=True, default=None)


class AnswerTallySerializer(serializers.Serializer):
    words = serializers.CharField()
    votes = serializers.IntegerField()


class ResultSerializer(serializers.ModelSerializer):
    tally = AnswerTallySerializer(many=True, read_only=True)

    class Meta:
        model = ProposalResult
        fields = ["outcome", "chosen", "people", "yes_votes", "no_votes", "tally", "words", "closed_at"]


class CountSerializer(serializers.Serializer):
    """How many have voted; never who said what."""

    people = serializers.IntegerField()
    voted = serializers.IntegerField()


class OptionSerializer(serializers.ModelSerializer):
    """An answer on the ballot. `words` are empty for "yes, go ahead" and "no change"."""

    class Meta:
        model = Option
        fields = ["id", "kind", "words", "sharing_rule"]


class DeclaredInterestSerializer(serializers.ModelSerializer):
    """Somebody who stands aside, and why."""

    person = serializers.CharField(source="membership.profile.shown_name", read_only=True)

    class Meta:
        model = DeclaredInterest
        fields = ["person", "words", "at"]
        read_only_fields = ["at"]


class ProposalSerializer(serializers.ModelSerializer):
    """
    A vote. About the costs, `figures` are the costs and the shares as they stood when it began; about sharing, every
    member's share by each rule.
    """

    result = ResultSerializer(allow_null=True, default=None, read_only=True)
    options = OptionSerializer(many=True, read_only=True)
    interests = DeclaredInterestSerializer(many=True, read_only=True, source="declared_interests")
    count = serializers.SerializerMethodField()

    class Meta:
        model = Proposal
        fields = [
            "id",
            "number",
            "subject",
            "question",
            "reason",
            "quorum",
            "tender",
            "options",
            "interests",
            "figures",
            "decision_rule",
            "opens_at",
            "closes_at",
            "count",
            "result",
        ]

    @extend_schema_field(CountSerializer)
    def get_count(self, proposal: Proposal) -> dict[str, Any]:
        return CountSerializer(count_votes(proposal)).data


class NewProposalSerializer(serializers.Serializer):
    """Until when a vote goes on, and how many must have voted for it to count."""

    closes_at = serializers.DateTimeField()
    quorum = serializers.IntegerField(min_value=1, max_value=1000, allow_null=True, default=None)


class VoteTermsSerializer(NewProposalSerializer):
    """Why it is asked, besides."""

    reason = serializers.CharField(max_length=2000, allow_blank=True, default="")

    def terms(self) -> VoteTerms:
        given = self.validated_data
        return VoteTerms(closes_at=given["closes_at"], reason=given["reason"], quorum=given["quorum"])


class QuestionSerializer(VoteTermsSerializer):
    question = serializers.CharField(max_length=200)
    answers = serializers.ListField(child=serializers.CharField(max_length=100), max_length=20)


class SharingQuestionSerializer(VoteTermsSerializer):
    rules = serializers.ListField(child=serializers.ChoiceField(SharingRule.choices), max_length=5)


class VoteSerializer(serializers.Serializer):
    """Either `option`, an answer by its id, or `choice`: yes or no change."""

    choice = serializers.ChoiceField(YES_OR_NO_CHANGE, required=False)
    option = serializers.PrimaryKeyRelatedField(queryset=Option.objects.all(), required=False)
    private_words = serializers.CharField(max_length=2000, allow_blank=True, default="")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("choice" in attrs) == ("option" in attrs):
            raise serializers.ValidationError(_("Give either an option or a choice."))
        return attrs

    def answer(self) -> OptionKind | Option:
        given = self.validated_data
        return given["option"] if "option" in given else OptionKind(given["choice"])


class WordsSerializer(serializers.Serializer):
    words = serializers.CharField(max_length=1000)


class InterestWordsSerializer(serializers.Serializer):
    words = serializers.CharField(max_length=300)


class FollowUpSerializer(serializers.Serializer):
    words = serializers.CharField(max_length=500)


class PurchaseSerializer(serializers.ModelSerializer):
    amount = PoundsField()

    class Meta:
        model = Purchase
        fields = ["id", "what", "seller", "amount", "bought_on", "paid_how", "paid_by", "recorded_at"]
        read_only_fields = ["recorded_at"]


class PurchaseNoteSerializer(serializers.ModelSerializer):
    by = serializers.CharField(source="by.shown_name")

    class Meta:
        model = PurchaseNote
        fields = ["id", "words", "by", "at"]


class NotRightSerializer(serializers.Serializer):
    words = serializers.CharField(max_length=300, allow_blank=True, default="")


@extend_schema(tags=["consents"])
class Consents(PoolParts):
    """Who outside the pool must say yes. Only a paper counts."""

    serializer_class = ConsentSerializer
    queryset = Consent.objects.select_related("pool")

    @extend_schema(responses=ConsentSerializer(many=True))
    def list(self, request: Request, pool_id: Any) -> Response:
        """All of them."""
        return Response(ConsentSerializer(self.get_queryset(), many=True).data)

    @extend_schema(request=NewConsentSerializer, responses={201: ConsentSerializer})
    def create(self, request: Request, pool_id: Any) -> Response:
        """Say that somebody else has to say yes."""
        asked = NewConsentSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        consent = add_consent(pool=self.pool, **asked.validated_data, by=self.profile, now=timezone.now())
        return Response(ConsentSerializer(consent).data, status=201)

    @extend_schema(request=NeedConsentSerializer, responses=ConsentSerializer)
    @action(detail=True, methods=["post"])
    def need(self, request: Request, pool_id: Any, pk: Any) -> Response:
        """Answer: yes, we need it, and from whom."""
        asked = NeedConsentSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        consent = need_consent(consent=self.get_object(), **asked.validated_data, by=self.profile, now=timezone.now())
        return Response(ConsentSerializer(consent).data)

    @extend_schema(request=ReasonSerializer, responses=ConsentSerializer)
    @action(detail=True, methods=["post"])
    def waive(self, request: Request, pool_id: Any, pk: Any) -> Response:
        """Answer: no, we do not need it, and why."""
        asked = ReasonSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        consent = waive_consent(consent=self.get_object(), **asked.validated_data, by=self.profile, now=timezone.now())
        return Response(ConsentSerializer(consent).data)

    @extend_schema(request=FileConsentSerializer, responses=ConsentSerializer)
    @action(detail=True, methods=["post"], parser_classes=[MultiPartParser])
    def file(self, request: Request, pool_id: Any, pk: Any) -> Response:
        """Add the paper on which they said yes."""
        asked = FileConsentSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        consent = file_consent(consent=self.get_object(), **asked.validated_data, by=self.profile, now=timezone.now())
        return Response(ConsentSerializer(consent).data)

    @extend_schema(request=FileConsentSerializer, responses=ConsentSerializer)
    @action(detail=True, methods=["post"], parser_classes=[MultiPartParser])
    def renew(self, request: Request, pool_id: Any, pk: Any) -> Response:
        """Add a newer paper. The earlier ones stay."""
        asked = FileConsentSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        consent = renew_consent(consent=self.get_object(), **asked.validated_data, by=self.profile, now=timezone.now())
        return Response(ConsentSerializer(consent).data)

    @extend_schema(responses=ConsentPaperSerializer(many=True))
    @action(detail=True)
    def papers(self, request: Request, pool_id: Any, pk: Any) -> Response:
        """Every paper that there ever was, the newest first."""
        papers = self.get_object().papers.select_related("filed_by")
        return Response(ConsentPaperSerializer(papers, many=True).data)

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    @action(detail=True)
    def paper(self, request: Request, pool_id: Any, pk: Any) -> HttpResponse:
        """The paper itself."""
        consent = self.get_object()
        if consent.file is None:
            raise Http404
        return as_download(consent.file)


@extend_schema(tags=["votes"])
class Proposals(PoolParts):
    """What the members vote about. "No change" is always one of the answers."""

    permissions = {"create": Permission.ORGANISE_POOL}
    serializer_class = ProposalSerializer
    queryset = Proposal.objects.select_related("result", "pool").prefetch_related(
        "options", "declared_interests__membership__profile"
    )

    @extend_schema(responses=ProposalSerializer(many=True))
    def list(self, request: Request, pool_id: Any) -> Response:
        """All votes so far, the newest first."""
        return Response(ProposalSerializer(self.get_queryset(), many=True).data)

    @extend_schema(responses=ProposalSerializer)
    def retrieve(self, request: Request, pool_id: Any, pk: Any) -> Response:
        """One vote."""
        return Response(ProposalSerializer(self.get_object()).data)

    @extend_schema(request=NewProposalSerializer, responses={201: ProposalSerializer})
    def create(self, request: Request, pool_id: Any) -> Response:
        """Put the costs to the vote. 409 while a question is open or somebody has not looked at their share."""
        asked = NewProposalSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        proposal = propose(pool=self.pool, **asked.validated_data, by=self.profile, now=timezone.now())
        return Response(ProposalSerializer(proposal).data, status=201)

    @extend_schema(request=QuestionSerializer, responses={201: ProposalSerializer})
    @action(detail=False, methods=["post"])
    def question(self, request: Request, pool_id: Any) -> Response:
        """Put a question to the vote, with two to eight answers; "no change" comes by itself."""
        asked = QuestionSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        proposal = ask_question(
            pool=self.pool,
            question=asked.validated_data["question"],
            answers=asked.validated_data["answers"],
            terms=asked.terms(),
            by=self.profile,
            now=timezone.now(),
        )
        return Response(ProposalSerializer(proposal).data, status=201)

    @extend_schema(request=SharingQuestionSerializer, responses={201: ProposalSerializer})
    @action(detail=False, methods=["post"])
    def sharing(self, request: Request, pool_id: Any) -> Response:
        """Put to the vote how the cost is shared. 409 while the costs are not open or not whole."""
        asked = SharingQuestionSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        rules = [SharingRule(rule) for rule in asked.validated_data["rules"]]
        proposal = ask_sharing(pool=self.pool, rules=rules, terms=asked.terms(), by=self.profile, now=timezone.now())
        return Response(ProposalSerializer(proposal).data, status=201)

    @extend_schema(request=VoteSerializer, responses=ProposalSerializer)
    @action(detail=True, methods=["post"])
    def vote(self, request: Request, pool_id: Any, pk: Any) -> Response:
        """Choose one of the answers; the newest counts."""
        asked = VoteSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        words = asked.validated_data["private_words"]
        cast_vote(
            proposal=self.get_object(),
            choice=asked.answer(),
            private_words=words,
            by=self.profile,
            now=timezone.now(),
        )
        return Response(ProposalSerializer(self.get_object()).data)

    @extend_schema(request=InterestWordsSerializer, responses=ProposalSerializer)
    @action(detail=True, methods=["post"])
    def interest(self, request: Request, pool_id: Any, pk: Any) -> Response:
        """Say that one has an interest in it, and stand aside."""
        asked = InterestWordsSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        declare_interest(proposal=self.get_object(), **asked.validated_data, by=self.profile, now=timezone.now())
        return Response(ProposalSerializer(self.get_object()).data)

    @extend_schema(request=WordsSerializer, responses=ProposalSerializer)
    @action(detail=True, methods=["post"])
    def mediator(self, request: Request, pool_id: Any, pk: Any) -> Response:
        """Say "we are stuck", and ask the mediator to help."""
        asked = WordsSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        ask_mediator(proposal=self.get_object(), **asked.validated_data, by=self.profile, now=timezone.now())
        return Response(ProposalSerializer(self.get_object()).data)

    @extend_schema(request=FollowUpSerializer, responses=ProposalSerializer)
    @action(detail=True, methods=["post"], url_path="what-happened")
    def follow_up(self, request: Request, pool_id: Any, pk: Any) -> Response:
        """Write into the log what happened after the decision."""
        asked = FollowUpSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        follow_up(proposal=self.get_object(), **asked.validated_data, by=self.profile, now=timezone.now())
        return Response(ProposalSerializer(self.get_object()).data)

    @extend_schema(request=None, responses=ProposalSerializer)
    @action(detail=True, methods=["post"])
    def close(self, request: Request, pool_id: Any, pk: Any) -> Response:
        """End the vote and see what comes out."""
        close_vote(proposal=self.get_object(), by=self.profile, now=timezone.now())
        return Response(ProposalSerializer(self.get_object()).data)


@extend_schema(tags=["purchases"])
class Purchases(PoolParts):
    """What the pool bought."""

    permissions = {"create": Permission.ORGANISE_POOL}
    serializer_class = PurchaseSerializer
    queryset = Purchase.objects.all()

    @extend_schema(responses=PurchaseSerializer(many=True))
    def list(self, request: Request, pool_id: Any) -> Response:
        """All of it."""
        return Response(PurchaseSerializer(self.get_queryset(), many=True).data)

    @extend_schema(request=PurchaseSerializer, responses={201: PurchaseSerializer})
    def create(self, request: Request, pool_id: Any) -> Response:
        """Write down what was bought. 409 while somebody's yes is missing."""
        asked = PurchaseSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        purchase = record_purchase(pool=self.pool, **asked.validated_data, by=self.profile, now=timezone.now())
        return Response(PurchaseSerializer(purchase).data, status=201)

    @extend_schema(request=NotRightSerializer, responses={201: PurchaseNoteSerializer})
    @action(detail=True, methods=["post"])
    def not_right(self, request: Request, pool_id: Any, pk: Any) -> Response:
        """Say that it was not right for you. It is nobody's fault, and changes no money."""
        asked = NotRightSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        note = note_purchase(purchase=self.get_object(), **asked.validated_data, by=self.profile, now=timezone.now())
        return Response(PurchaseNoteSerializer(note).data, status=201)
