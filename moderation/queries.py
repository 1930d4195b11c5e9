"""Who should read what, and what became of it."""

from datetime import datetime

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When

from moderation.kinds import employers_of
from moderation.models import ReviewItem
from portal.models import ModerationLevel, Profile, Role
from portal.queries import champions
from portal.working_hours import LONDON


def queue_for(champion: Profile, *, now: datetime) -> QuerySet[ReviewItem]:
    """
    What a champion may read and decide now: texts whose authors wait first, then the soonest promised.

    A text goes to the mentor that its author chose; to every champion when none was chosen, when the mentor is away or
    no longer a champion, or when the promised time has passed. Nobody gets their own text, nor one that may criticise
    the organisation that they work for. `rules.has_come_to` says the same of one item.
    """
    today = now.astimezone(LONDON).date()
    for_everybody = (
        Q(mentor_asked__isnull=True)
        | Q(mentor_asked__mentor_away_until__gte=today)
        | ~Q(mentor_asked__roles__contains=[Role.CHAMPION])
        | Q(promised_by__lte=now)
    )
    return (
        ReviewItem.objects.open()
        .filter(for_everybody | Q(mentor_asked=champion))
        .exclude(author=champion)
        .exclude(criticised_organisation_id__in=employers_of(champion))
        .select_related("author", "mentor_asked", "version")
        .order_by(Case(When(level=ModerationLevel.PRE, then=Value(0)), default=Value(1)), "promised_by", "id")
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
    return items.select_related("version", "mentor_asked", "decision__by").order_by("-submitted_at", "-id")


def earlier_items(item: ReviewItem) -> QuerySet[ReviewItem]:
    """What was decided about earlier versions of the same text, newest first."""
    earlier = ReviewItem.objects.filter(content_id=item.content_id, version__number__lt=item.version.number)
    return earlier.select_related("version", "decision__by").order_by("-version__number")


def champions_who_may_read(item: ReviewItem) -> list[Profile]:
    """Every champion whom an item may come to, once it is no longer kept for the mentor."""
    others = champions().exclude(pk=item.author_id).select_related("user")
    return [champion for champion in others if item.criticised_organisation_id not in employers_of(champion)]


def mentors_for(profile: Profile) -> QuerySet[Profile]:
    """The champions whom a member may choose as mentor."""
    return champions().exclude(pk=profile.pk)
