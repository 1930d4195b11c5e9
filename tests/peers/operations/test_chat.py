from datetime import datetime, timedelta

import pytest

from moderation.models import ModerationState, Outcome, Reason, ReviewItem
from moderation.operations.between_members import block_member, mute_member
from moderation.operations.decision import decide
from peers.models import Answer, ChatMessage, ChatRequest, ChatRoom, ChatSitting, ChatVisit, Group
from peers.operations import chat_news
from peers.operations.chat import (
    MOST_IN_A_WHILE,
    UnableToChat,
    answer_chat,
    ask_to_chat,
    come_in,
    end_chat,
    go_out,
    open_group_chat,
    say,
)
from peers.operations.chat_sitting import UnableToSit, ask_mentor_beside, end_sitting
from peers.operations.membership import leave_group
from peers.queries.chat import chat_messages_for, chats_of, people_here
from portal.models import Area, ModerationLevel, Notification, Profile
from tests.factories.peers import (
    make_chat,
    make_chat_request,
    make_group,
    make_group_chat,
    make_membership,
    make_message,
    make_sitting,
)
from tests.factories.portal import make_champion, make_member

SECOND = timedelta(seconds=1)


@pytest.fixture
def ruth(area: Area) -> Profile:
    return make_member("Ruth", moderation_level=ModerationLevel.NONE)


@pytest.fixture
def sam(area: Area) -> Profile:
    return make_champion("Sam")


@pytest.fixture
def group(ruth: Profile, member: Profile) -> Group:
    group = make_group(organiser=ruth)
    make_membership(group, member)
    return group


@pytest.fixture
def room(group: Group, ruth: Profile, member: Profile) -> ChatRoom:
    return make_chat(ruth, member)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, object]]:
    """What open pages were told, in order."""
    events: list[dict[str, object]] = []
    monkeypatch.setattr(chat_news, "tell_pages", lambda _place, event: events.append(event))
    return events


class TestOpenGroupChat:
    def test_makes_it_once(self, group: Group, ruth: Profile, member: Profile, now: datetime):
        room = open_group_chat(group=group, by=ruth, now=now)

        assert open_group_chat(group=group, by=member, now=now + SECOND) == room
        assert (room.group, room.opened_at) == (group, now)

    def test_refuses_who_is_not_in_the_group(self, group: Group, sam: Profile, now: datetime):
        with pytest.raises(UnableToChat, match="Join the group first"):
            open_group_chat(group=group, by=sam, now=now)

        assert not ChatRoom.objects.exists()


class TestAskToChat:
    def test_asks_and_tells(self, group: Group, ruth: Profile, member: Profile, now: datetime):
        request = ask_to_chat(asked=ruth, by=member, now=now)

        assert (request.asked_by, request.asked, request.answer) == (member, ruth, "")
        notice = Notification.objects.get()
        assert (notice.recipient, notice.subject) == (ruth, "Peter would like to chat with you")

    def test_refuses_somebody_from_no_group_of_theirs(self, group: Group, sam: Profile, ruth: Profile, now: datetime):
        make_group("Walkers", organiser=sam)

        with pytest.raises(UnableToChat, match="people from your groups"):
            ask_to_chat(asked=ruth, by=sam, now=now)

    def test_refuses_while_one_of_the_two_waits(self, group: Group, ruth: Profile, member: Profile, now: datetime):
        make_chat_request(ruth, member)

        with pytest.raises(UnableToChat, match="One of you has asked already"):
            ask_to_chat(asked=ruth, by=member, now=now)

        assert ChatRequest.objects.count() == 1

    def test_refuses_where_they_chat_already(self, room: ChatRoom, ruth: Profile, member: Profile, now: datetime):
        with pytest.raises(UnableToChat, match="have a chat already"):
            ask_to_chat(asked=ruth, by=member, now=now)


