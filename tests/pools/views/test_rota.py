"""The rota, the pattern, and who works."""

from collections.abc import Callable
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from pools.models import Assistant, Pool, Shift, ShiftKind
from pools.operations.rota import plan_week
from pools.queries.hours import hours_left
from pools.queries.pools import members_of
from portal.models import Area, Profile
from tests.factories.hours import HOUR, add_pattern, give_everybody, make_house
from tests.factories.pools import NOW, PDF
from tests.factories.portal import make_member

Browse = Callable[..., Client]
# Long ago, so that it is over for the clock on the wall too.
MONDAY = date(2026, 1, 5)


@pytest.fixture
def house(member: Profile) -> Pool:
    pool = make_house(member, people=2)
    give_everybody(pool, minutes=10 * HOUR)
    return pool


@pytest.fixture
def lin(house: Pool) -> Assistant:
    return house.assistants.get()


@pytest.fixture
def walter(house: Pool) -> Profile:
    return Profile.objects.get(shown_name="Walter")


@pytest.fixture
def shift(house: Pool, lin: Assistant) -> Shift:
    add_pattern(house, weekdays=[0], staff=1, kind=ShiftKind.SLEEP_IN)
    return plan_week(pool=house, monday=MONDAY, assistant=lin, by=house.organiser, now=NOW)[0]


def address(pool: Pool, name: str, *args: object) -> str:
    return reverse(f"pools:{name}", args=[pool.pk, *args])


def of(shift: Shift, name: str) -> str:
    return address(shift.pool, name, shift.pk)


def words(page: object) -> str:
    return page.content.decode()


def test_the_pattern_is_typed_in_and_taken_out(browse: Browse, walter: Profile, house: Pool) -> None:
    assert "You have no pattern yet" in words(browse(walter).get(address(house, "pattern")))
    typed = {"weekdays": ["0", "6"], "starts": "4pm", "ends": "10.00", "staff": "2", "kind": "waking_night"}

    assert browse(walter).post(address(house, "add_pattern_shifts"), typed).url == address(house, "pattern")
    page = words(browse(walter).get(address(house, "pattern")))
    assert "72 hours" in page
    assert "the next day" in page
    assert "We count by the clock on the wall." in page

    page = browse(walter).post(address(house, "add_pattern_shifts"), typed)
    assert page.context["form"].errors == {
        "weekdays": ["This is in the pattern already. Take it out first to change it."]
    }
    line = house.pattern_shifts.first()
    browse(walter).post(address(house, "remove_pattern_shift", line.pk))
    assert house.pattern_shifts.count() == 1


def test_a_pattern_that_is_none_loses_nothing(browse: Browse, walter: Profile, house: Pool) -> None:
    page = browse(walter).post(
        address(house, "add_pattern_shifts"), {"starts": "tea time", "ends": "10:00", "staff": "0", "kind": "day"}
    )

    assert page.context["form"].errors == {
        "weekdays": ["Tick one day or more."],
        "starts": ["Give a time, such as 4pm or 16:00."],
        "staff": ["Give a number of staff from 1 to 20."],
    }
    assert 'value="tea time"' in words(page)


def test_a_week_is_planned_by_the_organiser(browse: Browse, member: Profile, walter: Profile, house: Pool) -> None:
    rota = address(house, "rota") + f"?week={MONDAY}"
    assert "Ask Peter to put it on the rota." in words(browse(walter).get(rota))
    assert "Put a week on the rota" in words(browse(member).get(rota))
    typed = {"monday_day": "7", "monday_month": "1", "monday_year": "2026", "assistant": ""}
    page = browse(member).post(address(house, "plan_week"), typed)
    assert page.context["form"].errors == {
        "__all__": ["First work out your pattern: on which days, and from when to when."]
    }

    add_pattern(house)
    assert browse(member).post(address(house, "plan_week"), typed).url == rota
    page = words(browse(walter).get(rota))
    assert "14 shifts wait for you. Your part of them is 126 hours." in page
    assert "Nobody yet" in page
    assert "Monday 5 January to Sunday 11 January 2026" in page
    # What is no week is this week.
    assert browse(walter).get(address(house, "rota") + "?week=soon").status_code == 200

    browse(walter).post(f"{address(house, 'accept_week')}?week={MONDAY}", {"minutes": str(126 * HOUR)})
    page = words(browse(walter).get(rota))
    assert "wait for you" not in page
    page = browse(walter).post(f"{address(house, 'accept_week')}?week={MONDAY}", {"minutes": "all"}, follow=True)
    assert "Nothing in this week waits for your yes." in words(page)


def test_a_shift_from_the_first_yes_to_the_last_minute(
    browse: Browse, member: Profile, walter: Profile, shift: Shift
) -> None:
    page = words(browse(member).get(shift.get_absolute_url()))
    assert "Your part is <strong>9 hours</strong>. You have 10 hours left." in page
    assert "Write down how it went" in page
    browse(member).post(of(shift, "accept_shift"), {"minutes": "540"})
    page = browse(walter).post(of(shift, "accept_shift"), {"minutes": "541"}, follow=True)
    assert "The number has changed. Please look at it again." in words(page)

    browse(walter).post(of(shift, "record_shift"), {"how": "as_planned", "worked_by": "", "late_minutes": "20"})
    page = words(browse(walter).get(shift.get_absolute_url()))
    assert "We need a yes first from: Walter." in page
    assert "Came late" in page
    browse(walter).post(of(shift, "accept_shift"), {"minutes": "540"})

    page = words(browse(walter).get(shift.get_absolute_url()))
    assert "This shift took 9 hours of your hours." in page
    assert (hours_left(shift.pool, member), hours_left(shift.pool, walter)) == (60, 60)
    page = browse(walter).post(of(shift, "use_hours"), follow=True)
    assert "counted already" in words(page)


