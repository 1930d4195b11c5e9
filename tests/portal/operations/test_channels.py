"""One notification, four ways: by email, in a text, on paper, on the telephone."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pymupdf
import pytest
from django.conf import settings
from django.core import mail
from django.template import Context, Engine

from portal.models import Area, AuditEvent, CallAttempt, CallOutcome, Channel, Format, Letter, Notification, Profile
from portal.models.notification import CODE_LENGTH, NotificationState
from portal.operations import letters, notifications
from portal.operations.calls import UnableToRecordCall, record_call
from portal.operations.letters import UnableToPostLetter, letter_pdf, make_letter, post_letter
from portal.operations.notifications import MOST_ATTEMPTS, notify, notify_all, short_link
from portal.operations.wording import letter_paragraphs, phone_script, plain, text_words
from portal.pdf import UnableToRenderPdf
from portal.queries import needs_of
from portal.tasks import answer_send_notification
from portal.text_messages import LONGEST_TEXT, MemoryBackend
from tests.factories.channels import HOME, choose, deliver, make_call_to, make_letter_to
from tests.factories.portal import MONDAY_AFTERNOON, make_champion, make_host, make_member, make_notification
from tests.pdf import faults_in, text_of

BOWLING = {
    "subject": "Bowling on Saturday",
    "body": (
        "Hello Peter,\n\nBowling is on Saturday 5 December 2026 at 2 p.m. It costs £7.00.\nYou pay at the “place”.\n\n"
        "If you cannot come, please tell us before.\n\nTell us here: http://oxfordshire.localhost:8000/x/"
    ),
    "url": "/x/",
}
ROOT = Path(settings.BASE_DIR)
APPS = ["portal", "moderation", "peers", "providers", "pools"]
TEMPLATES = sorted(
    f"{app}/email/{path.name}"
    for app in APPS
    for path in (ROOT / "templates" / app / "email").glob("*.txt")
    if not path.name.startswith("_")
)


def pictures_in(pdf: bytes) -> int:
    """How many figures a screen reader finds."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        things = [thing for thing in opened.objects if isinstance(thing, pikepdf.Dictionary)]
        return sum(thing.get("/S") == "/Figure" for thing in things)


@pytest.fixture(autouse=True)
def empty_outbox() -> None:
    MemoryBackend.outbox.clear()


# Written ------------------------------------------------------------------------------------------


def test_the_channel_is_that_of_the_moment_of_writing(area: Area, member: Profile) -> None:
    people = [member, *(choose(make_member(channel), channel) for channel in Channel)]

    for profile in people:
        notify(recipient=profile, key="one", template="portal/email/review_needs", now=MONDAY_AFTERNOON)
    notify_all(recipients=people, key="all", template="portal/email/review_needs", now=MONDAY_AFTERNOON)

    for key in ("one", "all"):
        written = dict(Notification.objects.filter(key=key).values_list("recipient__shown_name", "channel"))
        assert written == {"Peter": Channel.EMAIL, **{channel: channel for channel in Channel}}
    codes = set(Notification.objects.values_list("code", flat=True))
    assert {len(code) for code in codes} == {CODE_LENGTH}
    assert len(codes) == 2 * len(people)


# A text -------------------------------------------------------------------------------------------


def test_a_text_is_short_and_ends_with_a_short_link(area: Area, member: Profile) -> None:
    notice = deliver(make_notification(choose(member, Channel.TEXT), **BOWLING))

    (text,) = MemoryBackend.outbox
    assert (text.to, text.reference) == ("+447700900123", str(notice.pk))
    assert text.words == (
        "Bowling on Saturday. Bowling is on Saturday 5 December 2026 at 2 p.m. It costs £7.00. "
        f'You pay at the "place". If you cannot come, please tell us before. {short_link(notice)}'
    )
    assert short_link(notice) == f"http://oxfordshire.localhost:8000/n/{notice.code}/"
    assert (notice.state, mail.outbox) == (NotificationState.SENT, [])


def test_a_long_text_stops_after_a_whole_sentence(area: Area, member: Profile) -> None:
    body = "Hello,\n\n" + " ".join(f"This is sentence number {number}." for number in range(100))
    notice = make_notification(member, body=body)

    words = text_words(notice, link="http://x/n/abcdefgh/")

    assert LONGEST_TEXT - 30 < len(words) <= LONGEST_TEXT
    assert words.endswith(". http://x/n/abcdefgh/")


def test_a_subject_that_is_too_long_is_cut(area: Area, member: Profile) -> None:
    notice = make_notification(member, subject="s" * 200)

    words = text_words(notice, link="x" * 200)

    assert len(words) == LONGEST_TEXT
    assert words.endswith(f"... {'x' * 200}")


