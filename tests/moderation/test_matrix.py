"""
Where a text goes: by its author's level, its kind, and what their mentor is doing.

What must come out is written down here, not worked out: `readers` are those to whose queue it comes at once, out of
the mentor, who covers for them, and another champion.
"""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

import pytest

from moderation import kinds
from moderation.models import ReviewItem
from moderation.queries import queue_for
from moderation.rules import has_come_to, may_decide_item, may_work_queue
from portal.areas.context import area_context
from portal.models import ModerationLevel, Profile, Role
from tests.architecture.planting import PLANTERS, Place
from tests.architecture.world import World
from tests.factories.peers import LONG_AGO
from tests.factories.portal import make_champion

PRE, POST, NONE = ModerationLevel.PRE, ModerationLevel.POST, ModerationLevel.NONE
TODAY, TOMORROW, YESTERDAY = (LONG_AGO.date() + timedelta(days=days) for days in (0, 1, -1))
EVERYBODY = {"mentor", "cover", "other"}


class Case(NamedTuple):
    """What a mentor is doing, and to whose queues a text comes."""

    mentor: dict[str, Any] | None
    cover: dict[str, Any]
    readers: set[str]
    not_any_more: frozenset[str] = frozenset()


CASES = {
    "no mentor": Case(None, {}, EVERYBODY),
    "mentor here": Case({}, {}, {"mentor"}),
    "mentor here, with somebody to cover for them": Case({"covered": True}, {}, {"mentor"}),
    "mentor away": Case({"mentor_away_until": TOMORROW}, {}, EVERYBODY),
    "mentor away for the last day": Case({"mentor_away_until": TODAY}, {}, EVERYBODY),
    "mentor back": Case({"mentor_away_until": YESTERDAY}, {}, {"mentor"}),
    "mentor away, with cover": Case({"mentor_away_until": TODAY, "covered": True}, {}, {"mentor", "cover"}),
    "mentor and cover away": Case(
        {"mentor_away_until": TODAY, "covered": True}, {"mentor_away_until": TODAY}, EVERYBODY
    ),
    "cover is no champion any more": Case(
        {"mentor_away_until": TODAY, "covered": True},
        {"roles": [Role.MEMBER]},
        {"mentor", "other"},
        frozenset({"cover"}),
    ),
    "mentor is no champion any more": Case({"roles": [Role.MEMBER]}, {}, {"cover", "other"}, frozenset({"mentor"})),
}
# Criticism of an organisation waits for no cover, who may work there.
CRITICISM = {"mentor away, with cover": EVERYBODY}
# Whether others see it at once, and whether anybody reads it for us.
LEVELS = {PRE: (False, True), POST: (True, True), NONE: (True, False)}


@pytest.fixture
def place(db: None) -> Place:
    world = World()
    with area_context(world.oxfordshire.id):
        return Place(world)


def champion(name: str, **fields: object) -> Profile:
    """A champion, who may have changed since."""
    person = make_champion(name)
    Profile.objects.filter(pk=person.pk).update(roles=fields.pop("roles", person.roles), **fields)
    return Profile.objects.get(pk=person.pk)


def people(case: Case) -> dict[str, Profile]:
    """The mentor, who covers, and another champion, as the case has them."""
    fields = dict(case.mentor or {})
    cover = champion("Cover", **case.cover)
    if fields.pop("covered", False):
        fields["mentor_cover"] = cover
    return {"mentor": champion("Mentor", **fields), "cover": cover, "other": champion("Other")}


def readers(champions: dict[str, Profile], item: ReviewItem | None, *, now: datetime) -> set[str]:
    """To whose page "Please read" an item has come. The list and the judgement of one item say the same."""
    if item is None:
        return set()
    at_work = {who: person for who, person in champions.items() if may_work_queue(person, None)}
    listed = {who for who, person in at_work.items() if item in queue_for(person, now=now)}
    judged = {
        who for who, person in champions.items() if may_decide_item(person, item) and has_come_to(person, item, now=now)
    }
    assert listed == judged
    return listed


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("kind", PLANTERS)
def test_where_a_text_goes(place: Place, kind: str, level: ModerationLevel) -> None:
    is_published, is_read = LEVELS[level]
    found, expected = {}, {}
    with area_context(place.world.oxfordshire.id):
        for name, case in CASES.items():
            champions = people(case)
            author = place.author(level, mentor=champions["mentor"] if case.mentor is not None else None)
            content = PLANTERS[kind](place, f"Words, {name}", author)
            item = ReviewItem.objects.select_related("mentor_asked__mentor_cover").filter(content_id=content.pk).first()
            late = item.promised_by if item else LONG_AGO
            at_once, in_the_end = readers(champions, item, now=LONG_AGO), readers(champions, item, now=late)
            found[name] = (content.is_published, at_once, in_the_end)
            criticises = kinds.kind_of(kind).criticises(content) is not None
            to_whom = CRITICISM.get(name, case.readers) if criticises else case.readers
            everybody = EVERYBODY - case.not_any_more
            expected[name] = (is_published, to_whom, everybody) if is_read else (is_published, set(), set())

    assert found == expected


def test_every_kind_is_in_the_matrix() -> None:
    assert set(PLANTERS) == set(kinds._KINDS)
