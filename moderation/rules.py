"""Who may choose how they are moderated, and who may judge what others write."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext

from moderation.kinds import employers_of
from moderation.models import APPEAL_WITHIN, Appeal, Decision, Outcome, Report, ReviewItem, StoodAside
from portal.models import ModerationLevel, Profile, Role
from portal.permissions import Permission, grants
from portal.queries import champions
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
    """
    A champion who has no part in it: never about their own words, nor about words that may criticise whom they work
    for, that they reported themself, or that they would rather not judge.
    """
    return (
        profile.has_role(Role.CHAMPION)
        and item.author_id != profile.pk
        and item.criticised_organisation_id not in employers_of(profile)
        and not StoodAside.objects.filter(champion=profile, content_id=item.content_id).exists()
        and not reported_by(profile).filter(review_item__content_id=item.content_id).exists()
    )


@grants(Permission.APPEAL)
def may_appeal_decision(profile: Profile, decision: Decision) -> bool:
    """Whoever wrote the text."""
    return decision.review_item.author_id == profile.pk


def may_appeal(profile: Profile, decision: Decision, *, now: datetime) -> bool:
    """Whether somebody can still ask for a second look: soon enough, and with no newer words to read."""
    item = decision.review_item
    newer = ReviewItem.objects.filter(content_id=item.content_id, version__number__gt=item.version.number)
    return item.author_id == profile.pk and is_appealable(decision, now=now) and not newer.exists()


def is_appealable(decision: Decision, *, now: datetime) -> bool:
    """Whether it says more than "publish", and not too long ago."""
    return decision.outcome != Outcome.PUBLISH and decision.at > now - APPEAL_WITHIN


@grants(Permission.SEE_APPEALS)
def may_see_appeals(profile: Profile, thing: object) -> bool:
    """Champions, and hosts, who judge where no champion is left."""
    return profile.has_role(Role.CHAMPION) or profile.has_role(Role.HOST)


@grants(Permission.JUDGE_APPEAL)
def may_judge_appeal(profile: Profile, appeal: Appeal) -> bool:
    """
    A champion who took no part: who may decide about the text, and has not decided about any version of it.

    Where there is no such champion, a host who neither wrote it nor decided about it.
    """
    item = appeal.decision.review_item
    if _took_part(profile, item):
        return False
    if may_decide_item(profile, item):
        return True
    return profile.has_role(Role.HOST) and not any(
        may_decide_item(champion, item) and not _took_part(champion, item) for champion in champions()
    )


def _took_part(profile: Profile, item: ReviewItem) -> bool:
    decided = Decision.objects.filter(by=profile, review_item__content_id=item.content_id)
    return item.author_id == profile.pk or decided.exists()


def reported_by(profile: Profile) -> QuerySet[Report]:
    """What somebody told champions of."""
    return Report.objects.filter(by=profile)


@grants(Permission.REPORT_CONCERN)
def may_report_concern(profile: Profile, thing: object) -> bool:
    """Whoever takes part, in whatever role."""
    return not profile.is_commissioner


@grants(Permission.LEAD_SAFEGUARDING)
def may_lead_safeguarding(profile: Profile, thing: object) -> bool:
    return profile.has_role(Role.SAFEGUARDING)


def is_away(mentor: Profile, *, now: datetime) -> bool:
    """Whether somebody said that they are away as a mentor today."""
    return mentor.mentor_away_until is not None and mentor.mentor_away_until >= now.astimezone(LONDON).date()


def has_come_to(champion: Profile, item: ReviewItem, *, now: datetime) -> bool:
    """Whether an item is not kept for another champion: the mentor of its author, or who covers for that mentor."""
    kept_for = reader_of(item, now=now)
    return kept_for is None or champion in (kept_for, item.mentor_asked)


def reader_of(item: ReviewItem, *, now: datetime) -> Profile | None:
    """
    The one champion for whom an item is kept at this moment; None where it is for all of them.

    It is the mentor that its author chose; while that mentor is away, whoever covers for them. What may criticise an
    organisation waits for no cover, who may work there.
    """
    mentor = item.mentor_asked
    if mentor is None or item.is_overdue(now) or not mentor.has_role(Role.CHAMPION):
        return None
    if not is_away(mentor, now=now):
        return mentor
    cover = mentor.mentor_cover
    is_no_help = (
        cover is None
        or cover.pk == item.author_id
        or not cover.has_role(Role.CHAMPION)
        or is_away(cover, now=now)
        or item.criticised_organisation_id is not None
    )
    return None if is_no_help else cover


def choice_in_words(profile: Profile) -> str:
    """How somebody wants what they write to be looked at, as their profile tells them."""
    level = str(ModerationLevel(profile.moderation_level).label)
    if profile.moderation_level == ModerationLevel.PRE and profile.mentor is not None:
        return gettext("%(mentor)s reads it before others see it") % {"mentor": profile.mentor}
    return level
