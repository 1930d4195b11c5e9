from collections.abc import Callable

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from peers.models import Group, JoinRequest, Membership
from portal.models import Area, Profile
from tests.factories.peers import make_group, make_invitation, make_membership, make_request
from tests.factories.portal import make_member, make_user


@pytest.fixture
def rosa(area: Area) -> Profile:
    return make_member("Rosa")


@pytest.fixture
def closed(rosa: Profile) -> Group:
    return make_group("SPUG", organiser=rosa, is_closed=True)


def sentences(answer: object) -> list[str]:
    return [str(message) for message in get_messages(answer.wsgi_request)]


def is_in(profile: Profile, group: Group) -> bool:
    return Membership.objects.current().filter(profile=profile, group=group).exists()


def test_join_group_and_leave_it(rosa: Profile, member: Profile, browse: Callable[..., Client]) -> None:
    group = make_group("Banbury cooks", organiser=rosa)
    client = browse(member)

    joined = client.post(reverse("peers:join_group", args=[group.pk]))
    assert (joined.url, sentences(joined)) == (group.get_absolute_url(), ["Welcome to Banbury cooks!"])
    assert is_in(member, group)

    assert "You can leave at any time." in client.get(reverse("peers:leave_group", args=[group.pk])).content.decode()
    left = client.post(reverse("peers:leave_group", args=[group.pk]))
    assert (left.url, sentences(left)[-1]) == ("/groups/", "You have left Banbury cooks.")
    assert not is_in(member, group)


def test_a_button_pressed_twice_is_told_kindly(rosa: Profile, browse: Callable[..., Client]) -> None:
    group = make_group("Banbury cooks", organiser=rosa)

    answer = browse(rosa).post(reverse("peers:join_group", args=[group.pk]))

    assert (answer.url, sentences(answer)) == (group.get_absolute_url(), ["You are in this group already."])


def test_ask_to_join_and_be_let_in(
    closed: Group, rosa: Profile, member: Profile, browse: Callable[..., Client]
) -> None:
    client = browse(member)
    asked = client.post(reverse("peers:ask_to_join", args=[closed.pk]))
    assert sentences(asked) == ["We have asked the organisers of SPUG. We tell you what they say."]
    assert "You have asked to join" in client.get(closed.get_absolute_url()).content.decode()

    organiser = browse(rosa)
    assert "1 person asks to join" in organiser.get(closed.get_absolute_url()).content.decode()
    assert "Peter" in organiser.get(closed.get_requests_url()).content.decode()
    answer = organiser.post(reverse("peers:answer_request", args=[JoinRequest.objects.get().pk]), {"answer": "yes"})

    assert (answer.url, sentences(answer)) == (closed.get_requests_url(), ["We have told Peter."])
    assert is_in(member, closed)


def test_anything_but_a_yes_is_a_no(
    closed: Group, rosa: Profile, member: Profile, browse: Callable[..., Client]
) -> None:
    asked = make_request(closed, member)

    browse(rosa).post(reverse("peers:answer_request", args=[asked.pk]), {"answer": "perhaps"})

    assert not is_in(member, closed)


def test_a_request_answered_twice_is_told_kindly(
    closed: Group, rosa: Profile, member: Profile, browse: Callable[..., Client]
) -> None:
    asked, client = make_request(closed, member), browse(rosa)
    client.post(reverse("peers:answer_request", args=[asked.pk]), {"answer": "no"})

    again = client.post(reverse("peers:answer_request", args=[asked.pk]), {"answer": "yes"})

    assert sentences(again)[-1] == "This has been answered already."
    assert not is_in(member, closed)


@pytest.mark.parametrize("number", [1, 3])
def test_requests_take_the_same_queries_for_any_number(
    closed: Group,
    rosa: Profile,
    browse: Callable[..., Client],
    django_assert_num_queries: Callable[..., object],
    number: int,
) -> None:
    for place in range(number):
        make_request(closed, make_member(f"Person {place}"))
    client = browse(rosa)

    with django_assert_num_queries(12):
        client.get(closed.get_requests_url())


@pytest.mark.parametrize("email", ["jo@example.org", "nobody@example.org"])
def test_invite_says_the_same_whoever_has_the_address(
    closed: Group, rosa: Profile, browse: Callable[..., Client], email: str
) -> None:
    make_member("Jo", user=make_user("jo@example.org"))

    answer = browse(rosa).post(reverse("peers:invite", args=[closed.pk]), {"email": email})

    assert answer.url == closed.get_absolute_url()
    assert sentences(answer) == ["If they are a member here, they have your invitation now."]


@pytest.mark.parametrize(
    ("email", "sentence"),
    [("", "Write the email address of the person."), ("jo at home", "Write an email address like name@example.org.")],
)
def test_invite_refusals_stand_beside_the_field(
    closed: Group, rosa: Profile, browse: Callable[..., Client], email: str, sentence: str
) -> None:
    page = browse(rosa).post(reverse("peers:invite", args=[closed.pk]), {"email": email})

    assert page.context["form"].errors == {"email": [sentence]}
    assert email in page.content.decode()


def test_an_invitation_is_answered_on_the_groups_page(
    closed: Group, rosa: Profile, member: Profile, browse: Callable[..., Client]
) -> None:
    invitation, client = make_invitation(closed, member, organiser=rosa), browse(member)
    assert "You are invited" in client.get(closed.get_absolute_url()).content.decode()

    answer = client.post(reverse("peers:answer_invitation", args=[invitation.pk]), {"answer": "yes"})

    assert sentences(answer) == ["Welcome to SPUG!"]
    assert is_in(member, closed)


def test_somebody_elses_invitation_does_not_exist(
    closed: Group, rosa: Profile, member: Profile, browse: Callable[..., Client]
) -> None:
    invitation = make_invitation(closed, member, organiser=rosa)
    jo = make_member("Jo")
    make_membership(closed, jo)

    answer = browse(jo).post(reverse("peers:answer_invitation", args=[invitation.pk]), {"answer": "yes"})

    assert answer.status_code == 404
