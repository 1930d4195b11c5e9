"""Buying it, and using it safely."""

from typing import Any

from django.forms import BaseForm
from django.utils import timezone

from pools.forms.pool import PurchaseForm
from pools.forms.use import InductionForm
from pools.models import GateRecord, Pool, PoolMembership, Purchase
from pools.operations.purchase import record_purchase
from pools.operations.use import accept_disclaimer, record_induction, start_using
from pools.queries.agreements import thinking_again_until
from pools.queries.consents import missing_consents
from pools.queries.gates import gates_of, use_in
from pools.queries.pools import membership_of
from pools.views.pool_page import OfPool, PoolAction, PoolFormPage, PoolPage
from portal.permissions import Permission


class RecordPurchase(PoolFormPage):
    template_name = "pools/record_purchase.html"
    permission = Permission.ORGANISE_POOL
    form_class = PurchaseForm

    def get_initial(self) -> dict[str, Any]:
        return {"bought_on": timezone.localdate(self.now)}

    def operate(self, form: BaseForm) -> Purchase:
        return record_purchase(pool=self.pool, by=self.profile, now=self.now, **form.cleaned_data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        missing = missing_consents(self.pool, on=timezone.localdate(self.now))
        until = thinking_again_until(self.pool, today=timezone.localdate(self.now))
        return super().get_context_data(missing=missing, until=until, **kwargs)


class Using(PoolPage):
    """Who may use it, and what each still needs first."""

    template_name = "pools/using.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        used_by = use_in(self.pool, on=timezone.localdate(self.now))
        return super().get_context_data(
            gates=gates_of(self.pool),
            used_by=used_by,
            own=next(use for use in used_by if use.membership.profile_id == self.profile.pk),
            is_organiser=self.pool.organiser_id == self.profile.pk,
            **kwargs,
        )


class RecordInduction(PoolFormPage):
    template_name = "pools/record_induction.html"
    permission = Permission.ORGANISE_POOL
    form_class = InductionForm
    leads_to = "pools:using"

    def get_thing(self) -> Pool:
        pool = super().get_thing()
        self.membership = self.part(PoolMembership.objects.open().select_related("profile"))
        return pool

    def operate(self, form: BaseForm) -> GateRecord:
        return record_induction(membership=self.membership, by=self.profile, now=self.now, **form.cleaned_data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(membership=self.membership, **kwargs)


class OwnUse(OfPool):
    """About one's own use."""

    leads_to = "pools:using"

    @property
    def membership(self) -> Any:
        return membership_of(self.pool, self.profile)


class AcceptDisclaimer(OwnUse, PoolAction):
    def act(self) -> None:
        accept_disclaimer(membership=self.membership, by=self.profile, now=self.now)


class StartUsing(OwnUse, PoolAction):
    def act(self) -> None:
        start_using(membership=self.membership, by=self.profile, now=self.now)
