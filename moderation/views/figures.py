"""How champions do their work, for every member."""

from typing import Any

from moderation.models import Outcome
from moderation.queries import area_figures
from portal.permissions import Permission
from portal.views.page import Page


class AreaFigures(Page):
    permission = Permission.CHOOSE_OWN_MODERATION
    template_name = "moderation/figures.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        figures = area_figures(now=self.now)
        outcomes = [(label, figures.outcomes[value]) for value, label in Outcome.choices]
        return super().get_context_data(figures=figures, outcomes=outcomes, area=self.request.area, **kwargs)
