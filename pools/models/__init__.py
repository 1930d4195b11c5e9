"""What people wish for, and the pools in which they buy it together."""

from pools.models.consent import CONSENTS_FOR, Consent, ConsentKind, ConsentNeed
from pools.models.cost_line import PROMPTS_FOR, TIMES_A_YEAR, CostLine, CostPrompt, LineState, Period
from pools.models.cost_sheet import CostSheet, Shortfall
from pools.models.invitation import Invitation, InvitationAnswer
from pools.models.option import Option, OptionKind
from pools.models.pool import DecisionRule, Pool, PurchaseKind, SharingRule
from pools.models.pool_membership import PoolMembership
from pools.models.pool_status import PoolState, PoolStatus
from pools.models.proposal import Proposal
from pools.models.proposal_result import Outcome, ProposalResult
from pools.models.purchase import Purchase
from pools.models.vote import Vote
from pools.models.wish import Barrier, Wish, WishState

__all__ = [
    "CONSENTS_FOR",
    "PROMPTS_FOR",
    "TIMES_A_YEAR",
    "Barrier",
    "Consent",
    "ConsentKind",
    "ConsentNeed",
    "CostLine",
    "CostPrompt",
    "CostSheet",
    "DecisionRule",
    "Invitation",
    "InvitationAnswer",
    "LineState",
    "Option",
    "OptionKind",
    "Outcome",
    "Period",
    "Pool",
    "PoolMembership",
    "PoolState",
    "PoolStatus",
    "Proposal",
    "ProposalResult",
    "Purchase",
    "PurchaseKind",
    "SharingRule",
    "Shortfall",
    "Vote",
    "Wish",
    "WishState",
]
