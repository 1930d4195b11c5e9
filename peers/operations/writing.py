"""What members write in a group."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from moderation.operations.submission import submit
from peers.models import Comment, Group, Membership, Post
from portal.models import Profile
from portal.operations.refusal import Refusal

# A second click, or a form that the browser sent again, comes within this time.
TWICE_WITHIN = timedelta(minutes=2)


class UnableToWrite(Refusal):
    """Not in the group, or what they answer to cannot be seen any more."""


@transaction.atomic
def write_post(*, group: Group, text: str, by: Profile, now: datetime) -> Post:
    """
    Write something in a group, as the author's own moderation level says. The same words sent twice are one post.

    :raises UnableToWrite: not in the group
    """
    _lock_membership(group=group, by=by)
    twice = Post.objects.filter(group=group, author=by, text=text, submitted_at__gt=now - TWICE_WITHIN).first()
    return twice or submit(content=Post(group=group, text=text), by=by, now=now)


@transaction.atomic
def write_comment(*, post: Post, text: str, by: Profile, now: datetime) -> Comment:
    """
    Answer a post, as the author's own moderation level says. The same words sent twice are one comment.

    :raises UnableToWrite: not in the group, or the post is not published any more
    """
    _lock_membership(group=post.group, by=by)
    if not Post.objects.published().filter(pk=post.pk).exists():
        raise UnableToWrite(_("Others cannot see this post now, so you cannot answer it."))
    twice = Comment.objects.filter(post=post, author=by, text=text, submitted_at__gt=now - TWICE_WITHIN).first()
    return twice or submit(content=Comment(post=post, text=text), by=by, now=now)


def _lock_membership(*, group: Group, by: Profile) -> None:
    """One text at a time from one person in one group, and none from somebody who is leaving."""
    membership = Membership.objects.current().select_for_update().filter(group=group, profile=by).first()
    if membership is None:
        raise UnableToWrite(_("Join the group first. Then you can write in it."))
