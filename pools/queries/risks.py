"""The note about risks, and who has read it."""

from dataclasses import dataclass

from pools.models import Pool, RiskNote
from pools.queries.pools import members_of
from portal.models import Profile


@dataclass(frozen=True, kw_only=True)
class RiskWords:
    """One risk, as somebody says it. `accepted_by` may still be open."""

    what: str
    answer: str
    carried_by: str
    accepted_by: str = ""


@dataclass(frozen=True, kw_only=True)
class Readers:
    """Who has said that they have read the newest version, and who has not yet."""

    have_read: list[Profile]
    to_read: list[Profile]


def latest_note(pool: Pool) -> RiskNote | None:
    """The version that counts, with its risks."""
    return RiskNote.objects.filter(pool=pool).select_related("written_by").prefetch_related("risks").first()


def readers_of(note: RiskNote) -> Readers:
    """The members of the pool by whether they have read a version."""
    read = set(note.readings.values_list("profile_id", flat=True))
    members = [membership.profile for membership in members_of(note.pool)]
    return Readers(
        have_read=[profile for profile in members if profile.pk in read],
        to_read=[profile for profile in members if profile.pk not in read],
    )


def words_of(note: RiskNote) -> list[RiskWords]:
    """The risks of a version, in its order."""
    return [
        RiskWords(what=risk.what, answer=risk.answer, carried_by=risk.carried_by, accepted_by=risk.accepted_by)
        for risk in note.risks.all()
    ]
