"""Who may go where in `pools`. An outsider is told neither that a pool exists nor whose a wish is."""

from decimal import Decimal
from functools import partial
from typing import Any

from peers.models import Group
from pools.models import (
    Consent,
    CostLine,
    Invitation,
    OptionKind,
    Period,
    Pool,
    PoolMembership,
    Proposal,
    PurchaseKind,
    Wish,
)
from pools.operations.consent import file_consent
from pools.operations.costing import add_line
from pools.operations.decision import cast_vote
from pools.operations.invitation import invite
from pools.operations.membership import warn_of_leaving
from pools.queries.pools import membership_of
from portal.models import InterestCategory
from providers.models import Offer
from tests.architecture.routes import ApiRoute, Maker, Route, host, other_member
from tests.architecture.world import World
from tests.factories.peers import make_group, make_membership
from tests.factories.pools import (
    NOW,
    make_agreed_pool,
    make_cooking_wish,
    make_costed_pool,
    make_pool,
    make_proposal,
    paper,
    sign,
)
from tests.factories.portal import make_interest
from tests.factories.providers import make_offer
from tests.pools import (
    routes_of_agreements,
    routes_of_budget_rounds,
    routes_of_costing,
    routes_of_decisions,
    routes_of_demand,
    routes_of_hours,
    routes_of_leaving,
    routes_of_life,
    routes_of_money,
    routes_of_outings,
    routes_of_papers,
)


def wish(world: World) -> Wish:
    """The member's own wish."""
    return make_cooking_wish(world.member)


def offer(world: World) -> Offer:
    return make_offer()


def pool(world: World) -> Pool:
    """The member's pool, with its costs still open."""
    return make_pool(world.member, buying=PurchaseKind.EQUIPMENT)


def invitation(world: World) -> Invitation:
    """The member is invited to the host's pool."""
    return invite(pool=make_pool(world.host), profile=world.member, by=world.host, now=NOW)


def line(world: World) -> CostLine:
    return add_line(
        pool=world.once(pool), label="Towels", amount=Decimal(12), period=Period.ONCE, by=world.member, now=NOW
    )


def landlord(world: World) -> Consent:
    return world.once(pool).consents.get(kind="landlord")


def paper_of_landlord(world: World) -> Consent:
    return file_consent(consent=world.once(landlord), file=paper(), dated_on=NOW.date(), by=world.member, now=NOW)


def costed(world: World) -> Pool:
    """The member's pool, ready for a vote."""
    return make_costed_pool(world.member)


def proposal(world: World) -> Proposal:
    """A vote that goes on for a long time."""
    return make_proposal(make_costed_pool(world.member), days=10_000)


def everybody_voted(world: World) -> None:
    cast_vote(proposal=world.once(proposal), choice=OptionKind.GO_AHEAD, by=world.member, now=NOW)


def agreed(world: World) -> Pool:
    """The member's pool, once everybody in it has said yes."""
    return make_agreed_pool(world.member)


def group(world: World) -> Group:
    return make_group("Banbury cooks", organiser=world.member)


def group_pool(world: World) -> Pool:
    """A pool of the group, which the member may join: somebody else of the group started it."""
    make_membership(world.once(group), world.host)
    return make_pool(world.host, group=world.once(group))


def everybody_signed(world: World) -> None:
    sign(world.once(agreed))


def place(world: World) -> PoolMembership:
    found = membership_of(world.once(pool), world.member)
    assert found is not None
    return found


def the_wish(world: World) -> dict[str, Any]:
    return {"pk": world.once(wish).pk}


def the_group(world: World) -> dict[str, Any]:
    return {"pk": world.once(group).pk}


def the_group_pool(world: World) -> dict[str, Any]:
    return {"pool": world.once(group_pool).pk}


def the_offer(world: World) -> dict[str, Any]:
    return {"pk": world.once(offer).pk}


def the_invitation(world: World) -> dict[str, Any]:
    return {"pk": world.once(invitation).pk}


def the_pool(world: World) -> dict[str, Any]:
    return {"pool": world.once(pool).pk}


