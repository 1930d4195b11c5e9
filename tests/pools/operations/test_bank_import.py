from datetime import date
from decimal import Decimal

import pytest

from pools.models import BankImport, BankRow, MoneyPath, Pool, Transfer
from pools.operations.bank_import import (
    UnableToConfirmImport,
    UnableToImport,
    confirm_import,
    stage_import,
    throw_away_import,
)
from pools.operations.bank_import_file import UnableToReadStatement, read_statement
from pools.queries.ledger import balance_of_member, money_held
from pools.queries.ledger_check import broken_rules
from portal.models import Profile
from tests.factories.money import NOW, TODAY, make_signed_pool, pay, stage, statement, statement_bytes, tell
from tests.factories.pools import make_agreed_pool
from tests.factories.portal import make_member

JO_PAYS = "20/11/2026,FASTER PAYMENT JO REF CHEF,20.00,120.00"


@pytest.fixture
def jo(area: object) -> Profile:
    return make_member("Jo")


@pytest.fixture
def pool(member: Profile, jo: Profile) -> Pool:
    """£420.00 each."""
    return make_signed_pool(member, jo)


def confirm(found: BankImport, **payers: Profile) -> BankImport:
    """`line_2=jo`: who paid the second line of the file."""
    rows = {found.rows.get(number=int(name.removeprefix("line_"))): profile for name, profile in payers.items()}
    return confirm_import(bank_import=found, payers=rows, by=found.pool.organiser, now=NOW)


def bring(pool: Pool, content: bytes) -> BankImport:
    return stage_import(pool=pool, file=statement_bytes(content), by=pool.organiser, now=NOW)


def verdicts(found: BankImport) -> list[str]:
    return list(found.rows.values_list("verdict", flat=True))


@pytest.mark.parametrize(
    ("head", "line"),
    [
        ("Date,Description,Amount,Balance", "20/11/2026,JO CHEF,20.00,120.00"),
        ("Date,Narrative,Paid in,Paid out,Balance", "20-Nov-2026,JO CHEF,20.00,,120.00"),
        ("Transaction Date;Details;Money In;Money Out;Balance", "2026-11-20;JO  CHEF;£20.00;0.00;120.00"),
        ("Date\tTransaction Description\tDebit Amount\tCredit Amount", "20 Nov 2026\tJO CHEF\t\t+20.00"),
        ('"Date","Type","Description","Value"', '"20/11/26","FPI","JO CHEF","20"'),
        ("Account,12345678\r\nDATE, description ,AMOUNT", "20/11/2026,JO CHEF,20.00"),
    ],
)
def test_reads_what_british_banks_export(head: str, line: str) -> None:
    (read,) = read_statement(f"{head}\r\n{line}\r\n\r\n".encode("utf-8-sig"), today=TODAY)

    assert (read.day, read.description, read.amount) == (TODAY, "JO CHEF", Decimal("20.00"))
    assert read.verdict == "ready"


@pytest.mark.parametrize(
    ("line", "verdict", "why"),
    [
        ("20/11/2026,RENT,-5.00,1", "money_out", ""),
        ("20/11/2027,JO,5.00,1", "refused", "This day is still to come. Please check the date."),
        ("31/02/2026,JO,5.00,1", "refused", "We could not read the date. Write it like 28/02/2026."),
        ("20/11/2026,JO,five,1", "refused", "Please give the amount in figures, like 12.50."),
        ("20/11/2026,JO,€5.00,1", "refused", "Please give the amount in pounds, like 12.50."),
        ("20/11/2026,JO,0.00,1", "refused", "The amount is zero."),
        ("20/11/2026,JO", "refused", "There is no amount in this line."),
        ('20/11/2026,JO,"£1,234.50",1', "ready", ""),
        ('20/11/2026,"=HYPERLINK(""http://x"")",5.00,1', "ready", ""),
    ],
)
def test_says_what_each_line_is(line: str, verdict: str, why: str) -> None:
    (read,) = read_statement(f"Date,Description,Amount,Balance\n{line}".encode(), today=TODAY)

    assert (read.verdict, read.why) == (verdict, why)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "This file is empty"),
        (b" \r\n \r\n", "This file is empty"),
        (b"Date,Description,Amount\r\n\r\n", "no lines"),
        (b"When,What,How much\r\n20/11/2026,JO,5.00", "We did not find the columns"),
        ("Date,Description,Amount\n20/11/2026,CAFÉ JO,5.00".encode("latin-1"), "CSV UTF-8"),
        ("Date,Description,Amount\n20/11/2026,JO,5.00".encode("utf-16"), "CSV UTF-8"),
        (b"PK\x03\x04\x00\x00 a spreadsheet", "CSV UTF-8"),
        (b'Date,Description,Amount\n20/11/2026,"JO,5.00', "not a CSV file"),
        (b"Date,Description,Amount\n" + b"20/11/2026,JO,5.00\n" * 2001, "more than 2000 lines"),
        (b"x" * (1024 * 1024 + 1), "under 1 MB"),
    ],
)
def test_a_file_that_is_none_changes_nothing(pool: Pool, content: bytes, sentence: str) -> None:
    with pytest.raises(UnableToReadStatement, match=sentence) as refusal:
        bring(pool, content)

    assert refusal.value.field == "file"
    assert (BankImport.objects.count(), BankRow.objects.count()) == (0, 0)
    with pytest.raises(UnableToReadStatement):
        read_statement(content, today=TODAY)


