"""Hours: what each member has, and what they do with them."""

from typing import Any

from django.forms import BaseForm
from django.http import HttpResponse

from pools.forms.hours import (
    GiveForm,
    LendForm,
    PeriodForm,
    PutInForm,
    RatesForm,
    ReturnForm,
    ReturnLentForm,
    UnusedHoursForm,
)
from pools.hours_cost import CHECKED_ON
from pools.models import Assistant, HoursLoan, HoursPeriod, HoursRates, Pool, Transfer, UnusedHours
from pools.operations.hours import HoursYes, give_hours, put_in_hours, return_hours, yes_to_give, yes_to_return
from pools.operations.hours_loans import lend_hours, return_lent_hours, yes_to_lend, yes_to_return_lent
from pools.operations.hours_period import UnusedAnswer, answer_hours_period, close_hours_period, open_hours_period
from pools.operations.hours_rates import set_hours_rates
from pools.queries.hours import answer_of, hours_left, loans_of, others_in, owed_of, statement_of
from pools.queries.rota import part_of_pattern, pattern_of, people_for_each_carer
from pools.views.pool_page import OfPool, PoolAction, PoolFormPage, PoolPage
from portal.permissions import Permission


class Hours(PoolPage):
    """What I have, what we share, and where to go from here."""

    template_name = "pools/hours.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lent, borrowed = loans_of(self.pool, self.profile)
        return super().get_context_data(
            left=hours_left(self.pool, self.profile),
            week=pattern_of(self.pool),
            my_minutes=part_of_pattern(self.pool, self.profile),
            lent=lent,
            borrowed=borrowed,
            periods=HoursPeriod.objects.filter(pool=self.pool),
            people_each=people_for_each_carer(self.pool),
            is_organiser=self.pool.organiser_id == self.profile.pk,
            **kwargs,
        )


class HoursStatement(PoolPage):
    """What came in, was used, carried, given, lent and returned: mine alone."""

    template_name = "pools/hours_statement.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(statement=statement_of(self.pool, self.profile), **kwargs)


class HoursForm(PoolFormPage):
    leads_to = "pools:hours"

    def assistants(self) -> Any:
        return Assistant.objects.current().filter(pool=self.pool)


class PutInHours(HoursForm):
    template_name = "pools/put_in_hours.html"
    form_class = PutInForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"assistants": self.assistants()}

    def operate(self, form: BaseForm) -> Transfer:
        return put_in_hours(pool=self.pool, profile=self.profile, by=self.profile, now=self.now, **form.cleaned_data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            my_minutes=part_of_pattern(self.pool, self.profile), has_assistants=self.assistants().exists(), **kwargs
        )


class SayYes(HoursForm):
    """
    A member's own yes, in two steps: what they fill in, and then the words that they say yes to, with what they have
    before and after it. Nothing moves before the second.
    """

    def most(self) -> int:
        return hours_left(self.pool, self.profile)

    def yes_of(self, form: BaseForm) -> HoursYes:
        raise NotImplementedError

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"most": self.most()}

    def form_valid(self, form: BaseForm) -> HttpResponse:
        if "confirmed" in self.request.POST:
            return super().form_valid(form)
        return self.render_to_response(self.get_context_data(form=form, yes=self.yes_of(form)))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        left = hours_left(self.pool, self.profile)
        yes = kwargs.get("yes")
        if yes is not None:
            kwargs |= {"left_after": left - yes.minutes, "sent": self._sent()}
        return super().get_context_data(left=left, **kwargs)

    def _sent(self) -> list[tuple[str, str]]:
        """What was filled in, for the second step to send again."""
        return [
            (name, value)
            for name, values in self.request.POST.lists()
            for value in values
            if name != "csrfmiddlewaretoken"
        ]


class GiveHours(SayYes):
    template_name = "pools/give_hours.html"
    form_class = GiveForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"others": others_in(self.pool, self.profile)}

    def yes_of(self, form: BaseForm) -> HoursYes:
        return yes_to_give(by=self.profile, now=self.now, **form.cleaned_data)

    def operate(self, form: BaseForm) -> Transfer:
        return give_hours(pool=self.pool, by=self.profile, now=self.now, **form.cleaned_data)


class LendHours(GiveHours):
    template_name = "pools/lend_hours.html"
    form_class = LendForm

    def yes_of(self, form: BaseForm) -> HoursYes:
        return yes_to_lend(by=self.profile, now=self.now, **form.cleaned_data)

    def operate(self, form: BaseForm) -> HoursLoan:
        return lend_hours(pool=self.pool, by=self.profile, now=self.now, **form.cleaned_data)


