"""The way out."""

from typing import Any

from django.urls import reverse

from pools.operations.membership import leave_pool, stay_in_pool, warn_of_leaving
from pools.queries.costing import preview_leave
from pools.queries.pools import membership_of
from pools.views.pool_page import OfPool, PoolAction, PoolPage


class OwnPlace(OfPool):
    """About one's own place in the pool."""

    leads_to = "pools:leaving"

    @property
    def membership(self) -> Any:
        return membership_of(self.pool, self.profile)


class Leaving(OwnPlace, PoolPage):
    """What would change for everybody, before anything is done."""

    template_name = "pools/leaving.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        membership = self.membership
        others = [change for change in preview_leave(membership).changes if change.profile.pk != self.profile.pk]
        return super().get_context_data(membership=membership, others=others, **kwargs)


class WarnOfLeaving(OwnPlace, PoolAction):
    def act(self) -> None:
        warn_of_leaving(membership=self.membership, by=self.profile, now=self.now)


class StayInPool(OwnPlace, PoolAction):
    def act(self) -> None:
        stay_in_pool(membership=self.membership, by=self.profile, now=self.now)

    def get_success_url(self) -> str:
        return self.pool.get_absolute_url()


class LeavePool(OwnPlace, PoolAction):
    def act(self) -> None:
        leave_pool(membership=self.membership, by=self.profile, now=self.now)

    def get_success_url(self) -> str:
        return reverse("pools:pools") if self.membership is None else super().get_success_url()
