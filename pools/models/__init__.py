"""What people wish for, and the pools in which they buy it together."""

from pools.models.agreement import LONGEST_NOTICE_DAYS, MANDATORY_CLAUSES, Agreement
from pools.models.agreement_document import AgreementDocument, DocumentKind, DocumentState
from pools.models.agreement_status import AgreementState, AgreementStatus
from pools.models.consent import CONSENTS_FOR, Consent, ConsentKind, ConsentNeed
from pools.models.cost_line import PROMPTS_FOR, TIMES_A_YEAR, CostLine, CostPrompt, LineState, Period
from pools.models.cost_sheet import CostSheet, Shortfall
from pools.models.demand_cell import LEAST_SHOWN, ROUNDED_TO, DemandCell
from pools.models.demand_release import DemandRelease
from pools.models.demand_table import NOT_SAID, OTHER, VALUES, DemandTable, Dimension, Series, WishOutcome
from pools.models.invitation import Invitation, InvitationAnswer
from pools.models.option import Option, OptionKind
from pools.models.p_table_cell import PTableCell
from pools.models.pool import DecisionRule, Pool, PurchaseKind, SharingRule
from pools.models.pool_membership import PoolMembership
from pools.models.pool_status import PoolState, PoolStatus
from pools.models.proposal import Proposal
from pools.models.proposal_result import Outcome, ProposalResult
from pools.models.purchase import Purchase
from pools.models.record_key import RecordKey
from pools.models.signature import Signature
from pools.models.vote import Vote
from pools.models.wish import Barrier, Wish, WishState

__all__ = [
    "CONSENTS_FOR",
    "LEAST_SHOWN",
    "LONGEST_NOTICE_DAYS",
    "MANDATORY_CLAUSES",
    "NOT_SAID",
    "OTHER",
    "PROMPTS_FOR",
    "ROUNDED_TO",
    "TIMES_A_YEAR",
    "VALUES",
    "Agreement",
    "AgreementDocument",
    "AgreementState",
    "AgreementStatus",
    "Barrier",
    "Consent",
    "ConsentKind",
    "ConsentNeed",
    "CostLine",
    "CostPrompt",
    "CostSheet",
    "DecisionRule",
    "DemandCell",
    "DemandRelease",
    "DemandTable",
    "Dimension",
    "DocumentKind",
    "DocumentState",
    "Invitation",
    "InvitationAnswer",
    "LineState",
    "Option",
    "OptionKind",
    "Outcome",
    "PTableCell",
    "Period",
    "Pool",
    "PoolMembership",
    "PoolState",
    "PoolStatus",
    "Proposal",
    "ProposalResult",
    "Purchase",
    "PurchaseKind",
    "RecordKey",
    "Series",
    "SharingRule",
    "Shortfall",
    "Signature",
    "Vote",
    "Wish",
    "WishOutcome",
    "WishState",
]
