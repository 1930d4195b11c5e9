from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from moderation.models import Block, Mute
from peers.models import Findability, JoinRequest, RequestKind, SavedSearch
from peers.operations import finding
from peers.operations.finding import (
    UnableToInvitePerson,
    UnableToSaveSearch,
    be_found,
    invite_found_person,
    save_search,
    stop_being_found,
    tell_of_enough_people,
)
from peers.queries.finding import Wanted, people_who_match, reasons
from portal.areas.context import area_context
from portal.models import Area, Interest, InterestCategory, Notification, Profile, TimeOfWeek
from tests.factories.finding import make_found, make_likes, make_search
from tests.factories.peers import make_group, make_membership
from tests.factories.portal import make_district, make_interest, make_member

EVENING, MORNING = TimeOfWeek.WEEKDAY_EVENING, TimeOfWeek.WEEKDAY_MORNING


@pytest.fixture
def cooking(area: Area) -> Interest:
    return make_interest("Cooking", InterestCategory.COOKING)


@pytest.fixture
def chess(area: Area) -> Interest:
    return make_interest("Chess", InterestCategory.GAMES)


@pytest.fixture
def peter(cooking: Interest, chess: Interest) -> Profile:
    banbury = make_district("Banbury")
    return make_likes(make_member("Peter", district=banbury, free_times=[EVENING]), cooking, chess)


def names(profile: Profile, **wanted: object) -> list[str]:
    return [person.shown_name for person in people_who_match(profile, Wanted(**wanted))]


def told(person: Profile) -> list[str]:
    return list(Notification.objects.filter(recipient=person).values_list("subject", flat=True))


# Who is found ------------------------------------------------------------------------------------


def test_those_with_most_in_common_come_first_and_it_is_said_why(
    peter: Profile, cooking: Interest, chess: Interest
) -> None:
    banbury, witney = make_district("Banbury"), make_district("Witney")
    make_found("Ann", cooking)
    make_found("Ben", cooking, chess, district=witney)
    make_found("Cas", cooking, district=banbury, free_times=[EVENING, MORNING], wants_company=True)
    make_found("Dee", cooking, free_times=[MORNING])

    people = list(people_who_match(peter, Wanted()))

    # Six for two interests; three, two and one for one interest, the place and the time; three; three.
    assert [(person.shown_name, person.score) for person in people] == [("Ben", 6), ("Cas", 6), ("Ann", 3), ("Dee", 3)]
    assert [reasons(person) for person in people[:3]] == [
        ["You share 2 interests."],
        [
            "You share 1 interest.",
            "You live in the same place.",
            "You are often free at the same time.",
            "They would like somebody to go with.",
        ],
        ["You share 1 interest."],
    ]


def test_nobody_is_found_who_did_not_choose_it(peter: Profile, cooking: Interest, now: datetime) -> None:
    ann = make_likes(make_member("Ann"), cooking)
    assert names(peter) == []

    be_found(wants_company=False, by=ann, now=now)
    assert names(peter) == ["Ann"]

    stop_being_found(by=ann, now=now)
    stop_being_found(by=ann, now=now)
    assert names(peter) == []
    assert not Findability.objects.exists()


def test_who_is_blocked_muted_gone_or_somebody_else_again_is_not_found(
    peter: Profile, cooking: Interest, chess: Interest, now: datetime
) -> None:
    swimming = make_interest("Swimming", InterestCategory.SWIMMING)
    blocked, blocking, muted, closed = (make_found(name, cooking) for name in ("A", "B", "C", "D"))
    make_found("E", swimming)
    Findability.objects.create(profile=peter, since=now)
    Block.objects.create(by=peter, member=blocked, at=now)
    Block.objects.create(by=blocking, member=peter, at=now)
    Mute.objects.create(by=peter, member=muted, at=now)
    closed.user.is_active = False
    closed.user.save()

    assert names(peter) == []
    # Muting is one-sided: who is muted still finds the other.
    assert names(muted) == ["A", "B", "Peter"]


def test_narrowed_by_interest_place_time_and_company(peter: Profile, cooking: Interest, chess: Interest) -> None:
    banbury = make_district("Banbury")
    make_found("Ann", cooking, district=banbury)
    make_found("Ben", chess, free_times=[MORNING])
    make_found("Cas", chess, wants_company=True)

    assert names(peter, interest=cooking) == ["Ann"]
    assert names(peter, district=banbury) == ["Ann"]
    assert names(peter, time=MORNING) == ["Ben"]
    assert names(peter, wants_company=True) == ["Cas"]


def test_people_of_other_areas_are_not_found(oxfordshire: Area, knowsley: Area) -> None:
    with area_context(knowsley.pk):
        make_found("Ken", make_interest("Cooking", InterestCategory.COOKING))
    with area_context(oxfordshire.pk):
        cooking = make_interest("Cooking", InterestCategory.COOKING)
        assert names(make_likes(make_member("Peter"), cooking)) == []


# Six others --------------------------------------------------------------------------------------


