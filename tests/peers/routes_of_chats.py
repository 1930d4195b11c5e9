"""Who may go where in the chats."""

from functools import partial
from typing import Any

from peers.models import ChatRequest, ChatRoom, Group
from portal.models import Profile
from tests.architecture.routes import ApiRoute, Route, other_member
from tests.architecture.world import World
from tests.factories.peers import (
    make_chat,
    make_chat_request,
    make_group,
    make_group_chat,
    make_membership,
    make_sitting,
)


def cooks(world: World) -> Group:
    """Run by the host; Peter and the champion are in it, Jo is not."""
    group = make_group("Chatting cooks", organiser=world.host)
    make_membership(group, world.member)
    return group


def chat_of_cooks(world: World) -> ChatRoom:
    return make_group_chat(world.once(cooks))


def chat_of_two(world: World) -> ChatRoom:
    """Peter and the host, who are in a group together."""
    world.once(cooks)
    return make_chat(world.member, world.host)


def chat_with_mentor(world: World) -> ChatRoom:
    """The same, with the champion sitting beside Peter."""
    room = world.once(chat_of_two)
    Profile.objects.filter(pk=world.member.pk).update(mentor=world.champion)
    make_sitting(room, world.member, world.champion)
    return room


def chat_before_mentor(world: World) -> ChatRoom:
    Profile.objects.filter(pk=world.member.pk).update(mentor=world.champion)
    return world.once(chat_of_two)


def request_of_host(world: World) -> ChatRequest:
    world.once(cooks)
    return make_chat_request(world.host, world.member)


def of(thing: Any) -> Any:
    return lambda world: {"pk": world.once(thing).pk}


def host_of_cooks(world: World) -> dict[str, Any]:
    world.once(cooks)
    return {"pk": world.host.pk}


def words(**data: Any) -> Any:
    return lambda _world: data


# To those who have no part in it, a chat does not exist.
Chat = partial(Route, outsider=other_member, without=404)
ChatPost = partial(Chat, method="post", allowed=302)
ApiChat = partial(ApiRoute, outsider=other_member, without=404)

PAGES = [
    Route(name="peers:chats"),
    ChatPost(name="peers:group_chat", make=of(cooks), without=403),
    Chat(name="peers:chat", make=of(chat_of_two)),
    Chat(name="peers:chat", make=of(chat_of_cooks), note="of a group"),
    Chat(name="peers:chat", make=of(chat_with_mentor), note="a mentor looks on", insider=lambda world: world.champion),
    ChatPost(name="peers:chat", make=of(chat_of_two), data=words(text="Hello")),
    Chat(name="peers:end_chat", make=of(chat_of_two)),
    ChatPost(name="peers:end_chat", make=of(chat_of_two)),
    ChatPost(name="peers:ask_mentor_beside", make=of(chat_before_mentor)),
    ChatPost(name="peers:end_sitting", make=of(chat_with_mentor)),
    ChatPost(name="peers:ask_to_chat", make=host_of_cooks),
    ChatPost(name="peers:answer_chat", make=of(request_of_host), data=words(answer="yes")),
]

API = [
    ApiRoute(name="api:chat-list", without=404),
    ApiChat(name="api:chat-detail", make=of(chat_of_two)),
    ApiChat(name="api:chat-end", method="post", make=of(chat_of_two)),
    ApiChat(name="api:chat-message-list", make=lambda world: {"chat_id": world.once(chat_of_two).pk}),
    ApiChat(
        name="api:chat-message-list",
        method="post",
        make=lambda world: {"chat_id": world.once(chat_of_two).pk},
        data=words(text="Hello"),
        allowed=201,
    ),
    ApiRoute(name="api:chat-request-list", without=404),
    ApiChat(name="api:chat-request-answer", method="post", make=of(request_of_host), data=words(answer="no")),
]

ROUTES = [*PAGES, *API]
