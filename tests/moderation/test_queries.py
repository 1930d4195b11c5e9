from datetime import datetime, timedelta

import pytest
from uuid_utils.compat import uuid7

from moderation import kinds
from moderation.models import Concern, Report, ReviewItem, StoodAside, WhyAside
from moderation.queries import champions_who_may_read, items_of, narrowed_queue, queue_for
from moderation.rules import has_come_to, may_decide_item
from portal.areas.context import area_context
from portal.models import Area, ModerationLevel, Profile
from tests.factories.moderation import make_item
from tests.factories.portal import make_champion, make_member


@pytest.fixture
def sam(area: Area) -> Profile:
    return make_champion("Sam")


def test_those_who_wait_come_first_then_the_soonest_promised(sam: Profile, now: datetime) -> None:
    later = make_item(make_member("A"), now=now + timedelta(hours=1))
    published = make_item(make_member("B"), level=ModerationLevel.POST, now=now - timedelta(hours=1))
    sooner = make_item(make_member("C"), now=now)

    assert list(queue_for(sam, now=now)) == [sooner, later, published]


def test_nobody_gets_their_own(sam: Profile, now: datetime) -> None:
    make_item(sam, now=now)

    assert not queue_for(sam, now=now).exists()


def test_nobody_gets_what_is_decided(sam: Profile, now: datetime) -> None:
    item = make_item(make_member("A"), now=now)
    item.closed_at = now
    item.save()

    assert not queue_for(sam, now=now).exists()


def test_who_works_there_does_not_get_it(sam: Profile, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """Scenario 14's rule: criticism goes to champions who do not work for the criticised organisation."""
    organisation = uuid7()
    kofi = make_champion("Kofi")
    monkeypatch.setattr(kinds, "_EMPLOYERS", [lambda profile: [organisation] if profile == sam else [uuid7()]])
    item = make_item(make_member("A"), now=now, criticises=organisation)
    other = make_item(make_member("B"), now=now)

    assert set(queue_for(sam, now=now)) == {other}
    assert set(queue_for(kofi, now=now)) == {item, other}
    assert champions_who_may_read(item) == [kofi]


def test_queue_and_predicate_agree(sam: Profile, now: datetime) -> None:
    """`queue_for` says in SQL what `has_come_to` and `may_decide_item` say of one item."""
    kofi, away = make_champion("Kofi"), make_champion("Away", mentor_away_until=now.date())
    back = make_champion("Back", mentor_away_until=now.date() - timedelta(days=1))
    gone = make_member("Gone")
    items = []
    for number, mentor in enumerate([None, sam, kofi, away, back, gone]):
        for moment in (now, now - timedelta(days=4)):
            author = make_member(f"Author {number} {moment}")
            item = make_item(author, now=moment)
            item.mentor_asked = mentor
            item.save()
            items.append(item)
    items.append(make_item(sam, now=now))
    covered = make_champion("Covered", mentor_away_until=now.date(), mentor_cover=kofi)
    not_covered = make_champion("Not covered", mentor_away_until=now.date(), mentor_cover=away)
    items += [make_item(make_member("C", mentor=mentor), now=now) for mentor in (covered, not_covered)]
    items.append(make_item(kofi, now=now))
    items[-1].mentor_asked = covered
    items[-1].save()
    items += [make_item(make_member("D"), now=now) for _aside_and_reported in range(2)]
    StoodAside.objects.create(content_id=items[-1].content_id, champion=sam, why=WhyAside.KNOWS, at=now)
    Report.objects.create(review_item=items[-2], concern=Concern.UNKIND, by=kofi, at=now)

    for champion in (sam, kofi, away, back, covered, not_covered):
        expected = {item for item in items if has_come_to(champion, item, now=now) and may_decide_item(champion, item)}
        assert set(queue_for(champion, now=now)) == expected
        assert 0 < len(expected) < len(items)


def test_queue_keeps_to_its_area(oxfordshire: Area, knowsley: Area, now: datetime) -> None:
    with area_context(knowsley.id):
        make_item(make_member("Ken"), now=now)
    with area_context(oxfordshire.id):
        item = make_item(make_member("Peter"), now=now)

        assert list(queue_for(make_champion("Sam"), now=now)) == [item]


def test_authors_see_their_own_items_only(sam: Profile, now: datetime) -> None:
    author = make_member("A")
    mine = make_item(author, now=now)
    make_item(make_member("B"), now=now)

    assert list(items_of(author)) == [mine]
    assert items_of(author).get().is_newest is True
    assert ReviewItem.objects.count() == 2


def test_a_part_of_the_queue(sam: Profile, now: datetime) -> None:
    mine = make_item(make_member("A", mentor=sam), now=now)
    late = make_item(make_member("B"), now=now - timedelta(days=4))
    seen = make_item(make_member("C"), level=ModerationLevel.POST, now=now)
    Report.objects.create(review_item=seen, concern=Concern.UNKIND, by=make_member("D"), at=now)

    assert list(narrowed_queue(sam, now=now, kind="peers.post")) == [late, mine, seen]
    assert list(narrowed_queue(sam, now=now, kind="peers.event")) == []
    assert list(narrowed_queue(sam, now=now, level="post")) == [seen]
    assert list(narrowed_queue(sam, now=now, is_reported=True)) == [seen]
    assert list(narrowed_queue(sam, now=now, is_own=True)) == [mine]
    assert list(narrowed_queue(sam, now=now, is_late=True)) == [late]
