"""Texts that wait to be read, for tests. Call them inside an area."""

from datetime import datetime
from itertools import count
from uuid import UUID

from moderation.models import ReviewItem
from moderation.operations.submission import submit
from peers.models import Group, Post
from portal.models import ModerationLevel, Profile
from tests.factories.peers import LONG_AGO, make_group

_number = count(1)


def send_post(
    author: Profile, text: str = "Who brings the onions?", *, now: datetime = LONG_AGO, group: Group | None = None
) -> Post:
    """A post sent in earnest, by its author's own moderation level."""
    return submit(content=Post(group=group or make_group(f"Group {next(_number)}"), text=text), by=author, now=now)


def make_item(
    author: Profile,
    *,
    level: ModerationLevel = ModerationLevel.PRE,
    now: datetime = LONG_AGO,
    criticises: UUID | None = None,
    text: str = "Who brings the onions?",
) -> ReviewItem:
    """A text that waits to be read, whatever its author's level is."""
    author.moderation_level = level
    post = send_post(author, text, now=now)
    item = ReviewItem.objects.get(content_id=post.pk)
    if criticises is not None:
        item.criticised_organisation_id = criticises
        item.save()
    return item
