"""What people wish for, and the first pools that came of it."""

import tomllib
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from pools.demo.steps import decide, join, person
from pools.models import Barrier, Period, PurchaseKind, SharingRule, Wish
from pools.operations.consent import need_consent
from pools.operations.costing import answer_line, describe_sheet, waive_line
from pools.operations.invitation import invite
from pools.operations.pool import PoolPlan, start_pool
from pools.operations.wish import WishDetails, WishNeeds, make_wish
from portal.models import Area, FundingKind, Interest, TimeOfWeek
from providers.models import Offer

WISHES = Path(__file__).with_name("wishes.toml")


def load_wishes(*, area: Area, now: datetime) -> None:
    """What the people of an area wish for."""
    told: dict[str, list[dict[str, Any]]] = tomllib.loads(WISHES.read_text(encoding="utf-8"))
    for wish in told.get(area.slug, []):
        _load_wish(wish, now=now - timedelta(days=21))


def load_first_pools(*, area: Area, now: datetime) -> None:
    """Beads in Oxfordshire, and the gym in Knowsley."""
    if area.slug == "oxfordshire":
        _load_beads(now=now - timedelta(days=14))
    if area.slug == "knowsley":
        _load_gym(now=now - timedelta(days=14))


def _load_wish(told: dict[str, Any], *, now: datetime) -> None:
    wisher = person(told["who"])
    make_wish(
        details=WishDetails(
            interest=Interest.objects.get(name=told["interest"]),
            words=told["words"],
            district=wisher.district,
            times=[TimeOfWeek(time) for time in wisher.free_times],
            people_wanted=told.get("people"),
        ),
        needs=WishNeeds(
            monthly_amount=Decimal(told["monthly"]) if "monthly" in told else None,
            funding_kinds=[FundingKind(kind) for kind in wisher.funding_kinds],
            barriers=[Barrier(barrier) for barrier in told.get("barriers", [])],
        ),
        by=wisher,
        now=now,
    )


def _load_beads(*, now: datetime) -> None:
    """Eleven people make beads at £15.00 each. Peter is asked to be the twelfth: then all pay £12.00."""
    offer = Offer.objects.filter(title="Bead making together").first()
    if offer is None:
        return
    eileen, *others = map(
        person,
        ("Eileen", "Irene", "Asha", "Grace", "Hana", "Brian", "Ciara", "Dev", "Gwen", "Harry", "Josh"),
    )
    plan = PoolPlan(
        title="An afternoon of beads",
        purpose="We make necklaces and bracelets together. The more we are, the less each pays.",
        buying=PurchaseKind.OUTING,
        district=eileen.district,
        most_people=offer.maximum_people,
        offer=offer,
    )
    pool = start_pool(plan=plan, by=eileen, now=now)
    join(pool, others, now=now)
    reasons = {
        "travel": "Each of us comes by themselves.",
        "facilitation": "The teacher helps.",
        "contingency": "The price is fixed.",
    }
    for line in pool.cost_lines.exclude(prompt="price"):
        waive_line(line=line, reason=reasons[line.prompt], by=eileen, now=now)
    invite(pool=pool, profile=person("Peter"), by=eileen, now=now)


def _load_gym(*, now: datetime) -> None:
    """Three men have costed a gym and decided to go ahead. They may not buy before the landlord has written."""
    tony, ray, mick = map(person, ("Tony", "Ray", "Mick"))
    wish = Wish.objects.get(profile=tony)
    plan = PoolPlan(
        title="A gym at home",
        purpose="To keep fit together where we live: two bikes and some weights in the common room.",
        buying=PurchaseKind.EQUIPMENT,
        district=tony.district,
        most_people=3,
        sharing_rule=SharingRule.EQUAL,
        wish=wish,
    )
    pool = start_pool(plan=plan, by=tony, now=now)
    join(pool, [ray, mick], now=now)
    amounts = [
        ("price", "500.00", Period.ONCE),
        ("assembly", "200.00", Period.ONCE),
        ("induction", "25.00", Period.ONCE),
        ("servicing", "170.00", Period.YEARLY),
    ]
    for prompt, amount, period in amounts:
        line = pool.cost_lines.get(prompt=prompt)
        answer_line(line=line, amount=Decimal(amount), period=period, by=tony, now=now)
    insurance = pool.cost_lines.get(prompt="insurance")
    waive_line(line=insurance, reason="The house is insured for it. We have that in writing.", by=tony, now=now)
    need_consent(consent=pool.consents.get(kind="landlord"), name="Lakeside Homes", by=tony, now=now)
    describe_sheet(
        pool=pool,
        price_holds_until=(now + timedelta(days=90)).date(),
        shortfall=pool.cost_sheet.shortfall,
        not_included="Towels, and taking it away at the end.",
        by=tony,
        now=now,
    )
    decide(pool, now=now + timedelta(days=2))
