"""Rounds in which each chooses with an allowance, for tests. Call them inside an area."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from pools.models import BudgetActivity, BudgetRound, Pool
from pools.operations.budget_round import ActivityPlan, RoundPlan, add_activity, open_round, start_round

NOW = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)


def make_round(pool: Pool, *, now: datetime = NOW, **plan: object) -> BudgetRound:
    """A round of £50.00 each that a funder pays for; people choose for ten days."""
    usual = {
        "title": "Ten Tuesdays",
        "allowance": Decimal("50.00"),
        "period": "a day a week, for 10 weeks",
        "closes_at": now + timedelta(days=10),
        "funder": "The pilot fund",
    }
    return start_round(pool=pool, plan=RoundPlan(**{**usual, **plan}), by=pool.organiser, now=now)


def make_activity(
    budget_round: BudgetRound, title: str, price: str = "0.00", *, now: datetime = NOW, **plan: object
) -> BudgetActivity:
    usual = {"not_included": "Travel" if Decimal(price) else ""}
    plan = {**usual, **plan}
    activity = ActivityPlan(title=title, price=Decimal(price), **plan)
    return add_activity(budget_round=budget_round, plan=activity, by=budget_round.pool.organiser, now=now)


def make_open_round(pool: Pool, *, now: datetime = NOW, **plan: object) -> tuple[BudgetRound, list[BudgetActivity]]:
    """A round that is open, with three activities for £20.00 and one for nothing."""
    budget_round = make_round(pool, now=now, **plan)
    activities = [
        make_activity(budget_round, "A boat", "20.00", now=now, minimum_people=2, maximum_people=2),
        make_activity(budget_round, "Painting", "20.00", now=now, minimum_people=2),
        make_activity(budget_round, "The theatre", "20.00", now=now),
        make_activity(budget_round, "Dancing", now=now),
    ]
    open_round(budget_round=budget_round, by=pool.organiser, now=now)
    return budget_round, activities
