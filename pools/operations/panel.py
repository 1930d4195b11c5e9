"""
A panel gives points to the providers on a short list, and each group's points count what was agreed beforehand.

How the total came about is told to everybody in the pool, with the names [003:1094].
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.text import get_text_list
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pools.models import (
    Panel,
    PanelGroup,
    PanelResult,
    PanelScore,
    Pool,
    PoolMembership,
    PoolState,
    Tender,
    TenderCandidate,
)
from pools.operations.consequences import record_choice
from pools.operations.pool_status import lock_pool
from pools.queries.panels import Standings, explain_standings, plain, standings_of
from pools.queries.pools import members_of, membership_of
from pools.queries.tenders import choice_in, is_being_decided, panel_of, short_list
from portal.models import Profile
from portal.operations.audit import record
from portal.operations.constraints import told_as
from portal.operations.notifications import notify
from portal.operations.refusal import Refusal

ALL = Decimal(100)
FEWEST_CANDIDATES = 2


class UnableToStartPanel(Refusal):
    """The percentages are not 100 together, there is nobody to choose between, or somebody is chosen."""


class UnableToScore(Refusal):
    """The result is out, the points are not 0 to 100 for each provider, or it is not this person's group."""


class UnableToPublishPanel(Refusal):
    """Points are missing, or the result is out already."""


@dataclass(frozen=True, kw_only=True)
class GroupPlan:
    """A group of a panel, and what its points count, in percent."""

    name: str
    weight: Decimal
    is_ours: bool = False


@transaction.atomic
def start_panel(*, tender: Tender, groups: Sequence[GroupPlan], by: Profile, now: datetime) -> Panel:
    """
    Begin to give points to the providers on the short list.

    :param groups: the members' own group once, and at least one other; together they count 100 percent
    :raises UnableToStartPanel: the percentages are not 100 together, two groups have one name, our own group is not
        there once, fewer than two providers are on the short list, or a provider is chosen or being chosen
    """
    tender = _locked(tender, refusal=UnableToStartPanel)
    if panel_of(tender) is not None:
        raise UnableToStartPanel(_("There is a panel already."))
    if choice_in(tender) is not None or is_being_decided(tender):
        raise UnableToStartPanel(_("You have chosen a provider already, or are choosing right now."))
    if short_list(tender).count() < FEWEST_CANDIDATES:
        raise UnableToStartPanel(_("First put two providers at least on the short list."))
    _check_groups(groups)
    panel = Panel.objects.create(tender=tender, started_by=by, started_at=now)
    with told_as(UnableToStartPanel, model=PanelGroup):
        for place, group in enumerate(groups):
            PanelGroup.objects.create(
                panel=panel, name=group.name.strip(), weight=group.weight, is_ours=group.is_ours, place=place
            )
    record(by=by, action="start_panel", subject=panel, now=now)
    _tell(panel=panel, template="pools/email/panel_begins", but=by, now=now)
    return panel


@transaction.atomic
def score_candidates(
    *, panel: Panel, points: Mapping[TenderCandidate, Decimal], by: Profile, now: datetime
) -> list[PanelScore]:
    """
    Give one's own points, as a member of the pool. They can be given again differently: the newest count.

    :param points: 0 to 100 for each provider on the short list
    :raises UnableToScore: the result is out, points are missing or not 0 to 100, or not in the pool
    """
    panel = _open_panel(panel)
    membership = membership_of(panel.tender.pool, by)
    if membership is None:
        raise UnableToScore(_("Only members of the pool give points."))
    group = panel.groups.get(is_ours=True)
    return _score(group=group, points=points, membership=membership, by=by, now=now)


