"""Groups and who is in them, for the person who looks."""

from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    Count,
    Exists,
    IntegerField,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce

from peers.models import (
    Announcement,
    Group,
    JoinRequest,
    Membership,
    Paper,
    Post,
)
from portal.models import District, Interest, Profile
from portal.queries import best_matches


def people_in(group_id: UUID) -> QuerySet[Profile]:
    """Everyone who is in a group now."""
    return Profile.objects.filter(pk__in=Membership.objects.current().filter(group=group_id).values("profile"))


def groups_for(profile: Profile) -> QuerySet[Group]:
    """
    The area's groups, each with what a card or a page about it tells this person.

    `people`: how many are in it; `interest_names`; `picture`: the kind of its first interest; `my_role`: theirs in it,
    or None; `my_request`: the kind of their waiting request or invitation, and `my_request_id`.
    """
    mine = Membership.objects.current().filter(group=OuterRef("pk"), profile=profile)
    waiting = JoinRequest.objects.waiting().filter(group=OuterRef("pk"), profile=profile)
    interests = Interest.objects.filter(groups=OuterRef("pk")).order_by("name")
    return Group.objects.select_related("district").annotate(
        people=_how_many(Membership.objects.current()),
        interest_names=ArraySubquery(interests.values("name")),
        picture=Coalesce(Subquery(interests.values("category")[:1]), Value("people")),
        my_role=Subquery(mine.values("role")[:1]),
        my_request=Subquery(waiting.values("kind")[:1]),
        my_request_id=Subquery(waiting.values("pk")[:1]),
    )


def group_page(profile: Profile) -> QuerySet[Group]:
    """`groups_for`, with how many posts, papers, news and waiting requests the group's page tells of."""
    return groups_for(profile).annotate(
        post_count=_how_many(Post.objects.visible_to(profile)),
        paper_count=_how_many(Paper.objects.all()),
        news_count=_how_many(Announcement.objects.visible_to(profile)),
        request_count=_how_many(JoinRequest.objects.waiting().asked()),
    )


def _how_many(rows: QuerySet[Model]) -> Coalesce:
    """How many of these rows belong to the group of the query around."""
    counted = rows.filter(group=OuterRef("pk")).order_by().values("group").annotate(number=Count("pk"))
    return Coalesce(Subquery(counted.values("number"), output_field=IntegerField()), 0)


def browse_groups(
    profile: Profile, *, words: str = "", interest: Interest | None = None, district: District | None = None
) -> QuerySet[Group]:
    """
    Groups to join that somebody runs: those that match best come first, else by name.

    A group for the whole area is found in each of its districts.
    """
    groups = groups_for(profile).filter(Exists(Membership.objects.current().organisers().filter(group=OuterRef("pk"))))
    if interest is not None:
        groups = groups.filter(interest_links__interest=interest)
    if district is not None:
        groups = groups.filter(Q(district=district) | Q(district__isnull=True))
    return best_matches(groups, function="peers_search_groups", words=words) if words else groups


def groups_of(profile: Profile) -> QuerySet[Group]:
    """The groups that somebody is in now."""
    return Group.objects.filter(pk__in=Membership.objects.current().filter(profile=profile).values("group"))


def readable(profile: Profile) -> Q:
    """Rows with a `group` whose group this person may read: an open one, or one they are in."""
    return Q(group__is_closed=False) | Q(group__in=groups_of(profile))


def members_of(group: Group) -> QuerySet[Membership]:
    """Who is in a group now, its organisers first."""
    return group.memberships.current().select_related("profile").order_by("-role", "profile__shown_name", "id")


def requests_to(group: Group) -> QuerySet[JoinRequest]:
    """Who asks to join a group and waits for an answer."""
    return group.join_requests.waiting().asked().select_related("profile__district").order_by("made_at", "id")