class ReturnHours(SayYes):
    template_name = "pools/return_hours.html"
    form_class = ReturnForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"assistants": self.assistants()}

    def yes_of(self, form: BaseForm) -> HoursYes:
        return yes_to_return(
            minutes=form.cleaned_data["minutes"],
            by=self.profile,
            now=self.now,
            supporter_name=form.cleaned_data["supporter_name"],
        )

    def operate(self, form: BaseForm) -> Transfer:
        return return_hours(pool=self.pool, by=self.profile, now=self.now, **form.cleaned_data)


class ReturnLentHours(SayYes):
    template_name = "pools/return_lent_hours.html"
    form_class = ReturnLentForm

    def get_thing(self) -> Pool:
        pool = super().get_thing()
        self.loan = self.part(HoursLoan.objects.select_related("lender", "borrower"))
        return pool

    def most(self) -> int:
        return min(owed_of(self.loan), super().most())

    def yes_of(self, form: BaseForm) -> HoursYes:
        return yes_to_return_lent(loan=self.loan, by=self.profile, now=self.now, **form.cleaned_data)

    def operate(self, form: BaseForm) -> object:
        return return_lent_hours(loan=self.loan, by=self.profile, now=self.now, **form.cleaned_data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(loan=self.loan, owed=owed_of(self.loan), **kwargs)


# The end of a period ---------------------------------------------------------------------------------------------


class OpenHoursPeriod(HoursForm):
    template_name = "pools/open_hours_period.html"
    permission = Permission.ORGANISE_POOL
    form_class = PeriodForm

    def operate(self, form: BaseForm) -> HoursPeriod:
        return open_hours_period(pool=self.pool, by=self.profile, now=self.now, **form.cleaned_data)


class OfPeriod(OfPool):
    """About one period."""

    def get_thing(self) -> Pool:
        pool = super().get_thing()
        self.period = self.part(HoursPeriod)
        return pool

    def get_success_url(self) -> str:
        return self.period.get_absolute_url()


class HoursPeriodPage(OfPeriod, SayYes):
    """
    What becomes of my unused hours. Who keeps them all says so in one step; whoever gives, lends or returns some sees
    the words first.
    """

    template_name = "pools/hours_period.html"
    form_class = UnusedHoursForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"others": others_in(self.pool, self.profile)}

    def form_valid(self, form: BaseForm) -> HttpResponse:
        if form.cleaned_data["choice"] == UnusedHours.CARRY:
            return super(SayYes, self).form_valid(form)
        return super().form_valid(form)

    def yes_of(self, form: BaseForm) -> HoursYes:
        told = form.cleaned_data
        details = {"minutes": told["minutes"], "by": self.profile, "now": self.now}
        if told["choice"] == UnusedHours.LEND:
            return yes_to_lend(to=told["to"], due_on=told["due_on"], **details)
        if told["choice"] == UnusedHours.GIVE:
            return yes_to_give(to=told["to"], **details)
        return yes_to_return(**details)

    def operate(self, form: BaseForm) -> object:
        told = form.cleaned_data
        answer = UnusedAnswer(**told | {"choice": UnusedHours(told["choice"])})
        return answer_hours_period(period=self.period, answer=answer, by=self.profile, now=self.now)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            period=self.period,
            answer=answer_of(self.period, self.profile),
            is_organiser=self.pool.organiser_id == self.profile.pk,
            **kwargs,
        )


class CloseHoursPeriod(OfPeriod, PoolAction):
    permission = Permission.ORGANISE_POOL

    def act(self) -> None:
        close_hours_period(period=self.period, by=self.profile, now=self.now)


# What an hour costs ----------------------------------------------------------------------------------------------


class HoursPrice(PoolPage):
    """What an hour costs, line by line, and the figures that it comes from."""

    template_name = "pools/hours_price.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            week=pattern_of(self.pool), rates=HoursRates.objects.filter(pool=self.pool).first(), **kwargs
        )


class SetHoursRates(PoolFormPage):
    template_name = "pools/set_hours_rates.html"
    form_class = RatesForm
    leads_to = "pools:hours_price"

    def get_form_kwargs(self) -> dict[str, Any]:
        # The form only reads from it: the operation writes.
        rates = HoursRates.objects.filter(pool=self.pool).first()
        return super().get_form_kwargs() | {"instance": rates or HoursRates(pool=self.pool, checked_on=CHECKED_ON)}

    def operate(self, form: BaseForm) -> HoursRates:
        return set_hours_rates(pool=self.pool, by=self.profile, now=self.now, **form.cleaned_data)
