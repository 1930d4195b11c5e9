"""What has happened in a pool, for everybody in it. What is private to somebody is not told."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from pools.models import (
    Agreement,
    ConsentPaper,
    Gate,
    Insurance,
    Pool,
    PoolMembership,
    PoolPause,
    PoolReviewKind,
    PoolReviewNote,
    PoolState,
    PoolStatus,
    RiskNote,
    SavingsAssurance,
    Signature,
)
from portal.models import Profile

SHOWN_ON_THE_POOL = 5


@dataclass(frozen=True, kw_only=True)
class Happening:
    """
    One thing that happened.

    :param kind: what sort of thing, for those who read it by machine
    :param who: who did it; None for the portal itself
    """

    at: datetime
    kind: str
    words: str
    who: Profile | None
    note: str = ""


def timeline_of(pool: Pool) -> list[Happening]:
    """What happened to a pool, from the first day on."""
    return sorted((entry for source in SOURCES for entry in source(pool)), key=lambda entry: entry.at)


def newest_of(pool: Pool) -> list[Happening]:
    """The last few things that happened, the newest first."""
    return timeline_of(pool)[: -SHOWN_ON_THE_POOL - 1 : -1]


def _states(pool: Pool) -> Iterator[Happening]:
    """The steps: started, costs opened, a vote, its outcome, signed, bought, ended."""
    words = {
        PoolState.GATHERING: _("The pool began"),
        PoolState.COSTING: _("The costs were opened"),
        PoolState.PROPOSED: _("A vote began"),
        PoolState.AGREED: _("You decided to go ahead"),
        PoolState.SIGNED: _("Everybody has signed"),
        PoolState.BOUGHT: _("It was bought"),
        PoolState.ENDED: _("The pool ended"),
    }
    for status in PoolStatus.objects.filter(pool=pool).select_related("by"):
        state = PoolState(status.state)
        yield Happening(at=status.at, kind=state.value, words=words[state], who=status.by, note=status.note)


def _people(pool: Pool) -> Iterator[Happening]:
    for place in PoolMembership.objects.filter(pool=pool).select_related("profile"):
        # Who began the pool has not joined it besides.
        if place.joined_at != pool.made_at:
            yield Happening(at=place.joined_at, kind="joined", words=_("Joined the pool"), who=place.profile)
        if place.left_at is not None:
            yield Happening(at=place.left_at, kind="left", words=_("Left the pool"), who=place.profile)


def _consents(pool: Pool) -> Iterator[Happening]:
    for paper in ConsentPaper.objects.filter(consent__pool=pool).select_related("consent", "filed_by"):
        words = _("A yes in writing came: %(whom)s") % {"whom": paper.consent.whom}
        yield Happening(at=paper.filed_at, kind="consent", words=words, who=paper.filed_by)


def _agreements(pool: Pool) -> Iterator[Happening]:
    for agreement in Agreement.objects.filter(pool=pool).select_related("frozen_by"):
        words = _("The agreement was made, version %(version)d") % {"version": agreement.version}
        yield Happening(at=agreement.frozen_at, kind="agreement", words=words, who=agreement.frozen_by)


def _signatures(pool: Pool) -> Iterator[Happening]:
    signatures = Signature.objects.filter(agreement__pool=pool).select_related("profile", "agreement")
    for signature in signatures:
        words = _("Signed the agreement, version %(version)d") % {"version": signature.agreement.version}
        yield Happening(at=signature.signed_at, kind="signature", words=words, who=signature.profile)


def _pauses(pool: Pool) -> Iterator[Happening]:
    for pause in PoolPause.objects.filter(pool=pool).select_related("by", "end__by"):
        yield Happening(at=pause.at, kind="paused", words=_("Paused for advice"), who=pause.by, note=pause.about)
        end = getattr(pause, "end", None)
        if end is not None:
            yield Happening(at=end.at, kind="resumed", words=_("The pause ended"), who=end.by, note=end.learned)


def _gates(pool: Pool) -> Iterator[Happening]:
    for gate in Gate.objects.filter(pool=pool).select_related("added_by", "removed_by"):
        told = {"what": gate.get_kind_display()}
        if gate.added_at != pool.made_at:
            words = _("Before you use it: %(what)s") % told
            yield Happening(at=gate.added_at, kind="gate_added", words=words, who=gate.added_by, note=gate.reason)
        if gate.removed_at is not None:
            words = _("Not asked any more: %(what)s") % told
            note = gate.removed_reason
            yield Happening(at=gate.removed_at, kind="gate_removed", words=words, who=gate.removed_by, note=note)


def _risks(pool: Pool) -> Iterator[Happening]:
    for note in RiskNote.objects.filter(pool=pool).select_related("written_by"):
        words = _("The note about risks was written, version %(version)d") % {"version": note.version}
        yield Happening(at=note.written_at, kind="risk_note", words=words, who=note.written_by)


def _reviews(pool: Pool) -> Iterator[Happening]:
    """Which reviews were planned and written about. Who has answered is not told."""
    for review in pool.reviews.filter(kind=PoolReviewKind.REVIEW).select_related("planned_by"):
        words = _("A review was planned for %(day)s") % {"day": date_format(review.planned_on, "j F Y")}
        yield Happening(at=review.planned_at, kind="review_planned", words=words, who=review.planned_by)
    for note in PoolReviewNote.objects.filter(review__pool=pool).select_related("by"):
        yield Happening(at=note.at, kind="review", words=_("You wrote down how it is going"), who=note.by)


def _protection(pool: Pool) -> Iterator[Happening]:
    for insurance in Insurance.objects.filter(pool=pool).select_related("recorded_by"):
        words = _("Insurance was written down: %(insurer)s") % {"insurer": insurance.insurer}
        yield Happening(at=insurance.recorded_at, kind="insurance", words=words, who=insurance.recorded_by)
    for assurance in SavingsAssurance.objects.filter(pool=pool).select_related("recorded_by"):
        words = _("A word about your savings was written down: %(whom)s") % {"whom": assurance.given_by}
        yield Happening(at=assurance.recorded_at, kind="assurance", words=words, who=assurance.recorded_by)


# Where the timeline comes from. Who adds a part to the life of a pool adds a source here. What happened at the same
# moment is told in this order: the last signature first, and then that everybody has signed.
SOURCES: list[Callable[[Pool], Iterator[Happening]]] = [
    _people,
    _consents,
    _agreements,
    _signatures,
    _pauses,
    _gates,
    _risks,
    _reviews,
    _protection,
    _states,
]