def test_the_letters_of_the_telephone_networks() -> None:
    assert plain("“Cŵn” – O’Brien, £5, café, 犬") == '"Cwn" - O\'Brien, £5, café, 犬'


def test_a_text_company_that_does_not_answer_is_asked_again(
    area: Area, member: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nobody_there(_: object) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr(notifications, "send_text", nobody_there)
    notice = make_notification(choose(member, Channel.TEXT))

    for _ in range(MOST_ATTEMPTS):
        assert Notification.objects.get().state == NotificationState.PENDING
        answer_send_notification(area_id=str(area.id), notification_id=str(notice.pk))

    assert Notification.objects.get().state == NotificationState.FAILED


# A letter -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("formats", "size", "pictures"),
    [
        ([], 14, 0),
        ([Format.LARGE_PRINT], 18, 0),
        ([Format.EASY_READ], 16, 4),
        ([Format.SYMBOLS, Format.LARGE_PRINT], 18, 4),
    ],
    ids=["standard", "large print", "Easy Read", "symbols in large print"],
)
def test_a_letter_is_made_as_its_reader_needs_it(
    area: Area, member: Profile, formats: list[Format], size: int, pictures: int
) -> None:
    letter = make_letter_to(member, *formats, **BOWLING)

    pdf = bytes(letter.file.content)
    assert faults_in(pdf) == []
    assert "It costs £7.00." in text_of(pdf)
    assert f"/n/{letter.notification.code}/" in text_of(pdf)
    assert "localhost:8000/x/" not in text_of(pdf)
    with pymupdf.open(stream=pdf) as paper:
        spans = [
            span
            for block in paper[0].get_text("dict")["blocks"]
            for line in block.get("lines", [])
            for span in line["spans"]
        ]
    (sentence,) = [span for span in spans if "£7.00." in span["text"]]
    assert round(sentence["size"]) == size
    assert pictures_in(pdf) == pictures
    assert letter.notification.state == NotificationState.READY


def test_name_and_address_and_nothing_else_show_in_the_window(area: Area, member: Profile) -> None:
    """The windows of C5 and DL envelopes have in common what is 20 to 110 mm from the left, 52 to 84 from the top."""
    letter = make_letter_to(member, **BOWLING)

    with pymupdf.open(stream=bytes(letter.file.content)) as paper:
        millimetres = 25.4 / 72
        words = [
            (x0 * millimetres, y0 * millimetres, y1 * millimetres, word)
            for x0, y0, _x1, y1, word, *_ in paper[0].get_text("words")
        ]
    showing = [word for x0, y0, y1, word in words if x0 < 110 and y1 > 50 and y0 < 90]

    assert " ".join(showing) == "Ms P. Example Flat 4 12 Sample Street London W8 0ZZ"
    assert all(x0 >= 20 and y0 >= 52 and y1 <= 84 for x0, y0, y1, word in words if word in HOME["address"].split())


@pytest.mark.parametrize("code", ["hgqjn236", "wwwwwwww"], ids=["letters that kerning sets apart", "wide letters"])
@pytest.mark.parametrize("formats", [[Format.LARGE_PRINT], [Format.SYMBOLS, Format.LARGE_PRINT]])
def test_the_part_of_an_address_that_nobody_can_guess_is_printed_in_one_piece(
    area: Area, member: Profile, formats: list[Format], code: str
) -> None:
    letter = make_letter_to(member, *formats, code=code)

    assert f"/n/{code}/" in text_of(bytes(letter.file.content))


def test_a_letter_is_made_once(area: Area, member: Profile, now: datetime) -> None:
    letter = make_letter_to(member)

    state = make_letter(notification=letter.notification, link="x", now=now)

    assert state == NotificationState.READY
    assert Letter.objects.count() == 1


def test_a_letter_is_not_made_for_who_has_just_chosen_another_way(area: Area, member: Profile, now: datetime) -> None:
    notice = make_notification(member)

    assert make_letter(notification=notice, link="x", now=now) == NotificationState.PENDING
    assert not Letter.objects.exists()


