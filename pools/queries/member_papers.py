"""What stands in the papers about one member: the statement, and the pack for an audit."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from pools.models import (
    OF_AGREEMENT,
    Agreement,
    AgreementStatus,
    Consent,
    ConsentNeed,
    ConsentPaper,
    Contribution,
    ContributionHow,
    ContributionState,
    ContributionStatus,
    DocumentState,
    Pool,
    PoolDocument,
    PoolMembership,
    Transfer,
)
from pools.queries.contribution_plan import Instalment
from pools.queries.contributions import own_money, unpaid_instalments
from pools.queries.ledger import NOTHING, AccountLines, account_lines
from pools.queries.money import account_of
from pools.queries.protection import assurance_of, insurance_of
from pools.queries.returns import Part, own_parts
from portal.models import Profile


@dataclass(frozen=True, kw_only=True)
class PartLine:
    """A member's part of one entry, and what was left of their money after it."""

    part: Part
    words: str
    balance: Decimal


@dataclass(frozen=True, kw_only=True)
class KeptPaper:
    """A paper that the pool keeps; with its fingerprint, nobody can put another in its place."""

    words: str
    dated_on: date
    sha256: str


def place_of(pool: Pool, profile: Profile) -> PoolMembership:
    """Somebody's newest place in a pool, also after they have left."""
    return PoolMembership.objects.filter(pool=pool, profile=profile).order_by("-joined_at", "-id")[0]


def statement_lines(pool: Pool, profile: Profile, *, since: date, until: date) -> AccountLines:
    """A member's account from one day to another; nothing at all before it has begun."""
    account = account_of(pool, profile)
    if account is None:
        return AccountLines(opening=NOTHING, lines=[], closing=NOTHING)
    return account_lines(account, since=since, until=until)


def expected_of(pool: Pool, profile: Profile, *, on: date) -> list[Instalment]:
    """What a member is still to pay, with the days, as it stands at the end of a day."""
    money = own_money(pool, profile, on)
    return unpaid_instalments(money) if money else []


def paid_at_the_place_by(pool: Pool, profile: Profile, *, since: date, until: date) -> QuerySet[Contribution]:
    """What somebody has paid at the place. It is in no books, as it never was the pool's."""
    confirmed = Contribution.objects.standing_at(ContributionState.CONFIRMED)
    paid = confirmed.filter(pool=pool, profile=profile, how=ContributionHow.PLACE)
    return paid.filter(received_on__range=(since, until)).order_by("received_on", "id")


def part_lines(pool: Pool, profile: Profile, *, since: date, until: date, opening: Decimal) -> list[PartLine]:
    """A member's part of the pool's money, entry by entry, without the names of others."""
    others, lines, balance = others_ever_in(pool, profile), [], opening
    for part in own_parts(pool, profile, since=since, until=until):
        balance += part.amount
        lines.append(PartLine(part=part, words=unnamed(part.transfer.words, others), balance=balance))
    return lines


def others_ever_in(pool: Pool, profile: Profile) -> list[str]:
    """The names of all others who are or were in a pool, the longest first."""
    places = PoolMembership.objects.filter(pool=pool).exclude(profile=profile)
    names = {name.strip() for name in places.values_list("profile__shown_name", flat=True)}
    return sorted(names - {""}, key=lambda name: (-len(name), name))


def unnamed(words: str, names: Iterable[str]) -> str:
    """The same words with "another member" for each of the names: a paper for the council is about one person."""
    names = list(names)
    if not names:
        return words
    anybody = "|".join(re.escape(name) for name in names)
    return re.sub(rf"(?<!\w)(?:{anybody})(?!\w)", _("another member"), words, flags=re.IGNORECASE)


def consents_needed(pool: Pool) -> QuerySet[Consent]:
    """Whose yes the pool needs."""
    return pool.consents.filter(need=ConsentNeed.NEEDED)


def kept_papers(pool: Pool) -> list[KeptPaper]:
    """The files that a pool keeps, the oldest first."""
    return sorted(_kept_papers(pool), key=lambda paper: (paper.dated_on, paper.words))


def has_changed_since(pool: Pool, moment: datetime) -> bool:
    """Whether anything that a member's paper tells has been written down in a pool after a moment."""
    return any(
        rows.exists()
        for rows in (
            Transfer.objects.filter(pool=pool, recorded_at__gt=moment),
            ContributionStatus.objects.filter(contribution__pool=pool, at__gt=moment),
            ConsentPaper.objects.filter(consent__pool=pool, filed_at__gt=moment),
            AgreementStatus.objects.filter(agreement__pool=pool, at__gt=moment),
            pool.contribution_plans.filter(made_at__gt=moment),
        )
    )


def year_with(year_end: date, *, today: date) -> tuple[date, date]:
    """The first and the last day of the budget's year that today is in. Years end on the same day each year."""
    end = _same_day(year_end, today.year)
    if end < today:
        end = _same_day(year_end, today.year + 1)
    return date.fromordinal(_same_day(year_end, end.year - 1).toordinal() + 1), end


def _same_day(day: date, year: int) -> date:
    try:
        return day.replace(year=year)
    except ValueError:
        # 29 February, in a year without it.
        return day.replace(year=year, day=28)


def _kept_papers(pool: Pool) -> Iterable[KeptPaper]:
    signed = PoolDocument.objects.filter(pool=pool, kind__in=OF_AGREEMENT, state=DocumentState.MADE)
    for document in signed.select_related("agreement", "file").defer("file__content"):
        if document.file is None or document.made_at is None:
            continue
        told = {"kind": document.get_kind_display(), "version": _version(document.agreement)}
        yield KeptPaper(
            words=_("%(kind)s, version %(version)d") % told,
            dated_on=timezone.localdate(document.made_at),
            sha256=document.file.sha256,
        )
    papers = ConsentPaper.objects.filter(consent__pool=pool).select_related("consent", "file").defer("file__content")
    for paper in papers:
        words = _("A yes in writing: %(whom)s") % {"whom": paper.consent.whom}
        yield KeptPaper(words=words, dated_on=paper.dated_on, sha256=paper.file.sha256)
    insurance, assurance = insurance_of(pool), assurance_of(pool)
    if insurance is not None and insurance.file is not None:
        words = _("The insurance: %(insurer)s") % {"insurer": insurance.insurer}
        day = timezone.localdate(insurance.recorded_at)
        yield KeptPaper(words=words, dated_on=day, sha256=insurance.file.sha256)
    if assurance is not None and assurance.file is not None:
        words = _("A word about your savings: %(whom)s") % {"whom": assurance.given_by}
        day = timezone.localdate(assurance.recorded_at)
        yield KeptPaper(words=words, dated_on=day, sha256=assurance.file.sha256)


def _version(agreement: Agreement | None) -> int:
    return agreement.version if agreement else 0
