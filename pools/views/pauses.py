"""Slowing down, and going on."""

from typing import Any

from django.forms import BaseForm

from pools.forms.pause import PausePoolForm, ResumePoolForm
from pools.models import PoolPause, PoolPauseEnd
from pools.operations.pause import pause_pool, resume_pool
from pools.queries.pauses import pause_of
from pools.views.pool_page import PoolFormPage


class PausePool(PoolFormPage):
    template_name = "pools/pause_pool.html"
    form_class = PausePoolForm

    def operate(self, form: BaseForm) -> PoolPause:
        return pause_pool(pool=self.pool, by=self.profile, now=self.now, **form.cleaned_data)


class ResumePool(PoolFormPage):
    template_name = "pools/resume_pool.html"
    form_class = ResumePoolForm

    def operate(self, form: BaseForm) -> PoolPauseEnd:
        return resume_pool(pool=self.pool, by=self.profile, now=self.now, **form.cleaned_data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(pause=pause_of(self.pool), **kwargs)
