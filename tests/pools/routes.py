"""Who may go where in `pools`. An outsider is told neither that a pool exists nor whose a wish is."""

from decimal import Decimal
from functools import partial
from typing import Any

from peers.models import Group
from pools.models import Consent, CostLine, Invitation, Period, Pool, PoolMembership, Proposal, PurchaseKind, Wish
from pools.operations.consent import file_consent
from pools.operations.costing import add_line
from pools.operations.invitation import invite
from pools.operations.membership import warn_of_leaving
from pools.queries.pools import membership_of
from providers.models import Offer
from tests.architecture.routes import Route, other_member
from tests.architecture.world import World
from tests.factories.peers import make_group, make_membership
from tests.factories.pools import (
    NOW,
    agree,
    cost,
    look_at_shares,
    make_cooking_wish,
    make_pool,
    make_proposal,
    paper,
    waive_the_rest,
)
from tests.factories.providers import make_offer


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


def proposal(world: World) -> Proposal:
    """A vote that is going on."""
    voting = make_pool(world.member)
    cost(voting, "840.00")
    waive_the_rest(voting)
    look_at_shares(voting)
    return make_proposal(voting)


def agreed(world: World) -> Pool:
    """The member's pool, once everybody in it has said yes."""
    decided = make_pool(world.member)
    cost(decided, "840.00")
    waive_the_rest(decided)
    look_at_shares(decided)
    agree(decided)
    return decided


def group(world: World) -> Group:
    return make_group("Banbury cooks", organiser=world.member)


def group_pool(world: World) -> Pool:
    """A pool of the group, which the member may join: somebody else of the group started it."""
    make_membership(world.once(group), world.host)
    return make_pool(world.host, group=world.once(group))


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
