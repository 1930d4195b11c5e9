from collections.abc import Callable

import pytest
from django.test import Client

from portal.models import Area, FundingKind, InterestCategory, Profile, TimeOfWeek
from tests.factories.portal import make_district, make_interest, make_member, make_provider


@pytest.fixture
def client(member: Profile, browse: Callable[..., Client]) -> Client:
    return browse(member)


def test_the_profile_is_a_list_of_steps(client: Client, member: Profile) -> None:
    page = client.get("/profile/").content.decode()

    # The name is there from the beginning, and so is how we look at what they write.
    assert "You have done 2 of 7 steps." in page
    assert 'href="/moderation/level/"' in page
    for step in ("name", "interests", "district", "times", "budget", "telling-you"):
        assert f'href="/profile/{step}/"' in page


def test_saving_a_name_and_some_words(client: Client, member: Profile) -> None:
    answer = client.post("/profile/name/", {"shown_name": " Pete ", "about": "I cook."})

    member.refresh_from_db()
    assert answer.headers["Location"] == "/profile/"
    assert (member.shown_name, member.about) == ("Pete", "I cook.")


def test_a_refused_name_is_not_shown_as_if_it_were_theirs(client: Client, member: Profile) -> None:
    page = client.post("/profile/name/", {"shown_name": "", "about": "I" * 1001}).content.decode()

    assert "Please give a name that others can call you." in page
    assert "This is too long. Please use 1,000 letters or fewer." in page
    assert "I" * 1001 in page
    assert "Peter" in page
    member.refresh_from_db()
    assert (member.shown_name, member.about) == ("Peter", "")


def test_saving_interests(client: Client, member: Profile) -> None:
    make_interest("Cooking", InterestCategory.COOKING)
    singing = make_interest("Singing", InterestCategory.MUSIC)

    client.post("/profile/interests/", {"interests": ["cooking", "singing"]})
    client.post("/profile/interests/", {"interests": ["singing"]})

    assert list(member.interests.all()) == [singing]


def test_an_interest_that_is_not_on_the_list_is_refused(client: Client, member: Profile) -> None:
    cooking = make_interest("Cooking", InterestCategory.COOKING)
    member.interests.add(cooking)

    answer = client.post("/profile/interests/", {"interests": ["cooking", "flying"]})

    assert "Please choose one of the answers in the list." in answer.content.decode()
    assert list(member.interests.all()) == [cooking]


def test_saving_a_district_and_taking_it_back(client: Client, member: Profile) -> None:
    banbury = make_district("Banbury")

    client.post("/profile/district/", {"district": banbury.pk})
    member.refresh_from_db()
    assert member.district == banbury

    client.post("/profile/district/", {"district": ""})
    member.refresh_from_db()
    assert member.district is None


@pytest.mark.parametrize("forged", ["0198c0de-0000-7000-8000-000000000000", "banbury"])
def test_a_district_that_is_not_on_the_list_is_refused(client: Client, member: Profile, forged: str) -> None:
    answer = client.post("/profile/district/", {"district": forged})

    assert "Please choose one of the answers in the list." in answer.content.decode()
    member.refresh_from_db()
    assert member.district is None


def test_saving_times_in_the_order_of_the_week(client: Client, member: Profile) -> None:
    client.post("/profile/times/", {"free_times": ["weekend_day", "weekday_morning", "weekend_day"]})

    member.refresh_from_db()
    assert member.free_times == [TimeOfWeek.WEEKDAY_MORNING, TimeOfWeek.WEEKEND_DAY]


@pytest.mark.parametrize("answer", [FundingKind.NONE, FundingKind.NOT_SURE, FundingKind.NOT_SAID])
def test_an_answer_on_its_own_is_an_answer(client: Client, member: Profile, answer: FundingKind) -> None:
    client.post("/profile/budget/", {"funding_kinds": [answer]})

    member.refresh_from_db()
    assert member.funding_kinds == [answer]


@pytest.mark.parametrize("answer", [FundingKind.NONE, FundingKind.NOT_SURE, FundingKind.NOT_SAID])
def test_an_answer_on_its_own_beside_others_is_refused_beside_the_field(
    client: Client, member: Profile, answer: FundingKind
) -> None:
    page = client.post("/profile/budget/", {"funding_kinds": [answer, FundingKind.OWN_MONEY]}).content.decode()

    assert "is an answer on its own" in page
    assert 'id="id_funding_kinds_error"' in page
    assert page.count(" checked") == 2
    member.refresh_from_db()
    assert member.funding_kinds == []


def test_another_member_sees_what_a_person_shows_and_never_their_money(
    area: Area, client: Client, browse: Callable[..., Client]
) -> None:
    asha = make_member(
        "Asha",
        about="Baking is how I say thank you.",
        district=make_district("Banbury"),
        free_times=[TimeOfWeek.WEEKDAY_EVENING],
        funding_kinds=[FundingKind.DIRECT_PAYMENT],
    )
    asha.interests.add(make_interest("Baking", InterestCategory.COOKING))

    for easy in ("0", "1"):
        page = client.get(f"/people/{asha.pk}/?easy={easy}").content.decode()

        for shown in ("Asha", "Baking is how I say thank you.", "Banbury", "Weekday evenings", "Baking"):
            assert shown in page
        for hidden in (
            FundingKind.DIRECT_PAYMENT.label,
            "budget",
            asha.user.email,
            asha.get_moderation_level_display(),
        ):
            assert str(hidden) not in page


def test_only_members_are_shown_to_members(area: Area, client: Client) -> None:
    pat = make_provider("Pat")

    assert client.get(f"/people/{pat.pk}/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_a_person_asks_the_same_for_one_interest_and_for_three(
    client: Client, django_assert_num_queries: Callable[..., object], count: int
) -> None:
    asha = make_member("Asha")
    for name in ("Baking", "Cooking", "Eating out")[:count]:
        asha.interests.add(make_interest(name, InterestCategory.COOKING))

    with django_assert_num_queries(10):
        client.get(f"/people/{asha.pk}/")