def the_agreed_pool(world: World) -> dict[str, Any]:
    return {"pool": world.once(agreed).pk}


def the_costed_pool(world: World) -> dict[str, Any]:
    return {"pool": world.once(costed).pk}


def the_voting_pool(world: World) -> dict[str, Any]:
    return {"pool": world.once(proposal).pool_id}


def the_line(world: World) -> dict[str, Any]:
    return the_pool(world) | {"pk": world.once(line).pk}


def the_landlord(world: World) -> dict[str, Any]:
    return the_pool(world) | {"pk": world.once(landlord).pk}


def the_paper(world: World) -> dict[str, Any]:
    return the_pool(world) | {"pk": world.once(paper_of_landlord).pk}


def the_proposal(world: World) -> dict[str, Any]:
    vote = world.once(proposal)
    return {"pool": vote.pool_id, "pk": vote.pk}


def the_place(world: World) -> dict[str, Any]:
    return the_pool(world) | {"pk": world.once(place).pk}


def the_numbers(world: World) -> dict[str, Any]:
    return the_pool(world) | {"rule": "by_use"}


def others_are_warned(world: World) -> None:
    warn_of_leaving(membership=world.once(place), by=world.member, now=NOW)


def words(**answers: Any) -> Maker:
    """What is sent along, whatever the world."""
    return lambda _world: answers


def wish_words(world: World) -> dict[str, Any]:
    make_interest("Cooking", InterestCategory.COOKING)
    return {"interest": "cooking", "words": "Lessons with a chef"}


def pool_words(world: World) -> dict[str, Any]:
    plan = {"title": "Chef", "purpose": "To learn to cook.", "buying": "lessons"}
    return plan | {"wish": str(world.once(wish).pk)}


def the_pool_itself(world: World) -> dict[str, Any]:
    return {"pk": world.once(pool).pk}


def the_group_pool_itself(world: World) -> dict[str, Any]:
    return {"pk": world.once(group_pool).pk}


def the_member_of_the_pool(world: World) -> dict[str, Any]:
    return the_pool_itself(world) | {"member": world.once(place).pk}


def in_pool(make: Maker) -> Maker:
    """The same address in the API, where the pool is called `pool_id`."""

    def renamed(world: World) -> dict[str, Any]:
        kwargs = make(world)
        return {"pool_id": kwargs.pop("pool"), **kwargs}

    return renamed


def one_to_ask(world: World) -> dict[str, Any]:
    """Somebody of the pool's group."""
    asked = world.once(group_pool).group.memberships.get(profile=world.member)
    return {"people": [str(asked.profile_id)]}


# What is somebody's own hides from everybody else.
Private = partial(Route, without=404, outsider=other_member)
PrivateButton = partial(Private, method="post", allowed=302)

