"""Deciding together."""

from datetime import timedelta
from typing import Any

from django.forms import BaseForm
from django.utils import timezone

from pools.forms.decision import ProposeForm, VoteForm
from pools.models import OptionKind, Pool, Proposal, Vote
from pools.operations.decision import cast_vote, close_vote, propose, reopen_costing
from pools.queries.costing import current_shares
from pools.queries.decisions import count_votes, frozen_figures, may_close, private_words_for, vote_of
from pools.queries.pools import membership_of
from pools.views.pool_page import OfPool, PoolAction, PoolFormPage, PoolPage
from portal.permissions import Permission

TIME_TO_THINK = timedelta(days=7)


class Propose(PoolFormPage):
    template_name = "pools/propose.html"
    permission = Permission.ORGANISE_POOL
    form_class = ProposeForm

    def get_initial(self) -> dict[str, Any]:
        return {"closes_on": timezone.localdate(self.now + TIME_TO_THINK)}

    def operate(self, form: BaseForm) -> Proposal:
        return propose(pool=self.pool, closes_at=form.closes_at(), by=self.profile, now=self.now)

    def get_success_url(self) -> str:
        return self.result.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sheet, shares = current_shares(self.pool)
        unseen = [share.membership.profile for share in shares if not share.is_previewed]
        return super().get_context_data(sheet=sheet, shares=shares, unseen=unseen, **kwargs)


class OfProposal(OfPool):
    """About one vote of the pool."""

    def get_thing(self) -> Pool:
        pool = super().get_thing()
        self.proposal = self.part(Proposal.objects.select_related("result", "opened_by"))
        return pool

    def get_success_url(self) -> str:
        return self.proposal.get_absolute_url()

    @property
    def outcome(self) -> Any:
        """How it ended; None while it goes on."""
        return getattr(self.proposal, "result", None)


class ProposalPage(OfProposal, PoolPage):
    """What the vote is about, how it stands, and how it ended. Who said what is nobody's business."""

    template_name = "pools/proposal.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        membership = membership_of(self.pool, self.profile)
        count = count_votes(self.proposal)
        return super().get_context_data(
            proposal=self.proposal,
            figures=frozen_figures(self.proposal),
            result=self.outcome,
            count=count,
            own_vote=vote_of(self.proposal, membership),
            may_close=self.outcome is None and may_close(self.proposal, count=count, now=self.now),
            is_open=self.outcome is None and self.now < self.proposal.closes_at,
            private_words=private_words_for(self.proposal, self.profile),
            is_organiser=self.pool.organiser_id == self.profile.pk,
            **kwargs,
        )


class CastVote(OfProposal, PoolFormPage):
    template_name = "pools/cast_vote.html"
    form_class = VoteForm

    def operate(self, form: BaseForm) -> Vote:
        answer = {**form.cleaned_data, "choice": OptionKind(form.cleaned_data["choice"])}
        return cast_vote(proposal=self.proposal, by=self.profile, now=self.now, **answer)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        figures = frozen_figures(self.proposal)
        return super().get_context_data(
            proposal=self.proposal, figures=figures, own=figures.share_of(self.profile), **kwargs
        )


class CloseVote(OfProposal, PoolAction):
    def act(self) -> None:
        close_vote(proposal=self.proposal, by=self.profile, now=self.now)


class ReopenCosting(PoolAction):
    permission = Permission.ORGANISE_POOL
    leads_to = "pools:costs"

    def act(self) -> None:
        reopen_costing(pool=self.pool, by=self.profile, now=self.now)
