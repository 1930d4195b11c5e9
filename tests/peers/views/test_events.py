from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from peers.models import Event, EventPlace, Group
from portal.models import Area, Profile
from tests.factories.outings import make_outing, make_outing_pool
from tests.factories.peers import make_event, make_event_place, make_group, make_membership
from tests.factories.portal import make_champion, make_member

Browse = Callable[..., Client]
LONDON = ZoneInfo("Europe/London")
PLAN = {
    "title": "Soup for everybody",
    "text": "We make soup.",
    "place": "The library",
    "starts_on_day": "5",
    "starts_on_month": "7",
    "starts_on_year": "2030",
    "starts_time": "2 pm",
    "ends_time": "4.30 pm",
    "cost": "£3.50",
    "how_to_pay": "Cash at the door",
    "fewest_people": "2",
    "most_people": "8",
    "sign_up_by_day_day": "1",
    "sign_up_by_day_month": "7",
    "sign_up_by_day_year": "2030",
}
SOON = timezone.now() + timedelta(days=3)


@pytest.fixture
def rosa(area: Area) -> Profile:
    return make_member("Rosa")


@pytest.fixture
def group(rosa: Profile, member: Profile) -> Group:
    group = make_group("SPUG", organiser=rosa, is_closed=True)
    make_membership(group, member)
    return group


def sentences(answer: object) -> list[str]:
    return [str(message) for message in get_messages(answer.wsgi_request)]


def test_plan_group_event_by_anybody_in_the_group(browse: Browse, group: Group, member: Profile) -> None:
    answer = browse(member).post(reverse("peers:plan_group_event", args=[group.pk]), PLAN)

    event = Event.objects.get()
    assert (answer.url, sentences(answer)) == (event.get_absolute_url(), ["Thank you. Others can see it now."])
    assert (event.group, event.author, str(event.cost), event.most_people) == (group, member, "3.50", 8)
    # By the clocks of London, in summer; the last day to sign up counts to its end.
    assert event.starts_at == datetime(2030, 7, 5, 14, 0, tzinfo=LONDON)
    assert event.ends_at == datetime(2030, 7, 5, 16, 30, tzinfo=LONDON)
    assert event.sign_up_by.astimezone(LONDON).replace(microsecond=0) == datetime(2030, 7, 1, 23, 59, 59, tzinfo=LONDON)


def test_a_champion_plans_for_the_whole_area(browse: Browse, area: Area) -> None:
    champion = make_champion("Chandra")

    browse(champion).post(reverse("peers:plan_event"), PLAN)

    assert (Event.objects.get().group, Event.objects.get().author) == (None, champion)


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"title": " "}, "title", "Say what it is."),
        ({"starts_on_month": "2", "starts_on_day": "31"}, "starts_on", "Give a real date, such as 20 11 2026."),
        ({"starts_on_year": "2020"}, "starts_on", "This day is over. Please choose a day that is still to come."),
        ({"ends_time": "1 pm"}, "ends_time", "It cannot end before it starts. Please look at the times again."),
        ({"starts_time": "noonish"}, "starts_time", "Give a time, such as 2.30 pm."),
        ({"most_people": "1"}, "most_people", "The most people cannot be fewer than the fewest."),
        ({"sign_up_by_day_day": "9"}, "sign_up_by_day", "The last day to sign up cannot be after it starts."),
        ({"most_people": "0"}, "most_people", "Give a number of 1 or more."),
    ],
)
def test_plan_event_refusals_stand_beside_the_field(
    browse: Browse, group: Group, member: Profile, changes: dict[str, str], field: str, sentence: str
) -> None:
    page = browse(member).post(reverse("peers:plan_group_event", args=[group.pk]), {**PLAN, **changes})

    assert page.context["form"].errors == {field: [sentence]}
    assert "Cash at the door" in page.content.decode()
    assert not Event.objects.exists()


def test_a_telephone_number_is_warned_about(browse: Browse, group: Group, member: Profile) -> None:
    page = browse(member).post(
        reverse("peers:plan_group_event", args=[group.pk]), {**PLAN, "how_to_pay": "Ring me: 07700 900123"}
    )

    assert list(page.context["form"].errors) == ["how_to_pay"]
    assert not Event.objects.exists()


def test_change_event_asks_with_the_answers_of_before(browse: Browse, group: Group, member: Profile) -> None:
    client = browse(member)
    client.post(reverse("peers:plan_group_event", args=[group.pk]), PLAN)
    event = Event.objects.get()
    address = reverse("peers:change_event", args=[event.pk])
    page = client.get(address).content.decode()
    assert [words for words in ("Cash at the door", "14:00", "16:30", "3.50") if words not in page] == []

    # The same answers are no change; another place is one.
    client.post(address, {**PLAN, "starts_time": "14:00", "ends_time": "16:30"})
    assert Event.objects.get().sequence == 0
    answer = client.post(address, {**PLAN, "place": "The hall"})

    assert sentences(answer)[-1] == "Saved. We have told everybody on the list."
    assert (Event.objects.get().place, Event.objects.get().sequence) == ("The hall", 1)


def test_sign_up_and_take_off(browse: Browse, group: Group, rosa: Profile, member: Profile) -> None:
    event = make_event(group, rosa, starts_at=SOON, most_people=1)
    sign_up, take_off = (reverse(f"peers:{name}", args=[event.pk]) for name in ("sign_up_for_event", "take_off_event"))

    answers = [sentences(browse(person).post(sign_up))[-1] for person in (rosa, member, member)]

    assert answers == [
        "You are on the list. See you there!",
        "All places are taken. You are on the waiting list, and we tell you when there is a place for you.",
        "You are on the list already.",
    ]
    page = browse(member).get(event.get_absolute_url()).content.decode()
    assert "You are on the waiting list" in page
    assert "There is room for 1." in page
    assert sentences(browse(rosa).post(take_off))[-1] == "Thank you for telling us before."
    assert EventPlace.objects.given().get().profile == member
    assert browse(rosa).post(take_off).status_code == 404


