"""One's own papers, the returns of a quarter and the days to remember, on pages, as files and in the API."""

import csv
from collections.abc import Callable
from datetime import date, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar, Event

from pools.models import Pool, PoolDocument, Rhythm, Shortfall
from pools.operations.costing import describe_sheet
from pools.operations.reminders import remind_dated
from pools.queries.due_dates import due_dates_for
from portal.models import Notification, Profile
from tests.factories.money import NOW, TODAY, bill, make_signed_pool, pay, plan
from tests.factories.outings import make_outing, make_outing_pool
from tests.factories.pools import make_costed_pool
from tests.factories.portal import make_member

Browse = Callable[..., Client]


@pytest.fixture
def jo(area: object) -> Profile:
    return make_member("Jo")


@pytest.fixture
def pool(member: Profile, jo: Profile) -> Pool:
    signed = make_signed_pool(member, jo)
    pay(signed, jo, "20.00")
    bill(signed, "10.01")
    plan(signed, Rhythm.MONTHLY)
    return signed


def at(pool: Pool, name: str, *args: object) -> str:
    return reverse(f"pools:{name}", args=[pool.pk, *args])


@pytest.fixture(autouse=True)
def in_november(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def test_asking_leads_to_its_page_and_the_list_is_ones_own(
    browse: Browse, pool: Pool, jo: Profile, member: Profile
) -> None:
    asked = {"kind": "statement", "period": "this_quarter", "layout": "easy", "names_funding": "on"}
    answer = browse(jo).post(at(pool, "ask_for_paper"), asked)
    paper = PoolDocument.objects.get(profile=jo)

    assert answer.url == paper.get_absolute_url()
    assert (paper.period_from, paper.period_to) == (date(2026, 10, 1), TODAY)
    assert (paper.layout, paper.names_funding) == ("easy", False)
    link = f'href="{paper.get_absolute_url()}"'
    assert link in browse(jo).get(at(pool, "papers")).content.decode()
    assert link not in browse(member).get(at(pool, "papers") + "?easy=1").content.decode()


def test_other_days_have_to_be_given(browse: Browse, pool: Pool, jo: Profile) -> None:
    asked = {"kind": "audit_pack", "period": "own_days", "layout": "large"}
    page = browse(jo).post(at(pool, "ask_for_paper"), asked).content.decode()

    assert page.count("Give this day.") >= 2
    assert not PoolDocument.objects.filter(profile=jo).exists()


def test_ones_own_year(browse: Browse, pool: Pool, jo: Profile) -> None:
    pool.memberships.filter(profile=jo).update(year_end=date(2027, 3, 31))
    browse(jo).post(at(pool, "ask_for_paper"), {"kind": "audit_pack", "period": "own_year", "layout": "standard"})

    assert PoolDocument.objects.get(profile=jo).period_from == date(2026, 4, 1)


def test_returns_as_files(browse: Browse, pool: Pool, jo: Profile, member: Profile) -> None:
    whole = browse(member).get(at(pool, "quarterly_returns_csv", "2026Q4")).content.decode()
    own = browse(jo).get(at(pool, "own_return_csv", "2026Q4")).content.decode()

    assert list(csv.reader(StringIO(whole)))[1:] == [
        ["Peter", "0.00", "0.00", "5.01", "0.00", "0.00", "-5.01", "0.00"],
        ["Jo", "0.00", "20.00", "5.00", "0.00", "0.00", "15.00", "0.00"],
        ["the pool", "0.00", "20.00", "10.01", "0.00", "0.00", "9.99", "0.00"],
    ]
    assert [row[0] for row in csv.reader(StringIO(own))] == ["who", "Jo"]
    assert "It adds up, to the penny." in browse(member).get(at(pool, "quarterly_returns", "2026Q4")).content.decode()
    for quarter in ("2027Q1", "autumn"):
        assert browse(member).get(at(pool, "quarterly_returns", quarter)).status_code == 404


def test_the_calendar_has_every_day_and_amount(browse: Browse, pool: Pool, jo: Profile) -> None:
    answer = browse(jo).get(at(pool, "due_dates_file"))
    dates = due_dates_for(pool, jo, now=NOW)
    events = Calendar.from_ical(answer.content).walk("VEVENT")

    assert answer["Content-Type"].startswith("text/calendar")
    assert len(dates) >= 12
    assert [event.decoded("dtstart") for event in events] == [due.on for due in dates]
    assert [str(event["summary"]) for event in events] == [f"{due.words} (Cooking together)" for due in dates]
    assert len({str(event["uid"]) for event in events}) == len(dates)
    assert all(event.decoded("dtstamp") == NOW for event in events)
    page = browse(jo).get(at(pool, "due_dates")).content.decode()
    assert [due.words for due in dates if due.words not in page] == []


def test_the_calendar_keeps_an_outings_hour_by_londons_clocks(browse: Browse, member: Profile) -> None:
    pool = make_outing_pool(member)
    # The night between them takes an hour.
    saturday = datetime(2027, 3, 27, 14, 0, tzinfo=ZoneInfo("Europe/London"))
    for title, day in (("Before", saturday), ("After", saturday + timedelta(days=1))):
        make_outing(pool, title=title, starts_at=day, now=NOW)

    days = [event_of(browse(member), pool, title)["dtstart"] for title in ("Before", "After")]

    assert [day.params["TZID"] for day in days] == ["Europe/London"] * 2
    assert [day.dt.hour for day in days] == [14, 14]
    assert [day.dt.utcoffset() for day in days] == [timedelta(0), timedelta(hours=1)]


def test_a_day_that_moves_stays_the_same_event(browse: Browse, member: Profile) -> None:
    pool = make_costed_pool(member)
    sheet = {"pool": pool, "shortfall": Shortfall.SHARE, "not_included": "", "by": member, "now": NOW}
    describe_sheet(price_holds_until=date(2026, 12, 1), **sheet)
    first = event_of(browse(member), pool, "The last day of the price")
    describe_sheet(price_holds_until=date(2026, 12, 8), **sheet)
    moved = event_of(browse(member), pool, "The last day of the price")

    assert (first["dtstart"].dt, moved["dtstart"].dt) == (date(2026, 12, 1), date(2026, 12, 8))
    assert moved["uid"] == first["uid"]
    assert moved["sequence"] > first["sequence"]


def event_of(client: Client, pool: Pool, title: str) -> Event:
    calendar = Calendar.from_ical(client.get(at(pool, "due_dates_file")).content)
    # Every clock that an event names is described.
    named = {event["dtstart"].params.get("TZID") for event in calendar.walk("VEVENT")} - {None}
    assert {str(zone["tzid"]) for zone in calendar.walk("VTIMEZONE")} == named
    (event,) = [event for event in calendar.walk("VEVENT") if str(event["summary"]).startswith(title)]
    return event


def test_what_is_due_is_told_to_whom_it_concerns(pool: Pool, jo: Profile) -> None:
    remind_dated(now=NOW)

    told = Notification.objects.filter(key__startswith="payment:", recipient=jo)
    assert [notice.subject for notice in told if "2026-11-20:0-days" in notice.key] == [
        "Soon to pay for “Cooking together”"
    ]


def test_asking_in_the_api(browse: Browse, pool: Pool, jo: Profile) -> None:
    asked = {"kind": "audit_pack", "period_from": "2026-10-01", "period_to": "2026-11-20"}
    address = f"/api/v1/pools/{pool.pk}/papers/"
    answer = browse(jo).post(address, asked, content_type="application/json")

    assert (answer.status_code, answer.json()["state"]) == (201, "pending")
    again = browse(jo).post(address, asked | {"period_to": "2026-11-30"}, content_type="application/json")
    assert again.status_code == 409


def test_days_and_returns_in_the_api(browse: Browse, pool: Pool, jo: Profile) -> None:
    address = f"/api/v1/pools/{pool.pk}"
    days = browse(jo).get(f"{address}/due-dates/").json()

    assert [day["words"] for day in days] == [due.words for due in due_dates_for(pool, jo, now=NOW)]
    assert days[0] == {"key": days[0]["key"], "on": "2026-11-20", "starts_at": None, "words": days[0]["words"]}
    own = browse(jo).get(f"{address}/returns/2026Q4/").json()
    # Half of what was spent is Jo's.
    assert (own["opening"], own["paid_in"], own["spent"], own["closing"]) == ("0.00", "20.00", "5.00", "15.00")
    for quarter in ("2027Q1", "last", "2026Q5"):
        assert browse(jo).get(f"{address}/returns/{quarter}/").status_code == 404
