"""Days out, for tests. Call them inside an area."""

from datetime import datetime, timedelta
from decimal import Decimal

from pools.models import MoneyPath, Outing, OutingPlace, Pool, PurchaseKind
from pools.operations.outings import OutingPlan, plan_outing, record_fee_paid, sign_up
from portal.models import Profile
from tests.factories.pools import make_pool
from tests.factories.portal import MONDAY_AFTERNOON

# A Saturday, twelve days after the moment of the fixture `now`.
SATURDAY = datetime(2026, 12, 5, 14, 0, tzinfo=MONDAY_AFTERNOON.tzinfo)
SUNDAY = SATURDAY + timedelta(days=1)


def make_outing_pool(organiser: Profile, *others: Profile, money_path: MoneyPath = MoneyPath.HOLDER) -> Pool:
    """A pool that goes on outings."""
    pool = make_pool(organiser, *others, title="Days out", buying=PurchaseKind.OUTING)
    pool.money_path = money_path
    pool.save(update_fields=["money_path"])
    return pool


def make_outing(pool: Pool, *, now: datetime = MONDAY_AFTERNOON, **plan: object) -> Outing:
    """Bowling for £7.00 and up to four people, unless told otherwise."""
    plan = {
        "title": "Bowling",
        "place": "In front of the station",
        "starts_at": SATURDAY,
        "price": Decimal("7.00"),
        "most_people": 4,
        **plan,
    }
    return plan_outing(pool=pool, plan=OutingPlan(**plan), by=pool.organiser, now=now)


def make_places(outing: Outing, *people: Profile, paid: bool = False) -> list[OutingPlace]:
    """These people sign up, one after the other; where they paid, the organiser has written it down."""
    places = [
        sign_up(outing=outing, by=profile, now=MONDAY_AFTERNOON + timedelta(minutes=minute))
        for minute, profile in enumerate(people)
    ]
    for place in places if paid else []:
        record_fee_paid(place=place, by=outing.pool.organiser, now=MONDAY_AFTERNOON)
    return places
