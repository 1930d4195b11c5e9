"""What a pool costs, what nobody has answered yet, and what each member pays."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pools.models import (
    TIMES_A_YEAR,
    Consent,
    CostLine,
    CostPrompt,
    LineState,
    MoneyPath,
    Period,
    Pool,
    PoolMembership,
    PurchaseKind,
    SharingRule,
    Shortfall,
)
from pools.queries.pools import members_of
from portal.models import Profile
from portal.money import PENCE_IN_A_POUND, explain_split, format_amount, quantize, split
from providers.models import Offer
from providers.queries import price_each

NOTHING = Decimal("0.00")
ONE_HUNDRED = Decimal(100)

# About money that somebody keeps for all: where each pays at the place, nobody does, and we do not ask.
ABOUT_KEPT_MONEY = {CostPrompt.MANAGEMENT, CostPrompt.CONTINGENCY, CostPrompt.INSURANCE}
# These need insurance of their own, whichever way the money goes.
ALWAYS_INSURED = {PurchaseKind.EQUIPMENT, PurchaseKind.SUPPORT}


@dataclass(frozen=True, kw_only=True)
class PricedLine:
    """
    A line of the sheet with its money: for each period, and for the first year. None while it is not known.

    `others_pay` is what somebody outside the pool pays of the first year.
    """

    line: CostLine
    amount: Decimal | None
    first_year: Decimal | None
    others_pay: Decimal = NOTHING
    price_each: Decimal | None = None

    @property
    def members_pay(self) -> Decimal:
        """What the members share of the first year."""
        return NOTHING if self.first_year is None else self.first_year - self.others_pay


@dataclass(frozen=True, kw_only=True)
class Blank:
    """A question that the sheet still asks. `key` is a `CostPrompt`, a `ConsentKind`, "people" or "shares"."""

    key: str
    words: str

    def __str__(self) -> str:
        return self.words


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """
    The whole of the costs for so many people. What is shared is the cost of the first year.

    `people` counts everybody, `waiting` those among them who pay nothing yet. `first_day` is there where what comes
    again is shared by days. `risks` are sentences: nobody has to answer them, and everybody should know of them.
    """

    people: int
    lines: list[PricedLine]
    waiting: int = 0
    first_day: date | None = None
    consents: list[Consent] = field(default_factory=list)
    blanks: list[Blank] = field(default_factory=list)
    risks: list[str] = field(default_factory=list)

    @property
    def total(self) -> Decimal:
        """What the members share."""
        return sum((line.members_pay for line in self.lines), NOTHING)

    @property
    def paid_by_others(self) -> Decimal:
        """What somebody outside the pool pays."""
        return sum((line.others_pay for line in self.lines), NOTHING)

    @property
    def once(self) -> Decimal:
        """The part of the total that comes once."""
        return sum((line.members_pay for line in self.lines if line.line.period == Period.ONCE), NOTHING)

    @property
    def put_aside(self) -> Decimal:
        """The part of the total that is put aside, in case."""
        return sum((line.members_pay for line in self.lines if line.line.is_put_aside), NOTHING)

    @property
    def again(self) -> Decimal:
        """The part of the total that comes again in each year."""
        return self.total - self.once

    @property
    def price_is_known(self) -> bool:
        """Whether there is a price for the thing itself; an offer has one only for the right number of people."""
        return all(priced.first_year is not None for priced in self.lines if priced.line.prompt == CostPrompt.PRICE)

    @property
    def is_complete(self) -> bool:
        return not self.blanks

    @property
    def price_each(self) -> Decimal | None:
        """What the offer's price for one person is, where there is an offer and enough people for it."""
        return next((line.price_each for line in self.lines if line.price_each is not None), None)

    @property
    def paying(self) -> int:
        """How many people pay now."""
        return self.people - self.waiting


