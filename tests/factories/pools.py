"""Wishes and pools for tests. Call them inside an area."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile

from pools.models import (
    Agreement,
    CostLine,
    LineState,
    OptionKind,
    Period,
    Pool,
    PoolMembership,
    PoolState,
    Proposal,
    PurchaseKind,
    Wish,
)
from pools.operations.agreement import SignedWords, freeze_agreement, sign_agreement
from pools.operations.agreement_clauses import AgreementTerms
from pools.operations.consent import waive_consent
from pools.operations.costing import answer_line, confirm_share, waive_line
from pools.operations.decision import cast_vote, close_vote, propose
from pools.operations.pool import PoolPlan, start_pool
from pools.operations.pool_status import move_pool
from pools.operations.wish import WishDetails, make_wish
from pools.queries.costing import current_shares
from portal.models import InterestCategory, Profile
from tests.factories.portal import make_interest

NOW = datetime(2026, 11, 16, 14, 0, tzinfo=UTC)


def make_cooking_wish(profile: Profile, *, now: datetime = NOW, **details: object) -> Wish:
    """A wish for cooking lessons, unless the details say otherwise."""
    details = {
        "interest": make_interest("Cooking", InterestCategory.COOKING),
        "words": "Cooking lessons with a chef",
        **details,
    }
    return make_wish(details=WishDetails(**details), by=profile, now=now)


def make_pool(organiser: Profile, *others: Profile, now: datetime = NOW, **plan: object) -> Pool:
    """A pool with its organiser and other members, who joined in this order. It buys lessons unless told."""
    plan = {
        "title": "Cooking together",
        "purpose": "To learn to cook from a chef.",
        "buying": PurchaseKind.LESSONS,
        **plan,
    }
    pool = start_pool(plan=PoolPlan(**plan), by=organiser, now=now)
    for profile in others:
        PoolMembership.objects.create(pool=pool, profile=profile, joined_at=now)
    return pool


def cost(
    pool: Pool, amount: str | Decimal, *, prompt: str = "price", now: datetime = NOW, **answer: object
) -> CostLine:
    """Answer one of the questions about costs."""
    line = pool.cost_lines.get(prompt=prompt)
    answer = {"period": Period.ONCE, **answer}
    return answer_line(line=line, amount=Decimal(amount), by=pool.organiser, now=now, **answer)


def waive_the_rest(pool: Pool, *, now: datetime = NOW) -> None:
    """Set aside every question that has no answer yet."""
    for line in pool.cost_lines.filter(state=LineState.BLANK):
        waive_line(line=line, reason="It is in the price.", by=pool.organiser, now=now)
    for consent in pool.consents.filter(need="unanswered"):
        waive_consent(consent=consent, reason="Nobody needs to say yes.", by=pool.organiser, now=now)


def look_at_shares(pool: Pool, *, now: datetime = NOW) -> None:
    """Every member looks at their share and says so."""
    _sheet, shares = current_shares(pool)
    for share in shares:
        confirm_share(pool=pool, amount=share.amount, by=share.membership.profile, now=now)


def make_costed_pool(organiser: Profile, *others: Profile, price: str = "840.00", **plan: object) -> Pool:
    """A pool whose sheet is whole and whose members have looked at their shares."""
    pool = make_pool(organiser, *others, **plan)
    cost(pool, price)
    waive_the_rest(pool)
    look_at_shares(pool)
    return pool


def make_proposal(pool: Pool, *, days: int = 7, now: datetime = NOW) -> Proposal:
    """A vote that begins now and goes on for a week, unless told otherwise."""
    return propose(pool=pool, closes_at=now + timedelta(days=days), by=pool.organiser, now=now)


def agree(pool: Pool, *, now: datetime = NOW) -> Proposal:
    """Everybody votes yes, and the vote is over."""
    proposal = make_proposal(pool, now=now)
    for membership in pool.memberships.open().select_related("profile"):
        cast_vote(proposal=proposal, choice=OptionKind.GO_AHEAD, by=membership.profile, now=now)
    close_vote(proposal=proposal, by=pool.organiser, now=now)
    return proposal


def make_agreed_pool(organiser: Profile, *others: Profile, **plan: object) -> Pool:
    """A pool whose members have all voted to go ahead."""
    pool = make_costed_pool(organiser, *others, **plan)
    agree(pool)
    return pool


def sign(
    pool: Pool, *, now: datetime = NOW, cooling_off_days: int = 0, money_holder: str = "Lakeside Credit Union"
) -> Agreement:
    """The agreement is made, everybody signs it, and their shares are called in."""
    terms = AgreementTerms(
        money_holder=money_holder,
        money_kept_apart="It has an account of its own.",
        notice_days=0,
        things_owned="We own nothing together.",
        cooling_off_days=cooling_off_days,
    )
    agreement = freeze_agreement(pool=pool, terms=terms, by=pool.organiser, now=now)
    for membership in pool.memberships.open().select_related("profile"):
        words = SignedWords(
            typed_name=membership.profile.shown_name, agrees_to_pool=True, agrees_to_cost=True, knows_liability=True
        )
        sign_agreement(agreement=agreement, words=words, by=membership.profile, now=now)
    return agreement


def state_rows(pool: Pool) -> list[PoolState]:
    return [PoolState(state) for state in pool.statuses.values_list("state", flat=True)]


PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def paper(content: bytes = PDF, name: str = "letter.pdf") -> SimpleUploadedFile:
    """A letter as somebody would send it."""
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def buy(pool: Pool, *, now: datetime = NOW) -> None:
    """It is bought, whatever came before."""
    move_pool(pool=pool, state=PoolState.BOUGHT, by=pool.organiser, now=now)
