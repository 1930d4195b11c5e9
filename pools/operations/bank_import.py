"""Bringing a bank statement into the books: first looked at, then confirmed, all of it or nothing."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pools.models import (
    AccountKind,
    BankImport,
    BankRow,
    Contribution,
    ContributionState,
    ImportState,
    MoneyPath,
    Pool,
    RowVerdict,
    Transfer,
    TransferKind,
)
from pools.operations.bank_import_file import LARGEST_FILE, Line, UnableToReadStatement, read_statement
from pools.operations.contribution import count_what_was_told, pay_in
from pools.operations.pool_status import lock_pool
from pools.queries.agreements import active_agreement
from pools.queries.pools import members_of
from portal.models import Profile
from portal.operations.audit import record
from portal.operations.constraints import told_as
from portal.operations.refusal import Refusal

# A bank books a payment a few days after it was made.
NEARBY = timedelta(days=4)


class UnableToImport(Refusal):
    """The pool keeps no money, the file was brought before, or the statement is done with."""


class UnableToConfirmImport(Refusal):
    """A line does not fit: it says which, and nothing was written."""


@transaction.atomic
def stage_import(*, pool: Pool, file: "UploadedFile[bytes]", by: Profile, now: datetime) -> BankImport:
    """
    Read a bank statement and keep its lines, for somebody to look at. Nothing is in the books yet.

    :raises UnableToImport: nobody keeps money for this pool, nothing is signed, or this very file was brought before
    :raises UnableToReadStatement: the file is too large, empty, no CSV in UTF-8, or lacks the columns
    """
    pool, _state = lock_pool(pool)
    if pool.money_path != MoneyPath.HOLDER:
        raise UnableToImport(_("Nobody keeps money for this pool, so there is no bank statement to bring."))
    if active_agreement(pool) is None:
        raise UnableToImport(_("First everybody signs the agreement. Then money can come in."))
    # Asked before it is read, so that nobody fills our memory.
    if (file.size or 0) > LARGEST_FILE:
        raise UnableToReadStatement(_("This file is too large. Please choose one under 1 MB."), field="file")
    content = file.read()
    lines = read_statement(content, today=timezone.localdate(now))
    with told_as(UnableToImport, model=BankImport, field="file"):
        staged = BankImport.objects.create(
            pool=pool,
            name=(file.name or "statement.csv")[-200:],
            sha256=hashlib.sha256(content).hexdigest(),
            brought_by=by,
            brought_at=now,
        )
    BankRow.objects.bulk_create(_rows(staged, lines))
    record(by=by, action="stage_import", subject=staged, now=now, lines=len(lines))
    return staged


@transaction.atomic
def confirm_import(
    *, bank_import: BankImport, payers: Mapping[BankRow, Profile], by: Profile, now: datetime
) -> BankImport:
    """
    Write the chosen lines into the books: all of them, or nothing. What is not the pool's is forgotten.

    :param payers: who paid, for each line that is the pool's
    :raises UnableToImport: it is done with already
    :raises UnableToConfirmImport: a line is in the books already, or is more than that person has left to pay
    """
    bank_import = _staged(bank_import)
    for row in sorted(payers, key=lambda row: row.number):
        _take(row, payers[row], bank_import=bank_import, by=by, now=now)
    bank_import.rows.filter(transfer__isnull=True).delete()
    _close(bank_import, ImportState.CONFIRMED, by=by, now=now)
    record(by=by, action="confirm_import", subject=bank_import, now=now, lines=len(payers))
    return bank_import


@transaction.atomic
def throw_away_import(*, bank_import: BankImport, by: Profile, now: datetime) -> BankImport:
    """
    Forget a statement and its lines. The same file can be brought again.

    :raises UnableToImport: it is done with already
    """
    bank_import = _staged(bank_import)
    bank_import.rows.all().delete()
    _close(bank_import, ImportState.THROWN_AWAY, by=by, now=now)
    record(by=by, action="throw_away_import", subject=bank_import, now=now)
    return bank_import


def _take(row: BankRow, payer: Profile, *, bank_import: BankImport, by: Profile, now: datetime) -> None:
    if row.bank_import_id != bank_import.pk or row.verdict != RowVerdict.READY or not row.day or not row.amount:
        raise UnableToConfirmImport(_("This line cannot go into the books."))
    try:
        row.transfer = pay_in(
            pool=bank_import.pool,
            profile=payer,
            amount=row.amount,
            happened_on=row.day,
            source=row.source,
            by=by,
            now=now,
        )
    except Refusal as refusal:
        raise UnableToConfirmImport(
            gettext("Line %(number)d: %(why)s") % {"number": row.number, "why": refusal}, field=f"row_{row.number}"
        ) from refusal
    row.profile = payer
    row.save(update_fields=["transfer", "profile"])
    count_what_was_told(transfer=row.transfer, profile=payer, amount=row.amount, by=by, now=now)


def _staged(bank_import: BankImport) -> BankImport:
    # Lock the pool: the same statement may be confirmed in another tab at this very moment.
    lock_pool(bank_import.pool)
    found = BankImport.objects.select_related("pool").get(pk=bank_import.pk)
    if not found.is_staged:
        raise UnableToImport(_("This statement is done with already. Nothing was counted twice."))
    return found


def _close(bank_import: BankImport, state: ImportState, *, by: Profile, now: datetime) -> None:
    bank_import.state, bank_import.closed_by, bank_import.closed_at = state, by, now
    bank_import.save(update_fields=["state", "closed_by", "closed_at"])


def _rows(staged: BankImport, lines: Sequence[Line]) -> list[BankRow]:
    """The lines with what we make of them: whether the books have them, and who may have paid."""
    pool = staged.pool
    sources = [f"bank:{line.fingerprint}" for line in lines if line.fingerprint]
    known = set(Transfer.objects.filter(pool=pool, source__in=sources).values_list("source", flat=True))
    hints = _hints(pool)
    by_hand = _written_by_hand(pool)
    rows = []
    for line in lines:
        row = BankRow(
            bank_import=staged,
            number=line.number,
            verdict=line.verdict,
            why=line.why[:200],
            day=line.day,
            description=line.description,
            amount=line.amount,
            fingerprint=line.fingerprint,
        )
        if row.fingerprint and row.source in known:
            row.verdict = RowVerdict.DUPLICATE
        elif row.verdict == RowVerdict.READY:
            _guess(row, hints=hints, by_hand=by_hand)
        rows.append(row)
    return rows


def _hints(pool: Pool) -> list[tuple[str, Profile]]:
    """By what words a bank may name a member: their name, the reference that they told, and what it said before."""
    people = {membership.profile_id: membership.profile for membership in members_of(pool)}
    told = Contribution.objects.standing_at(ContributionState.TOLD).filter(pool=pool).exclude(reference="")
    before = BankRow.objects.filter(bank_import__pool=pool, transfer__reversed_by__isnull=True, transfer__isnull=False)
    words = [
        *((person.shown_name, key) for key, person in people.items()),
        *told.values_list("reference", "profile"),
        *before.values_list("description", "profile"),
    ]
    return [(text, people[key]) for text, key in words if text and key in people]


def _guess(row: BankRow, *, hints: Sequence[tuple[str, Profile]], by_hand: Sequence[Transfer]) -> None:
    """Who may have paid: the one member whom the bank's words fit. Two are no guess; nor is what is there by hand."""
    named = {person for words, person in hints if _says(words, row.description)}
    if len(named) != 1:
        return
    row.profile = named.pop()
    if any(_is_the_same(transfer, row) for transfer in by_hand):
        row.why = gettext("%(name)s paid the same about this day, and it is in the books. Is this another payment?") % {
            "name": row.profile.shown_name
        }
        row.profile = None


def _says(words: str, description: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(words)}(?!\w)", description, re.IGNORECASE) is not None


def _written_by_hand(pool: Pool) -> list[Transfer]:
    """What was paid in and not by a bank statement, and was not put right."""
    paid_in = Transfer.objects.filter(pool=pool, kind=TransferKind.CONTRIBUTION, reversed_by__isnull=True)
    return list(paid_in.exclude(source__startswith="bank:").prefetch_related("entries__account"))


def _is_the_same(transfer: Transfer, row: BankRow) -> bool:
    if row.day is None or abs(transfer.happened_on - row.day) > NEARBY:
        return False
    return any(
        (entry.account.kind, entry.account.profile_id) == (AccountKind.MEMBER, row.profile_id)
        and entry.amount == -(row.amount or Decimal(0))
        for entry in transfer.entries.all()
    )
