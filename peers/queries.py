"""Groups, and what is in them, for the person who looks."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
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
from django.utils import timezone
from django.utils.translation import gettext as _

from moderation.models import ModerationState, ReviewItem
from moderation.queries import unheard_by
from peers.models import (
    Announcement,
    AnswerCheck,
    Audience,
    CalendarFeed,
    ChatMessage,
    ChatRequest,
    ChatRoom,
    ChatSitting,
    ChatVisit,
    Comment,
    DatedAnswer,
    Event,
    EventFeeState,
    EventPlace,
    Group,
    JoinRequest,
    Membership,
    Paper,
    Post,
    Question,
    QuestionPassing,
)
from peers.models.chat_message import ChatMessageQuerySet
from portal.calendars import CalendarDay, days_come_from
from portal.models import District, Interest, Profile, Role
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


def chats_of(profile: Profile) -> QuerySet[ChatRoom]:
    """
    Where somebody talks or sits beside another, the newest words first.

    `last_at`: when something was said there last; `unread`: how many messages of others they have not seen.
    """
    sitting = ChatSitting.objects.current().filter(mentor=profile)
    rooms = ChatRoom.objects.filter(
        Q(group__in=groups_of(profile)) | Q(one=profile) | Q(other=profile) | Q(pk__in=sitting.values("room"))
    )
    heard = ChatMessage.objects.published().exclude(author__in=unheard_by(profile))
    said = heard.filter(room=OuterRef("pk")).order_by("-submitted_at", "-id")
    seen = ChatVisit.objects.filter(room=OuterRef(OuterRef("pk")), profile=profile).values("seen_at")
    began = sitting.filter(room=OuterRef(OuterRef("pk"))).values("began_at")
    new = said.exclude(author=profile).filter(
        published_at__gt=Coalesce(Subquery(seen), Subquery(began), OuterRef("opened_at"))
    )
    counted = new.order_by().values("room").annotate(number=Count("pk")).values("number")
    return (
        rooms.with_people()
        .annotate(
            last_at=Coalesce(Subquery(said.values("submitted_at")[:1]), "opened_at"),
            unread=Coalesce(Subquery(counted, output_field=IntegerField()), 0),
        )
        .order_by("-last_at", "-id")
    )


def chat_messages_for(profile: Profile, *, room: ChatRoom) -> ChatMessageQuerySet:
    """
    What somebody may read in a chat, newest first, as `as_shown`.

    What others published and all of one's own; for a mentor who sits there, from when they sat down, what was published
    and what their mentee has held.
    """
    messages = ChatMessage.objects.filter(room=room)
    sitting = sitting_of(profile, room=room)
    if sitting is None:
        messages = messages.visible_to(profile).exclude(author__in=unheard_by(profile))
    else:
        theirs = Q(author=sitting.member, state=ModerationState.HELD)
        messages = messages.filter(Q(state=ModerationState.PUBLISHED) | theirs, submitted_at__gte=sitting.began_at)
    return as_shown(messages).order_by("-submitted_at", "-id")


def as_shown(messages: ChatMessageQuerySet) -> ChatMessageQuerySet:
    """Messages with all that is shown of them; `review_item` is the id of the open review of a held one."""
    item = ReviewItem.objects.open().filter(content_id=OuterRef("pk")).values("pk")
    return messages.with_promise().annotate(review_item=Subquery(item[:1])).select_related("author")


def sitting_of(mentor: Profile, *, room: ChatRoom) -> ChatSitting | None:
    """Where a mentor sits beside somebody in a chat, now."""
    return ChatSitting.objects.current().filter(room=room, mentor=mentor).select_related("member").first()


def sittings_in(room: ChatRoom) -> QuerySet[ChatSitting]:
    """The mentors who sit in a chat now, and beside whom."""
    return ChatSitting.objects.current().filter(room=room).select_related("mentor", "member")


def audience_of_chat(room: ChatRoom) -> QuerySet[Profile]:
    """Everybody who may read what is said in a chat from now on."""
    mentors = ChatSitting.objects.current().filter(room=room).values("mentor")
    talkers = Q(pk__in=people_in(room.group_id)) if room.group_id else Q(pk__in=[room.one_id, room.other_id])
    return Profile.objects.filter(talkers | Q(pk__in=mentors))


def people_here(room: ChatRoom, *, now: datetime) -> QuerySet[Profile]:
    """Who of them has the chat open now."""
    here = ChatVisit.objects.here(now=now).filter(room=room)
    return audience_of_chat(room).filter(pk__in=here.values("profile")).order_by("shown_name", "id")


def chat_requests_to(profile: Profile) -> QuerySet[ChatRequest]:
    """Who would like to chat with somebody, and waits for an answer."""
    return ChatRequest.objects.waiting().filter(asked=profile).select_related("asked_by")


# ------------------------------------------------------------------------------------------------------------ events


@dataclass(frozen=True, kw_only=True)
class EventNumbers:
    """How many come, how many wait, and how many there have to be. `most` is None where there is room for all."""

    coming: int
    waiting: int
    fewest: int
    most: int | None

    @property
    def has_room(self) -> bool:
        return self.most is None or self.coming < self.most

    @property
    def people_missing(self) -> int:
        """How many more have to come for it to go ahead."""
        return max(0, self.fewest - self.coming)


def events_for(profile: Profile) -> QuerySet[Event]:
    """
    The events that somebody may see now, with when their author hears where one waits.

    Published ones and one's own, of the area and of the groups that one may read; a champion also sees what waits.
    """
    seen = Q(state=ModerationState.PUBLISHED) | Q(author=profile)
    may_see = (Q(group__isnull=True) | readable(profile)) & seen
    if profile.has_role(Role.CHAMPION):
        may_see |= Q(state=ModerationState.HELD)
    return Event.objects.with_promise().filter(may_see).select_related("group", "author", "district")


def events_with_places(profile: Profile) -> QuerySet[Event]:
    """`events_for`, each with `coming`, how many have a place, and `my_place`: whether this person is on its list."""
    given = EventPlace.objects.given().filter(event=OuterRef("pk")).order_by().values("event")
    mine = EventPlace.objects.held().filter(event=OuterRef("pk"), profile=profile)
    return events_for(profile).annotate(
        coming=Coalesce(Subquery(given.annotate(number=Count("pk")).values("number"), output_field=IntegerField()), 0),
        my_place=Exists(mine),
    )


def event_numbers(event: Event) -> EventNumbers:
    places = EventPlace.objects.filter(event=event)
    return EventNumbers(
        coming=places.given().count(),
        waiting=places.waiting().count(),
        fewest=event.fewest_people,
        most=event.most_people,
    )


def places_at(event: Event) -> QuerySet[EventPlace]:
    """Who has a place, in the order of asking; those who told us before that they cannot come are not among them."""
    return EventPlace.objects.given().filter(event=event).select_related("profile").prefetch_related("fees")


def own_event_place(event: Event, profile: Profile) -> EventPlace | None:
    """Somebody's place, or their place on the waiting list."""
    return EventPlace.objects.held().filter(event=event, profile=profile).prefetch_related("fees").first()


