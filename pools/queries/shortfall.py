"""What happens when the money does not reach, in numbers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext as _

from pools.models import CostLine, CostSheet, LineState, Period, Pool, SharingRule, Shortfall
from pools.queries.costing import NOTHING, ONE_HUNDRED, PricedLine, Share, Sheet, shares_of
from portal.money import format_amount, quantize, split

A_TENTH_MORE = Decimal(10)


@dataclass(frozen=True, kw_only=True)
class Shortage:
    """
    What it would mean if it cost `percent` more: by how much, how much of that comes out of what is put aside, and how
    much the members share.
    """

    percent: Decimal
    extra: Decimal
    from_put_aside: Decimal
    shared: Decimal
    before: Sequence[Share]
    after: Sequence[Share]
    words: str

    def after_for(self, before: Share) -> Decimal | None:
        """What somebody would pay then, who pays the given share now."""
        return next(share.amount for share in self.after if share.membership.pk == before.membership.pk)

    @property
    def changes(self) -> list[tuple[Share, Decimal | None]]:
        return [(share, self.after_for(share)) for share in self.before]


def preview_shortage(
    pool: Pool, *, details: CostSheet, sheet: Sheet, shares: Sequence[Share], percent: Decimal = A_TENTH_MORE
) -> Shortage | None:
    """
    What each would pay if it cost more, by the pool's own rule. None while there is nothing to tell from.

    Under "stop, and decide again" nobody pays more before everybody has looked and voted again.
    """
    needed = sheet.total - sheet.put_aside
    if not needed or any(share.amount is None for share in shares):
        return None
    rule = Shortfall(details.shortfall)
    extra = quantize(needed * percent / ONE_HUNDRED)
    covered = min(extra, sheet.put_aside) if rule == Shortfall.RESERVE else NOTHING
    shared = NOTHING if rule == Shortfall.DECIDE_AGAIN else extra - covered
    return Shortage(
        percent=percent,
        extra=extra,
        from_put_aside=covered,
        shared=shared,
        before=shares,
        after=_with_more(pool, sheet=sheet, shares=shares, more=shared),
        words=_in_words(rule, percent=percent, extra=extra, covered=covered, shared=shared),
    )


def _with_more(pool: Pool, *, sheet: Sheet, shares: Sequence[Share], more: Decimal) -> Sequence[Share]:
    """The shares of a total that is larger, in the same proportion."""
    if not more:
        return shares
    rule = SharingRule(pool.sharing_rule)
    if rule == SharingRule.FIXED:
        amounts = [share.amount or NOTHING for share in shares]
        parts = split(more, amounts) if any(amounts) else [NOTHING] * len(shares)
        return [
            replace(share, amount=amount + part) for share, amount, part in zip(shares, amounts, parts, strict=True)
        ]
    return shares_of(sheet=_dearer(sheet, more=more), members=[share.membership for share in shares], rule=rule)


def _dearer(sheet: Sheet, *, more: Decimal) -> Sheet:
    """The same sheet with more on it: what comes once and what comes again grow alike."""
    once, again = split(more, [sheet.once, sheet.again])
    return replace(sheet, lines=[*sheet.lines, _line(once, Period.ONCE), _line(again, Period.YEARLY)])


def _line(amount: Decimal, period: Period) -> PricedLine:
    line = CostLine(prompt="", period=period, amount=amount, state=LineState.ANSWERED)
    return PricedLine(line=line, amount=amount, first_year=amount)


def _in_words(rule: Shortfall, *, percent: Decimal, extra: Decimal, covered: Decimal, shared: Decimal) -> str:
    missing = _("If it costs %(percent)s%% more, %(extra)s is missing.") % {
        "percent": f"{percent:f}",
        "extra": format_amount(extra),
    }
    if rule == Shortfall.DECIDE_AGAIN:
        then = _("Then you stop, and decide again. Nobody pays more before that.")
    elif rule == Shortfall.SHARE:
        then = _("You share it in the same way as the rest.")
    elif not shared:
        then = _("It comes out of the money that you put aside, so nobody pays more.")
    else:
        figures = {"covered": format_amount(covered), "shared": format_amount(shared)}
        then = _("%(covered)s comes out of the money that you put aside, and you share %(shared)s.") % figures
    return f"{missing} {then}"
