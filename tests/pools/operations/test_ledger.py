"""What is written in the books, and how a mistake is put right."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from pools.models import Account, AccountKind, Entry, MoneyPath, Pool, Transfer, TransferKind, Unit
from pools.operations import ledger
from pools.operations.agreement import withdraw_signature
from pools.operations.ledger import (
    UnableToPost,
    UnableToReverse,
    UnbalancedTransfer,
    account_for,
    charge_shares,
    credit,
    debit,
    post,
    reverse_transfer,
)
from pools.queries.agreements import active_agreement
from pools.queries.ledger import (
    account_lines,
    balance_of,
    balance_of_member,
    balances_of,
    charged_to,
    left_to_spend,
    money_held,
    owner_of,
    put_aside,
    transfers_of,
)
from portal.models import AuditEvent, Profile
from tests.factories.agreements import sign as sign_once_more
from tests.factories.ledger import make_signed_pool, pay_in, put_in_minutes
from tests.factories.pools import NOW, make_agreed_pool, sign
from tests.factories.portal import make_member


@pytest.fixture
def people(member: Profile) -> list[Profile]:
    return [member, make_member("Ann"), make_member("Bo")]


@pytest.fixture
def pool(people: list[Profile]) -> Pool:
    """Three people who have signed for £895.00."""
    return make_signed_pool(*people, price="895.00")


def settle() -> None:
    """What PostgreSQL looks at when a transaction ends, it looks at now."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def set_aside(pool: Pool, amount: str, now: datetime) -> Transfer:
    pounds = Decimal(amount)
    return post(
        pool=pool,
        kind=TransferKind.SET_ASIDE,
        words="In case",
        postings=[
            debit(account_for(pool, AccountKind.POOL), pounds),
            credit(account_for(pool, AccountKind.CONTINGENCY), pounds),
        ],
        happened_on=now.date(),
        by=pool.organiser,
        now=now,
    )


def test_signing_calls_in_each_share(pool: Pool, people: list[Profile]) -> None:
    settle()
    assert [balance_of_member(pool, person) for person in people] == [
        Decimal("-298.34"),
        Decimal("-298.33"),
        Decimal("-298.33"),
    ]
    assert (left_to_spend(pool), money_held(pool), put_aside(pool)) == (Decimal("895.00"), 0, 0)
    assert set(charged_to(pool)) == {str(person.pk) for person in people}


def test_charge_shares_again_changes_nothing(pool: Pool, now: datetime) -> None:
    agreement = active_agreement(pool)
    assert agreement is not None

    assert charge_shares(agreement=agreement, by=pool.organiser, now=now) is None
    assert pool.transfers.count() == 1


def test_charge_shares_keeps_no_books_where_people_pay_at_the_place(member: Profile, now: datetime) -> None:
    pool = make_agreed_pool(member)
    pool.money_path = MoneyPath.VENUE
    pool.save()
    sign(pool)

    assert not pool.transfers.exists()
    assert balances_of(pool) == []


def test_post_pays_in_and_shows_balances(pool: Pool, people: list[Profile]) -> None:
    for person, amount in zip(people, ("298.34", "298.33", "298.33"), strict=True):
        pay_in(pool, person, amount)
    settle()

    assert money_held(pool) == Decimal("895.00")
    assert [balance_of_member(pool, person) for person in people] == [0, 0, 0]
    assert [(balance.account.kind, balance.pounds, balance.is_empty) for balance in balances_of(pool)] == [
        ("holder", Decimal("895.00"), False),
        ("pool", Decimal("895.00"), False),
        ("member", Decimal("0.00"), True),
        ("member", Decimal("0.00"), True),
        ("member", Decimal("0.00"), True),
    ]
    assert [owner_of(balance.account) for balance in balances_of(pool)] == [
        "The money that is kept for us",
        "For our costs",
        "Peter",
        "Ann",
        "Bo",
    ]


