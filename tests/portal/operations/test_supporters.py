from datetime import timedelta

import pytest
from django.utils import timezone

from portal.areas.context import area_context
from portal.helping import Helping, helps
from portal.models import (
    Area,
    AuditEvent,
    Channel,
    Delegation,
    DelegationStatus,
    Notification,
    Profile,
    Scope,
    User,
    Voice,
)
from portal.models.notification import NotificationState
from portal.operations import supporters
from portal.operations.audit import record
from portal.operations.supporters import (
    MOST_SUPPORTERS,
    UnableToAnswerDelegation,
    UnableToAskSupporter,
    UnableToEndDelegation,
    answer_delegation,
    ask_supporter,
    end_and_remind_delegations,
    give_back_delegation,
    revoke_delegation,
)
from portal.operations.wording import phone_script, text_words
from portal.queries import asked_to_help, deeds_for, helping_of
from portal.tasks import end_delegations_in_each_area
from portal.text_messages import LONGEST_TEXT
from tests.factories.channels import choose, deliver
from tests.factories.portal import MONDAY_AFTERNOON, make_commissioner, make_member, make_provider
from tests.factories.supporters import DAYS, ask, help_with, let_help

TODAY = MONDAY_AFTERNOON.date()
WEEK = timedelta(days=7)


@pytest.fixture
def dad(area: Area) -> Profile:
    return make_member("Frank")


@pytest.fixture
def others(area: Area) -> Delegation:
    """Two other people, between whom all is well."""
    return let_help(make_member("Jo"), make_member("Kim"))


def states(delegation: Delegation) -> list[str]:
    return list(DelegationStatus.objects.filter(delegation=delegation).values_list("state", flat=True))


def told(recipient: Profile) -> list[str]:
    return [notice.key.partition(":")[0] for notice in Notification.objects.filter(recipient=recipient).order_by("id")]


def test_ask_supporter_asks_and_tells(others: Delegation, member: Profile, dad: Profile) -> None:
    delegation = ask(member, dad, Scope.SEE, Scope.PAY)

    assert (delegation.member, delegation.supporter, delegation.supporter_email) == (member, None, dad.user.email)
    assert (delegation.voice, delegation.scopes) == (Voice.CARER, [Scope.SEE, Scope.PAY])
    assert states(delegation) == ["asked"]
    assert told(dad) == ["delegation-asked"]
    assert list(asked_to_help(dad, on=TODAY)) == [delegation]
    assert list(helping_of(dad, on=TODAY)) == []
    assert AuditEvent.objects.filter(action="delegation_asked", actor=member).count() == 1


def test_ask_supporter_who_has_not_joined_yet_waits_for_them(area: Area, member: Profile) -> None:
    wanted = help_with(Scope.SEE, on=TODAY)
    delegation = ask_supporter(email=" Aunt@Example.org ", help_with=wanted, by=member, now=MONDAY_AFTERNOON)

    aunt = make_member("Aunt", user=User.objects.create_user("aunt@example.org"))

    assert list(asked_to_help(aunt, on=TODAY)) == [delegation]


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"ends_on": TODAY - timedelta(days=1), "starts_on": TODAY - WEEK}, "has gone by"),
        ({"ends_on": TODAY + timedelta(days=367)}, "within a year"),
        ({"starts_on": TODAY + WEEK, "ends_on": TODAY}, "must come after"),
        ({"scopes": []}, "at least one thing"),
    ],
)
def test_ask_supporter_with_days_or_help_that_cannot_be_is_refused(
    member: Profile, dad: Profile, facts: dict[str, object], sentence: str
) -> None:
    with pytest.raises(UnableToAskSupporter, match=sentence):
        ask(member, dad, Scope.SEE, **facts)

    assert not Delegation.objects.exists()


def test_ask_oneself_is_refused(member: Profile) -> None:
    with pytest.raises(UnableToAskSupporter, match="your own address"):
        ask(member, member)


def test_ask_by_somebody_who_is_no_member_is_refused(area: Area, dad: Profile) -> None:
    with pytest.raises(UnableToAskSupporter, match="Only members"):
        ask(make_provider("Pat"), dad)


def test_ask_supporter_twice_is_refused_until_stopped(others: Delegation, member: Profile, dad: Profile) -> None:
    first = ask(member, dad)

    with pytest.raises(UnableToAskSupporter, match="asked this person already"):
        ask(member, dad)

    revoke_delegation(delegation=first, by=member, now=MONDAY_AFTERNOON)
    assert ask(member, dad) != first


def test_ask_more_supporters_than_five_is_refused(member: Profile, dad: Profile) -> None:
    for number in range(MOST_SUPPORTERS):
        ask(member, make_member(f"Helper {number}"))

    with pytest.raises(UnableToAskSupporter, match="5 supporters"):
        ask(member, dad)