def test_one_is_told_once_when_the_sixth_person_is_there(peter: Profile, cooking: Interest, now: datetime) -> None:
    search = save_search(wanted=Wanted(interest=cooking), people_wanted=6, by=peter, now=now)
    five = [make_found(f"Person {number}", cooking) for number in range(5)]
    assert tell_of_enough_people(now=now) == []
    # One leaves and one comes: it is still five.
    stop_being_found(by=five[0], now=now)
    make_found("Person 6", cooking)
    assert tell_of_enough_people(now=now) == []

    make_found("Person 7", cooking)

    assert tell_of_enough_people(now=now + timedelta(hours=1)) == [search]
    assert told(peter) == ["Enough people are there: Cooking"]
    assert "6 people are there now." in Notification.objects.get().body
    assert "/people/?interest=cooking" in Notification.objects.get().body
    make_found("Person 8", cooking)
    assert tell_of_enough_people(now=now + timedelta(hours=2)) == []


def test_save_search_refusals(peter: Profile, cooking: Interest, now: datetime) -> None:
    for number in (0, 51):
        with pytest.raises(UnableToSaveSearch, match=r"Give a number from 1 to 50\."):
            save_search(wanted=Wanted(), people_wanted=number, by=peter, now=now)
    save_search(wanted=Wanted(interest=cooking), people_wanted=6, by=peter, now=now)
    with pytest.raises(UnableToSaveSearch, match=r"We look for this already\."):
        save_search(wanted=Wanted(interest=cooking), people_wanted=6, by=peter, now=now)


def test_one_whose_sign_in_is_closed_is_told_nothing(peter: Profile, cooking: Interest, now: datetime) -> None:
    make_search(peter, people_wanted=1)
    make_found("Ann", cooking)
    peter.user.is_active = False
    peter.user.save()

    assert tell_of_enough_people(now=now) == []


def test_a_sabotaged_telling_leaves_the_search_waiting(
    peter: Profile, cooking: Interest, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(**kwargs: object) -> None:
        raise OSError("sabotage")

    make_search(peter, people_wanted=1)
    make_found("Ann", cooking)
    monkeypatch.setattr(finding, "notify", break_down)

    with pytest.raises(OSError, match="sabotage"):
        tell_of_enough_people(now=now)

    assert SavedSearch.objects.waiting().count() == 1


# Inviting ----------------------------------------------------------------------------------------


def test_invite_found_person(peter: Profile, cooking: Interest, now: datetime) -> None:
    group, ann = make_group(organiser=peter), make_found("Ann", cooking)

    invite_found_person(group=group, person=ann, by=peter, now=now)

    assert JoinRequest.objects.get().kind == RequestKind.INVITED
    assert told(ann) == ["Peter invites you to Banbury cooks"]
    with pytest.raises(UnableToInvitePerson, match=r"Ann is invited already\."):
        invite_found_person(group=group, person=ann, by=peter, now=now)


def test_invite_found_person_refusals(peter: Profile, cooking: Interest, now: datetime) -> None:
    group, ann = make_group(organiser=peter), make_found("Ann", cooking)
    with pytest.raises(UnableToInvitePerson, match=r"You cannot find this person any more\."):
        invite_found_person(group=group, person=make_member("Ben"), by=peter, now=now)
    make_membership(group, ann)
    with pytest.raises(UnableToInvitePerson, match=r"Ann is in this group already\."):
        invite_found_person(group=group, person=ann, by=peter, now=now)


# Pages -------------------------------------------------------------------------------------------


def test_the_page_of_people_asks_the_same_number_of_questions_for_any_number(
    peter: Profile, cooking: Interest, browse: Callable[..., Client], django_assert_num_queries: Callable[..., object]
) -> None:
    client = browse(peter)
    make_found("Ann", cooking)
    with django_assert_num_queries(15):
        client.get("/people/")
    for number in range(30):
        make_found(f"Person {number}", cooking)
    with django_assert_num_queries(15):
        page = client.get("/people/")

    assert page.context["page_obj"].paginator.count == 31


def test_from_being_told_of_nobody_to_inviting(
    peter: Profile, cooking: Interest, browse: Callable[..., Client]
) -> None:
    client, group = browse(peter), make_group(organiser=peter)
    assert "Nobody like this yet" in client.get("/people/").content.decode()
    ann = make_found("Ann", cooking)

    page = client.get("/people/").content.decode()
    assert "You share 1 interest." in page
    assert "Nobody can find you yet" in page
    assert "can find you now" in client.post("/people/be-found/", follow=True).content.decode()
    invited = client.post(f"/people/{ann.pk}/invite/", {"group": str(group.pk)}, follow=True).content.decode()
    assert "We have invited Ann." in invited
    saved = client.post("/people/searches/save/", {"people_wanted": "6", "interest": "cooking"}, follow=True)
    assert "You wait for 6 people." in saved.content.decode()
    wrong = client.post("/people/searches/save/", {"people_wanted": "0"}).content.decode()
    assert "Give a number from 1 to 50." in wrong
    assert (
        "You wait for nobody yet"
        in client.post(f"/people/searches/{SavedSearch.objects.get().pk}/delete/", follow=True).content.decode()
    )
