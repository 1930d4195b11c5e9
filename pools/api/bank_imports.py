"""Bank statements: brought, looked at, and confirmed all or nothing."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from pools.api.pool_parts import PoolParts
from pools.models import BankImport, BankRow, ImportState, Pool, RowVerdict
from pools.operations.bank_import import confirm_import, stage_import, throw_away_import
from pools.queries.pools import members_of
from portal.api.fields import PoundsField
from portal.models import Profile
from portal.permissions import Permission


class BankRowSerializer(serializers.ModelSerializer):
    """One line. `person` is our guess of who paid, or who did."""

    verdict = serializers.ChoiceField(RowVerdict.choices)
    amount = PoundsField(allow_null=True)
    person = serializers.CharField(source="profile.shown_name", default=None, allow_null=True)

    class Meta:
        model = BankRow
        fields = ["number", "verdict", "why", "day", "description", "amount", "person", "transfer"]


class BankImportSerializer(serializers.ModelSerializer):
    state = serializers.ChoiceField(ImportState.choices)
    rows = BankRowSerializer(many=True)

    class Meta:
        model = BankImport
        fields = ["id", "name", "sha256", "state", "brought_at", "closed_at", "rows"]


class BringStatementSerializer(serializers.Serializer):
    file = serializers.FileField(allow_empty_file=True, help_text="A CSV file in UTF-8, up to 1 MB.")


class ConfirmImportSerializer(serializers.Serializer):
    """`payers`: for each line that is yours, its number and the id of the payer's place in the pool."""

    payers = serializers.DictField(child=serializers.UUIDField())

    def chosen(self, bank_import: BankImport, pool: Pool) -> dict[BankRow, Profile]:
        rows = {str(row.number): row for row in bank_import.rows.all()}
        members = {member.pk: member.profile for member in members_of(pool)}
        payers = self.validated_data["payers"]
        if set(payers) - set(rows) or set(payers.values()) - set(members):
            raise serializers.ValidationError({"payers": ["There is no such line, or somebody is not in the pool."]})
        return {rows[number]: members[key] for number, key in payers.items()}


@extend_schema(tags=["money"])
class BankImports(PoolParts):
    """Bank statements, for whoever keeps the books."""

    permission = Permission.KEEP_BOOKS
    serializer_class = BankImportSerializer
    queryset = BankImport.objects.select_related("pool").prefetch_related("rows__profile")

    @extend_schema(responses=BankImportSerializer(many=True))
    def list(self, request: Request, pool_id: Any) -> Response:
        """All that were brought, the newest first."""
        return Response(BankImportSerializer(self.get_queryset(), many=True).data)

    @extend_schema(responses=BankImportSerializer)
    def retrieve(self, request: Request, pool_id: Any, pk: Any) -> Response:
        """One, with its lines."""
        return Response(BankImportSerializer(self.get_object()).data)

    @extend_schema(request=BringStatementSerializer, responses={201: BankImportSerializer})
    @action(detail=False, methods=["post"], parser_classes=[MultiPartParser])
    def bring(self, request: Request, pool_id: Any) -> Response:
        """Bring a statement. Nothing is in the books yet. 409 where this very file was brought before."""
        asked = BringStatementSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        staged = stage_import(pool=self.pool, **asked.validated_data, by=self.profile, now=timezone.now())
        return Response(BankImportSerializer(staged).data, status=201)

    @extend_schema(request=ConfirmImportSerializer, responses=BankImportSerializer)
    @action(detail=True, methods=["post"])
    def confirm(self, request: Request, pool_id: Any, pk: Any) -> Response:
        """Put the chosen lines into the books: all of them or, with 409, none."""
        asked = ConfirmImportSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        found = self.get_object()
        payers = asked.chosen(found, self.pool)
        confirm_import(bank_import=found, payers=payers, by=self.profile, now=timezone.now())
        return Response(BankImportSerializer(self.get_object()).data)

    @extend_schema(request=None, responses=BankImportSerializer)
    @action(detail=True, methods=["post"])
    def throw_away(self, request: Request, pool_id: Any, pk: Any) -> Response:
        """Forget a statement that waits, and its lines."""
        throw_away_import(bank_import=self.get_object(), by=self.profile, now=timezone.now())
        return Response(BankImportSerializer(self.get_object()).data)
