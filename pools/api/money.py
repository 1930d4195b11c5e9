"""The money of a pool: what there is, the books, what is done with it, and tasks instead of it."""

from typing import Any

from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from pools.api.pool_parts import PoolParts
from pools.models import Account, AccountKind, MoneyTask, TaskState, Transfer, TransferKind
from pools.operations.money import RefundHow, receive_from_payer, record_refund, set_aside, take_from_aside
from pools.operations.money_correction import put_right
from pools.operations.money_task import offer_task, record_in_kind, withdraw_task
from pools.operations.purchase import pay_bill
from pools.queries.ledger import account_lines, left_to_spend, money_held, owner_of, put_aside, transfers_of
from pools.queries.money import holder_named, may_read_account, readable_balances, seen_transfers, tasks_of
from pools.rules import keeps_books
from portal.api.fields import PoundsField
from portal.permissions import Permission


class BalanceSerializer(serializers.Serializer):
    """What stands in an account. Below zero: what somebody still owes."""

    account = serializers.UUIDField(source="account.pk")
    kind = serializers.ChoiceField(AccountKind.choices, source="account.kind")
    owner = serializers.SerializerMethodField()
    pounds = PoundsField()

    def get_owner(self, balance: Any) -> str:
        return owner_of(balance.account)


class MoneySerializer(serializers.Serializer):
    holder = serializers.CharField(help_text="Who keeps the money, as the signed agreement says.")
    held = PoundsField()
    left_to_spend = PoundsField()
    put_aside = PoundsField()
    accounts = BalanceSerializer(many=True)


class AccountLineSerializer(serializers.Serializer):
    transfer = serializers.UUIDField(source="transfer.pk")
    day = serializers.DateField(source="transfer.happened_on")
    words = serializers.CharField(source="transfer.words")
    amount = PoundsField()
    balance = PoundsField()


class AccountStatementSerializer(serializers.Serializer):
    """Opening + all amounts = closing."""

    opening = PoundsField()
    lines = AccountLineSerializer(many=True)
    closing = PoundsField()


class SeenEntrySerializer(serializers.Serializer):
    """A debit is above zero, a credit below. No `account`: the other members together."""

    whose = serializers.CharField()
    account = serializers.UUIDField(source="account.pk", allow_null=True, default=None)
    amount = PoundsField()


class SeenTransferSerializer(serializers.Serializer):
    id = serializers.UUIDField(source="transfer.pk")
    kind = serializers.ChoiceField(TransferKind.choices, source="transfer.kind")
    words = serializers.CharField(source="transfer.words")
    happened_on = serializers.DateField(source="transfer.happened_on")
    reverses = serializers.UUIDField(source="transfer.reverses_id", allow_null=True)
    entries = SeenEntrySerializer(many=True)


class PayBillSerializer(serializers.Serializer):
    seller = serializers.CharField(max_length=120)
    amount = PoundsField()
    paid_on = serializers.DateField()


class SetAsideSerializer(serializers.Serializer):
    amount = PoundsField()
    day = serializers.DateField()


class TakeFromAsideSerializer(SetAsideSerializer):
    why = serializers.CharField(max_length=100)


class RefundSerializer(TakeFromAsideSerializer):
    seller = serializers.CharField(max_length=120)
    how = serializers.ChoiceField(RefundHow.choices)


class FromPayerSerializer(SetAsideSerializer):
    payer = serializers.CharField(max_length=120)


class WhySerializer(serializers.Serializer):
    why = serializers.CharField(max_length=100)


class MoneyTaskSerializer(serializers.ModelSerializer):
    value = PoundsField()
    person = serializers.CharField(source="profile.shown_name", read_only=True)
    state = serializers.ChoiceField(TaskState.choices, read_only=True)

    class Meta:
        model = MoneyTask
        fields = ["id", "what", "seller", "value", "person", "state", "offered_at", "closed_at"]
        read_only_fields = ["offered_at", "closed_at"]


class MoneyParts(PoolParts):
    """What belongs to a pool's money. Whoever keeps the books sees everybody's, and every member their own."""

    @property
    def sight(self) -> dict[str, Any]:
        return {"profile": self.profile, "keeps_books": keeps_books(self.profile, self.pool)}

    def seen(self, transfer: Transfer) -> dict[str, Any]:
        (seen,) = seen_transfers([transfers_of(self.pool).get(pk=transfer.pk)], **self.sight)
        return SeenTransferSerializer(seen).data


