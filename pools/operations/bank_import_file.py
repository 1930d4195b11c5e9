"""
Reading a bank statement as British banks export it: which columns it has, and what each line says.

Nothing here is trusted. A file that is none is refused as a whole; a line that cannot be read is told by itself.
"""

import csv
import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import StringIO
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pools.models import RowVerdict
from portal.money import parse_amount
from portal.operations.refusal import Refusal

LARGEST_FILE: Final = 1024 * 1024
MOST_ROWS: Final = 2000
# Some banks put the name of the account above the columns.
LINES_ABOVE_THE_COLUMNS: Final = 20
DATE_SHAPES: Final = ("%d/%m/%Y", "%d/%m/%y", "%d-%b-%Y", "%d %b %Y", "%d-%b-%y", "%d %B %Y", "%Y-%m-%d")

DATES = ("date", "transaction date", "posting date", "value date")
DESCRIPTIONS = (
    "description",
    "narrative",
    "details",
    "transaction description",
    "memo",
    "reference",
    "counter party",
    "merchant/description",
)
AMOUNTS = ("amount", "value", "amount (gbp)", "amount gbp")
MONEY_IN = ("paid in", "money in", "credit", "credit amount", "paid in (£)", "money in (£)")
MONEY_OUT = ("paid out", "money out", "debit", "debit amount", "paid out (£)", "money out (£)")
BALANCES = ("balance", "running balance", "balance (gbp)", "balance (£)")


class UnableToReadStatement(Refusal):
    """Too large, empty, not plain text, or without the columns that we need."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of a statement. `amount` is money in, in pounds; None where it is money out or could not be read."""

    number: int
    verdict: RowVerdict
    why: str = ""
    day: date | None = None
    description: str = ""
    amount: Decimal | None = None
    fingerprint: str = ""


@dataclass(frozen=True, kw_only=True)
class _Columns:
    day: int
    description: int
    amount: int | None
    money_in: int | None
    money_out: int | None
    balance: int | None


class _Unreadable(Exception):
    """A line that cannot be read. It carries the sentence that says why."""


def read_statement(content: bytes, *, today: date) -> list[Line]:
    """
    The lines of a statement, in the order of the file.

    :raises UnableToReadStatement: with a sentence that says what to do
    """
    if len(content) > LARGEST_FILE:
        raise UnableToReadStatement(_("This file is too large. Please choose one under 1 MB."), field="file")
    if not content.strip():
        raise UnableToReadStatement(_("This file is empty. Please choose another."), field="file")
    rows = _rows_of(_text_of(content))
    place, columns = _find_columns(rows)
    below = [(number, row) for number, row in rows if number > place and any(cell.strip() for cell in row)]
    if not below:
        raise UnableToReadStatement(
            _("There are columns in this file, but no lines. Please choose another."), field="file"
        )
    if len(below) > MOST_ROWS:
        raise UnableToReadStatement(
            _("There are more than %d lines in this file. Please choose a shorter time.") % MOST_ROWS, field="file"
        )
    return list(_lines(below, columns, today=today))


def fingerprint_of(*, day: date, amount: Decimal, description: str, balance: str, occurrence: int = 1) -> str:
    """
    What names a line, whichever file it comes in.

    Two lines that are alike in everything on one day are told apart by their order: the first, the second.
    """
    facts = [day.isoformat(), f"{amount:.2f}", _plain(description), _plain(balance), str(occurrence)]
    return hashlib.sha256("\x1f".join(facts).encode()).hexdigest()


def _text_of(content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise UnableToReadStatement(
            _(
                "We could not read this file. Open it in your spreadsheet, choose “Save as”, "
                "and then “CSV UTF-8”. Then bring that file."
            ),
            field="file",
        )
    return text


def _rows_of(text: str) -> list[tuple[int, list[str]]]:
    """Each row with its number, from 1, whatever stands between the columns: a comma, a semicolon or a tab."""
    head = "\n".join(text.splitlines()[:LINES_ABOVE_THE_COLUMNS])
    delimiter = max(",;\t", key=head.count)
    try:
        # Read everything now: what is wrong with a CSV file shows only while it is read.
        return list(enumerate(csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True), start=1))
    except csv.Error:
        raise UnableToReadStatement(
            _("This is not a CSV file as banks make them. Please export your statement as CSV."), field="file"
        ) from None


