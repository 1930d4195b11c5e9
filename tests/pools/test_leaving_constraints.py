"""What PostgreSQL itself refuses about leaving, things owned together and the end, asked in raw SQL."""

import pytest
from django.db import IntegrityError, ProgrammingError

from pools.models import Leaving, Pool
from pools.operations.ending import propose_ending, take_back_ending
from pools.operations.leaving import answer_leaving, take_back_leaving
from pools.operations.purchase_note import note_purchase
from pools.queries.endings import ending_of, ending_preview
from pools.queries.leaving import asked_changes
from portal.models import Area
from tests.factories.leaving import NOW, TODAY, make_thing, make_yearly_pool, tell
from tests.factories.money import bill
from tests.factories.portal import make_member
from tests.pools.test_constraints import execute, refused


@pytest.fixture
def pool(area: Area) -> Pool:
    """Peter and Ann, with a row of everything."""
    pool = make_yearly_pool(make_member("Peter"), make_member("Ann"))
    ann = pool.memberships.exclude(profile=pool.organiser).get().profile
    make_thing(pool)
    note_purchase(purchase=bill(pool, "1.00"), by=ann, now=NOW)
    leaving = tell(pool, ann)
    (asked,) = asked_changes(leaving)
    answer_leaving(leaving=leaving, accepts=True, share=asked.change.after, by=pool.organiser, now=NOW)
    ending = propose_ending(pool=pool, why="We are done.", by=ann, now=NOW)
    part = ending_preview(pool, on=TODAY).for_profile(ann)
    ending.answers.create(profile=ann, agrees=True, to_get=part.to_get, at=NOW)
    return pool


@pytest.mark.parametrize(
    "table", ["leavinganswer", "endinganswer", "sharedthing", "thingstep", "thingpart", "purchasenote"]
)
def test_history_is_never_changed(pool: Pool, table: str) -> None:
    with pytest.raises((IntegrityError, ProgrammingError), match="append-only"):
        execute(f"DELETE FROM pools_{table}")


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("outcome = 'lost', closed_at = now()", "outcome_known"),
        ("things = 'burn'", "things_known"),
        ("outcome = 'in_effect'", "closed_has_a_time"),
        ("closed_at = now()", "closed_has_a_time"),
        ("settled_at = now()", "settled_once_left"),
        ("outcome = 'taken_back', closed_at = now(), settled_at = now()", "settled_once_left"),
    ],
)
def test_leaving(pool: Pool, change: str, constraint: str) -> None:
    assert refused(f"UPDATE pools_leaving SET {change}") == f"pools_leaving_{constraint}"


def copied(table: str, **changed: str) -> str:
    """A statement that writes a row of a table once more, with some columns as given."""
    columns = {
        "leaving": "area_id pool_id membership_id last_day things minutes_agreed told_at outcome",
        "leavinganswer": "area_id leaving_id profile_id accepts share at",
        "poolending": "area_id pool_id why learned proposed_by_id proposed_at outcome",
        "sharedthing": (
            "area_id pool_id what bought_on value place looked_after_by removal_cost removal_paid_by recorded_by_id"
            " recorded_at"
        ),
        "thingstep": "area_id thing_id kind by_id at",
        "thingpart": "area_id step_id profile_id percent",
        "purchasenote": "area_id purchase_id words by_id at",
    }[table].split()
    values = ", ".join(changed.get(column, column) for column in columns)
    return (
        f"INSERT INTO pools_{table} (id, {', '.join(columns)})"
        f" SELECT gen_random_uuid(), {values} FROM pools_{table} LIMIT 1"
    )


@pytest.mark.parametrize(
    ("table", "changed", "constraint"),
    [
        ("leaving", {}, "one_for_each_place"),
        ("leavinganswer", {"share": "-0.01"}, "share_not_below_zero"),
        ("poolending", {}, "one_waiting"),
        ("sharedthing", {"what": "' '"}, "what_not_blank"),
        ("sharedthing", {"place": "' '"}, "says_who_and_where"),
        ("sharedthing", {"looked_after_by": "''"}, "says_who_and_where"),
        ("sharedthing", {"removal_paid_by": "' '"}, "says_who_and_where"),
        ("sharedthing", {"value": "-0.01"}, "amounts_not_below_zero"),
        ("sharedthing", {"removal_cost": "-0.01"}, "amounts_not_below_zero"),
        ("thingstep", {"kind": "'lost'"}, "kind_known"),
        ("thingpart", {}, "one_for_each_person"),
        ("thingpart", {"percent": "0"}, "percent_up_to_a_hundred"),
        ("thingpart", {"percent": "100.01"}, "percent_up_to_a_hundred"),
        ("purchasenote", {"words": "' '"}, "words_not_blank"),
        ("purchasenote", {}, "each_once"),
    ],
)
def test_a_row_that_may_not_be_there(pool: Pool, table: str, changed: dict[str, str], constraint: str) -> None:
    assert refused(copied(table, **changed)) == f"pools_{table}_{constraint}"


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("why = ' '", "why_not_blank"),
        ("outcome = 'ended'", "closed_has_a_time"),
        ("outcome = 'lost', closed_at = now()", "closed_has_a_time"),
        ("closed_at = now()", "closed_has_a_time"),
    ],
)
def test_ending(pool: Pool, change: str, constraint: str) -> None:
    assert refused(f"UPDATE pools_poolending SET {change}") == f"pools_poolending_{constraint}"


def test_what_was_taken_back_makes_room(pool: Pool) -> None:
    leaving, ending = Leaving.objects.get(), ending_of(pool)
    take_back_leaving(leaving=leaving, by=leaving.membership.profile, now=NOW)
    take_back_ending(ending=ending, by=ending.proposed_by, now=NOW)

    execute(copied("leaving", outcome="''"))
    execute(copied("poolending", outcome="''"))


def test_the_parts_of_a_thing_are_the_whole_of_it(pool: Pool) -> None:
    # One more owner, and the parts are more than 100.00%.
    with pytest.raises(IntegrityError, match="the parts of a thing are the whole of it"):
        execute(copied("thingpart", profile_id=f"'{make_member('Cy').pk}'::uuid"))