def test_cancel_event_is_told_on_its_page(browse: Browse, group: Group, rosa: Profile, member: Profile) -> None:
    event = make_event(group, member, starts_at=SOON)
    address = reverse("peers:cancel_event", args=[event.pk])

    # A group's organiser may call off what another member planned.
    assert browse(rosa).post(address, {"reason": " "}).context["form"].errors == {
        "reason": ["Say why it is called off."]
    }
    browse(rosa).post(address, {"reason": "Snow"})

    page = browse(member).get(event.get_absolute_url()).content.decode()
    assert "Snow" in page
    assert "I come" not in page


def test_event_attendance_is_shown_to_whom_it_concerns(
    browse: Browse, group: Group, rosa: Profile, member: Profile
) -> None:
    event = make_event(group, rosa, starts_at=timezone.now() - timedelta(hours=1))
    place = make_event_place(event, member)
    ann = make_member("Ann")
    make_membership(group, ann)

    browse(rosa).post(reverse("peers:event_attendance", args=[event.pk]), {f"place_{place.pk}": "did_not_come"})

    pages = {
        person.shown_name: "Did not come" in browse(person).get(event.get_absolute_url()).content.decode()
        for person in (rosa, member, ann)
    }
    assert pages == {"Rosa": True, "Peter": True, "Ann": False}


def test_events_lists_what_somebody_may_see(browse: Browse, group: Group, rosa: Profile, member: Profile) -> None:
    make_event(group, rosa, "In the group", starts_at=SOON)
    make_event(None, make_champion("Chandra"), "For all", starts_at=SOON)
    make_event(None, rosa, "Over", starts_at=timezone.now() - timedelta(days=9))

    seen = {
        person.shown_name: [event.title for event in browse(person).get(reverse("peers:events")).context["page_obj"]]
        for person in (member, make_member("Jo"))
    }

    assert {name: sorted(titles) for name, titles in seen.items()} == {
        "Peter": ["For all", "In the group"],
        "Jo": ["For all"],
    }


@pytest.mark.parametrize("number", [1, 3])
def test_events_take_the_same_queries_for_any_number(
    browse: Browse,
    group: Group,
    rosa: Profile,
    django_assert_num_queries: Callable[..., object],
    number: int,
) -> None:
    for place in range(number):
        make_event_place(make_event(group, rosa, f"Event {place}", starts_at=SOON), rosa)
    client = browse(rosa)

    with django_assert_num_queries(10):
        client.get(reverse("peers:events"))


def test_the_diary_has_events_and_days_of_pools_and_nobody_elses(
    browse: Browse, group: Group, rosa: Profile, member: Profile
) -> None:
    make_event_place(make_event(group, rosa, "Mine", starts_at=SOON), member)
    make_event_place(make_event(group, rosa, "Of Rosa", starts_at=SOON), rosa)
    make_event_place(make_event(group, rosa, "Over", starts_at=timezone.now() - timedelta(days=3)), member)
    make_outing(make_outing_pool(member), title="Bowling", starts_at=timezone.now() + timedelta(days=4))

    days = browse(member).get(reverse("peers:diary")).context["days"]
    in_the_api = browse(member).get("/api/v1/diary/").json()

    assert [day.words.partition(" (")[0] for day in days] == ["Mine", "Bowling"]
    assert [day["words"].partition(" (")[0] for day in in_the_api] == ["Over", "Mine", "Bowling"]


def test_the_api_plans_changes_and_calls_off(browse: Browse, group: Group, rosa: Profile, member: Profile) -> None:
    planner, other = browse(member), browse(rosa)
    json = {"content_type": "application/json"}
    plan = {
        "title": "Soup",
        "text": "We make soup.",
        "place": "The library",
        "starts_at": SOON.isoformat(),
        "ends_at": (SOON + timedelta(hours=2)).isoformat(),
        "cost": "3.50",
        "most_people": 1,
    }
    made = planner.post(f"/api/v1/groups/{group.pk}/events/", plan, **json)
    address = f"/api/v1/events/{made.json()['id']}/"
    assert (made.status_code, made.json()["cost"], made.json()["sequence"]) == (201, "3.50", 0)

    assert other.post(f"{address}sign_up/").json()["given_at"] is not None
    assert planner.post(f"{address}sign_up/").json()["given_at"] is None
    again = planner.post(f"{address}sign_up/")
    assert (again.status_code, again.json()["detail"]) == (409, "You are on the list already.")
    assert other.get(f"{address}numbers/").json() == {"coming": 1, "waiting": 1, "fewest": 1, "most": 1}

    later = {"starts_at": (SOON + timedelta(hours=1)).isoformat()}
    changed = planner.patch(address, later, **json).json()
    assert (changed["sequence"], changed["title"], changed["sign_up_by"]) == (1, "Soup", changed["starts_at"])
    assert other.post(f"{address}take_off/").json()["attendance"] == "told_before"
    assert other.post(f"{address}call_off/", {"reason": "Snow"}, **json).json()["cancelled_reason"] == "Snow"
    warned = planner.post(f"/api/v1/groups/{group.pk}/events/", plan | {"place": "Ring 07700 900123"}, **json)
    assert (warned.status_code, list(warned.json())) == (400, ["place"])
