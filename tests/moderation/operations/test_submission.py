from datetime import datetime, timedelta

import pytest

from moderation.models import ContentVersion, ModerationState, Outcome, Reason, ReviewItem
from moderation.operations import submission
from moderation.operations.decision import decide
from moderation.operations.submission import UnableToResubmit, change_words, resubmit, submit
from peers.models import Post
from portal.areas.context import area_context
from portal.models import Area, AuditEvent, ModerationLevel, Notification, Profile
from tests.factories.moderation import make_item, send_post
from tests.factories.peers import make_group
from tests.factories.portal import make_champion, make_member


@pytest.fixture
def sam(area: Area) -> Profile:
    return make_champion("Sam")


def ask_for_change(post: Post, champion: Profile, now: datetime) -> None:
    decide(
        item=ReviewItem.objects.get(content_id=post.pk),
        outcome=Outcome.ASK_CHANGE,
        reason=Reason.PRIVATE_DETAILS,
        advice="Leave your phone number out.",
        by=champion,
        now=now,
    )


def told(profile: Profile) -> list[str]:
    return list(Notification.objects.filter(recipient=profile).values_list("subject", flat=True))


def test_pre_moderated_text_is_held_for_the_mentor(member: Profile, sam: Profile, now: datetime) -> None:
    other = make_champion("Chandra")
    member.moderation_level, member.mentor = ModerationLevel.PRE, sam

    post = send_post(member, now=now)

    item = ReviewItem.objects.get(content_id=post.pk)
    assert (post.state, post.published_at) == (ModerationState.HELD, None)
    assert (item.level, item.mentor_asked, item.promised_by) == (
        ModerationLevel.PRE,
        sam,
        now + timedelta(hours=3 + 16 + 1),  # three hours until 5pm, the night, and one hour on Tuesday
    )
    assert told(sam) == ["Peter would like you to read something"]
    assert told(other) == []


def test_without_a_mentor_every_champion_is_told(member: Profile, sam: Profile, now: datetime) -> None:
    other = make_champion("Chandra")
    member.moderation_level = ModerationLevel.PRE

    send_post(member, now=now)

    assert len(told(sam)) == len(told(other)) == 1


def test_mentor_who_is_away_is_asked_but_so_is_everybody(member: Profile, sam: Profile, now: datetime) -> None:
    other = make_champion("Chandra")
    sam.mentor_away_until = now.date()
    sam.save()
    member.moderation_level, member.mentor = ModerationLevel.PRE, sam

    send_post(member, now=now)

    assert len(told(sam)) == len(told(other)) == 1


def test_mentor_who_is_no_champion_any_more_is_not_asked(member: Profile, sam: Profile, now: datetime) -> None:
    member.moderation_level, member.mentor = ModerationLevel.PRE, make_member("Was a champion")

    post = send_post(member, now=now)

    assert ReviewItem.objects.get(content_id=post.pk).mentor_asked is None


def test_post_moderated_text_is_published_and_queued(member: Profile, sam: Profile, now: datetime) -> None:
    member.moderation_level = ModerationLevel.POST

    post = send_post(member, now=now)

    assert (post.state, post.published_at) == (ModerationState.PUBLISHED, now)
    assert ReviewItem.objects.get(content_id=post.pk).level == ModerationLevel.POST
    assert told(sam) == []


def test_unmoderated_text_is_published_and_nobody_reads_it(member: Profile, sam: Profile, now: datetime) -> None:
    member.moderation_level = ModerationLevel.NONE

    post = send_post(member, now=now)

    assert (post.state, post.published_at) == (ModerationState.PUBLISHED, now)
    assert not ReviewItem.objects.exists()


def test_every_text_is_kept_as_it_was_sent_and_audited(member: Profile, now: datetime) -> None:
    member.moderation_level = ModerationLevel.NONE

    post = send_post(member, "First words", now=now)

    version = ContentVersion.objects.get()
    event = AuditEvent.objects.get(subject_id=post.pk)
    assert (version.content_kind, version.number, version.text) == ("peers.post", 1, "First words")
    assert (event.action, event.actor, event.detail) == ("submit", member, {"level": "none"})


def test_a_sabotaged_submission_leaves_nothing_behind(
    member: Profile, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(**kwargs: object) -> None:
        raise OSError("sabotage")

    group = make_group()
    member.moderation_level = ModerationLevel.PRE
    monkeypatch.setattr(submission, "_open_review", break_down)

    with pytest.raises(OSError, match="sabotage"):
        submit(content=Post(group=group, text="Hello"), by=member, now=now)

    assert not Post.objects.exists()
    assert not ContentVersion.objects.exists()
    assert not AuditEvent.objects.exists()


def test_changed_text_is_held_again_as_its_next_version(member: Profile, sam: Profile, now: datetime) -> None:
    member.moderation_level = ModerationLevel.PRE
    post = send_post(member, "Ring me on 01865 000000", now=now)
    ask_for_change(post, sam, now)
    post.refresh_from_db()

    change_words(content=post, words="Write to me here", by=member, now=now)

    post.refresh_from_db()
    assert (post.state, post.text) == (ModerationState.HELD, "Write to me here")
    assert list(ContentVersion.objects.values_list("number", "text")) == [
        (1, "Ring me on 01865 000000"),
        (2, "Write to me here"),
    ]
    assert ReviewItem.objects.open().get().version.number == 2


def test_changed_text_is_read_by_somebody_even_at_no_moderation(member: Profile, sam: Profile, now: datetime) -> None:
    member.moderation_level = ModerationLevel.POST
    post = send_post(member, now=now)
    ask_for_change(post, sam, now)
    post.refresh_from_db()
    member.moderation_level = ModerationLevel.NONE

    change_words(content=post, words="Better words", by=member, now=now)

    assert post.is_published
    assert ReviewItem.objects.open().get().level == ModerationLevel.POST


def test_resubmit_refuses_where_nobody_asked(member: Profile, now: datetime) -> None:
    post = send_post(member, "As it was", now=now)
    post.text = "Changed behind everybody's back"

    with pytest.raises(UnableToResubmit, match="Nobody is waiting"):
        resubmit(content=post, by=member, now=now)

    post.refresh_from_db()
    assert post.text == "As it was"


def test_resubmit_refuses_somebody_else(member: Profile, sam: Profile, now: datetime) -> None:
    post = send_post(member, now=now)
    ask_for_change(post, sam, now)
    post.refresh_from_db()

    with pytest.raises(UnableToResubmit):
        change_words(content=post, words="Not mine", by=sam, now=now)


def test_submission_of_another_area_is_not_seen(oxfordshire: Area, knowsley: Area, now: datetime) -> None:
    with area_context(knowsley.id):
        make_champion("Kay")
        make_item(make_member("Ken"), now=now)
    with area_context(oxfordshire.id):
        make_item(make_member("Peter"), now=now)

        assert ReviewItem.objects.count() == 1
        assert ContentVersion.objects.count() == 1
        assert not Notification.objects.filter(recipient__shown_name="Kay").exists()
