"""Letters: made by a worker, printed and posted by the host."""

from datetime import datetime

import structlog
from django.db import transaction
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from portal.areas.context import current_area_id
from portal.models import Area, Channel, CommunicationNeeds, Format, Letter, Notification, Profile
from portal.models.notification import NotificationState
from portal.operations.audit import record
from portal.operations.refusal import Refusal
from portal.operations.stored_files import store_bytes
from portal.operations.wording import letter_ideas, letter_paragraphs
from portal.pdf import UnableToRenderPdf, render_pdf
from portal.queries import needs_of

log = structlog.get_logger("portal.letters")


class UnableToPostLetter(Refusal):
    """It is posted already, or it is not there any more."""


def letter_pdf(*, notification: Notification, needs: CommunicationNeeds, area: Area, link: str) -> bytes:
    """
    A notification on paper, as its reader needs it: at 14 points, in large print, or in Easy Read with pictures.

    Name and address stand where the window of a C5 or DL envelope is.

    :raises UnableToRenderPdf: somebody could not read it
    """
    path = reverse("portal:open_notice", args=[notification.code])
    easy = needs.has_format(Format.EASY_READ) or needs.has_format(Format.SYMBOLS)
    context = {
        "area": area,
        "notification": notification,
        "needs": needs,
        "site": link.removesuffix(path),
        "path": path,
        "paragraphs": letter_paragraphs(notification),
        "ideas": letter_ideas(notification),
        "large_print": needs.has_format(Format.LARGE_PRINT),
    }
    template = "portal/pdf/easy_letter.html" if easy else "portal/pdf/letter.html"
    return render_pdf(template, context, now=notification.created_at)


def make_letter(*, notification: Notification, link: str, now: datetime) -> NotificationState:
    """
    Make the letter of a claimed notification, once, and say what has become of the notification.

    A letter that cannot be made readable for its reader is not made.
    """
    # Lock the person: they may be moving house at this very moment, or choosing another way.
    reader = Profile.objects.select_for_update().get(pk=notification.recipient_id)
    needs = needs_of(reader)
    if needs.channel != Channel.LETTER:
        return NotificationState.PENDING
    if Letter.objects.filter(notification=notification).exists():
        return NotificationState.READY
    area = Area.objects.get(pk=current_area_id())
    try:
        content = letter_pdf(notification=notification, needs=needs, area=area, link=link)
    except UnableToRenderPdf as refusal:
        log.exception("letter given up", notification=str(notification.pk), faults=list(refusal.faults))
        return NotificationState.FAILED
    file = store_bytes(
        name=f"letter-{slugify(notification.recipient.shown_name)}-{notification.code}.pdf",
        content=content,
        content_type="application/pdf",
        by=None,
        now=now,
    )
    letter = Letter.objects.create(notification=notification, file=file, made_at=now)
    record(by=None, action="make_letter", subject=letter, now=now)
    return NotificationState.READY


@transaction.atomic
def post_letter(*, letter: Letter, by: Profile, now: datetime) -> Letter:
    """
    Say "I have posted it".

    :raises UnableToPostLetter: posted already, or its reader has chosen another way since
    """
    # Lock the notification: its reader may be choosing another way at this very moment.
    notification = Notification.objects.select_for_update().get(pk=letter.notification_id)
    found = Letter.objects.filter(pk=letter.pk).first()
    if found is None:
        raise UnableToPostLetter(_("This person has just chosen another way. Please do not post the letter."))
    if found.posted_at is not None:
        raise UnableToPostLetter(_("Somebody has posted this letter already."))
    found.posted_at, found.posted_by = now, by
    found.save(update_fields=["posted_at", "posted_by"])
    notification.state, notification.sent_at = NotificationState.SENT, now
    notification.save(update_fields=["state", "sent_at"])
    record(by=by, action="post_letter", subject=found, now=now)
    return found