class TestAnswerChat:
    def test_yes_opens_it(self, group: Group, ruth: Profile, member: Profile, now: datetime):
        room = answer_chat(request=make_chat_request(ruth, member), answer=Answer.YES, by=member, now=now)

        assert (room.one, room.other, room.is_ended) == (ruth, member, False)
        assert Notification.objects.get().recipient == ruth

    def test_yes_opens_an_ended_one_again(self, group: Group, ruth: Profile, member: Profile, now: datetime):
        ended = make_chat(member, ruth, ended_at=now, ended_by=ruth)

        room = answer_chat(request=make_chat_request(ruth, member), answer=Answer.YES, by=member, now=now)

        assert (room, room.is_ended, ChatRoom.objects.count()) == (ended, False, 1)

    def test_no_is_told_to_nobody(self, group: Group, ruth: Profile, member: Profile, now: datetime):
        assert answer_chat(request=make_chat_request(ruth, member), answer=Answer.NO, by=member, now=now) is None
        assert (ChatRoom.objects.count(), Notification.objects.count()) == (0, 0)

    def test_refusals(self, group: Group, ruth: Profile, member: Profile, now: datetime):
        request = make_chat_request(ruth, member)

        with pytest.raises(UnableToChat, match="Somebody else was asked"):
            answer_chat(request=request, answer=Answer.YES, by=ruth, now=now)
        leave_group(group=group, by=member, now=now)
        with pytest.raises(UnableToChat, match="in no group together any more"):
            answer_chat(request=request, answer=Answer.YES, by=member, now=now)
        answer_chat(request=request, answer=Answer.NO, by=member, now=now)
        with pytest.raises(UnableToChat, match="answered already"):
            answer_chat(request=request, answer=Answer.YES, by=member, now=now)
        assert not ChatRoom.objects.exists()


class TestSay:
    @pytest.mark.parametrize(
        ("level", "state"),
        [
            (ModerationLevel.PRE, ModerationState.HELD),
            (ModerationLevel.POST, ModerationState.PUBLISHED),
            (ModerationLevel.NONE, ModerationState.PUBLISHED),
        ],
    )
    def test_obeys_the_level_of_its_author(
        self, room: ChatRoom, member: Profile, now: datetime, level: ModerationLevel, state: ModerationState
    ):
        Profile.objects.filter(pk=member.pk).update(moderation_level=level)

        assert say(room=room, text="Hello", by=member, now=now).state == state

    def test_goes_to_the_pages_of_those_two_alone(self, room: ChatRoom, ruth, member, sam, now, told):
        message = say(room=room, text="Hello <b>you</b>", by=ruth, now=now)

        (event,) = told
        assert sorted(event["audience"]) == sorted([str(ruth.pk), str(member.pk)])
        assert (event["id"], event["author"]) == (str(message.pk), str(ruth.pk))
        assert "Hello &lt;b&gt;you&lt;/b&gt;" in str(event["others"])

    def test_held_goes_to_the_author_and_the_mentor_beside_them(self, room: ChatRoom, ruth, member, sam, now, told):
        Profile.objects.filter(pk=member.pk).update(moderation_level=ModerationLevel.PRE, mentor=sam)
        make_sitting(room, member, sam)

        message = say(room=room, text="Hello", by=member, now=now)
        decide(
            item=ReviewItem.objects.get(content_id=message.pk),
            outcome=Outcome.PUBLISH,
            reason=Reason.ALL_WELL,
            by=sam,
            now=now + SECOND,
        )

        held, published = told
        assert sorted(held["audience"]) == sorted([str(member.pk), str(sam.pk)])
        assert sorted(published["audience"]) == sorted([str(member.pk), str(ruth.pk), str(sam.pk)])

    def test_taken_away_goes_from_the_pages(self, room: ChatRoom, ruth, member, sam, now, told):
        Profile.objects.filter(pk=ruth.pk).update(moderation_level=ModerationLevel.POST)
        message = say(room=room, text="Hello", by=ruth, now=now)

        decide(
            item=ReviewItem.objects.get(content_id=message.pk),
            outcome=Outcome.REMOVE,
            reason=Reason.MAY_HURT,
            advice="Say it in a kinder way.",
            by=sam,
            now=now + SECOND,
        )

        assert [event["type"] for event in told] == ["chat.message", "chat.gone"]
        assert told[-1]["id"] == str(message.pk)
        assert list(chat_messages_for(member, room=room)) == []

    def test_held_and_refused_was_on_no_page(self, room: ChatRoom, member, sam, now, told):
        Profile.objects.filter(pk=member.pk).update(moderation_level=ModerationLevel.PRE)
        message = say(room=room, text="Hello", by=member, now=now)

        decide(
            item=ReviewItem.objects.get(content_id=message.pk),
            outcome=Outcome.REMOVE,
            reason=Reason.MAY_HURT,
            advice="Say it in a kinder way.",
            by=sam,
            now=now + SECOND,
        )

        assert [event["type"] for event in told] == ["chat.message"]

    def test_the_same_words_sent_twice_are_said_once(self, room: ChatRoom, ruth: Profile, now: datetime):
        first = say(room=room, text="Hello", by=ruth, now=now)

        assert say(room=room, text="Hello", by=ruth, now=now + 5 * SECOND) == first
        assert say(room=room, text="Hello", by=ruth, now=now + 60 * SECOND) != first

    def test_a_pause_after_a_lot(self, room: ChatRoom, ruth: Profile, now: datetime):
        for number in range(MOST_IN_A_WHILE):
            say(room=room, text=f"Line {number}", by=ruth, now=now + number * SECOND)

        with pytest.raises(UnableToChat, match="You can send this in 40 seconds"):
            say(room=room, text="And another", by=ruth, now=now + 20 * SECOND)
        say(room=room, text="And another", by=ruth, now=now + 61 * SECOND)

        assert ChatMessage.objects.count() == MOST_IN_A_WHILE + 1

    def test_refusals(self, room: ChatRoom, group: Group, ruth: Profile, member: Profile, sam: Profile, now: datetime):
        with pytest.raises(UnableToChat, match="You are not in this chat"):
            say(room=room, text="Hello", by=sam, now=now)
        with pytest.raises(UnableToChat, match="You are not in this chat"):
            say(room=make_group_chat(group), text="Hello", by=sam, now=now)
        leave_group(group=group, by=member, now=now)
        with pytest.raises(UnableToChat, match="in no group together any more"):
            say(room=room, text="Hello", by=ruth, now=now)
        end_chat(room=room, by=ruth, now=now)
        room.refresh_from_db()
        with pytest.raises(UnableToChat, match="This chat has ended"):
            say(room=room, text="Hello", by=ruth, now=now)
        assert not ChatMessage.objects.exists()

    def test_the_other_is_told_once_until_they_have_looked(self, room: ChatRoom, ruth, member, now):
        say(room=room, text="Hello", by=ruth, now=now)
        say(room=room, text="Are you there?", by=ruth, now=now + SECOND)
        assert [notice.recipient for notice in Notification.objects.all()] == [member]

        come_in(room=room, by=member, now=now + 2 * SECOND)
        say(room=room, text="There you are", by=ruth, now=now + 3 * SECOND)
        go_out(room=room, by=member, now=now + 4 * SECOND)
        assert Notification.objects.count() == 1

        say(room=room, text="Gone again?", by=ruth, now=now + 5 * SECOND)
        assert Notification.objects.count() == 2

    def test_nothing_is_left_when_it_breaks_in_the_middle(
        self, room: ChatRoom, ruth: Profile, now: datetime, monkeypatch: pytest.MonkeyPatch
    ):
        monkeypatch.setattr(chat_news, "render_to_string", lambda *_arguments: 1 / 0)

        with pytest.raises(ZeroDivisionError):
            say(room=room, text="Hello", by=ruth, now=now)

        assert (ChatMessage.objects.count(), Notification.objects.count()) == (0, 0)


