"""Sending what a member wrote: held back or let through by the member's own moderation level."""

from datetime import datetime
from typing import TypeVar

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from moderation.kinds import employers_of, kind_of
from moderation.models import ContentVersion, Moderated, ModeratedQuerySet, ModerationState, ReviewItem, StoodAside
from moderation.operations.reading import ask_for_reading
from moderation.rules import reported_by
from portal.guard_rails import find_private_things
from portal.models import ModerationLevel, Profile, Role
from portal.operations.audit import record
from portal.operations.refusal import Refusal
from portal.working_hours import after_working_hours

Content = TypeVar("Content", bound=Moderated)


class UnableToResubmit(Refusal):
    """It is somebody else's, or nobody asked for a change."""


@transaction.atomic
def submit(*, content: Content, by: Profile, now: datetime) -> Content:
    """
    Save something new that a member wrote, and do with it what their moderation level says.

    `pre`: held, for the chosen mentor first and then for any champion. `post`: published at once and read afterwards.
    `none`: published at once, and nobody reads it for us.

    :param content: a new row with everything filled in but the fields of `Moderated`
    """
    return _send(content=content, level=ModerationLevel(by.moderation_level), by=by, now=now)


@transaction.atomic
def resubmit(*, content: Content, by: Profile, now: datetime) -> Content:
    """
    Save something that its author changed because a champion asked, and send it again.

    Somebody had a reason to ask, so somebody looks at the new words, even at the level `none`: after publishing, then.

    :param content: the row with its new words, not saved yet
    :raises UnableToResubmit: somebody else's, or nobody asked for a change
    """
    # Lock the row: a second click must not send the same words twice.
    state = ModeratedQuerySet(type(content)).select_for_update().values_list("state", "author_id").get(pk=content.pk)
    if state != (ModerationState.CHANGE_ASKED, by.pk):
        raise UnableToResubmit(_("Nobody is waiting for a change to this any more."))
    level = ModerationLevel(by.moderation_level)
    if level == ModerationLevel.NONE:
        level = ModerationLevel.POST
    return _send(content=content, level=level, by=by, now=now)


@transaction.atomic
def change_words(*, content: Content, words: str, by: Profile, now: datetime) -> Content:
    """
    Put new words in place of those that a champion asked to change, and send them.

    :raises UnableToResubmit: somebody else's, or nobody asked for a change
    """
    setattr(content, kind_of(content).words_field, words)
    return resubmit(content=content, by=by, now=now)


@transaction.atomic
def revise(*, content: Content, by: Profile, now: datetime) -> Content:
    """
    Save new words that a member gave something which others see already, and send it as their level says.

    `pre`: held back again, and news again when it is back. `post`: it stays, and is read afterwards. `none`: it stays.
    Where a champion has not come to read the words before, these take their place.

    :param content: a published row with its new words
    """
    # Lock the row: a champion may be deciding about the old words at this very moment.
    ModeratedQuerySet(type(content)).select_for_update().get(pk=content.pk)
    ReviewItem.objects.open().filter(content_id=content.pk).update(closed_at=now)
    level = ModerationLevel(by.moderation_level)
    if level == ModerationLevel.PRE:
        content.published_at = None
    return _send(content=content, level=level, by=by, now=now)


def _send(*, content: Content, level: ModerationLevel, by: Profile, now: datetime) -> Content:
    content.author, content.submitted_at = by, now
    is_news = level != ModerationLevel.PRE and content.published_at is None
    if level == ModerationLevel.PRE:
        content.state = ModerationState.HELD
    else:
        content.state, content.published_at = ModerationState.PUBLISHED, content.published_at or now
    content.save()
    record(by=by, action="submit", subject=content, now=now, level=level)
    version = _keep_version(content=content, by=by, now=now)
    if level != ModerationLevel.NONE:
        _open_review(content=content, version=version, level=level, by=by, now=now)
    if is_news:
        kind_of(content).when_published(content=content, now=now)
    return content


def _keep_version(*, content: Moderated, by: Profile, now: datetime) -> ContentVersion:
    kind = kind_of(content)
    text = kind.text(content)
    return ContentVersion.objects.create(
        content_kind=content._meta.label_lower,
        content_id=content.pk,
        number=ContentVersion.objects.filter(content_id=content.pk).count() + 1,
        author=by,
        title=kind.title(content)[:200],
        text=text,
        # Whatever is still in it was asked about before it was sent.
        warned_of=sorted({found.kind for found in find_private_things(text)}),
        written_at=now,
    )


def _open_review(
    *, content: Moderated, version: ContentVersion, level: ModerationLevel, by: Profile, now: datetime
) -> ReviewItem:
    criticised = kind_of(content).criticises(content)
    item = ReviewItem.objects.create(
        content_kind=version.content_kind,
        content_id=version.content_id,
        version=version,
        author=by,
        level=level,
        mentor_asked=_mentor_for(by, content=content, criticised=criticised),
        criticised_organisation_id=criticised,
        submitted_at=now,
        promised_by=after_working_hours(start=now, hours=by.area.promised_hours),
    )
    if item.is_held:
        ask_for_reading(item=item, now=now)
    return item


def _mentor_for(author: Profile, *, content: Moderated, criticised: object) -> Profile | None:
    """The chosen mentor, unless they may not judge this: then any champion, at once."""
    mentor = author.mentor
    if mentor is None or not mentor.has_role(Role.CHAMPION) or criticised in employers_of(mentor):
        return None
    is_aside = StoodAside.objects.filter(content_id=content.pk, champion=mentor).exists()
    has_reported = reported_by(mentor).filter(review_item__content_id=content.pk).exists()
    return None if is_aside or has_reported else mentor
