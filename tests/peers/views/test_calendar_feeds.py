"""Private calendars: who reads what, until when, and that two readers understand the clocks of London."""

import io
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar
from icalendar import Event as CalendarEvent

from moderation.models import ModerationState
from peers.models import CalendarFeed, Event, Group
from peers.operations.calendar_feed import (
    UnableToMakeFeed,
    UnableToRevokeFeed,
    make_calendar_feed,
    replace_calendar_feed,
    revoke_calendar_feed,
)
from peers.operations.event import EventPlan, cancel_event, change_event
from portal.areas.context import area_context
from portal.calendars import own_days
from portal.models import Area, Profile
from tests.factories.outings import make_outing, make_outing_pool
from tests.factories.peers import make_event, make_event_place, make_group, make_membership
from tests.factories.portal import make_member

LONDON = ZoneInfo("Europe/London")
Browse = Callable[..., Client]


@pytest.fixture
def rosa(area: Area) -> Profile:
    return make_member("Rosa")


@pytest.fixture
def group(rosa: Profile, member: Profile) -> Group:
    group = make_group("SPUG", organiser=rosa, is_closed=True)
    make_membership(group, member)
    return group


def address_of(profile: Profile, group: Group | None = None) -> str:
    _feed, secret = make_calendar_feed(group=group, by=profile, now=timezone.now())
    return reverse("peers:calendar_feed", args=[secret])


def stranger(area: Area) -> Client:
    """A calendar program: nobody is signed in."""
    return Client(HTTP_HOST=f"{area.slug}.localhost")


def read(area: Area, address: str) -> dict[str, CalendarEvent]:
    answer = stranger(area).get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    return {str(event["summary"]): event for event in Calendar.from_ical(answer.content).walk("VEVENT")}


def test_ones_own_feed_has_what_one_signed_up_for(area: Area, group: Group, rosa: Profile, member: Profile) -> None:
    make_event_place(make_event(group, rosa, "Mine"), member)
    make_event_place(make_event(group, rosa, "Waiting"), member, given_at=None)
    make_event_place(make_event(group, rosa, "Of Rosa"), rosa)

    assert sorted(read(area, address_of(member))) == ["Mine", "Waiting list: Waiting"]
    assert sorted(read(area, address_of(member, group))) == ["Mine", "Of Rosa", "Waiting"]


def test_ones_own_feed_has_the_days_of_ones_pools(area: Area, member: Profile) -> None:
    make_outing(make_outing_pool(member), title="Bowling", starts_at=timezone.now() + timedelta(days=3))

    assert [title.partition(" (")[0] for title in read(area, address_of(member))] == ["Bowling"]


def test_what_one_may_not_see_now_is_gone(area: Area, group: Group, rosa: Profile, member: Profile) -> None:
    event = make_event(group, rosa, "Mine")
    make_event_place(event, member)
    own, of_group = address_of(member), address_of(member, group)
    assert [len(read(area, address)) for address in (own, of_group)] == [1, 1]

    Event.objects.update(state=ModerationState.REMOVED)
    assert [len(read(area, address)) for address in (own, of_group)] == [0, 0]

    Event.objects.update(state=ModerationState.PUBLISHED)
    group.memberships.filter(profile=member).update(left_at=timezone.now())
    assert read(area, own) == {}
    assert stranger(area).get(of_group).status_code == 404


def test_an_address_opens_nothing_once_it_is_replaced_or_taken_back(area: Area, member: Profile, now: datetime) -> None:
    feed, first = make_calendar_feed(group=None, by=member, now=now)
    with pytest.raises(UnableToMakeFeed, match="You can replace it"):
        make_calendar_feed(group=None, by=member, now=now)
    newer, second = replace_calendar_feed(feed=feed, by=member, now=now)

    def statuses() -> list[int]:
        addresses = [reverse("peers:calendar_feed", args=[secret]) for secret in (first, second, newer.digest)]
        return [stranger(area).get(address).status_code for address in addresses]

    assert statuses() == [404, 200, 404]
    with pytest.raises(UnableToRevokeFeed):
        revoke_calendar_feed(feed=newer, by=make_member("Jo"), now=now)
    revoke_calendar_feed(feed=newer, by=member, now=now)
    assert statuses() == [404, 404, 404]
    with pytest.raises(UnableToRevokeFeed, match="taken back before"):
        revoke_calendar_feed(feed=newer, by=member, now=now)


def test_an_address_closes_with_the_sign_in_of_its_owner(area: Area, member: Profile) -> None:
    address = address_of(member)
    member.user.is_active = False
    member.user.save()

    assert stranger(area).get(address).status_code == 404


def test_make_calendar_feed_refuses_a_closed_group_of_others(group: Group, now: datetime) -> None:
    with pytest.raises(UnableToMakeFeed, match="Join the group first"):
        make_calendar_feed(group=group, by=make_member("Jo"), now=now)

    assert not CalendarFeed.objects.exists()


def test_an_address_is_of_one_area(oxfordshire: Area, knowsley: Area) -> None:
    with area_context(oxfordshire.id):
        address = address_of(make_member("Peter"))
    with area_context(knowsley.id):
        address_of(make_member("Ken"))

    assert [stranger(area).get(address).status_code for area in (oxfordshire, knowsley)] == [200, 404]


