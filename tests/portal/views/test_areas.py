from collections.abc import Callable

from allauth.mfa.models import Authenticator
from django.test import Client

from portal.models import Area, Profile
from tests.architecture.world import visitor
from tests.factories.portal import make_commissioner, make_user


def test_the_bare_domain_lists_the_areas(oxfordshire: Area, knowsley: Area) -> None:
    page = Client(HTTP_HOST="localhost").get("/").content.decode()

    assert "http://oxfordshire.localhost:8000/" in page
    assert "http://knowsley.localhost:8000/" in page


def test_a_stranger_is_told_what_this_is(oxfordshire: Area) -> None:
    page = visitor(oxfordshire, None).get("/").content.decode()

    assert "You do not need a budget" in page
    assert "/accounts/signup/" in page


def test_a_member_sees_the_steps_that_are_left(member: Profile, browse: Callable[..., Client]) -> None:
    steps = browse(member).get("/").context["next_steps"]

    assert [step.url for step in steps][:4] == [
        "/profile/interests/",
        "/profile/district/",
        "/profile/times/",
        "/profile/budget/",
    ]


def test_a_passkey_is_offered_to_those_who_have_none(member: Profile, browse: Callable[..., Client]) -> None:
    client = browse(member)
    assert "Make a passkey" in client.get("/").content.decode()

    client.post("/passkey/later/")

    assert "Make a passkey" not in client.get("/").content.decode()


def test_no_passkey_is_offered_to_those_who_have_one(member: Profile, browse: Callable[..., Client]) -> None:
    Authenticator.objects.create(user=make_user(), type=Authenticator.Type.WEBAUTHN, data={})
    client = browse(member)
    assert "Make a passkey" in client.get("/").content.decode()

    Authenticator.objects.create(user=member.user, type=Authenticator.Type.WEBAUTHN, data={})

    assert "Make a passkey" not in client.get("/").content.decode()


def test_a_commissioners_home_shows_nothing_of_the_members(
    area: Area, member: Profile, browse: Callable[..., Client]
) -> None:
    answer = browse(make_commissioner("Carol")).get("/")

    assert "next_steps" not in answer.context
    assert answer.context["interests"] == []


def test_the_home_page_asks_little(
    member: Profile, browse: Callable[..., Client], django_assert_max_num_queries: Callable[..., object]
) -> None:
    client = browse(member)

    with django_assert_max_num_queries(11):
        client.get("/")
