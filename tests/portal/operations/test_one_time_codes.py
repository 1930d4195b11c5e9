from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore

from portal.areas.context import area_context
from portal.models import Area, AuditEvent, Channel, MemberCard, Notification, OneTimeCode, Profile, Role
from portal.models.one_time_code import LIFETIME, MOST_WRONG_TRIES
from portal.operations import one_time_codes
from portal.operations.one_time_codes import (
    MOST_CODES_A_DAY,
    UnableToDisownOneTimeCode,
    UnableToMakeOneTimeCode,
    UnableToUseOneTimeCode,
    card_of,
    disown_one_time_code,
    make_one_time_code,
    use_one_time_code,
)
from tests.factories.channels import choose, deliver
from tests.factories.portal import MONDAY_AFTERNOON, make_champion, make_host, make_member, make_profile
from tests.factories.ways_in import WHY, make_code_for


@pytest.fixture
def champion(area: Area) -> Profile:
    return make_champion("Chandra")


@pytest.fixture
def jo(area: Area) -> Profile:
    """Another member, with a card and a code of their own."""
    jo = make_member("Jo")
    make_code_for(jo, by=make_champion("Sam"))
    return jo


def sabotage(*_args: object, **_kwargs: object) -> None:
    raise RuntimeError("sabotage")


def test_card_of_keeps_its_number(member: Profile) -> None:
    card = card_of(profile=member, now=MONDAY_AFTERNOON)

    assert card_of(profile=member, now=MONDAY_AFTERNOON + timedelta(days=9)) == card
    assert len(card.number) == 8
    assert card.spaced_number.replace(" ", "") == card.number


def test_make_one_time_code_keeps_only_a_digest_and_tells_the_member(
    jo: Profile, member: Profile, champion: Profile
) -> None:
    code, secret = make_code_for(member, by=champion)

    assert (code.profile, code.made_by, code.expires_at) == (member, champion, MONDAY_AFTERNOON + LIFETIME)
    everything = [*OneTimeCode.objects.values(), *AuditEvent.objects.values(), *Notification.objects.values()]
    assert secret not in str(everything)
    assert AuditEvent.objects.filter(action="make_one_time_code", actor=champion, subject_id=code.pk).count() == 1
    told = Notification.objects.get(recipient=member)
    assert (told.channel, told.url) == (Channel.EMAIL, "/codes/")
    assert "Chandra made a one-time code" in told.body


def test_make_one_time_code_tells_by_email_too_whoever_is_told_another_way(member: Profile, champion: Profile) -> None:
    choose(member, Channel.PHONE)

    make_code_for(member, by=champion)

    for notice in Notification.objects.filter(recipient=member):
        deliver(notice)
    assert {(one.channel, one.state) for one in Notification.objects.filter(recipient=member)} == {
        (Channel.PHONE, "ready"),
        (Channel.EMAIL, "sent"),
    }


def test_make_one_time_code_again_stops_the_one_before(jo: Profile, member: Profile, champion: Profile) -> None:
    _first, secret = make_code_for(member, by=champion)

    second, _secret = make_code_for(member, by=champion)

    assert list(OneTimeCode.objects.open(now=MONDAY_AFTERNOON).filter(profile=member)) == [second]
    assert OneTimeCode.objects.open(now=MONDAY_AFTERNOON).filter(profile=jo).count() == 1
    with pytest.raises(UnableToUseOneTimeCode):
        use_one_time_code(number=member.card.number, secret=secret, now=MONDAY_AFTERNOON)


@pytest.mark.parametrize("role", [Role.CHAMPION, Role.HOST])
def test_make_one_time_code_for_somebody_with_another_role_is_refused(
    area: Area, champion: Profile, role: Role
) -> None:
    other = make_profile("Robin", Role.MEMBER, role)

    with pytest.raises(UnableToMakeOneTimeCode, match="Only the host can help"):
        make_code_for(other, by=champion)

    assert not OneTimeCode.objects.exists()


@pytest.mark.parametrize("role", [Role.PROVIDER, Role.COMMISSIONER])
def test_make_one_time_code_for_staff_is_refused(area: Area, champion: Profile, role: Role) -> None:
    with pytest.raises(UnableToMakeOneTimeCode, match="Only the host can help"):
        make_code_for(make_profile("Robin", role), by=champion)


def test_make_one_time_code_for_oneself_is_refused(champion: Profile) -> None:
    with pytest.raises(UnableToMakeOneTimeCode, match="another champion"):
        make_code_for(champion, by=champion)


def test_make_one_time_code_for_somebody_without_a_card_is_refused(member: Profile, champion: Profile) -> None:
    with pytest.raises(UnableToMakeOneTimeCode, match="never printed a card"):
        make_one_time_code(profile=member, why=WHY, by=champion, now=MONDAY_AFTERNOON)


def test_make_one_time_code_refuses_more_than_five_a_day(jo: Profile, member: Profile, champion: Profile) -> None:
    for _ in range(MOST_CODES_A_DAY):
        make_code_for(member, by=champion)

    with pytest.raises(UnableToMakeOneTimeCode, match="5 codes today"):
        make_code_for(member, by=champion)

    tomorrow = MONDAY_AFTERNOON + timedelta(days=1)
    assert make_code_for(member, by=champion, now=tomorrow)[0].made_at == tomorrow


