"""People who are told things in their own way, for tests. Call them inside an area."""

from datetime import datetime

from portal.models import Channel, Format, Letter, Notification, Profile
from portal.operations.communication_needs import WhereToReach, choose_channel, choose_formats
from portal.operations.notifications import claim_notification, send_notification
from tests.factories.portal import MONDAY_AFTERNOON, make_notification

# Numbers that Ofcom keeps free for stories, and a street that is nowhere.
MOBILE = "07700 900123"
HOME = {"name_on_letters": "Ms P. Example", "address": "Flat 4\n12 Sample Street\nLondon", "postcode": "w80zz"}


def choose(profile: Profile, channel: Channel, *formats: Format, now: datetime = MONDAY_AFTERNOON) -> Profile:
    """Choose a channel, with the number or the address that it needs, and formats where there are any."""
    choose_channel(channel=channel, where=WhereToReach(telephone=MOBILE, **HOME), by=profile, now=now)
    if formats:
        choose_formats(formats=list(formats), language="Polski", by=profile, now=now)
    return Profile.objects.get(pk=profile.pk)


def deliver(notification: Notification, *, now: datetime = MONDAY_AFTERNOON) -> Notification:
    """What a worker does with it."""
    claimed = claim_notification(notification_id=str(notification.pk), now=now)
    assert claimed is not None
    send_notification(notification=claimed, now=now)
    return claimed


def make_letter_to(profile: Profile, *formats: Format, **notice: object) -> Letter:
    """A letter that the host can print."""
    reader = choose(profile, Channel.LETTER, *formats)
    return deliver(make_notification(reader, **notice)).letter


def make_call_to(profile: Profile, **notice: object) -> Notification:
    """A line on the call sheet."""
    return deliver(make_notification(choose(profile, Channel.PHONE), **notice))