class TestPeace:
    """Between those who do not want to read each other."""

    def test_whoever_blocks_and_is_blocked_cannot_chat(self, room: ChatRoom, group, ruth, member, now):
        block_member(member=ruth, by=member, now=now)

        for one, other in ((ruth, member), (member, ruth)):
            with pytest.raises(UnableToChat, match="cannot write to each other now"):
                say(room=room, text="Hello", by=one, now=now)
            with pytest.raises(UnableToChat, match="cannot chat here now"):
                ask_to_chat(asked=other, by=one, now=now)

    def test_a_group_goes_on_without_them_hearing_each_other(self, group, ruth, member, sam, now, told):
        make_membership(group, sam)
        room = make_group_chat(group)
        block_member(member=ruth, by=member, now=now)
        mute_member(member=member, by=sam, now=now)

        say(room=room, text="From Ruth", by=ruth, now=now)
        Profile.objects.filter(pk=member.pk).update(moderation_level=ModerationLevel.NONE)
        say(room=room, text="From Peter", by=member, now=now)

        assert [sorted(event["audience"]) for event in told] == [
            sorted([str(ruth.pk), str(sam.pk)]),
            [str(member.pk)],
        ]
        read = {
            person: [message.text for message in chat_messages_for(person, room=room)] for person in (ruth, member, sam)
        }
        assert read == {ruth: ["From Ruth"], member: ["From Peter"], sam: ["From Ruth"]}
        assert [found.unread for found in chats_of(sam)] == [1]

    def test_whoever_muted_is_not_told(self, room: ChatRoom, ruth: Profile, member: Profile, now: datetime):
        mute_member(member=ruth, by=member, now=now)

        say(room=room, text="Hello", by=ruth, now=now)

        assert not Notification.objects.exists()


