"""What the people of the sample areas do in their pools, by the same operations as everybody else."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from pools.models import Agreement, CostPrompt, OptionKind, Period, Pool, Proposal, Wish
from pools.operations.agreement import SignedWords, sign_agreement
from pools.operations.costing import answer_line, confirm_share, waive_line
from pools.operations.decision import cast_vote, close_vote, propose
from pools.operations.invitation import accept_invitation, invite
from pools.queries.costing import current_shares
from portal.models import Interest, Profile


def join(pool: Pool, people: list[Profile], *, now: datetime) -> None:
    for place, newcomer in enumerate(people, start=1):
        wish = Wish.objects.filter(profile=newcomer, interest__in=_interests_of(pool)).first()
        invitation = invite(pool=pool, profile=newcomer, wish=wish, by=pool.organiser, now=now)
        accept_invitation(invitation=invitation, by=newcomer, now=now + timedelta(hours=place))


def _interests_of(pool: Pool) -> list[Interest]:
    return [pool.wish.interest] if pool.wish else []


def cost(
    pool: Pool, costs: dict[CostPrompt, tuple[str, Period]], *, now: datetime, reasons: dict[str, str] | None = None
) -> None:
    """Answer each cost that was asked about: an amount, or a reason why there is none."""
    for line in pool.cost_lines.all():
        prompt = CostPrompt(line.prompt)
        if prompt in costs:
            amount, period = costs[prompt]
            answer_line(line=line, amount=Decimal(amount), period=period, by=pool.organiser, now=now)
        else:
            reason = (reasons or {}).get(prompt, "We talked about it, and do not need it.")
            waive_line(line=line, reason=reason, by=pool.organiser, now=now)


def put_to_the_vote(pool: Pool, *, now: datetime) -> Proposal:
    """Everybody looks at their share, and the organiser asks them all."""
    _sheet, shares = current_shares(pool)
    for share in shares:
        if share.amount is not None:
            confirm_share(pool=pool, amount=share.amount, by=share.membership.profile, now=now)
    return propose(pool=pool, closes_at=now + timedelta(days=7), by=pool.organiser, now=now)


def decide(pool: Pool, *, now: datetime) -> None:
    """Everybody votes yes, and the vote is over."""
    proposal = put_to_the_vote(pool, now=now)
    for membership in pool.memberships.open():
        cast_vote(proposal=proposal, choice=OptionKind.GO_AHEAD, by=membership.profile, now=now)
    close_vote(proposal=proposal, by=pool.organiser, now=now)


def sign(agreement: Agreement, profile: Profile, *, now: datetime, **noted: Any) -> None:
    """Sign as somebody who agrees to everything and does not want to wait, with what else is to be noted down."""
    words = SignedWords(
        typed_name=profile.shown_name,
        agrees_to_pool=True,
        agrees_to_cost=True,
        knows_liability=True,
        **{"waives_cooling_off": True, **noted},
    )
    sign_agreement(agreement=agreement, words=words, by=profile, now=now)


def person(name: str) -> Profile:
    return Profile.objects.select_related("district").get(shown_name=name)
