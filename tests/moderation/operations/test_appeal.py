from datetime import datetime, timedelta

import pytest

from moderation.models import (
    APPEAL_WITHIN,
    Appeal,
    AppealOutcome,
    AppealVerdict,
    Decision,
    ModerationState,
    Outcome,
    Reason,
    ReviewItem,
    WhyAside,
)
from moderation.operations import appeal as appeal_module
from moderation.operations.appeal import (
    UnableToAppeal,
    UnableToJudgeAppeal,
    appeal,
    judge_appeal,
    tell_of_overdue_appeals,
)
from moderation.operations.decision import decide
from moderation.operations.reading import stand_aside
from moderation.operations.submission import change_words
from moderation.queries import appeals_for, judges_of
from peers.models import Audience, Post
from peers.operations.announcement import announce
from portal.models import Area, AuditEvent, ModerationLevel, Notification, Profile
from tests.factories.moderation import make_item, send_post
from tests.factories.peers import make_group, make_membership
from tests.factories.portal import make_champion, make_host, make_member

KIND = "You may say that the bus was late. It was."


@pytest.fixture
def sam(area: Area) -> Profile:
    return make_champion("Sam")


@pytest.fixture
def grace(area: Area) -> Profile:
    return make_champion("Grace")


@pytest.fixture
def jo(area: Area) -> Profile:
    return make_member("Jo", moderation_level=ModerationLevel.PRE)


def decided(author: Profile, by: Profile, now: datetime, outcome: Outcome = Outcome.REMOVE) -> Decision:
    send_post(author, "The bus was late again.", now=now)
    reason = Reason.ALL_WELL if outcome == Outcome.PUBLISH else Reason.MAY_HURT
    item = ReviewItem.objects.open().get(author=author)
    return decide(item=item, outcome=outcome, reason=reason, advice="Be kind.", by=by, now=now)


def told(person: Profile) -> list[str]:
    return list(Notification.objects.filter(recipient=person).order_by("pk").values_list("subject", flat=True))


# Asking -------------------------------------------------------------------------------------------


def test_appeal_goes_to_who_took_no_part(jo: Profile, sam: Profile, grace: Profile, now: datetime) -> None:
    decision = decided(jo, sam, now)

    asked = appeal(decision=decision, words="  It is true.  ", by=jo, now=now)

    assert (asked.words, asked.by, asked.made_at) == ("It is true.", jo, now)
    # Four working hours from two o'clock on a Monday.
    assert asked.promised_by == now + timedelta(hours=20)
    assert appeals_for(grace) == [asked]
    assert appeals_for(sam) == []
    assert told(grace)[-1] == "Jo asks for a second look"
    assert "Jo asks for a second look" not in told(sam)
    assert AuditEvent.objects.get(action="appeal").actor == jo


def test_appeal_refusals(jo: Profile, sam: Profile, now: datetime) -> None:
    decision = decided(jo, sam, now)

    with pytest.raises(UnableToAppeal, match=r"Only its author can ask for a second look\."):
        appeal(decision=decision, by=make_member("Ann"), now=now)
    with pytest.raises(UnableToAppeal, match=r"This was too long ago"):
        appeal(decision=decision, by=jo, now=now + APPEAL_WITHIN)
    appeal(decision=decision, by=jo, now=now + APPEAL_WITHIN - timedelta(seconds=1))
    with pytest.raises(UnableToAppeal, match=r"You have asked already\."):
        appeal(decision=decision, by=jo, now=now)


def test_appeal_refuses_what_was_simply_published(jo: Profile, sam: Profile, now: datetime) -> None:
    with pytest.raises(UnableToAppeal):
        appeal(decision=decided(jo, sam, now, Outcome.PUBLISH), by=jo, now=now)


def test_appeal_refuses_what_has_newer_words(jo: Profile, sam: Profile, now: datetime) -> None:
    decision = decided(jo, sam, now, Outcome.ASK_CHANGE)
    change_words(content=Post.objects.get(), words="The bus was 20 minutes late.", by=jo, now=now)

    with pytest.raises(UnableToAppeal, match=r"or you sent new words since"):
        appeal(decision=decision, by=jo, now=now)


