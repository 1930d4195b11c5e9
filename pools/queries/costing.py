"""What a pool costs, what nobody has answered yet, and what each member pays."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pools.models import (
    TIMES_A_YEAR,
    Consent,
    CostLine,
    CostPrompt,
    LineState,
    Period,
    Pool,
    PoolMembership,
    SharingRule,
)
from pools.queries.pools import members_of
from portal.models import Profile
from portal.money import explain_split, format_amount, split
from providers.models import Offer
from providers.queries import price_each

NOTHING = Decimal("0.00")


@dataclass(frozen=True, kw_only=True)
class PricedLine:
    """A line of the sheet with its money: for each period, and for the first year. None while it is not known."""

    line: CostLine
    amount: Decimal | None
    first_year: Decimal | None
    price_each: Decimal | None = None

    @property
    def is_shared(self) -> bool:
        """Whether the members pay it, and nobody else does."""
        return self.first_year is not None and not self.line.paid_by


@dataclass(frozen=True, kw_only=True)
class Blank:
    """A question that the sheet still asks. `key` is a `CostPrompt`, a `ConsentKind`, "people" or "shares"."""

    key: str
    words: str

    def __str__(self) -> str:
        return self.words


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """The whole of the costs for so many people. What is shared is the cost of the first year."""

    people: int
    lines: list[PricedLine]
    consents: list[Consent] = field(default_factory=list)
    blanks: list[Blank] = field(default_factory=list)

    @property
    def total(self) -> Decimal:
        """What the members share."""
        return sum((line.first_year or NOTHING for line in self.lines if line.is_shared), NOTHING)

    @property
    def paid_by_others(self) -> Decimal:
        """What somebody outside the pool pays."""
        return sum((line.first_year or NOTHING for line in self.lines if line.line.paid_by), NOTHING)

    @property
    def once(self) -> Decimal:
        """The part of the total that comes once."""
        return sum((line.first_year or NOTHING for line in self._shared if line.line.period == Period.ONCE), NOTHING)

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
    def _shared(self) -> list[PricedLine]:
        return [line for line in self.lines if line.is_shared]


@dataclass(frozen=True, kw_only=True)
class Share:
    """What one member pays in the first year. None: not known yet."""

    membership: PoolMembership
    amount: Decimal | None

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
    lines = [price_line(line, offer=offer, people=people) for line in pool.cost_lines.all()]
    consents = list(pool.consents.all())
    blanks = [
        *(_blank_line(priced.line, offer=offer, people=people) for priced in lines if priced.first_year is None),
        *(_blank_consent(consent) for consent in consents if consent.is_unanswered),
    ]
    sheet = Sheet(people=people, lines=lines, consents=consents, blanks=blanks)
    if blanks or pool.sharing_rule != SharingRule.FIXED:
        return sheet
    return replace(sheet, blanks=_unfitting_shares(sheet=sheet, members=members))


def shares_of(*, sheet: Sheet, members: Sequence[PoolMembership], rule: SharingRule) -> list[Share]:
    """
    What each member pays, by the pool's rule; exact to the penny, odd pennies to those who joined first.

    Fixed shares are what the members fixed, whether or not they add up; `sheet_of` says so when they do not.
    """
    if rule == SharingRule.FIXED:
        return [Share(membership=member, amount=member.fixed_share) for member in members]
    amounts = split(sheet.total, _weights(members, rule)) if members else []
    is_known = sheet.price_is_known
    return [
        Share(membership=member, amount=amount if is_known else None)
        for member, amount in zip(members, amounts, strict=True)
    ]


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
    """The shares in one sentence; empty while they are not known."""
    if not shares or any(share.amount is None for share in shares) or sheet.total == NOTHING:
        return ""
    members = [share.membership for share in shares]
    weights = [share.amount or NOTHING for share in shares] if rule == SharingRule.FIXED else _weights(members, rule)
    if rule == SharingRule.FIXED and sum(weights) != sheet.total:
        return ""
    return explain_split(sheet.total, [member.profile.shown_name for member in members], weights)


def figures_of(pool: Pool) -> dict[str, Any]:
    """
    The costs and each share as they stand, to be frozen: amounts as text, so that no float can come near them.

    Keys: `total`, `paid_by_others`, `sharing_rule`, `price_holds_until`, `shortfall`, `not_included`, `lines` (each
    with `label`, `period`, `amount`, `first_year`, `paid_by`, `waived_reason`) and `shares` (each with `membership`,
    `profile`, `name`, `amount`).
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
        "lines": [
            {
                "label": line.line.label,
                "period": line.line.period,
                "amount": _as_text(line.amount),
                "first_year": _as_text(line.first_year),
                "paid_by": line.line.paid_by,
                "waived_reason": line.line.waived_reason,
            }
            for line in sheet.lines
        ],
        "shares": [
            {
                "membership": str(share.membership.pk),
                "profile": str(share.membership.profile_id),
                "name": share.membership.profile.shown_name,
                "amount": _as_text(share.amount),
            }
            for share in shares
        ],
    }


def _as_text(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:.2f}"


def price_line(line: CostLine, *, offer: Offer | None, people: int) -> PricedLine:
    """What a line costs for so many people; the offer sets the price of a line that is `from_offer`."""
    if line.state == LineState.WAIVED:
        return PricedLine(line=line, amount=None, first_year=NOTHING)
    each = price_each(offer, people) if line.from_offer and offer is not None else None
    amount = line.amount if each is None else each * people
    first_year = None if amount is None else amount * TIMES_A_YEAR[Period(line.period)]
    return PricedLine(line=line, amount=amount, first_year=first_year, price_each=each)


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
