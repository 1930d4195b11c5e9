"""Deciding together."""

from datetime import timedelta
from typing import Any

from django.forms import BaseForm
from django.utils import timezone

from pools.forms.decision import (
    AskMediatorForm,
    AskQuestionForm,
    AskSharingForm,
    DeclareInterestForm,
    FollowUpForm,
    ProposeForm,
    VoteForm,
)
from pools.models import DeclaredInterest, FollowUp, MediatorRequest, OptionKind, Pool, Proposal, Vote
from pools.operations.decision import cast_vote, close_vote, declare_interest, propose, reopen_costing
from pools.operations.mediation import ask_mediator, follow_up
from pools.operations.question import ask_question, ask_sharing
from pools.queries.costing import current_shares
from pools.queries.decision_log import what_came_out, what_is_asked
from pools.queries.decisions import count_votes, frozen_figures, may_close, private_words_for, rule_in_words, vote_of
from pools.queries.pools import membership_of
from pools.queries.sharing_votes import preview_from, previews_of, rules_besides, sharing_preview, unanswered_costs
from pools.queries.tenders import shown_to
from pools.views.pool_page import OfPool, PoolAction, PoolFormPage, PoolPage
from portal.permissions import Permission

TIME_TO_THINK = timedelta(days=7)


class StartsVote(PoolFormPage):
    """A form that begins a vote, and leads to it."""

    def get_initial(self) -> dict[str, Any]:
        return {"closes_on": timezone.localdate(self.now + TIME_TO_THINK)}

    def get_success_url(self) -> str:
        return self.result.get_absolute_url()


class Propose(StartsVote):
    template_name = "pools/propose.html"
    permission = Permission.ORGANISE_POOL
    form_class = ProposeForm

    def operate(self, form: BaseForm) -> Proposal:
        return propose(
            pool=self.pool,
            closes_at=form.closes_at(),
            quorum=form.cleaned_data["quorum"],
            by=self.profile,
            now=self.now,
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sheet, shares = current_shares(self.pool)
        unseen = [share.membership.profile for share in shares if not share.is_previewed]
        return super().get_context_data(sheet=sheet, shares=shares, unseen=unseen, **kwargs)


class AskQuestion(StartsVote):
    """A question of the members' own. With `again` in the address, one that has been asked before."""

    template_name = "pools/ask_question.html"
    form_class = AskQuestionForm

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | self._asked_before()

    def operate(self, form: BaseForm) -> Proposal:
        return ask_question(
            pool=self.pool,
            question=form.cleaned_data["question"],
            answers=form.cleaned_data["answers"],
            terms=form.terms(),
            by=self.profile,
            now=self.now,
        )

    def _asked_before(self) -> dict[str, Any]:
        number = self.request.GET.get("again", "")
        asked = Proposal.objects.filter(pool=self.pool, number=number).first() if number.isdecimal() else None
        if asked is None:
            return {}
        answers = asked.options.filter(kind=OptionKind.ANSWER).values_list("words", flat=True)
        return {
            "question": asked.question,
            "answers": "\n".join(answers),
            "reason": asked.reason,
            "quorum": asked.quorum,
        }


class AskSharing(StartsVote):
    template_name = "pools/ask_sharing.html"
    form_class = AskSharingForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"rules": rules_besides(self.pool)}

    def operate(self, form: BaseForm) -> Proposal:
        return ask_sharing(pool=self.pool, rules=form.chosen(), terms=form.terms(), by=self.profile, now=self.now)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        blanks = unanswered_costs(self.pool)
        preview = None if blanks else preview_from(previews_of(self.pool, rules_besides(self.pool)))
        return super().get_context_data(blanks=blanks, preview=preview, **kwargs)


class OfProposal(OfPool):
    """About one vote of the pool."""

    def get_thing(self) -> Pool:
        pool = super().get_thing()
        self.proposal = self.part(
            Proposal.objects.select_related(
                "result__chosen__candidate", "opened_by", "mediator_request__asked_by", "tender"
            )
        )
        return pool

    def get_success_url(self) -> str:
        return self.proposal.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            proposal=self.proposal, asked=what_is_asked(self.proposal), **self.what_it_is_about(), **kwargs
        )

    def what_it_is_about(self) -> dict[str, Any]:
        """The frozen figures, the shares by each rule, or the providers: what the subject calls for."""
        if self.proposal.is_about_costs:
            return {"figures": frozen_figures(self.proposal)}
        if self.proposal.tender is not None:
            self.proposal.tender.pool = self.pool
            options = self.proposal.options.filter(kind=OptionKind.ANSWER).select_related("candidate")
            candidates = [option.candidate for option in options]
            return {"candidates": shown_to(self.profile, self.proposal.tender, candidates)}
        return {"preview": sharing_preview(self.proposal)}

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
        interests = list(self.proposal.declared_interests.select_related("membership__profile"))
        return super().get_context_data(
            result=self.outcome,
            came_out=what_came_out(self.outcome) if self.outcome else "",
            rule=rule_in_words(self.proposal),
            count=count,
            own_vote=vote_of(self.proposal, membership),
            interests=interests,
            has_interest=membership.pk in {declared.membership_id for declared in interests},
            may_close=self.outcome is None and may_close(self.proposal, count=count, now=self.now),
            is_open=self.outcome is None and self.now < self.proposal.closes_at,
            private_words=private_words_for(self.proposal, self.profile),
            quiet_words=self.proposal.quiet_words.shared(),
            mediator_request=getattr(self.proposal, "mediator_request", None),
            follow_ups=self.proposal.follow_ups.select_related("by"),
            is_organiser=self.pool.organiser_id == self.profile.pk,
            **kwargs,
        )


class CastVote(OfProposal, PoolFormPage):
    template_name = "pools/cast_vote.html"
    form_class = VoteForm

    def get_form_kwargs(self) -> dict[str, Any]:
        options = list(self.proposal.options.all())
        return super().get_form_kwargs() | {
            "options": options,
            "is_about_costs": self.proposal.is_about_costs,
        }

    def operate(self, form: BaseForm) -> Vote:
        return cast_vote(
            proposal=self.proposal,
            choice=form.chosen(),
            private_words=form.cleaned_data["private_words"],
            by=self.profile,
            now=self.now,
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        figures = context.get("figures")
        return context | {"own": figures.share_of(self.profile) if figures else None}


class CloseVote(OfProposal, PoolAction):
    def act(self) -> None:
        close_vote(proposal=self.proposal, by=self.profile, now=self.now)


class DeclareInterest(OfProposal, PoolFormPage):
    template_name = "pools/declare_interest.html"
    form_class = DeclareInterestForm

    def operate(self, form: BaseForm) -> DeclaredInterest:
        return declare_interest(proposal=self.proposal, by=self.profile, now=self.now, **form.cleaned_data)


class AskMediator(OfProposal, PoolFormPage):
    template_name = "pools/ask_mediator.html"
    form_class = AskMediatorForm

    def operate(self, form: BaseForm) -> MediatorRequest:
        return ask_mediator(proposal=self.proposal, by=self.profile, now=self.now, **form.cleaned_data)


class TellWhatHappened(OfProposal, PoolFormPage):
    template_name = "pools/follow_up.html"
    form_class = FollowUpForm

    def operate(self, form: BaseForm) -> FollowUp:
        return follow_up(proposal=self.proposal, by=self.profile, now=self.now, **form.cleaned_data)


class ReopenCosting(PoolAction):
    permission = Permission.ORGANISE_POOL
    leads_to = "pools:costs"

    def act(self) -> None:
        reopen_costing(pool=self.pool, by=self.profile, now=self.now)