class TestEndChat:
    def test_both_keep_what_was_said(self, room: ChatRoom, ruth: Profile, member: Profile, now: datetime):
        make_message(room, ruth)

        ended = end_chat(room=room, by=member, now=now)

        assert (ended.ended_at, ended.ended_by) == (now, member)
        assert [len(chat_messages_for(person, room=ended)) for person in (ruth, member)] == [1, 1]

    def test_refusals(self, room: ChatRoom, group: Group, ruth: Profile, sam: Profile, now: datetime):
        with pytest.raises(UnableToChat, match="your group’s chat"):
            end_chat(room=make_group_chat(group), by=ruth, now=now)
        with pytest.raises(UnableToChat, match="ended already"):
            end_chat(room=room, by=sam, now=now)
        end_chat(room=room, by=ruth, now=now)
        with pytest.raises(UnableToChat, match="ended already"):
            end_chat(room=room, by=ruth, now=now)


class TestSitting:
    @pytest.fixture
    def mentee(self, member: Profile, sam: Profile) -> Profile:
        Profile.objects.filter(pk=member.pk).update(mentor=sam, moderation_level=ModerationLevel.PRE)
        return member

    def test_the_mentor_reads_from_then_on_and_what_is_held(self, room, mentee, ruth, sam, now):
        make_message(room, ruth, "Before")
        make_message(room, ruth, "Held by another", state=ModerationState.HELD, submitted_at=now + SECOND)

        sitting = ask_mentor_beside(room=room, by=mentee, now=now)
        say(room=room, text="Held", by=mentee, now=now + SECOND)
        say(room=room, text="After", by=ruth, now=now + 2 * SECOND)

        assert (sitting.member, sitting.mentor) == (mentee, sam)
        assert [message.text for message in chat_messages_for(sam, room=room)] == ["After", "Held"]
        assert [message.text for message in chat_messages_for(ruth, room=room)][:2] == ["After", "Held by another"]
        assert list(chats_of(sam)) == [room]

    @pytest.mark.parametrize("who", ["mentee", "sam"])
    def test_either_of_the_two_ends_it(self, room, mentee, ruth, sam, now, who):
        ask_mentor_beside(room=room, by=mentee, now=now)

        with pytest.raises(UnableToSit, match="Nobody sits beside you"):
            end_sitting(room=room, by=ruth, now=now)
        end_sitting(room=room, by={"mentee": mentee, "sam": sam}[who], now=now + SECOND)

        assert not ChatSitting.objects.current().exists()
        assert list(chats_of(sam)) == []

    def test_refusals(self, room, mentee, ruth, sam, group, now):
        with pytest.raises(UnableToSit, match="Choose a mentor first"):
            ask_mentor_beside(room=room, by=ruth, now=now)
        ask_mentor_beside(room=room, by=mentee, now=now)
        with pytest.raises(UnableToSit, match="sits beside you already"):
            ask_mentor_beside(room=room, by=mentee, now=now)
        make_membership(group, sam)
        with pytest.raises(UnableToSit, match="Sam is in this chat already"):
            ask_mentor_beside(room=make_group_chat(group), by=mentee, now=now)


class TestPresence:
    def test_here_for_a_while(self, room: ChatRoom, ruth: Profile, member: Profile, now: datetime, told):
        come_in(room=room, by=ruth, now=now)
        come_in(room=room, by=ruth, now=now + 10 * SECOND)

        assert list(people_here(room, now=now + 50 * SECOND)) == [ruth]
        assert list(people_here(room, now=now + 56 * SECOND)) == []
        assert [event["type"] for event in told] == ["chat.here"]

    def test_gone_at_once(self, room: ChatRoom, ruth: Profile, now: datetime):
        come_in(room=room, by=ruth, now=now)
        go_out(room=room, by=ruth, now=now + SECOND)

        assert list(people_here(room, now=now + SECOND)) == []
        assert ChatVisit.objects.get().seen_at == now

    def test_counts_what_is_new(self, room: ChatRoom, ruth: Profile, member: Profile, now: datetime):
        make_message(room, ruth, published_at=now - SECOND)
        come_in(room=room, by=member, now=now)
        make_message(room, ruth, published_at=now + SECOND)
        make_message(room, member, published_at=now + SECOND)
        make_message(room, ruth, published_at=now + SECOND, state=ModerationState.REMOVED)

        assert [(found.pk, found.unread) for found in chats_of(member)] == [(room.pk, 1)]
