"""Scenario 13: a member picks a mentor, steps down at her own pace, and nobody else decides for her."""

from datetime import UTC, datetime, timedelta

import pytest

from moderation.models import Decision, Outcome, Reason, ReviewItem
from moderation.operations.decision import UnableToDecide, decide
from moderation.operations.level import UnableToChooseModeration, choose_mentor, choose_moderation_level, say_when_away
from moderation.queries import items_of, queue_for
from peers.models import Post
from portal.models import Area, AuditEvent, ModerationLevel, Notification, Profile
from tests.factories.moderation import send_post
from tests.factories.peers import make_group, make_membership
from tests.factories.portal import make_champion, make_host, make_member

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


@pytest.fixture
def josh(area: Area) -> Profile:
    return make_member("Josh")


@pytest.fixture
def sam(area: Area) -> Profile:
    return make_champion("Sam")


@pytest.fixture
def grace(area: Area) -> Profile:
    return make_champion("Grace")


def test_the_whole_way_down(josh: Profile, sam: Profile, grace: Profile) -> None:
    group = make_group()
    make_membership(group, josh)

    # He picks a mentor, and has his posts read first.
    choose_moderation_level(profile=josh, level=ModerationLevel.PRE, by=josh, now=MONDAY)
    choose_mentor(profile=josh, mentor=sam, by=josh, now=MONDAY)
    first = send_post(josh, "I like games", now=MONDAY, group=group)
    assert first.is_held
    assert [item.content_id for item in queue_for(sam, now=MONDAY)] == [first.pk]
    assert not queue_for(grace, now=MONDAY).exists()
    assert not Post.objects.visible_to(grace).exists()

    # His mentor publishes it with advice, and he can read the advice for good.
    decide(
        item=queue_for(sam, now=MONDAY).get(),
        outcome=Outcome.PUBLISH_WITH_ADVICE,
        reason=Reason.UNCLEAR,
        advice="Say which games, and somebody will answer.",
        by=sam,
        now=MONDAY,
    )
    assert Post.objects.visible_to(grace).get() == first
    assert [item.decision.advice for item in items_of(josh)] == ["Say which games, and somebody will answer."]

    # Later, others see his posts at once and his mentor reads them afterwards.
    choose_moderation_level(profile=josh, level=ModerationLevel.POST, by=josh, now=MONDAY)
    second = send_post(josh, "I like chess", now=MONDAY, group=group)
    assert second.is_published
    assert [item.content_id for item in queue_for(sam, now=MONDAY)] == [second.pk]

    # Later, nobody looks.
    choose_moderation_level(profile=josh, level=ModerationLevel.NONE, by=josh, now=MONDAY)
    third = send_post(josh, "Who plays on Friday?", now=MONDAY, group=group)
    assert third.is_published
    assert ReviewItem.objects.filter(content_id=third.pk).count() == 0

    # He may go back up whenever he likes, and each step is written down as his own.
    choose_moderation_level(profile=josh, level=ModerationLevel.PRE, by=josh, now=MONDAY)
    steps = AuditEvent.objects.filter(action="choose_moderation_level")
    assert [(step.actor, step.detail["before"], step.detail["after"]) for step in steps] == [
        (josh, "post", "pre"),
        (josh, "pre", "post"),
        (josh, "post", "none"),
        (josh, "none", "pre"),
    ]


@pytest.mark.parametrize("level", list(ModerationLevel))
@pytest.mark.parametrize("make_other", [make_member, make_champion, make_host])
def test_nobody_else_changes_the_level(josh: Profile, level: ModerationLevel, make_other: type[Profile]) -> None:
    """A father who helps is a member like any other here; neither he, nor a champion, nor the host can choose."""
    other = make_other("His father")

    with pytest.raises(UnableToChooseModeration, match="Only Josh can choose this"):
        choose_moderation_level(profile=josh, level=level, by=other, now=MONDAY)

    josh.refresh_from_db()
    assert josh.moderation_level == ModerationLevel.POST
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize("make_other", [make_member, make_champion, make_host])
def test_nobody_else_changes_the_mentor(josh: Profile, sam: Profile, make_other: type[Profile]) -> None:
    with pytest.raises(UnableToChooseModeration):
        choose_mentor(profile=josh, mentor=sam, by=make_other("Other"), now=MONDAY)

    josh.refresh_from_db()
    assert josh.mentor is None


def test_mentor_away_so_any_champion_at_once(josh: Profile, sam: Profile, grace: Profile) -> None:
    josh.moderation_level, josh.mentor = ModerationLevel.PRE, sam
    say_when_away(profile=sam, until=MONDAY.date(), by=sam, now=MONDAY)

    post = send_post(josh, now=MONDAY)

    assert [item.content_id for item in queue_for(grace, now=MONDAY)] == [post.pk]
    decide(item=ReviewItem.objects.get(), outcome=Outcome.PUBLISH, reason=Reason.ALL_WELL, by=grace, now=MONDAY)
    assert Decision.objects.get().by == grace


def test_mentor_silent_so_any_champion_after_the_promised_time(josh: Profile, sam: Profile, grace: Profile) -> None:
    """Four working hours after Monday at 10 are Monday at 2."""
    josh.moderation_level, josh.mentor = ModerationLevel.PRE, sam
    send_post(josh, now=MONDAY)
    item = ReviewItem.objects.get()
    almost, then = MONDAY + timedelta(hours=3, minutes=59), MONDAY + timedelta(hours=4)

    assert item.promised_by == then
    assert not queue_for(grace, now=almost).exists()
    with pytest.raises(UnableToDecide):
        decide(item=item, outcome=Outcome.PUBLISH, reason=Reason.ALL_WELL, by=grace, now=almost)
    assert queue_for(grace, now=then).get() == item
    assert queue_for(sam, now=then).get() == item
    decide(item=item, outcome=Outcome.PUBLISH, reason=Reason.ALL_WELL, by=grace, now=then)


def test_stepping_down_does_not_publish_what_waits(josh: Profile, sam: Profile) -> None:
    josh.moderation_level = ModerationLevel.PRE
    post = send_post(josh, now=MONDAY)

    choose_moderation_level(profile=josh, level=ModerationLevel.NONE, by=josh, now=MONDAY)

    post.refresh_from_db()
    assert post.is_held
    assert queue_for(sam, now=MONDAY).exists()


def test_advice_is_kept_for_the_author_and_nobody_else(josh: Profile, sam: Profile) -> None:
    josh.moderation_level = ModerationLevel.PRE
    send_post(josh, now=MONDAY)
    decide(
        item=ReviewItem.objects.get(),
        outcome=Outcome.REMOVE,
        reason=Reason.PRIVATE_DETAILS,
        advice="Your phone number is for your friends.",
        by=sam,
        now=MONDAY,
    )

    assert items_of(josh).get().decision.advice == "Your phone number is for your friends."
    assert not items_of(sam).exists()
    assert set(
        Notification.objects.filter(body__contains="phone number is for").values_list("recipient", flat=True)
    ) == {josh.pk}
