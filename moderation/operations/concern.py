"""Telling somebody that something is wrong: with what was written, or with how somebody is."""

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from moderation.kinds import kind_of
from moderation.models import Concern, ContentVersion, Moderated, ModeratedQuerySet, Report, ReviewItem
from moderation.operations.reading import free_from
from moderation.queries import safeguarding_leads
from portal.models import ModerationLevel, Profile, Role
from portal.operations.audit import record
from portal.operations.constraints import told_as
from portal.operations.notifications import notify
from portal.operations.refusal import Refusal
from portal.working_hours import after_working_hours


class UnableToReport(Refusal):
    """It is the person's own, nobody else can see it, they said it before, or they did not say what is wrong."""


@transaction.atomic
def report_content(
    *, content: Moderated, concern: Concern, words: str = "", by: Profile, now: datetime
) -> Report | None:
    """
    Tell the champions that something is wrong with a text, whatever its author's moderation level.

    Where somebody may be in danger the champions are told nothing: it becomes a case of the safeguarding lead's, and
    nothing that the portal could show comes back.

    :raises UnableToReport: one's own text, one that others cannot see, one told of before, or danger without words
    """
    words = words.strip()
    if content.author_id == by.pk:
        raise UnableToReport(_("This is your own. If you would like it taken away, ask a champion."))
    if not ModeratedQuerySet(type(content)).published().filter(pk=content.pk).exists():
        raise UnableToReport(_("Others cannot see this any more. You do not need to do anything."))
    version = ContentVersion.objects.filter(content_id=content.pk).order_by("-number")[0]
    if concern == Concern.DANGER:
        report_concern(words=words, about=content.author, version=version, by=by, now=now)
        return None
    item = _item_to_read(content=content, version=version, now=now)
    with told_as(UnableToReport, model=Report):
        report = Report.objects.create(review_item=item, concern=concern, words=words, by=by, at=now)
    record(by=by, action="report_content", subject=content, now=now, concern=concern)
    if by.has_role(Role.CHAMPION):
        # They have a part in it now, and others judge it.
        free_from(item=item, champion=by, now=now)
    return report


def _item_to_read(*, content: Moderated, version: ContentVersion, now: datetime) -> ReviewItem:
    """The open item of a text; a new one for any champion, where nobody has it to read."""
    unread = ReviewItem.objects.open().filter(content_id=content.pk)
    # Lock the item: a champion who decides at this very moment has not read this report.
    item = unread.select_for_update(of=("self",), no_key=True).first()
    if item is not None:
        return item
    # Lock the text: somebody else may be the first to report it at this very moment.
    ModeratedQuerySet(type(content)).select_for_update(of=("self",), no_key=True).get(pk=content.pk)
    return unread.first() or ReviewItem.objects.create(
        content_kind=version.content_kind,
        content_id=version.content_id,
        version=version,
        author=content.author,
        level=ModerationLevel.POST,
        criticised_organisation_id=kind_of(content).criticises(content),
        submitted_at=now,
        promised_by=after_working_hours(start=now, hours=content.author.area.promised_hours),
    )


@transaction.atomic
def report_concern(
    *,
    words: str,
    who: str = "",
    may_name: bool = False,
    about: Profile | None = None,
    version: ContentVersion | None = None,
    by: Profile,
    now: datetime,
) -> None:
    """
    Tell the area's safeguarding leads, and nobody else, of a worry about somebody.

    The case is its own audit trail: the area's general one would tell others who was worried. For the same reason
    nothing is given back, and whoever told it gets no message: others may read their post.

    :param who: whom it is about, in the words of whoever is worried
    :param may_name: others may be told who it was
    :param about: the same, where the portal knows the person: they can never read the case
    :param version: the words that it is about
    :raises UnableToReport: nothing was said
    """
    words = words.strip()
    if not words:
        raise UnableToReport(_("Please write what happened, or what worries you."), field="words")
    case_id = uuid7()
    with connection.cursor() as cursor:
        # Not by the model, which would ask for the row back: nobody but a lead may read it.
        cursor.execute(
            "INSERT INTO moderation_safeguardingcase"
            " (id, reporter_id, may_name_reporter, who, about_id, version_id, words, opened_at)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
            [
                case_id,
                by.pk,
                may_name,
                who.strip(),
                about.pk if about else None,
                version.pk if version else None,
                words,
                now,
            ],
        )
    without_part = [by.pk, *([about.pk] if about else [])]
    leads = list(safeguarding_leads().exclude(pk__in=without_part).select_related("user"))
    for lead in leads:
        notify(
            recipient=lead,
            key=f"safeguarding:{case_id}",
            template="moderation/email/new_concern",
            now=now,
            url=reverse("moderation:safeguarding_cases"),
        )
    if not leads:
        _say_that_a_lead_is_missing(case_id=str(case_id), without_part=without_part, now=now)


def _say_that_a_lead_is_missing(*, case_id: str, without_part: list[UUID], now: datetime) -> None:
    """The host learns that a worry waits, and nothing of what it is."""
    for host in Profile.objects.with_role(Role.HOST).exclude(pk__in=without_part).select_related("user"):
        notify(recipient=host, key=f"no-lead:{case_id}", template="moderation/email/no_lead", now=now)
