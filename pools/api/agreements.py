"""A pool's agreement: its versions, their signatures, and the paper of each."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from pools.api.pool_parts import PoolParts
from pools.models import LONGEST_NOTICE_DAYS, Agreement, AgreementDocument, AgreementState, Pool, Signature
from pools.operations.agreement import SignedWords, freeze_agreement, sign_agreement
from pools.operations.agreement_clauses import AgreementTerms
from pools.operations.documents import ask_for_document
from pools.queries.agreements import document_of, signers_of
from portal.api.fields import PoundsField
from portal.permissions import Permission
from portal.views.files import as_download


class TermsSerializer(serializers.Serializer):
    """What only the members can say."""

    money_holder = serializers.CharField(max_length=120)
    money_kept_apart = serializers.CharField(max_length=500)
    notice_days = serializers.IntegerField(min_value=0, max_value=LONGEST_NOTICE_DAYS)
    things_owned = serializers.CharField(max_length=500)


class ClauseTableSerializer(serializers.Serializer):
    caption = serializers.CharField()
    columns = serializers.ListField(child=serializers.CharField())
    rows = serializers.ListField(child=serializers.ListField(child=serializers.CharField()))
    foot = serializers.ListField(child=serializers.CharField())


class ClauseSerializer(serializers.Serializer):
    """A clause. `easy` has the same facts in Easy Read."""

    key = serializers.CharField()
    title = serializers.CharField()
    paragraphs = serializers.ListField(child=serializers.CharField())
    items = serializers.ListField(child=serializers.CharField())
    table = ClauseTableSerializer(allow_null=True)
    easy = serializers.ListField(child=serializers.CharField())
    is_warning = serializers.BooleanField()


class SignerSerializer(serializers.Serializer):
    """Somebody who signs; `signed_at` is empty until they have."""

    name = serializers.CharField()
    share = PoundsField()
    signed_at = serializers.DateTimeField(source="signature.signed_at", allow_null=True, default=None)
    supporter_name = serializers.CharField(source="signature.supporter_name", default="")


class AgreementSerializer(serializers.ModelSerializer):
    """One version. `sha256` is the fingerprint of `canonical_text`, as UTF-8."""

    state = serializers.ChoiceField(AgreementState.choices)
    clauses = ClauseSerializer(many=True)
    total = PoundsField()
    signers = serializers.SerializerMethodField()

    class Meta:
        model = Agreement
        fields = [
            "id",
            "version",
            "state",
            "title",
            "total",
            "clauses",
            "canonical_text",
            "sha256",
            "frozen_at",
            "signers",
        ]

    @extend_schema_field(SignerSerializer(many=True))
    def get_signers(self, agreement: Agreement) -> Any:
        return SignerSerializer(signers_of(agreement), many=True).data


class SignSerializer(serializers.Serializer):
    """Being in the pool and the cost are two questions, each with its own answer."""

    typed_name = serializers.CharField(max_length=120)
    agrees_to_pool = serializers.BooleanField()
    agrees_to_cost = serializers.BooleanField()
    knows_liability = serializers.BooleanField()
    supporter_name = serializers.CharField(max_length=120, allow_blank=True, default="")


class SignatureSerializer(serializers.ModelSerializer):
    share = PoundsField()

    class Meta:
        model = Signature
        fields = [
            "id",
            "typed_name",
            "agrees_to_pool",
            "agrees_to_cost",
            "knows_liability",
            "share",
            "supporter_name",
            "signed_at",
        ]


class DocumentSerializer(serializers.ModelSerializer):
    """The paper of a signed agreement: "pending" and "making" until it is "made"; "failed" can be asked for again."""

    class Meta:
        model = AgreementDocument
        fields = ["state", "asked_at", "made_at"]


@extend_schema(tags=["agreements"])
class Agreements(PoolParts):
    """What the members agree to, version by version. To everybody else it does not exist."""

    permission = Permission.READ_AGREEMENT
    permissions = {
        "list": Permission.WORK_IN_POOL,
        "create": Permission.ORGANISE_POOL,
        "sign": Permission.SIGN_AGREEMENT,
    }
    serializer_class = AgreementSerializer
    queryset = Agreement.objects.with_state().select_related("pool").prefetch_related("signatures")
    lookup_field = "version"
    lookup_value_converter = "int"

    def get_permission_thing(self) -> Pool | Agreement:
        if "version" not in self.kwargs:
            return super().get_permission_thing()
        return get_object_or_404(self.get_queryset(), version=self.kwargs["version"])

    @extend_schema(responses=AgreementSerializer(many=True))
    def list(self, request: Request, pool_id: Any) -> Response:
        """All versions, the newest first."""
        return Response(AgreementSerializer(self.get_queryset(), many=True).data)

    @extend_schema(responses=AgreementSerializer)
    def retrieve(self, request: Request, pool_id: Any, version: Any) -> Response:
        """One version, and who has signed it."""
        return Response(AgreementSerializer(self.get_object()).data)

    @extend_schema(request=TermsSerializer, responses={201: AgreementSerializer})
    def create(self, request: Request, pool_id: Any) -> Response:
        """Make a version to be signed. 409 while nothing is decided, or the figures have changed since."""
        asked = TermsSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        terms = AgreementTerms(**asked.validated_data)
        agreement = freeze_agreement(pool=self.pool, terms=terms, by=self.profile, now=timezone.now())
        return Response(AgreementSerializer(self.get_queryset().get(pk=agreement.pk)).data, status=201)

    @extend_schema(request=SignSerializer, responses=SignatureSerializer)
    @action(detail=True, methods=["post"])
    def sign(self, request: Request, pool_id: Any, version: Any) -> Response:
        """Sign. Signing twice is signing once. 409 for an older version, or where something is not agreed to."""
        asked = SignSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        words = SignedWords(**asked.validated_data)
        signature = sign_agreement(agreement=self.get_object(), words=words, by=self.profile, now=timezone.now())
        return Response(SignatureSerializer(signature).data)

    @extend_schema(responses=DocumentSerializer)
    @action(detail=True, url_path="pdf")
    def document(self, request: Request, pool_id: Any, version: Any) -> Response:
        """How the PDF is coming along. 404 until everybody has signed."""
        document = document_of(self.get_object())
        if document is None:
            raise Http404
        return Response(DocumentSerializer(document).data)

    @extend_schema(request=None, responses=DocumentSerializer)
    @action(detail=True, methods=["post"], url_path="pdf/make")
    def make_document(self, request: Request, pool_id: Any, version: Any) -> Response:
        """Ask again for a PDF that could not be made. 409 until everybody has signed."""
        document = ask_for_document(agreement=self.get_object(), by=self.profile, now=timezone.now())
        return Response(DocumentSerializer(document).data)

    @extend_schema(responses={(200, "application/pdf"): OpenApiTypes.BINARY})
    @action(detail=True)
    def download(self, request: Request, pool_id: Any, version: Any) -> HttpResponse:
        """The PDF. 404 until it is made."""
        document = document_of(self.get_object())
        if document is None or document.file is None:
            raise Http404
        return as_download(document.file)
