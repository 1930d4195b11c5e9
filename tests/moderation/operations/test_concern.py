from datetime import datetime

import pytest
from django.db import connection
from django.db.utils import ProgrammingError

from moderation.models import Concern, EntryKind, ModerationState, Outcome, Reason, Report, ReviewItem, SafeguardingCase
from moderation.operations import concern as concern_module
from moderation.operations.concern import UnableToReport, report_concern, report_content
from moderation.operations.decision import decide
from moderation.operations.safeguarding import UnableToWriteInCase, add_to_case
from moderation.queries import case_for, cases_for, is_closed, queue_for
from peers.models import Post
from portal.areas.context import area_context, safeguarding_lead
from portal.models import Area, AuditEvent, ModerationLevel, Notification, Profile
from tests.factories.moderation import make_item, send_post
from tests.factories.portal import make_champion, make_host, make_member, make_safeguarding_lead


@pytest.fixture
def lead(area: Area) -> Profile:
    return make_safeguarding_lead("Ingrid")


@pytest.fixture
def jo(area: Area) -> Profile:
    return make_member("Jo", moderation_level=ModerationLevel.NONE)


@pytest.fixture
def post(jo: Profile, now: datetime) -> Post:
    return send_post(jo, now=now)


def told(lead: Profile, by: Profile, now: datetime, **fields: object) -> SafeguardingCase:
    """A worry that somebody told, as the lead reads it."""
    report_concern(**{"words": "He shouts at her.", **fields}, by=by, now=now)
    return cases_for(lead)[0]


def test_report_content_opens_an_item_for_an_author_whom_nobody_reads(
    post: Post, member: Profile, now: datetime
) -> None:
    assert not ReviewItem.objects.exists()

    report = report_content(content=post, concern=Concern.UNKIND, words=" Rude ", by=member, now=now)

    item = ReviewItem.objects.get()
    assert (report.review_item, report.concern, report.words, report.by) == (item, "unkind", "Rude", member)
    assert (item.content_id, item.author, item.level, item.mentor_asked) == (post.pk, post.author, "post", None)
    sam = make_champion("Sam")
    assert [each.is_reported for each in queue_for(sam, now=now)] == [True]


def test_report_content_joins_the_item_that_is_open(member: Profile, now: datetime) -> None:
    jo = make_member("Jo")
    item = make_item(jo, level=ModerationLevel.POST, now=now)

    report = report_content(content=Post.objects.get(), concern=Concern.UNTRUE, by=member, now=now)

    assert report.review_item == item
    assert ReviewItem.objects.count() == 1


def test_report_content_brings_back_what_was_decided(post: Post, member: Profile, now: datetime) -> None:
    report_content(content=post, concern=Concern.UNKIND, by=member, now=now)
    decide(
        item=ReviewItem.objects.get(),
        outcome=Outcome.PUBLISH,
        reason=Reason.ALL_WELL,
        by=make_champion("Sam"),
        now=now,
    )

    report_content(content=post, concern=Concern.UNKIND, by=member, now=now)

    assert [item.is_open for item in ReviewItem.objects.order_by("id")] == [False, True]


def test_what_was_reported_is_read_before_what_was_not(post: Post, member: Profile, now: datetime) -> None:
    make_item(make_member("Ann"), level=ModerationLevel.POST, now=now)
    report_content(content=post, concern=Concern.UNKIND, by=member, now=now)
    make_item(make_member("Bea"), level=ModerationLevel.PRE, now=now)

    authors = [item.author.shown_name for item in queue_for(make_champion("Sam"), now=now)]

    assert authors == ["Bea", "Jo", "Ann"]


@pytest.mark.parametrize("state", [ModerationState.HELD, ModerationState.REMOVED, ModerationState.CHANGE_ASKED])
def test_report_content_refuses_what_others_cannot_see(
    post: Post, member: Profile, now: datetime, state: ModerationState
) -> None:
    Post.objects.update(state=state)

    with pytest.raises(UnableToReport, match="Others cannot see this any more"):
        report_content(content=post, concern=Concern.UNKIND, by=member, now=now)


