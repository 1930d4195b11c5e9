"""Scenario 10: the day centre in Norfolk. Each has £50.00; a choice had too few people, so Edie chooses again."""

from datetime import datetime, timedelta
from decimal import Decimal

from pools.demo.steps import join, person
from pools.models import BudgetActivity, PurchaseKind
from pools.operations.budget_round import (
    ActivityPlan,
    RoundPlan,
    add_activity,
    choose_activity,
    open_round,
    review_round,
    start_round,
)
from pools.operations.pool import PoolPlan, start_pool
from portal.models import Area

TRAVEL_AND_STAFF = "Travel, staff and the centre’s own costs."
# What it is, what it costs each, what that leaves out, the fewest and the most people.
ACTIVITIES = [
    ("Baking cakes to take home", "5.00", "Nothing", 2, 8),
    ("A boat on the Broads", "20.00", TRAVEL_AND_STAFF, 2, 3),
    ("Painting with a teacher", "20.00", "Paper and paints: bring your own.", 3, 6),
    ("Dancing to old records", "0.00", "", 2, None),
    ("A talk about birds", "0.00", "", 1, None),
]
CHOICES = {
    "Edie": [0, 2],
    "Rosa": [1, 3],
    "Stan": [1, 4],
    "Tess": [0, 3],
    "Umar": [1, 4],
}


def load_budget_rounds(*, area: Area, now: datetime) -> None:
    if area.slug != "norfolk":
        return
    began = now - timedelta(days=12)
    organiser, *others = (person(name) for name in ("Walter", *CHOICES))
    plan = PoolPlan(
        title="Our day at the centre",
        purpose="We choose ourselves what we do on Tuesdays.",
        buying=PurchaseKind.OTHER,
        district=organiser.district,
    )
    pool = start_pool(plan=plan, by=organiser, now=began)
    join(pool, others, now=began)
    tuesdays = RoundPlan(
        title="Ten Tuesdays",
        allowance=Decimal("50.00"),
        period="a day a week, for 10 weeks",
        closes_at=began + timedelta(days=9),
        funder="The centre’s pilot fund",
    )
    budget_round = start_round(pool=pool, plan=tuesdays, by=organiser, now=began + timedelta(days=1))
    activities: list[BudgetActivity] = [
        add_activity(
            budget_round=budget_round,
            plan=ActivityPlan(
                title=title,
                price=Decimal(price),
                not_included=not_included,
                minimum_people=fewest,
                maximum_people=most,
            ),
            by=organiser,
            now=began + timedelta(days=1),
        )
        for title, price, not_included, fewest, most in ACTIVITIES
    ]
    open_round(budget_round=budget_round, by=organiser, now=began + timedelta(days=2))
    for name, chosen in CHOICES.items():
        for place in chosen:
            choose_activity(activity=activities[place], by=person(name), now=began + timedelta(days=3))
    review_round(
        budget_round=budget_round, again_until=now + timedelta(days=6), by=organiser, now=now - timedelta(days=2)
    )