@dataclass(frozen=True, kw_only=True)
class Share:
    """
    What one member pays in the first year, as things are now, and once those who wait for an answer about their money
    pay too. None: not known yet.
    """

    membership: PoolMembership
    amount: Decimal | None
    when_all_pay: Decimal | None = None

    @property
    def is_previewed(self) -> bool:
        """Whether the member has looked at this very number."""
        return self.amount is not None and self.membership.previewed_share == self.amount


@dataclass(frozen=True, kw_only=True)
class ShareChange:
    """What one person pays before and after somebody joins or leaves. None: not in the pool then, or not known."""

    profile: Profile
    before: Decimal | None
    after: Decimal | None


@dataclass(frozen=True, kw_only=True)
class Preview:
    """What would change for everybody."""

    before: Sheet
    after: Sheet
    changes: list[ShareChange]

    def for_profile(self, profile: Profile) -> ShareChange:
        return next(change for change in self.changes if change.profile.pk == profile.pk)


def sheet_of(pool: Pool, *, members: Sequence[PoolMembership] | None = None) -> Sheet:
    """
    The costs of a pool as they stand, with everything that is still blank.

    :param members: who shares them, where that is not who is in the pool now
    """
    members = list(members_of(pool)) if members is None else members
    people, offer = len(members), pool.offer
    if offer is not None:
        prefetch_related_objects([offer], "price_breaks")
    lines = _price_lines(pool, people=people)
    consents = list(pool.consents.all())
    blanks = [
        *(_blank_line(priced.line, offer=offer, people=people) for priced in lines if priced.first_year is None),
        *(_blank_consent(consent) for consent in consents if consent.is_unanswered),
    ]
    sheet = Sheet(
        people=people,
        lines=lines,
        waiting=sum(not member.pays for member in members),
        first_day=pool.first_day if pool.by_days else None,
        consents=consents,
        blanks=blanks,
    )
    return replace(
        sheet,
        blanks=[*blanks, *_unknown_shares(pool, sheet=sheet, members=members)],
        risks=list(_risks(sheet, shortfall=Shortfall(pool.cost_sheet.shortfall))),
    )


def shares_of(*, sheet: Sheet, members: Sequence[PoolMembership], rule: SharingRule) -> list[Share]:
    """
    What each member pays, by the pool's rule; exact to the penny, odd pennies to those who joined first.

    Who waits for an answer about their money pays nothing yet: the others share the whole. Fixed shares are what the
    members fixed, whether or not they add up; `sheet_of` says so when they do not.
    """
    paying = [member for member in members if member.pays]
    now = _amounts(sheet=sheet, members=paying, rule=rule)
    later = now if len(paying) == len(members) else _amounts_when_all_pay(sheet=sheet, members=members, rule=rule)
    amounts, nothing_yet = iter(now), NOTHING if paying else None
    return [
        Share(membership=member, amount=next(amounts) if member.pays else nothing_yet, when_all_pay=when_all_pay)
        for member, when_all_pay in zip(members, later, strict=True)
    ]


def _amounts(*, sheet: Sheet, members: Sequence[PoolMembership], rule: SharingRule) -> list[Decimal | None]:
    """What each of those who pay pays."""
    if rule == SharingRule.FIXED:
        return [member.fixed_share for member in members]
    if not sheet.price_is_known or not members or _nobody_has_a_day(sheet, members):
        return [None] * len(members)
    return [*split(sheet.total, _proportions(sheet=sheet, members=members, rule=rule))]


def _amounts_when_all_pay(
    *, sheet: Sheet, members: Sequence[PoolMembership], rule: SharingRule
) -> list[Decimal | None]:
    # Amounts that the members fixed without those who wait would have to be fixed again.
    if rule == SharingRule.FIXED:
        return [None] * len(members)
    return _amounts(sheet=sheet, members=members, rule=rule)


def current_shares(pool: Pool) -> tuple[Sheet, list[Share]]:
    """The sheet of a pool and the share of each who is in it now."""
    members = list(members_of(pool))
    sheet = sheet_of(pool, members=members)
    return sheet, shares_of(sheet=sheet, members=members, rule=SharingRule(pool.sharing_rule))


