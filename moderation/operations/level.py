"""How a member wants to be moderated, and by whom. Nobody else can choose it for them."""

from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.models import ModerationLevel, Profile, Role
from portal.operations.audit import record
from portal.operations.notifications import notify
from portal.operations.refusal import Refusal
from portal.working_hours import LONDON


class UnableToChooseModeration(Refusal):
    """It is somebody else's own choice, or the person is no champion."""


@transaction.atomic
def choose_moderation_level(*, profile: Profile, level: ModerationLevel, by: Profile, now: datetime) -> Profile:
    """
    Change how a member's next texts are looked at. Up or down, at any time, at their own pace.

    :raises UnableToChooseModeration: by anybody but the member, be they carer, champion or host
    """
    _refuse_anybody_else(profile=profile, by=by)
    before, profile.moderation_level = profile.moderation_level, level
    profile.save(update_fields=["moderation_level"])
    record(by=by, action="choose_moderation_level", subject=profile, now=now, before=before, after=level)
    return profile


@transaction.atomic
def choose_mentor(*, profile: Profile, mentor: Profile | None, by: Profile, now: datetime) -> Profile:
    """
    Change which champion reads a member's texts first; None leaves it to any champion.

    :raises UnableToChooseModeration: by anybody but the member, or the mentor is no champion, or is the member
    """
    _refuse_anybody_else(profile=profile, by=by)
    if mentor is not None and (mentor == profile or not mentor.has_role(Role.CHAMPION)):
        raise UnableToChooseModeration(_("Please choose another champion as your mentor."), field="mentor")
    before, profile.mentor = profile.mentor_id, mentor
    profile.save(update_fields=["mentor"])
    event = record(
        by=by,
        action="choose_mentor",
        subject=profile,
        now=now,
        before=str(before) if before else None,
        after=str(mentor.pk) if mentor else None,
    )
    if mentor is not None and mentor.pk != before:
        notify(
            recipient=mentor,
            key=f"mentor:{event.pk}",
            template="moderation/email/chosen_as_mentor",
            now=now,
            member=profile,
        )
    return profile


@transaction.atomic
def say_when_away(
    *, profile: Profile, until: date | None, cover: Profile | None = None, by: Profile, now: datetime
) -> Profile:
    """
    Note until which day, that day included, a champion is away as a mentor; None says that they are here.

    While they are away, what their members write goes to who covers for them; without one, to any champion at once.

    :raises UnableToChooseModeration: by anybody else, no champion, a day that has passed, or no champion to cover
    """
    _refuse_anybody_else(profile=profile, by=by)
    if not profile.has_role(Role.CHAMPION):
        raise UnableToChooseModeration(_("Only a champion can be away as a mentor."))
    if until is not None and until < now.astimezone(LONDON).date():
        raise UnableToChooseModeration(
            _("That day has passed. Please give a day that is still to come."), field="until"
        )
    if cover is not None and (cover == profile or not cover.has_role(Role.CHAMPION)):
        raise UnableToChooseModeration(_("Please choose another champion to read for you."), field="cover")
    profile.mentor_away_until, profile.mentor_cover = until, cover if until is not None else None
    profile.save(update_fields=["mentor_away_until", "mentor_cover"])
    event = record(
        by=by,
        action="say_when_away",
        subject=profile,
        now=now,
        until=until.isoformat() if until else None,
        cover=str(profile.mentor_cover_id) if profile.mentor_cover_id else None,
    )
    if profile.mentor_cover is not None:
        notify(
            recipient=profile.mentor_cover,
            key=f"covers:{event.pk}",
            template="moderation/email/covers",
            now=now,
            url=reverse("moderation:queue"),
            mentor=profile,
            until=until,
        )
    return profile


def _refuse_anybody_else(*, profile: Profile, by: Profile) -> None:
    if by != profile:
        raise UnableToChooseModeration(_("Only %s can choose this.") % profile.shown_name)
