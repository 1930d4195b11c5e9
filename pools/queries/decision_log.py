"""What a pool has decided: all of it, for as long as the pool stands, and what waits for whom."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from pools.models import (
    FollowUp,
    Panel,
    PanelResult,
    Pool,
    Proposal,
    ProposalResult,
    ProposalSubject,
    QuietWord,
)
from pools.queries.decisions import rule_in_words
from pools.queries.pools import membership_of
from portal.models import Profile


@dataclass(frozen=True, kw_only=True)
class LogEntry:
    """
    One decision: what was asked and why, how it was counted, what came out, and what happened then.

    `outcome` is empty while it is open.
    """

    at: datetime
    url: str
    asked: str
    reason: str
    how: str
    outcome: str
    why: str
    then: list[str] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        return not self.outcome


def decision_log(pool: Pool) -> list[LogEntry]:
    """All decisions of a pool, the newest first."""
    entries = [*_votes(pool), *_panels(pool)]
    return sorted(entries, key=lambda entry: entry.at, reverse=True)


def what_is_asked(proposal: Proposal) -> str:
    """What a vote is about, in one line."""
    return proposal.question or str(ProposalSubject(proposal.subject).label)


def what_came_out(result: ProposalResult) -> str:
    """How a vote ended, in a few words: the answer that was chosen, a provider by its name."""
    if result.chosen is None:
        return result.get_outcome_display()
    candidate = result.chosen.candidate
    if candidate is None or candidate.name == result.chosen.words:
        return result.chosen.words
    return candidate.name_and_letter


def quiet_words_for(pool: Pool, reader: Profile) -> QuerySet[QuietWord]:
    """What somebody wants said without their name and waits for the organiser; nothing for anybody else."""
    words = QuietWord.objects.waiting().filter(pool=pool).select_related("proposal")
    return words if pool.organiser_id == reader.pk else words.none()


def own_quiet_words(pool: Pool, profile: Profile) -> QuerySet[QuietWord]:
    """What somebody raised themselves and has not been shown yet."""
    return QuietWord.objects.waiting().of(profile).filter(pool=pool)


def shared_quiet_words(pool: Pool) -> QuerySet[QuietWord]:
    """What was said without a name and belongs to no vote. The newest first."""
    return QuietWord.objects.shared().filter(pool=pool, proposal__isnull=True).order_by("-shared_at")


def panels_waiting_for(pool: Pool, profile: Profile) -> list[Panel]:
    """The panels whose result is not out and to which somebody has not given their points."""
    membership = membership_of(pool, profile)
    open_panels = Panel.objects.filter(tender__pool=pool, result__isnull=True).select_related("tender")
    return list(open_panels.exclude(groups__scores__membership=membership))


def _votes(pool: Pool) -> Iterator[LogEntry]:
    proposals = Proposal.objects.filter(pool=pool).select_related(
        "result__chosen__candidate", "mediator_request__asked_by"
    )
    for proposal in proposals.prefetch_related(Prefetch("follow_ups", FollowUp.objects.select_related("by"))):
        result: ProposalResult | None = getattr(proposal, "result", None)
        yield LogEntry(
            at=proposal.opens_at if result is None else result.closed_at,
            url=proposal.get_absolute_url(),
            asked=what_is_asked(proposal),
            reason=proposal.reason,
            how=rule_in_words(proposal),
            outcome="" if result is None else what_came_out(result),
            why="" if result is None else result.words,
            then=list(_then(proposal)),
        )


def _then(proposal: Proposal) -> Iterator[str]:
    request = getattr(proposal, "mediator_request", None)
    if request is not None:
        names = {"name": request.asked_by.shown_name, "mediator": request.mediator_name, "words": request.words}
        yield _("%(name)s asked %(mediator)s to help: %(words)s") % names
    for follow_up in proposal.follow_ups.all():
        yield f"{follow_up.words} ({follow_up.by.shown_name})"


def _panels(pool: Pool) -> Iterator[LogEntry]:
    results = PanelResult.objects.filter(panel__tender__pool=pool).select_related("panel__tender", "winner")
    for result in results:
        yield LogEntry(
            at=result.published_at,
            url=result.panel.get_absolute_url(),
            asked=result.panel.tender.title,
            reason=result.panel.tender.about,
            how=_("A panel gave points."),
            outcome=_("Nobody yet: the points are equal") if result.winner is None else result.winner.name,
            why=result.words,
        )
