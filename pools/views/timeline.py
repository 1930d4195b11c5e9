"""What has happened in a pool, what is coming, and who is told when nothing happens."""

from typing import Any

from django.forms import BaseForm
from django.utils import timezone

from pools.forms.facilitation import FacilitatorForm
from pools.models import Pool
from pools.operations.facilitation import choose_facilitator
from pools.queries.pool_dates import dates_for
from pools.queries.timeline import timeline_of
from pools.views.pool_page import PoolFormPage, PoolPage
from portal.permissions import Permission


class Timeline(PoolPage):
    template_name = "pools/timeline.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            timeline=timeline_of(self.pool),
            dates=dates_for(self.pool, self.profile, since=timezone.localdate(self.now)),
            is_organiser=self.pool.organiser_id == self.profile.pk,
            **kwargs,
        )


class ChooseFacilitator(PoolFormPage):
    template_name = "pools/choose_facilitator.html"
    permission = Permission.ORGANISE_POOL
    form_class = FacilitatorForm
    leads_to = "pools:timeline"

    def get_initial(self) -> dict[str, Any]:
        return {"facilitator": self.pool.facilitator_id}

    def operate(self, form: BaseForm) -> Pool:
        return choose_facilitator(pool=self.pool, by=self.profile, now=self.now, **form.cleaned_data)