def test_no_and_yes_after_all(browse: Browse, member: Profile, walter: Profile, shift: Shift) -> None:
    browse(member).post(of(shift, "accept_shift"), {"minutes": "540"})
    browse(walter).post(of(shift, "decline_shift"))
    assert "You said that you do not share this shift." in words(browse(walter).get(shift.get_absolute_url()))
    page = words(browse(member).get(shift.get_absolute_url()))
    assert "You said yes to less than this. Please look again." in page
    assert "Please look again" in words(browse(member).get(address(shift.pool, "rota") + f"?week={MONDAY}"))

    browse(walter).post(of(shift, "share_again"))
    assert "Your part is <strong>9 hours</strong>" in words(browse(walter).get(shift.get_absolute_url()))


def test_whoever_joined_later_shares_no_earlier_shift(
    browse: Browse, member: Profile, area: Area, shift: Shift
) -> None:
    ann = make_member("Ann")
    shift.pool.memberships.create(profile=ann, joined_at=NOW)

    assert "You do not share this shift." in words(browse(ann).get(shift.get_absolute_url()))
    assert [membership.profile.shown_name for membership in members_of(shift.pool)][-1] == "Ann"


def test_times_other_than_planned(browse: Browse, walter: Profile, shift: Shift, lin: Assistant) -> None:
    typed = {"how": "changed", "worked_by": str(lin.pk), "worked_from": "5pm", "feedback": "The bus was late."}
    page = browse(walter).post(of(shift, "record_shift"), typed)
    assert page.context["form"].errors == {"worked_to": ["Give a time, such as 4pm or 16:00."]}
    assert "The bus was late." in words(page)

    browse(walter).post(of(shift, "record_shift"), typed | {"worked_to": "9am"})
    page = words(browse(walter).get(shift.get_absolute_url()))
    assert "5pm to 9am, 16 hours" in page
    assert "The bus was late." in page


def test_nobody_came(browse: Browse, walter: Profile, shift: Shift) -> None:
    assert "Choose how it went." in words(browse(walter).post(of(shift, "record_shift"), {}))
    browse(walter).post(of(shift, "record_shift"), {"how": "did_not_come"})

    assert "Nobody came" in words(browse(walter).get(shift.get_absolute_url()))


def test_who_comes_can_change(browse: Browse, walter: Profile, shift: Shift) -> None:
    mo = {"name": "Mo", "hired_how": "employed", "employers": "Walter", "is_backup": "on"}
    first_day = {"starts_on_day": "1", "starts_on_month": "1", "starts_on_year": "2026"}
    assistants = address(shift.pool, "assistants")
    assert browse(walter).post(address(shift.pool, "add_assistant"), mo | first_day).url == assistants
    stands_in = Assistant.objects.get(name="Mo")
    assert stands_in.is_backup

    browse(walter).post(of(shift, "set_assistant"), {"assistant": str(stands_in.pk)})

    shift.refresh_from_db()
    assert shift.assistant == stands_in


def test_who_works_for_us(browse: Browse, walter: Profile, house: Pool, lin: Assistant) -> None:
    typed = {
        "name": "Bea",
        "hired_how": "self_employed",
        "employers": "Peter and Walter",
        "starts_on_day": "1",
        "starts_on_month": "1",
        "starts_on_year": "2026",
        "owed_if_employed": "412.50",
        "owed_if_self_employed": "380",
    }
    page = browse(walter).post(address(house, "add_assistant"), typed | {"employers": ""})
    assert page.context["form"].errors == {
        "employers": ["Name each person or organisation that employs or hires them."]
    }
    assert 'value="412.50"' in words(page)
    browse(walter).post(address(house, "add_assistant"), typed)
    page = words(browse(walter).get(address(house, "assistants")))
    assert "Peter and Walter" in page
    assert "£412.50" in page

    bea = Assistant.objects.get(name="Bea")
    answer = {"words": "Self-employed", "dated_on_day": "2", "dated_on_month": "2", "dated_on_year": "2026"}
    letter = SimpleUploadedFile("letter.pdf", PDF, content_type="application/pdf")
    assert browse(walter).get(address(house, "status_paper", bea.pk)).status_code == 404
    browse(walter).post(address(house, "file_status", bea.pk), answer | {"file": letter})
    page = words(browse(walter).get(address(house, "assistants")))
    assert "“Self-employed”, 2 February 2026" in page
    assert "£412.50" not in page
    assert browse(walter).get(address(house, "status_paper", bea.pk)).content == PDF

    last_day = {"ended_on_day": "1", "ended_on_month": "3", "ended_on_year": "2026"}
    browse(walter).post(address(house, "end_assistant", bea.pk), last_day)
    assert "Does not work for you now" in words(browse(walter).get(address(house, "assistants")))


def test_the_rota_in_easy_read_is_a_list(browse: Browse, walter: Profile, shift: Shift) -> None:
    page = words(browse(walter).get(address(shift.pool, "rota") + f"?week={MONDAY}&easy=1"))

    assert "Monday 5 January, 4pm to 10am" in page
    assert "<table" not in page
