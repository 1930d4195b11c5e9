from datetime import date, datetime, timedelta
from io import BytesIO

import pytest
from PIL import Image

from pools.models import Consent, ConsentKind, ConsentNeed, Pool, PurchaseKind
from pools.operations.consent import (
    UnableToChangeConsent,
    UnableToFileConsent,
    add_consent,
    file_consent,
    need_consent,
    renew_consent,
    waive_consent,
)
from portal.models import Profile, StoredFile
from portal.operations.stored_files import UnableToStoreFile
from tests.factories.pools import PDF, make_pool, paper

TODAY = date(2026, 11, 23)


@pytest.fixture
def pool(member: Profile) -> Pool:
    return make_pool(member, buying=PurchaseKind.EQUIPMENT)


@pytest.fixture
def landlord(pool: Pool) -> Consent:
    return pool.consents.get(kind=ConsentKind.LANDLORD)


def test_file_consent_keeps_the_paper(landlord: Consent, member: Profile, now: datetime) -> None:
    filed = file_consent(consent=landlord, file=paper(), dated_on=TODAY, by=member, now=now)

    filed.refresh_from_db()
    assert (filed.need, filed.given_at, filed.dated_on, filed.filed_by) == (ConsentNeed.NEEDED, now, TODAY, member)
    assert bytes(filed.file.content) == PDF
    assert filed.is_settled


def test_a_photo_of_a_letter_will_do(landlord: Consent, member: Profile, now: datetime) -> None:
    photo = BytesIO()
    Image.new("RGB", (4, 4)).save(photo, "PNG")

    filed = file_consent(
        consent=landlord, file=paper(photo.getvalue(), "letter.png"), dated_on=TODAY, by=member, now=now
    )

    assert filed.file.content_type == "image/png"


@pytest.mark.parametrize("content", [b"MZ a program", b"Dear Tony, yes. The landlord", b"<svg/>"])
def test_file_consent_refuses_what_is_no_pdf_and_no_picture(
    landlord: Consent, member: Profile, now: datetime, content: bytes
) -> None:
    with pytest.raises(UnableToStoreFile, match="Please send a PDF, or a picture") as refusal:
        file_consent(consent=landlord, file=paper(content), dated_on=TODAY, by=member, now=now)

    assert refusal.value.field == "file"
    landlord.refresh_from_db()
    assert not landlord.is_given
    assert StoredFile.objects.count() == 0


def test_file_consent_refuses(landlord: Consent, member: Profile, now: datetime) -> None:
    with pytest.raises(UnableToFileConsent, match="still to come") as refusal:
        file_consent(consent=landlord, file=paper(), dated_on=date(2026, 11, 24), by=member, now=now)
    assert refusal.value.field == "dated_on"

    waive_consent(consent=landlord, reason="It is ours.", by=member, now=now)
    with pytest.raises(UnableToFileConsent, match="do not need this yes"):
        file_consent(consent=landlord, file=paper(), dated_on=TODAY, by=member, now=now)

    need_consent(consent=landlord, name="Lakeside Homes", by=member, now=now)
    file_consent(consent=landlord, file=paper(), dated_on=TODAY, by=member, now=now)
    with pytest.raises(UnableToFileConsent, match="here already"):
        file_consent(consent=landlord, file=paper(), dated_on=TODAY, by=member, now=now)


