"""What every page of a pool has in common: outsiders do not learn that there is one."""

from typing import Any, TypeVar

from django.db import models
from django.shortcuts import get_object_or_404
from django.urls import reverse

from pools.models import Pool
from portal.permissions import Permission
from portal.views.page import ActionPage, FormPage, Page, PageMixin

Part = TypeVar("Part", bound=models.Model)


class OfPool(PageMixin):
    """A page of the pool in the address, for its members."""

    permission = Permission.WORK_IN_POOL
    hides = True
    # The page that a form or a button leads to, and where a refusal is told: the name of an address of the pool.
    leads_to = "pools:pool"

    def get_thing(self) -> Pool:
        pools = Pool.objects.with_state().select_related(
            "organiser", "district", "wish", "offer__service", "cost_sheet"
        )
        self.pool: Pool = get_object_or_404(pools, pk=self.kwargs["pool"])
        return self.pool

    def part(self, parts: type[Part] | models.QuerySet[Part]) -> Part:
        """The part of this pool that the address names."""
        part = get_object_or_404(parts, pool=self.pool, pk=self.kwargs["pk"])
        part.pool = self.pool
        return part

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs | {"pool": self.pool})

    def get_success_url(self) -> str:
        return reverse(self.leads_to, args=[self.pool.pk])


class PoolPage(OfPool, Page):
    """A page of a pool to read."""


class PoolFormPage(OfPool, FormPage):
    """A page of a pool with one form."""


class PoolAction(OfPool, ActionPage):
    """One button of a pool's page. `act()` makes the one call."""

    def act(self) -> None:
        raise NotImplementedError

    def operate(self) -> str:
        self.act()
        return self.get_success_url()

    def refused_url(self) -> str:
        return self.get_success_url()
