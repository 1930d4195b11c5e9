"""Who may go where to decide: the people in the pool, and to everybody else there is nothing to decide."""

from functools import partial
from typing import Any

from pools.models import Panel, PanelGroup, Pool, Proposal, QuietWord, Tender, TenderCandidate, TenderQuality
from pools.operations.mediation import name_mediator
from pools.operations.quiet_words import raise_quietly
from pools.operations.tender import add_candidate, add_quality
from tests.architecture.routes import ApiRoute, Maker, Route, other_member
from tests.architecture.world import World
from tests.factories.decisions import (
    end_without_agreement,
    make_panel,
    make_question,
    make_tender,
    score,
    score_outside,
)
from tests.factories.pools import NOW, make_costed_pool
from tests.factories.portal import make_member


def pool(world: World) -> Pool:
    """The member's pool, whose costs are whole and open."""
    return make_costed_pool(world.member, make_member("Ann"))


def question(world: World) -> Proposal:
    """A question that goes on for a long time."""
    return make_question(world.once(pool), days=10_000)


def ended_question(world: World) -> Proposal:
    """A question that nobody answered, in a pool with a mediator."""
    name_mediator(pool=world.once(pool), name="Sue", contact="01295 000000", by=world.member, now=NOW)
    return end_without_agreement(make_question(world.once(pool)))


def quiet_word(world: World) -> QuietWord:
    return raise_quietly(pool=world.once(pool), words="I cannot pay that much.", by=world.member, now=NOW)


def tender(world: World) -> Tender:
    return make_tender(world.once(pool), "Ash", "Birch")


def candidate(world: World) -> TenderCandidate:
    """A provider who has been asked, and is not on the short list yet."""
    return add_candidate(tender=world.once(tender), name="Cedar", by=world.member, now=NOW)


def quality(world: World) -> TenderQuality:
    ann = world.once(pool).memberships.exclude(profile=world.member).get().profile
    return add_quality(tender=world.once(tender), words="The same faces", by=ann, now=NOW)


def panel(world: World) -> Panel:
    return make_panel(world.once(tender))


def outside_group(world: World) -> PanelGroup:
    return world.once(panel).groups.get(is_ours=False)


def all_points_are_here(world: World) -> None:
    score(world.once(panel), world.member, 90, 80)
    score_outside(world.once(panel), 70, 75)


def the_pool(world: World) -> dict[str, Any]:
    return {"pool": world.once(pool).pk}


def the_question(world: World) -> dict[str, Any]:
    return the_pool(world) | {"pk": world.once(question).pk}


def the_ended_question(world: World) -> dict[str, Any]:
    return the_pool(world) | {"pk": world.once(ended_question).pk}


def the_quiet_word(world: World) -> dict[str, Any]:
    return the_pool(world) | {"pk": world.once(quiet_word).pk}


def the_tender(world: World) -> dict[str, Any]:
    return the_pool(world) | {"pk": world.once(tender).pk}


def the_quality(world: World) -> dict[str, Any]:
    return the_tender(world) | {"quality": world.once(quality).pk}


def the_candidate(world: World) -> dict[str, Any]:
    return the_tender(world) | {"candidate": world.once(candidate).pk}


def the_panel(world: World) -> dict[str, Any]:
    world.once(panel)
    return the_tender(world)


def the_outside_group(world: World) -> dict[str, Any]:
    return the_panel(world) | {"group": world.once(outside_group).pk}


def in_pool(make: Maker) -> Maker:
    """The same address in the API, where the pool is called `pool_id`."""

    def renamed(world: World) -> dict[str, Any]:
        kwargs = make(world)
        return {"pool_id": kwargs.pop("pool"), **kwargs}

    return renamed


def words(**answers: Any) -> Maker:
    return lambda _world: answers


def this_quality(world: World) -> dict[str, Any]:
    return {"quality": str(world.once(quality).pk)}


def this_stage(world: World) -> dict[str, Any]:
    return {"candidate": str(world.once(candidate).pk), "stage": "shortlist"}


def own_points(world: World) -> dict[str, Any]:
    candidates = world.once(tender).candidates.all()
    return {"scores": [{"candidate": str(candidate.pk), "points": "80"} for candidate in candidates]}


def outside_points(world: World) -> dict[str, Any]:
    return own_points(world) | {"group": str(world.once(outside_group).pk)}


CLOSES = {"closes_at": "2099-01-01T12:00"}
GROUPS = [{"name": "Residents", "weight": "15", "is_ours": True}, {"name": "Commissioners", "weight": "85"}]