def test_filing_leaves_nothing_behind_when_it_stops_half_way(
    landlord: Consent, member: Profile, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**_details: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("pools.operations.consent.record", broken)
    with pytest.raises(RuntimeError):
        file_consent(consent=landlord, file=paper(), dated_on=TODAY, by=member, now=now)

    landlord.refresh_from_db()
    assert not landlord.is_given
    assert StoredFile.objects.count() == 0


def test_needing_and_waiving(landlord: Consent, member: Profile, now: datetime) -> None:
    assert landlord.is_unanswered

    waived = waive_consent(consent=landlord, reason=" It is ours. ", by=member, now=now)
    assert (waived.need, waived.not_needed_reason, waived.is_settled) == ("not_needed", "It is ours.", True)

    needed = need_consent(consent=landlord, name=" Lakeside Homes ", by=member, now=now)
    assert (needed.need, needed.whom, needed.is_settled) == ("needed", "Lakeside Homes", False)


def test_waive_consent_needs_a_reason(landlord: Consent, member: Profile, now: datetime) -> None:
    with pytest.raises(UnableToChangeConsent, match="Say why"):
        waive_consent(consent=landlord, reason=" ", by=member, now=now)


def test_a_paper_is_never_waived_away(landlord: Consent, member: Profile, now: datetime) -> None:
    file_consent(consent=landlord, file=paper(), dated_on=TODAY, by=member, now=now)

    with pytest.raises(UnableToChangeConsent, match="here already"):
        waive_consent(consent=landlord, reason="Changed my mind", by=member, now=now)
    with pytest.raises(UnableToChangeConsent, match="here already"):
        need_consent(consent=landlord, name="Somebody else", by=member, now=now)


def test_add_consent(pool: Pool, member: Profile, now: datetime) -> None:
    added = add_consent(pool=pool, kind=ConsentKind.CARE_PROVIDER, name="Richmond House", by=member, now=now)

    assert (added.need, added.blocks_purchase) == (ConsentNeed.NEEDED, True)
    with pytest.raises(UnableToChangeConsent, match="on the list already"):
        add_consent(pool=pool, kind=ConsentKind.CARE_PROVIDER, name="Richmond House", by=member, now=now)


def test_renewing_keeps_every_paper(landlord: Consent, member: Profile, now: datetime) -> None:
    file_consent(consent=landlord, file=paper(), dated_on=TODAY, valid_until=date(2026, 12, 24), by=member, now=now)
    later = now + timedelta(days=40)

    renewed = renew_consent(consent=landlord, file=paper(), dated_on=later.date(), by=member, now=later)

    assert (renewed.dated_on, renewed.valid_until, renewed.given_at) == (later.date(), None, later)
    assert [each.valid_until for each in landlord.papers.all()] == [None, date(2026, 12, 24)]


def test_renew_consent_refuses(landlord: Consent, member: Profile, now: datetime) -> None:
    with pytest.raises(UnableToFileConsent, match="no letter from them yet"):
        renew_consent(consent=landlord, file=paper(), dated_on=TODAY, by=member, now=now)
    with pytest.raises(UnableToFileConsent, match="This day is over") as refusal:
        file_consent(consent=landlord, file=paper(), dated_on=TODAY, valid_until=date(2026, 11, 22), by=member, now=now)
    assert refusal.value.field == "valid_until"
    file_consent(consent=landlord, file=paper(), dated_on=TODAY, by=member, now=now)
    with pytest.raises(UnableToFileConsent, match="older than the one that is here") as refusal:
        renew_consent(consent=landlord, file=paper(), dated_on=date(2026, 11, 1), by=member, now=now)
    assert refusal.value.field == "dated_on"


def test_a_paper_counts_to_the_end_of_its_last_day(landlord: Consent, member: Profile, now: datetime) -> None:
    last_day = date(2026, 12, 24)
    assert not landlord.holds_on(TODAY)

    filed = file_consent(consent=landlord, file=paper(), dated_on=TODAY, valid_until=last_day, by=member, now=now)

    assert (filed.holds_on(last_day), filed.holds_on(last_day + timedelta(days=1))) == (True, False)


def test_an_employer_may_have_to_say_yes(pool: Pool, member: Profile, now: datetime) -> None:
    employer = add_consent(pool=pool, kind=ConsentKind.EMPLOYER, name="Mrs Bell", by=member, now=now)

    assert (employer.get_kind_display(), employer.whom) == ("An employer", "Mrs Bell")
