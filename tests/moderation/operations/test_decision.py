from datetime import datetime, timedelta

import pytest
from uuid_utils.compat import uuid7

from moderation import kinds
from moderation.models import Decision, ModerationState, Outcome, Reason, ReviewItem
from moderation.operations import decision as decision_module
from moderation.operations.decision import UnableToDecide, decide
from peers.models import Announcement, Audience, Post
from peers.operations.announcement import announce
from portal.models import Area, AuditEvent, Channel, Letter, ModerationLevel, Notification, Profile
from portal.models.notification import NotificationState
from portal.queries import calls_to_make
from tests.factories.channels import choose, deliver
from tests.factories.moderation import make_item
from tests.factories.peers import make_group, make_membership
from tests.factories.portal import make_champion, make_member


@pytest.fixture
def sam(area: Area) -> Profile:
    return make_champion("Sam")


@pytest.fixture
def item(member: Profile, now: datetime) -> ReviewItem:
    return make_item(member, now=now)


@pytest.mark.parametrize(
    ("outcome", "reason", "advice", "state", "subject"),
    [
        (Outcome.PUBLISH, Reason.ALL_WELL, "", ModerationState.PUBLISHED, "Good news: what you wrote is fine"),
        (
            Outcome.PUBLISH_WITH_ADVICE,
            Reason.UNCLEAR,
            "Say which day.",
            ModerationState.PUBLISHED,
            "What you wrote can be seen, and we have a tip for you",
        ),
        (
            Outcome.ASK_CHANGE,
            Reason.PRIVATE_DETAILS,
            "Leave your address out.",
            ModerationState.CHANGE_ASKED,
            "Please change something in what you wrote",
        ),
        (
            Outcome.REMOVE,
            Reason.MAY_HURT,
            "This could hurt Jo.",
            ModerationState.REMOVED,
            "We took away something that you wrote",
        ),
    ],
)
def test_each_outcome_changes_the_text_and_tells_its_author(
    item: ReviewItem,
    sam: Profile,
    now: datetime,
    outcome: Outcome,
    reason: Reason,
    advice: str,
    state: ModerationState,
    subject: str,
) -> None:
    decided = decide(item=item, outcome=outcome, reason=reason, advice=advice, by=sam, now=now)

    post = Post.objects.get()
    notice = Notification.objects.get(recipient=item.author)
    item.refresh_from_db()
    assert (post.state, post.is_published, item.closed_at) == (state, decided.publishes, now)
    assert notice.subject == subject
    assert advice in notice.body
    assert str(reason.label) in notice.body
    assert AuditEvent.objects.get(action="decide").detail == {"outcome": outcome, "reason": reason}


def refusal_of(item: ReviewItem, by: Profile, now: datetime, **words: object) -> UnableToDecide:
    with pytest.raises(UnableToDecide) as refusal:
        decide(**{"item": item, "outcome": Outcome.PUBLISH, "reason": Reason.ALL_WELL, "by": by, "now": now, **words})
    assert not Decision.objects.exists()
    assert Post.objects.get().is_held
    return refusal.value


def test_refuses_ones_own_words(now: datetime, sam: Profile) -> None:
    assert "somebody else decides" in str(refusal_of(make_item(sam, now=now), sam, now)).lower()


def test_refuses_somebody_who_is_no_champion(item: ReviewItem, now: datetime) -> None:
    refusal_of(item, make_member("Jo"), now)


def test_refuses_while_it_is_kept_for_the_mentor(member: Profile, sam: Profile, now: datetime) -> None:
    other = make_champion("Chandra")
    member.mentor = sam
    item = make_item(member, now=now)

    assert str(refusal_of(item, other, now)) == "Sam reads this one first. It comes to you if they cannot."


def test_any_champion_decides_after_the_promised_time(member: Profile, sam: Profile, now: datetime) -> None:
    member.mentor = sam
    item = make_item(member, now=now)

    decide(
        item=item,
        outcome=Outcome.PUBLISH,
        reason=Reason.ALL_WELL,
        by=make_champion("Chandra"),
        now=now + timedelta(days=1),
    )

    assert Post.objects.get().is_published


