"""The pattern, the rota, and who works."""

from datetime import date, timedelta
from typing import Any

from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.generic import View

from pools.forms.rota import (
    AssistantForm,
    EndAssistantForm,
    PatternForm,
    PlanWeekForm,
    RecordShiftForm,
    StatusForm,
    WorkerForm,
)
from pools.models import Assistant, PatternShift, Pool, Shift
from pools.operations.rota import (
    accept_shift,
    accept_week,
    decline_shift,
    plan_week,
    record_shift,
    set_assistant,
    share_again,
    use_hours,
)
from pools.operations.rota_assistants import AssistantDetails, add_assistant, end_assistant, file_status
from pools.operations.rota_pattern import add_pattern_shifts, remove_pattern_shift
from pools.queries.hours import hours_left
from pools.queries.rota import pattern_of, people_for_each_carer, sheet_of_shift, waiting_for, week_of, why_not_counted
from pools.rota_clock import monday_of
from pools.views.pool_page import OfPool, PoolAction, PoolFormPage, PoolPage
from portal.permissions import Permission
from portal.views.files import as_download

# The pattern -----------------------------------------------------------------------------------------------------


class Pattern(PoolPage):
    """Which support we share in a week, and what each of us has of it."""

    template_name = "pools/pattern.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(week=pattern_of(self.pool), **kwargs)


class AddPatternShifts(PoolFormPage):
    template_name = "pools/add_pattern_shifts.html"
    form_class = PatternForm
    leads_to = "pools:pattern"

    def operate(self, form: BaseForm) -> list[PatternShift]:
        return add_pattern_shifts(pool=self.pool, by=self.profile, now=self.now, **form.cleaned_data)


class RemovePatternShift(PoolAction):
    leads_to = "pools:pattern"

    def act(self) -> None:
        remove_pattern_shift(line=self.part(PatternShift), by=self.profile, now=self.now)


# The rota --------------------------------------------------------------------------------------------------------


def monday_named(request: HttpRequest) -> date:
    """The Monday of the week that the address asks for; this week's where it asks for none that there is."""
    try:
        return monday_of(date.fromisoformat(request.GET.get("week", "")))
    except ValueError:
        return monday_of(timezone.localdate())


class Rota(PoolPage):
    """Who works when in one week, and who shares it."""

    template_name = "pools/rota.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        monday = monday_named(self.request)
        sheets = week_of(self.pool, monday)
        waiting = list(waiting_for(self.profile, sheets))
        return super().get_context_data(
            monday=monday,
            sunday=monday + timedelta(days=6),
            before=monday - timedelta(days=7),
            after=monday + timedelta(days=7),
            rows=[(sheet, sheet.part_of(self.profile)) for sheet in sheets],
            waiting=waiting,
            waiting_minutes=sum(part for _sheet, part in waiting),
            is_organiser=self.pool.organiser_id == self.profile.pk,
            **kwargs,
        )


class PlanWeek(PoolFormPage):
    template_name = "pools/plan_week.html"
    permission = Permission.ORGANISE_POOL
    form_class = PlanWeekForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"assistants": Assistant.objects.current().filter(pool=self.pool)}

    def operate(self, form: BaseForm) -> list[Shift]:
        self.monday = monday_of(form.cleaned_data["monday"])
        return plan_week(pool=self.pool, by=self.profile, now=self.now, **form.cleaned_data)

    def get_success_url(self) -> str:
        return f"{reverse('pools:rota', args=[self.pool.pk])}?week={self.monday.isoformat()}"


def number_sent(request: HttpRequest) -> int:
    """The minutes that stood on the page. None at all is as good as an old number: it is refused in the same way."""
    try:
        return int(request.POST.get("minutes", ""))
    except ValueError:
        return -1


class AcceptWeek(PoolAction):
    """Yes to everything of mine in this week."""

    def act(self) -> None:
        accept_week(
            pool=self.pool,
            monday=monday_named(self.request),
            minutes=number_sent(self.request),
            by=self.profile,
            now=self.now,
        )

    def get_success_url(self) -> str:
        return f"{reverse('pools:rota', args=[self.pool.pk])}?week={monday_named(self.request).isoformat()}"