def test_report_content_refuses_ones_own_and_a_second_time(post: Post, member: Profile, now: datetime) -> None:
    with pytest.raises(UnableToReport, match="This is your own"):
        report_content(content=post, concern=Concern.UNKIND, by=post.author, now=now)
    report_content(content=post, concern=Concern.UNKIND, by=member, now=now)
    with pytest.raises(UnableToReport, match="You have told us already"):
        report_content(content=post, concern=Concern.UNTRUE, by=member, now=now)

    assert Report.objects.count() == 1


def test_a_sabotaged_report_leaves_nothing_behind(
    post: Post, member: Profile, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(**kwargs: object) -> None:
        raise OSError("sabotage")

    monkeypatch.setattr(concern_module, "record", break_down)
    with pytest.raises(OSError, match="sabotage"):
        report_content(content=post, concern=Concern.UNKIND, by=member, now=now)

    assert not ReviewItem.objects.exists()
    assert not Report.objects.exists()


def test_danger_goes_to_the_lead_and_not_to_champions(
    post: Post, member: Profile, lead: Profile, now: datetime
) -> None:
    given = report_content(content=post, concern=Concern.DANGER, words="She may be hurt", by=member, now=now)

    assert given is None
    assert not ReviewItem.objects.exists()
    (case,) = cases_for(lead)
    assert (case.about, case.reporter, case.words) == (post.author, member, "She may be hurt")
    assert case.version.text == post.text
    with pytest.raises(UnableToReport) as refused:
        report_content(content=post, concern=Concern.DANGER, words=" ", by=member, now=now)
    assert refused.value.field == "words"


def test_report_concern_tells_the_lead_and_nobody_else(member: Profile, lead: Profile, now: datetime) -> None:
    events = AuditEvent.objects.count()

    case = told(lead, member, now, who=" Bert next door ", may_name=True)

    assert (case.who, case.may_name_reporter, case.about, case.version) == ("Bert next door", True, None, None)
    notice = Notification.objects.get()
    assert notice.recipient == lead
    assert "Bert" not in notice.body + notice.subject
    assert "shouts" not in notice.body + notice.subject
    assert AuditEvent.objects.count() == events


def test_without_a_lead_the_host_learns_that_one_is_missing(member: Profile, now: datetime) -> None:
    hana = make_host("Hana")

    report_concern(words="He shouts at her.", by=member, now=now)

    notice = Notification.objects.get()
    assert notice.recipient == hana
    assert "shouts" not in notice.body
    assert [case.words for case in cases_for(make_safeguarding_lead("Later"))] == ["He shouts at her."]


def test_a_sabotaged_concern_leaves_nothing_behind(
    member: Profile, lead: Profile, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(**kwargs: object) -> None:
        raise OSError("sabotage")

    monkeypatch.setattr(concern_module, "notify", break_down)
    with pytest.raises(OSError, match="sabotage"):
        report_concern(words="He shouts at her.", by=member, now=now)

    assert cases_for(lead) == []


def test_postgresql_shows_a_case_to_a_lead_without_a_part_in_it_and_to_nobody_else(
    member: Profile, lead: Profile, jo: Profile, knowsley: Area, now: datetime
) -> None:
    case = told(lead, member, now, about=jo)
    add_to_case(case_id=case.pk, kind=EntryKind.NOTE, words="I rang.", by=lead, now=now)
    accused = make_safeguarding_lead("Accused")
    told_by_lead = make_safeguarding_lead("Worried")
    report_concern(words="About a lead", about=accused, by=told_by_lead, now=now)

    def seen(reader: Profile) -> tuple[int, int]:
        with safeguarding_lead(reader.pk), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM moderation_safeguardingcase")
            (cases,) = cursor.fetchone()
            cursor.execute("SELECT count(*) FROM moderation_safeguardingentry")
            (entries,) = cursor.fetchone()
        return cases, entries

    everybody = {
        "lead": lead,
        "accused lead": accused,
        "lead who told": told_by_lead,
        "champion": make_champion("Sam"),
        "host": make_host("Hana"),
        "accused": jo,
        "reporter": member,
    }

    assert {name: seen(person) for name, person in everybody.items()} == {
        "lead": (2, 1),
        "accused lead": (1, 1),
        "lead who told": (1, 1),
        "champion": (0, 0),
        "host": (0, 0),
        "accused": (0, 0),
        "reporter": (0, 0),
    }
    # Nobody said who reads, before or after.
    assert not SafeguardingCase.objects.exists()


def test_a_lead_of_another_area_reads_only_their_own(oxfordshire: Area, knowsley: Area, now: datetime) -> None:
    with area_context(knowsley.id):
        their_lead = make_safeguarding_lead("Winifred")
        report_concern(words="In Knowsley", by=make_member("Mick"), now=now)
    with area_context(oxfordshire.id):
        own_lead = make_safeguarding_lead("Ingrid")
        report_concern(words="In Oxfordshire", by=make_member("Peter"), now=now)

        assert [case.words for case in cases_for(own_lead)] == ["In Oxfordshire"]
        assert cases_for(their_lead) == []


def test_a_refusal_leaves_the_cases_closed_to_others(member: Profile, lead: Profile, now: datetime) -> None:
    case = told(lead, member, now)
    with pytest.raises(LookupError), safeguarding_lead(lead.pk):
        raise LookupError

    assert not SafeguardingCase.objects.filter(pk=case.pk).exists()


def test_whoever_asks_for_the_row_back_is_refused(member: Profile, lead: Profile, now: datetime) -> None:
    with pytest.raises(ProgrammingError, match="row-level security"):
        SafeguardingCase.objects.create(reporter=member, words="He shouts", opened_at=now)


def test_add_to_case_keeps_notes_steps_closing_and_opening_again(member: Profile, lead: Profile, now: datetime) -> None:
    case = told(lead, member, now)
    turns = [
        (EntryKind.NOTE, "I rang.", False),
        (EntryKind.STEP, "I told the council.", False),
        (EntryKind.CLOSED, "She is safe.", True),
        (EntryKind.REOPENED, "It began again.", False),
    ]

    for kind, words, closes in turns:
        add_to_case(case_id=case.pk, kind=kind, words=f" {words} ", by=lead, now=now)
        case = case_for(lead, case.pk)
        assert is_closed(case) == closes

    assert [(entry.kind, entry.words, entry.by) for entry in case.entries.all()] == [
        (kind, words, lead) for kind, words, _closes in turns
    ]


def test_add_to_case_refusals(member: Profile, lead: Profile, now: datetime) -> None:
    case = told(lead, member, now)

    def refusal(by: Profile, kind: EntryKind, words: str = "Hm") -> str:
        with pytest.raises(UnableToWriteInCase) as refused:
            add_to_case(case_id=case.pk, kind=kind, words=words, by=by, now=now)
        return str(refused.value)

    assert refusal(lead, EntryKind.NOTE, " ") == "Please write something first."
    assert refusal(lead, EntryKind.REOPENED) == "This case is open already."
    for person in (member, make_champion("Sam"), make_host("Hana")):
        assert refusal(person, EntryKind.NOTE) == "Only a safeguarding lead who has no part in it can write here."
    add_to_case(case_id=case.pk, kind=EntryKind.CLOSED, words="Safe", by=lead, now=now)
    assert refusal(lead, EntryKind.NOTE) == "This case is closed. Open it again first."
    assert [entry.words for entry in case_for(lead, case.pk).entries.all()] == ["Safe"]
