import pytest

from portal.models import ApiToken, Area, AuditEvent, Profile
from portal.operations import api_tokens
from portal.operations.api_tokens import (
    MOST_TOKENS,
    UnableToMakeApiToken,
    UnableToTakeBackApiToken,
    make_api_token,
    take_back_api_token,
)
from tests.factories.portal import MONDAY_AFTERNOON, make_member


def make(by: Profile) -> tuple[ApiToken, str]:
    return make_api_token(label="calendar", by=by, now=MONDAY_AFTERNOON)


def test_make_api_token_keeps_only_a_digest(area: Area, member: Profile) -> None:
    token, secret = make(member)

    assert ApiToken.objects.for_secret(secret).get() == token
    assert secret not in str(ApiToken.objects.values().get())
    assert secret not in str(AuditEvent.objects.values().get())


def test_make_api_token_refuses_more_than_twenty(area: Area, member: Profile) -> None:
    for _ in range(MOST_TOKENS):
        make(member)

    with pytest.raises(UnableToMakeApiToken, match="You have 20 tokens"):
        make(member)

    assert ApiToken.objects.count() == MOST_TOKENS


def test_make_api_token_stopped_midway_leaves_nothing(
    area: Area, member: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    def sabotage(**_: object) -> None:
        raise RuntimeError("sabotage")

    monkeypatch.setattr(api_tokens, "record", sabotage)

    with pytest.raises(RuntimeError, match="sabotage"):
        make(member)

    assert not ApiToken.objects.exists()


def test_take_back_api_token_makes_it_open_nothing(area: Area, member: Profile) -> None:
    token, secret = make(member)

    take_back_api_token(token=token, by=member, now=MONDAY_AFTERNOON)

    assert not ApiToken.objects.for_secret(secret).exists()
    assert AuditEvent.objects.filter(action="take_back_api_token", actor=member).count() == 1


def test_take_back_api_token_twice_is_refused(area: Area, member: Profile) -> None:
    token, _secret = make(member)
    take_back_api_token(token=token, by=member, now=MONDAY_AFTERNOON)

    with pytest.raises(UnableToTakeBackApiToken, match="taken back before"):
        take_back_api_token(token=token, by=member, now=MONDAY_AFTERNOON)


def test_take_back_api_token_of_somebody_else_is_refused(area: Area, member: Profile) -> None:
    token, secret = make(member)

    with pytest.raises(UnableToTakeBackApiToken):
        take_back_api_token(token=token, by=make_member("Jo"), now=MONDAY_AFTERNOON)

    assert ApiToken.objects.for_secret(secret).exists()


def test_a_token_of_somebody_who_may_not_sign_in_opens_nothing(area: Area, member: Profile) -> None:
    _token, secret = make(member)
    member.user.is_active = False
    member.user.save()

    assert not ApiToken.objects.for_secret(secret).exists()