@extend_schema(tags=["money"])
class PoolMoney(MoneyParts):
    """What there is, and what is done with it."""

    permissions = dict.fromkeys(
        ["pay_bill", "set_aside", "take_from_aside", "refund", "from_payer"], Permission.KEEP_BOOKS
    )
    serializer_class = MoneySerializer

    @extend_schema(operation_id="money_retrieve", responses=MoneySerializer)
    def list(self, request: Request, pool_id: Any) -> Response:
        """What is kept, agreed and not spent, put aside, and in each account that you may read."""
        pool = self.pool
        money = {
            "holder": holder_named(pool),
            "held": money_held(pool),
            "left_to_spend": left_to_spend(pool),
            "put_aside": put_aside(pool),
            "accounts": readable_balances(pool, **self.sight),
        }
        return Response(MoneySerializer(money).data)

    @extend_schema(request=PayBillSerializer, responses={201: SeenTransferSerializer})
    @action(detail=False, methods=["post"])
    def pay_bill(self, request: Request, pool_id: Any) -> Response:
        """Write down that a bill was paid from the money that is kept."""
        return self._do(pay_bill, PayBillSerializer)

    @extend_schema(request=SetAsideSerializer, responses={201: SeenTransferSerializer})
    @action(detail=False, methods=["post"])
    def set_aside(self, request: Request, pool_id: Any) -> Response:
        """Put something aside, in case."""
        return self._do(set_aside, SetAsideSerializer)

    @extend_schema(request=TakeFromAsideSerializer, responses={201: SeenTransferSerializer})
    @action(detail=False, methods=["post"])
    def take_from_aside(self, request: Request, pool_id: Any) -> Response:
        """Take something from what was put aside."""
        return self._do(take_from_aside, TakeFromAsideSerializer)

    @extend_schema(request=RefundSerializer, responses={201: SeenTransferSerializer})
    @action(detail=False, methods=["post"])
    def refund(self, request: Request, pool_id: Any) -> Response:
        """Write down that a seller gives something back."""
        return self._do(record_refund, RefundSerializer)

    @extend_schema(request=FromPayerSerializer, responses={201: SeenTransferSerializer})
    @action(detail=False, methods=["post"])
    def from_payer(self, request: Request, pool_id: Any) -> Response:
        """Write down money that somebody outside the pool gave."""
        return self._do(receive_from_payer, FromPayerSerializer)

    def _do(self, operation: Any, serializer: type[serializers.Serializer]) -> Response:
        asked = serializer(data=self.request.data)
        asked.is_valid(raise_exception=True)
        transfer = operation(pool=self.pool, **asked.validated_data, by=self.profile, now=timezone.now())
        return Response(self.seen(transfer), status=201)


@extend_schema(tags=["money"])
class Accounts(MoneyParts):
    """The accounts that you may read: the pool's own, and yours."""

    serializer_class = BalanceSerializer
    queryset = Account.objects.select_related("profile")

    @extend_schema(responses=BalanceSerializer(many=True))
    def list(self, request: Request, pool_id: Any) -> Response:
        """What stands in each."""
        return Response(BalanceSerializer(readable_balances(self.pool, **self.sight), many=True).data)

    @extend_schema(responses=AccountStatementSerializer)
    def retrieve(self, request: Request, pool_id: Any, pk: Any) -> Response:
        """Every entry of an account, with the balance after it."""
        account = self.get_object()
        if not may_read_account(account, **self.sight):
            raise Http404
        return Response(AccountStatementSerializer(account_lines(account)).data)


@extend_schema(tags=["money"])
class Transfers(MoneyParts):
    """The books: everything that happened to the money. The other members stand together."""

    permissions = {"put_right": Permission.KEEP_BOOKS}
    serializer_class = SeenTransferSerializer
    queryset = Transfer.objects.all()

    @extend_schema(responses=SeenTransferSerializer(many=True))
    def list(self, request: Request, pool_id: Any) -> Response:
        """All of them, the newest first."""
        return Response(SeenTransferSerializer(seen_transfers(transfers_of(self.pool), **self.sight), many=True).data)

    @extend_schema(responses=SeenTransferSerializer)
    def retrieve(self, request: Request, pool_id: Any, pk: Any) -> Response:
        """One of them."""
        return Response(self.seen(self.get_object()))

    @extend_schema(request=WhySerializer, responses={201: SeenTransferSerializer})
    @action(detail=True, methods=["post"])
    def put_right(self, request: Request, pool_id: Any, pk: Any) -> Response:
        """Write the opposite of a mistake. 409 where it has been put right already."""
        asked = WhySerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        reversal = put_right(transfer=self.get_object(), **asked.validated_data, by=self.profile, now=timezone.now())
        return Response(self.seen(reversal), status=201)


@extend_schema(tags=["money"])
class MoneyTasks(MoneyParts):
    """What members do for a seller instead of paying."""

    permissions = {"done": Permission.KEEP_BOOKS}
    serializer_class = MoneyTaskSerializer
    queryset = MoneyTask.objects.select_related("pool", "profile")

    @extend_schema(responses=MoneyTaskSerializer(many=True))
    def list(self, request: Request, pool_id: Any) -> Response:
        """All of them."""
        return Response(MoneyTaskSerializer(tasks_of(self.pool), many=True).data)

    @extend_schema(request=MoneyTaskSerializer, responses={201: MoneyTaskSerializer})
    def create(self, request: Request, pool_id: Any) -> Response:
        """Say "I will do this"."""
        asked = MoneyTaskSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        task = offer_task(pool=self.pool, **asked.validated_data, by=self.profile, now=timezone.now())
        return Response(MoneyTaskSerializer(task).data, status=201)

    @extend_schema(request=None, responses={201: SeenTransferSerializer})
    @action(detail=True, methods=["post"])
    def done(self, request: Request, pool_id: Any, pk: Any) -> Response:
        """Say that it is done: the bill gets smaller, and all members owe less."""
        transfer = record_in_kind(task=self.get_object(), by=self.profile, now=timezone.now())
        return Response(self.seen(transfer), status=201)

    @extend_schema(request=None, responses=MoneyTaskSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pool_id: Any, pk: Any) -> Response:
        """Take back what you offered."""
        task = withdraw_task(task=self.get_object(), by=self.profile, now=timezone.now())
        return Response(MoneyTaskSerializer(task).data)
