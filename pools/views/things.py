"""Things that members own together."""

from decimal import Decimal
from typing import Any

from django.forms import BaseForm
from django.shortcuts import get_object_or_404

from pools.forms.leaving import EndThingForm, ThingForm
from pools.models import Leaving, LeavingOutcome, Pool, SharedThing, ThingsChoice, ThingStep, ThingStepKind
from pools.operations.thing import ThingFacts, buy_part, end_thing, record_thing
from pools.queries.things import things_in
from pools.views.pool_page import OfPool, PoolAction, PoolFormPage, PoolPage
from portal.models import Profile
from portal.money import PENCE_IN_A_POUND
from portal.permissions import Permission


class Things(PoolPage):
    template_name = "pools/things.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        selling = Leaving.objects.filter(pool=self.pool, things=ThingsChoice.SELL)
        selling = selling.exclude(outcome=LeavingOutcome.TAKEN_BACK)
        return super().get_context_data(
            things=things_in(self.pool),
            selling=set(selling.values_list("membership__profile", flat=True)),
            is_organiser=self.pool.organiser_id == self.profile.pk,
            **kwargs,
        )


class RecordThing(PoolFormPage):
    template_name = "pools/record_thing.html"
    form_class = ThingForm
    leads_to = "pools:things"

    def operate(self, form: BaseForm) -> SharedThing:
        facts = ThingFacts(**form.cleaned_data)
        return record_thing(pool=self.pool, facts=facts, by=self.profile, now=self.now)


class OfThing(OfPool):
    """About one thing."""

    leads_to = "pools:things"

    def get_thing(self) -> Pool:
        pool = super().get_thing()
        self.shared_thing = self.part(SharedThing.objects.all())
        return pool


class BuyPart(OfThing, PoolAction):
    """One button beside a part that is for sale, at the price that stands there."""

    def act(self) -> None:
        seller = get_object_or_404(Profile, pk=self.kwargs["seller"])
        value = Decimal(self.kwargs["pence"]) / PENCE_IN_A_POUND
        buy_part(thing=self.shared_thing, seller=seller, value=value, by=self.profile, now=self.now)


class EndThing(OfThing, PoolFormPage):
    template_name = "pools/end_thing.html"
    permission = Permission.ORGANISE_POOL
    form_class = EndThingForm

    def operate(self, form: BaseForm) -> ThingStep:
        answer = {**form.cleaned_data, "how": ThingStepKind(form.cleaned_data["how"])}
        return end_thing(thing=self.shared_thing, by=self.profile, now=self.now, **answer)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(thing=self.shared_thing, **kwargs)
