"""How somebody wants to be told things: what they say, and what we keep of it."""

from datetime import datetime, timedelta

import pytest

from portal.models import AuditEvent, Channel, CommunicationNeeds, Format, Letter, Notification, Profile
from portal.models.notification import NotificationState
from portal.operations import communication_needs
from portal.operations.communication_needs import (
    UnableToChooseChannel,
    UnableToChooseFormats,
    WhereToReach,
    ask_to_review_needs,
    choose_channel,
    choose_formats,
    review_needs,
)
from portal.queries import needs_of
from portal.tasks import ask_to_review_needs_in_each_area
from tests.factories.channels import HOME, MOBILE, choose, deliver, make_call_to, make_letter_to
from tests.factories.portal import make_member


def test_who_has_not_said_reads_email(member: Profile) -> None:
    needs = needs_of(member)

    assert (needs.channel, needs.formats, needs.is_said) == (Channel.EMAIL, [], False)
    assert not CommunicationNeeds.objects.exists()


def test_choose_channel_keeps_only_what_it_needs(member: Profile, now: datetime) -> None:
    everything = WhereToReach(telephone=MOBILE, **HOME)

    kept = []
    for channel in Channel:
        needs = choose_channel(channel=channel, where=everything, by=member, now=now)
        needs.refresh_from_db()
        kept.append((needs.telephone_in_words, needs.address_lines))

    address = ["Ms P. Example", "Flat 4", "12 Sample Street", "London", "W8 0ZZ"]
    assert kept == [("", []), (MOBILE, []), ("", address), (MOBILE, [])]
    assert needs.reviewed_on == now.date()
    assert CommunicationNeeds.objects.count() == 1


def test_the_audit_trail_has_neither_number_nor_address(member: Profile) -> None:
    choose(member, Channel.LETTER)
    choose(member, Channel.PHONE)

    details = [event.detail for event in AuditEvent.objects.filter(action="choose_channel").order_by("at", "id")]
    assert details == [{"channel": "letter"}, {"channel": "phone"}]


def test_a_letter_without_a_name_goes_to_the_name_that_others_see(member: Profile, now: datetime) -> None:
    where = WhereToReach(**HOME | {"name_on_letters": " "})

    assert choose_channel(channel=Channel.LETTER, where=where, by=member, now=now).name_on_letters == "Peter"


@pytest.mark.parametrize(
    ("channel", "where", "field", "words"),
    [
        (Channel.TEXT, {}, "telephone", "Give a telephone number in the UK"),
        (Channel.PHONE, {"telephone": "12"}, "telephone", "Give a telephone number in the UK"),
        (Channel.TEXT, {"telephone": "020 7946 0123"}, "telephone", "A text message needs a mobile number"),
        (Channel.LETTER, {"postcode": "W8 0ZZ"}, "address", "Give your address"),
        (Channel.LETTER, {"address": "1 Sample Street"}, "postcode", "Give a whole postcode"),
        (Channel.LETTER, {"address": "1\n2\n3\n4\n5\n6", "postcode": "W8 0ZZ"}, "address", "5 lines at most"),
    ],
)
def test_choose_channel_refuses_what_would_not_reach_anybody(
    member: Profile, now: datetime, channel: Channel, where: dict[str, str], field: str, words: str
) -> None:
    with pytest.raises(UnableToChooseChannel, match=words) as refusal:
        choose_channel(channel=channel, where=WhereToReach(**where), by=member, now=now)

    assert refusal.value.field == field
    assert not CommunicationNeeds.objects.exists()


def test_choose_channel_leaves_nothing_behind_when_it_breaks(
    member: Profile, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**_: object) -> None:
        raise RuntimeError

    call = make_call_to(member)
    monkeypatch.setattr(communication_needs, "record", broken)

    with pytest.raises(RuntimeError):
        choose_channel(channel=Channel.EMAIL, where=WhereToReach(), by=member, now=now)

    call.refresh_from_db()
    assert call.state == NotificationState.READY
    assert CommunicationNeeds.objects.get().channel == Channel.PHONE


def test_choose_formats_in_the_order_of_the_list(member: Profile, now: datetime) -> None:
    chosen = [Format.OTHER_LANGUAGE, Format.EASY_READ]

    needs = choose_formats(formats=chosen, language=" Polski ", by=member, now=now)

    assert needs.format_labels == ["Easy Read: short sentences with pictures", "Polski"]
    assert choose_formats(formats=[Format.BSL], language="Polski", by=member, now=now).language == ""


def test_choose_formats_refuses_a_language_without_a_name(member: Profile, now: datetime) -> None:
    with pytest.raises(UnableToChooseFormats, match="which language") as refusal:
        choose_formats(formats=[Format.OTHER_LANGUAGE], language=" ", by=member, now=now)

    assert refusal.value.field == "language"


def test_a_call_that_nobody_has_made_becomes_an_email(member: Profile) -> None:
    call = make_call_to(member)

    choose(member, Channel.EMAIL)
    deliver(call)

    call.refresh_from_db()
    assert (call.channel, call.state) == (Channel.EMAIL, NotificationState.SENT)


def test_a_letter_with_the_old_address_is_made_again(member: Profile) -> None:
    letter = make_letter_to(member)

    choose(member, Channel.LETTER, Format.LARGE_PRINT)
    again = deliver(Notification.objects.get(pk=letter.notification_id))

    assert not Letter.objects.filter(pk=letter.pk).exists()
    assert again.letter.file_id != letter.file_id


def test_other_peoples_letters_and_what_is_sent_stay_as_they_are(member: Profile) -> None:
    others = make_letter_to(make_member("Jo"))

    choose(member, Channel.LETTER)

    assert Letter.objects.get() == others


def test_needs_are_asked_about_again_after_a_year_once(member: Profile, now: datetime) -> None:
    choose(member, Channel.PHONE, now=now)
    choose(make_member("Jo"), Channel.TEXT, now=now + timedelta(days=1))
    a_year_later = now + timedelta(days=365)

    assert ask_to_review_needs(now=now + timedelta(days=364)) == []
    (asked,) = ask_to_review_needs(now=a_year_later)
    assert ask_to_review_needs(now=a_year_later + timedelta(hours=1)) == []

    assert (asked.recipient, asked.channel, asked.url) == (member, Channel.PHONE, "/profile/telling-you/")
    assert "how to tell you things: By telephone." in asked.body
    review_needs(by=member, now=a_year_later)
    assert needs_of(Profile.objects.get(pk=member.pk)).reviewed_on == a_year_later.date()


def test_the_job_goes_through_all_areas(member: Profile, now: datetime) -> None:
    choose(member, Channel.TEXT, now=datetime(2020, 1, 1, tzinfo=now.tzinfo))

    ask_to_review_needs_in_each_area()

    assert Notification.objects.get().subject == "Is this still right for you?"