def test_refuses_who_works_where_the_text_criticises(
    member: Profile, sam: Profile, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    organisation, elsewhere = uuid7(), uuid7()
    works_at = {sam: [organisation], make_champion("Chandra"): [elsewhere]}
    monkeypatch.setattr(kinds, "_EMPLOYERS", [lambda profile: works_at.get(profile, [])])
    item = make_item(member, now=now, criticises=organisation)

    refusal_of(item, sam, now)

    (_, other) = works_at
    decide(item=item, outcome=Outcome.PUBLISH, reason=Reason.ALL_WELL, by=other, now=now)
    assert Post.objects.get().is_published


def test_refuses_a_second_decision(item: ReviewItem, sam: Profile, now: datetime) -> None:
    decide(item=item, outcome=Outcome.PUBLISH, reason=Reason.ALL_WELL, by=sam, now=now)

    with pytest.raises(UnableToDecide, match="decided about this already"):
        decide(item=item, outcome=Outcome.REMOVE, reason=Reason.MAY_HURT, advice="No", by=make_champion("C"), now=now)

    assert Decision.objects.get().by == sam


@pytest.mark.parametrize("outcome", [Outcome.PUBLISH_WITH_ADVICE, Outcome.ASK_CHANGE, Outcome.REMOVE])
def test_refuses_without_advice(item: ReviewItem, sam: Profile, now: datetime, outcome: Outcome) -> None:
    refusal = refusal_of(item, sam, now, outcome=outcome, reason=Reason.UNCLEAR, advice="  ")

    assert refusal.field == "advice"


@pytest.mark.parametrize("outcome", [Outcome.ASK_CHANGE, Outcome.REMOVE])
def test_refuses_to_turn_down_what_is_fine(item: ReviewItem, sam: Profile, now: datetime, outcome: Outcome) -> None:
    refusal = refusal_of(item, sam, now, outcome=outcome, reason=Reason.ALL_WELL, advice="Hm")

    assert refusal.field == "reason"


def test_a_sabotaged_decision_leaves_nothing_behind(
    item: ReviewItem, sam: Profile, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(**kwargs: object) -> None:
        raise OSError("sabotage")

    monkeypatch.setattr(decision_module, "notify", break_down)

    with pytest.raises(OSError, match="sabotage"):
        decide(item=item, outcome=Outcome.PUBLISH, reason=Reason.ALL_WELL, by=sam, now=now)

    assert Post.objects.get().is_held
    assert ReviewItem.objects.get().is_open
    assert not Decision.objects.exists()


def test_removing_a_published_text_hides_it_from_others(member: Profile, sam: Profile, now: datetime) -> None:
    item = make_item(member, level=ModerationLevel.POST, now=now)
    jo = make_member("Jo")
    assert Post.objects.visible_to(jo).count() == 1

    decide(item=item, outcome=Outcome.REMOVE, reason=Reason.SELLING, advice="No adverts, please.", by=sam, now=now)

    assert Post.objects.visible_to(jo).count() == 0
    assert Post.objects.visible_to(member).count() == 1


def test_held_news_goes_out_when_it_is_published_and_only_once(member: Profile, sam: Profile, now: datetime) -> None:
    member.moderation_level = ModerationLevel.PRE
    group = make_group(organiser=member)
    announce(group=group, title="Open day", text="Come", audience=Audience.AREA, by=member, now=now)
    news = Notification.objects.filter(key__startswith="announcement:")
    assert news.count() == 0

    decide(item=ReviewItem.objects.get(), outcome=Outcome.PUBLISH, reason=Reason.ALL_WELL, by=sam, now=now)

    assert Announcement.objects.get().is_published
    assert {notice.recipient for notice in news} == {member, sam}


@pytest.mark.parametrize("channel", [Channel.EMAIL, Channel.LETTER, Channel.PHONE])
def test_nobody_is_told_any_more_of_what_was_taken_away(
    member: Profile, sam: Profile, now: datetime, channel: Channel
) -> None:
    member.moderation_level = ModerationLevel.POST
    jo = choose(make_member("Jo"), channel)
    group = make_group(organiser=member)
    make_membership(group, jo)
    announce(group=group, title="Cheap watches", text="Buy them.", audience=Audience.GROUP, by=member, now=now)
    notice = deliver(Notification.objects.get(recipient=jo), now=now)

    decide(
        item=ReviewItem.objects.get(),
        outcome=Outcome.REMOVE,
        reason=Reason.SELLING,
        advice="No adverts.",
        by=sam,
        now=now,
    )

    notice.refresh_from_db()
    assert (notice.subject, notice.url) == ("This was taken away", "")
    assert "watches" not in notice.body
    # An email that is gone is gone. No letter is printed, and nobody rings.
    is_gone = channel == Channel.EMAIL
    assert notice.state == (NotificationState.SENT if is_gone else NotificationState.FAILED)
    assert not Letter.objects.exists()
    assert not calls_to_make().exists()