def test_accept_delegation_makes_a_supporter(others: Delegation, member: Profile, dad: Profile) -> None:
    delegation = let_help(member, dad)

    assert states(delegation) == ["asked", "accepted"]
    assert list(helping_of(dad, on=TODAY)) == [delegation]
    assert told(member) == ["delegation-accepted"]


def test_decline_delegation(member: Profile, dad: Profile) -> None:
    delegation = answer_delegation(delegation=ask(member, dad), accept=False, by=dad, now=MONDAY_AFTERNOON)

    assert states(delegation) == ["asked", "declined"]
    assert list(helping_of(dad, on=TODAY)) == []
    assert told(member) == ["delegation-declined"]


def test_answer_delegation_by_somebody_else_is_refused(member: Profile, dad: Profile) -> None:
    delegation = ask(member, dad)

    for somebody in (make_member("Jo"), member):
        with pytest.raises(UnableToAnswerDelegation):
            answer_delegation(delegation=delegation, accept=True, by=somebody, now=MONDAY_AFTERNOON)

    assert states(delegation) == ["asked"]


def test_a_commissioner_cannot_be_a_supporter(member: Profile) -> None:
    carol = make_commissioner("Carol")
    delegation = ask(member, carol)

    with pytest.raises(UnableToAnswerDelegation):
        answer_delegation(delegation=delegation, accept=True, by=carol, now=MONDAY_AFTERNOON)

    assert told(carol) == []


def test_answer_delegation_that_was_stopped_is_refused(member: Profile, dad: Profile) -> None:
    delegation = ask(member, dad)
    revoke_delegation(delegation=delegation, by=member, now=MONDAY_AFTERNOON)

    with pytest.raises(UnableToAnswerDelegation):
        answer_delegation(delegation=delegation, accept=True, by=dad, now=MONDAY_AFTERNOON)


def test_revoke_delegation_ends_it_at_once(others: Delegation, member: Profile, dad: Profile) -> None:
    delegation = let_help(member, dad)

    revoke_delegation(delegation=delegation, by=member, now=MONDAY_AFTERNOON)

    assert states(delegation) == ["asked", "accepted", "revoked"]
    assert list(helping_of(dad, on=TODAY)) == []
    assert told(dad) == ["delegation-asked", "delegation-revoked"]
    assert states(others) == ["asked", "accepted"]
    with pytest.raises(UnableToEndDelegation):
        revoke_delegation(delegation=delegation, by=member, now=MONDAY_AFTERNOON)


def test_revoke_delegation_of_somebody_else_is_refused(others: Delegation, member: Profile) -> None:
    with pytest.raises(UnableToEndDelegation):
        revoke_delegation(delegation=others, by=member, now=MONDAY_AFTERNOON)


def test_give_back_delegation_ends_it(others: Delegation, member: Profile, dad: Profile) -> None:
    delegation = let_help(member, dad)

    give_back_delegation(delegation=delegation, by=dad, now=MONDAY_AFTERNOON)

    assert states(delegation) == ["asked", "accepted", "given_back"]
    assert told(member) == ["delegation-accepted", "delegation-given_back"]
    for theirs in (delegation, others):
        with pytest.raises(UnableToEndDelegation):
            give_back_delegation(delegation=theirs, by=dad, now=MONDAY_AFTERNOON)


def test_help_begins_and_ends_on_its_days(member: Profile, dad: Profile) -> None:
    delegation = let_help(member, dad, starts_on=TODAY + WEEK, ends_on=TODAY + 2 * WEEK)

    day = timedelta(days=1)
    days = [TODAY + WEEK - day, TODAY + WEEK, TODAY + 2 * WEEK, TODAY + 2 * WEEK + day]
    assert [list(helping_of(dad, on=on)) for on in days] == [[], [delegation], [delegation], []]


def test_both_are_reminded_once_a_week_before_and_told_of_the_end(
    others: Delegation, member: Profile, dad: Profile
) -> None:
    delegation = let_help(member, dad)
    last_day = MONDAY_AFTERNOON + timedelta(days=DAYS)

    for days in (7, 6, 0):
        assert end_and_remind_delegations(now=last_day - timedelta(days=days)) == 0
    assert told(member)[1:] == ["delegation-ends_soon"]
    assert told(dad)[1:] == ["delegation-ends_soon"]

    assert end_and_remind_delegations(now=last_day + timedelta(days=1)) == 2
    assert end_and_remind_delegations(now=last_day + timedelta(days=2)) == 0
    assert states(delegation) == ["asked", "accepted", "ended"]
    assert told(member)[1:] == ["delegation-ends_soon", "delegation-ended"]
    assert told(dad)[1:] == ["delegation-ends_soon", "delegation-ended"]


