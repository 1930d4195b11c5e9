"""Days out."""

from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from pools.forms.outing import AttendanceForm, CallOffOutingForm, PlanOutingForm
from pools.models import MoneyPath, Outing, OutingPlace, Pool
from pools.operations.outings import (
    OutingPlan,
    call_off_outing,
    give_up_place,
    plan_outing,
    record_attendance,
    record_fee_paid,
    sign_up,
)
from pools.queries.outings import (
    fee_state,
    numbers_of,
    outings_before,
    outings_to_come,
    own_place,
    places_of,
)
from pools.queries.pools import membership_of
from pools.views.pool_page import OfPool, PoolAction, PoolFormPage, PoolPage
from portal.permissions import Permission


class Outings(PoolPage):
    """What is planned, and what is over."""

    template_name = "pools/outings.html"
    permission = Permission.JOIN_OUTING

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        planned = list(outings_to_come(self.pool, now=self.now))
        return super().get_context_data(
            planned=[{"outing": outing, "own": own_place(outing, self.profile)} for outing in planned],
            before=outings_before(self.pool, now=self.now),
            is_member=membership_of(self.pool, self.profile) is not None,
            is_organiser=self.pool.organiser_id == self.profile.pk,
            **kwargs,
        )


class PlanOuting(PoolFormPage):
    template_name = "pools/plan_outing.html"
    permission = Permission.ORGANISE_POOL
    form_class = PlanOutingForm

    def get_form(self, form_class: Any = None) -> BaseForm:
        form = super().get_form(form_class)
        if self.pool.money_path != MoneyPath.HOLDER:
            # Nobody keeps money for the others: there is nothing to ask.
            form.fields["booking_fee"].widget = form.fields["booking_fee"].hidden_widget()
        return form

    def operate(self, form: BaseForm) -> Outing:
        return plan_outing(pool=self.pool, plan=OutingPlan(**form.plan()), by=self.profile, now=self.now)

    def get_success_url(self) -> str:
        return self.result.get_absolute_url()


class OfOuting(OfPool):
    """About one outing."""

    permission = Permission.JOIN_OUTING

    def get_thing(self) -> Pool:
        pool = super().get_thing()
        self.outing = self.part(Outing.objects.select_related("planned_by"))
        return pool

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        own = own_place(self.outing, self.profile)
        return super().get_context_data(outing=self.outing, own=own, own_fee=fee_state(own) if own else None, **kwargs)

    def get_success_url(self) -> str:
        return self.outing.get_absolute_url()


class OutingPage(OfOuting, PoolPage):
    """All that somebody needs to know: what it costs, where, when, and who comes."""

    template_name = "pools/outing.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        places = [{"place": place, "fee": fee_state(place)} for place in places_of(self.outing)]
        return super().get_context_data(
            places=places,
            numbers=numbers_of(self.outing),
            has_started=self.outing.has_started(now=self.now),
            is_organiser=self.pool.organiser_id == self.profile.pk,
            **kwargs,
        )


class SignUpForOuting(OfOuting, PoolAction):
    def act(self) -> None:
        place = sign_up(outing=self.outing, by=self.profile, now=self.now)
        waiting = _("All places are taken. You are on the waiting list, and we tell you when there is a place for you.")
        messages.success(self.request, waiting if place.is_waiting else _("You are on the list. See you there!"))


class GiveUpPlace(OfOuting, PoolPage):
    """What happens when somebody does not come, before they say so."""

    template_name = "pools/give_up_place.html"


class ConfirmGivingUp(OfOuting, PoolAction):
    def act(self) -> None:
        place = get_object_or_404(OutingPlace.objects.held(), outing=self.outing, profile=self.profile)
        give_up_place(place=place, by=self.profile, now=self.now)
        messages.success(self.request, _("Thank you for telling us before."))


class GiveUpForSomebody(OfOuting, PoolAction):
    """Somebody rang the organiser."""

    permission = Permission.ORGANISE_POOL

    def act(self) -> None:
        place = get_object_or_404(OutingPlace, outing=self.outing, pk=self.kwargs["place"])
        give_up_place(place=place, by=self.profile, now=self.now)


class CallOffOuting(OfOuting, PoolFormPage):
    template_name = "pools/call_off_outing.html"
    permission = Permission.ORGANISE_POOL
    form_class = CallOffOutingForm

    def operate(self, form: BaseForm) -> Outing:
        return call_off_outing(outing=self.outing, by=self.profile, now=self.now, **form.cleaned_data)


class OutingAttendance(OfOuting, PoolFormPage):
    """Who came, in the organiser's words: without blame."""

    template_name = "pools/outing_attendance.html"
    permission = Permission.ORGANISE_POOL
    form_class = AttendanceForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"places": places_of(self.outing)}

    def operate(self, form: BaseForm) -> list[OutingPlace]:
        return record_attendance(outing=self.outing, answers=form.answers(), by=self.profile, now=self.now)


class RecordBookingFee(OfOuting, PoolAction):
    permission = Permission.ORGANISE_POOL

    def act(self) -> None:
        place = get_object_or_404(OutingPlace, outing=self.outing, pk=self.kwargs["place"])
        record_fee_paid(place=place, by=self.profile, now=self.now)
