"""Posts, papers and news, for the person who reads."""

from django.db.models import (
    Prefetch,
    Q,
    QuerySet,
)

from peers.models import (
    Announcement,
    Audience,
    Comment,
    Group,
    Paper,
    Post,
)
from peers.queries.groups import people_in, readable
from portal.models import Profile


def audience_of(announcement: Announcement) -> QuerySet[Profile]:
    """Whom an announcement is meant for, its author included: everyone in the group, or every member of the area."""
    if announcement.audience == Audience.AREA:
        # Whose sign-in is closed could not come and read it.
        return Profile.objects.members().filter(user__is_active=True)
    return people_in(announcement.group_id)


def posts_for(profile: Profile, *, group: Group) -> QuerySet[Post]:
    """A group's posts, newest first, each with its comments: what others published, and all one's own."""
    comments = (
        Comment.objects.visible_to(profile).with_promise().select_related("author").order_by("submitted_at", "id")
    )
    posts = Post.objects.visible_to(profile).with_promise().filter(group=group).select_related("author")
    return posts.prefetch_related(Prefetch("comments", queryset=comments)).order_by("-submitted_at", "-id")


def post_to_answer(profile: Profile) -> QuerySet[Post]:
    """Published posts that somebody may read."""
    return Post.objects.published().filter(readable(profile)).select_related("author", "group")


def papers_for(profile: Profile) -> QuerySet[Paper]:
    """The papers of the groups that somebody may read. To everybody else they do not exist."""
    return Paper.objects.filter(readable(profile)).select_related("group", "added_by")


def announcements_for(profile: Profile) -> QuerySet[Announcement]:
    """News that somebody may read: for every member of the area, or of a group that they may read."""
    meant_for_them = Q(audience=Audience.AREA) | readable(profile)
    return (
        Announcement.objects.visible_to(profile).with_promise().filter(meant_for_them).select_related("group", "author")
    )
