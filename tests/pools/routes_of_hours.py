"""Who may go where about hours: a pool's members, and to everybody else there is no pool."""

from datetime import date
from functools import partial
from typing import Any

from pools.models import Assistant, HoursLoan, HoursPeriod, PatternShift, Pool, Shift
from pools.operations.hours import give_hours
from pools.operations.hours_loans import lend_hours
from pools.operations.hours_period import open_hours_period
from pools.operations.rota import Worked, accept_week, decline_shift, plan_week, record_shift
from pools.operations.rota_assistants import file_status
from pools.queries.pools import members_of
from tests.architecture.routes import ApiRoute, Maker, Route, other_member
from tests.architecture.world import World
from tests.factories.hours import add_pattern, give_everybody, make_assistant, make_house
from tests.factories.pools import NOW, paper

# Long ago, so that it is over for the clock on the wall too.
MONDAY = date(2026, 1, 5)
YEAR_2099 = NOW.date().replace(year=2099)


def house(world: World) -> Pool:
    """The member's pool of two, each with 50 hours."""
    pool = make_house(world.member, people=2)
    give_everybody(pool, minutes=3000)
    add_pattern(pool, staff=1)
    return pool


def friend(world: World) -> Any:
    return members_of(world.once(house)).exclude(profile=world.member).get().profile


def lin(world: World) -> Assistant:
    assistant = world.once(house).assistants.get()
    return file_status(assistant=assistant, words="Employed", dated_on=MONDAY, file=paper(), by=world.member, now=NOW)


def shift(world: World) -> Shift:
    pool = world.once(house)
    return plan_week(pool=pool, monday=MONDAY, assistant=world.once(lin), by=world.member, now=NOW)[0]


def worked(world: World) -> None:
    """Everybody shares it and it was worked, but the member's hours are lent away, so that it waits."""
    pool, planned = world.once(house), world.once(shift)
    after = NOW
    give_hours(pool=pool, to=world.once(friend), minutes=2999, by=world.member, now=NOW)
    for membership in members_of(pool):
        accept_week(pool=pool, monday=MONDAY, minutes=7 * 540, by=membership.profile, now=NOW)
    record_shift(shift=planned, worked=Worked(how="as_planned"), by=world.member, now=after)
    give_hours(pool=pool, to=world.member, minutes=2999, by=world.once(friend), now=after)


def declined(world: World) -> None:
    decline_shift(shift=world.once(shift), by=world.member, now=NOW)


def planned(world: World) -> None:
    world.once(shift)


def line(world: World) -> PatternShift:
    return world.once(house).pattern_shifts.first()


def loan(world: World) -> HoursLoan:
    """The member owes two hours."""
    return lend_hours(
        pool=world.once(house), to=world.member, minutes=120, due_on=YEAR_2099, by=world.once(friend), now=NOW
    )


def period(world: World) -> HoursPeriod:
    return open_hours_period(
        pool=world.once(house), starts_on=MONDAY, ends_on=MONDAY.replace(day=31), by=world.member, now=NOW
    )


def in_house(world: World) -> dict[str, Any]:
    return {"pool": world.once(house).pk}


def of(thing: Any) -> Maker:
    """The arguments of an address that names a part of the house."""

    def arguments(world: World) -> dict[str, Any]:
        found = world.once(thing)
        return {"pool": world.once(house).pk, "pk": found.pk}

    return arguments


def by_id(make: Maker) -> Maker:
    """The same, as the API calls the pool."""

    def arguments(world: World) -> dict[str, Any]:
        found = make(world)
        return {"pool_id": found.pop("pool"), **found}

    return arguments


def words(**told: Any) -> Maker:
    """What is sent along; a function gives the key of what it makes."""

    def sent(world: World) -> dict[str, Any]:
        return {name: str(world.once(told[name]).pk) if callable(told[name]) else told[name] for name in told}

    return sent


def newcomer(world: World) -> Any:
    return make_assistant(world.once(house), "Sam")


Private = partial(Route, without=404, outsider=other_member)
Button = partial(Private, method="post", allowed=302)
PrivateApi = partial(ApiRoute, without=404, outsider=other_member)
Sent = partial(PrivateApi, method="post")

