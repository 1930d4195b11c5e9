"""How a pool's choice of a provider stands."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from pools.models import (
    CandidateStage,
    Panel,
    Pool,
    Proposal,
    Tender,
    TenderCandidate,
    TenderChoice,
    TenderQuality,
)
from portal.models import Profile

# Those among whom a pool chooses.
STANDING = (CandidateStage.SHORT_LISTED, CandidateStage.PRESENTED)


@dataclass(frozen=True, kw_only=True)
class ShownCandidate:
    """A provider as one reader may see it: under its name, or under a letter."""

    candidate: TenderCandidate
    name: str

    @property
    def about(self) -> str:
        return self.candidate.about


def tenders_of(pool: Pool) -> QuerySet[Tender]:
    return Tender.objects.filter(pool=pool).select_related("choice__candidate")


def choice_in(tender: Tender) -> TenderChoice | None:
    """The provider that was chosen, once one is."""
    return TenderChoice.objects.filter(tender=tender).select_related("candidate", "proposal", "panel").first()


def panel_of(tender: Tender) -> Panel | None:
    return Panel.objects.filter(tender=tender).select_related("result__winner").first()


def qualities_of(tender: Tender, reader: Profile) -> QuerySet[TenderQuality]:
    """
    What matters to the members, what most of them support first.

    Each has `people`, how many support it besides whoever added it, and `is_supported`: whether the reader does.
    """
    return (
        TenderQuality.objects.filter(tender=tender)
        .select_related("added_by__profile")
        .annotate(
            people=Count("supports"),
            is_supported=Count("supports", filter=Q(supports__membership__profile=reader)),
        )
        .order_by("-people", "added_at", "id")
    )


def short_list(tender: Tender) -> QuerySet[TenderCandidate]:
    """The providers among whom the pool chooses."""
    return TenderCandidate.objects.standing_at(*STANDING).filter(tender=tender)


def are_names_hidden(tender: Tender) -> bool:
    """Whether the members read letters for names: until one is chosen, or the panel's result is out."""
    if not tender.hides_names or choice_in(tender) is not None:
        return False
    panel = panel_of(tender)
    return panel is None or getattr(panel, "result", None) is None


def shown_to(reader: Profile, tender: Tender, candidates: Iterable[TenderCandidate]) -> list[ShownCandidate]:
    """
    Providers as somebody may see them. The organiser, who writes the names down, sees both name and letter; and so does
    everybody at the end, to find again what they have read about.
    """
    if not tender.hides_names:
        return [ShownCandidate(candidate=candidate, name=candidate.name) for candidate in candidates]
    if are_names_hidden(tender) and tender.pool.organiser_id != reader.pk:
        return [ShownCandidate(candidate=candidate, name=candidate.letter) for candidate in candidates]
    return [ShownCandidate(candidate=candidate, name=candidate.name_and_letter) for candidate in candidates]


def open_vote_on(tender: Tender) -> Proposal | None:
    """The vote about a tender that is going on."""
    return Proposal.objects.open().filter(tender=tender).first()


def is_being_decided(tender: Tender) -> bool:
    """Whether a vote or a panel is at work: then the short list stays as it is."""
    panel = panel_of(tender)
    is_scoring = panel is not None and getattr(panel, "result", None) is None
    return is_scoring or open_vote_on(tender) is not None