def test_post_refuses(pool: Pool, member: Profile, now: datetime) -> None:
    pay_in(pool, member, "1.00", source="bank:1")
    holder, mine = account_for(pool, AccountKind.HOLDER), account_for(pool, AccountKind.MEMBER, profile=member)

    def give_back(amount: str, **others: object) -> Transfer:
        usual = {"happened_on": now.date(), "by": member, "now": now, "words": "Given back"}
        postings = [debit(mine, Decimal(amount)), credit(holder, Decimal(amount))]
        return post(pool=pool, kind=TransferKind.REFUND, postings=postings, **{**usual, **others})

    with pytest.raises(UnableToPost, match="still to come") as refusal:
        give_back("1.00", happened_on=date(2027, 11, 23))
    assert refusal.value.field == "happened_on"
    with pytest.raises(UnableToPost, match=r"£1\.00 is there, and this takes £1\.01"):
        give_back("1.01")
    with pytest.raises(UnableToPost, match="in the books already"):
        give_back("1.00", source="bank:1")
    with pytest.raises(UnableToPost, match="Say what it is"):
        give_back("1.00", words=" ")
    with pytest.raises(UnbalancedTransfer):
        post(
            pool=pool,
            kind=TransferKind.REFUND,
            words="Half",
            postings=[debit(mine, Decimal(1)), credit(holder, Decimal(1), Unit.MINUTES)],
            happened_on=now.date(),
            by=member,
            now=now,
        )
    give_back("1.00")
    settle()
    assert money_held(pool) == 0


