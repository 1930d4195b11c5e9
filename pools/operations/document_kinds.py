"""
How each kind of paper is made: its template, the facts in it, its name and its date, and what its readers are told.

Another kind of paper is another entry in `KINDS`, with a template that extends `pdf/base.html` or `pdf/easy_base.html`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, cast

from django.utils.text import slugify

from pools.models import Agreement, DocumentKind, PaperLayout, PoolDocument
from pools.operations.member_papers import audit_pack_facts, statement_facts
from pools.queries.agreements import activated_at, signers_of


@dataclass(frozen=True, kw_only=True)
class PaperKind:
    """
    How one kind of paper is made. The same rows must give the same paper, whenever a worker comes to it.

    :param easy_template: its Easy Read edition, where a member can choose that
    :param facts: what the template shows, besides `area`, `document` and `verify_url`
    :param name: of the file
    :param dated: the day of the facts in it, not that of its making
    :param email: the template that tells its readers that it is there; none where another paper's email tells it
    """

    template: str
    facts: Callable[[PoolDocument], Mapping[str, Any]]
    name: Callable[[PoolDocument], str]
    dated: Callable[[PoolDocument], datetime]
    email: str = ""
    easy_template: str = ""

    def template_for(self, document: PoolDocument) -> str:
        """The template in the way that the member reads."""
        is_easy = document.layout == PaperLayout.EASY
        return self.easy_template if is_easy and self.easy_template else self.template


def _agreement_of(document: PoolDocument) -> Agreement:
    # PostgreSQL sees to it that a paper of this kind has one.
    return cast(Agreement, document.agreement)


def _agreement_facts(document: PoolDocument) -> dict[str, Any]:
    agreement = _agreement_of(document)
    return {
        "agreement": agreement,
        "clauses": agreement.clauses,
        "signers": signers_of(agreement),
        "signed_on": activated_at(agreement),
    }


def _agreement_name(document: PoolDocument) -> str:
    agreement = _agreement_of(document)
    return f"{slugify(agreement.title) or 'agreement'}-version-{agreement.version}.pdf"


def _easy_agreement_name(document: PoolDocument) -> str:
    return _agreement_name(document).removesuffix(".pdf") + "-easy-read.pdf"


def _last_signature(document: PoolDocument) -> datetime:
    return activated_at(_agreement_of(document))


def _own_name(document: PoolDocument, what: str) -> str:
    name = f"{slugify(document.pool.title) or 'pool'}-{what}-{document.period_from}-to-{document.period_to}"
    looks = "" if document.layout == PaperLayout.STANDARD else f"-{document.layout}"
    again = "" if document.edition == 1 else f"-edition-{document.edition}"
    return f"{name}{looks}{again}.pdf"


def _statement_name(document: PoolDocument) -> str:
    return _own_name(document, "statement")


def _audit_pack_name(document: PoolDocument) -> str:
    return _own_name(document, "audit-pack")


def _day_of_asking(document: PoolDocument) -> datetime:
    return document.asked_at


KINDS: Final[dict[str, PaperKind]] = {
    DocumentKind.SIGNED: PaperKind(
        template="pools/pdf/agreement.html",
        facts=_agreement_facts,
        name=_agreement_name,
        dated=_last_signature,
        email="pools/email/agreement_document",
    ),
    DocumentKind.EASY: PaperKind(
        template="pools/pdf/easy_agreement.html",
        facts=_agreement_facts,
        name=_easy_agreement_name,
        dated=_last_signature,
    ),
    DocumentKind.STATEMENT: PaperKind(
        template="pools/pdf/statement.html",
        easy_template="pools/pdf/easy_member_paper.html",
        facts=statement_facts,
        name=_statement_name,
        dated=_day_of_asking,
        email="pools/email/own_paper",
    ),
    DocumentKind.AUDIT_PACK: PaperKind(
        template="pools/pdf/audit_pack.html",
        easy_template="pools/pdf/easy_member_paper.html",
        facts=audit_pack_facts,
        name=_audit_pack_name,
        dated=_day_of_asking,
        email="pools/email/own_paper",
    ),
}
