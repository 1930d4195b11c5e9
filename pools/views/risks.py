"""One note about risks, for all who have to know."""

from typing import Any

from django.forms import BaseForm
from django.shortcuts import get_object_or_404

from pools.forms.risk_note import AddRiskForm, DescribeRisksForm
from pools.models import Pool, Risk, RiskNote
from pools.operations.risk_note import add_risk, read_risk_note, remove_risk, write_risk_note
from pools.queries.risks import RiskWords, latest_note, readers_of, words_of
from pools.views.pool_page import PoolAction, PoolFormPage, PoolPage


class Risks(PoolPage):
    template_name = "pools/risks.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        note = latest_note(self.pool)
        return super().get_context_data(note=note, readers=readers_of(note) if note else None, **kwargs)


class DescribeRisks(PoolFormPage):
    """What somebody wants to do. The risks that are there stay."""

    template_name = "pools/describe_risks.html"
    form_class = DescribeRisksForm
    leads_to = "pools:risks"

    def get_initial(self) -> dict[str, Any]:
        note = latest_note(self.pool)
        return {"wanted": note.wanted if note else self.pool.purpose}

    def operate(self, form: BaseForm) -> RiskNote:
        note = latest_note(self.pool)
        risks, version = (words_of(note), note.version) if note else ([], 0)
        return write_risk_note(
            pool=self.pool, risks=risks, replaces=version, by=self.profile, now=self.now, **form.cleaned_data
        )


class AddRisk(PoolFormPage):
    template_name = "pools/add_risk.html"
    form_class = AddRiskForm
    leads_to = "pools:risks"

    def operate(self, form: BaseForm) -> RiskNote:
        return add_risk(pool=self.pool, risk=RiskWords(**form.cleaned_data), by=self.profile, now=self.now)


class RemoveRisk(PoolAction):
    leads_to = "pools:risks"

    def get_thing(self) -> Pool:
        pool = super().get_thing()
        self.risk = get_object_or_404(Risk.objects.select_related("note__pool"), note__pool=pool, pk=self.kwargs["pk"])
        return pool

    def act(self) -> None:
        remove_risk(risk=self.risk, by=self.profile, now=self.now)


class ReadRisks(PoolAction):
    """I have read it: the version that stood on the page."""

    leads_to = "pools:risks"

    def get_thing(self) -> Pool:
        pool = super().get_thing()
        self.note = get_object_or_404(
            RiskNote.objects.select_related("pool"), pool=pool, version=self.kwargs["version"]
        )
        return pool

    def act(self) -> None:
        read_risk_note(note=self.note, by=self.profile, now=self.now)