def test_a_letter_that_somebody_could_not_read_is_not_made(
    area: Area, member: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreadable(*_: object, **__: object) -> bytes:
        raise UnableToRenderPdf("no title")

    monkeypatch.setattr(letters, "render_pdf", unreadable)

    notice = deliver(make_notification(choose(member, Channel.LETTER)))

    assert notice.state == NotificationState.FAILED
    assert not Letter.objects.exists()


def test_post_letter_sends_it(area: Area, member: Profile, now: datetime) -> None:
    letter, host = make_letter_to(member), make_host("Hana")

    posted = post_letter(letter=letter, by=host, now=now)

    letter.notification.refresh_from_db()
    assert (posted.posted_at, posted.posted_by) == (now, host)
    assert (letter.notification.state, letter.notification.sent_at) == (NotificationState.SENT, now)
    assert AuditEvent.objects.filter(action="post_letter", actor=host).exists()
    with pytest.raises(UnableToPostLetter, match="posted this letter already"):
        post_letter(letter=letter, by=host, now=now)


def test_post_letter_refuses_one_whose_reader_chose_another_way(area: Area, member: Profile, now: datetime) -> None:
    letter = make_letter_to(member)
    choose(member, Channel.EMAIL)

    with pytest.raises(UnableToPostLetter, match="Please do not post the letter"):
        post_letter(letter=letter, by=make_host("Hana"), now=now)


def test_post_letter_leaves_nothing_behind_when_it_breaks(
    area: Area, member: Profile, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**_: object) -> None:
        raise RuntimeError

    letter = make_letter_to(member)
    monkeypatch.setattr(letters, "record", broken)

    with pytest.raises(RuntimeError):
        post_letter(letter=letter, by=make_host("Hana"), now=now)

    letter.refresh_from_db()
    assert letter.posted_at is None


# A call -------------------------------------------------------------------------------------------


def test_a_call_stands_on_the_sheet_until_somebody_is_told(area: Area, member: Profile, now: datetime) -> None:
    call, champion = make_call_to(member, **BOWLING), make_champion("Chandra")
    assert list(Notification.objects.to_tell_by_telephone()) == [call]

    for minute, outcome in enumerate([CallOutcome.NO_ANSWER, CallOutcome.AGAIN]):
        record_call(notification=call, outcome=outcome, by=champion, now=now + timedelta(minutes=minute))
        assert list(Notification.objects.to_tell_by_telephone()) == [call]
    record_call(notification=call, outcome=CallOutcome.TOLD, by=champion, now=now)

    call.refresh_from_db()
    assert (call.state, call.sent_at) == (NotificationState.SENT, now)
    assert list(Notification.objects.to_tell_by_telephone()) == []
    with pytest.raises(UnableToRecordCall, match="not on the call sheet any more"):
        record_call(notification=call, outcome=CallOutcome.TOLD, by=champion, now=now)
    assert CallAttempt.objects.count() == 3


def test_what_to_say_is_the_message_without_links(area: Area, member: Profile) -> None:
    assert phone_script(make_notification(member, **BOWLING)) == [
        "Bowling on Saturday.",
        "Bowling is on Saturday 5 December 2026 at 2 p.m.",
        "It costs £7.00.",
        "You pay at the “place”.",
        "If you cannot come, please tell us before.",
    ]


# Every text that there is -------------------------------------------------------------------------


class Anything(Decimal):
    """Stands for whatever a text asks for: a name, an amount, a day or a thing with more of the same."""

    def __str__(self) -> str:
        return "Something"

    def __iter__(self) -> Iterator[Any]:
        return iter([Anything(7)])

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        is_time = name.endswith(("_at", "_on", "_by", "until", "day")) and not name.startswith("get_")
        return MONDAY_AFTERNOON if is_time else Anything(7)


class Everything(dict[str, Any]):
    """A context in which every name is known."""

    def __contains__(self, name: object) -> bool:
        return True

    def __missing__(self, name: str) -> Any:
        return getattr(Anything(7), name)


NUMBERS = {"number": 2, "days": 7, "count": 2}


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_text_can_be_told_in_each_way(area: Area, member: Profile, template: str) -> None:
    known = {"link": "http://oxfordshire.localhost:8000/x/", "area": area, "recipient": member, **NUMBERS}
    context = Context({}, autoescape=False)
    context.dicts.append(Everything(known))
    words = Engine.get_default().get_template(template).render(context)
    subject, _, body = words.strip().partition("\n")
    notice = make_notification(
        choose(member, Channel.LETTER), subject=" ".join(subject.split())[:200], body=body.strip()
    )
    needs = needs_of(notice.recipient)

    text = text_words(notice, link=short_link(notice))
    assert len(text) <= LONGEST_TEXT
    assert text.endswith(short_link(notice))
    for spoken in (*phone_script(notice), *letter_paragraphs(notice)):
        assert "http" not in spoken
    assert len(phone_script(notice)) > 1
    for formats in ([], [Format.EASY_READ]):
        needs.formats = formats
        pdf = letter_pdf(notification=notice, needs=needs, area=area, link=short_link(notice))
        assert pdf.startswith(b"%PDF")


def test_there_are_texts_to_look_at() -> None:
    assert {template.split("/")[0] for template in TEMPLATES} == set(APPS)
