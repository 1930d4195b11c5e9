"""Starting a pool, and its own page."""

from typing import Any

from django.forms import BaseForm
from django.shortcuts import get_object_or_404
from django.utils import timezone

from peers.models import Group
from pools.forms.pool import StartPoolForm
from pools.models import Pool, PurchaseKind
from pools.operations.pool import PoolPlan, start_pool
from pools.queries.agreements import agreements_awaiting
from pools.queries.costing import current_shares
from pools.queries.opt_in import calls_for
from pools.queries.pauses import may_resume, pause_of
from pools.queries.pools import (
    MOST_AT_EASE,
    invitations_for,
    late_joiners,
    pools_in_groups_of,
    pools_of,
    pools_to_join_late,
)
from pools.queries.timeline import newest_of
from pools.views.next_steps import steps_of
from pools.views.pool_page import PoolPage
from pools.views.rooms import rooms_of
from pools.views.wishes import OfWish
from portal.permissions import Permission
from portal.views.page import FormPage, Page
from providers.models import Offer


class Pools(Page):
    template_name = "pools/pools.html"
    permission = Permission.SEE_WISHES

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            pools=pools_of(self.profile),
            to_sign=agreements_awaiting(self.profile),
            invitations=invitations_for(self.profile),
            group_pools=pools_in_groups_of(self.profile),
            late_pools=pools_to_join_late(self.profile),
            calls=calls_for(self.profile, on=timezone.localdate(self.now)),
            **kwargs,
        )


class PoolHome(PoolPage):
    template_name = "pools/pool.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sheet, shares = current_shares(self.pool)
        own = next(share for share in shares if share.membership.profile_id == self.profile.pk)
        pause = pause_of(self.pool)
        steps = steps_of(self.pool, own=own, sheet=sheet, shares=shares, pause=pause)
        return super().get_context_data(
            sheet=sheet,
            shares=shares,
            own=own,
            steps=steps,
            next_step=next((step for step in steps if step.is_next), None),
            rooms=rooms_of(self.pool),
            late_joiners=late_joiners(self.pool),
            is_large=sheet.people > MOST_AT_EASE,
            pause=pause,
            may_resume=pause is not None and may_resume(pause, pool=self.pool, profile=self.profile),
            timeline=newest_of(self.pool),
            is_organiser=self.pool.organiser_id == self.profile.pk,
            **kwargs,
        )


class StartPool(FormPage):
    """A form that starts a pool; where it comes from, each subclass says."""

    form_class = StartPoolForm

    def operate(self, form: BaseForm) -> Pool:
        return start_pool(plan=PoolPlan(**form.cleaned_data, **self.origin()), by=self.profile, now=self.now)

    def origin(self) -> dict[str, Any]:
        raise NotImplementedError

    def get_success_url(self) -> str:
        return self.result.get_absolute_url()


class StartPoolFromWish(OfWish, StartPool):
    template_name = "pools/start_pool_from_wish.html"

    def get_initial(self) -> dict[str, Any]:
        wanted = self.thing.people_wanted
        return {
            "title": self.thing.interest.name,
            "purpose": self.thing.words,
            "most_people": wanted + 1 if wanted else None,
        }

    def origin(self) -> dict[str, Any]:
        return {"wish": self.thing, "district": self.thing.district}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(wish=self.thing, **kwargs)

    get_success_url = StartPool.get_success_url


class StartPoolFromGroup(StartPool):
    template_name = "pools/start_pool_from_group.html"
    permission = Permission.WRITE_IN_GROUP

    def get_thing(self) -> Group:
        return get_object_or_404(Group.objects.select_related("district"), pk=self.kwargs["pk"])

    def origin(self) -> dict[str, Any]:
        return {"group": self.thing, "district": self.thing.district}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(group=self.thing, **kwargs)


class StartPoolFromOffer(StartPool):
    template_name = "pools/start_pool_from_offer.html"
    permission = Permission.SEE_WISHES

    def get_initial(self) -> dict[str, Any]:
        return {
            "title": self.offer.title,
            "most_people": self.offer.maximum_people,
            "buying": PurchaseKind.LESSONS,
        }

    def get_thing(self) -> None:
        offers = Offer.objects.open(on=timezone.localdate()).select_related(
            "service__organisation", "service__district"
        )
        self.offer = get_object_or_404(offers, pk=self.kwargs["pk"])

    def origin(self) -> dict[str, Any]:
        return {"offer": self.offer, "district": self.offer.service.district}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(offer=self.offer, **kwargs)
