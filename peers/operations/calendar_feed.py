"""Secret addresses where somebody's own calendar program reads what they may see."""

import secrets
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from peers.models import CalendarFeed, Group
from peers.rules import may_read_group
from portal.models import Profile
from portal.operations.audit import record
from portal.operations.constraints import told_as
from portal.operations.refusal import Refusal


class UnableToMakeFeed(Refusal):
    """There is one already, or the group is not theirs to read."""


class UnableToRevokeFeed(Refusal):
    """Somebody else's, or taken back before."""


@transaction.atomic
def make_calendar_feed(*, group: Group | None, by: Profile, now: datetime) -> tuple[CalendarFeed, str]:
    """
    Make a secret address of somebody's own days, or of a group's events, and give its secret.

    It is shown this once: only a digest is kept, so that nobody finds the address in a backup, or over somebody's
    shoulder next year. Whoever loses it replaces it with one press.

    :raises UnableToMakeFeed: there is one already, or the group is not theirs to read
    """
    if group is not None and not may_read_group(by, group):
        raise UnableToMakeFeed(_("Join the group first. Then you can have its calendar."))
    secret = secrets.token_urlsafe(32)
    feed = CalendarFeed(profile=by, group=group, digest=CalendarFeed.digest_of(secret), made_at=now)
    with told_as(UnableToMakeFeed, model=CalendarFeed):
        feed.save()
    record(by=by, action="make_calendar_feed", subject=feed, now=now)
    return feed, secret


@transaction.atomic
def replace_calendar_feed(*, feed: CalendarFeed, by: Profile, now: datetime) -> tuple[CalendarFeed, str]:
    """
    Let an address open nothing any more, and make another for the same calendar.

    :raises UnableToRevokeFeed: somebody else's, or taken back before
    :raises UnableToMakeFeed: the group is not theirs to read any more
    """
    revoked = revoke_calendar_feed(feed=feed, by=by, now=now)
    return make_calendar_feed(group=revoked.group, by=by, now=now)


@transaction.atomic
def revoke_calendar_feed(*, feed: CalendarFeed, by: Profile, now: datetime) -> CalendarFeed:
    """
    Let an address open nothing any more, from this moment on.

    :raises UnableToRevokeFeed: somebody else's, or taken back before
    """
    if not CalendarFeed.objects.current().filter(pk=feed.pk, profile=by).update(revoked_at=now):
        raise UnableToRevokeFeed(_("This address was taken back before. It opens nothing."))
    record(by=by, action="revoke_calendar_feed", subject=feed, now=now)
    feed.revoked_at = now
    return feed
