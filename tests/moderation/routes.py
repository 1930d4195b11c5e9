"""Who may go where in moderation."""

from functools import partial
from typing import Any

from django.utils import timezone

from moderation.models import Appeal, Outcome, ReadyAdvice, Reason, ReviewItem, SafeguardingCase
from moderation.operations.appeal import appeal
from moderation.operations.concern import report_concern
from moderation.operations.decision import decide
from moderation.operations.reading import claim_item
from moderation.operations.ready_advice import add_ready_advice
from moderation.queries import cases_for
from peers.models import Post
from portal.models import ModerationLevel, Profile
from tests.architecture.routes import ApiRoute, Route, champion, host, member, other_member
from tests.architecture.world import World
from tests.factories.moderation import make_item, send_post
from tests.factories.peers import LONG_AGO
from tests.factories.portal import make_champion, make_safeguarding_lead


def item_of_peter(world: World) -> ReviewItem:
    return make_item(world.member)


def change_asked_of_peter(world: World) -> ReviewItem:
    item = make_item(world.member, level=ModerationLevel.PRE)
    decide(
        item=item,
        outcome=Outcome.ASK_CHANGE,
        reason=Reason.UNCLEAR,
        advice="Say which day.",
        by=world.champion,
        now=LONG_AGO,
    )
    return item


def ingrid(world: World) -> Profile:
    return make_safeguarding_lead("Ingrid")


def lead(world: World) -> Profile:
    return world.once(ingrid)


def post_of_jo(world: World) -> Post:
    return send_post(world.other_member)


def removed_of_peter(world: World) -> ReviewItem:
    item = make_item(world.member, level=ModerationLevel.PRE)
    decide(
        item=item, outcome=Outcome.REMOVE, reason=Reason.UNCLEAR, advice="No.", by=world.champion, now=timezone.now()
    )
    return item


def appeal_of_peter(world: World) -> Appeal:
    return appeal(decision=world.once(removed_of_peter).decision, by=world.member, now=timezone.now())


def grace(world: World) -> Profile:
    return make_champion("Grace")


def another_champion(world: World) -> Profile:
    return world.once(grace)


def claimed_by_champion(world: World) -> ReviewItem:
    return claim_item(item=world.once(item_of_peter), by=world.champion, now=timezone.now())


def advice(world: World) -> ReadyAdvice:
    return add_ready_advice(reason=Reason.UNCLEAR, text="Say which day.", by=world.champion, now=LONG_AGO)


def report_of_jo(world: World) -> dict[str, Any]:
    return {"kind": "peers.post", "pk": world.once(post_of_jo).pk}


def worry(world: World) -> SafeguardingCase:
    report_concern(words="I am worried", by=world.member, now=LONG_AGO)
    return cases_for(lead(world))[0]


def jo(world: World) -> Profile:
    return world.other_member


def of(thing: Any) -> Any:
    """The address's argument: the id of a thing that is made once."""
    return lambda world: {"pk": world.once(thing).pk}


def words(**data: Any) -> Any:
    return lambda _world: data


Champion = partial(Route, outsider=member, insider=champion)
ApiChampion = partial(ApiRoute, outsider=member, insider=champion)

Lead = partial(Route, outsider=champion, insider=lead)

# Whoever may write chooses for themself, a provider too: nobody in the area is without it.
Own, ApiOwn = partial(Route, without=None), partial(ApiRoute, without=None)

