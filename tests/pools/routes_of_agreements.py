"""Who may go where in an agreement: the people in it, and to everybody else there is none."""

from datetime import date
from functools import partial
from typing import Any

from pools.models import Agreement, DocumentKind, Pool, PoolDocument
from pools.operations.documents import ask_for_own_document, claim_document, make_document
from tests.architecture.routes import ApiRoute, Route, other_member
from tests.architecture.world import World
from tests.factories.agreements import NOW, TERMS, freeze, make_signed_agreement, sign
from tests.factories.pools import make_agreed_pool
from tests.factories.portal import make_member


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


def easy_paper(world: World) -> PoolDocument:
    """The edition in Easy Read of the signed agreement, with its file."""
    document = world.once(signed).documents.get(kind=DocumentKind.EASY)
    claimed = claim_document(document_id=str(document.pk), now=NOW)
    assert claimed is not None
    return make_document(document=claimed, now=NOW)


def statement(world: World) -> PoolDocument:
    """A paper about the member alone, in a pool where somebody else is too."""
    return ask_for_own_document(
        pool=make_agreed_pool(world.member, world.other_member),
        kind=DocumentKind.STATEMENT,
        period_from=date(2026, 10, 1),
        period_to=date(2026, 10, 31),
        by=world.member,
        now=NOW,
    )


def the_easy_paper(world: World) -> dict[str, Any]:
    found = world.once(easy_paper)
    return {"pool": found.pool_id, "pk": found.pk}


def the_statement(world: World) -> dict[str, Any]:
    found = world.once(statement)
    return {"pool": found.pool_id, "pk": found.pk}


def the_easy_paper_by_id(world: World) -> dict[str, Any]:
    found = world.once(easy_paper)
    return {"pool_id": found.pool_id, "pk": found.pk}


def the_statement_by_id(world: World) -> dict[str, Any]:
    found = world.once(statement)
    return {"pool_id": found.pool_id, "pk": found.pk}


def a_fingerprint(world: World) -> dict[str, Any]:
    return {"fingerprint": "0" * 64}


def the_agreed_pool(world: World) -> dict[str, Any]:
    return {"pool": world.once(agreed).pk}


def the_agreement(world: World) -> dict[str, Any]:
    found = world.once(agreement)
    return {"pool": found.pool_id, "version": found.version}


def the_first_page(world: World) -> dict[str, Any]:
    return the_agreed_pool(world) | {"page": "money"}


def signed_by_one(world: World) -> Agreement:
    """An agreement under which the member's signature stands, and can be taken back."""
    found = freeze(make_agreed_pool(world.member, make_member("Ann")))
    sign(found, world.member)
    return found


def the_version_with_a_signature(world: World) -> dict[str, Any]:
    found = world.once(signed_by_one)
    return {"pool_id": found.pool_id, "version": found.version}


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
Public = partial(Route, stranger=200, other_area=200, without=200)

ROUTES: list[Route] = [
    Private(name="pools:agreements", make=the_agreed_pool),
    Private(name="pools:freeze_agreement", make=the_agreed_pool),
    Private(name="pools:agreement_terms", make=the_first_page),
    Private(name="pools:agreement", make=the_agreement),
    Private(name="pools:sign_agreement", make=the_agreement),
    Private(name="pools:withdraw_signature", make=the_signed_agreement),
    Private(name="pools:signed_agreement", make=the_signed_agreement),
    Private(name="pools:agreement_document", make=the_signed_agreement),
    Private(name="pools:make_document", method="post", make=the_signed_agreement, allowed=302),
    Private(name="pools:download_agreement", make=the_signed_agreement),
    Private(name="pools:document", make=the_easy_paper, note="of an agreement"),
    Private(name="pools:document", make=the_statement, note="of somebody else in the pool"),
    Private(name="pools:make_document_again", method="post", make=the_statement, allowed=302),
    Private(name="pools:download_document", make=the_easy_paper, note="of an agreement"),
    Private(name="pools:download_document", make=the_statement, allowed=302, note="of somebody else in the pool"),
    Public(name="pools:verify"),
    Public(name="pools:verify", method="post", data=a_fingerprint),
    Public(name="api:verify", method="post", data=a_fingerprint),
    PrivateApi(name="api:pool-paper-list", make=the_pool_by_id),
    PrivateApi(name="api:pool-paper-detail", make=the_easy_paper_by_id, note="of an agreement"),
    PrivateApi(name="api:pool-paper-detail", make=the_statement_by_id, note="of somebody else in the pool"),
    PrivateApi(name="api:pool-paper-make", method="post", make=the_statement_by_id),
    PrivateApi(name="api:pool-paper-download", make=the_easy_paper_by_id),
    PrivateApi(name="api:pool-agreement-list", make=the_pool_by_id),
    PrivateApi(name="api:pool-agreement-list", method="post", make=the_pool_by_id, data=the_terms, allowed=201),
    PrivateApi(name="api:pool-agreement-detail", make=the_version),
    PrivateApi(name="api:pool-agreement-sign", method="post", make=the_version, data=signed_words),
    PrivateApi(name="api:pool-agreement-draft", make=the_pool_by_id),
    PrivateApi(name="api:pool-agreement-draft", method="patch", make=the_pool_by_id, data=the_terms),
    PrivateApi(name="api:pool-agreement-changes", make=the_version),
    PrivateApi(name="api:pool-agreement-withdraw", method="post", make=the_version_with_a_signature),
    PrivateApi(name="api:pool-agreement-document", make=the_signed_version),
    PrivateApi(name="api:pool-agreement-make-document", method="post", make=the_signed_version),
    PrivateApi(name="api:pool-agreement-download", make=the_signed_version),
]
