"""Who should read what, and what became of it."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Case, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Value, When

from moderation.figures import Figures, Reading, figures_of
from moderation.kinds import employers_of
from moderation.models import (
    Appeal,
    Block,
    ContentVersion,
    Decision,
    EntryKind,
    Mute,
    Outcome,
    ReadyAdvice,
    Report,
    ReviewItem,
    SafeguardingCase,
    SafeguardingEntry,
    StoodAside,
)
from moderation.models.appeal import AppealQuerySet
from moderation.rules import may_judge_appeal, reported_by
from portal.areas.context import safeguarding_lead
from portal.models import ModerationLevel, Profile, Role
from portal.queries import champions
from portal.working_hours import LONDON, working_time_between

GOOD_RUN: Final = 5
_REPORTED: Final = Exists(Report.objects.filter(review_item=OuterRef("pk")))


def queue_for(champion: Profile, *, now: datetime) -> QuerySet[ReviewItem]:
    """
    What a champion may read and decide now: texts whose authors wait first, then what somebody reported, then the
    soonest promised.

    A text goes to the mentor that its author chose, or to who covers for that mentor; to every champion when there is
    neither, or when the promised time has passed. Nobody gets their own text, one that may criticise whom they work
    for, that they reported, or that they would rather not judge. `rules.has_come_to` and `may_decide_item` say the
    same of one item.
    """
    today = now.astimezone(LONDON).date()
    mentor_is_away = Q(mentor_asked__mentor_away_until__gte=today)
    cover_is_here = (
        Q(mentor_asked__mentor_cover__roles__contains=[Role.CHAMPION], criticised_organisation_id__isnull=True)
        & ~Q(mentor_asked__mentor_cover=F("author"))
        & ~Q(mentor_asked__mentor_cover__mentor_away_until__gte=today, mentor_asked__mentor_cover__isnull=False)
    )
    for_everybody = (
        Q(mentor_asked__isnull=True)
        | ~Q(mentor_asked__roles__contains=[Role.CHAMPION])
        | Q(promised_by__lte=now)
        | (mentor_is_away & ~cover_is_here)
    )
    for_cover = mentor_is_away & cover_is_here & Q(mentor_asked__mentor_cover=champion)
    aside = StoodAside.objects.filter(champion=champion)
    return (
        ReviewItem.objects.open()
        .filter(for_everybody | for_cover | Q(mentor_asked=champion))
        .exclude(author=champion)
        .exclude(criticised_organisation_id__in=employers_of(champion))
        .exclude(content_id__in=aside.values("content_id"))
        .exclude(content_id__in=reported_by(champion).values("review_item__content_id"))
        .select_related("author", "mentor_asked", "claimed_by", "version")
        .annotate(is_reported=_REPORTED)
        .order_by(
            Case(
                When(level=ModerationLevel.PRE, then=Value(0)), When(is_reported=True, then=Value(1)), default=Value(2)
            ),
            "promised_by",
            "id",
        )
    )


def items_of(author: Profile) -> QuerySet[ReviewItem]:
    """
    What a member sent that somebody reads or has read, newest first, each with its decision.

    `is_newest` is true where no newer version of the same text was sent: only that one can still be changed.
    """
    newer = ReviewItem.objects.filter(
        content_id=OuterRef("content_id"), version__number__gt=OuterRef("version__number")
    )
    items = ReviewItem.objects.filter(author=author).annotate(is_newest=~Exists(newer))
    items = items.select_related("version", "mentor_asked", "decision__by", "decision__appeal__verdict__by")
    return items.order_by("-submitted_at", "-id")


def earlier_items(item: ReviewItem) -> QuerySet[ReviewItem]:
    """What was decided about earlier versions of the same text, newest first."""
    earlier = ReviewItem.objects.filter(content_id=item.content_id, version__number__lt=item.version.number)
    return earlier.select_related("version", "decision__by").order_by("-version__number")


def champions_who_may_read(item: ReviewItem) -> list[Profile]:
    """Every champion whom an item may come to, once it is no longer kept for one of them."""
    aside = StoodAside.objects.filter(content_id=item.content_id)
    reporters = Report.objects.filter(review_item__content_id=item.content_id)
    others = champions().exclude(pk=item.author_id).exclude(pk__in=aside.values("champion"))
    others = others.exclude(pk__in=reporters.values("by")).select_related("user")
    return [champion for champion in others if item.criticised_organisation_id not in employers_of(champion)]


def narrowed_queue(
    champion: Profile,
    *,
    now: datetime,
    kind: str = "",
    level: str = "",
    is_reported: bool = False,
    is_own: bool = False,
    is_late: bool = False,
) -> QuerySet[ReviewItem]:
    """
    A part of a champion's queue.

    :param kind: a kind of content, such as "peers.post"
    :param level: one of `ModerationLevel`: whether its author waits, or others see it already
    :param is_reported: only what somebody reported
    :param is_own: only from members whose mentor the champion is
    :param is_late: only what waits longer than was promised
    """
    items = queue_for(champion, now=now)
    if kind:
        items = items.filter(content_kind=kind)
    if level:
        items = items.filter(level=level)
    if is_reported:
        items = items.filter(_REPORTED)
    if is_own:
        items = items.filter(mentor_asked=champion)
    if is_late:
        items = items.filter(level=ModerationLevel.PRE, promised_by__lte=now)
    return items


def versions_of(item: ReviewItem) -> QuerySet[ContentVersion]:
    """Every version of an item's text up to its own, the newest first."""
    up_to_it = ContentVersion.objects.filter(content_id=item.content_id, number__lte=item.version.number)
    return up_to_it.order_by("-number")


