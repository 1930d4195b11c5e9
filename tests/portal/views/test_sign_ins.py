from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_removed
from allauth.usersessions.models import UserSession
from django.test import Client, RequestFactory
from django.utils import timezone

from portal.devices import device_in_words
from portal.models import Area, Profile
from portal.operations import sign_ins
from portal.operations.sign_ins import NOTED_AT, end_sign_ins, note_use
from tests.factories.portal import make_member

WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Safari/604.1"


@pytest.fixture
def signed_in(area: Area, browse: Callable[..., Client]) -> Callable[[Profile, str], Client]:
    def sign_in(profile: Profile, user_agent: str) -> Client:
        client = browse(profile)
        UserSession.objects.create(
            user=profile.user, session_key=client.session.session_key, ip="192.0.2.1", user_agent=user_agent
        )
        return client

    return sign_in


def is_in(client: Client) -> bool:
    return client.get("/profile/").status_code == HTTPStatus.OK


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (WINDOWS, "Firefox on a Windows computer"),
        (IPHONE, "Safari on an iPhone"),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/126.0 Mobile Safari/537.36", "Chrome on an Android phone or tablet"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/126.0 Safari/537.36 Edg/126.0", "Edge on a Windows computer"),
        ("curl/8", "Another browser on another device"),
    ],
)
def test_device_in_words(user_agent: str, words: str) -> None:
    assert device_in_words(user_agent) == words


def test_the_list_says_which_is_this_one(signed_in: Callable[..., Client], member: Profile) -> None:
    signed_in(make_member("Jo"), WINDOWS)
    signed_in(member, WINDOWS)
    phone = signed_in(member, IPHONE)

    listed = phone.get("/accounts/sessions/").context["sessions"]

    assert [(one.device, one.is_this_one) for one in listed] == [
        ("Safari on an iPhone", True),
        ("Firefox on a Windows computer", False),
    ]


def test_sign_out_one(signed_in: Callable[..., Client], member: Profile) -> None:
    computer, phone, tablet = (signed_in(member, WINDOWS) for _ in range(3))
    lost = UserSession.objects.get(session_key=computer.session.session_key)

    phone.post(f"/accounts/sessions/{lost.pk}/end/")

    assert [is_in(client) for client in (computer, phone, tablet)] == [False, True, True]


def test_sign_out_one_of_somebody_else_is_not_found(signed_in: Callable[..., Client], member: Profile) -> None:
    jos = signed_in(make_member("Jo"), WINDOWS)
    theirs = UserSession.objects.get()

    answer = signed_in(member, WINDOWS).post(f"/accounts/sessions/{theirs.pk}/end/")

    assert answer.status_code == HTTPStatus.NOT_FOUND
    assert is_in(jos)


def test_sign_out_everywhere_else(signed_in: Callable[..., Client], member: Profile) -> None:
    computer, phone, jos = signed_in(member, WINDOWS), signed_in(member, IPHONE), signed_in(make_member("Jo"), WINDOWS)

    phone.post("/accounts/sessions/")

    assert [is_in(client) for client in (computer, phone, jos)] == [False, True, True]


def test_sign_out_everywhere(signed_in: Callable[..., Client], member: Profile) -> None:
    computer, phone, jos = signed_in(member, WINDOWS), signed_in(member, IPHONE), signed_in(make_member("Jo"), WINDOWS)

    phone.post("/accounts/sessions/all/end/")

    assert [is_in(client) for client in (computer, phone, jos)] == [False, False, True]


def test_end_sign_ins_stopped_midway_ends_none(
    signed_in: Callable[..., Client], member: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    clients = [signed_in(member, WINDOWS), signed_in(member, IPHONE)]
    ended, end = [], UserSession.end

    def sabotage(session: UserSession) -> None:
        if ended:
            raise RuntimeError("sabotage")
        ended.append(session)
        end(session)

    monkeypatch.setattr(sign_ins.UserSession, "end", sabotage)

    with pytest.raises(RuntimeError, match="sabotage"):
        end_sign_ins(user=member.user)

    assert [is_in(client) for client in clients] == [True, True]


def test_a_removed_passkey_ends_the_others(signed_in: Callable[..., Client], member: Profile) -> None:
    computer, phone = signed_in(member, WINDOWS), signed_in(member, IPHONE)
    request = RequestFactory().post("/")
    request.session = computer.session

    authenticator_removed.send(sender=Authenticator, request=request, user=member.user, authenticator=None)

    assert [is_in(client) for client in (computer, phone)] == [True, False]


def test_the_use_of_a_browser_is_noted_once_an_hour(signed_in: Callable[..., Client], member: Profile) -> None:
    client = signed_in(member, WINDOWS)
    long_ago = timezone.now() - timedelta(days=3)
    UserSession.objects.update(last_seen_at=long_ago)
    session = client.session
    session[NOTED_AT] = long_ago.isoformat()
    session.save()

    client.get("/profile/")
    noted = UserSession.objects.get().last_seen_at
    client.get("/profile/")

    assert noted > long_ago
    assert UserSession.objects.get().last_seen_at == noted
    assert client.session[NOTED_AT] == noted.isoformat()
    key = client.session.session_key
    assert not note_use(session_key=key, last=noted, now=noted + timedelta(minutes=59))
    assert note_use(session_key=key, last=noted, now=noted + timedelta(minutes=60))