@transaction.atomic
def score_for_group(
    *, group: PanelGroup, points: Mapping[TenderCandidate, Decimal], by: Profile, now: datetime
) -> list[PanelScore]:
    """
    Write down the points that a group outside the pool gave.

    :param points: 0 to 100 for each provider on the short list
    :raises UnableToScore: the result is out, points are missing or not 0 to 100, or it is the members' own group
    """
    _open_panel(group.panel)
    if group.is_ours:
        raise UnableToScore(_("Each member gives their own points."))
    return _score(group=group, points=points, membership=None, by=by, now=now)


@transaction.atomic
def publish_panel(*, panel: Panel, by: Profile, now: datetime) -> PanelResult:
    """
    Add up the points, and tell everybody what came out and how. Whoever has the most is chosen; where the highest
    totals are the same, nobody is.

    :raises UnableToPublishPanel: a group's points are missing (it says whose), or the result is out already
    """
    panel = _open_panel(panel, refusal=UnableToPublishPanel)
    standings = standings_of(panel)
    if missing := [group.name for group in standings.missing]:
        names = get_text_list(missing, gettext("and"))
        raise UnableToPublishPanel(_("These have still to give their points: %(names)s.") % {"names": names})
    words = explain_standings(standings)
    winner = standings.best[0].candidate if len(standings.best) == 1 else None
    result = PanelResult.objects.create(
        panel=panel, winner=winner, totals=_totals(standings), words=words, published_by=by, published_at=now
    )
    if winner is not None:
        record_choice(tender=panel.tender, candidate=winner, reason=words, panel=panel, by=by, now=now)
    record(by=by, action="publish_panel", subject=panel, now=now)
    _tell(panel=panel, template="pools/email/panel_over", but=by, now=now, result=result)
    return result


def _check_groups(groups: Sequence[GroupPlan]) -> None:
    if sum(group.is_ours for group in groups) != 1 or len(groups) < FEWEST_CANDIDATES:
        raise UnableToStartPanel(_("Give your own group, and one other at least."))
    together = sum((group.weight for group in groups), Decimal(0))
    if together != ALL:
        raise UnableToStartPanel(
            _("The percentages must be 100 together. They are %(together)s now.") % {"together": plain(together)}
        )


def _locked(tender: Tender, *, refusal: type[Refusal]) -> Tender:
    pool, state = lock_pool(tender.pool)
    if state == PoolState.ENDED:
        raise refusal(_("This pool has ended."))
    tender = Tender.objects.get(pk=tender.pk)
    tender.pool = pool
    return tender


def _open_panel(panel: Panel, *, refusal: type[Refusal] = UnableToScore) -> Panel:
    tender = _locked(panel.tender, refusal=refusal)
    if PanelResult.objects.filter(panel=panel).exists():
        raise refusal(_("The result is out already."))
    panel.tender = tender
    return panel


def _score(
    *,
    group: PanelGroup,
    points: Mapping[TenderCandidate, Decimal],
    membership: PoolMembership | None,
    by: Profile,
    now: datetime,
) -> list[PanelScore]:
    if set(points) != set(short_list(group.panel.tender)):
        raise UnableToScore(_("Give points to each provider on the short list."))
    with told_as(UnableToScore, model=PanelScore):
        scores = [
            PanelScore.objects.create(
                group=group, candidate=candidate, membership=membership, points=given, by=by, at=now
            )
            for candidate, given in points.items()
        ]
    record(by=by, action="score_candidates", subject=group, now=now)
    return scores


def _totals(standings: Standings) -> list[dict[str, str]]:
    return [
        {"candidate": str(score.candidate.pk), "name": score.candidate.name, "total": f"{score.total:.2f}"}
        for score in standings.scores
    ]


def _tell(*, panel: Panel, template: str, but: Profile, now: datetime, **context: object) -> None:
    pool: Pool = panel.tender.pool
    for membership in members_of(pool).exclude(profile=but):
        notify(
            recipient=membership.profile,
            key=f"{template.rpartition('/')[2]}:{panel.pk}",
            template=template,
            now=now,
            url=panel.get_absolute_url(),
            pool=pool,
            tender=panel.tender,
            **context,
        )
