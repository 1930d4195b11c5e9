"""What members pay in: the plan, what is still to come, and what has come."""

from typing import Any

from django.forms import BaseForm
from django.utils import timezone

from pools.forms.contribution import NotFoundForm, PlanForm, RecordContributionForm, SayPaidForm
from pools.forms.money import WhyForm
from pools.models import Contribution, ContributionPlan, Pool
from pools.operations.contribution import (
    confirm_contribution,
    miss_contribution,
    plan_contributions,
    record_contribution,
    say_paid,
    take_back_contribution,
)
from pools.queries.contribution_plan import plans_of
from pools.queries.contributions import (
    contribution_status,
    contributions_of,
    contributions_to_look_at,
    left_to_pay,
    totals_of,
)
from pools.queries.money import sellers_owed
from pools.queries.pools import members_of
from pools.views.money_page import BooksAction, BooksFormPage, MoneyFormPage, MoneyPage, OfBooks
from portal.queries import supporters_behind


class Contributions(MoneyPage):
    """What was to be paid by now, and what has come: one's own, the pool's together, and for the keeper everybody's."""

    template_name = "pools/contributions.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        members = contribution_status(self.pool, timezone.localdate(self.now))
        paid = contributions_of(self.pool)
        return super().get_context_data(
            own=next(money for money in members if money.membership.profile_id == self.profile.pk),
            totals=totals_of(members),
            members=members if self.keeps_books else [],
            to_look_at=contributions_to_look_at(self.pool) if self.keeps_books else [],
            paid=marked(list(paid if self.keeps_books else paid.filter(profile=self.profile))),
            **kwargs,
        )


def marked(paid: list[Contribution]) -> list[Contribution]:
    """Each with the supporter who wrote it down for the member, where one did."""
    events = supporters_behind([contribution.pk for contribution in paid], action="say_paid")
    for contribution in paid:
        contribution.by_supporter = events.get(contribution.pk)
    return paid


class PlanContributions(BooksFormPage):
    template_name = "pools/plan_contributions.html"
    form_class = PlanForm
    leads_to = "pools:contributions"
    day_field = "first_due_on"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"members": members_of(self.pool)}

    def operate(self, form: BaseForm) -> ContributionPlan:
        return plan_contributions(pool=self.pool, by=self.profile, now=self.now, **form.cleaned_data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(plans=plans_of(self.pool), **kwargs)


class SayPaid(MoneyFormPage):
    template_name = "pools/say_paid.html"
    form_class = SayPaidForm
    leads_to = "pools:contributions"
    day_field = "received_on"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"pool": self.pool, "owed": sellers_owed(self.pool)}

    def operate(self, form: BaseForm) -> Contribution:
        return say_paid(pool=self.pool, by=self.profile, now=self.now, **form.cleaned_data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(left=left_to_pay(self.pool, self.profile), **kwargs)


class RecordContribution(BooksFormPage):
    template_name = "pools/record_contribution.html"
    form_class = RecordContributionForm
    leads_to = "pools:contributions"
    day_field = "received_on"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {
            "pool": self.pool,
            "owed": sellers_owed(self.pool),
            "members": members_of(self.pool),
        }

    def operate(self, form: BaseForm) -> Contribution:
        return record_contribution(pool=self.pool, by=self.profile, now=self.now, **form.cleaned_data)


class OfContribution(OfBooks):
    """About what one member has paid."""

    leads_to = "pools:contributions"

    def get_thing(self) -> Pool:
        pool = super().get_thing()
        self.contribution = self.part(Contribution.objects.with_state().select_related("profile"))
        return pool

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(contribution=self.contribution, **kwargs)


class ConfirmContribution(OfContribution, BooksAction):
    leads_to = "pools:contributions"

    def act(self) -> None:
        confirm_contribution(contribution=self.contribution, by=self.profile, now=self.now)


class MissContribution(OfContribution, BooksFormPage):
    template_name = "pools/miss_contribution.html"
    form_class = NotFoundForm

    def operate(self, form: BaseForm) -> Contribution:
        return miss_contribution(contribution=self.contribution, by=self.profile, now=self.now, **form.cleaned_data)


class TakeBackContribution(OfContribution, BooksFormPage):
    template_name = "pools/take_back_contribution.html"
    form_class = WhyForm

    def operate(self, form: BaseForm) -> Contribution:
        return take_back_contribution(
            contribution=self.contribution, by=self.profile, now=self.now, **form.cleaned_data
        )
