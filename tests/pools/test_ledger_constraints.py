"""What PostgreSQL refuses about the books of a pool, whoever asks."""

import pytest
from django.db import IntegrityError, connection, transaction

from pools.models import Account, AccountKind, Pool, Transfer
from pools.operations.ledger import account_for, reverse_transfer
from portal.models import Profile
from tests.factories.ledger import NOW, make_signed_pool, pay_in
from tests.factories.portal import make_member

TRANSFER = (
    "INSERT INTO pools_transfer (id, pool_id, kind, words, happened_on, source, recorded_at, reverses_id)"
    " VALUES ('00000000-0000-0000-0000-00000000000a', %(pool)s, %(kind)s, %(words)s, %(on)s, %(source)s, now(),"
    " %(reverses)s)"
)
ENTRY = (
    "INSERT INTO pools_entry (id, transfer_id, account_id, unit, amount)"
    " VALUES (gen_random_uuid(), '00000000-0000-0000-0000-00000000000a', %(account)s, %(unit)s, %(amount)s)"
)


def write(pool: Pool, *entries: tuple[Account, str, str], **others: object) -> None:
    usual = {"pool": pool.pk, "kind": "refund", "words": "It", "on": "2026-11-01", "source": "", "reverses": None}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(TRANSFER, {**usual, **others})
        for account, unit, amount in entries:
            cursor.execute(ENTRY, {"account": account.pk, "unit": unit, "amount": amount})
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def refused(pool: Pool, *entries: tuple[Account, str, str], **others: object) -> str:
    with pytest.raises(IntegrityError) as refusal:
        write(pool, *entries, **others)
    return refusal.value.__cause__.diag.constraint_name


@pytest.fixture
def pool(member: Profile) -> Pool:
    pool = make_signed_pool(member, make_member("Ann"))
    pay_in(pool, member, "10.00", source="bank:1")
    return pool


@pytest.fixture
def holder(pool: Pool) -> Account:
    return account_for(pool, AccountKind.HOLDER)


@pytest.fixture
def mine(pool: Pool, member: Profile) -> Account:
    return account_for(pool, AccountKind.MEMBER, profile=member)


def test_a_transfer_adds_up(pool: Pool, holder: Account, mine: Account) -> None:
    adds_up = "pools_transfer_adds_up"

    assert refused(pool) == adds_up
    assert refused(pool, (mine, "gbp", "5")) == adds_up
    assert refused(pool, (mine, "gbp", "5"), (holder, "gbp", "-4.99")) == adds_up
    assert refused(pool, (mine, "gbp", "5"), (holder, "minutes", "-5")) == adds_up
    # More than is kept.
    assert refused(pool, (mine, "gbp", "10.01"), (holder, "gbp", "-10.01")) == adds_up
    write(pool, (mine, "gbp", "10"), (holder, "gbp", "-10"))


def test_nothing_is_taken_that_was_not_put_aside(pool: Pool, mine: Account) -> None:
    aside = account_for(pool, AccountKind.CONTINGENCY)

    assert refused(pool, (aside, "gbp", "1"), (mine, "gbp", "-1")) == "pools_transfer_adds_up"
    write(pool, (aside, "gbp", "-1"), (mine, "gbp", "1"))


def test_a_transfer_stays_in_its_pool(pool: Pool, mine: Account) -> None:
    other = account_for(make_signed_pool(make_member("Cy"), title="Another"), AccountKind.POOL)

    assert refused(pool, (mine, "gbp", "1"), (other, "gbp", "-1")) == "pools_transfer_adds_up"


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"kind": "bribe"}, "kind_known"),
        ({"words": " "}, "words_not_blank"),
        ({"kind": "reversal"}, "reversal_names_what_it_reverses"),
        ({"on": "2999-01-01"}, "not_in_the_future"),
        ({"source": "bank:1"}, "each_source_once"),
    ],
)
def test_a_transfer_that_is_none(
    pool: Pool, holder: Account, mine: Account, change: dict[str, str], constraint: str
) -> None:
    entries = [(mine, "gbp", "1"), (holder, "gbp", "-1")]

    assert refused(pool, *entries, **change) == f"pools_transfer_{constraint}"


def test_a_reversal_mirrors_what_it_reverses(pool: Pool, holder: Account, mine: Account) -> None:
    paid_in = Transfer.objects.get(source="bank:1")
    reversal = {"kind": "reversal", "reverses": paid_in.pk}

    assert refused(pool, (mine, "gbp", "9"), (holder, "gbp", "-9"), **reversal) == "pools_transfer_adds_up"
    write(pool, (mine, "gbp", "10"), (holder, "gbp", "-10"), **reversal)


def test_a_reversal_is_not_reversed_and_nothing_twice(pool: Pool, holder: Account, mine: Account) -> None:
    paid_in = Transfer.objects.get(source="bank:1")
    reversal = reverse_transfer(transfer=paid_in, why="Wrong", by=pool.organiser, now=NOW)
    back = [(mine, "gbp", "-10"), (holder, "gbp", "10")]

    again = refused(pool, *back, kind="reversal", reverses=reversal.pk)
    twice = refused(pool, (mine, "gbp", "10"), (holder, "gbp", "-10"), kind="reversal", reverses=paid_in.pk)

    assert again == "pools_transfer_reverses_no_reversal"
    assert twice == "pools_transfer_reverses_id_key"


def test_a_reversal_stays_in_its_pool(pool: Pool) -> None:
    other = make_signed_pool(make_member("Cy"), title="Another")
    accounts = [account_for(other, kind) for kind in (AccountKind.POOL, AccountKind.HOLDER)]
    entries = [(accounts[0], "gbp", "10"), (accounts[1], "gbp", "-10")]
    foreign = Transfer.objects.get(source="bank:1")

    assert refused(other, *entries, kind="reversal", reverses=foreign.pk) == "pools_transfer_reverses_no_reversal"


@pytest.mark.parametrize(
    ("unit", "amount", "constraint"),
    [("gold", "5", "unit_known"), ("gbp", "0", "amount_not_zero"), ("minutes", "1.5", "whole_minutes")],
)
def test_an_entry_that_is_none(pool: Pool, mine: Account, unit: str, amount: str, constraint: str) -> None:
    assert refused(pool, (mine, unit, amount)) == f"pools_entry_{constraint}"


@pytest.mark.parametrize("table", ["pools_transfer", "pools_entry"])
@pytest.mark.parametrize("change", ["UPDATE {} SET area_id = area_id", "DELETE FROM {}"])
def test_nothing_in_the_books_is_changed(pool: Pool, table: str, change: str) -> None:
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change.format(table))


@pytest.mark.parametrize(
    ("kind", "profile", "name", "constraint"),
    [
        ("purse", None, "", "kind_known"),
        ("member", None, "", "of_a_member_names_the_person"),
        ("holder", "mine", "", "of_a_member_names_the_person"),
        ("provider", None, " ", "of_others_has_a_name"),
        ("pool", None, "Jar", "of_others_has_a_name"),
        ("holder", None, "", "one_of_each"),
        ("member", "mine", "", "one_of_each"),
    ],
)
def test_an_account_that_is_none(
    pool: Pool, member: Profile, kind: str, profile: str | None, name: str, constraint: str
) -> None:
    with pytest.raises(IntegrityError) as refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO pools_account (id, pool_id, kind, profile_id, name)"
            " VALUES (gen_random_uuid(), %s, %s, %s, %s)",
            (pool.pk, kind, member.pk if profile else None, name),
        )

    assert refusal.value.__cause__.diag.constraint_name == f"pools_account_{constraint}"
