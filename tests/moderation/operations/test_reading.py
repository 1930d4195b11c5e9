from datetime import datetime, timedelta

import pytest

from moderation.models import Concern, Outcome, Reason, ReviewItem, StoodAside, WhyAside
from moderation.models.review_item import CLAIM_LASTS
from moderation.operations import reading
from moderation.operations.concern import report_content
from moderation.operations.decision import UnableToDecide, decide
from moderation.operations.level import say_when_away
from moderation.operations.reading import (
    UnableToClaim,
    UnableToGiveBack,
    UnableToStandAside,
    claim_item,
    give_item_back,
    stand_aside,
)
from moderation.operations.submission import change_words
from moderation.queries import queue_for
from moderation.rules import reader_of
from peers.models import Post
from portal.models import Area, AuditEvent, ModerationLevel, Notification, Profile
from tests.factories.moderation import make_item, send_post
from tests.factories.portal import make_champion, make_host, make_member


@pytest.fixture
def sam(area: Area) -> Profile:
    return make_champion("Sam")


@pytest.fixture
def grace(area: Area) -> Profile:
    return make_champion("Grace")


@pytest.fixture
def item(member: Profile, now: datetime) -> ReviewItem:
    return make_item(member, now=now)


def told(person: Profile) -> list[str]:
    return list(Notification.objects.filter(recipient=person).values_list("subject", flat=True))


# Taking and giving back ---------------------------------------------------------------------------


def test_claim_item_is_for_oneself_for_half_an_hour(
    item: ReviewItem, sam: Profile, grace: Profile, now: datetime
) -> None:
    claimed = claim_item(item=item, by=sam, now=now)

    assert (claimed.claimed_by, claimed.claimed_at) == (sam, now)
    with pytest.raises(UnableToClaim, match=r"Sam is reading this one now\. Please take another\."):
        claim_item(item=item, by=grace, now=now + CLAIM_LASTS - timedelta(seconds=1))
    with pytest.raises(UnableToDecide, match=r"Sam is reading this one now"):
        decide(item=item, outcome=Outcome.PUBLISH, reason=Reason.ALL_WELL, by=grace, now=now)
    # After that it is anybody's again.
    assert claim_item(item=item, by=grace, now=now + CLAIM_LASTS).claimed_by == grace


def test_claim_item_again_begins_anew(item: ReviewItem, sam: Profile, now: datetime) -> None:
    claim_item(item=item, by=sam, now=now)

    assert claim_item(item=item, by=sam, now=now + timedelta(minutes=20)).is_claimed(now + timedelta(minutes=45))


def test_claim_item_refuses_what_is_decided(item: ReviewItem, sam: Profile, grace: Profile, now: datetime) -> None:
    decide(item=item, outcome=Outcome.PUBLISH, reason=Reason.ALL_WELL, by=sam, now=now)

    with pytest.raises(UnableToClaim, match=r"Somebody has decided about this already\."):
        claim_item(item=item, by=grace, now=now)


def test_claim_item_refuses_what_is_kept_for_the_mentor_and_ones_own(
    sam: Profile, grace: Profile, now: datetime
) -> None:
    kept = make_item(make_member("Jo", mentor=grace), now=now)
    own = make_item(sam, now=now)

    for item in (kept, own):
        with pytest.raises(UnableToClaim, match=r"Somebody else reads this one\."):
            claim_item(item=item, by=sam, now=now)


def test_give_item_back(item: ReviewItem, sam: Profile, grace: Profile, now: datetime) -> None:
    claim_item(item=item, by=sam, now=now)

    with pytest.raises(UnableToGiveBack, match=r"You do not have this one any more\."):
        give_item_back(item=item, by=grace)
    assert give_item_back(item=item, by=sam).claimed_by is None
    assert claim_item(item=item, by=grace, now=now).claimed_by == grace


def test_who_decides_needs_not_take_it_first(item: ReviewItem, sam: Profile, now: datetime) -> None:
    assert decide(item=item, outcome=Outcome.PUBLISH, reason=Reason.ALL_WELL, by=sam, now=now).by == sam


# Standing aside -----------------------------------------------------------------------------------


def test_stand_aside_is_for_good(member: Profile, sam: Profile, grace: Profile, now: datetime) -> None:
    member.moderation_level = ModerationLevel.PRE
    post = send_post(member, now=now)
    item = ReviewItem.objects.get()
    claim_item(item=item, by=sam, now=now)

    stand_aside(item=item, why=WhyAside.KNOWS, by=sam, now=now)

    item.refresh_from_db()
    assert item.claimed_by is None
    assert not queue_for(sam, now=now).exists()
    with pytest.raises(UnableToDecide, match=r"because you have a part in it"):
        decide(item=item, outcome=Outcome.PUBLISH, reason=Reason.ALL_WELL, by=sam, now=now)
    assert AuditEvent.objects.get(action="stand_aside").actor == sam
    # A later version of the same text is no more theirs to judge.
    decide(item=item, outcome=Outcome.ASK_CHANGE, reason=Reason.UNCLEAR, advice="Which day?", by=grace, now=now)
    post.refresh_from_db()
    change_words(content=post, words="On Tuesday", by=member, now=now)
    assert not queue_for(sam, now=now).exists()
    assert queue_for(grace, now=now).count() == 1