Private = partial(Route, without=404, outsider=other_member)
PrivateButton = partial(Private, method="post", allowed=302)
PrivateApi = partial(ApiRoute, without=404, outsider=other_member)
PrivatePost = partial(PrivateApi, method="post")

ROUTES: list[Route] = [
    Private(name="pools:decisions", make=the_pool),
    Private(name="pools:ask_question", make=the_pool),
    Private(name="pools:ask_sharing", make=the_pool),
    Private(name="pools:name_mediator", make=the_pool),
    Private(name="pools:raise_quietly", make=the_pool),
    PrivateButton(name="pools:share_quiet_words", make=the_quiet_word),
    Private(name="pools:declare_interest", make=the_question),
    Private(name="pools:ask_mediator", make=the_ended_question),
    Private(name="pools:follow_up", make=the_ended_question),
    # Choosing a provider
    Private(name="pools:start_tender", make=the_pool),
    Private(name="pools:tender", make=the_tender),
    Private(name="pools:add_quality", make=the_tender),
    PrivateButton(name="pools:support_quality", make=the_quality),
    Private(name="pools:add_candidate", make=the_tender),
    Private(name="pools:move_candidate", make=the_candidate),
    Private(name="pools:set_presentation", make=the_tender),
    Private(name="pools:ask_tender", make=the_tender),
    Private(name="pools:start_panel", make=the_tender),
    Private(name="pools:panel", make=the_panel),
    Private(name="pools:score_candidates", make=the_panel),
    Private(name="pools:score_for_group", make=the_outside_group),
    PrivateButton(name="pools:publish_panel", make=the_panel, given=all_points_are_here),
    # By program
    PrivateApi(name="api:pool-decision-list", make=in_pool(the_pool)),
    PrivateApi(
        name="api:pool-decision-mediator",
        method="put",
        make=in_pool(the_pool),
        data=words(name="Sue", contact="01295 000000"),
    ),
    PrivateApi(name="api:pool-quiet-word-list", make=in_pool(the_pool)),
    PrivatePost(
        name="api:pool-quiet-word-list", make=in_pool(the_pool), data=words(words="It is too dear."), allowed=201
    ),
    PrivatePost(name="api:pool-quiet-word-share", make=in_pool(the_quiet_word)),
    PrivatePost(
        name="api:pool-vote-question",
        make=in_pool(the_pool),
        data=words(question="When?", answers=["Tuesday", "Thursday"], **CLOSES),
        allowed=201,
    ),
    PrivatePost(
        name="api:pool-vote-sharing", make=in_pool(the_pool), data=words(rules=["by_use"], **CLOSES), allowed=201
    ),
    PrivatePost(name="api:pool-vote-interest", make=in_pool(the_question), data=words(words="My sister works there.")),
    PrivatePost(name="api:pool-vote-mediator", make=in_pool(the_ended_question), data=words(words="We are stuck.")),
    PrivatePost(name="api:pool-vote-follow-up", make=in_pool(the_ended_question), data=words(words="We met.")),
    PrivateApi(name="api:pool-tender-list", make=in_pool(the_pool)),
    PrivatePost(name="api:pool-tender-list", make=in_pool(the_pool), data=words(title="Night support"), allowed=201),
    PrivateApi(name="api:pool-tender-detail", make=in_pool(the_tender)),
    PrivatePost(name="api:pool-tender-qualities", make=in_pool(the_tender), data=words(words="Kindness")),
    PrivatePost(name="api:pool-tender-support", make=in_pool(the_tender), data=this_quality),
    PrivatePost(name="api:pool-tender-candidates", make=in_pool(the_tender), data=words(name="Dogwood")),
    PrivatePost(name="api:pool-tender-stages", make=in_pool(the_tender), data=this_stage),
    PrivateApi(
        name="api:pool-tender-presentation",
        method="put",
        make=in_pool(the_tender),
        data=words(presents_on="2026-12-01"),
    ),
    PrivatePost(name="api:pool-tender-vote", make=in_pool(the_tender), data=words(**CLOSES), allowed=201),
    PrivatePost(name="api:pool-tender-panel", make=in_pool(the_tender), data=words(groups=GROUPS), allowed=201),
    PrivatePost(name="api:pool-tender-scores", make=in_pool(the_panel), data=own_points),
    PrivatePost(name="api:pool-tender-group-scores", make=in_pool(the_panel), data=outside_points),
    PrivatePost(name="api:pool-tender-publish", make=in_pool(the_panel), given=all_points_are_here),
]
