"""What people wish for, and the pools in which they buy it together."""

from pools.models.account import NEVER_BELOW_ZERO, Account, AccountKind, Unit
from pools.models.agreement import LONGEST_COOLING_OFF_DAYS, LONGEST_NOTICE_DAYS, MANDATORY_CLAUSES, Agreement
from pools.models.agreement_draft import AgreementDraft
from pools.models.agreement_status import AgreementState, AgreementStatus
from pools.models.bank_import import BankImport, ImportState
from pools.models.bank_row import BankRow, RowVerdict
from pools.models.booking_fee import BookingFee, BookingFeeState
from pools.models.budget_activity import ActivityOutcome, BudgetActivity
from pools.models.budget_choice import BudgetChoice, ChoiceEnd
from pools.models.budget_round import BudgetRound
from pools.models.budget_round_status import BudgetRoundState, BudgetRoundStatus
from pools.models.candidate_status import CandidateStage, CandidateStatus
from pools.models.consent import CONSENTS_FOR, Consent, ConsentKind, ConsentNeed
from pools.models.consent_paper import ConsentPaper
from pools.models.contribution import Contribution, ContributionHow
from pools.models.contribution_plan import INSTALMENTS_A_YEAR, ContributionPlan, Rhythm
from pools.models.contribution_status import ContributionState, ContributionStatus
from pools.models.cost_line import PROMPTS_FOR, TIMES_A_YEAR, CostLine, CostPrompt, LineState, Period
from pools.models.cost_sheet import CostSheet, Shortfall
from pools.models.declared_interest import DeclaredInterest
from pools.models.demand_cell import LEAST_SHOWN, ROUNDED_TO, DemandCell
from pools.models.demand_release import DemandRelease
from pools.models.demand_table import NOT_SAID, OTHER, VALUES, DemandTable, Dimension, Series, WishOutcome
from pools.models.ending_answer import EndingAnswer
from pools.models.entry import Entry
from pools.models.follow_up import FollowUp
from pools.models.gate import GATES_FOR, Gate, GateKind
from pools.models.gate_record import GateOutcome, GateRecord
from pools.models.hours_answer import HoursAnswer, UnusedHours
from pools.models.hours_consent import HoursConsent
from pools.models.hours_loan import HoursLoan
from pools.models.hours_loan_return import HoursLoanReturn
from pools.models.hours_period import HoursPeriod
from pools.models.hours_rates import HiredHow, HoursRates
from pools.models.insurance import Insurance, InsuranceModel
from pools.models.invitation import Invitation, InvitationAnswer
from pools.models.late_join_request import LateJoinAnswer, LateJoinRequest
from pools.models.leaving import Leaving, LeavingOutcome, ThingsChoice
from pools.models.leaving_answer import LeavingAnswer
from pools.models.mediator_request import MediatorRequest
from pools.models.money_task import MoneyTask, TaskState
from pools.models.opt_in_answer import OptInAnswer, OptInChoice
from pools.models.opt_in_call import OptInCall
from pools.models.option import FEWEST_ANSWERS, MOST_ANSWERS, Option, OptionKind
from pools.models.outing import Outing
from pools.models.outing_place import Attendance, OutingPlace
from pools.models.p_table_cell import PTableCell
from pools.models.panel import Panel
from pools.models.panel_group import PanelGroup
from pools.models.panel_result import PanelResult
from pools.models.panel_score import MOST_POINTS, PanelScore
from pools.models.pool import DecisionRule, MoneyPath, Pool, PurchaseKind, SharingRule
from pools.models.pool_document import (
    OF_AGREEMENT,
    OF_MEMBER,
    DocumentKind,
    DocumentState,
    PaperLayout,
    PoolDocument,
)
from pools.models.pool_ending import EndingOutcome, PoolEnding
from pools.models.pool_membership import PooledPart, PoolMembership
from pools.models.pool_outcome import MOST_OUTCOMES, PoolOutcome
from pools.models.pool_pause import PoolPause
from pools.models.pool_pause_end import PoolPauseEnd
from pools.models.pool_review import PoolReview, PoolReviewKind
from pools.models.pool_review_answer import BEST_SCORE, PoolReviewAnswer
from pools.models.pool_review_note import PoolReviewNote
from pools.models.pool_status import PoolState, PoolStatus
from pools.models.proposal import Proposal, ProposalSubject
from pools.models.proposal_result import Outcome, ProposalResult
from pools.models.purchase import PAID_BY_OTHERS, PaidHow, Purchase
from pools.models.purchase_note import PurchaseNote
from pools.models.quality_support import QualitySupport
from pools.models.quiet_word import QuietWord
from pools.models.record_key import RecordKey
from pools.models.risk import Risk
from pools.models.risk_note import RiskNote
from pools.models.risk_note_reading import RiskNoteReading
from pools.models.rota_assistant import Assistant
from pools.models.rota_pattern import PatternShift, ShiftKind
from pools.models.rota_record import ShiftRecord, WorkedHow
from pools.models.rota_share import ShiftShare
from pools.models.rota_shift import Shift
from pools.models.savings_assurance import SavingsAssurance
from pools.models.shared_thing import SharedThing
from pools.models.signature import Signature, WayOfReading
from pools.models.signature_withdrawal import SignatureWithdrawal
from pools.models.tender import Tender
from pools.models.tender_candidate import TenderCandidate
from pools.models.tender_choice import TenderChoice
from pools.models.tender_quality import TenderQuality
from pools.models.thing_part import ThingPart
from pools.models.thing_step import GONE, ThingStep, ThingStepKind
from pools.models.transfer import Transfer, TransferKind
from pools.models.vote import Vote
from pools.models.wish import Barrier, Wish, WishState