def test_a_change_keeps_its_name_and_goes_up_and_a_cancelled_one_stays(
    area: Area, group: Group, rosa: Profile, member: Profile, now: datetime
) -> None:
    event = make_event(group, rosa, "Soup")
    make_event_place(event, member)
    address = address_of(member)
    first = read(area, address)["Soup"]
    facts = {"title": "Soup", "text": event.text, "place": "The hall"}
    later = {"starts_at": event.starts_at + timedelta(hours=1), "ends_at": event.ends_at + timedelta(hours=1)}
    change_event(event=event, plan=EventPlan(**facts, **later), by=rosa, now=now)
    second = read(area, address)["Soup"]
    cancel_event(event=event, reason="Snow", by=rosa, now=now + timedelta(hours=1))
    third = read(area, address)["Soup"]

    assert {str(each["uid"]) for each in (first, second, third)} == {f"event-{event.pk}@oxfordshire.localhost"}
    assert [int(each["sequence"]) for each in (first, second, third)] == [0, 1, 2]
    assert [str(each["status"]) for each in (first, second, third)] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert [str(each["location"]) for each in (first, second)] == ["The library", "The hall"]


# For each change of the clocks of 2026 and 2027: the day before, one across the change, and the day after.
CHANGES = [datetime(2026, 10, 25, 1, tzinfo=UTC), datetime(2027, 3, 28, 1, tzinfo=UTC)]


@pytest.mark.parametrize("change", CHANGES, ids=["back", "forward"])
def test_two_readers_understand_both_changes_of_the_clocks(
    area: Area, group: Group, rosa: Profile, member: Profile, change: datetime
) -> None:
    noon = change.astimezone(LONDON).replace(hour=12, tzinfo=LONDON)
    moments = {
        "Before": (noon - timedelta(days=1), noon - timedelta(days=1) + timedelta(hours=2)),
        "Across": (change - timedelta(hours=2), change + timedelta(hours=2)),
        "After": (noon, noon + timedelta(hours=2)),
    }
    for title, (starts, ends) in moments.items():
        make_event_place(make_event(group, rosa, title, starts_at=starts, ends_at=ends), member)

    answer = stranger(area).get(address_of(member))

    def told(read_by: dict[str, list[datetime]]) -> dict[str, list[datetime]]:
        return {title: [moment.astimezone(UTC) for moment in pair] for title, pair in read_by.items()}

    expected = {title: [moment.astimezone(UTC) for moment in pair] for title, pair in moments.items()}
    first = Calendar.from_ical(answer.content)
    read_first = {str(event["summary"]): [event["dtstart"].dt, event["dtend"].dt] for event in first.walk("VEVENT")}
    assert told(read_first) == expected
    assert told(read_with_the_rule_in_the_file(answer.content.decode())) == expected


def read_with_the_rule_in_the_file(text: str) -> dict[str, list[datetime]]:
    """
    A second reader, which knows nothing of London: the times of day as they stand there, by the VTIMEZONE of the
    file itself, as dateutil understands it.
    """
    unfolded = text.replace("\r\n ", "")
    zone = tzical(io.StringIO(unfolded.replace("\r\n", "\n"))).get("Europe/London")
    found = {}
    for block in re.findall(r"BEGIN:VEVENT\r\n(.*?)END:VEVENT", unfolded, flags=re.DOTALL):
        lines = dict(line.split(":", 1) for line in block.strip().split("\r\n"))
        times = [lines[f"{name};TZID=Europe/London"] for name in ("DTSTART", "DTEND")]
        found[lines["SUMMARY"]] = [datetime.strptime(time, "%Y%m%dT%H%M%S").replace(tzinfo=zone) for time in times]
    return found


def test_the_address_is_shown_once(browse: Browse, area: Area, member: Profile) -> None:
    client, page_url = browse(member), reverse("peers:calendar_feeds")

    made = client.post(page_url)
    address = re.search(r"http://oxfordshire\.localhost:\d+(/calendar/\S+\.ics)", made.content.decode())

    assert address is not None
    assert made["Cache-Control"] == "no-store"
    assert stranger(area).get(address[1]).status_code == 200
    assert address[1] not in client.get(page_url).content.decode()
    assert "You can replace it" in client.post(page_url).content.decode()
    replaced = client.post(reverse("peers:replace_calendar_feed", args=[CalendarFeed.objects.get().pk]))
    assert address[1] not in replaced.content.decode()
    assert stranger(area).get(address[1]).status_code == 404
    feed = CalendarFeed.objects.current().get()
    assert client.post(reverse("peers:revoke_calendar_feed", args=[feed.pk])).url == page_url
    assert not CalendarFeed.objects.current().exists()


def test_days_come_in_order(area: Area, group: Group, member: Profile, now: datetime) -> None:
    for title, days in (("Second", 2), ("First", 1)):
        make_event_place(make_event(group, member, title, starts_at=now + timedelta(days=days)), member)

    assert [day.words for day in own_days(member, now=now)] == ["First", "Second"]
