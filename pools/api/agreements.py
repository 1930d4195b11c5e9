"""A pool's agreement: its versions, their signatures, and the paper of each."""

from functools import partial
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
from pools.models import (
    LONGEST_COOLING_OFF_DAYS,
    LONGEST_NOTICE_DAYS,
    Agreement,
    AgreementState,
    Pool,
    PoolDocument,
    Signature,
    SignatureWithdrawal,
    WayOfReading,
)
from pools.operations.agreement import SignedWords, freeze_agreement, sign_agreement, withdraw_signature
from pools.operations.agreement_draft import keep_draft, terms_in_hand
from pools.operations.agreement_terms import (
    LAST_DUE_DAY,
    AgreementTerms,
    Annex,
    InsuranceModel,
    stored,
    stored_terms,
    terms_from,
)
from pools.operations.documents import ask_for_papers
from pools.queries.agreement_changes import ChangeKind, changes_in
from pools.queries.agreements import signers_of
from pools.queries.documents import document_of
from portal.api.fields import PoundsField
from portal.permissions import Permission
from portal.views.files import as_download

Words = partial(serializers.CharField, max_length=500, allow_blank=True, required=False)
ShortWords = partial(Words, max_length=120)
Day = partial(serializers.DateField, allow_null=True, required=False)


class TermsSerializer(serializers.Serializer):
    """
    What only the members can say. Only the first four have to be said, and what belongs to an annex that was chosen.

    `cooling_off_days`: for so long after the last signature anybody may take theirs back, and nothing is bought.
    """

    money_holder = serializers.CharField(max_length=120)
    money_kept_apart = serializers.CharField(max_length=500)
    notice_days = serializers.IntegerField(min_value=0, max_value=LONGEST_NOTICE_DAYS)
    things_owned = serializers.CharField(max_length=500)
    contribution_due_day = serializers.IntegerField(
        min_value=1, max_value=LAST_DUE_DAY, allow_null=True, required=False
    )
    late_payment = Words()
    joining_later = Words()
    ending = Words()
    things_use = Words()
    things_care = Words()
    things_removal = Words()
    deadlock = Words()
    mediator = ShortWords()
    conflict_of_interest = Words()
    employers = Words()
    employed_until = Day()
    backup_cover = Words()
    hmrc_evidence = Words()
    hmrc_reserve = PoundsField(allow_null=True, required=False)
    hmrc_reserve_holder = ShortWords()
    insurance_model = serializers.ChoiceField(InsuranceModel.choices, allow_blank=True, required=False)
    insurance_document = Words()
    insurance_until = Day()
    assurance_by = ShortWords()
    assurance_until = Day()
    savings_split = Words()
    complaints_contact = Words()
    safeguarding_contact = Words()
    review_dates = serializers.ListField(child=serializers.DateField(), max_length=12, required=False)
    cooling_off_days = serializers.IntegerField(min_value=0, max_value=LONGEST_COOLING_OFF_DAYS, required=False)
    data_and_privacy = Words()
    annexes = serializers.ListField(child=serializers.ChoiceField(Annex.choices), required=False)
    business_plan = Words()
    business_policies = Words()
    assistant_tasks = Words()
    assistant_training = Words()
    goods_listed = Words()
    goods_kept = Words()
    vehicle_keeper = ShortWords()
    vehicle_drivers = Words()
    vehicle_checks = Words()

    def to_representation(self, terms: AgreementTerms) -> dict[str, Any]:
        return stored_terms(terms)


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
    witness_name = serializers.CharField(source="signature.witness_name", default="")
    had_it_in = serializers.ListField(child=serializers.CharField(), source="signature.had_it_in", default=list)


class ClauseChangeSerializer(serializers.Serializer):
    """A clause that is not as it was: the sentences that went, and those that came; `easy_…` in Easy Read."""

    key = serializers.CharField()
    title = serializers.CharField()
    kind = serializers.ChoiceField(ChangeKind.choices)
    old = serializers.ListField(child=serializers.CharField())
    new = serializers.ListField(child=serializers.CharField())
    easy_old = serializers.ListField(child=serializers.CharField())
    easy_new = serializers.ListField(child=serializers.CharField())


