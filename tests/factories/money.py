"""Money of pools for tests. Call them inside an area."""

from datetime import UTC, date, datetime
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile

from pools.models import (
    BankImport,
    Contribution,
    ContributionHow,
    ContributionPlan,
    MoneyPath,
    MoneyTask,
    Pool,
    Purchase,
    Rhythm,
)
from pools.operations.bank_import import stage_import
from pools.operations.contribution import plan_contributions, record_contribution, say_paid
from pools.operations.money_task import offer_task
from pools.operations.purchase import record_purchase
from portal.models import Profile
from tests.factories.pools import make_agreed_pool, sign

# Some days after the pools were made and signed.
NOW = datetime(2026, 11, 20, 14, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)


def make_signed_pool(
    organiser: Profile, *others: Profile, price: str = "840.00", path: MoneyPath = MoneyPath.HOLDER
) -> Pool:
    """A pool whose members have all signed; by the way that its money takes, their shares are called in."""
    pool = make_agreed_pool(organiser, *others, price=price)
    pool.money_path = path
    pool.save(update_fields=["money_path"])
    sign(pool)
    return pool


def pay(pool: Pool, profile: Profile, amount: str, *, now: datetime = NOW, **facts: object) -> Contribution:
    """The organiser writes down that somebody has paid into the money that is kept, unless told otherwise."""
    facts = {"how": ContributionHow.HELD, "received_on": TODAY, **facts}
    return record_contribution(pool=pool, profile=profile, amount=Decimal(amount), by=pool.organiser, now=now, **facts)


def tell(pool: Pool, profile: Profile, amount: str, *, now: datetime = NOW, **facts: object) -> Contribution:
    """Somebody says that they have paid."""
    facts = {"how": ContributionHow.HELD, "received_on": TODAY, **facts}
    return say_paid(pool=pool, amount=Decimal(amount), by=profile, now=now, **facts)


def plan(pool: Pool, rhythm: Rhythm = Rhythm.MONTHLY, *, now: datetime = NOW, **facts: object) -> ContributionPlan:
    facts = {"first_due_on": TODAY, **facts}
    return plan_contributions(pool=pool, rhythm=rhythm, by=pool.organiser, now=now, **facts)


def bill(pool: Pool, amount: str, seller: str = "Marco", *, now: datetime = NOW, **facts: object) -> Purchase:
    """The pool buys lessons, and has still to pay unless told otherwise."""
    facts = {"what": f"Lessons for {amount}", "bought_on": TODAY, **facts}
    return record_purchase(pool=pool, seller=seller, amount=Decimal(amount), by=pool.organiser, now=now, **facts)


def task(pool: Pool, profile: Profile, value: str, what: str = "I teach a class", seller: str = "Marco") -> MoneyTask:
    return offer_task(pool=pool, what=what, seller=seller, value=Decimal(value), by=profile, now=NOW)


def statement(*lines: str, head: str = "Date,Description,Amount,Balance", name: str = "bank.csv") -> SimpleUploadedFile:
    """A file as a bank exports it."""
    return statement_bytes("\r\n".join([head, *lines]).encode(), name=name)


def statement_bytes(content: bytes, *, name: str = "bank.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="text/csv")


def stage(pool: Pool, *lines: str, now: datetime = NOW) -> BankImport:
    return stage_import(pool=pool, file=statement(*lines), by=pool.organiser, now=now)
