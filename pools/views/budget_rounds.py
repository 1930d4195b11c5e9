"""Rounds in which each member chooses activities with an allowance of their own."""

from typing import Any

from django.forms import BaseForm
from django.shortcuts import get_object_or_404

from pools.forms.budget_round import ActivityForm, ReviewRoundForm, StartRoundForm
from pools.models import BudgetActivity, BudgetChoice, BudgetRound, BudgetRoundState, Pool
from pools.operations.budget_round import (
    add_activity,
    choose_activity,
    open_round,
    review_round,
    start_round,
    take_back_choice,
)
from pools.queries.budget_rounds import (
    activities_for,
    allowance_left,
    ended_choices_of,
    fingerprint_of_the_lot,
    rounds_of,
    standing_choices,
)
from pools.views.pool_page import OfPool, PoolAction, PoolFormPage, PoolPage
from portal.permissions import Permission


class BudgetRounds(PoolPage):
    template_name = "pools/budget_rounds.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            rounds=rounds_of(self.pool), is_organiser=self.pool.organiser_id == self.profile.pk, **kwargs
        )


class StartRound(PoolFormPage):
    template_name = "pools/start_round.html"
    permission = Permission.ORGANISE_POOL
    form_class = StartRoundForm

    def operate(self, form: BaseForm) -> BudgetRound:
        return start_round(pool=self.pool, plan=form.plan(), by=self.profile, now=self.now)

    def get_success_url(self) -> str:
        return self.result.get_absolute_url()


class OfRound(OfPool):
    """About one round of the pool."""

    def get_thing(self) -> Pool:
        pool = super().get_thing()
        self.round = self.part(BudgetRound.objects.with_state())
        return pool

    def get_success_url(self) -> str:
        return self.round.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            round=self.round, is_organiser=self.pool.organiser_id == self.profile.pk, **kwargs
        )


class RoundPage(OfRound, PoolPage):
    """What can be chosen, what one has chosen and what is left. Who chose what, only the organiser sees."""

    template_name = "pools/budget_round.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        state = BudgetRoundState(self.round.state)
        context = super().get_context_data(**kwargs)
        chosen = standing_choices(self.round) if context["is_organiser"] else []
        return context | {
            "lines": activities_for(self.round, self.profile, state=state),
            "left": allowance_left(self.round, self.profile),
            "ended": ended_choices_of(self.round, self.profile),
            "fingerprint": fingerprint_of_the_lot(self.round),
            "chosen": chosen,
            "is_choosing": state in {BudgetRoundState.OPEN, BudgetRoundState.AGAIN} and self.now < self.round.closes_at,
        }


class AddActivity(OfRound, PoolFormPage):
    template_name = "pools/add_activity.html"
    permission = Permission.ORGANISE_POOL
    form_class = ActivityForm

    def operate(self, form: BaseForm) -> BudgetActivity:
        return add_activity(budget_round=self.round, plan=form.plan(), by=self.profile, now=self.now)


class OpenRound(OfRound, PoolAction):
    permission = Permission.ORGANISE_POOL

    def act(self) -> None:
        open_round(budget_round=self.round, by=self.profile, now=self.now)


class ReviewRound(OfRound, PoolFormPage):
    template_name = "pools/review_round.html"
    permission = Permission.ORGANISE_POOL
    form_class = ReviewRoundForm

    def operate(self, form: BaseForm) -> BudgetRoundState:
        return review_round(budget_round=self.round, again_until=form.again_until(), by=self.profile, now=self.now)


class OfActivity(OfPool):
    """About one activity, or one's own choice of it."""

    def get_success_url(self) -> str:
        return self.round.get_absolute_url()


class ChooseActivity(OfActivity, PoolAction):
    def get_thing(self) -> Pool:
        pool = super().get_thing()
        activities = BudgetActivity.objects.select_related("round__pool").filter(round__pool=pool)
        self.activity = get_object_or_404(activities, pk=self.kwargs["pk"])
        self.round = self.activity.round
        return pool

    def act(self) -> None:
        choose_activity(activity=self.activity, by=self.profile, now=self.now)


class TakeBackChoice(OfActivity, PoolAction):
    def get_thing(self) -> Pool:
        pool = super().get_thing()
        choices = BudgetChoice.objects.select_related("activity__round__pool").filter(activity__round__pool=pool)
        self.choice = get_object_or_404(choices, pk=self.kwargs["pk"])
        self.round = self.choice.activity.round
        return pool

    def act(self) -> None:
        take_back_choice(choice=self.choice, by=self.profile, now=self.now)
