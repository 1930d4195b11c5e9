"""Events: to find, to come to, to plan, to change and to call off."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.forms import BaseForm, Form
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.generic import ListView

from peers.forms.events import AttendanceForm, CancelEventForm, EventForm
from peers.models import Event, EventPlace, Group
from peers.operations.event import (
    EventPlan,
    cancel_event,
    change_event,
    plan_event,
    record_event_attendance,
    record_event_fee,
    sign_up_for_event,
    take_off_event,
)
from peers.queries.events import (
    event_fee_state,
    event_numbers,
    events_for,
    events_with_places,
    own_event_place,
    places_at,
)
from peers.rules import may_change_event, may_plan_area_event, may_run_event
from peers.views.joining import OfGroup
from peers.views.writing import tell_what_happens_next
from portal.permissions import Permission
from portal.views.page import ActionPage, FormPage, Page, PageMixin

# What has just ended is not over for whoever looks for it.
STILL_SHOWN = timedelta(days=30)


class Events(PageMixin, ListView):
    """What is on, in the area and in the groups that somebody may read, the next one first."""

    permission = Permission.SEE_GROUP
    template_name = "peers/events.html"
    paginate_by = 20

    def get_queryset(self) -> QuerySet[Event]:
        return events_with_places(self.profile).to_come(now=self.now)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(may_plan=may_plan_area_event(self.profile, None), **kwargs)


class GroupEvents(OfGroup, ListView):
    """What is on in one group, and what was in the last month."""

    permission = Permission.READ_GROUP
    hides = True
    template_name = "peers/group_events.html"
    paginate_by = 20

    def get_queryset(self) -> QuerySet[Event]:
        return events_with_places(self.profile).filter(group=self.thing, ends_at__gt=self.now - STILL_SHOWN)


class PlanEvent(FormPage):
    """An event of the whole area."""

    permission = Permission.PLAN_AREA_EVENT
    template_name = "peers/plan_event.html"
    form_class = EventForm

    def operate(self, form: BaseForm) -> Event:
        return plan_event(group=self.thing, plan=EventPlan(**form.plan()), by=self.profile, now=self.now)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(group=self.thing, **kwargs)

    def get_success_url(self) -> str:
        tell_what_happens_next(self.request, self.result)
        return self.result.get_absolute_url()


class PlanGroupEvent(PlanEvent):
    """An event of a group, by anybody who is in it."""

    permission = Permission.WRITE_IN_GROUP

    def get_thing(self) -> Group:
        return get_object_or_404(Group, pk=self.kwargs["pk"])


class OfEvent(PageMixin):
    """About one event, which only those can find who may see it now."""

    permission = Permission.READ_EVENT

    def get_thing(self) -> Event:
        return get_object_or_404(events_for(self.profile), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(event=self.thing, group=self.thing.group, **kwargs)

    def get_success_url(self) -> str:
        return self.thing.get_absolute_url()

    def refused_url(self) -> str:
        return self.thing.get_absolute_url()


class EventPage(OfEvent, Page):
    """All that somebody needs to know: what it costs, where, when, and who comes."""

    template_name = "peers/event.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        own = own_event_place(self.thing, self.profile)
        return super().get_context_data(
            own=own,
            own_fee=event_fee_state(own) if own else None,
            numbers=event_numbers(self.thing),
            places=[{"place": place, "fee": event_fee_state(place)} for place in places_at(self.thing)],
            is_open=self.thing.is_open(now=self.now),
            has_started=self.thing.has_started(now=self.now),
            may_change=may_change_event(self.profile, self.thing),
            may_run=may_run_event(self.profile, self.thing),
            **kwargs,
        )


class SignUpForEvent(OfEvent, ActionPage):
    def operate(self) -> str:
        place = sign_up_for_event(event=self.thing, by=self.profile, now=self.now)
        waiting = _("All places are taken. You are on the waiting list, and we tell you when there is a place for you.")
        messages.success(self.request, waiting if place.is_waiting else _("You are on the list. See you there!"))
        return self.thing.get_absolute_url()


class TakeOffEvent(OfEvent, FormPage):
    """What it means not to come, and the button."""

    template_name = "peers/take_off_event.html"
    form_class = Form

    def operate(self, form: BaseForm) -> EventPlace:
        place = get_object_or_404(EventPlace.objects.held(), event=self.thing, profile=self.profile)
        return take_off_event(place=place, by=self.profile, now=self.now)

    def get_success_url(self) -> str:
        messages.success(self.request, _("Thank you for telling us before."))
        return self.thing.get_absolute_url()


class ChangeEvent(OfEvent, FormPage):
    permission = Permission.CHANGE_EVENT
    template_name = "peers/change_event.html"
    form_class = EventForm

    def get_initial(self) -> dict[str, Any]:
        return EventForm.initial_of(self.thing)

    def operate(self, form: BaseForm) -> Event:
        return change_event(event=self.thing, plan=EventPlan(**form.plan()), by=self.profile, now=self.now)

    def get_success_url(self) -> str:
        if self.result.is_held:
            tell_what_happens_next(self.request, self.result)
        else:
            messages.success(self.request, _("Saved. We have told everybody on the list."))
        return self.thing.get_absolute_url()


class CancelEvent(OfEvent, FormPage):
    permission = Permission.RUN_EVENT
    template_name = "peers/cancel_event.html"
    form_class = CancelEventForm

    def operate(self, form: BaseForm) -> Event:
        return cancel_event(event=self.thing, reason=form.cleaned_data["reason"], by=self.profile, now=self.now)


class EventAttendancePage(OfEvent, FormPage):
    """Who came, in the organiser's words: without blame."""

    permission = Permission.RUN_EVENT
    template_name = "peers/event_attendance.html"
    form_class = AttendanceForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"places": places_at(self.thing)}

    def operate(self, form: BaseForm) -> list[EventPlace]:
        return record_event_attendance(event=self.thing, answers=form.answers(), by=self.profile, now=self.now)


class RecordEventFee(OfEvent, ActionPage):
    """Somebody has given the organiser their booking fee."""

    permission = Permission.RUN_EVENT

    def operate(self) -> str:
        place = get_object_or_404(EventPlace.objects.held(), event=self.thing, pk=self.kwargs["place"])
        record_event_fee(place=place, by=self.profile, now=self.now)
        return self.thing.get_absolute_url()
