"""Asking to join a pool that has voted or signed, and the members' answer."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse

from pools.models import LateJoinRequest, Pool
from pools.operations.late_joining import ask_to_join_late, let_in_late, take_back_late, turn_down_late
from pools.queries.costing import preview_join
from pools.queries.pools import LATE, late_joiners, own_late_request
from pools.views.pool_page import OfPool, PoolAction, PoolPage
from portal.permissions import Permission


class AskToJoinLate(PoolAction):
    """One button on the page about joining."""

    permission = Permission.SEE_POOL
    leads_to = "pools:join_pool"

    def act(self) -> None:
        ask_to_join_late(pool=self.pool, by=self.profile, now=self.now)


class TakeBackLate(PoolAction):
    permission = Permission.SEE_POOL
    leads_to = "pools:join_pool"

    def act(self) -> None:
        asked = get_object_or_404(late_joiners(self.pool), profile=self.profile)
        take_back_late(asked=asked, by=self.profile, now=self.now)


class LateJoiners(PoolPage):
    """Who waits to be let in, and what everybody would pay then."""

    template_name = "pools/late_joiners.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waiting = [
            {"asked": asked, "changes": preview_join(self.pool, newcomer=asked.profile).changes}
            for asked in late_joiners(self.pool)
        ]
        return super().get_context_data(
            waiting=waiting,
            is_organiser=self.pool.organiser_id == self.profile.pk,
            is_late=self.pool.state in LATE,
            **kwargs,
        )


class OfLateJoiner(OfPool):
    """About one who waits. The organiser answers for all."""

    permission = Permission.ORGANISE_POOL
    leads_to = "pools:late_joiners"

    def get_thing(self) -> Pool:
        pool = super().get_thing()
        self.asked = self.part(LateJoinRequest.objects.select_related("profile"))
        return pool


class LetInLate(OfLateJoiner, PoolAction):
    def act(self) -> None:
        let_in_late(asked=self.asked, by=self.profile, now=self.now)


class TurnDownLate(OfLateJoiner, PoolAction):
    def act(self) -> None:
        turn_down_late(asked=self.asked, by=self.profile, now=self.now)


def late_facts(pool: Pool, *, newcomer: Any) -> dict[str, Any]:
    """What the page about joining says of a pool that has voted or signed already."""
    asked = own_late_request(pool, newcomer)
    ask_url = reverse("pools:ask_to_join_late", args=[pool.pk])
    return {"is_late": asked is not None or pool.state in LATE, "asked": asked, "ask_url": ask_url}
