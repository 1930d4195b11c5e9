"""Finding out who would like to go on, paid together."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from peers.models import Group
from pools.models import DecisionRule, OptInCall, OptInChoice, PurchaseKind
from pools.operations.opt_in import ask_who_goes_on, opt_in, start_pool_from_call
from pools.operations.pool import PoolPlan
from pools.queries.opt_in import answer_of, calls_for, count_answers, yes_sayers
from portal.models import Profile
from portal.permissions import Permission


class OptInCountSerializer(serializers.Serializer):
    """How it stands. Only those who said yes are named, elsewhere; nobody is told who did not."""

    people = serializers.IntegerField()
    yes = serializers.IntegerField()
    no = serializers.IntegerField()
    not_now = serializers.IntegerField()
    percent = serializers.DecimalField(max_digits=4, decimal_places=1)
    people_for_each_supporter = serializers.DecimalField(max_digits=5, decimal_places=1, allow_null=True)
    words = serializers.CharField()


class OptInCallSerializer(serializers.ModelSerializer):
    """A question to a group. `own_answer` is yours alone."""

    group = serializers.PrimaryKeyRelatedField(queryset=Group.objects.none())
    supporters = serializers.IntegerField(min_value=0, max_value=50, default=0)
    asked_by = serializers.CharField(source="asked_by.shown_name", read_only=True)
    count = serializers.SerializerMethodField()
    yes_sayers = serializers.SerializerMethodField()
    own_answer = serializers.SerializerMethodField()

    class Meta:
        model = OptInCall
        fields = [
            "id",
            "group",
            "words",
            "supporters",
            "closes_on",
            "asked_by",
            "asked_at",
            "pool",
            "count",
            "yes_sayers",
            "own_answer",
        ]
        read_only_fields = ["id", "asked_at", "pool"]

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        # Looked up now, not when the module is read: these are the rows of the area that is entered.
        fields["group"].queryset = Group.objects.all()
        return fields

    @extend_schema_field(OptInCountSerializer)
    def get_count(self, call: OptInCall) -> dict[str, Any]:
        return OptInCountSerializer(count_answers(call)).data

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_yes_sayers(self, call: OptInCall) -> list[str]:
        return [profile.shown_name for profile in yes_sayers(call)]

    @extend_schema_field(serializers.ChoiceField(OptInChoice.choices, allow_null=True))
    def get_own_answer(self, call: OptInCall) -> str | None:
        own = answer_of(call, self.context["request"]._request.profile)
        return own.choice if own else None


class OptInSerializer(serializers.Serializer):
    choice = serializers.ChoiceField(OptInChoice.choices)


class PoolFromCallSerializer(serializers.Serializer):
    title = serializers.CharField(max_length=100)
    purpose = serializers.CharField(max_length=2000)
    buying = serializers.ChoiceField(PurchaseKind.choices, default=PurchaseKind.SUPPORT)
    most_people = serializers.IntegerField(min_value=2, max_value=1000, allow_null=True, default=None)
    decision_rule = serializers.ChoiceField(DecisionRule.choices, default=DecisionRule.CONSENSUS)


class StartedPoolSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    title = serializers.CharField()


@extend_schema(tags=["pools"])
class OptInCalls(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[OptInCall]):
    """What groups ask their people. To everybody else it does not exist."""

    permission = Permission.WRITE_IN_GROUP
    permissions = {"list": Permission.SEE_GROUP, "create": Permission.SEE_GROUP}
    hides = True
    serializer_class = OptInCallSerializer
    queryset = OptInCall.objects.none()
    lookup_value_converter = "uuid"

    def get_queryset(self) -> QuerySet[OptInCall]:
        if self.action == "list" and self.request._request.profile is not None:
            return calls_for(self.request._request.profile, on=timezone.localdate()).select_related("asked_by")
        return OptInCall.objects.select_related("group", "asked_by")

    def get_permission_thing(self) -> Group | None:
        if "pk" not in self.kwargs:
            return None
        return get_object_or_404(OptInCall.objects.select_related("group"), pk=self.kwargs["pk"]).group

    @property
    def profile(self) -> Profile:
        profile: Profile = self.request._request.profile
        return profile

    @extend_schema(request=OptInCallSerializer, responses={201: OptInCallSerializer})
    def create(self, request: Request) -> Response:
        """Ask everybody in a group of yours."""
        asked = self.get_serializer(data=request.data)
        asked.is_valid(raise_exception=True)
        call = ask_who_goes_on(**asked.validated_data, by=self.profile, now=timezone.now())
        return Response(self.get_serializer(call).data, status=201)

    @extend_schema(request=OptInSerializer, responses=OptInCallSerializer)
    @action(detail=True, methods=["post"])
    def answer(self, request: Request, pk: Any) -> Response:
        """Answer yes, no, or not now; the newest answer counts."""
        asked = OptInSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        choice = OptInChoice(asked.validated_data["choice"])
        opt_in(call=self.get_object(), choice=choice, by=self.profile, now=timezone.now())
        return Response(self.get_serializer(self.get_object()).data)

    @extend_schema(request=PoolFromCallSerializer, responses={201: StartedPoolSerializer})
    @action(detail=True, methods=["post"])
    def start_pool(self, request: Request, pk: Any) -> Response:
        """Start a pool with everybody who said yes."""
        asked = PoolFromCallSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        call = self.get_object()
        plan = PoolPlan(**asked.validated_data, district=call.group.district)
        pool = start_pool_from_call(call=call, plan=plan, by=self.profile, now=timezone.now())
        return Response(StartedPoolSerializer(pool).data, status=201)
