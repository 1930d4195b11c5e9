"""Choosing a provider together: what matters, who is asked, and the panel that gives points."""

from typing import Any

from django.forms import BaseForm
from django.http import Http404
from django.shortcuts import get_object_or_404

from pools.forms.decision import TermsForm
from pools.forms.tender import (
    CandidateForm,
    PanelForm,
    PointsForm,
    PresentationForm,
    QualityForm,
    StageForm,
    StartTenderForm,
)
from pools.models import (
    CandidateStage,
    Panel,
    PanelGroup,
    PanelScore,
    Pool,
    Proposal,
    Tender,
    TenderCandidate,
    TenderQuality,
)
from pools.operations.panel import publish_panel, score_candidates, score_for_group, start_panel
from pools.operations.tender import (
    NEXT_STAGES,
    add_candidate,
    add_quality,
    ask_tender,
    move_candidate,
    set_presentation,
    start_tender,
    support_quality,
)
from pools.queries.panels import own_points, points_of_group, standings_of
from pools.queries.pools import membership_of
from pools.queries.tenders import (
    choice_in,
    is_being_decided,
    open_vote_on,
    panel_of,
    qualities_of,
    short_list,
    shown_to,
)
from pools.views.decisions import StartsVote
from pools.views.pool_page import OfPool, PoolAction, PoolFormPage, PoolPage
from portal.permissions import Permission


class StartTender(PoolFormPage):
    template_name = "pools/start_tender.html"
    permission = Permission.ORGANISE_POOL
    form_class = StartTenderForm

    def operate(self, form: BaseForm) -> Tender:
        return start_tender(pool=self.pool, by=self.profile, now=self.now, **form.cleaned_data)

    def get_success_url(self) -> str:
        return self.result.get_absolute_url()


class OfTender(OfPool):
    """About one choice of a provider."""

    def get_thing(self) -> Pool:
        pool = super().get_thing()
        self.tender = self.part(Tender)
        return pool

    def get_success_url(self) -> str:
        return self.tender.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_organiser = self.pool.organiser_id == self.profile.pk
        return super().get_context_data(tender=self.tender, is_organiser=is_organiser, **kwargs)


class TenderPage(OfTender, PoolPage):
    template_name = "pools/tender.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        candidates = TenderCandidate.objects.with_stage().filter(tender=self.tender).prefetch_related("statuses")
        return super().get_context_data(
            qualities=qualities_of(self.tender, self.profile),
            candidates=[
                {
                    "shown": shown,
                    "stage": CandidateStage(shown.candidate.stage),
                    "notes": [status.note for status in shown.candidate.statuses.all() if status.note],
                    "may_move": bool(NEXT_STAGES[CandidateStage(shown.candidate.stage)]),
                }
                for shown in shown_to(self.profile, self.tender, candidates)
            ],
            choice=choice_in(self.tender),
            panel=panel_of(self.tender),
            vote=open_vote_on(self.tender),
            is_being_decided=is_being_decided(self.tender),
            short_list=short_list(self.tender),
            **kwargs,
        )


class AddQuality(OfTender, PoolFormPage):
    template_name = "pools/add_quality.html"
    form_class = QualityForm

    def operate(self, form: BaseForm) -> TenderQuality:
        return add_quality(tender=self.tender, by=self.profile, now=self.now, **form.cleaned_data)


class SupportQuality(OfTender, PoolAction):
    def act(self) -> None:
        quality = get_object_or_404(TenderQuality, tender=self.tender, pk=self.kwargs["quality"])
        support_quality(quality=quality, by=self.profile, now=self.now)


class ForOrganiser(OfTender):
    permission = Permission.ORGANISE_POOL


class AddCandidate(ForOrganiser, PoolFormPage):
    template_name = "pools/add_candidate.html"
    form_class = CandidateForm

    def operate(self, form: BaseForm) -> TenderCandidate:
        return add_candidate(tender=self.tender, by=self.profile, now=self.now, **form.cleaned_data)


