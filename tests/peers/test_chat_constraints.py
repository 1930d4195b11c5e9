"""The database itself refuses what must never be in a chat. Each fault is planted with raw SQL."""

import pytest
from django.db import IntegrityError, connection, transaction

from portal.models import Profile
from tests.factories.peers import (
    LONG_AGO,
    make_chat,
    make_chat_request,
    make_group,
    make_group_chat,
    make_message,
    make_sitting,
)
from tests.factories.portal import make_champion, make_member


@pytest.fixture
def chats(member: Profile) -> None:
    """One of everything, and a second one to make doubles with."""
    ruth, sam = make_member("Ruth"), make_champion("Sam")
    room = make_chat(member, ruth)
    make_chat(member, sam)
    make_group_chat(make_group("Banbury cooks", organiser=member))
    make_message(room, ruth)
    make_sitting(room, ruth, sam)
    room.visits.create(profile=ruth, seen_at=LONG_AGO, here_until=LONG_AGO)
    make_chat_request(member, ruth)


COPY = "INSERT INTO {table} (id, {columns}) SELECT gen_random_uuid(), {columns} FROM {table}"
SWAPPED = (
    "INSERT INTO {table} (id, {one}, {other}, {more}) SELECT gen_random_uuid(), {other}, {one}, {more} FROM {table}"
)


@pytest.mark.parametrize(
    ("sql", "constraint"),
    [
        (
            COPY.format(table="peers_chatroom", columns="group_id, opened_at") + " WHERE group_id IS NOT NULL",
            "peers_chatroom_one_for_a_group",
        ),
        (
            SWAPPED.format(table="peers_chatroom", one="one_id", other="other_id", more="opened_at")
            + " WHERE one_id IS NOT NULL",
            "peers_chatroom_one_for_two_people",
        ),
        ("UPDATE peers_chatroom SET one_id = NULL", "peers_chatroom_of_a_group_or_of_two"),
        ("UPDATE peers_chatroom SET other_id = one_id", "peers_chatroom_with_somebody_else"),
        ("UPDATE peers_chatroom SET ended_at = now()", "peers_chatroom_ended_by_somebody"),
        ("UPDATE peers_chatroom SET ended_by_id = one_id", "peers_chatroom_ended_by_somebody"),
        ("UPDATE peers_chatmessage SET text = ' '", "peers_chatmessage_text_not_blank"),
        ("UPDATE peers_chatmessage SET state = 'loud'", "peers_chatmessage_state_known"),
        ("UPDATE peers_chatmessage SET published_at = NULL", "peers_chatmessage_published_has_a_time"),
        (
            COPY.format(table="peers_chatsitting", columns="room_id, member_id, mentor_id, began_at"),
            "peers_chatsitting_one_mentor_at_a_time",
        ),
        ("UPDATE peers_chatsitting SET mentor_id = member_id", "peers_chatsitting_mentor_is_someone_else"),
        (
            "UPDATE peers_chatsitting SET ended_at = began_at - interval '1 day'",
            "peers_chatsitting_ends_after_it_began",
        ),
        (
            COPY.format(table="peers_chatvisit", columns="room_id, profile_id, seen_at, here_until"),
            "peers_chatvisit_once",
        ),
        (
            SWAPPED.format(
                table="peers_chatrequest", one="asked_by_id", other="asked_id", more="made_at, answer, answered_at"
            ),
            "peers_chatrequest_one_waiting",
        ),
        ("UPDATE peers_chatrequest SET asked_id = asked_by_id", "peers_chatrequest_of_somebody_else"),
        ("UPDATE peers_chatrequest SET answer = 'yes'", "peers_chatrequest_answered_or_waiting"),
    ],
)
def test_the_database_refuses(chats: None, sql: str, constraint: str) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
