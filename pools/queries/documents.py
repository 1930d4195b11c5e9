"""Which papers there are, who reads them, and which of them a file or a fingerprint is."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from pools.models import Agreement, DocumentKind, Pool, PoolDocument
from pools.queries.agreements import members_in
from portal.models import Profile


def document_of(agreement: Agreement, kind: DocumentKind = DocumentKind.SIGNED) -> PoolDocument | None:
    """A paper of a signed agreement, once it has been asked for. Without its bytes."""
    return PoolDocument.objects.filter(agreement=agreement, kind=kind).first()


def documents_for(profile: Profile, *, pool: Pool) -> QuerySet[PoolDocument]:
    """What somebody who is in a pool may read there: its agreements, and the papers about themselves."""
    return pool.documents.filter(Q(agreement__isnull=False) | Q(profile=profile)).select_related("agreement")


def readers_of(document: PoolDocument) -> Iterable[Profile]:
    """Whom a paper is for."""
    if document.profile is not None:
        return [document.profile]
    return members_in(document.agreement) if document.agreement is not None else []


def document_with_fingerprint(sha256: str) -> PoolDocument | None:
    """The paper whose file has this fingerprint."""
    return PoolDocument.objects.select_related("agreement").filter(file__sha256=sha256).first()


def agreement_with_fingerprint(sha256: str) -> Agreement | None:
    """The version of an agreement whose words have this fingerprint, as its papers show it."""
    return Agreement.objects.filter(sha256=sha256).first()


def is_newest(agreement: Agreement) -> bool:
    """Whether no later version of this agreement has been made."""
    return not Agreement.objects.filter(pool=agreement.pool_id, version__gt=agreement.version).exists()
