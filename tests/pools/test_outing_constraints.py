"""What PostgreSQL itself refuses about days out, asked in raw SQL."""

from decimal import Decimal

import pytest
from django.db import IntegrityError
from uuid_utils.compat import uuid7

from pools.models import Attendance, BookingFee, Outing, OutingPlace
from pools.operations.outings import record_attendance
from portal.models import Area
from tests.factories.outings import SUNDAY, make_outing, make_outing_pool, make_places
from tests.factories.portal import make_member
from tests.pools.test_constraints import execute, refused

INSERT_FEE = "INSERT INTO pools_bookingfee (id, place_id, state, amount, by_id, at) VALUES (%s, %s, %s, %s, %s, now())"


@pytest.fixture
def places(area: Area) -> list[OutingPlace]:
    """Two people on an outing with three places; the first has paid."""
    people = [make_member("Samir"), make_member("Ines")]
    outing = make_outing(make_outing_pool(make_member("Amina"), *people), booking_fee=Decimal(2), most_people=3)
    (paid,) = make_places(outing, people[0], paid=True)
    return [paid, *make_places(outing, people[1])]


def write(place: OutingPlace, state: str, amount: str = "2.00") -> tuple[object, ...]:
    return (INSERT_FEE, uuid7(), place.pk, state, amount, place.profile_id)


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("title = ' '", "title_not_blank"),
        ("place = ''", "place_not_blank"),
        ("price = -0.01", "amounts_not_below_zero"),
        ("booking_fee = -1", "amounts_not_below_zero"),
        ("fewest_people = 0", "numbers_fit"),
        ("most_people = 2, fewest_people = 3", "numbers_fit"),
        ("called_off_at = now()", "called_off_has_a_reason"),
        ("called_off_reason = 'Snow'", "called_off_has_a_reason"),
    ],
)
def test_outing(places: list[OutingPlace], change: str, constraint: str) -> None:
    assert refused(f"UPDATE pools_outing SET {change}") == f"pools_outing_{constraint}"


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("attendance = 'asleep', attendance_at = now(), attendance_by_id = profile_id", "attendance_known"),
        ("attendance = 'came'", "attendance_by_somebody"),
        ("attendance_at = now()", "attendance_by_somebody"),
        (
            "attendance = 'came', attendance_at = now(), attendance_by_id = profile_id, given_at = NULL",
            "only_places_are_used",
        ),
    ],
)
def test_outing_place(places: list[OutingPlace], change: str, constraint: str) -> None:
    refusal = refused(f"UPDATE pools_outingplace SET {change} WHERE id = %s", places[1].pk)

    assert refusal == f"pools_outingplace_{constraint}"


def test_one_place_for_each_person_and_no_more_than_there_are(places: list[OutingPlace]) -> None:
    insert = (
        "INSERT INTO pools_outingplace (id, outing_id, profile_id, asked_at, given_at, attendance) "
        "VALUES (%s, %s, %s, now(), now(), '')"
    )
    outing, (third, fourth) = places[0].outing_id, (make_member("Third"), make_member("Fourth"))

    assert refused(insert, uuid7(), outing, places[0].profile_id) == "pools_outingplace_one_for_each_person"
    execute(insert, uuid7(), outing, third.pk)
    assert refused(insert, uuid7(), outing, fourth.pk) == "pools_outingplace_no_more_than_there_are"


@pytest.mark.parametrize(
    ("number", "state", "amount", "constraint"),
    [
        (1, "lost", "2.00", "pools_bookingfee_in_order"),
        (1, "paid", "1.99", "pools_bookingfee_of_the_outing"),
        (1, "kept", "2.00", "pools_bookingfee_in_order"),
        (0, "paid", "2.00", "pools_bookingfee_each_step_once"),
        (0, "returned", "2.00", "pools_bookingfee_back_to_who_came"),
        (0, "kept", "2.00", "pools_bookingfee_back_to_who_came"),
    ],
)
def test_booking_fee(places: list[OutingPlace], number: int, state: str, amount: str, constraint: str) -> None:
    assert refused(*write(places[number], state, amount)) == constraint


@pytest.mark.parametrize(
    ("attendance", "refused_state"), [(Attendance.CAME, "kept"), (Attendance.DID_NOT_COME, "returned")]
)
def test_a_settled_fee_is_settled(places: list[OutingPlace], attendance: Attendance, refused_state: str) -> None:
    outing: Outing = places[0].outing
    record_attendance(outing=outing, answers={places[0]: attendance}, by=outing.pool.organiser, now=SUNDAY)

    assert refused(*write(places[0], refused_state)) == "pools_bookingfee_back_to_who_came"


@pytest.mark.parametrize("change", ["UPDATE pools_bookingfee SET amount = 1", "DELETE FROM pools_bookingfee"])
def test_fees_are_history(places: list[OutingPlace], change: str) -> None:
    with pytest.raises(IntegrityError):
        execute(change)

    assert BookingFee.objects.count() == 3