def test_post_leaves_nothing_behind_when_it_fails(pool: Pool, member: Profile, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError

    before = (Transfer.objects.count(), Entry.objects.count())
    monkeypatch.setattr(Entry.objects, "bulk_create", fail)

    with pytest.raises(RuntimeError), transaction.atomic():
        pay_in(pool, member, "5.00")

    assert (Transfer.objects.count(), Entry.objects.count()) == before


def test_reverse_transfer(pool: Pool, member: Profile, now: datetime) -> None:
    wrong = pay_in(pool, member, "20.00", on=now.date() - timedelta(days=3))

    reversal = reverse_transfer(transfer=wrong, why="It was Ann’s.", by=member, now=now)

    settle()
    assert reversal.words == "Put right: Paid in by Peter. It was Ann’s."
    assert (reversal.reverses, reversal.happened_on, money_held(pool)) == (wrong, now.date(), 0)
    assert transfers_of(pool).get(pk=wrong.pk).reversed_by == reversal
    assert AuditEvent.objects.filter(action="reverse_transfer").count() == 1


def test_reverse_transfer_refuses(pool: Pool, member: Profile, now: datetime) -> None:
    wrong = pay_in(pool, member, "20.00")

    with pytest.raises(UnableToReverse, match="Say why") as refusal:
        reverse_transfer(transfer=wrong, why=" ", by=member, now=now)
    assert refusal.value.field == "why"
    reversal = reverse_transfer(transfer=wrong, why="Wrong", by=member, now=now)
    with pytest.raises(UnableToReverse, match="put right already"):
        reverse_transfer(transfer=wrong, why="Wrong", by=member, now=now)
    with pytest.raises(UnableToReverse, match="write the first entry down again"):
        reverse_transfer(transfer=reversal, why="Wrong", by=member, now=now)


def test_reverse_transfer_refuses_where_the_money_has_gone(pool: Pool, member: Profile, now: datetime) -> None:
    paid_in = pay_in(pool, member, "20.00")
    holder, seller = account_for(pool, AccountKind.HOLDER), account_for(pool, AccountKind.PROVIDER, name="Shop")
    post(
        pool=pool,
        kind=TransferKind.PAYMENT,
        words="Paid",
        postings=[debit(seller, Decimal(15)), credit(holder, Decimal(15))],
        happened_on=now.date(),
        by=member,
        now=now,
    )

    with pytest.raises(UnableToPost, match=r"£5\.00 is there, and this takes £20\.00"):
        reverse_transfer(transfer=paid_in, why="Wrong", by=member, now=now)


def test_what_is_put_aside_is_not_taken_twice(pool: Pool, now: datetime) -> None:
    kept = set_aside(pool, "50.00", now)
    assert (put_aside(pool), left_to_spend(pool)) == (Decimal("50.00"), Decimal("845.00"))
    reverse_transfer(transfer=kept, why="Not needed", by=pool.organiser, now=now)

    with pytest.raises(UnableToPost, match=r"£0\.00 is there"):
        post(
            pool=pool,
            kind=TransferKind.RELEASE,
            words="Again",
            postings=[
                debit(account_for(pool, AccountKind.CONTINGENCY), Decimal(1)),
                credit(account_for(pool, AccountKind.POOL), Decimal(1)),
            ],
            happened_on=now.date(),
            by=pool.organiser,
            now=now,
        )


def test_an_account_by_days(pool: Pool, member: Profile, now: datetime) -> None:
    today = now.date()
    for days, amount in ((6, "100.00"), (4, "50.00"), (2, "25.00")):
        pay_in(pool, member, amount, on=today - timedelta(days=days))
    account = account_for(pool, AccountKind.HOLDER)

    everything = account_lines(account)
    some = account_lines(account, since=today - timedelta(days=5), until=today - timedelta(days=3))

    assert [(line.amount, line.balance) for line in everything.lines] == [(100, 100), (50, 150), (25, 175)]
    assert (everything.opening, everything.closing) == (0, 175)
    assert [(line.amount, line.transfer.words) for line in some.lines] == [(50, "Paid in by Peter")]
    assert (some.opening, some.closing) == (100, 150)
    assert account_lines(account, since=today).lines == []
    assert account_lines(account, since=today).closing == 175


def test_minutes_are_kept_apart_from_pounds(pool: Pool, member: Profile) -> None:
    put_in_minutes(pool, member, 90)
    settle()

    account = Account.objects.get(kind=AccountKind.MEMBER, profile=member)
    assert balance_of(account, unit=Unit.MINUTES) == 90
    assert balance_of(account) == Decimal("-298.34")
    assert {balance.minutes for balance in balances_of(pool)} == {0, 90, -90}


def test_accounts_are_opened_once(pool: Pool) -> None:
    first = account_for(pool, AccountKind.PROVIDER, name=" Shop ")

    assert account_for(pool, AccountKind.PROVIDER, name="Shop") == first
    assert str(first) == owner_of(first) == "Shop"
    assert str(account_for(pool, AccountKind.POOL)) == "Agreed for the costs, and not spent yet"
    assert owner_of(account_for(pool, AccountKind.CONTINGENCY)) == "Put aside, in case"


@given(amounts=st.lists(st.decimals(min_value="-9999.99", max_value="9999.99", places=2), min_size=1, max_size=12))
def test_postings_that_end_in_one_credit_always_balance(amounts: list[Decimal]) -> None:
    accounts = [Account(kind=AccountKind.MEMBER) for _ in amounts]
    postings = [debit(account, amount) for account, amount in zip(accounts, amounts, strict=True)]
    together = credit(Account(kind=AccountKind.POOL), sum(amounts, Decimal(0)))

    assert sum(posting.amount for posting in [*postings, together]) == 0


def test_the_module_says_what_a_refusal_means() -> None:
    refusals = [UnableToPost, UnableToReverse]

    assert all(refusal.__doc__ and refusal.__module__ == ledger.__name__ for refusal in refusals)


def test_what_was_called_in_is_taken_back_with_a_signature(people: list[Profile]) -> None:
    pool = make_agreed_pool(*people, price="895.00")
    agreement, later = sign(pool, cooling_off_days=7), NOW + timedelta(hours=1)
    assert left_to_spend(pool) == Decimal("895.00")

    withdraw_signature(agreement=agreement, by=people[1], now=later)
    assert active_agreement(pool) is None
    assert [balance_of_member(pool, person) for person in people] == [0, 0, 0]
    assert left_to_spend(pool) == 0

    sign_once_more(agreement, people[1], now=later)
    settle()
    assert active_agreement(pool) == agreement
    assert left_to_spend(pool) == Decimal("895.00")