ROUTES: list[Route] = [
    # Wishes: members make them and see those of others; what belongs to one wish is its owner's.
    Route(name="pools:wishes"),
    Route(name="pools:others_wishes"),
    Route(name="pools:make_wish"),
    Route(name="pools:wish", make=the_wish, without=404),
    Private(name="pools:wishes_alike", make=the_wish),
    Private(name="pools:change_wish", make=the_wish),
    Private(name="pools:change_wish_needs", make=the_wish),
    PrivateButton(name="pools:withdraw_wish", make=the_wish),
    Private(name="pools:start_pool_from_wish", make=the_wish),
    # Pools: any member may start one; the rest is its members', and an invitation is for one person.
    Route(name="pools:pools"),
    Route(name="pools:start_pool_from_offer", make=the_offer),
    Route(name="pools:start_pool_from_group", make=the_group, outsider=other_member),
    Private(name="pools:join_pool", make=the_group_pool),
    Private(name="pools:invitation", make=the_invitation),
    PrivateButton(name="pools:accept_invitation", make=the_invitation),
    PrivateButton(name="pools:decline_invitation", make=the_invitation),
    Private(name="pools:pool", make=the_pool),
    Private(name="pools:invite_people", make=the_pool),
    Private(name="pools:leaving", make=the_pool),
    PrivateButton(name="pools:warn_of_leaving", make=the_pool),
    PrivateButton(name="pools:stay_in_pool", make=the_pool),
    PrivateButton(name="pools:leave_pool", make=the_pool, given=others_are_warned),
    # Costs and shares
    Private(name="pools:costs", make=the_pool),
    Private(name="pools:add_line", make=the_pool),
    Private(name="pools:describe_sheet", make=the_pool),
    PrivateButton(name="pools:reopen_costing", make=the_agreed_pool),
    Private(name="pools:answer_line", make=the_line),
    Private(name="pools:waive_line", make=the_line),
    PrivateButton(name="pools:remove_line", make=the_line),
    Private(name="pools:shares", make=the_pool),
    Private(name="pools:set_sharing", make=the_pool),
    Private(name="pools:set_share_numbers", make=the_numbers),
    # The yes of others
    Private(name="pools:consents", make=the_pool),
    Private(name="pools:add_consent", make=the_pool),
    Private(name="pools:need_consent", make=the_landlord),
    Private(name="pools:waive_consent", make=the_landlord),
    Private(name="pools:file_consent", make=the_landlord),
    Private(name="pools:consent_paper", make=the_paper),
    # Deciding
    Private(name="pools:propose", make=the_pool),
    Private(name="pools:proposal", make=the_proposal),
    Private(name="pools:cast_vote", make=the_proposal),
    PrivateButton(name="pools:close_vote", make=the_proposal),
    # Buying and using
    Private(name="pools:record_purchase", make=the_agreed_pool),
    Private(name="pools:using", make=the_pool),
    Private(name="pools:record_induction", make=the_place),
    PrivateButton(name="pools:accept_disclaimer", make=the_pool),
    PrivateButton(name="pools:start_using", make=the_pool),
]

PrivateApi = partial(ApiRoute, without=404, outsider=other_member)
PrivatePost = partial(PrivateApi, method="post")

