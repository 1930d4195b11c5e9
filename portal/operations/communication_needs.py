"""How somebody wants to be told things. Only the person themselves says so."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.contact_details import parse_postcode, parse_telephone
from portal.models import Channel, CommunicationNeeds, Format, Letter, Notification, Profile
from portal.models.notification import NotificationState
from portal.operations.audit import record
from portal.operations.constraints import told_as
from portal.operations.notifications import notify
from portal.operations.refusal import Refusal
from portal.queries import needs_of, needs_to_review

# With the name and the postcode, what the window of an envelope has room for.
MOST_ADDRESS_LINES: Final = 5


class UnableToChooseChannel(Refusal):
    """The way that somebody chose needs a number or an address that is not there."""


class UnableToChooseFormats(Refusal):
    """Another language is chosen, and it has no name."""


@dataclass(frozen=True, kw_only=True)
class WhereToReach:
    """A telephone number or an address, as somebody typed it."""

    telephone: str = ""
    name_on_letters: str = ""
    address: str = ""
    postcode: str = ""


@transaction.atomic
def choose_channel(*, channel: Channel, where: WhereToReach, by: Profile, now: datetime) -> CommunicationNeeds:
    """
    Choose the way on which we tell somebody things. What has not reached them yet comes that way too.

    Of number and address we keep only what this way needs.

    :raises UnableToChooseChannel: the number or the address that it needs is missing, or is none
    """
    needs = _locked_needs(by)
    needs.channel = channel
    needs.telephone = needs.name_on_letters = needs.address = needs.postcode = ""
    if channel in {Channel.TEXT, Channel.PHONE}:
        needs.telephone = _read(where.telephone, parse_telephone, field="telephone")
    if channel == Channel.LETTER:
        needs.name_on_letters = " ".join(where.name_on_letters.split()) or by.shown_name
        needs.address = "\n".join(line for part in where.address.splitlines() if (line := part.strip()))
        if not needs.address:
            raise UnableToChooseChannel(_("Give your address, so that a letter finds you."), field="address")
        if len(needs.address.splitlines()) > MOST_ADDRESS_LINES:
            raise UnableToChooseChannel(
                _("Please use 5 lines at most, so that all fit on an envelope."), field="address"
            )
        needs.postcode = _read(where.postcode, parse_postcode, field="postcode")
    needs.reviewed_on = timezone.localdate(now)
    with told_as(UnableToChooseChannel, model=CommunicationNeeds, field="telephone"):
        needs.save()
    _send_again_what_waits_for_people(by)
    record(by=by, action="choose_channel", subject=needs, now=now, channel=channel)
    return needs


@transaction.atomic
def choose_formats(*, formats: list[Format], language: str, by: Profile, now: datetime) -> CommunicationNeeds:
    """
    Choose how words have to come. Letters that are not posted yet are made again in that form.

    :param language: its name, where one of the formats is another language; ignored where none is
    :raises UnableToChooseFormats: another language without its name
    """
    needs = _locked_needs(by)
    needs.formats = [choice for choice in Format.values if choice in formats]
    needs.language = language.strip() if Format.OTHER_LANGUAGE in formats else ""
    needs.reviewed_on = timezone.localdate(now)
    with told_as(UnableToChooseFormats, model=CommunicationNeeds, field="language"):
        needs.save()
    _send_again_what_waits_for_people(by)
    record(by=by, action="choose_formats", subject=needs, now=now)
    return needs


@transaction.atomic
def review_needs(*, by: Profile, now: datetime) -> CommunicationNeeds:
    """Say "this is still right". We ask again in a year."""
    needs = _locked_needs(by)
    needs.reviewed_on = timezone.localdate(now)
    needs.save()
    record(by=by, action="review_needs", subject=needs, now=now)
    return needs


@transaction.atomic
def ask_to_review_needs(*, now: datetime) -> list[Notification]:
    """Ask each whose needs are a year old whether they are still right: once for each year."""
    asked = [
        notify(
            recipient=needs.profile,
            key=f"review-needs:{needs.pk}:{needs.reviewed_on}",
            template="portal/email/review_needs",
            now=now,
            url=reverse("portal:communication_needs"),
            needs=needs,
        )
        for needs in needs_to_review(on=timezone.localdate(now))
    ]
    return [notification for notification in asked if notification.created_at == now]


def _locked_needs(profile: Profile) -> CommunicationNeeds:
    # Lock the person: the first answer makes the row, and two browsers may give it at once.
    locked = Profile.objects.select_for_update().get(pk=profile.pk)
    return needs_of(locked)


def _read(typed: str, parse: Callable[[str], str], *, field: str) -> str:
    try:
        return parse(typed)
    except ValidationError as error:
        raise UnableToChooseChannel(error.messages[0], field=field) from error


def _send_again_what_waits_for_people(profile: Profile) -> None:
    """A letter that is not posted and a call that is not made go back, and out again in the new way."""
    waiting = Notification.objects.select_for_update().filter(recipient=profile, state=NotificationState.READY)
    again = list(waiting.values_list("pk", flat=True))
    Letter.objects.filter(notification__in=again, posted_at__isnull=True).delete()
    Notification.objects.filter(pk__in=again).update(state=NotificationState.PENDING, attempts=0)
