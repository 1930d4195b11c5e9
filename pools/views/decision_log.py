"""The room in which a pool decides: what waits, what has been decided, and what somebody wants said."""

from typing import Any

from django.forms import BaseForm

from pools.forms.decision import MediatorForm, QuietWordForm
from pools.models import Pool, PoolState, Proposal, QuietWord
from pools.operations.mediation import name_mediator
from pools.operations.quiet_words import raise_quietly, share_quiet_words
from pools.queries.decision_log import (
    decision_log,
    own_quiet_words,
    panels_waiting_for,
    quiet_words_for,
    shared_quiet_words,
)
from pools.queries.decisions import votes_waiting_for
from pools.queries.pools import OPEN_TO_NEWCOMERS
from pools.queries.tenders import tenders_of
from pools.views.pool_page import OfPool, PoolAction, PoolFormPage, PoolPage
from portal.permissions import Permission


class Decisions(PoolPage):
    template_name = "pools/decisions.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        log = decision_log(self.pool)
        return super().get_context_data(
            waiting=votes_waiting_for(self.pool, self.profile, now=self.now),
            panels=panels_waiting_for(self.pool, self.profile),
            going_on=[entry for entry in log if entry.is_open],
            decided=[entry for entry in log if not entry.is_open],
            tenders=tenders_of(self.pool),
            quiet_words=shared_quiet_words(self.pool),
            quiet_words_to_share=quiet_words_for(self.pool, self.profile),
            own_quiet_words=own_quiet_words(self.pool, self.profile),
            is_organiser=self.pool.organiser_id == self.profile.pk,
            may_ask=self.pool.state != PoolState.ENDED,
            may_ask_sharing=self.pool.state in OPEN_TO_NEWCOMERS,
            **kwargs,
        )


class ToDecisions(OfPool):
    leads_to = "pools:decisions"


class RaiseQuietly(ToDecisions, PoolFormPage):
    template_name = "pools/raise_quietly.html"
    form_class = QuietWordForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"votes": list(Proposal.objects.open().filter(pool=self.pool))}

    def get_initial(self) -> dict[str, Any]:
        return {"about": self.request.GET.get("about", "")}

    def operate(self, form: BaseForm) -> QuietWord:
        return raise_quietly(
            pool=self.pool,
            words=form.cleaned_data["words"],
            proposal=form.vote(),
            by=self.profile,
            now=self.now,
        )


class ShareQuietWords(ToDecisions, PoolAction):
    permission = Permission.ORGANISE_POOL

    def act(self) -> None:
        share_quiet_words(quiet=self.part(QuietWord), by=self.profile, now=self.now)


class NameMediator(ToDecisions, PoolFormPage):
    template_name = "pools/name_mediator.html"
    permission = Permission.ORGANISE_POOL
    form_class = MediatorForm

    def get_initial(self) -> dict[str, Any]:
        return {"name": self.pool.mediator_name, "contact": self.pool.mediator_contact}

    def operate(self, form: BaseForm) -> Pool:
        return name_mediator(pool=self.pool, by=self.profile, now=self.now, **form.cleaned_data)