def test_staging_guesses_and_books_nothing(pool: Pool, jo: Profile) -> None:
    before = Transfer.objects.count()

    staged = stage(pool, JO_PAYS, "20/11/2026,JO AND PETER,5.00,125.00", "20/11/2026,JOAN,5.00,130.00")

    assert verdicts(staged) == ["ready"] * 3
    assert [row.profile for row in staged.rows.all()] == [jo, None, None]
    assert Transfer.objects.count() == before


def test_the_reference_that_somebody_told_names_them(pool: Pool, jo: Profile) -> None:
    tell(pool, jo, "20.00", reference="CHEF 42")

    staged = stage(pool, "20/11/2026,BANK OF MUM CHEF 42,20.00,1")

    assert staged.rows.get().profile == jo


def test_confirming_books_what_is_ours_and_forgets_the_rest(pool: Pool, jo: Profile) -> None:
    staged = stage(pool, JO_PAYS, "20/11/2026,SALARY OF SOMEBODY,1900.00,1", "20/11/2026,RENT,-5.00,1")

    confirm(staged, line_2=jo)

    row = BankRow.objects.get()
    assert (row.profile, row.transfer.source, row.transfer.happened_on) == (jo, row.source, TODAY)
    assert (money_held(pool), balance_of_member(pool, jo)) == (Decimal("20.00"), Decimal("-400.00"))
    assert broken_rules() == []
    with pytest.raises(UnableToImport, match="done with already"):
        confirm(staged, line_2=jo)
    with pytest.raises(UnableToImport, match="done with already"):
        throw_away_import(bank_import=staged, by=pool.organiser, now=NOW)


def test_the_same_file_twice_is_told_at_once(pool: Pool, jo: Profile) -> None:
    confirm(stage(pool, JO_PAYS), line_2=jo)

    with pytest.raises(UnableToImport, match="this very file already") as refusal:
        stage(pool, JO_PAYS)

    assert refusal.value.field == "file"
    assert money_held(pool) == Decimal("20.00")


def test_the_same_line_in_another_file_is_a_duplicate(pool: Pool, jo: Profile) -> None:
    confirm(stage(pool, JO_PAYS), line_2=jo)

    staged = stage(pool, JO_PAYS, "20/11/2026,JO AGAIN,20.00,140.00")

    assert verdicts(staged) == ["duplicate", "ready"]
    with pytest.raises(UnableToConfirmImport, match="cannot go into the books"):
        confirm(staged, line_2=jo)


def test_two_payments_that_are_alike_are_two(pool: Pool, jo: Profile) -> None:
    twice = ["20/11/2026,JO,20.00,", "20/11/2026,JO,20.00,"]
    confirm(stage(pool, *twice), line_2=jo, line_3=jo)
    assert money_held(pool) == Decimal("40.00")

    staged = stage(pool, *twice, "20/11/2026,JO,20.00,")

    assert verdicts(staged) == ["duplicate", "duplicate", "ready"]


def test_what_was_written_down_by_hand_is_asked_about(pool: Pool, jo: Profile) -> None:
    pay(pool, jo, "20.00", received_on=date(2026, 11, 18))

    row = stage(pool, JO_PAYS, "20/11/2026,JO,21.00,1").rows.get(number=2)

    assert (row.profile, row.verdict) == (None, "ready")
    assert row.why == "Jo paid the same about this day, and it is in the books. Is this another payment?"


def test_what_somebody_told_counts_once(pool: Pool, jo: Profile) -> None:
    told = tell(pool, jo, "20.00")

    confirm(stage(pool, JO_PAYS), line_2=jo)

    assert list(told.statuses.values_list("state", flat=True)) == ["told", "confirmed"]
    assert money_held(pool) == Decimal("20.00")
    assert broken_rules() == []


def test_all_or_nothing(pool: Pool, jo: Profile) -> None:
    staged = stage(pool, JO_PAYS, "20/11/2026,JO,400.01,1")

    with pytest.raises(UnableToConfirmImport, match=r"Line 3: £400\.00 is left to pay") as refusal:
        confirm(staged, line_2=jo, line_3=jo)

    assert refusal.value.field == "row_3"
    assert money_held(pool) == Decimal(0)
    staged.refresh_from_db()
    assert (staged.is_staged, staged.rows.count()) == (True, 2)
    with pytest.raises(UnableToConfirmImport, match="not in the pool"):
        confirm(staged, line_2=make_member("Ann"))


def test_throwing_away_forgets_the_lines(pool: Pool) -> None:
    staged = stage(pool, JO_PAYS)

    throw_away_import(bank_import=staged, by=pool.organiser, now=NOW)

    assert not BankRow.objects.exists()
    # It was the right file after all.
    assert stage(pool, JO_PAYS).is_staged


def test_stage_import_refuses(member: Profile) -> None:
    with pytest.raises(UnableToImport, match="Nobody keeps money"):
        stage(make_signed_pool(member, path=MoneyPath.VENUE), JO_PAYS)
    with pytest.raises(UnableToImport, match="First everybody signs"):
        stage(make_agreed_pool(member, title="Another"), JO_PAYS)


def test_staging_leaves_nothing_behind_when_it_stops_half_way(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**_details: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("pools.operations.bank_import.record", broken)
    with pytest.raises(RuntimeError):
        stage_import(pool=pool, file=statement(JO_PAYS), by=pool.organiser, now=NOW)

    assert (BankImport.objects.count(), BankRow.objects.count()) == (0, 0)


def test_confirming_leaves_nothing_behind_when_it_stops_half_way(
    pool: Pool, jo: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    staged = stage(pool, JO_PAYS)

    def broken(**_details: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("pools.operations.bank_import.record", broken)
    with pytest.raises(RuntimeError):
        confirm(staged, line_2=jo)

    assert money_held(pool) == Decimal(0)
    assert staged.rows.count() == 1