def preview_join(pool: Pool, *, newcomer: Profile) -> Preview:
    """What everybody would pay if one more person joined."""
    members = list(members_of(pool))
    return _preview(pool, before=members, after=[*members, PoolMembership(pool=pool, profile=newcomer)])


def preview_leave(membership: PoolMembership) -> Preview:
    """What everybody would pay if a member left."""
    members = list(members_of(membership.pool))
    staying = [member for member in members if member.pk != membership.pk]
    return _preview(membership.pool, before=members, after=staying)


def explain_shares(*, sheet: Sheet, shares: Sequence[Share], rule: SharingRule) -> str:
    """The shares in a few sentences; empty while they are not known."""
    if not shares or any(share.amount is None for share in shares) or sheet.total == NOTHING:
        return ""
    paying = [share for share in shares if share.membership.pays]
    members = [share.membership for share in paying]
    weights: Sequence[Decimal | int] = [share.amount or NOTHING for share in paying]
    if rule != SharingRule.FIXED:
        weights = _proportions(sheet=sheet, members=members, rule=rule)
    elif sum(weights) != sheet.total:
        return ""
    sentences = [explain_split(sheet.total, [member.profile.shown_name for member in members], weights)]
    if sheet.first_day is not None and rule != SharingRule.FIXED:
        sentences.append(_explain_days(sheet.first_day, members))
    if waiting := [share.membership.profile.shown_name for share in shares if not share.membership.pays]:
        sentences.append(
            ngettext("%(names)s pays nothing yet.", "%(names)s pay nothing yet.", len(waiting))
            % {"names": get_text_list(waiting, _("and"))}
        )
    return " ".join(sentences)


def figures_of(pool: Pool) -> dict[str, Any]:
    """
    The costs and each share as they stand, to be frozen: amounts as text, so that no float can come near them.

    Keys: `total`, `paid_by_others`, `sharing_rule`, `price_holds_until`, `shortfall`, `not_included`, `lines` (each
    with `label`, `period`, `amount`, `first_year`, `paid_by`, `waived_reason`) and `shares` (each with `membership`,
    `profile`, `name`, `amount`, and `when_all_pay`, which is another amount as long as somebody waits). A line of which
    somebody else pays a part is two lines: their part, and the rest.
    """
    sheet, shares = current_shares(pool)
    details = pool.cost_sheet
    return {
        "total": str(sheet.total),
        "paid_by_others": str(sheet.paid_by_others),
        "sharing_rule": pool.sharing_rule,
        "price_holds_until": details.price_holds_until.isoformat() if details.price_holds_until else None,
        "shortfall": details.shortfall,
        "not_included": details.not_included,
        "money_path": pool.money_path,
        "first_day": sheet.first_day.isoformat() if sheet.first_day else None,
        "lines": [figures for line in sheet.lines for figures in _figures_of_line(line)],
        "shares": [
            {
                "membership": str(share.membership.pk),
                "profile": str(share.membership.profile_id),
                "name": share.membership.profile.shown_name,
                "amount": _as_text(share.amount),
                "when_all_pay": _as_text(share.when_all_pay),
            }
            for share in shares
        ],
    }


def _figures_of_line(priced: PricedLine) -> Iterator[dict[str, Any]]:
    line, part = priced.line, priced.line.paid_part
    figures = {
        "label": line.label,
        "period": line.period,
        "amount": _as_text(priced.amount),
        "first_year": _as_text(priced.first_year),
        "paid_by": line.paid_by,
        "waived_reason": line.waived_reason,
    }
    if part is None or priced.amount is None:
        yield figures
        return
    rest = {"amount": _as_text(priced.amount - part), "first_year": _as_text(priced.members_pay), "paid_by": ""}
    yield figures | rest
    yield figures | {"amount": _as_text(part), "first_year": _as_text(priced.others_pay)}


def _as_text(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:.2f}"


