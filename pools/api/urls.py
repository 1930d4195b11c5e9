from django.urls import include, path
from rest_framework.routers import SimpleRouter

from pools.api.agreements import Agreements
from pools.api.bank_imports import BankImports
from pools.api.budget_rounds import BudgetRounds
from pools.api.contributions import ContributionPlans, Contributions
from pools.api.costing import CostLines, Costs
from pools.api.deciding import Consents, Proposals, Purchases
from pools.api.decisions import Decisions, QuietWords
from pools.api.demand import Releases
from pools.api.documents import Documents
from pools.api.endings import Endings
from pools.api.gates import Gates
from pools.api.hours import HoursLoans, HoursOfMember, HoursPeriods, HoursPrices
from pools.api.late_joining import LateJoiners
from pools.api.leaving import Leavings
from pools.api.life import Life, Pauses
from pools.api.money import Accounts, MoneyTasks, PoolMoney, Transfers
from pools.api.opt_in import OptInCalls
from pools.api.outings import OutingPlaces, Outings
from pools.api.own_part import Parts
from pools.api.own_year import DueDates, OwnReturns
from pools.api.pool_reviews import PoolReviews
from pools.api.pools import PoolInvitations, Pools
from pools.api.protection import Assurances, Insurances
from pools.api.risks import RiskNotes
from pools.api.rota import Assistants, PatternShifts, Shifts
from pools.api.tenders import Tenders
from pools.api.things import Things
from pools.api.verification import Verify
from pools.api.wishes import Wishes

router = SimpleRouter(use_regex_path=False)
router.register("wishes", Wishes, basename="wish")
router.register("pool-invitations", PoolInvitations, basename="pool-invitation")
router.register("opt-in-calls", OptInCalls, basename="opt-in-call")
router.register("pools", Pools, basename="pool")
router.register("pools/<uuid:pool_id>/costs", Costs, basename="pool-costs")
router.register("pools/<uuid:pool_id>/cost-lines", CostLines, basename="pool-cost-line")
router.register("pools/<uuid:pool_id>/parts", Parts, basename="pool-part")
router.register("pools/<uuid:pool_id>/late-joiners", LateJoiners, basename="pool-late-joiner")
router.register("pools/<uuid:pool_id>/consents", Consents, basename="pool-consent")
router.register("pools/<uuid:pool_id>/votes", Proposals, basename="pool-vote")
router.register("pools/<uuid:pool_id>/decisions", Decisions, basename="pool-decision")
router.register("pools/<uuid:pool_id>/quiet-words", QuietWords, basename="pool-quiet-word")
router.register("pools/<uuid:pool_id>/tenders", Tenders, basename="pool-tender")
router.register("pools/<uuid:pool_id>/agreements", Agreements, basename="pool-agreement")
router.register("pools/<uuid:pool_id>/budget-rounds", BudgetRounds, basename="pool-budget-round")
router.register("pools/<uuid:pool_id>/papers", Documents, basename="pool-paper")
router.register("pools/<uuid:pool_id>/due-dates", DueDates, basename="pool-due-date")
router.register("pools/<uuid:pool_id>/returns", OwnReturns, basename="pool-return")
router.register("pools/<uuid:pool_id>/outings", Outings, basename="pool-outing")
router.register("pools/<uuid:pool_id>/outing-places", OutingPlaces, basename="pool-outing-place")
router.register("pools/<uuid:pool_id>/purchases", Purchases, basename="pool-purchase")
router.register("pools/<uuid:pool_id>/gates", Gates, basename="pool-gate")
router.register("pools/<uuid:pool_id>/risk-notes", RiskNotes, basename="pool-risk-note")
router.register("pools/<uuid:pool_id>/pauses", Pauses, basename="pool-pause")
router.register("pools/<uuid:pool_id>/life", Life, basename="pool-life")
router.register("pools/<uuid:pool_id>/reviews", PoolReviews, basename="pool-review")
router.register("pools/<uuid:pool_id>/assurances", Assurances, basename="pool-assurance")
router.register("pools/<uuid:pool_id>/insurances", Insurances, basename="pool-insurance")
router.register("pools/<uuid:pool_id>/money", PoolMoney, basename="pool-money")
router.register("pools/<uuid:pool_id>/accounts", Accounts, basename="pool-account")
router.register("pools/<uuid:pool_id>/transfers", Transfers, basename="pool-transfer")
router.register("pools/<uuid:pool_id>/contributions", Contributions, basename="pool-contribution")
router.register("pools/<uuid:pool_id>/contribution-plans", ContributionPlans, basename="pool-contribution-plan")
router.register("pools/<uuid:pool_id>/tasks", MoneyTasks, basename="pool-task")
router.register("pools/<uuid:pool_id>/statements", BankImports, basename="pool-statement")
router.register("pools/<uuid:pool_id>/hours", HoursOfMember, basename="pool-hours")
router.register("pools/<uuid:pool_id>/hours-loans", HoursLoans, basename="pool-hours-loan")
router.register("pools/<uuid:pool_id>/hours-periods", HoursPeriods, basename="pool-hours-period")
router.register("pools/<uuid:pool_id>/hours-price", HoursPrices, basename="pool-hours-price")
router.register("pools/<uuid:pool_id>/pattern", PatternShifts, basename="pool-pattern")
router.register("pools/<uuid:pool_id>/assistants", Assistants, basename="pool-assistant")
router.register("pools/<uuid:pool_id>/shifts", Shifts, basename="pool-shift")
router.register("pools/<uuid:pool_id>/leavings", Leavings, basename="pool-leaving")
router.register("pools/<uuid:pool_id>/things", Things, basename="pool-thing")
router.register("pools/<uuid:pool_id>/endings", Endings, basename="pool-ending")

# A namespace of its own: it is what a commissioner may reach (portal/middleware/area.py).
demand = SimpleRouter(use_regex_path=False)
demand.register("releases", Releases, basename="release")

urlpatterns = [
    path("demand/", include((demand.urls, "demand"))),
    path("verify/", Verify.as_view(), name="verify"),
    *router.urls,
]
