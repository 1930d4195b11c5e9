"""What a paper about one member shows. Every figure is the books' own."""

from typing import Any, cast

from django.utils import timezone

from pools.models import PaperLayout, PoolDocument
from pools.operations.member_papers_easy import easy_audit_pack, easy_statement
from pools.queries.agreements import activated_at, active_agreement
from pools.queries.contributions import own_money
from pools.queries.hours import statement_of
from pools.queries.member_papers import (
    consents_needed,
    expected_of,
    kept_papers,
    others_ever_in,
    paid_at_the_place_by,
    part_lines,
    place_of,
    statement_lines,
    unnamed,
)
from pools.queries.money import holder_named
from pools.queries.pools import members_of
from pools.queries.returns import return_of
from portal.models import FundingKind, Profile

# A table of so many rows or fewer keeps together on one page: split, it would be two for a screen reader.
MOST_ROWS_TOGETHER = {PaperLayout.STANDARD: 20, PaperLayout.LARGE: 7, PaperLayout.EASY: 0}


def statement_facts(document: PoolDocument) -> dict[str, Any]:
    """The member's account, what is still to come, and their hours, for the days of the paper."""
    pool, profile, days = document.pool, _whose(document), _days(document)
    hours = statement_of(pool, profile, **days)
    facts = {
        **_head(document),
        "account": statement_lines(pool, profile, **days),
        "money": own_money(pool, profile, days["until"]),
        "expected": expected_of(pool, profile, on=days["until"]),
        "at_the_place": list(paid_at_the_place_by(pool, profile, **days)),
        "hours": hours if hours.lines or hours.opening else None,
        "holder": holder_named(pool),
    }
    return facts | {"sections": easy_statement(facts)}


def audit_pack_facts(document: PoolDocument) -> dict[str, Any]:
    """The member's part of everything, with no other member's name in it."""
    pool, profile, days = document.pool, _whose(document), _days(document)
    figures = return_of(pool, profile, **days)
    agreement, others = active_agreement(pool), others_ever_in(pool, profile)
    facts = {
        **_head(document),
        "figures": figures,
        "lines": part_lines(pool, profile, **days, opening=figures.opening),
        "funding": _funding(document),
        "people": len(members_of(pool)),
        "agreement": agreement,
        "signed_on": timezone.localdate(activated_at(agreement)) if agreement else None,
        "share": agreement.share_of(profile) if agreement else None,
        "holder": unnamed(holder_named(pool), others),
        "consents": list(consents_needed(pool)),
        "papers": kept_papers(pool),
        "title": unnamed(pool.title, others),
    }
    return facts | {"sections": easy_audit_pack(facts)}


def _head(document: PoolDocument) -> dict[str, Any]:
    return {
        "pool": document.pool,
        "profile": _whose(document),
        "first": document.period_from,
        "last": document.period_to,
        "title": document.pool.title,
        "large_print": document.layout == PaperLayout.LARGE,
        "most_rows": MOST_ROWS_TOGETHER[PaperLayout(document.layout)],
    }


def _whose(document: PoolDocument) -> Profile:
    # PostgreSQL sees to it that a paper of this kind has one.
    return cast(Profile, document.profile)


def _days(document: PoolDocument) -> dict[str, Any]:
    return {"since": document.period_from, "until": document.period_to}


def _funding(document: PoolDocument) -> str:
    """Where the money comes from, if the member lets others know it; empty where they do not."""
    place = place_of(document.pool, _whose(document))
    if not (document.names_funding or place.names_funding) or place.funding_kind == FundingKind.NOT_SAID:
        return ""
    return str(place.get_funding_kind_display())
