"""What comes before somebody uses what the pool bought: the list of it, and each member's own part."""

from typing import Any

from django.db.models import Q
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.generic import View

from pools.forms.use import AddGateForm, DoctorsWordForm, HealthQuestionsForm, RemoveGateForm, RiskAssessmentForm
from pools.models import Gate, GateKind, GateRecord, Pool, PoolMembership
from pools.operations.gate import add_gate, remove_gate
from pools.operations.use import answer_health_questions, record_doctors_word, record_risk_assessment
from pools.queries.gates import gates_of
from pools.queries.pools import membership_of
from pools.views.pool_page import OfPool, PoolFormPage
from portal.permissions import Permission
from portal.views.files import as_download


class AddGate(PoolFormPage):
    template_name = "pools/add_gate.html"
    permission = Permission.ORGANISE_POOL
    form_class = AddGateForm
    leads_to = "pools:using"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"gates": gates_of(self.pool)}

    def operate(self, form: BaseForm) -> Gate:
        answer = {**form.cleaned_data, "kind": GateKind(form.cleaned_data["kind"])}
        return add_gate(pool=self.pool, by=self.profile, now=self.now, **answer)


class RemoveGate(PoolFormPage):
    template_name = "pools/remove_gate.html"
    permission = Permission.ORGANISE_POOL
    form_class = RemoveGateForm
    leads_to = "pools:using"

    def get_thing(self) -> Pool:
        pool = super().get_thing()
        self.gate = self.part(Gate.objects.open())
        return pool

    def operate(self, form: BaseForm) -> Gate:
        return remove_gate(gate=self.gate, by=self.profile, now=self.now, **form.cleaned_data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(gate=self.gate, **kwargs)


class RecordRiskAssessment(PoolFormPage):
    template_name = "pools/record_risk_assessment.html"
    permission = Permission.ORGANISE_POOL
    form_class = RiskAssessmentForm
    leads_to = "pools:using"

    def get_thing(self) -> Pool:
        pool = super().get_thing()
        self.membership = self.part(PoolMembership.objects.open().select_related("profile"))
        return pool

    def operate(self, form: BaseForm) -> GateRecord:
        return record_risk_assessment(membership=self.membership, by=self.profile, now=self.now, **form.cleaned_data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(membership=self.membership, **kwargs)


class OwnGate(PoolFormPage):
    """One's own part, which nobody else can do."""

    leads_to = "pools:using"

    @property
    def membership(self) -> Any:
        return membership_of(self.pool, self.profile)


class RecordDoctorsWord(OwnGate):
    template_name = "pools/record_doctors_word.html"
    form_class = DoctorsWordForm

    def operate(self, form: BaseForm) -> GateRecord:
        return record_doctors_word(membership=self.membership, by=self.profile, now=self.now, **form.cleaned_data)


class AnswerHealthQuestions(OwnGate):
    template_name = "pools/answer_health_questions.html"
    form_class = HealthQuestionsForm

    def operate(self, form: BaseForm) -> GateRecord:
        answers = form.answers()
        return answer_health_questions(membership=self.membership, answers=answers, by=self.profile, now=self.now)


class GatePaper(OfPool, View):
    """A paper of one's own, or one that one has added for somebody else. To all others there is none."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        records = GateRecord.objects.filter(membership__pool=self.pool).select_related("file")
        mine = Q(membership__profile=self.profile) | Q(recorded_by=self.profile)
        record = get_object_or_404(records.filter(mine), pk=self.kwargs["pk"])
        if record.file is None:
            raise Http404
        return as_download(record.file)