ROUTES += [
    ApiRoute(name="api:wish-list", without=404),
    ApiRoute(name="api:wish-list", method="post", data=wish_words, allowed=201, without=404),
    ApiRoute(name="api:wish-others", without=404),
    ApiRoute(name="api:wish-detail", make=the_wish, without=404),
    PrivateApi(name="api:wish-detail", method="put", make=the_wish, data=wish_words),
    PrivateApi(name="api:wish-needs", method="put", make=the_wish, data=words(monthly_amount="20.00")),
    PrivateApi(name="api:wish-alike", make=the_wish),
    PrivatePost(name="api:wish-withdraw", make=the_wish),
    # Pools and their people
    ApiRoute(name="api:pool-list", without=404),
    ApiRoute(name="api:pool-list", method="post", data=pool_words, allowed=201, without=404),
    PrivateApi(name="api:pool-detail", make=the_pool_itself),
    PrivateApi(name="api:pool-people", make=the_pool_itself),
    PrivateApi(name="api:pool-timeline", make=the_pool_itself),
    PrivateApi(name="api:pool-candidates", make=the_pool_itself),
    PrivatePost(name="api:pool-invite", make=the_group_pool_itself, data=one_to_ask, insider=host, allowed=201),
    PrivatePost(name="api:pool-join", make=the_group_pool_itself),
    PrivateApi(name="api:pool-leaving", make=the_pool_itself),
    PrivatePost(name="api:pool-warn", make=the_pool_itself),
    PrivatePost(name="api:pool-stay", make=the_pool_itself, allowed=204),
    PrivatePost(name="api:pool-leave", make=the_pool_itself, given=others_are_warned, allowed=204),
    PrivatePost(name="api:pool-induction", make=the_member_of_the_pool, data=words(given_by="Ray")),
    PrivatePost(name="api:pool-accept-disclaimer", make=the_pool_itself),
    PrivatePost(name="api:pool-start-using", make=the_pool_itself, allowed=409),
    ApiRoute(name="api:pool-invitation-list", without=404),
    PrivateApi(name="api:pool-invitation-detail", make=the_invitation),
    PrivateApi(name="api:pool-invitation-preview", make=the_invitation),
    PrivatePost(name="api:pool-invitation-accept", make=the_invitation),
    PrivatePost(name="api:pool-invitation-decline", make=the_invitation),
    # Costs and shares
    PrivateApi(name="api:pool-costs-list", make=in_pool(the_pool)),
    PrivateApi(name="api:pool-costs-details", method="put", make=in_pool(the_pool), data=words(shortfall="share")),
    PrivateApi(name="api:pool-costs-sharing", method="put", make=in_pool(the_pool), data=words(rule="equal")),
    PrivatePost(name="api:pool-costs-confirm-share", make=in_pool(the_agreed_pool), data=words(amount="840.00")),
    PrivatePost(name="api:pool-costs-reopen", make=in_pool(the_agreed_pool)),
    PrivatePost(
        name="api:pool-cost-line-list",
        make=in_pool(the_pool),
        data=words(label="Towels", amount="12.00"),
        allowed=201,
    ),
    PrivateApi(name="api:pool-cost-line-detail", method="put", make=in_pool(the_line), data=words(amount="12.00")),
    PrivateApi(name="api:pool-cost-line-detail", method="delete", make=in_pool(the_line), allowed=204),
    PrivatePost(name="api:pool-cost-line-waive", make=in_pool(the_line), data=words(reason="We have some.")),
    # The yes of others
    PrivateApi(name="api:pool-consent-list", make=in_pool(the_pool)),
    PrivatePost(
        name="api:pool-consent-list",
        make=in_pool(the_pool),
        data=words(kind="council", name="The county council"),
        allowed=201,
    ),
    PrivatePost(name="api:pool-consent-need", make=in_pool(the_landlord), data=words(name="Lakeside Homes")),
    PrivatePost(name="api:pool-consent-waive", make=in_pool(the_landlord), data=words(reason="We own it.")),
    # It takes a form with a file, and here comes JSON.
    PrivatePost(name="api:pool-consent-file", make=in_pool(the_landlord), allowed=415),
    PrivateApi(name="api:pool-consent-paper", make=in_pool(the_paper)),
    # Deciding and buying
    PrivateApi(name="api:pool-vote-list", make=in_pool(the_voting_pool)),
    PrivatePost(
        name="api:pool-vote-list", make=in_pool(the_costed_pool), data=words(closes_at="2099-01-01T12:00"), allowed=201
    ),
    PrivateApi(name="api:pool-vote-detail", make=in_pool(the_proposal)),
    PrivatePost(name="api:pool-vote-vote", make=in_pool(the_proposal), data=words(choice="no_change")),
    PrivatePost(name="api:pool-vote-close", make=in_pool(the_proposal), given=everybody_voted),
    PrivateApi(name="api:pool-purchase-list", make=in_pool(the_pool)),
    PrivatePost(
        name="api:pool-purchase-list",
        make=in_pool(the_agreed_pool),
        given=everybody_signed,
        data=words(what="Lessons", seller="Marco", amount="840.00", bought_on="2026-11-20"),
        allowed=201,
    ),
    # What is published, for everybody in the area and the council
    *routes_of_demand.ROUTES,
    # The agreement
    *routes_of_agreements.ROUTES,
    # A budget that each shares out among activities
    *routes_of_budget_rounds.ROUTES,
    # Own parts, joining late, and the question of a group
    *routes_of_costing.ROUTES,
    # Questions, the log of decisions, and choosing a provider
    *routes_of_decisions.ROUTES,
    # Gates, risks, pauses, reviews and insurance
    *routes_of_life.ROUTES,
    *routes_of_outings.ROUTES,
    # The money
    *routes_of_money.ROUTES,
    # Hours and the rota
    *routes_of_hours.ROUTES,
    # Leaving, things owned together, and the end
    *routes_of_leaving.ROUTES,
    # One's own papers, and days to remember
    *routes_of_papers.ROUTES,
]