def test_make_one_time_code_stopped_midway_leaves_nothing(
    member: Profile, champion: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(one_time_codes, "notify", sabotage)

    with pytest.raises(RuntimeError, match="sabotage"):
        make_code_for(member, by=champion)

    assert not OneTimeCode.objects.exists()
    assert not AuditEvent.objects.exists()


def test_use_one_time_code_works_once(jo: Profile, member: Profile, champion: Profile) -> None:
    code, secret = make_code_for(member, by=champion)

    used = use_one_time_code(number=member.card.number, secret=secret, now=MONDAY_AFTERNOON)

    assert (used, used.profile, used.used_at) == (code, member, MONDAY_AFTERNOON)
    assert AuditEvent.objects.filter(action="use_one_time_code", actor=member, subject_id=code.pk).count() == 1
    with pytest.raises(UnableToUseOneTimeCode, match="do not go together"):
        use_one_time_code(number=member.card.number, secret=secret, now=MONDAY_AFTERNOON)


def test_use_one_time_code_with_somebody_elses_number_is_refused(
    jo: Profile, member: Profile, champion: Profile
) -> None:
    _code, secret = make_code_for(member, by=champion)

    with pytest.raises(UnableToUseOneTimeCode):
        use_one_time_code(number=jo.card.number, secret=secret, now=MONDAY_AFTERNOON)

    assert OneTimeCode.objects.get(profile=jo).wrong_tries == 1
    assert OneTimeCode.objects.get(profile=member).wrong_tries == 0


def test_use_one_time_code_after_an_hour_is_refused(member: Profile, champion: Profile) -> None:
    _code, secret = make_code_for(member, by=champion)

    with pytest.raises(UnableToUseOneTimeCode):
        use_one_time_code(number=member.card.number, secret=secret, now=MONDAY_AFTERNOON + LIFETIME)


def test_use_one_time_code_stops_after_five_wrong_tries(member: Profile, champion: Profile) -> None:
    _code, secret = make_code_for(member, by=champion)
    for _ in range(MOST_WRONG_TRIES):
        with pytest.raises(UnableToUseOneTimeCode):
            use_one_time_code(number=member.card.number, secret="aaaaaaaa", now=MONDAY_AFTERNOON)

    with pytest.raises(UnableToUseOneTimeCode):
        use_one_time_code(number=member.card.number, secret=secret, now=MONDAY_AFTERNOON)

    assert OneTimeCode.objects.get().wrong_tries == MOST_WRONG_TRIES
    assert AuditEvent.objects.filter(action="miss_one_time_code", actor=None).count() == MOST_WRONG_TRIES


def test_use_one_time_code_of_a_closed_sign_in_is_refused(member: Profile, champion: Profile) -> None:
    _code, secret = make_code_for(member, by=champion)
    member.user.is_active = False
    member.user.save()

    with pytest.raises(UnableToUseOneTimeCode):
        use_one_time_code(number=member.card.number, secret=secret, now=MONDAY_AFTERNOON)


def test_use_one_time_code_of_another_area_is_refused(oxfordshire: Area, knowsley: Area) -> None:
    with area_context(oxfordshire.id):
        peter = make_member("Peter")
        _code, secret = make_code_for(peter, by=make_champion("Chandra"))
        number = MemberCard.objects.get().number

    with area_context(knowsley.id), pytest.raises(UnableToUseOneTimeCode):
        use_one_time_code(number=number, secret=secret, now=MONDAY_AFTERNOON)


def test_use_one_time_code_stopped_midway_leaves_it_unused(
    member: Profile, champion: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    _code, secret = make_code_for(member, by=champion)
    monkeypatch.setattr(one_time_codes, "record", sabotage)

    with pytest.raises(RuntimeError, match="sabotage"):
        use_one_time_code(number=member.card.number, secret=secret, now=MONDAY_AFTERNOON)

    assert OneTimeCode.objects.get().used_at is None


def a_session(profile: Profile) -> str:
    """Somebody is signed in, on some computer."""
    store = SessionStore()
    store.create()
    key: str = store.session_key
    UserSession.objects.create(user=profile.user, session_key=key, ip="192.0.2.1", user_agent="Firefox")
    return key


def test_disown_one_time_code_stops_it_signs_out_elsewhere_and_tells_the_host(
    jo: Profile, member: Profile, champion: Profile
) -> None:
    host, (code, secret) = make_host("Hana"), make_code_for(member, by=champion)
    here, elsewhere, jos = a_session(member), a_session(member), a_session(jo)

    disown_one_time_code(code=code, by=member, now=MONDAY_AFTERNOON, here=here)

    with pytest.raises(UnableToUseOneTimeCode):
        use_one_time_code(number=member.card.number, secret=secret, now=MONDAY_AFTERNOON)
    assert set(UserSession.objects.values_list("session_key", flat=True)) == {here, jos}
    assert not SessionStore().exists(elsewhere)
    assert SessionStore().exists(here)
    told = Notification.objects.get(recipient=host)
    assert "Peter says that they did not ask for it" in told.body
    assert AuditEvent.objects.filter(action="disown_one_time_code", actor=member).count() == 1


def test_disown_one_time_code_twice_is_refused(member: Profile, champion: Profile) -> None:
    code, _secret = make_code_for(member, by=champion)
    disown_one_time_code(code=code, by=member, now=MONDAY_AFTERNOON)

    with pytest.raises(UnableToDisownOneTimeCode, match="told us before"):
        disown_one_time_code(code=code, by=member, now=MONDAY_AFTERNOON)


def test_disown_one_time_code_stopped_midway_leaves_it_as_it_was(
    member: Profile, champion: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, _secret = make_code_for(member, by=champion)
    elsewhere = a_session(member)
    monkeypatch.setattr(one_time_codes, "notify_all", sabotage)

    with pytest.raises(RuntimeError, match="sabotage"):
        disown_one_time_code(code=code, by=member, now=MONDAY_AFTERNOON)

    assert OneTimeCode.objects.get().disowned_at is None
    assert SessionStore().exists(elsewhere)