def test_nobody_is_reminded_eight_days_before(member: Profile, dad: Profile) -> None:
    let_help(member, dad)

    end_and_remind_delegations(now=MONDAY_AFTERNOON + timedelta(days=DAYS - 8))

    assert told(dad) == ["delegation-asked"]


def test_what_a_supporter_does_carries_both(others: Delegation, member: Profile, dad: Profile) -> None:
    delegation = let_help(member, dad, voice=Voice.ADVOCATE)
    helping = Helping(delegation=delegation, supporter=dad, member=member)
    with helps(helping):
        event = record(by=member, action="make_wish", subject=member, now=MONDAY_AFTERNOON)
    own = record(by=member, action="make_wish", subject=member, now=MONDAY_AFTERNOON)

    assert (event.actor, event.supporter, event.delegation) == (member, dad, delegation)
    assert event.by_and_for() == "Frank, as Peter’s advocate"
    assert (own.supporter, own.delegation) == (None, None)
    assert list(deeds_for(member)) == [event]


def test_a_carer_and_an_advocate_are_two_voices(member: Profile, dad: Profile) -> None:
    advocate = make_member("Ada")
    voices = {dad: Voice.CARER, advocate: Voice.ADVOCATE}
    for person, voice in voices.items():
        helping = Helping(delegation=let_help(member, person, voice=voice), supporter=person, member=member)
        with helps(helping):
            record(by=member, action="make_wish", subject=member, now=MONDAY_AFTERNOON)

    assert {deed.by_and_for() for deed in deeds_for(member)} == {
        "Frank, as Peter’s carer",
        "Ada, as Peter’s advocate",
    }


@pytest.mark.parametrize("midpoint", ["record", "notify"])
def test_supporters_operations_stopped_midway_leave_nothing(
    member: Profile, dad: Profile, midpoint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, running = ask(member, dad), let_help(make_member("Jo"), dad)

    def sabotage(**_: object) -> None:
        raise RuntimeError("sabotage")

    monkeypatch.setattr(supporters, midpoint, sabotage)
    facts = {"now": MONDAY_AFTERNOON}

    for attempt in (
        lambda: ask(make_member("Lee"), dad),
        lambda: answer_delegation(delegation=asked, accept=True, by=dad, **facts),
        lambda: revoke_delegation(delegation=running, by=running.member, **facts),
        lambda: give_back_delegation(delegation=running, by=dad, **facts),
        lambda: end_and_remind_delegations(now=MONDAY_AFTERNOON + timedelta(days=DAYS + 1)),
    ):
        with pytest.raises(RuntimeError, match="sabotage"):
            attempt()

    assert Delegation.objects.count() == 2
    assert states(asked) == ["asked"]
    assert states(running) == ["asked", "accepted"]
    assert Delegation.objects.get(pk=asked.pk).supporter is None


def test_help_in_one_area_is_none_in_another(oxfordshire: Area, knowsley: Area) -> None:
    with area_context(oxfordshire.id):
        dad = make_member("Frank")
        let_help(make_member("Peter"), dad)

    with area_context(knowsley.id):
        there = make_member("Frank", user=dad.user)
        assert list(helping_of(there, on=TODAY)) == []
        assert not Delegation.objects.exists()


@pytest.mark.parametrize("channel", [Channel.TEXT, Channel.LETTER, Channel.PHONE])
def test_what_is_told_reads_well_on_each_channel(member: Profile, dad: Profile, channel: Channel) -> None:
    for person in (member, dad):
        choose(person, channel)
    delegation = let_help(member, dad, Scope.SEE, Scope.PAY)
    end_and_remind_delegations(now=MONDAY_AFTERNOON + timedelta(days=DAYS - 1))
    revoke_delegation(delegation=delegation, by=member, now=MONDAY_AFTERNOON)

    notices = list(Notification.objects.all())
    assert len(notices) == 5
    for notice in notices:
        assert len(text_words(notice, link="http://oxfordshire.localhost/n/abcd2345/")) <= LONGEST_TEXT
        spoken = " ".join(phone_script(notice))
        assert "http" not in spoken
        assert "{" not in spoken
        deliver(notice)
        notice.refresh_from_db()
        assert notice.state in {NotificationState.READY, NotificationState.SENT}


def test_end_delegations_works_in_each_area(oxfordshire: Area, knowsley: Area) -> None:
    long_ago = timezone.now() - timedelta(days=200)
    for place in (oxfordshire, knowsley):
        with area_context(place.id):
            let_help(make_member("Peter"), make_member("Frank"), now=long_ago)

    end_delegations_in_each_area()

    for place in (oxfordshire, knowsley):
        with area_context(place.id):
            assert states(Delegation.objects.get()) == ["asked", "accepted", "ended"]
