"""The papers of a pool, as a worker makes them."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from pools.api.pool_parts import PoolParts
from pools.models import OF_MEMBER, PaperLayout, Pool, PoolDocument
from pools.operations.documents import ask_again, ask_for_own_document
from pools.queries.documents import documents_for
from portal.permissions import Permission
from portal.views.files import as_download


class PoolPaperSerializer(serializers.ModelSerializer):
    """
    A paper: "pending" and "making" until it is "made"; "failed" can be asked for again. It is about a version of the
    agreement, or about you and some days. `sha256` is the fingerprint of its file.
    """

    version = serializers.IntegerField(source="agreement.version", allow_null=True, default=None)
    sha256 = serializers.CharField(source="file.sha256", allow_null=True, default=None)

    class Meta:
        model = PoolDocument
        fields = [
            "id",
            "kind",
            "version",
            "period_from",
            "period_to",
            "layout",
            "names_funding",
            "edition",
            "state",
            "asked_at",
            "made_at",
            "sha256",
        ]


class AskForPaperSerializer(serializers.Serializer):
    """Which paper about yourself. `names_funding`: whether it says where your money comes from."""

    kind = serializers.ChoiceField([(kind.value, kind.label) for kind in OF_MEMBER])
    period_from = serializers.DateField()
    period_to = serializers.DateField()
    layout = serializers.ChoiceField(PaperLayout.choices, default=PaperLayout.STANDARD)
    names_funding = serializers.BooleanField(default=False)


@extend_schema(tags=["papers"])
class Documents(PoolParts):
    """The papers that you may read: those of the pool's agreements, and those about yourself."""

    permission = Permission.READ_DOCUMENT
    permissions = {"list": Permission.WORK_IN_POOL, "create": Permission.WORK_IN_POOL}
    serializer_class = PoolPaperSerializer
    queryset = PoolDocument.objects.select_related("pool", "agreement__pool", "profile")

    def get_permission_thing(self) -> Any:
        if "pk" not in self.kwargs:
            return super().get_permission_thing()
        return get_object_or_404(self.get_queryset(), pk=self.kwargs["pk"])

    @extend_schema(responses=PoolPaperSerializer(many=True))
    def list(self, request: Request, pool_id: Any) -> Response:
        """All of them, in the order in which they were asked for."""
        papers = documents_for(self.profile, pool=Pool(pk=pool_id)).select_related("agreement", "file")
        return Response(PoolPaperSerializer(papers.defer("file__content"), many=True).data)

    @extend_schema(request=AskForPaperSerializer, responses={201: PoolPaperSerializer})
    def create(self, request: Request, pool_id: Any) -> Response:
        """Ask for a statement, or for papers for the council. Only about yourself."""
        asked = AskForPaperSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        pool = get_object_or_404(Pool, pk=pool_id)
        document = ask_for_own_document(pool=pool, by=self.profile, now=timezone.now(), **asked.validated_data)
        return Response(PoolPaperSerializer(document).data, status=201)

    @extend_schema(responses=PoolPaperSerializer)
    def retrieve(self, request: Request, pool_id: Any, pk: Any) -> Response:
        """One, and how it is coming along."""
        return Response(PoolPaperSerializer(self.get_permission_thing()).data)

    @extend_schema(request=None, responses=PoolPaperSerializer)
    @action(detail=True, methods=["post"])
    def make(self, request: Request, pool_id: Any, pk: Any) -> Response:
        """Ask again for one that could not be made."""
        document = ask_again(document=self.get_permission_thing(), by=self.profile, now=timezone.now())
        return Response(PoolPaperSerializer(document).data)

    @extend_schema(responses={(200, "application/pdf"): OpenApiTypes.BINARY})
    @action(detail=True)
    def download(self, request: Request, pool_id: Any, pk: Any) -> HttpResponse:
        """The file. 404 until it is made."""
        document = self.get_permission_thing()
        if document.file is None:
            raise Http404
        return as_download(document.file)
