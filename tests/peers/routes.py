"""Who may go where in the groups."""

from functools import partial
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from peers.models import Announcement, Audience, DatedAnswer, Group, JoinRequest, Paper, Post, Question
from tests.architecture.routes import ApiRoute, Route, champion, host, other_member
from tests.architecture.world import World
from tests.factories.peers import (
    SMALL_PDF,
    make_announcement,
    make_dated_answer,
    make_group,
    make_invitation,
    make_membership,
    make_paper,
    make_passing,
    make_post,
    make_question,
    make_request,
)


def open_group(world: World) -> Group:
    """Run by the host; Peter is in it, Jo is not."""
    group = make_group("Banbury cooks", organiser=world.host)
    make_membership(group, world.member)
    return group


def closed_group(world: World) -> Group:
    """SPUG: run by the host; Peter is in it, Jo and the champion are not."""
    group = make_group("SPUG", organiser=world.host, is_closed=True)
    make_membership(group, world.member)
    return group


def request_of_jo(world: World) -> JoinRequest:
    return make_request(world.once(closed_group), world.other_member)


def invitation_of_jo(world: World) -> JoinRequest:
    return make_invitation(world.once(closed_group), world.other_member, organiser=world.host)


def open_post(world: World) -> Post:
    return make_post(world.once(open_group), world.host)


def closed_post(world: World) -> Post:
    return make_post(world.once(closed_group), world.host)


def closed_paper(world: World) -> Paper:
    return make_paper(world.once(closed_group), world.host)


def closed_news(world: World) -> Announcement:
    return make_announcement(world.once(closed_group), world.host)


def area_news(world: World) -> Announcement:
    return make_announcement(world.once(closed_group), world.host, audience=Audience.AREA)


def question(world: World) -> Question:
    """Peter asked; the host has it now."""
    question = make_question(world.member)
    make_passing(question, world.host, by=world.champion)
    return question


def dated_answer(world: World) -> DatedAnswer:
    return make_dated_answer(world.once(question), world.other_member)


def of(thing: Any) -> Any:
    """The address's argument: the id of a thing that is made once."""
    return lambda world: {"pk": world.once(thing).pk}


def words(**data: Any) -> Any:
    return lambda _world: data


def a_paper(world: World) -> dict[str, Any]:
    file = SimpleUploadedFile("minutes.pdf", SMALL_PDF)
    return {
        "kind": "minutes",
        "title": "Minutes",
        "date_day": "5",
        "date_month": "10",
        "date_year": "2026",
        "file": file,
    }


a_day = words(checked_on_day="5", checked_on_month="10", checked_on_year="2026")
an_answer = words(text="Yes", source="A letter", checked_on_day="5", checked_on_month="10", checked_on_year="2026")


Post_ = partial(Route, method="post", allowed=302)
Organiser = partial(Route, outsider=other_member, insider=host)

PAGES = [
    Route(name="peers:groups"),
    Route(name="peers:start_group"),
    Post_(name="peers:start_group", data=words(name="Walkers", purpose="We walk.", is_closed="False")),
    # An open group: every member of the area reads it, those who are in it write.
    Route(name="peers:group", make=of(open_group)),
    Route(name="peers:group", make=of(closed_group), note="closed, seen from outside", insider=other_member),
    Route(name="peers:members", make=of(open_group)),
    Route(name="peers:members", make=of(closed_group), note="closed", outsider=other_member),
    Route(name="peers:write_post", make=of(open_group), outsider=other_member),
    Post_(name="peers:write_post", make=of(open_group), data=words(text="Hello"), outsider=other_member),
    Route(name="peers:write_comment", make=of(open_post), outsider=other_member),
    Post_(name="peers:write_comment", make=of(open_post), data=words(text="Hello"), outsider=other_member),
    Route(name="peers:write_comment", make=of(closed_post), outsider=other_member, without=404, note="closed"),
    Post_(name="peers:join_group", make=of(open_group), insider=other_member),
    Post_(name="peers:ask_to_join", make=of(closed_group), insider=other_member),
    Route(name="peers:leave_group", make=of(open_group), outsider=other_member),
    Post_(name="peers:leave_group", make=of(open_group), outsider=other_member),
    # Its organiser's pages.
    Organiser(name="peers:edit_group", make=of(open_group)),
    Organiser(
        name="peers:edit_group",
        method="post",
        make=of(open_group),
        data=words(name="Cooks", purpose="We."),
        allowed=302,
    ),
    Organiser(name="peers:requests", make=of(closed_group)),
    Organiser(
        name="peers:answer_request", method="post", make=of(request_of_jo), data=words(answer="yes"), allowed=302
    ),
    Organiser(name="peers:invite", make=of(closed_group)),
    Organiser(
        name="peers:invite", method="post", make=of(closed_group), data=words(email="jo@example.org"), allowed=302
    ),
    Post_(
        name="peers:answer_invitation",
        make=of(invitation_of_jo),
        data=words(answer="yes"),
        insider=other_member,
        without=404,
    ),
    Organiser(name="peers:add_paper", make=of(closed_group)),
    Organiser(name="peers:add_paper", method="post", make=of(closed_group), data=a_paper, allowed=302),
    Organiser(name="peers:announce", make=of(closed_group)),
    Organiser(
        name="peers:announce",
        method="post",
        make=of(closed_group),
        data=words(title="Open day", text="Come", audience="area"),
        allowed=302,
    ),
    # A closed group's papers and news do not exist for others.
    Route(name="peers:papers", make=of(open_group), without=404, note="open"),
    Route(name="peers:papers", make=of(closed_group), outsider=other_member, without=404, note="closed"),
    Route(name="peers:paper", make=of(closed_paper), outsider=other_member, without=404),
    Route(name="peers:paper_file", make=of(closed_paper), outsider=other_member, without=404),
    Route(name="peers:announcements", make=of(closed_group), outsider=other_member),
    Route(name="peers:announcement", make=of(closed_news), outsider=other_member, without=404),
    Route(name="peers:announcement", make=of(area_news), insider=other_member, note="for the whole area"),
    # Questions: any member asks and answers, a champion or whoever has one passes it on.
    Route(name="peers:questions"),
    Route(name="peers:ask_question"),
    Post_(name="peers:ask_question", data=words(title="Bus pass?", text="Can I?")),
    Route(name="peers:question", make=of(question), insider=other_member),
    Route(name="peers:answer_question", make=of(question), insider=other_member),
    Post_(name="peers:answer_question", make=of(question), data=an_answer, insider=other_member),
    Route(name="peers:pass_question", make=of(question), outsider=other_member, insider=champion),
    Post_(
        name="peers:pass_question",
        make=of(question),
        data=lambda world: {"to": world.other_member.pk},
        outsider=other_member,
        insider=host,
    ),
    Post_(name="peers:take_question", make=of(question), outsider=other_member, insider=host),
    Route(name="peers:check_answer", make=of(dated_answer), insider=host),
    Post_(name="peers:check_answer", make=of(dated_answer), data=a_day, insider=host),
    Post_(name="peers:choose_answer", make=of(dated_answer), outsider=other_member),
]