def price_line(line: CostLine, *, offer: Offer | None, people: int) -> PricedLine:
    """What a line costs for so many people; the offer sets the price of a line that is `from_offer`."""
    if line.state == LineState.WAIVED:
        return PricedLine(line=line, amount=None, first_year=NOTHING)
    each = price_each(offer, people) if line.from_offer and offer is not None else None
    amount = line.amount if each is None else each * people
    times = TIMES_A_YEAR[Period(line.period)]
    return PricedLine(
        line=line,
        amount=amount,
        first_year=None if amount is None else amount * times,
        others_pay=line.paid_each_time * times,
        price_each=each,
    )


def _price_lines(pool: Pool, *, people: int) -> list[PricedLine]:
    """Every line that we ask about; what is put aside as a percentage is one of all the rest that is known."""
    lines = [
        price_line(line, offer=pool.offer, people=people)
        for line in pool.cost_lines.all()
        if not (line.is_blank and _is_not_asked(pool, line))
    ]
    rest = sum((priced.members_pay for priced in lines if not priced.line.is_put_aside), NOTHING)
    return [_put_aside(priced, rest=rest) if priced.line.percent is not None else priced for priced in lines]


def _put_aside(priced: PricedLine, *, rest: Decimal) -> PricedLine:
    amount = quantize(rest * (priced.line.percent or NOTHING) / ONE_HUNDRED)
    return replace(priced, amount=amount, first_year=amount)


def _is_not_asked(pool: Pool, line: CostLine) -> bool:
    if pool.money_path != MoneyPath.VENUE or line.prompt not in ABOUT_KEPT_MONEY:
        return False
    return line.prompt != CostPrompt.INSURANCE or pool.buying not in ALWAYS_INSURED


def _blank_line(line: CostLine, *, offer: Offer | None, people: int) -> Blank:
    if not line.from_offer or offer is None:
        return Blank(key=line.prompt, words=line.label)
    if people < offer.minimum_people:
        missing = offer.minimum_people - people
        words = ngettext(
            "The offer starts at %(least)d people: you need %(missing)d more person.",
            "The offer starts at %(least)d people: you need %(missing)d more people.",
            missing,
        )
        return Blank(key="people", words=words % {"least": offer.minimum_people, "missing": missing})
    return Blank(key="people", words=_("The offer is for fewer people than you are."))


def _blank_consent(consent: Consent) -> Blank:
    words = _("Whether you need a yes in writing from: %(whom)s") % {"whom": consent.whom}
    return Blank(key=consent.kind, words=words)


def _unknown_shares(pool: Pool, *, sheet: Sheet, members: Sequence[PoolMembership]) -> list[Blank]:
    """Why there are no shares yet although the costs are there: nobody pays, or what they fixed does not add up."""
    paying = [member for member in members if member.pays]
    if members and not paying:
        words = _(
            "Nobody pays yet: you all wait for an answer about your money. The shares come when somebody can pay."
        )
        return [Blank(key="shares", words=words)]
    if pool.sharing_rule == SharingRule.FIXED:
        return [] if sheet.blanks else _unfitting_shares(sheet=sheet, members=paying)
    if _nobody_has_a_day(sheet, paying):
        words = _("Nobody pays for a day of your first year. Please look at the first days again.")
        return [Blank(key="shares", words=words)]
    return []


def _unfitting_shares(*, sheet: Sheet, members: Sequence[PoolMembership]) -> list[Blank]:
    """Fixed shares must add up to the total."""
    fixed = sum((member.fixed_share or NOTHING for member in members), NOTHING)
    if fixed == sheet.total and all(member.fixed_share is not None for member in members):
        return []
    words = _("The fixed shares add up to %(fixed)s, and the costs to %(total)s. They must be the same.")
    figures = {"fixed": format_amount(fixed), "total": format_amount(sheet.total)}
    return [Blank(key="shares", words=words % figures)]


def _weights(members: Sequence[PoolMembership], rule: SharingRule) -> list[Decimal]:
    if rule == SharingRule.EQUAL:
        return [Decimal(1)] * len(members)
    weights = [member.share_weight for member in members]
    # Only people with no share of their own may be left, once others have gone: then all pay the same.
    return weights if any(weights) else [Decimal(1)] * len(members)


