"""Choosing a provider together."""

from decimal import Decimal
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from pools.api.deciding import ProposalSerializer, VoteTermsSerializer
from pools.api.pool_parts import PoolParts
from pools.models import (
    MOST_POINTS,
    CandidateStage,
    Panel,
    PanelGroup,
    Tender,
    TenderCandidate,
    TenderQuality,
)
from pools.operations.panel import GroupPlan, publish_panel, score_candidates, score_for_group, start_panel
from pools.operations.tender import (
    add_candidate,
    add_quality,
    ask_tender,
    move_candidate,
    set_presentation,
    start_tender,
    support_quality,
)
from pools.queries.tenders import panel_of, qualities_of, shown_to
from portal.permissions import Permission


class QualitySerializer(serializers.Serializer):
    id = serializers.UUIDField(read_only=True)
    words = serializers.CharField(max_length=200)
    supported_by = serializers.IntegerField(read_only=True, source="people", help_text="Besides whoever added it.")


class TenderCandidateSerializer(serializers.Serializer):
    """A provider. Its name may be hidden until the choice is made."""

    id = serializers.UUIDField(source="candidate.id")
    name = serializers.CharField()
    about = serializers.CharField()
    stage = serializers.ChoiceField(CandidateStage.choices, source="candidate.stage")


class PanelGroupSerializer(serializers.ModelSerializer):
    weight = serializers.DecimalField(
        max_digits=5, decimal_places=2, min_value=Decimal("0.01"), max_value=Decimal(100), help_text="In percent."
    )

    class Meta:
        model = PanelGroup
        fields = ["id", "name", "weight", "is_ours"]


class TotalSerializer(serializers.Serializer):
    candidate = serializers.UUIDField()
    name = serializers.CharField()
    total = serializers.CharField()


class PanelResultSerializer(serializers.Serializer):
    """What the points came to, and how, in words. No winner: the highest totals are the same."""

    winner = serializers.UUIDField(source="winner_id", allow_null=True)
    totals = TotalSerializer(many=True)
    words = serializers.CharField()


class PanelSerializer(serializers.Serializer):
    groups = PanelGroupSerializer(many=True)
    result = PanelResultSerializer(allow_null=True, default=None)


class TenderSerializer(serializers.ModelSerializer):
    """A choice of a provider: what matters to the members, who is asked, and how it came out."""

    qualities = serializers.SerializerMethodField()
    candidates = serializers.SerializerMethodField()
    panel = serializers.SerializerMethodField()
    chosen = serializers.UUIDField(source="choice.candidate_id", allow_null=True, default=None, read_only=True)
    why = serializers.CharField(source="choice.reason", default="", read_only=True)

    class Meta:
        model = Tender
        fields = [
            "id",
            "title",
            "about",
            "hides_names",
            "presents_on",
            "qualities",
            "candidates",
            "panel",
            "chosen",
            "why",
        ]
        read_only_fields = ["presents_on"]

    @extend_schema_field(QualitySerializer(many=True))
    def get_qualities(self, tender: Tender) -> Any:
        return QualitySerializer(qualities_of(tender, self.context["reader"]), many=True).data

    @extend_schema_field(TenderCandidateSerializer(many=True))
    def get_candidates(self, tender: Tender) -> Any:
        candidates = TenderCandidate.objects.with_stage().filter(tender=tender)
        return TenderCandidateSerializer(shown_to(self.context["reader"], tender, candidates), many=True).data

    @extend_schema_field(PanelSerializer(allow_null=True))
    def get_panel(self, tender: Tender) -> Any:
        panel = panel_of(tender)
        return None if panel is None else PanelSerializer(panel).data


class NewTenderCandidateSerializer(serializers.ModelSerializer):
    about = serializers.CharField(max_length=2000, allow_blank=True, default="")

    class Meta:
        model = TenderCandidate
        fields = ["name", "about"]