def _find_columns(rows: Sequence[tuple[int, Sequence[str]]]) -> tuple[int, _Columns]:
    for number, row in rows[:LINES_ABOVE_THE_COLUMNS]:
        names = [re.sub(r"\s+", " ", cell).strip().casefold() for cell in row]
        day, description = _place(names, DATES), _place(names, DESCRIPTIONS)
        amount, money_in = _place(names, AMOUNTS), _place(names, MONEY_IN)
        if day is not None and description is not None and (amount is not None or money_in is not None):
            return number, _Columns(
                day=day,
                description=description,
                amount=amount if money_in is None else None,
                money_in=money_in,
                money_out=_place(names, MONEY_OUT),
                balance=_place(names, BALANCES),
            )
    raise UnableToReadStatement(
        _(
            "We did not find the columns that we need. The first line must name them: Date, Description, "
            "and Amount (or Paid in and Paid out)."
        ),
        field="file",
    )


def _place(names: Sequence[str], known: Sequence[str]) -> int | None:
    """Where one of the known columns stands: the best known name first, not the leftmost column."""
    return next((names.index(name) for name in known if name in names), None)


def _lines(rows: Sequence[tuple[int, Sequence[str]]], columns: _Columns, *, today: date) -> Iterator[Line]:
    seen: Counter[str] = Counter()
    for number, row in rows:
        try:
            yield _line(number, row, columns, today=today, seen=seen)
        except _Unreadable as reason:
            words = " · ".join(cell.strip() for cell in row if cell.strip())
            yield Line(number=number, verdict=RowVerdict.REFUSED, why=str(reason), description=words[:300])


def _line(number: int, row: Sequence[str], columns: _Columns, *, today: date, seen: Counter[str]) -> Line:
    cells = _cells(row, columns)
    day, description = _day(cells["day"]), re.sub(r"\s+", " ", cells["description"]).strip()[:300]
    if day > today:
        raise _Unreadable(gettext("This day is still to come. Please check the date."))
    amount = _money_in(cells)
    if amount is None:
        return Line(number=number, verdict=RowVerdict.MONEY_OUT, day=day, description=description)
    alike = fingerprint_of(day=day, amount=amount, description=description, balance=cells["balance"])
    seen[alike] += 1
    return Line(
        number=number,
        verdict=RowVerdict.READY,
        day=day,
        description=description,
        amount=amount,
        fingerprint=fingerprint_of(
            day=day, amount=amount, description=description, balance=cells["balance"], occurrence=seen[alike]
        ),
    )


def _cells(row: Sequence[str], columns: _Columns) -> Mapping[str, str]:
    places = {
        "day": columns.day,
        "description": columns.description,
        "amount": columns.amount,
        "money_in": columns.money_in,
        "money_out": columns.money_out,
        "balance": columns.balance,
    }
    return {
        name: row[place].strip() if place is not None and place < len(row) else "" for name, place in places.items()
    }


def _day(text: str) -> date:
    for shape in DATE_SHAPES:
        try:
            return datetime.strptime(text, shape).date()  # noqa: DTZ007  # a day has no time zone
        except ValueError:
            continue
    raise _Unreadable(gettext("We could not read the date. Write it like 28/02/2026."))


def _money_in(cells: Mapping[str, str]) -> Decimal | None:
    """What came in, in pounds; None for money that went out."""
    if cells["money_out"] and not _is_nothing(cells["money_out"]):
        return None
    typed = cells["amount"] or cells["money_in"]
    if not typed:
        raise _Unreadable(gettext("There is no amount in this line."))
    try:
        amount = parse_amount(typed.removeprefix("+"))
    except ValidationError as error:
        if error.code == "below_zero":
            return None
        raise _Unreadable(error.messages[0]) from None
    if not amount:
        raise _Unreadable(gettext("The amount is zero."))
    return amount


def _is_nothing(typed: str) -> bool:
    return re.fullmatch(r"£?0*(\.0*)?", typed) is not None


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip().casefold()
