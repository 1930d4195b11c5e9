from datetime import datetime, timedelta

import pytest

from moderation.models import ModerationState, ReviewItem
from peers.models import Comment, Group, Post
from peers.operations.writing import UnableToWrite, write_comment, write_post
from portal.models import Area, ModerationLevel, Profile
from tests.factories.peers import make_group, make_membership, make_post
from tests.factories.portal import make_member


@pytest.fixture
def group(area: Area, member: Profile) -> Group:
    group = make_group(organiser=make_member("Rosa"))
    make_membership(group, member)
    return group


@pytest.mark.parametrize(
    ("level", "state", "items"),
    [
        (ModerationLevel.PRE, ModerationState.HELD, 1),
        (ModerationLevel.POST, ModerationState.PUBLISHED, 1),
        (ModerationLevel.NONE, ModerationState.PUBLISHED, 0),
    ],
)
def test_posts_and_comments_obey_their_authors_own_level(
    group: Group, member: Profile, now: datetime, level: ModerationLevel, state: ModerationState, items: int
) -> None:
    member.moderation_level = level
    others = make_post(group, group.memberships.organisers().get().profile)

    post = write_post(group=group, text="Hello", by=member, now=now)
    comment = write_comment(post=others, text="Hello", by=member, now=now)

    assert (post.state, comment.state) == (state, state)
    assert ReviewItem.objects.count() == 2 * items


def test_write_post_refuses_who_is_not_in_the_group(group: Group, now: datetime) -> None:
    with pytest.raises(UnableToWrite, match="Join the group first"):
        write_post(group=group, text="Hello", by=make_member("Jo"), now=now)

    assert not Post.objects.exists()


def test_write_post_refuses_who_has_left(group: Group, now: datetime) -> None:
    jo = make_member("Jo")
    make_membership(group, jo, left_at=now)

    with pytest.raises(UnableToWrite):
        write_post(group=group, text="Hello", by=jo, now=now)


def test_the_same_words_sent_twice_are_one_post(group: Group, member: Profile, now: datetime) -> None:
    first = write_post(group=group, text="Hello", by=member, now=now)

    assert write_post(group=group, text="Hello", by=member, now=now + timedelta(seconds=5)) == first
    assert write_post(group=group, text="Hello?", by=member, now=now + timedelta(seconds=6)) != first
    assert write_post(group=group, text="Hello", by=member, now=now + timedelta(hours=1)) != first
    assert Post.objects.count() == 3


def test_the_same_comment_sent_twice_is_one(group: Group, member: Profile, now: datetime) -> None:
    post = make_post(group, member)

    first = write_comment(post=post, text="Yes", by=member, now=now)

    assert write_comment(post=post, text="Yes", by=member, now=now) == first
    assert Comment.objects.count() == 1


@pytest.mark.parametrize("state", [ModerationState.HELD, ModerationState.CHANGE_ASKED, ModerationState.REMOVED])
def test_write_comment_refuses_a_post_that_others_cannot_see(
    group: Group, member: Profile, now: datetime, state: ModerationState
) -> None:
    post = make_post(group, member, state=state)

    with pytest.raises(UnableToWrite, match="Others cannot see this post now"):
        write_comment(post=post, text="Hello", by=member, now=now)


def test_write_comment_refuses_who_is_not_in_the_group(group: Group, member: Profile, now: datetime) -> None:
    with pytest.raises(UnableToWrite):
        write_comment(post=make_post(group, member), text="Hello", by=make_member("Jo"), now=now)