ROUTES: list[Route] = [
    *(
        Private(name=f"pools:{name}", make=in_house)
        for name in (
            "hours",
            "hours_statement",
            "put_in_hours",
            "give_hours",
            "lend_hours",
            "return_hours",
            "open_hours_period",
            "hours_price",
            "set_hours_rates",
            "pattern",
            "add_pattern_shifts",
            "rota",
            "plan_week",
            "assistants",
            "add_assistant",
        )
    ),
    Private(name="pools:rota", make=in_house, given=planned, query=f"?week={MONDAY}", note="a planned week"),
    Private(name="pools:return_lent_hours", make=of(loan)),
    Private(name="pools:hours_period", make=of(period)),
    Button(name="pools:close_hours_period", make=of(period)),
    Button(name="pools:remove_pattern_shift", make=of(line)),
    Button(name="pools:accept_week", make=in_house),
    Private(name="pools:shift", make=of(shift)),
    Private(name="pools:set_assistant", make=of(shift)),
    Private(name="pools:record_shift", make=of(shift)),
    Button(name="pools:accept_shift", make=of(shift)),
    Button(name="pools:decline_shift", make=of(shift)),
    Button(name="pools:share_again", make=of(shift), given=declined),
    Button(name="pools:use_hours", make=of(shift), given=worked),
    Private(name="pools:file_status", make=of(lin)),
    Private(name="pools:status_paper", make=of(lin)),
    Private(name="pools:end_assistant", make=of(lin)),
    # The API
    PrivateApi(name="api:pool-hours-list", make=by_id(in_house)),
    Sent(name="api:pool-hours-put-in", make=by_id(in_house), data=words(minutes=60, assistant=lin)),
    Sent(name="api:pool-hours-give", make=by_id(in_house), data=words(minutes=60, to=friend)),
    Sent(
        name="api:pool-hours-lend",
        make=by_id(in_house),
        data=words(minutes=60, to=friend, due_on=YEAR_2099.isoformat()),
    ),
    Sent(name="api:pool-hours-return-to-budget", make=by_id(in_house), data=words(minutes=60, assistant=lin)),
    PrivateApi(name="api:pool-hours-loan-list", make=by_id(in_house)),
    Sent(name="api:pool-hours-loan-give-back", make=by_id(of(loan)), data=words(minutes=60)),
    PrivateApi(name="api:pool-hours-period-list", make=by_id(in_house)),
    Sent(
        name="api:pool-hours-period-list",
        make=by_id(in_house),
        data=words(starts_on="2025-01-01", ends_on="2025-03-31"),
        allowed=201,
    ),
    Sent(name="api:pool-hours-period-answer", make=by_id(of(period)), data=words(choice="carry")),
    Sent(name="api:pool-hours-period-close", make=by_id(of(period))),
    PrivateApi(name="api:pool-hours-price-list", make=by_id(in_house)),
    Sent(
        name="api:pool-hours-price-list",
        make=by_id(in_house),
        data=words(hired_how="agency", checked_on="2026-04-06", day_hour="21.50"),
    ),
    PrivateApi(name="api:pool-pattern-list", make=by_id(in_house)),
    Sent(
        name="api:pool-pattern-list",
        make=by_id(in_house),
        data=words(weekdays=[0, 1], starts="10:00", ends="16:00", staff=1, kind="day"),
        allowed=201,
    ),
    PrivateApi(name="api:pool-pattern-detail", method="delete", make=by_id(of(line)), allowed=204),
    PrivateApi(name="api:pool-assistant-list", make=by_id(in_house)),
    Sent(
        name="api:pool-assistant-list",
        make=by_id(in_house),
        data=words(name="Sam", hired_how="employed", employers="Peter", starts_on="2026-11-01"),
        allowed=201,
    ),
    Sent(
        name="api:pool-assistant-status",
        make=by_id(of(newcomer)),
        data=words(words="Self-employed", dated_on="2026-01-01"),
    ),
    Sent(name="api:pool-assistant-end", make=by_id(of(newcomer)), data=words(ended_on="2027-01-01")),
    PrivateApi(name="api:pool-assistant-paper", make=by_id(of(lin))),
    PrivateApi(name="api:pool-shift-list", make=by_id(in_house), query=f"?week={MONDAY}"),
    PrivateApi(name="api:pool-shift-detail", make=by_id(of(shift))),
    Sent(name="api:pool-shift-plan", make=by_id(in_house), data=words(monday="2026-01-05"), allowed=201),
    Sent(
        name="api:pool-shift-accept-week",
        make=by_id(in_house),
        given=planned,
        data=words(monday="2026-01-05", minutes=7 * 540),
    ),
    Sent(name="api:pool-shift-accept", make=by_id(of(shift)), data=words(minutes=540)),
    Sent(name="api:pool-shift-decline", make=by_id(of(shift))),
    Sent(name="api:pool-shift-share-again", make=by_id(of(shift)), given=declined),
    Sent(name="api:pool-shift-who", make=by_id(of(shift)), data=words(assistant=newcomer)),
    Sent(name="api:pool-shift-record", make=by_id(of(shift)), data=words(how="did_not_come")),
    Sent(name="api:pool-shift-count", make=by_id(of(shift)), given=worked),
]
