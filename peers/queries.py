"""Groups, and what is in them, for the person who looks."""

from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    Model,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from peers.models import (
    Announcement,
    AnswerCheck,
    Audience,
    Comment,
    DatedAnswer,
    Group,
    JoinRequest,
    Membership,
    Paper,
    Post,
    Question,
    QuestionPassing,
)
from portal.models import District, Interest, Profile
from portal.queries import best_matches


def people_in(group_id: UUID) -> QuerySet[Profile]:
    """Everyone who is in a group now."""
    return Profile.objects.filter(pk__in=Membership.objects.current().filter(group=group_id).values("profile"))


def audience_of(announcement: Announcement) -> QuerySet[Profile]:
    """Whom an announcement is meant for, its author included: everyone in the group, or every member of the area."""
    if announcement.audience == Audience.AREA:
        # Whose sign-in is closed could not come and read it.
        return Profile.objects.members().filter(user__is_active=True)
    return people_in(announcement.group_id)


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


def members_of(group: Group) -> QuerySet[Membership]:
    """Who is in a group now, its organisers first."""
    return group.memberships.current().select_related("profile").order_by("-role", "profile__shown_name", "id")


def requests_to(group: Group) -> QuerySet[JoinRequest]:
    """Who asks to join a group and waits for an answer."""
    return group.join_requests.waiting().asked().select_related("profile__district").order_by("made_at", "id")


def browse_questions(profile: Profile, *, words: str = "") -> QuerySet[Question]:
    """Questions that somebody may read: those that match best come first, else the newest."""
    answers = DatedAnswer.objects.published().filter(question=OuterRef("pk")).order_by().values("question")
    questions = (
        Question.objects.visible_to(profile)
        .with_promise()
        .select_related("author")
        .annotate(
            answer_count=Coalesce(
                Subquery(answers.annotate(number=Count("pk")).values("number"), output_field=IntegerField()), 0
            ),
            is_answered=Exists(
                DatedAnswer.objects.published().filter(question=OuterRef("pk"), accepted_at__isnull=False)
            ),
        )
        .order_by("-submitted_at", "-id")
    )
    return best_matches(questions, function="peers_search_questions", words=words) if words else questions


def answers_to(profile: Profile, *, question: Question) -> QuerySet[DatedAnswer]:
    """
    The answers that somebody may read, the one that helped first.

    `last_checked`: the newest day on which anybody found it true; `last_checked_by`: who that was.
    """
    newest = AnswerCheck.objects.filter(answer=OuterRef("pk")).order_by("-checked_on", "-id")
    newest_is_later = When(newest_check__gte=F("checked_on"), then=F("newest_check"))
    return (
        DatedAnswer.objects.visible_to(profile)
        .with_promise()
        .filter(question=question)
        .select_related("author", "question")
        .annotate(
            newest_check=Subquery(newest.values("checked_on")[:1]),
            newest_checker=Subquery(newest.values("checked_by__shown_name")[:1]),
            last_checked=Case(newest_is_later, default=F("checked_on")),
            last_checked_by=Case(
                When(newest_check__gte=F("checked_on"), then=F("newest_checker")), default=F("author__shown_name")
            ),
        )
        .order_by(F("accepted_at").asc(nulls_last=True), "submitted_at", "id")
    )


def answers_for(profile: Profile) -> QuerySet[DatedAnswer]:
    """Published answers to published questions: those that can be checked again or chosen."""
    questions = Question.objects.visible_to(profile)
    return DatedAnswer.objects.published().filter(question__in=questions).select_related("question", "author")


def passing_of(question: Question) -> QuestionPassing | None:
    """Where a question is now, if it was passed to somebody."""
    return QuestionPassing.objects.current().filter(question=question).select_related("to", "passed_by").first()


def questions_with(profile: Profile) -> QuerySet[QuestionPassing]:
    """The questions that wait for somebody, the longest first."""
    return QuestionPassing.objects.current().filter(to=profile).select_related("question").order_by("passed_at", "id")


def who_may_know(question: Question, *, by: Profile) -> QuerySet[Profile]:
    """Whom a question may be passed to: members, but not who asked and not oneself."""
    return Profile.objects.members().filter(user__is_active=True).exclude(pk__in=[question.author_id, by.pk])