def appeals_for(judge: Profile) -> list[Appeal]:
    """The open appeals that somebody may judge, the soonest promised first."""
    return [appeal for appeal in _appeals().open() if may_judge_appeal(judge, appeal)]


def appeals_to_judge() -> QuerySet[Appeal]:
    """Every appeal, with all that a page about it tells."""
    return _appeals().prefetch_related("decision__review_item__reports")


def _appeals() -> AppealQuerySet:
    appeals: AppealQuerySet = Appeal.objects.select_related(
        "by", "decision__by", "decision__review_item__author", "decision__review_item__version", "verdict__by"
    )
    return appeals


def judges_of(appeal: Appeal) -> list[Profile]:
    """Everybody who may judge an appeal: champions who took no part, or the hosts where there is none."""
    able = [champion for champion in champions().select_related("user") if may_judge_appeal(champion, appeal)]
    return able or [host for host in Profile.objects.with_role(Role.HOST) if may_judge_appeal(host, appeal)]


def has_good_run(author: Profile) -> bool:
    """Whether the last five decisions about what somebody wrote at their own level of now let others see it."""
    decisions = Decision.objects.filter(review_item__author=author, review_item__level=author.moderation_level)
    last = list(decisions.order_by("-at", "-id")[:GOOD_RUN])
    return len(last) == GOOD_RUN and all(decision.publishes for decision in last)


def area_figures(*, now: datetime) -> Figures:
    """How texts were read in the area in the last 365 days."""
    decisions = Decision.objects.filter(at__gt=now - timedelta(days=365))
    readings = [_reading(decision) for decision in decisions.select_related("review_item", "appeal__verdict")]
    return figures_of(readings, outcomes=Outcome.values)


def _reading(decision: Decision) -> Reading:
    item, appeal = decision.review_item, getattr(decision, "appeal", None)
    verdict = getattr(appeal, "verdict", None)
    return Reading(
        outcome=decision.outcome,
        waited=working_time_between(item.submitted_at, decision.at),
        is_kept=decision.at <= item.promised_by if item.level == ModerationLevel.PRE else None,
        is_reversed=None if appeal is None else verdict is not None and verdict.reverses,
    )


def ready_advice() -> QuerySet[ReadyAdvice]:
    """The area's advice that is in use, by what it is about."""
    return ReadyAdvice.objects.in_use().select_related("written_by")


def mentors_for(profile: Profile) -> QuerySet[Profile]:
    """The champions whom a member may choose as mentor."""
    return champions().exclude(pk=profile.pk)


def cases_for(lead: Profile) -> list[SafeguardingCase]:
    """
    What a safeguarding lead may read, with its entries: open cases first, then the newest. Nothing for anybody else.

    A list, read at once: PostgreSQL shows the rows no longer than this takes.
    """
    with safeguarding_lead(lead.pk):
        cases = list(_cases().order_by("-opened_at", "-id"))
    return sorted(cases, key=is_closed)


def case_for(lead: Profile, pk: UUID) -> SafeguardingCase | None:
    """One case with its entries, for a safeguarding lead who has no part in it; None for anybody else."""
    with safeguarding_lead(lead.pk):
        return _cases().filter(pk=pk).first()


def is_closed(case: SafeguardingCase) -> bool:
    """Whether a case from `cases_for` or `case_for` is closed now."""
    return bool(case.last_turn == EntryKind.CLOSED)  # type: ignore[attr-defined]  # added by _cases


def _cases() -> QuerySet[SafeguardingCase]:
    turns = SafeguardingEntry.objects.filter(
        case=OuterRef("pk"), kind__in=[EntryKind.CLOSED, EntryKind.REOPENED]
    ).order_by("-at", "-id")
    entries = Prefetch("entries", SafeguardingEntry.objects.select_related("by").order_by("at", "id"))
    cases = SafeguardingCase.objects.annotate(last_turn=Subquery(turns.values("kind")[:1]))
    return cases.select_related("reporter", "about", "version").prefetch_related(entries)


def safeguarding_leads() -> QuerySet[Profile]:
    """The area's safeguarding leads."""
    return Profile.objects.with_role(Role.SAFEGUARDING)


def is_blocked(one: Profile, other: Profile) -> bool:
    """Whether either of two members has blocked the other."""
    return Block.objects.filter(Q(by=one, member=other) | Q(by=other, member=one)).exists()


def muted_by(member: Profile) -> QuerySet[Profile]:
    """Whom a member would rather not read."""
    return Profile.objects.filter(pk__in=Mute.objects.filter(by=member).values("member"))


def unheard_by(reader: Profile) -> QuerySet[Profile]:
    """Whose words a member does not read: whom they have muted, and where one of the two has blocked the other."""
    muted, blocked = Mute.objects.filter(by=reader), Block.objects.filter(by=reader)
    blocking = Block.objects.filter(member=reader)
    return Profile.objects.filter(
        Q(pk__in=muted.values("member")) | Q(pk__in=blocked.values("member")) | Q(pk__in=blocking.values("by"))
    )


def not_hearing(author: Profile) -> QuerySet[Profile]:
    """Who does not read a member's words: the other side of `unheard_by`."""
    muting, blocked = Mute.objects.filter(member=author), Block.objects.filter(by=author)
    blocking = Block.objects.filter(member=author)
    return Profile.objects.filter(
        Q(pk__in=muting.values("by")) | Q(pk__in=blocked.values("member")) | Q(pk__in=blocking.values("by"))
    )


def blocked_by(member: Profile) -> QuerySet[Profile]:
    """Whom a member has blocked."""
    return Profile.objects.filter(pk__in=Block.objects.filter(by=member).values("member"))
