"""
What the points of a panel come to.

A group gives a provider the mean of its points; each group's mean counts its percentage; together they are the
provider's total, rounded to two decimals, half up. The rounded totals decide, as they are what everybody can read.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import QuerySet
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pools.models import Panel, PanelGroup, PanelScore, PoolMembership, TenderCandidate
from pools.queries.tenders import short_list

HUNDREDTH = Decimal("0.01")
PERCENT = Decimal(100)


@dataclass(frozen=True, kw_only=True)
class GroupScore:
    """What one group gives one provider: the mean of so many people's points. None: no points yet."""

    group: PanelGroup
    points: list[Decimal]

    @property
    def people(self) -> int:
        return len(self.points)

    @property
    def mean(self) -> Decimal | None:
        return sum(self.points, Decimal(0)) / self.people if self.points else None

    @property
    def counts(self) -> Decimal | None:
        """What it adds to the total."""
        return None if self.mean is None else sum(self.points, Decimal(0)) * self.group.weight / (self.people * PERCENT)

    @property
    def words(self) -> str:
        """ "Residents gave 90.00 (the mean of 3 people); that counts 15%: 13.50." """
        if self.mean is None or self.counts is None:
            return _("%(group)s: no points yet.") % {"group": self.group.name}
        of_so_many = ngettext(" (from %(count)d person)", " (the mean of %(count)d people)", self.people)
        return _("%(group)s gave %(mean)s%(people)s; that counts %(weight)s%%: %(counts)s.") % {
            "group": self.group.name,
            "mean": written(self.mean),
            "people": of_so_many % {"count": self.people} if self.group.is_ours else "",
            "weight": plain(self.group.weight),
            "counts": written(self.counts),
        }


@dataclass(frozen=True, kw_only=True)
class CandidateScore:
    """What all the groups give one provider. No `total` while points are missing."""

    candidate: TenderCandidate
    groups: list[GroupScore]

    @property
    def missing(self) -> list[PanelGroup]:
        return [score.group for score in self.groups if score.mean is None]

    @property
    def total(self) -> Decimal | None:
        counts = [score.counts for score in self.groups]
        known = [count for count in counts if count is not None]
        return rounded(sum(known, Decimal(0))) if len(known) == len(counts) else None


@dataclass(frozen=True, kw_only=True)
class Standings:
    """The totals of all providers, in the order of the tender."""

    scores: list[CandidateScore]

    @property
    def missing(self) -> list[PanelGroup]:
        """The groups that have not given points to everybody, each once."""
        return list(dict.fromkeys(group for score in self.scores for group in score.missing))

    @property
    def best(self) -> list[CandidateScore]:
        """Whoever has the highest total; several where it is the same."""
        totals = [score.total for score in self.scores if score.total is not None]
        return [score for score in self.scores if score.total == max(totals)] if totals else []


def standings_of(panel: Panel) -> Standings:
    """How a panel's points stand now. Only the newest points of each giver count, and of members who are in still."""
    groups = list(panel.groups.all())
    points: dict[tuple[object, object], list[Decimal]] = {}
    for score in newest_scores(panel):
        points.setdefault((score.group_id, score.candidate_id), []).append(score.points)
    return Standings(
        scores=[
            CandidateScore(
                candidate=candidate,
                groups=[GroupScore(group=group, points=points.get((group.pk, candidate.pk), [])) for group in groups],
            )
            for candidate in short_list(panel.tender)
        ]
    )


def newest_scores(panel: Panel) -> QuerySet[PanelScore]:
    """What each giver says now."""
    givers = ["group_id", "candidate_id", "membership_id"]
    newest = PanelScore.objects.filter(group__panel=panel).order_by(*givers, "-at", "-id").distinct(*givers)
    return PanelScore.objects.filter(pk__in=newest.values("pk"), membership__left_at__isnull=True)


def own_points(panel: Panel, membership: PoolMembership) -> dict[object, Decimal]:
    """What a member has given, by provider."""
    return {score.candidate_id: score.points for score in newest_scores(panel).filter(membership=membership)}


def points_of_group(group: PanelGroup) -> dict[object, Decimal]:
    """What a group outside the pool has given, by provider."""
    return {score.candidate_id: score.points for score in newest_scores(group.panel).filter(group=group)}


def waits_for_points(panel: Panel, membership: PoolMembership) -> bool:
    """Whether a member could still give their points."""
    return getattr(panel, "result", None) is None and not own_points(panel, membership)


def explain_standings(standings: Standings) -> str:
    """How each total came about, one paragraph for each provider, and who has the most points."""
    paragraphs = [_explain(score) for score in standings.scores]
    return "\n\n".join([*paragraphs, _verdict(standings.best)])


def rounded(number: Decimal) -> Decimal:
    return number.quantize(HUNDREDTH, rounding=ROUND_HALF_UP)


def written(number: Decimal) -> str:
    """With two decimals, as all points are written."""
    return f"{rounded(number):.2f}"


def plain(number: Decimal) -> str:
    """A percentage without needless noughts: 15, or 12.5."""
    return f"{number:.2f}".rstrip("0").rstrip(".")


def _explain(score: CandidateScore) -> str:
    parts = " ".join(group.words for group in score.groups)
    together = _("Together: %(total)s.") % {"total": written(score.total or Decimal(0))}
    return f"{score.candidate.name} ({score.candidate.letter}): {parts} {together}"


def _verdict(best: Sequence[CandidateScore]) -> str:
    names = get_text_list([score.candidate.name for score in best], _("and"))
    total = written(best[0].total or Decimal(0))
    if len(best) == 1:
        return _("%(name)s has the most points: %(total)s.") % {"name": names, "total": total}
    sentence = _("%(names)s have equally many points: %(total)s. So the panel has chosen nobody. You can vote on it.")
    return sentence % {"names": names, "total": total}