class SupportSerializer(serializers.Serializer):
    quality = serializers.PrimaryKeyRelatedField(queryset=TenderQuality.objects.all())


class StageSerializer(serializers.Serializer):
    candidate = serializers.PrimaryKeyRelatedField(queryset=TenderCandidate.objects.all())
    stage = serializers.ChoiceField(CandidateStage.choices)
    note = serializers.CharField(max_length=300, allow_blank=True, default="")


class PresentationSerializer(serializers.Serializer):
    presents_on = serializers.DateField()


class NewPanelSerializer(serializers.Serializer):
    groups = PanelGroupSerializer(many=True)


class PointsSerializer(serializers.Serializer):
    candidate = serializers.PrimaryKeyRelatedField(queryset=TenderCandidate.objects.all())
    points = serializers.DecimalField(max_digits=5, decimal_places=2, min_value=0, max_value=MOST_POINTS)


class PanelScoresSerializer(serializers.Serializer):
    """Points for each provider on the short list. `group`: a group outside the pool, for the organiser."""

    scores = PointsSerializer(many=True)

    def points(self) -> dict[TenderCandidate, Decimal]:
        return {given["candidate"]: given["points"] for given in self.validated_data["scores"]}


class GroupScoresSerializer(PanelScoresSerializer):
    group = serializers.PrimaryKeyRelatedField(queryset=PanelGroup.objects.all())


