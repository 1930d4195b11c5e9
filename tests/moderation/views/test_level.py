from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.utils import timezone

from portal.models import Area, ModerationLevel, Profile
from tests.factories.portal import make_champion, make_member, make_provider


@pytest.fixture
def client(member: Profile, browse: Callable[..., Client]) -> Client:
    return browse(member)


def sentences(answer: object) -> list[str]:
    return [str(message) for message in get_messages(answer.wsgi_request)]


@pytest.mark.parametrize("level", [ModerationLevel.POST, ModerationLevel.NONE])
def test_choose_level(client: Client, member: Profile, level: ModerationLevel) -> None:
    answer = client.post("/moderation/level/", {"level": level})

    member.refresh_from_db()
    assert (member.moderation_level, answer.url) == (level, "/moderation/level/")
    assert sentences(answer) == ["We will do as you chose, from your next post on."]


def test_choose_level_offers_a_mentor_to_who_wants_to_be_read_first(client: Client) -> None:
    assert client.post("/moderation/level/", {"level": "pre"}).url == "/moderation/mentor/"


def test_choose_level_explains_all_three_and_marks_ones_own(client: Client) -> None:
    page = client.get("/moderation/level/").content.decode()

    for label in ModerationLevel.labels:
        assert str(label) in page


@pytest.mark.parametrize("level", ["", "everything"])
def test_choose_level_refuses_what_is_none_of_the_three(client: Client, member: Profile, level: str) -> None:
    page = client.post("/moderation/level/", {"level": level})

    assert page.status_code == 200
    assert list(page.context["form"].errors) == ["level"]
    member.refresh_from_db()
    assert member.moderation_level == ModerationLevel.POST


def test_choose_mentor_lists_champions_of_this_area_but_oneself(area: Area, browse: Callable[..., Client]) -> None:
    sam, kofi = make_champion("Sam"), make_champion("Kofi")
    make_member("Jo")

    page = browse(sam).get("/moderation/mentor/")

    assert list(page.context["form"].fields["mentor"].queryset) == [kofi]
    assert "Any champion who is free" in page.content.decode()


def test_choose_mentor_and_leave_it_to_any(client: Client, member: Profile) -> None:
    sam = make_champion("Sam")

    answer = client.post("/moderation/mentor/", {"mentor": str(sam.pk)})
    member.refresh_from_db()
    assert (member.mentor, sentences(answer)) == (sam, ["Sam is your mentor now."])

    client.post("/moderation/mentor/", {"mentor": ""})
    member.refresh_from_db()
    assert member.mentor is None


def test_choose_mentor_refuses_who_is_no_champion(client: Client, member: Profile) -> None:
    page = client.post("/moderation/mentor/", {"mentor": str(make_member("Jo").pk)})

    assert page.context["form"].errors == {"mentor": ["This person is not a champion any more. Choose another."]}


def test_a_provider_chooses_too_since_replies_are_looked_at(area: Area, browse: Callable[..., Client]) -> None:
    pat = make_provider("Pat")

    browse(pat).post("/moderation/level/", {"level": "none"})

    pat.refresh_from_db()
    assert pat.moderation_level == ModerationLevel.NONE


def test_say_when_away(area: Area, browse: Callable[..., Client]) -> None:
    sam = make_champion("Sam")
    day = timezone.localdate() + timedelta(days=2)
    client = browse(sam)

    answer = client.post("/moderation/away/", {"until_day": day.day, "until_month": day.month, "until_year": day.year})

    sam.refresh_from_db()
    assert (sam.mentor_away_until, answer.url) == (day, "/moderation/queue/")
    assert "You are away" in client.get("/moderation/queue/").content.decode()


@pytest.mark.parametrize(
    ("day", "month", "year", "sentence"),
    [
        ("31", "2", "2026", "Give a day, a month and a year, such as 27 11 2026."),
        ("1", "1", "2020", "That day has passed. Please give a day that is still to come."),
    ],
)
def test_say_when_away_refusals_stand_beside_the_field(
    area: Area, browse: Callable[..., Client], day: str, month: str, year: str, sentence: str
) -> None:
    sam = make_champion("Sam")

    page = browse(sam).post("/moderation/away/", {"until_day": day, "until_month": month, "until_year": year})

    assert page.context["form"].errors == {"until": [sentence]}
    for typed in (day, month, year):
        assert f'value="{typed}"' in page.content.decode()
    sam.refresh_from_db()
    assert sam.mentor_away_until is None
