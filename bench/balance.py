"""Balances: how long does it take to read one from 100,000 entries?"""

import os
from decimal import Decimal
from functools import partial

import psycopg
from django.db import transaction

from bench.figure import Figure, times_slower
from pools.models import Account, AccountKind, Pool
from pools.operations.ledger import account_for
from pools.queries.ledger import balance_of
from pools.queries.pools import members_of
from portal.areas.context import area_context
from tests.factories.pools import make_pool
from tests.factories.portal import make_area, make_member

MEMBERS = 12
ENTRIES = 100_000
READS = 20


def measure() -> Figure:
    """
    Time a member's balance, as a page asks for it, against the same sum in bare SQL by a superuser with the same index.

    Twice as long is the most: Django's part, and row-level security.
    """
    area = make_area("ledger", "Ledger")
    with psycopg.connect(os.environ["DATABASE_ADMIN_URL"], autocommit=True) as superuser:
        with area_context(area.pk):
            pool = make_pool(*[make_member(f"Member {number}") for number in range(MEMBERS)])
            account = fill_books(superuser, pool)
        superuser.execute("VACUUM ANALYZE pools_entry")
        with area_context(area.pk):
            if bare(superuser, account) != -balance_of(account):
                raise AssertionError("They find different balances.")
            ratio = times_slower(partial(ours, account), than=partial(bare_reads, superuser, account))
    detail = f"a member of {MEMBERS} among {ENTRIES:,} entries, {READS} times, against the same sum in bare SQL"
    return Figure(name="balance", ratio=ratio, goal=2.0, detail=detail)


def ours(account: Account) -> list[Decimal]:
    return [balance_of(account) for _ in range(READS)]


def bare_reads(superuser: psycopg.Connection, account: Account) -> list[Decimal]:
    return [bare(superuser, account) for _ in range(READS)]


def bare(superuser: psycopg.Connection, account: Account) -> Decimal:
    statement = "SELECT sum(amount) FROM pools_entry WHERE area_id = %s AND account_id = %s AND unit = 'gbp'"
    row = superuser.execute(statement, [account.area_id, account.pk]).fetchone()
    return row[0] if row else Decimal(0)


FILL = """
WITH paid AS (
    INSERT INTO pools_transfer (id, area_id, pool_id, kind, words, happened_on, source, recorded_at, written_in)
    SELECT gen_random_uuid(), %(area)s, %(pool)s, 'contribution', 'Paid in', '2026-11-01'::date - number %% 3000, '',
           now(), 0
    FROM generate_series(1, %(transfers)s) AS number
    RETURNING id
), numbered AS (SELECT id, row_number() OVER () AS number FROM paid)
INSERT INTO pools_entry (id, area_id, transfer_id, account_id, unit, amount)
SELECT gen_random_uuid(), %(area)s, paid.id, line.account, 'gbp', line.sign * (1 + paid.number %% 5000) / 100.0
FROM numbered AS paid CROSS JOIN LATERAL (
    VALUES (%(holder)s::uuid, 1), ((%(members)s::uuid[])[1 + paid.number %% %(people)s], -1)
) AS line (account, sign)
"""


def fill_books(superuser: psycopg.Connection, pool: Pool) -> Account:
    """
    Contributions of twelve members over the years, two entries each. Gives the account of one of them.

    Written by a superuser for whom no trigger runs, so that the figures do not wait for 100,000 of them.
    """
    holder = account_for(pool, AccountKind.HOLDER)
    accounts = [account_for(pool, AccountKind.MEMBER, profile=membership.profile) for membership in members_of(pool)]
    values = {
        "area": pool.area_id,
        "pool": pool.pk,
        "holder": holder.pk,
        "members": [account.pk for account in accounts],
        "people": len(accounts),
        "transfers": ENTRIES // 2,
    }
    transaction.on_commit(lambda: superuser.execute("SET session_replication_role = replica"))
    transaction.on_commit(lambda: superuser.execute(FILL, values))
    return accounts[0]
