"""Days out in Kensington & Chelsea: three to come, where each pays at the place, and one that is over."""

from datetime import datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from pools.demo.steps import join, person
from pools.models import Attendance, MoneyPath, Outing, Pool, PurchaseKind
from pools.operations.outings import OutingPlan, plan_outing, record_attendance, record_fee_paid, sign_up
from pools.operations.pool import PoolPlan, start_pool
from pools.operations.reminders import remind_dated
from portal.models import Area


def load_outings(*, area: Area, now: datetime) -> None:
    """Scenario 9. Patrick and Ines are told by letter, Samir by telephone, Chloe by text."""
    if area.slug == "kensington-chelsea":
        _load_days_out(now=now)
        _load_seaside(now=now)
        remind_dated(now=now)


def _load_days_out(*, now: datetime) -> None:
    """Bowling for £7.00, Brighton for £5.00, Holland Park for nothing: nobody holds anybody's money."""
    amina, *others = map(person, ("Amina", "Samir", "Ines", "Patrick", "Chloe", "Yusuf"))
    plan = PoolPlan(
        title="Out and about every month",
        purpose="Two outings every month. It is always clear what they cost, and each of us pays at the place.",
        buying=PurchaseKind.OUTING,
        district=amina.district,
    )
    pool = _paid(start_pool(plan=plan, by=amina, now=now - timedelta(days=30)), MoneyPath.VENUE)
    join(pool, others, now=now - timedelta(days=30))
    bowling = _outing(
        pool,
        now=now,
        days=6,
        title="Bowling in Queensway",
        place="In front of Bayswater station",
        price=Decimal("7.00"),
        what_to_bring="Socks, and £7.00.",
        access="There is a lift. Two lanes have a ramp for the ball. It can be loud.",
        supporters="Leroy, and a personal assistant of the project",
        fewest_people=4,
        most_people=6,
    )
    for newcomer in (amina, *others[:4]):
        sign_up(outing=bowling, by=newcomer, now=now - timedelta(days=1))
    brighton = _outing(
        pool,
        now=now,
        days=20,
        title="A day in Brighton by minibus",
        place="At the library in Earl’s Court",
        price=Decimal("5.00"),
        what_to_bring="Something for lunch. The £5.00 are for the driver and the petrol.",
        access="The minibus has a ramp, and room for two wheelchairs.",
        supporters="Leroy",
        fewest_people=5,
        most_people=8,
    )
    for newcomer in (amina, *others[2:4]):
        sign_up(outing=brighton, by=newcomer, now=now - timedelta(days=1))
    _outing(
        pool,
        now=now,
        days=34,
        title="A walk in Holland Park",
        place="At the gate in Abbotsbury Road",
        price=Decimal("0.00"),
        what_to_bring="Warm clothes.",
        access="Flat paths. There is a toilet that is easy to get into.",
        most_people=12,
    )


def _load_seaside(*, now: datetime) -> None:
    """A booking fee of £2.00: three came and have it back, Yusuf could not, so his stays with the pool."""
    patrick, *others = map(person, ("Patrick", "Amina", "Ines", "Yusuf"))
    plan = PoolPlan(
        title="The sea in any weather",
        purpose="We go to the sea once in every season. A small booking fee helps us to know how many come.",
        buying=PurchaseKind.OUTING,
        district=patrick.district,
    )
    begun = now - timedelta(days=40)
    pool = _paid(start_pool(plan=plan, by=patrick, now=begun), MoneyPath.HOLDER)
    join(pool, others, now=begun)
    southend = _outing(
        pool,
        now=begun,
        days=30,
        title="Southend by train",
        place="Fenchurch Street station, under the clock",
        price=Decimal("6.00"),
        booking_fee=Decimal("2.00"),
        access="Both stations have lifts.",
        most_people=6,
    )
    places = [sign_up(outing=southend, by=profile, now=begun + timedelta(days=2)) for profile in (patrick, *others)]
    for place in places:
        record_fee_paid(place=place, by=patrick, now=begun + timedelta(days=3))
    answers = dict.fromkeys(places[:-1], Attendance.CAME) | {places[-1]: Attendance.DID_NOT_COME}
    record_attendance(outing=southend, answers=answers, by=patrick, now=begun + timedelta(days=31))


def _paid(pool: Pool, money_path: MoneyPath) -> Pool:
    pool.money_path = money_path
    pool.save(update_fields=["money_path"])
    return pool


def _outing(pool: Pool, *, now: datetime, days: int, **plan: object) -> Outing:
    """An outing so many days from now, at half past one."""
    day = timezone.localdate(now) + timedelta(days=days)
    starts_at = datetime.combine(day, time(13, 30), tzinfo=timezone.get_current_timezone())
    return plan_outing(
        pool=pool, plan=OutingPlan(starts_at=starts_at, **plan), by=pool.organiser, now=now - timedelta(days=2)
    )