def test_stand_aside_refusals(item: ReviewItem, sam: Profile, grace: Profile, now: datetime) -> None:
    stand_aside(item=item, why=WhyAside.KNOWS, by=sam, now=now)

    with pytest.raises(UnableToStandAside, match=r"You have said so already\."):
        stand_aside(item=item, why=WhyAside.UNFAIR, by=sam, now=now)
    decide(item=item, outcome=Outcome.PUBLISH, reason=Reason.ALL_WELL, by=grace, now=now)
    with pytest.raises(UnableToStandAside, match=r"Somebody has decided about this already\."):
        stand_aside(item=item, why=WhyAside.KNOWS, by=grace, now=now)


def test_what_a_mentor_stands_aside_from_goes_to_everybody_at_once(sam: Profile, grace: Profile, now: datetime) -> None:
    jo = make_member("Jo", mentor=grace)
    item = make_item(jo, now=now)
    assert not queue_for(sam, now=now).exists()

    stand_aside(item=item, why=WhyAside.UNFAIR, by=grace, now=now)

    assert list(queue_for(sam, now=now)) == [item]
    assert told(sam) == ["Jo would like you to read something"]
    # And it does not come back to that mentor with new words.
    decide(item=item, outcome=Outcome.ASK_CHANGE, reason=Reason.UNCLEAR, advice="Which day?", by=sam, now=now)
    change_words(content=Post.objects.get(), words="On Tuesday", by=jo, now=now)
    assert ReviewItem.objects.open().get().mentor_asked is None


def test_hosts_are_told_when_nobody_is_left(item: ReviewItem, sam: Profile, now: datetime) -> None:
    hana = make_host("Hana")

    stand_aside(item=item, why=WhyAside.WORKS, by=sam, now=now)

    assert told(hana) == ["No champion can read something that waits"]


def test_a_sabotaged_stand_aside_leaves_nothing_behind(
    item: ReviewItem, sam: Profile, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(**kwargs: object) -> None:
        raise OSError("sabotage")

    monkeypatch.setattr(reading, "free_from", break_down)

    with pytest.raises(OSError, match="sabotage"):
        stand_aside(item=item, why=WhyAside.KNOWS, by=sam, now=now)

    assert not StoodAside.objects.exists()
    assert not AuditEvent.objects.filter(action="stand_aside").exists()


def test_whoever_reports_a_text_does_not_judge_it(sam: Profile, grace: Profile, now: datetime) -> None:
    jo = make_member("Jo", moderation_level=ModerationLevel.POST, mentor=grace)
    post = send_post(jo, now=now)
    assert list(queue_for(sam, now=now)) == []

    report_content(content=post, concern=Concern.UNKIND, by=grace, now=now)

    item = ReviewItem.objects.get()
    assert list(queue_for(grace, now=now)) == []
    assert list(queue_for(sam, now=now)) == [item]
    with pytest.raises(UnableToDecide, match=r"because you have a part in it"):
        decide(item=item, outcome=Outcome.REMOVE, reason=Reason.MAY_HURT, advice="No.", by=grace, now=now)


# Covering for a mentor ----------------------------------------------------------------------------


def test_while_a_mentor_is_away_who_covers_reads_first(sam: Profile, grace: Profile, now: datetime) -> None:
    kofi = make_champion("Kofi")
    say_when_away(profile=grace, until=now.date(), cover=sam, by=grace, now=now)

    item = make_item(make_member("Jo", mentor=grace), now=now)

    assert reader_of(item, now=now) == sam
    assert told(sam) == ["Jo would like you to read something", "Grace asks you to read for them"]
    assert list(queue_for(sam, now=now)) == list(queue_for(grace, now=now)) == [item]
    assert list(queue_for(kofi, now=now)) == []
    # Not later than promised: then it is everybody's.
    assert list(queue_for(kofi, now=item.promised_by)) == [item]


def test_somebody_back_has_no_cover(sam: Profile, grace: Profile, now: datetime) -> None:
    say_when_away(profile=grace, until=now.date(), cover=sam, by=grace, now=now)
    say_when_away(profile=grace, until=None, cover=sam, by=grace, now=now)

    grace.refresh_from_db()
    assert (grace.mentor_away_until, grace.mentor_cover) == (None, None)