class AgreementSerializer(serializers.ModelSerializer):
    """One version. `sha256` is the fingerprint of `canonical_text`, as UTF-8."""

    state = serializers.ChoiceField(AgreementState.choices)
    terms = serializers.SerializerMethodField()
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
            "terms",
            "clauses",
            "canonical_text",
            "sha256",
            "frozen_at",
            "signers",
        ]

    @extend_schema_field(TermsSerializer)
    def get_terms(self, agreement: Agreement) -> Any:
        return agreement.answers

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
    witness_name = serializers.CharField(max_length=120, allow_blank=True, default="")
    had_it_in = serializers.ListField(child=serializers.ChoiceField(WayOfReading.choices), default=list)
    waives_cooling_off = serializers.BooleanField(default=False)


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
            "witness_name",
            "had_it_in",
            "waives_cooling_off",
            "signed_at",
        ]


class WithdrawalSerializer(serializers.ModelSerializer):
    class Meta:
        model = SignatureWithdrawal
        fields = ["id", "withdrawn_at"]


class DocumentSerializer(serializers.ModelSerializer):
    """The paper of a signed agreement: "pending" and "making" until it is "made"; "failed" can be asked for again."""

    class Meta:
        model = PoolDocument
        fields = ["state", "asked_at", "made_at"]


@extend_schema(tags=["agreements"])
class Agreements(PoolParts):
    """What the members agree to, version by version. To everybody else it does not exist."""

    permission = Permission.READ_AGREEMENT
    permissions = {
        "list": Permission.WORK_IN_POOL,
        "create": Permission.ORGANISE_POOL,
        "draft": Permission.ORGANISE_POOL,
        "keep_draft": Permission.ORGANISE_POOL,
        "sign": Permission.SIGN_AGREEMENT,
        "withdraw": Permission.SIGN_AGREEMENT,
    }
    serializer_class = AgreementSerializer
    queryset = Agreement.objects.with_state().select_related("pool").with_standing_signatures()
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
        terms = terms_from(stored(asked.validated_data))
        agreement = freeze_agreement(pool=self.pool, terms=terms, by=self.profile, now=timezone.now())
        return Response(AgreementSerializer(self.get_queryset().get(pk=agreement.pk)).data, status=201)

    @extend_schema(responses=TermsSerializer)
    @action(detail=False)
    def draft(self, request: Request, pool_id: Any) -> Response:
        """What the organiser has answered for the next version; else the terms of the latest, or what we suggest."""
        return Response(TermsSerializer(terms_in_hand(self.pool)).data)

    @extend_schema(request=TermsSerializer(partial=True), responses=TermsSerializer)
    @draft.mapping.patch
    def keep_draft(self, request: Request, pool_id: Any) -> Response:
        """Keep some answers for the next version. Gaps are allowed until it is made."""
        asked = TermsSerializer(data=request.data, partial=True)
        asked.is_valid(raise_exception=True)
        pool = self.pool
        keep_draft(pool=pool, answers=asked.validated_data, by=self.profile, now=timezone.now())
        return Response(TermsSerializer(terms_in_hand(pool)).data)

    @extend_schema(responses=ClauseChangeSerializer(many=True))
    @action(detail=True)
    def changes(self, request: Request, pool_id: Any, version: Any) -> Response:
        """What is not as it was in the version before. Nothing for the first."""
        return Response(ClauseChangeSerializer(changes_in(self.get_object()), many=True).data)

    @extend_schema(request=None, responses=WithdrawalSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pool_id: Any, version: Any) -> Response:
        """Take one's own signature back. 409 when the time for it is over, or something has been bought."""
        withdrawal = withdraw_signature(agreement=self.get_object(), by=self.profile, now=timezone.now())
        return Response(WithdrawalSerializer(withdrawal).data)

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
        """How the PDF is coming along (all papers are under `papers/`). 404 until everybody has signed."""
        document = document_of(self.get_object())
        if document is None:
            raise Http404
        return Response(DocumentSerializer(document).data)

    @extend_schema(request=None, responses=DocumentSerializer)
    @action(detail=True, methods=["post"], url_path="pdf/make")
    def make_document(self, request: Request, pool_id: Any, version: Any) -> Response:
        """Ask again for what could not be made, the Easy Read edition too. 409 until everybody has signed."""
        document, *_others = ask_for_papers(agreement=self.get_object(), by=self.profile, now=timezone.now())
        return Response(DocumentSerializer(document).data)

    @extend_schema(responses={(200, "application/pdf"): OpenApiTypes.BINARY})
    @action(detail=True)
    def download(self, request: Request, pool_id: Any, version: Any) -> HttpResponse:
        """The PDF. 404 until it is made."""
        document = document_of(self.get_object())
        if document is None or document.file is None:
            raise Http404
        return as_download(document.file)