def event_fee_state(place: EventPlace) -> EventFeeState | None:
    """How far the booking fee of a place is; None before it is paid, or where there is none."""
    steps = [EventFeeState(fee.state) for fee in place.fees.all()]
    return max(steps, key=list(EventFeeState).index, default=None)


def people_at(event: Event) -> QuerySet[Profile]:
    """Everybody on an event's list, those who wait too, who may still see it."""
    on_the_list = Profile.objects.filter(pk__in=EventPlace.objects.held().filter(event=event).values("profile"))
    if event.group is None or not event.group.is_closed:
        return on_the_list
    return on_the_list.filter(pk__in=people_in(event.group.pk))


@days_come_from
def event_days(profile: Profile, now: datetime) -> Iterator[CalendarDay]:  # noqa: ARG001  the shape of every source
    """What somebody has signed up for and may see now; what is called off stays."""
    mine = EventPlace.objects.held().filter(profile=profile)
    waits = {place.event_id for place in mine if place.is_waiting}
    for event in events_for(profile).filter(pk__in=mine.values("event")):
        yield _event_day(event, is_waiting=event.pk in waits)


def group_days(profile: Profile, *, group: Group) -> list[CalendarDay]:
    """A group's events, for somebody who may read it now."""
    return [_event_day(event) for event in events_for(profile).filter(group=group, state=ModerationState.PUBLISHED)]


def _event_day(event: Event, *, is_waiting: bool = False) -> CalendarDay:
    title = _("Waiting list: %s") % event.title if is_waiting else event.title
    return CalendarDay(
        key=f"event-{event.pk}",
        words=title,
        on=timezone.localdate(event.starts_at),
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        sequence=event.sequence,
        changed_at=event.changed_at,
        place=event.place,
        about=event.text,
        url=event.get_absolute_url(),
        is_cancelled=event.is_cancelled,
    )


def feeds_of(profile: Profile) -> QuerySet[CalendarFeed]:
    """The secret calendar addresses that somebody has now, of their own days first."""
    return CalendarFeed.objects.current().filter(profile=profile).select_related("group").order_by("group__name", "id")


def places_to_remind(*, now: datetime, until: datetime) -> QuerySet[EventPlace]:
    """Every place at an event that begins between two moments and goes ahead."""
    coming = Event.objects.published().going_ahead().filter(starts_at__gt=now, starts_at__lte=until)
    return EventPlace.objects.given().filter(event__in=coming).select_related("profile", "event__group")


def events_too_small(*, now: datetime) -> QuerySet[Event]:
    """Events still ahead that nobody can sign up for any more, and to which fewer people come than they need."""
    given = EventPlace.objects.given().filter(event=OuterRef("pk")).order_by().values("event")
    coming = Coalesce(Subquery(given.annotate(number=Count("pk")).values("number")), 0)
    closed = Event.objects.published().going_ahead().filter(sign_up_by__lte=now, starts_at__gt=now)
    return closed.annotate(coming=coming).filter(coming__lt=F("fewest_people")).select_related("author")


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