def in_group(thing: Any) -> Any:
    return lambda world: {"group_id": world.once(thing).pk}


def to_question(world: World) -> dict[str, Any]:
    return {"question_id": world.once(question).pk}


ApiOrganiser = partial(ApiRoute, outsider=other_member, insider=host)

API = [
    ApiRoute(name="api:group-list"),
    ApiRoute(name="api:group-list", method="post", data=words(name="Walkers", purpose="We walk."), allowed=201),
    ApiRoute(name="api:group-detail", make=of(closed_group), insider=other_member),
    ApiOrganiser(name="api:group-detail", method="patch", make=of(open_group), data=words(name="Cooks")),
    ApiRoute(name="api:group-members", make=of(closed_group), outsider=other_member),
    ApiRoute(name="api:group-join", method="post", make=of(open_group), insider=other_member),
    ApiRoute(name="api:group-ask", method="post", make=of(closed_group), insider=other_member),
    ApiRoute(name="api:group-leave", method="post", make=of(open_group), outsider=other_member),
    ApiOrganiser(name="api:group-requests", make=of(closed_group)),
    ApiOrganiser(
        name="api:group-invite", method="post", make=of(closed_group), data=words(email="jo@example.org"), allowed=202
    ),
    ApiOrganiser(name="api:join-request-answer", method="post", make=of(request_of_jo), data=words(answer="yes")),
    ApiRoute(name="api:invitation-list"),
    ApiRoute(
        name="api:invitation-answer",
        method="post",
        make=of(invitation_of_jo),
        data=words(answer="no"),
        insider=other_member,
        without=404,
    ),
    ApiRoute(name="api:group-post-list", make=in_group(open_group), insider=other_member, note="open"),
    ApiRoute(name="api:group-post-list", make=in_group(closed_group), outsider=other_member, note="closed"),
    ApiRoute(
        name="api:group-post-list",
        method="post",
        make=in_group(open_group),
        data=words(text="Hello"),
        outsider=other_member,
        allowed=201,
    ),
    ApiRoute(
        name="api:post-comment-list",
        method="post",
        make=lambda world: {"post_id": world.once(open_post).pk},
        data=words(text="Hello"),
        outsider=other_member,
        allowed=201,
    ),
    ApiRoute(name="api:group-paper-list", make=in_group(closed_group), outsider=other_member, without=404),
    # JSON brings no file, so that one who may is told that it is missing.
    ApiOrganiser(name="api:group-paper-list", method="post", make=in_group(closed_group), without=404, allowed=415),
    ApiRoute(name="api:paper-detail", make=of(closed_paper), outsider=other_member, without=404),
    ApiRoute(name="api:paper-file", make=of(closed_paper), outsider=other_member, without=404),
    ApiRoute(name="api:group-announcement-list", make=in_group(closed_group), outsider=other_member),
    ApiOrganiser(
        name="api:group-announcement-list",
        method="post",
        make=in_group(closed_group),
        data=words(title="Open day", text="Come", audience="area"),
        allowed=201,
    ),
    ApiRoute(name="api:announcement-list"),
    ApiRoute(name="api:announcement-detail", make=of(closed_news), outsider=other_member, without=404),
    ApiRoute(name="api:question-list"),
    ApiRoute(name="api:question-list", method="post", data=words(title="Bus pass?", text="Can I?"), allowed=201),
    ApiRoute(name="api:question-detail", make=of(question), insider=other_member),
    ApiRoute(
        name="api:question-pass-on",
        method="post",
        make=of(question),
        data=lambda world: {"to": str(world.other_member.pk)},
        outsider=other_member,
        insider=champion,
    ),
    ApiRoute(name="api:question-take", method="post", make=of(question), outsider=other_member, insider=host),
    ApiRoute(name="api:question-answer-list", make=to_question),
    ApiRoute(
        name="api:question-answer-list",
        method="post",
        make=to_question,
        data=words(text="Yes", source="A letter", checked_on="2026-10-05"),
        allowed=201,
    ),
    ApiRoute(name="api:answer-check", method="post", make=of(dated_answer), data=words(checked_on="2026-10-05")),
    ApiRoute(name="api:answer-choose", method="post", make=of(dated_answer), outsider=other_member),
]

ROUTES = [*PAGES, *API]