class MoveCandidate(ForOrganiser, PoolFormPage):
    template_name = "pools/move_candidate.html"
    form_class = StageForm

    def get_thing(self) -> Pool:
        pool = super().get_thing()
        candidates = TenderCandidate.objects.with_stage().filter(tender=self.tender)
        self.candidate = get_object_or_404(candidates, pk=self.kwargs["candidate"])
        return pool

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"stage": CandidateStage(self.candidate.stage)}

    def operate(self, form: BaseForm) -> object:
        return move_candidate(
            candidate=self.candidate,
            stage=CandidateStage(form.cleaned_data["stage"]),
            note=form.cleaned_data["note"],
            by=self.profile,
            now=self.now,
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        stage = CandidateStage(self.candidate.stage)
        return super().get_context_data(candidate=self.candidate, candidate_stage=stage.label, **kwargs)


class SetPresentation(ForOrganiser, PoolFormPage):
    template_name = "pools/set_presentation.html"
    form_class = PresentationForm

    def get_initial(self) -> dict[str, Any]:
        return {"presents_on": self.tender.presents_on}

    def operate(self, form: BaseForm) -> Tender:
        return set_presentation(tender=self.tender, by=self.profile, now=self.now, **form.cleaned_data)


class AskTender(ForOrganiser, StartsVote):
    template_name = "pools/ask_tender.html"
    form_class = TermsForm

    def operate(self, form: BaseForm) -> Proposal:
        return ask_tender(tender=self.tender, terms=form.terms(), by=self.profile, now=self.now)

    def get_success_url(self) -> str:
        return StartsVote.get_success_url(self)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        candidates = shown_to(self.profile, self.tender, short_list(self.tender))
        return super().get_context_data(candidates=candidates, **kwargs)


class StartPanel(ForOrganiser, PoolFormPage):
    template_name = "pools/start_panel.html"
    form_class = PanelForm

    def operate(self, form: BaseForm) -> Panel:
        return start_panel(tender=self.tender, groups=form.groups(), by=self.profile, now=self.now)

    def get_success_url(self) -> str:
        return self.result.get_absolute_url()


class OfPanel(OfTender):
    """About the panel of a choice."""

    def get_thing(self) -> Pool:
        pool = super().get_thing()
        panel = panel_of(self.tender)
        if panel is None:
            raise Http404
        panel.tender = self.tender
        self.panel = panel
        return pool

    def get_success_url(self) -> str:
        return self.panel.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(panel=self.panel, **kwargs)


class PanelPage(OfPanel, PoolPage):
    """Which groups there are and what they count, who has still to give points, and in the end how it came out."""

    template_name = "pools/panel.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        standings = standings_of(self.panel)
        result = getattr(self.panel, "result", None)
        missing = {group.pk for group in standings.missing}
        membership = membership_of(self.pool, self.profile)
        return super().get_context_data(
            result=result,
            groups=[
                {"group": group, "is_missing": result is None and group.pk in missing}
                for group in self.panel.groups.all()
            ],
            candidates=shown_to(self.profile, self.tender, [score.candidate for score in standings.scores]),
            is_ready=result is None and not missing,
            has_scored=bool(own_points(self.panel, membership)),
            **kwargs,
        )


class GivesPoints(OfPanel, PoolFormPage):
    form_class = PointsForm

    def given(self) -> Any:
        raise NotImplementedError

    def get_form_kwargs(self) -> dict[str, Any]:
        candidates = shown_to(self.profile, self.tender, short_list(self.tender))
        return super().get_form_kwargs() | {"candidates": candidates, "given": self.given()}


class ScoreCandidates(GivesPoints):
    template_name = "pools/score_candidates.html"

    def given(self) -> Any:
        return own_points(self.panel, membership_of(self.pool, self.profile))

    def operate(self, form: BaseForm) -> list[PanelScore]:
        return score_candidates(panel=self.panel, points=form.points(), by=self.profile, now=self.now)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        qualities = qualities_of(self.tender, self.profile)
        return super().get_context_data(qualities=qualities, **kwargs)


class ScoreForGroup(GivesPoints):
    """The points of a group outside the pool, written down by the organiser."""

    template_name = "pools/score_for_group.html"
    permission = Permission.ORGANISE_POOL

    def get_thing(self) -> Pool:
        pool = super().get_thing()
        self.group = get_object_or_404(PanelGroup, panel=self.panel, is_ours=False, pk=self.kwargs["group"])
        self.group.panel = self.panel
        return pool

    def given(self) -> Any:
        return points_of_group(self.group)

    def operate(self, form: BaseForm) -> list[PanelScore]:
        return score_for_group(group=self.group, points=form.points(), by=self.profile, now=self.now)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(group=self.group, **kwargs)


class PublishPanel(OfPanel, PoolAction):
    permission = Permission.ORGANISE_POOL

    def act(self) -> None:
        publish_panel(panel=self.panel, by=self.profile, now=self.now)
