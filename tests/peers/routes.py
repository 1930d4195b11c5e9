"""Who may go where in the groups."""

from datetime import timedelta
from functools import partial
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from peers.models import (
    Announcement,
    Audience,
    CalendarFeed,
    DatedAnswer,
    Event,
    EventPlace,
    Group,
    JoinRequest,
    Membership,
    Paper,
    Post,
    Question,
)
from tests.architecture.routes import ApiRoute, Route, champion, host, member, other_member
from tests.architecture.world import World
from tests.factories.peers import (
    LONG_AGO,
    SMALL_PDF,
    make_announcement,
    make_dated_answer,
    make_event,
    make_event_place,
    make_group,
    make_invitation,
    make_membership,
    make_paper,
    make_passing,
    make_post,
    make_question,
    make_request,
)
from tests.peers import routes_of_chats, routes_of_finding


def open_group(world: World) -> Group:
    """Run by the host; Peter is in it, Jo is not."""
    group = make_group("Banbury cooks", organiser=world.host)
    make_membership(group, world.member)
    return group


def peter_in_closed_group(world: World) -> Membership:
    return world.once(closed_group).memberships.get(profile=world.member)


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
    Organiser(name="peers:remove_member", make=of(peter_in_closed_group)),
    Organiser(
        name="peers:remove_member",
        method="post",
        make=of(peter_in_closed_group),
        data=words(reason="away", words="We have not seen you for a year."),
        allowed=302,
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
    ApiOrganiser(
        name="api:group-remove-member",
        method="post",
        make=of(closed_group),
        data=lambda world: {"profile": str(world.member.pk), "reason": "away", "words": "We miss you."},
        allowed=204,
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


# The world's clock is the real one, and an event is to come.
SOON = timezone.now() + timedelta(days=3)


def closed_event(world: World) -> Event:
    """Of SPUG, by the host; Peter has a place."""
    event = make_event(world.once(closed_group), world.host, starts_at=SOON)
    make_event_place(event, world.member)
    return event


def fee_event(world: World) -> EventPlace:
    return make_event_place(
        make_event(world.once(closed_group), world.host, starts_at=SOON, booking_fee=5), world.member
    )


def fee_place(world: World) -> dict[str, Any]:
    place = world.once(fee_event)
    return {"pk": place.event_id, "place": place.pk}


def of_fee_event(world: World) -> dict[str, Any]:
    return {"pk": world.once(fee_event).event_id}


def the_place(world: World) -> dict[str, Any]:
    return {"place": str(world.once(fee_event).pk)}


def came(world: World) -> dict[str, Any]:
    return {"place": str(world.once(begun_place).pk), "attendance": "came"}


def begun_place(world: World) -> EventPlace:
    return make_event_place(world.once(begun_event), world.member)


def begun_event(world: World) -> Event:
    return make_event(world.once(closed_group), world.host, starts_at=timezone.now() - timedelta(hours=1))


def area_event(world: World) -> Event:
    return make_event(None, world.champion, starts_at=SOON)


def feed_of_peter(world: World) -> CalendarFeed:
    return CalendarFeed.objects.create(profile=world.member, digest=CalendarFeed.digest_of("hush"), made_at=LONG_AGO)


def open_secret(world: World) -> dict[str, Any]:
    world.once(feed_of_peter)
    return {"secret": "hush"}


A_PLAN = {
    "title": "Soup",
    "text": "We make soup.",
    "place": "The library",
    "starts_on_day": str(SOON.day),
    "starts_on_month": str(SOON.month),
    "starts_on_year": str(SOON.year),
    "starts_time": "2 pm",
    "ends_time": "4 pm",
    "cost": "0",
    "fewest_people": "1",
}
AN_API_PLAN = {
    "title": "Soup",
    "text": "We make soup.",
    "place": "The library",
    "starts_at": SOON.isoformat(),
    "ends_at": (SOON + timedelta(hours=2)).isoformat(),
}

EVENTS = [
    Route(name="peers:events"),
    Route(name="peers:plan_event", outsider=other_member, insider=champion),
    Post_(name="peers:plan_event", data=words(**A_PLAN), outsider=other_member, insider=champion),
    # A closed group's events do not exist for others.
    Route(name="peers:event", make=of(closed_event), outsider=other_member, without=404, note="closed"),
    Route(name="peers:event", make=of(area_event), insider=other_member, note="of the area"),
    Post_(name="peers:sign_up_for_event", make=of(closed_event), outsider=other_member, without=404, insider=host),
    Route(name="peers:take_off_event", make=of(closed_event), outsider=other_member, without=404),
    Post_(name="peers:take_off_event", make=of(closed_event), outsider=other_member, without=404),
    Route(name="peers:change_event", make=of(closed_event), outsider=member, insider=host),
    Post_(name="peers:change_event", make=of(closed_event), data=words(**A_PLAN), outsider=member, insider=host),
    Route(name="peers:cancel_event", make=of(closed_event), outsider=member, insider=host),
    Post_(name="peers:cancel_event", make=of(closed_event), data=words(reason="Snow"), outsider=member, insider=host),
    Route(name="peers:event_attendance", make=of(begun_event), outsider=member, insider=host),
    Post_(name="peers:event_attendance", make=of(begun_event), outsider=member, insider=host),
    Route(name="peers:group_events", make=of(closed_group), outsider=other_member, without=404),
    Route(name="peers:plan_group_event", make=of(closed_group), outsider=other_member),
    Post_(name="peers:plan_group_event", make=of(closed_group), data=words(**A_PLAN), outsider=other_member),
    Route(name="peers:diary"),
    ApiRoute(name="api:diary"),
    Route(name="peers:calendar_feeds"),
    Route(name="peers:calendar_feeds", method="post"),
    Route(
        name="peers:replace_calendar_feed",
        method="post",
        make=of(feed_of_peter),
        outsider=other_member,
        without=404,
    ),
    Post_(name="peers:revoke_calendar_feed", make=of(feed_of_peter), outsider=other_member, without=404),
    # The secret in the address is the key, whoever asks.
    Route(
        name="peers:calendar_feed",
        make=open_secret,
        stranger=200,
        other_area=200,
        outsider=other_member,
        without=200,
    ),
    ApiRoute(name="api:event-list"),
    ApiRoute(
        name="api:event-list",
        method="post",
        data=words(**AN_API_PLAN),
        outsider=other_member,
        insider=champion,
        allowed=201,
    ),
    ApiRoute(name="api:event-detail", make=of(closed_event), outsider=other_member, without=404),
    ApiRoute(
        name="api:event-detail",
        method="patch",
        make=of(closed_event),
        data=words(title="More soup"),
        outsider=member,
        insider=host,
    ),
    ApiRoute(
        name="api:event-call-off",
        method="post",
        make=of(closed_event),
        data=words(reason="Snow"),
        outsider=member,
        insider=host,
    ),
    Post_(name="peers:record_event_fee", make=fee_place, outsider=member, insider=host),
    ApiRoute(name="api:event-places", make=of(closed_event), outsider=member, insider=host),
    ApiRoute(
        name="api:event-attendance", method="post", make=of(begun_event), data=came, outsider=member, insider=host
    ),
    ApiRoute(name="api:event-fee", method="post", make=of_fee_event, data=the_place, outsider=member, insider=host),
    ApiRoute(name="api:event-numbers", make=of(closed_event), outsider=other_member, without=404),
    ApiRoute(
        name="api:event-sign-up",
        method="post",
        make=of(closed_event),
        outsider=other_member,
        without=404,
        insider=host,
    ),
    ApiRoute(name="api:event-take-off", method="post", make=of(closed_event), outsider=other_member, without=404),
    ApiRoute(name="api:group-event-list", make=in_group(closed_group), outsider=other_member, without=404),
    ApiRoute(
        name="api:group-event-list",
        method="post",
        make=in_group(closed_group),
        data=words(**AN_API_PLAN),
        outsider=other_member,
        without=404,
        allowed=201,
    ),
]

ROUTES = [*PAGES, *API, *EVENTS, *routes_of_chats.ROUTES, *routes_of_finding.ROUTES]
