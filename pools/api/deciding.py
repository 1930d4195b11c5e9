"""The yes of others, the members' own decision, and what was bought."""

from typing import Any

from django.http import Http404, HttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from pools.api.costing import ReasonSerializer
from pools.api.pool_parts import PoolParts
from pools.models import Consent, ConsentKind, OptionKind, Proposal, ProposalResult, Purchase
from pools.operations.consent import add_consent, file_consent, need_consent, waive_consent
from pools.operations.decision import cast_vote, close_vote, propose
from pools.operations.purchase import record_purchase
from pools.queries.decisions import count_votes
from portal.api.fields import PoundsField
from portal.permissions import Permission
from portal.views.files import as_download


class ConsentSerializer(serializers.ModelSerializer):
    class Meta:
        model = Consent
        fields = ["id", "kind", "name", "need", "not_needed_reason", "blocks_purchase", "dated_on", "given_at"]


class NeedConsentSerializer(serializers.Serializer):
    name = serializers.CharField(max_length=120)


class NewConsentSerializer(NeedConsentSerializer):
    kind = serializers.ChoiceField(ConsentKind.choices)


class FileConsentSerializer(serializers.Serializer):
    file = serializers.FileField(allow_empty_file=True, help_text="A PDF, PNG or JPEG.")
    dated_on = serializers.DateField()


class ResultSerializer(serializers.ModelSerializer):
    class Meta:
        model = ProposalResult
        fields = ["outcome", "people", "yes_votes", "no_votes", "words", "closed_at"]


class CountSerializer(serializers.Serializer):
    """How many have voted; never who said what."""

    people = serializers.IntegerField()
    voted = serializers.IntegerField()


class ProposalSerializer(serializers.ModelSerializer):
    """A vote. `figures` are the costs and the shares as they stood when it began."""

    result = ResultSerializer(allow_null=True, default=None, read_only=True)
    count = serializers.SerializerMethodField()

    class Meta:
        model = Proposal
        fields = ["id", "number", "figures", "decision_rule", "opens_at", "closes_at", "count", "result"]

    @extend_schema_field(CountSerializer)
    def get_count(self, proposal: Proposal) -> dict[str, Any]:
        return CountSerializer(count_votes(proposal)).data


class NewProposalSerializer(serializers.Serializer):
    closes_at = serializers.DateTimeField()


class VoteSerializer(serializers.Serializer):
    choice = serializers.ChoiceField(OptionKind.choices)
    private_words = serializers.CharField(max_length=2000, allow_blank=True, default="")


class PurchaseSerializer(serializers.ModelSerializer):
    amount = PoundsField()

    class Meta:
        model = Purchase
        fields = ["id", "what", "seller", "amount", "bought_on", "recorded_at"]
        read_only_fields = ["recorded_at"]


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
    queryset = Proposal.objects.select_related("result", "pool")

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

    @extend_schema(request=VoteSerializer, responses=ProposalSerializer)
    @action(detail=True, methods=["post"])
    def vote(self, request: Request, pool_id: Any, pk: Any) -> Response:
        """Say yes or no change; the newest answer counts."""
        asked = VoteSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        answer = {**asked.validated_data, "choice": OptionKind(asked.validated_data["choice"])}
        cast_vote(proposal=self.get_object(), **answer, by=self.profile, now=timezone.now())
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