def _proportions(*, sheet: Sheet, members: Sequence[PoolMembership], rule: SharingRule) -> Sequence[Decimal | int]:
    """
    In which proportion the members share the total.

    By days, what comes once follows the weights and what comes again the weights times the days. Both go into one
    proportion in whole numbers, so that the odd pennies of the two are not handed out twice.
    """
    weights = _weights(members, rule)
    if sheet.first_day is None or sheet.again == NOTHING:
        return weights
    whole = [_in_hundredths(weight) for weight in weights]
    days = [_days_of(member, sheet.first_day) for member in members]
    by_days = [weight * count for weight, count in zip(whole, days, strict=True)]
    # Where those who have a day have no weight, their days count alone: somebody pays for what comes again.
    by_days = by_days if any(by_days) else days
    once, again = _in_hundredths(sheet.once) * sum(by_days), _in_hundredths(sheet.again) * sum(whole)
    return [once * weight + again * count for weight, count in zip(whole, by_days, strict=True)]


def _in_hundredths(number: Decimal) -> int:
    return int(number * PENCE_IN_A_POUND)


def _year_after(first_day: date) -> date:
    """The day after a year has gone by. After 29 February comes 1 March."""
    is_leap_day = (first_day.month, first_day.day) == (2, 29)
    return date(first_day.year + 1, 3, 1) if is_leap_day else first_day.replace(year=first_day.year + 1)


def _days_of(member: PoolMembership, first_day: date) -> int:
    """For how many days of the first year somebody pays."""
    starts = max(first_day, member.pays_from or first_day)
    return max(0, (_year_after(first_day) - starts).days)


def _nobody_has_a_day(sheet: Sheet, members: Sequence[PoolMembership]) -> bool:
    if sheet.first_day is None or sheet.again == NOTHING:
        return False
    return not any(_days_of(member, sheet.first_day) for member in members)


def _explain_days(first_day: date, members: Sequence[PoolMembership]) -> str:
    names_by_days: dict[int, list[str]] = {}
    for member in members:
        names_by_days.setdefault(_days_of(member, first_day), []).append(member.profile.shown_name)
    parts = [
        ngettext("%(days)d day for %(names)s", "%(days)d days for %(names)s", days)
        % {"days": days, "names": get_text_list(names, _("and"))}
        for days, names in names_by_days.items()
    ]
    return _("What comes again is shared by days: %(parts)s.") % {"parts": "; ".join(parts)}


def _risks(sheet: Sheet, *, shortfall: Shortfall) -> Iterator[str]:
    """What may turn out otherwise: promises without a paper, and money put aside that is not there."""
    for priced in sheet.lines:
        if priced.others_pay and not priced.line.is_promised_in_writing:
            yield (
                _("%(who)s has only said that they pay %(amount)s (%(what)s). If they do not, you share it.")
                % {"who": priced.line.paid_by, "amount": format_amount(priced.others_pay), "what": priced.line.label}
            )
    if shortfall == Shortfall.RESERVE and not sheet.put_aside:
        yield _("You would take what is missing from the money that you put aside, but you put nothing aside.")


def _preview(pool: Pool, *, before: list[PoolMembership], after: list[PoolMembership]) -> Preview:
    rule = SharingRule(pool.sharing_rule)
    sheets = [sheet_of(pool, members=members) for members in (before, after)]
    shares = [
        {share.membership.profile: share.amount for share in shares_of(sheet=sheet, members=members, rule=rule)}
        for sheet, members in zip(sheets, (before, after), strict=True)
    ]
    people = list(dict.fromkeys([*shares[0], *shares[1]]))
    return Preview(
        before=sheets[0],
        after=sheets[1],
        changes=[
            ShareChange(profile=person, before=shares[0].get(person), after=shares[1].get(person)) for person in people
        ],
    )