@extend_schema(tags=["tenders"])
class Tenders(PoolParts):
    """The pool's choices of providers."""

    permissions = dict.fromkeys(
        ["create", "candidates", "stages", "presentation", "vote", "panel", "group_scores", "publish"],
        Permission.ORGANISE_POOL,
    )
    serializer_class = TenderSerializer
    queryset = Tender.objects.select_related("pool", "choice")

    @extend_schema(responses=TenderSerializer(many=True))
    def list(self, request: Request, pool_id: Any) -> Response:
        """All of them, the newest first."""
        return Response([self._told(tender) for tender in self.get_queryset()])

    @extend_schema(responses=TenderSerializer)
    def retrieve(self, request: Request, pool_id: Any, pk: Any) -> Response:
        """One of them."""
        return Response(self._told(self.get_object()))

    @extend_schema(request=TenderSerializer, responses={201: TenderSerializer})
    def create(self, request: Request, pool_id: Any) -> Response:
        """Begin to choose a provider."""
        asked = TenderSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        tender = start_tender(pool=self.pool, **asked.validated_data, by=self.profile, now=timezone.now())
        return Response(self._told(tender), status=201)

    @extend_schema(request=QualitySerializer, responses=TenderSerializer)
    @action(detail=True, methods=["post"])
    def qualities(self, request: Request, pool_id: Any, pk: Any) -> Response:
        """Say what matters to oneself."""
        asked = self._read(QualitySerializer)
        add_quality(tender=self.get_object(), **asked.validated_data, by=self.profile, now=timezone.now())
        return Response(self._told(self.get_object()))

    @extend_schema(request=SupportSerializer, responses=TenderSerializer)
    @action(detail=True, methods=["post"])
    def support(self, request: Request, pool_id: Any, pk: Any) -> Response:
        """Say that what another member wrote matters to oneself too."""
        asked = self._read(SupportSerializer)
        quality = get_object_or_404(self.get_object().qualities, pk=asked.validated_data["quality"].pk)
        support_quality(quality=quality, by=self.profile, now=timezone.now())
        return Response(self._told(self.get_object()))

    @extend_schema(request=NewTenderCandidateSerializer, responses=TenderSerializer)
    @action(detail=True, methods=["post"])
    def candidates(self, request: Request, pool_id: Any, pk: Any) -> Response:
        """Write down a provider that was asked."""
        asked = self._read(NewTenderCandidateSerializer)
        add_candidate(tender=self.get_object(), **asked.validated_data, by=self.profile, now=timezone.now())
        return Response(self._told(self.get_object()))

    @extend_schema(request=StageSerializer, responses=TenderSerializer)
    @action(detail=True, methods=["post"])
    def stages(self, request: Request, pool_id: Any, pk: Any) -> Response:
        """Take a provider a step further."""
        asked = self._read(StageSerializer).validated_data
        candidate = get_object_or_404(self.get_object().candidates, pk=asked["candidate"].pk)
        stage = CandidateStage(asked["stage"])
        move_candidate(candidate=candidate, stage=stage, note=asked["note"], by=self.profile, now=timezone.now())
        return Response(self._told(self.get_object()))

    @extend_schema(request=PresentationSerializer, responses=TenderSerializer)
    @action(detail=True, methods=["put"])
    def presentation(self, request: Request, pool_id: Any, pk: Any) -> Response:
        """Say on which day the providers show what they do."""
        asked = self._read(PresentationSerializer)
        set_presentation(tender=self.get_object(), **asked.validated_data, by=self.profile, now=timezone.now())
        return Response(self._told(self.get_object()))

    @extend_schema(request=VoteTermsSerializer, responses={201: ProposalSerializer})
    @action(detail=True, methods=["post"])
    def vote(self, request: Request, pool_id: Any, pk: Any) -> Response:
        """Put to the vote which of the providers on the short list it shall be."""
        asked = VoteTermsSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        proposal = ask_tender(tender=self.get_object(), terms=asked.terms(), by=self.profile, now=timezone.now())
        return Response(ProposalSerializer(proposal).data, status=201)

    @extend_schema(request=NewPanelSerializer, responses={201: TenderSerializer})
    @action(detail=True, methods=["post"])
    def panel(self, request: Request, pool_id: Any, pk: Any) -> Response:
        """Begin to give points. The groups' percentages are 100 together, and one group is the pool's own."""
        asked = self._read(NewPanelSerializer)
        groups = [GroupPlan(**group) for group in asked.validated_data["groups"]]
        start_panel(tender=self.get_object(), groups=groups, by=self.profile, now=timezone.now())
        return Response(self._told(self.get_object()), status=201)

    @extend_schema(request=PanelScoresSerializer, responses=TenderSerializer)
    @action(detail=True, methods=["post"])
    def scores(self, request: Request, pool_id: Any, pk: Any) -> Response:
        """Give one's own points; the newest count."""
        asked = PanelScoresSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        score_candidates(panel=self._panel(), points=asked.points(), by=self.profile, now=timezone.now())
        return Response(self._told(self.get_object()))

    @extend_schema(request=GroupScoresSerializer, responses=TenderSerializer)
    @action(detail=True, methods=["post"], url_path="group-scores")
    def group_scores(self, request: Request, pool_id: Any, pk: Any) -> Response:
        """Write down the points of a group outside the pool."""
        asked = GroupScoresSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        group = get_object_or_404(self._panel().groups, pk=asked.validated_data["group"].pk)
        score_for_group(group=group, points=asked.points(), by=self.profile, now=timezone.now())
        return Response(self._told(self.get_object()))

    @extend_schema(request=None, responses=TenderSerializer)
    @action(detail=True, methods=["post"])
    def publish(self, request: Request, pool_id: Any, pk: Any) -> Response:
        """Add up the points, and tell everybody what came out and how."""
        publish_panel(panel=self._panel(), by=self.profile, now=timezone.now())
        return Response(self._told(self.get_object()))

    def _read(self, serializer: type[serializers.BaseSerializer]) -> Any:
        asked = serializer(data=self.request.data)
        asked.is_valid(raise_exception=True)
        return asked

    def _panel(self) -> Panel:
        panel = panel_of(self.get_object())
        if panel is None:
            raise Http404
        return panel

    def _told(self, tender: Tender) -> Any:
        return TenderSerializer(tender, context={"reader": self.profile}).data