PAGES = [
    Own(name="moderation:choose_level"),
    Own(name="moderation:choose_level", method="post", data=words(level="none"), allowed=302),
    Own(name="moderation:choose_mentor"),
    Own(name="moderation:choose_mentor", method="post", data=words(mentor=""), allowed=302),
    Own(name="moderation:my_items"),
    Route(name="moderation:change_words", make=of(change_asked_of_peter), outsider=other_member, without=404),
    Route(
        name="moderation:change_words",
        method="post",
        make=of(change_asked_of_peter),
        data=words(words="On Tuesday"),
        outsider=other_member,
        without=404,
        allowed=302,
    ),
    Own(name="moderation:report_concern"),
    Own(name="moderation:report_concern", method="post", data=words(words="I am worried"), allowed=302),
    Own(name="moderation:concern_told"),
    Own(name="moderation:report_told"),
    Route(name="moderation:report_content", make=report_of_jo, without=404),
    Route(
        name="moderation:report_content",
        method="post",
        make=report_of_jo,
        data=words(concern="unkind"),
        without=404,
        allowed=302,
    ),
    Lead(name="moderation:safeguarding_cases"),
    *(
        Lead(name="moderation:safeguarding_case", make=of(worry), outsider=person, without=404, note=note)
        for note, person in (("champion", champion), ("host", host), ("reporter", member))
    ),
    Lead(
        name="moderation:safeguarding_case",
        method="post",
        make=of(worry),
        data=words(kind="note", words="I rang."),
        without=404,
        allowed=302,
    ),
    Own(name="moderation:my_peace"),
    Own(name="moderation:keep_peace", make=of(jo)),
    *(
        Own(name=f"moderation:{act}_member", method="post", make=of(jo), allowed=302)
        for act in ("block", "unblock", "mute", "unmute")
    ),
    Champion(name="moderation:say_when_away"),
    Champion(name="moderation:say_when_away", method="post", data=words(until_day="", until_month=""), allowed=302),
    Champion(name="moderation:queue"),
    Champion(name="moderation:decide", make=of(item_of_peter)),
    Champion(
        name="moderation:decide",
        method="post",
        make=of(item_of_peter),
        data=words(outcome="publish", reason="all_well"),
        allowed=302,
    ),
    Route(name="moderation:appeal", make=of(removed_of_peter), outsider=other_member, without=404),
    Route(
        name="moderation:appeal",
        method="post",
        make=of(removed_of_peter),
        outsider=champion,
        without=404,
        allowed=302,
    ),
    Champion(name="moderation:appeals"),
    # Whoever decided takes no second look.
    Route(name="moderation:judge_appeal", make=of(appeal_of_peter), outsider=champion, insider=another_champion),
    Route(
        name="moderation:judge_appeal",
        method="post",
        make=of(appeal_of_peter),
        data=words(outcome="upheld", words="Sorry."),
        outsider=champion,
        insider=another_champion,
        allowed=302,
    ),
    Own(name="moderation:figures"),
    Champion(name="moderation:claim_item", method="post", make=of(item_of_peter), allowed=302),
    Champion(name="moderation:give_item_back", method="post", make=of(claimed_by_champion), allowed=302),
    Champion(name="moderation:stand_aside", make=of(item_of_peter)),
    Champion(
        name="moderation:stand_aside", method="post", make=of(item_of_peter), data=words(why="knows"), allowed=302
    ),
    Champion(name="moderation:ready_advice", given=lambda world: world.once(advice)),
    Champion(name="moderation:add_ready_advice"),
    Champion(
        name="moderation:add_ready_advice",
        method="post",
        data=words(reason="unclear", text="Use short words."),
        allowed=302,
    ),
    Champion(name="moderation:change_ready_advice", make=of(advice)),
    Champion(
        name="moderation:change_ready_advice",
        method="post",
        make=of(advice),
        data=words(reason="unclear", text="Use short words."),
        allowed=302,
    ),
    Champion(name="moderation:retire_ready_advice", method="post", make=of(advice), allowed=302),
]

API = [
    ApiOwn(name="api:moderation-level"),
    ApiOwn(name="api:moderation-level", method="patch", data=words(level="none")),
    ApiOwn(name="api:mentor-list"),
    ApiOwn(name="api:my-item-list"),
    ApiRoute(
        name="api:my-item-change",
        method="post",
        make=of(change_asked_of_peter),
        data=words(words="On Tuesday"),
        outsider=other_member,
        without=404,
    ),
    ApiRoute(
        name="api:my-item-appeal",
        method="post",
        make=of(removed_of_peter),
        outsider=other_member,
        without=404,
        allowed=201,
    ),
    ApiOwn(name="api:concern", method="post", data=words(words="I am worried"), allowed=204),
    ApiOwn(
        name="api:report",
        method="post",
        data=lambda world: {
            "kind": "peers.post",
            "content_id": str(world.once(post_of_jo).pk),
            "concern": "unkind",
        },
        allowed=204,
    ),
    ApiOwn(name="api:peace", method="patch", make=of(jo), data=words(blocked=True)),
    ApiChampion(name="api:moderation-away"),
    ApiChampion(name="api:moderation-away", method="put", data=words(until=None)),
    ApiChampion(name="api:queue-list"),
    ApiChampion(name="api:queue-detail", make=of(item_of_peter)),
    ApiChampion(
        name="api:queue-decide",
        method="post",
        make=of(item_of_peter),
        data=words(outcome="publish", reason="all_well"),
        allowed=201,
    ),
    ApiChampion(name="api:queue-claim", method="post", make=of(item_of_peter)),
    ApiChampion(name="api:queue-give-back", method="post", make=of(claimed_by_champion)),
    ApiChampion(
        name="api:queue-stand-aside", method="post", make=of(item_of_peter), data=words(why="knows"), allowed=204
    ),
    ApiChampion(name="api:ready-advice-list"),
]

ROUTES = [*PAGES, *API]
