"""What people want, as it was published."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from pools.models import DemandCell, DemandRelease, DemandTable, Dimension
from pools.queries.demand import cells_of, label_of, releases, tables_of
from portal.permissions import Permission


class TableLinkSerializer(serializers.Serializer):
    """A table of a release, and where its figures are."""

    code = serializers.ChoiceField(DemandTable.choices)
    title = serializers.CharField()
    url = serializers.CharField()


class ReleaseSerializer(serializers.ModelSerializer):
    """One quarter: what was counted, until when, and how people are protected."""

    period = serializers.CharField(read_only=True)
    is_unfinished = serializers.BooleanField(read_only=True)

    class Meta:
        model = DemandRelease
        fields = ["quarter", "period", "counted_to", "is_unfinished", "published_at", "base", "method"]


class ReleaseWithTablesSerializer(ReleaseSerializer):
    """One quarter, with its tables; small areas publish fewer."""

    tables = serializers.SerializerMethodField()

    class Meta(ReleaseSerializer.Meta):
        fields = [*ReleaseSerializer.Meta.fields, "tables"]

    @extend_schema_field(TableLinkSerializer(many=True))
    def get_tables(self, release: DemandRelease) -> list[dict[str, str]]:
        return [
            {
                "code": table.value,
                "title": str(table.label),
                "url": reverse("api:demand:release-table", args=[release.quarter, table.value]),
            }
            for table in tables_of(release)
        ]


class FigureSerializer(serializers.ModelSerializer):
    """One figure. `people` is null for fewer than 10, which may be nobody."""

    values = serializers.SerializerMethodField(help_text="What it counts, in words")

    class Meta:
        model = DemandCell
        fields = [*(dimension.value for dimension in Dimension), "values", "people"]

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_values(self, cell: DemandCell) -> list[str]:
        return [label_of(cell, dimension) for dimension in DemandTable(cell.table).dimensions]


class TableSerializer(serializers.Serializer):
    """One table of one quarter."""

    code = serializers.ChoiceField(DemandTable.choices)
    title = serializers.CharField()
    dimensions = serializers.ListField(child=serializers.ChoiceField([(name.value, name.label) for name in Dimension]))
    release = ReleaseSerializer()
    figures = FigureSerializer(many=True)


@extend_schema(tags=["demand"])
class Releases(viewsets.ReadOnlyModelViewSet[DemandRelease]):
    """Published counts of people, protected so that nobody can be picked out. Once published they never change."""

    permission = Permission.READ_DEMAND
    lookup_field = "quarter"
    lookup_value_converter = "slug"

    def get_queryset(self) -> QuerySet[DemandRelease]:
        return releases()

    def get_serializer_class(self) -> type[ReleaseSerializer]:
        return ReleaseSerializer if self.action == "list" else ReleaseWithTablesSerializer

    @extend_schema(
        responses=TableSerializer, parameters=[OpenApiParameter("code", str, OpenApiParameter.PATH, enum=DemandTable)]
    )
    @action(detail=True, url_path="tables/<slug:code>", url_name="table")
    def table(self, request: Request, quarter: str, code: str) -> Response:
        """One table: a figure for each combination that could be, with people in it or not."""
        release: Any = get_object_or_404(releases(), quarter=quarter)
        figures = list(cells_of(release, DemandTable(code))) if code in DemandTable else []
        if not figures:
            raise NotFound
        table = DemandTable(code)
        shown = {
            "code": table,
            "title": table.label,
            "dimensions": table.dimensions,
            "release": release,
            "figures": figures,
        }
        return Response(TableSerializer(shown).data)
