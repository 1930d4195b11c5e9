"""Votes about how a pool shares its cost: what each member would pay by each rule, as it stood when the vote began."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pools.models import Pool, PoolState, Proposal, ProposalSubject, SharingRule
from pools.queries.costing import Share, shares_of, sheet_of
from pools.queries.pools import members_of, state_of

# By fixed amounts nobody can vote: somebody would have to fix them first.
RULES_TO_VOTE_ON = [SharingRule.EQUAL, SharingRule.BY_USE, SharingRule.BY_HOURS, SharingRule.BY_ABILITY]


@dataclass(frozen=True, kw_only=True)
class RulePreview:
    """What each member would pay by one rule. `is_now` is how the pool shares at present: "no change" keeps it."""

    rule: str
    label: str
    is_now: bool
    amounts: list[Decimal]


@dataclass(frozen=True, kw_only=True)
class SharingPreview:
    """The rules of a vote beside each other, each with the shares of all members in the same order."""

    names: list[str]
    total: Decimal
    rules: list[RulePreview]

    @property
    def labelled_rows(self) -> list[tuple[str, list[tuple[str, Decimal]]]]:
        """One row for each member: the name, and for each of the rules its name and the share."""
        return [
            (name, [(rule.label, rule.amounts[place]) for rule in self.rules]) for place, name in enumerate(self.names)
        ]


def rules_besides(pool: Pool) -> list[SharingRule]:
    """The rules that a pool could share by instead of its own."""
    return [rule for rule in RULES_TO_VOTE_ON if rule != pool.sharing_rule]


def unanswered_costs(pool: Pool) -> list[str]:
    """The questions about the costs that have no answer yet. Fixed shares that do not add up are none of them."""
    return [blank.words for blank in sheet_of(pool).blanks if blank.key != "shares"]


def previews_of(pool: Pool, rules: Sequence[SharingRule]) -> dict[str, Any]:
    """
    Each member's share by each rule, with the numbers as they stand, to be frozen: amounts as text.

    Keys: `total`, `now` (the pool's present rule) and `answers`: for each rule, the present one first, its shares,
    each with `membership`, `name` and `amount`.
    """
    members = list(members_of(pool))
    sheet = sheet_of(pool, members=members)
    asked = [SharingRule(pool.sharing_rule), *(rule for rule in rules if rule != pool.sharing_rule)]
    return {
        "total": f"{sheet.total:.2f}",
        "now": pool.sharing_rule,
        "answers": {
            rule: [_frozen(share) for share in shares_of(sheet=sheet, members=members, rule=rule)] for rule in asked
        },
    }


def sharing_preview(proposal: Proposal) -> SharingPreview | None:
    """The frozen shares of a vote, for reading; None for a vote about anything else."""
    if proposal.subject != ProposalSubject.SHARING:
        return None
    return preview_from(proposal.figures)


def preview_from(figures: dict[str, Any]) -> SharingPreview:
    """What `previews_of` gives, for reading."""
    answers: dict[str, list[dict[str, str]]] = figures["answers"]
    return SharingPreview(
        names=[share["name"] for share in answers[figures["now"]]],
        total=Decimal(figures["total"]),
        rules=[
            RulePreview(
                rule=rule,
                label=str(SharingRule(rule).label),
                is_now=rule == figures["now"],
                amounts=[Decimal(share["amount"]) for share in shares],
            )
            for rule, shares in answers.items()
        ],
    )


def previews_hold(proposal: Proposal) -> bool:
    """Whether the members, the costs and the numbers are what they were when the vote began."""
    pool = proposal.pool
    if state_of(pool) not in {PoolState.GATHERING, PoolState.COSTING} or unanswered_costs(pool):
        return False
    rules = [SharingRule(rule) for rule in proposal.figures["answers"]]
    return bool(previews_of(pool, rules) == proposal.figures)


def _frozen(share: Share) -> dict[str, str]:
    amount = Decimal(0) if share.amount is None else share.amount
    return {
        "membership": str(share.membership.pk),
        "name": share.membership.profile.shown_name,
        "amount": f"{amount:.2f}",
    }
