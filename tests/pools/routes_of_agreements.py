"""Who may go where in an agreement: the people in it, and to everybody else there is none."""

from functools import partial
from typing import Any

from pools.models import Agreement, Pool
from pools.operations.documents import claim_document, make_document
from tests.architecture.routes import ApiRoute, Route, other_member
from tests.architecture.world import World
from tests.factories.agreements import NOW, TERMS, freeze, make_signed_agreement
from tests.factories.pools import make_agreed_pool


def agreed(world: World) -> Pool:
    """The member's pool, which has decided."""
    return make_agreed_pool(world.member)


def agreement(world: World) -> Agreement:
    """An agreement that waits for the member, who is alone in it."""
    return freeze(make_agreed_pool(world.member))


def signed(world: World) -> Agreement:
    """An agreement that everybody has signed, with its paper."""
    found, document = make_signed_agreement(make_agreed_pool(world.member))
    claimed = claim_document(document_id=str(document.pk), now=NOW)
    assert claimed is not None
    make_document(document=claimed, now=NOW)
    return found


def the_agreed_pool(world: World) -> dict[str, Any]:
    return {"pool": world.once(agreed).pk}


def the_agreement(world: World) -> dict[str, Any]:
    found = world.once(agreement)
    return {"pool": found.pool_id, "version": found.version}


def the_signed_agreement(world: World) -> dict[str, Any]:
    found = world.once(signed)
    return {"pool": found.pool_id, "version": found.version}


def the_pool_by_id(world: World) -> dict[str, Any]:
    return {"pool_id": world.once(agreed).pk}


def the_version(world: World) -> dict[str, Any]:
    found = world.once(agreement)
    return {"pool_id": found.pool_id, "version": found.version}


def the_signed_version(world: World) -> dict[str, Any]:
    found = world.once(signed)
    return {"pool_id": found.pool_id, "version": found.version}


def the_terms(world: World) -> dict[str, Any]:
    return dict(TERMS)


def signed_words(world: World) -> dict[str, Any]:
    yes = {"agrees_to_pool": True, "agrees_to_cost": True, "knows_liability": True}
    return yes | {"typed_name": world.member.shown_name}


Private = partial(Route, without=404, outsider=other_member)
PrivateApi = partial(ApiRoute, without=404, outsider=other_member)

ROUTES: list[Route] = [
    Private(name="pools:freeze_agreement", make=the_agreed_pool),
    Private(name="pools:agreement", make=the_agreement),
    Private(name="pools:sign_agreement", make=the_agreement),
    Private(name="pools:signed_agreement", make=the_signed_agreement),
    Private(name="pools:agreement_document", make=the_signed_agreement),
    Private(name="pools:make_document", method="post", make=the_signed_agreement, allowed=302),
    Private(name="pools:download_agreement", make=the_signed_agreement),
    PrivateApi(name="api:pool-agreement-list", make=the_pool_by_id),
    PrivateApi(name="api:pool-agreement-list", method="post", make=the_pool_by_id, data=the_terms, allowed=201),
    PrivateApi(name="api:pool-agreement-detail", make=the_version),
    PrivateApi(name="api:pool-agreement-sign", method="post", make=the_version, data=signed_words),
    PrivateApi(name="api:pool-agreement-document", make=the_signed_version),
    PrivateApi(name="api:pool-agreement-make-document", method="post", make=the_signed_version),
    PrivateApi(name="api:pool-agreement-download", make=the_signed_version),
]
