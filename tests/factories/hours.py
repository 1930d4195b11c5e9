"""Hours and rotas for tests: the house of scenario 5. Call them inside an area."""

from datetime import date, datetime, time

from pools.models import Assistant, HiredHow, Pool, PurchaseKind, ShiftKind
from pools.operations.hours import put_in_hours
from pools.operations.rota_assistants import AssistantDetails, add_assistant
from pools.operations.rota_pattern import add_pattern_shifts
from pools.queries.pools import members_of
from portal.models import Profile
from tests.factories.pools import NOW, make_pool
from tests.factories.portal import make_member

HOUR = 60
EVERY_DAY = list(range(7))
MONDAY = date(2026, 11, 16)
NAMES = ("Edie", "Walter", "Rosa", "Stan", "Tess", "Umar")


def make_house(organiser: Profile | None = None, *, people: int = 6, now: datetime = NOW) -> Pool:
    """A pool of six who share their support at night."""
    names = NAMES if organiser is None else NAMES[1:]
    others = [make_member(name) for name in names[: people if organiser is None else people - 1]]
    first, *rest = [organiser, *others] if organiser else others
    return make_pool(first, *rest, now=now, title="Support at night", buying=PurchaseKind.SUPPORT)


def make_assistant(pool: Pool, name: str = "Lin", **details: object) -> Assistant:
    details = {"hired_how": HiredHow.AGENCY, "employers": "Fenland Support", "starts_on": MONDAY, **details}
    return add_assistant(pool=pool, details=AssistantDetails(name=name, **details), by=pool.organiser, now=NOW)


def give_everybody(pool: Pool, *, minutes: int, assistant: Assistant | None = None, now: datetime = NOW) -> None:
    """Each member puts in so many minutes."""
    assistant = assistant or pool.assistants.first() or make_assistant(pool)
    for membership in members_of(pool):
        put_in_hours(
            pool=pool,
            profile=membership.profile,
            assistant=assistant,
            minutes=minutes,
            by=membership.profile,
            now=now,
        )


def add_pattern(pool: Pool, *, weekdays: list[int] = EVERY_DAY, staff: int = 2, **line: object) -> None:
    """Two staff from 4pm to 10am on all seven days, unless told otherwise."""
    line = {"starts": time(16), "ends": time(10), "kind": ShiftKind.DAY, **line}
    add_pattern_shifts(pool=pool, weekdays=weekdays, staff=staff, by=pool.organiser, now=NOW, **line)
