from django.urls import include, path
from rest_framework.routers import SimpleRouter

from pools.api.agreements import Agreements
from pools.api.costing import CostLines, Costs
from pools.api.deciding import Consents, Proposals, Purchases
from pools.api.demand import Releases
from pools.api.pools import PoolInvitations, Pools
from pools.api.wishes import Wishes

router = SimpleRouter(use_regex_path=False)
router.register("wishes", Wishes, basename="wish")
router.register("pool-invitations", PoolInvitations, basename="pool-invitation")
router.register("pools", Pools, basename="pool")
router.register("pools/<uuid:pool_id>/costs", Costs, basename="pool-costs")
router.register("pools/<uuid:pool_id>/cost-lines", CostLines, basename="pool-cost-line")
router.register("pools/<uuid:pool_id>/consents", Consents, basename="pool-consent")
router.register("pools/<uuid:pool_id>/votes", Proposals, basename="pool-vote")
router.register("pools/<uuid:pool_id>/agreements", Agreements, basename="pool-agreement")
router.register("pools/<uuid:pool_id>/purchases", Purchases, basename="pool-purchase")

# A namespace of its own: it is what a commissioner may reach (portal/middleware/area.py).
demand = SimpleRouter(use_regex_path=False)
demand.register("releases", Releases, basename="release")

urlpatterns = [path("demand/", include((demand.urls, "demand"))), *router.urls]