class OfShift(OfPool):
    """About one shift."""

    def get_thing(self) -> Pool:
        pool = super().get_thing()
        self.shift = self.part(Shift.objects.select_related("assistant", "pool"))
        return pool

    def get_success_url(self) -> str:
        return self.shift.get_absolute_url()


class ShiftPage(OfShift, PoolPage):
    """One shift: who comes, who shares it, how it went, and what waits for me."""

    template_name = "pools/shift.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sheet = sheet_of_shift(self.shift)
        share = self.shift.shares.filter(profile=self.profile).first()
        return super().get_context_data(
            shift=self.shift,
            sheet=sheet,
            own=sheet.part_of(self.profile),
            has_declined=share is not None and share.is_declined,
            hurdle=why_not_counted(sheet),
            left=hours_left(self.pool, self.profile),
            has_begun=self.shift.starts_at <= self.now,
            **kwargs,
        )


class AcceptShift(OfShift, PoolAction):
    def act(self) -> None:
        accept_shift(shift=self.shift, minutes=number_sent(self.request), by=self.profile, now=self.now)


class DeclineShift(OfShift, PoolAction):
    def act(self) -> None:
        decline_shift(shift=self.shift, by=self.profile, now=self.now)


class ShareAgain(OfShift, PoolAction):
    def act(self) -> None:
        share_again(shift=self.shift, by=self.profile, now=self.now)


class UseHours(OfShift, PoolAction):
    def act(self) -> None:
        use_hours(shift=self.shift, by=self.profile, now=self.now)


class OfShiftForm(OfShift, PoolFormPage):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(shift=self.shift, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"assistants": Assistant.objects.current().filter(pool=self.pool)}


class SetAssistant(OfShiftForm):
    template_name = "pools/set_assistant.html"
    form_class = WorkerForm

    def get_initial(self) -> dict[str, Any]:
        return {"assistant": self.shift.assistant_id}

    def operate(self, form: BaseForm) -> Shift:
        return set_assistant(shift=self.shift, by=self.profile, now=self.now, **form.cleaned_data)


class RecordShift(OfShiftForm):
    template_name = "pools/record_shift.html"
    form_class = RecordShiftForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"shift": self.shift}

    def get_initial(self) -> dict[str, Any]:
        return {"worked_by": self.shift.assistant_id}

    def operate(self, form: BaseForm) -> object:
        return record_shift(shift=self.shift, worked=form.worked(), by=self.profile, now=self.now)


# Who works -------------------------------------------------------------------------------------------------------


class Assistants(PoolPage):
    template_name = "pools/assistants.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            assistants=Assistant.objects.filter(pool=self.pool).order_by("ended_on", "is_backup", "name"),
            people_each=people_for_each_carer(self.pool),
            **kwargs,
        )


class AddAssistant(PoolFormPage):
    template_name = "pools/add_assistant.html"
    form_class = AssistantForm
    leads_to = "pools:assistants"

    def operate(self, form: BaseForm) -> Assistant:
        details = AssistantDetails(**form.cleaned_data)
        return add_assistant(pool=self.pool, details=details, by=self.profile, now=self.now)


class OfAssistant(OfPool):
    """About one person who works for the pool."""

    leads_to = "pools:assistants"

    def get_thing(self) -> Pool:
        pool = super().get_thing()
        self.assistant = self.part(Assistant.objects.select_related("status_file"))
        return pool

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(assistant=self.assistant, **kwargs)


class FileStatus(OfAssistant, PoolFormPage):
    template_name = "pools/file_status.html"
    form_class = StatusForm

    def operate(self, form: BaseForm) -> Assistant:
        return file_status(assistant=self.assistant, by=self.profile, now=self.now, **form.cleaned_data)


class EndAssistant(OfAssistant, PoolFormPage):
    template_name = "pools/end_assistant.html"
    form_class = EndAssistantForm

    def operate(self, form: BaseForm) -> Assistant:
        return end_assistant(assistant=self.assistant, by=self.profile, now=self.now, **form.cleaned_data)


class StatusPaper(OfPool, View):
    """What HMRC wrote, for members."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        assistant = self.part(Assistant.objects.select_related("status_file"))
        if assistant.status_file is None:
            raise Http404
        return as_download(assistant.status_file)