__all__ = [
    "BEST_SCORE",
    "CONSENTS_FOR",
    "FEWEST_ANSWERS",
    "GATES_FOR",
    "GONE",
    "INSTALMENTS_A_YEAR",
    "LEAST_SHOWN",
    "LONGEST_COOLING_OFF_DAYS",
    "LONGEST_NOTICE_DAYS",
    "MANDATORY_CLAUSES",
    "MOST_ANSWERS",
    "MOST_OUTCOMES",
    "MOST_POINTS",
    "NEVER_BELOW_ZERO",
    "NOT_SAID",
    "OF_AGREEMENT",
    "OF_MEMBER",
    "OTHER",
    "PAID_BY_OTHERS",
    "PROMPTS_FOR",
    "ROUNDED_TO",
    "TIMES_A_YEAR",
    "VALUES",
    "Account",
    "AccountKind",
    "ActivityOutcome",
    "Agreement",
    "AgreementDraft",
    "AgreementState",
    "AgreementStatus",
    "Assistant",
    "Attendance",
    "BankImport",
    "BankRow",
    "Barrier",
    "BookingFee",
    "BookingFeeState",
    "BudgetActivity",
    "BudgetChoice",
    "BudgetRound",
    "BudgetRoundState",
    "BudgetRoundStatus",
    "CandidateStage",
    "CandidateStatus",
    "ChoiceEnd",
    "Consent",
    "ConsentKind",
    "ConsentNeed",
    "ConsentPaper",
    "Contribution",
    "ContributionHow",
    "ContributionPlan",
    "ContributionState",
    "ContributionStatus",
    "CostLine",
    "CostPrompt",
    "CostSheet",
    "DecisionRule",
    "DeclaredInterest",
    "DemandCell",
    "DemandRelease",
    "DemandTable",
    "Dimension",
    "DocumentKind",
    "DocumentState",
    "EndingAnswer",
    "EndingOutcome",
    "Entry",
    "FollowUp",
    "Gate",
    "GateKind",
    "GateOutcome",
    "GateRecord",
    "HiredHow",
    "HoursAnswer",
    "HoursConsent",
    "HoursLoan",
    "HoursLoanReturn",
    "HoursPeriod",
    "HoursRates",
    "ImportState",
    "Insurance",
    "InsuranceModel",
    "Invitation",
    "InvitationAnswer",
    "LateJoinAnswer",
    "LateJoinRequest",
    "Leaving",
    "LeavingAnswer",
    "LeavingOutcome",
    "LineState",
    "MediatorRequest",
    "MoneyPath",
    "MoneyTask",
    "OptInAnswer",
    "OptInCall",
    "OptInChoice",
    "Option",
    "OptionKind",
    "Outcome",
    "Outing",
    "OutingPlace",
    "PTableCell",
    "PaidHow",
    "Panel",
    "PanelGroup",
    "PanelResult",
    "PanelScore",
    "PaperLayout",
    "PatternShift",
    "Period",
    "Pool",
    "PoolDocument",
    "PoolEnding",
    "PoolMembership",
    "PoolOutcome",
    "PoolPause",
    "PoolPauseEnd",
    "PoolReview",
    "PoolReviewAnswer",
    "PoolReviewKind",
    "PoolReviewNote",
    "PoolState",
    "PoolStatus",
    "PooledPart",
    "Proposal",
    "ProposalResult",
    "ProposalSubject",
    "Purchase",
    "PurchaseKind",
    "PurchaseNote",
    "QualitySupport",
    "QuietWord",
    "RecordKey",
    "Rhythm",
    "Risk",
    "RiskNote",
    "RiskNoteReading",
    "RowVerdict",
    "SavingsAssurance",
    "Series",
    "SharedThing",
    "SharingRule",
    "Shift",
    "ShiftKind",
    "ShiftRecord",
    "ShiftShare",
    "Shortfall",
    "Signature",
    "SignatureWithdrawal",
    "TaskState",
    "Tender",
    "TenderCandidate",
    "TenderChoice",
    "TenderQuality",
    "ThingPart",
    "ThingStep",
    "ThingStepKind",
    "ThingsChoice",
    "Transfer",
    "TransferKind",
    "Unit",
    "UnusedHours",
    "Vote",
    "WayOfReading",
    "Wish",
    "WishOutcome",
    "WishState",
    "WorkedHow",
    "import BankImport",
]
