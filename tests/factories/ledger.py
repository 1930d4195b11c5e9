"""Money in the books of a pool, for tests. Call them inside an area."""

from datetime import UTC, date, datetime
from decimal import Decimal

from pools.models import AccountKind, Pool, Transfer, TransferKind, Unit
from pools.operations.ledger import account_for, credit, debit, post
from portal.models import Profile
from tests.factories.pools import make_agreed_pool, sign

NOW = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)


def make_signed_pool(*people: Profile, **plan: object) -> Pool:
    """A pool whose members have all signed, so that their shares are called in."""
    pool = make_agreed_pool(*people, **plan)
    sign(pool)
    return pool


def pay_in(
    pool: Pool,
    profile: Profile,
    amount: str | Decimal,
    *,
    on: date | None = None,
    now: datetime = NOW,
    source: str = "",
) -> Transfer:
    """A member pays into the money that is kept."""
    pounds = Decimal(amount)
    return post(
        pool=pool,
        kind=TransferKind.CONTRIBUTION,
        words=f"Paid in by {profile.shown_name}",
        postings=[
            debit(account_for(pool, AccountKind.HOLDER), pounds),
            credit(account_for(pool, AccountKind.MEMBER, profile=profile), pounds),
        ],
        happened_on=on or now.date(),
        by=pool.organiser,
        now=now,
        source=source,
    )


def put_in_minutes(pool: Pool, profile: Profile, minutes: int, *, now: datetime = NOW) -> Transfer:
    """A member puts hours into the pool, which an agency owes them."""
    return post(
        pool=pool,
        kind=TransferKind.HOURS_IN,
        words="Hours from the agency",
        postings=[
            debit(account_for(pool, AccountKind.PROVIDER, name="Agency"), Decimal(minutes), Unit.MINUTES),
            credit(account_for(pool, AccountKind.MEMBER, profile=profile), Decimal(minutes), Unit.MINUTES),
        ],
        happened_on=now.date(),
        by=pool.organiser,
        now=now,
    )
