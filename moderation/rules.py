"""Who may choose how they are moderated, and who may judge what others write."""

from datetime import datetime

from django.utils.translation import gettext

from moderation.kinds import employers_of
from moderation.models import ReviewItem
from portal.models import ModerationLevel, Profile, Role
from portal.permissions import Permission, grants
from portal.working_hours import LONDON


@grants(Permission.CHOOSE_OWN_MODERATION)
def may_choose_own_moderation(profile: Profile, thing: object) -> bool:
    """Whoever may write: a provider's replies are looked at too."""
    return not profile.is_commissioner


@grants(Permission.WORK_QUEUE)
def may_work_queue(profile: Profile, thing: object) -> bool:
    return profile.has_role(Role.CHAMPION)


@grants(Permission.DECIDE_ITEM)
def may_decide_item(profile: Profile, item: ReviewItem) -> bool:
    """A champion, though never about their own words, nor about words that may criticise whom they work for."""
    return (
        profile.has_role(Role.CHAMPION)
        and item.author_id != profile.pk
        and item.criticised_organisation_id not in employers_of(profile)
    )


def is_away(mentor: Profile, *, now: datetime) -> bool:
    """Whether somebody said that they are away as a mentor today."""
    return mentor.mentor_away_until is not None and mentor.mentor_away_until >= now.astimezone(LONDON).date()


def has_come_to(champion: Profile, item: ReviewItem, *, now: datetime) -> bool:
    """Whether an item is no longer kept for another champion, whom its author chose as mentor."""
    mentor = item.mentor_asked
    return (
        mentor is None
        or mentor == champion
        or is_away(mentor, now=now)
        or not mentor.has_role(Role.CHAMPION)
        or item.is_overdue(now)
    )


def choice_in_words(profile: Profile) -> str:
    """How somebody wants what they write to be looked at, as their profile tells them."""
    level = str(ModerationLevel(profile.moderation_level).label)
    if profile.moderation_level == ModerationLevel.PRE and profile.mentor is not None:
        return gettext("%(mentor)s reads it before others see it") % {"mentor": profile.mentor}
    return level