def test_a_sabotaged_appeal_leaves_nothing_behind(
    jo: Profile, sam: Profile, grace: Profile, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(**kwargs: object) -> None:
        raise OSError("sabotage")

    decision = decided(jo, sam, now)
    monkeypatch.setattr(appeal_module, "notify", break_down)

    with pytest.raises(OSError, match="sabotage"):
        appeal(decision=decision, by=jo, now=now)

    assert not Appeal.objects.exists()


# Judging ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("outcome", [Outcome.REMOVE, Outcome.ASK_CHANGE])
def test_judge_appeal_reverses(jo: Profile, sam: Profile, grace: Profile, now: datetime, outcome: Outcome) -> None:
    asked = appeal(decision=decided(jo, sam, now, outcome), by=jo, now=now)

    judge_appeal(appeal=asked, outcome=AppealOutcome.REVERSED, words=KIND, by=grace, now=now)

    assert Post.objects.get().state == ModerationState.PUBLISHED
    assert Post.objects.visible_to(make_member("Ann")).count() == 1
    assert told(jo)[-1] == "We looked again, and you were right to ask"
    assert told(sam)[-1] == "Somebody decided otherwise after a second look"
    assert AuditEvent.objects.get(action="judge_appeal").actor == grace
    assert appeals_for(grace) == []


def test_judge_appeal_upholds(jo: Profile, sam: Profile, grace: Profile, now: datetime) -> None:
    asked = appeal(decision=decided(jo, sam, now), by=jo, now=now)

    judge_appeal(appeal=asked, outcome=AppealOutcome.UPHELD, words="It names a driver.", by=grace, now=now)

    assert Post.objects.get().state == ModerationState.REMOVED
    assert told(jo)[-1] == "We looked again, and the first answer stays"
    assert told(sam)[-1] == "Somebody looked again, and your answer stays"


def test_news_that_was_held_goes_out_when_an_appeal_publishes_it(
    sam: Profile, grace: Profile, jo: Profile, now: datetime
) -> None:
    group = make_group(organiser=jo)
    ann = make_member("Ann")
    make_membership(group, ann)
    announce(group=group, title="Open day", text="Come", audience=Audience.GROUP, by=jo, now=now)
    decision = decide(
        item=ReviewItem.objects.get(), outcome=Outcome.REMOVE, reason=Reason.SELLING, advice="No.", by=sam, now=now
    )
    asked = appeal(decision=decision, by=jo, now=now)
    assert told(ann) == []

    judge_appeal(appeal=asked, outcome=AppealOutcome.REVERSED, words=KIND, by=grace, now=now)

    assert told(ann) == ["Open day"]


def test_judge_appeal_refusals(jo: Profile, sam: Profile, grace: Profile, now: datetime) -> None:
    asked = appeal(decision=decided(jo, sam, now), by=jo, now=now)

    for person in (sam, jo, make_member("Ann"), make_host("Hana")):
        with pytest.raises(UnableToJudgeAppeal, match=r"Somebody who took no part in it answers this one\."):
            judge_appeal(appeal=asked, outcome=AppealOutcome.UPHELD, words="No.", by=person, now=now)
    with pytest.raises(UnableToJudgeAppeal, match=r"Say why, in a few kind words\.") as refused:
        judge_appeal(appeal=asked, outcome=AppealOutcome.UPHELD, words="  ", by=grace, now=now)
    assert refused.value.field == "words"
    judge_appeal(appeal=asked, outcome=AppealOutcome.UPHELD, words="It names a driver.", by=grace, now=now)
    with pytest.raises(UnableToJudgeAppeal, match=r"Somebody has answered this already\."):
        judge_appeal(appeal=asked, outcome=AppealOutcome.REVERSED, words="Oh.", by=grace, now=now)


def test_whoever_decided_about_an_earlier_version_took_part(
    jo: Profile, sam: Profile, grace: Profile, now: datetime
) -> None:
    decided(jo, sam, now, Outcome.ASK_CHANGE)
    change_words(content=Post.objects.get(), words="The bus was 20 minutes late.", by=jo, now=now)
    second = ReviewItem.objects.open().get()
    decision = decide(item=second, outcome=Outcome.REMOVE, reason=Reason.MAY_HURT, advice="No.", by=grace, now=now)
    kofi = make_champion("Kofi")

    asked = appeal(decision=decision, by=jo, now=now)

    assert judges_of(asked) == [kofi]


def test_whoever_stood_aside_does_not_judge(jo: Profile, sam: Profile, grace: Profile, now: datetime) -> None:
    send_post(jo, now=now)
    item = ReviewItem.objects.get()
    stand_aside(item=item, why=WhyAside.KNOWS, by=grace, now=now)
    decision = decide(item=item, outcome=Outcome.REMOVE, reason=Reason.MAY_HURT, advice="No.", by=sam, now=now)
    hana = make_host("Hana")

    asked = appeal(decision=decision, by=jo, now=now)

    # No champion is left, so a host judges.
    assert judges_of(asked) == [hana]
    assert told(hana)[-1] == "Jo asks for a second look"
    assert judge_appeal(appeal=asked, outcome=AppealOutcome.UPHELD, words="Sorry.", by=hana, now=now).by == hana


def test_a_sabotaged_verdict_leaves_nothing_behind(
    jo: Profile, sam: Profile, grace: Profile, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(**kwargs: object) -> None:
        raise OSError("sabotage")

    asked = appeal(decision=decided(jo, sam, now), by=jo, now=now)
    monkeypatch.setattr(appeal_module, "notify", break_down)

    with pytest.raises(OSError, match="sabotage"):
        judge_appeal(appeal=asked, outcome=AppealOutcome.REVERSED, words=KIND, by=grace, now=now)

    assert not AppealVerdict.objects.exists()
    assert Post.objects.get().state == ModerationState.REMOVED


def test_hosts_hear_once_of_an_appeal_that_waits_too_long(
    jo: Profile, sam: Profile, grace: Profile, now: datetime
) -> None:
    hana = make_host("Hana")
    asked = appeal(decision=decided(jo, sam, now), by=jo, now=now)
    before = len(told(hana))

    tell_of_overdue_appeals(now=asked.promised_by - timedelta(seconds=1))
    assert len(told(hana)) == before
    for _hour in range(2):
        tell_of_overdue_appeals(now=asked.promised_by)
    assert told(hana)[before:] == ["Somebody waits too long for a second look"]
    judge_appeal(appeal=asked, outcome=AppealOutcome.UPHELD, words="Sorry.", by=grace, now=now)
    assert not Appeal.objects.overdue(now=asked.promised_by).exists()


def test_advice_can_be_appealed_and_the_text_stays(jo: Profile, sam: Profile, grace: Profile, now: datetime) -> None:
    item = make_item(jo, now=now)
    decision = decide(
        item=item,
        outcome=Outcome.PUBLISH_WITH_ADVICE,
        reason=Reason.UNCLEAR,
        advice="Use full stops.",
        by=sam,
        now=now,
    )

    asked = appeal(decision=decision, by=jo, now=now)
    judge_appeal(appeal=asked, outcome=AppealOutcome.REVERSED, words="It was clear.", by=grace, now=now)

    assert Post.objects.get().is_published
