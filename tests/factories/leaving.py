"""Pools that somebody leaves, for tests. Call them inside an area."""

from datetime import UTC, date, datetime
from decimal import Decimal

from pools.models import Leaving, Period, Pool, SharedThing
from pools.operations.leaving import tell_of_leaving
from pools.operations.thing import ThingFacts, record_thing
from pools.queries.pools import membership_of
from portal.models import Profile
from tests.factories.pools import agree, cost, look_at_shares, make_pool, sign, waive_the_rest

NOW = datetime(2026, 11, 20, 14, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)


def make_yearly_pool(
    *people: Profile, price: str = "40000.00", money_holder: str = "Lakeside Credit Union", **plan: object
) -> Pool:
    """A pool that pays so much each year, signed by all."""
    pool = make_pool(*people, **{"title": "Support in our house", **plan})
    cost(pool, price, period=Period.YEARLY)
    waive_the_rest(pool)
    look_at_shares(pool)
    agree(pool)
    sign(pool, money_holder=money_holder)
    return pool


def tell(pool: Pool, profile: Profile, last_day: date = TODAY, *, now: datetime = NOW, **facts: object) -> Leaving:
    """Somebody tells the others that they leave."""
    membership = membership_of(pool, profile)
    return tell_of_leaving(membership=membership, last_day=last_day, by=profile, now=now, **facts)


def make_thing(pool: Pool, value: str = "100.00", *, now: datetime = NOW, parts: object = None) -> SharedThing:
    facts = ThingFacts(
        what="A rowing machine",
        bought_on=TODAY,
        value=Decimal(value),
        place="The shed",
        looked_after_by="Ray",
        removal_cost=Decimal("30.00"),
        removal_paid_by="All owners, by their parts",
    )
    return record_thing(pool=pool, facts=facts, parts=parts, by=pool.organiser, now=now)
