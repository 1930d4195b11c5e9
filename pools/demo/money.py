"""Money of the sample areas: a plan with one who is late and one who has paid ahead, bills, and something put aside."""

from datetime import datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from pools.demo.steps import person
from pools.models import ContributionHow, PaidHow, Pool, Rhythm
from pools.operations.contribution import plan_contributions, record_contribution, say_paid
from pools.operations.money import set_aside
from pools.operations.purchase import record_purchase
from portal.models import Area


def load_money(*, area: Area, now: datetime) -> None:
    """Fill the books of the pools that have decided, where the sample people for them live."""
    if area.slug == "oxfordshire":
        _load_games(now=now - timedelta(days=2))
        _plan_chef(now=now - timedelta(days=2))


def _load_games(*, now: datetime) -> None:
    """
    £78.00 each, in twelve months of £6.50. Irene has paid ahead, Harry is late, and Peter has told what he paid.

    £50.00 of it is kept: it bought the first games, and £20.00 of what is agreed is put aside.
    """
    pool = Pool.objects.filter(title="Games and tea at the library").first()
    if pool is None:
        return
    irene, brian, peter = map(person, ("Irene", "Brian", "Peter"))
    today = timezone.localdate(now)
    plan_contributions(pool=pool, rhythm=Rhythm.MONTHLY, first_due_on=today - timedelta(days=3), by=irene, now=now)
    for member, amount, days in ((irene, "39.00", 3), (brian, "6.50", 4), (peter, "4.50", 3)):
        record_contribution(
            pool=pool,
            profile=member,
            amount=Decimal(amount),
            received_on=today - timedelta(days=days),
            how=ContributionHow.HELD,
            by=irene,
            now=now,
        )
    say_paid(
        pool=pool,
        amount=Decimal("2.00"),
        received_on=today,
        how=ContributionHow.HELD,
        reference="GAMES",
        by=peter,
        now=now,
    )
    for what, seller, amount, paid_how in (
        ("Three board games", "The games shop", "34.50", PaidHow.HELD),
        ("The small room, the first month", "The library", "20.00", PaidHow.LATER),
    ):
        record_purchase(
            pool=pool,
            what=what,
            seller=seller,
            amount=Decimal(amount),
            bought_on=today,
            paid_how=paid_how,
            by=irene,
            now=now,
        )
    set_aside(pool=pool, amount=Decimal("20.00"), day=today, by=irene, now=now)


def _plan_chef(*, now: datetime) -> None:
    """Seven times £120.00, all at once, four weeks from now: once Peter has signed too."""
    pool = Pool.objects.filter(title="Ten evenings with a chef").first()
    if pool is not None:
        first = timezone.localdate(now) + timedelta(days=28)
        plan_contributions(pool=pool, rhythm=Rhythm.ONCE, first_due_on=first, by=pool.organiser, now=now)
