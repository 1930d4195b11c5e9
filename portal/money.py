"""
Money, exact to the penny.

Every amount is a `Decimal` of pounds with two figures after the point; a float is refused wherever one
could slip in. `split` is the only way in which a total becomes shares, so that shares always add up
to the total, and `parse_amount` is the only way in which something typed becomes an amount.

`apportion` is the whole-number core of `split`. Minutes are shared out with it too.
"""

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from math import lcm
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import get_text_list
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

PENNY: Final = Decimal("0.01")
PENCE_IN_A_POUND: Final = 100
LARGEST_AMOUNT: Final = Decimal("9999999.99")

Weight = Decimal | int


def quantize(amount: Decimal | int) -> Decimal:
    """
    Round to pennies, half a penny going up (away from zero, so that a refund mirrors its payment).

    :raises TypeError: for a float, which cannot hold pennies exactly
    """
    return _exact(amount).quantize(PENNY, rounding=ROUND_HALF_UP)


def apportion(units: int, weights: Sequence[Weight]) -> list[int]:
    """
    Share out whole units (pennies, minutes) in proportion to weights, by the largest remainder.

    Each share is its exact proportion rounded down or up, and the shares add up to `units`. A unit
    that is left over goes to the largest remainder; where remainders are equal, to the earlier
    weight. Pass the weights in an order that does not change (the order of joining), and the same
    question always has the same answer. A weight of zero gets nothing.

    Negative units mirror positive ones, so that the reversal of a payment takes from each what
    the payment gave.

    :raises ValueError: no weights, a negative one, or nothing but zeros
    :raises TypeError: for a float
    """
    if units < 0:
        return [-share for share in apportion(-units, weights)]
    whole_weights = _in_whole_numbers(weights)
    together = sum(whole_weights)
    if together == 0:
        raise ValueError("A total needs at least one weight above zero to be shared out.")
    quotas = [divmod(units * weight, together) for weight in whole_weights]
    shares = [share for share, _remainder in quotas]
    left_over = units - sum(shares)
    # Python's sort is stable: among equal remainders, the earlier stays first.
    by_remainder = sorted(range(len(quotas)), key=lambda place: quotas[place][1], reverse=True)
    for place in by_remainder[:left_over]:
        shares[place] += 1
    return shares


def split(total: Decimal | int, weights: Sequence[Weight]) -> list[Decimal]:
    """
    Share out an amount in proportion to weights; the shares add up to the total, to the penny.

    Ties, zero weights and negative totals are treated as in `apportion`.

    :raises ValueError: the total is not a whole number of pennies, or `apportion` refuses the weights
    :raises TypeError: for a float
    """
    amount = quantize(total)
    if amount != total:
        raise ValueError(f"{total} is not a whole number of pennies, so nobody agreed to it.")
    pennies = int(amount * PENCE_IN_A_POUND)
    return [Decimal(share).scaleb(-2) for share in apportion(pennies, weights)]


def split_equally(total: Decimal | int, people: int) -> list[Decimal]:
    """
    Share out an amount equally; odd pennies go to the earliest, one each.

    :raises ValueError: nobody to share between, or the total is not a whole number of pennies
    """
    return split(total, [1] * people)


def format_amount(amount: Decimal | int) -> str:
    """
    Write an amount as the British do: £1,234.50.

    An amount below zero has a real minus sign, because screen readers pass over a hyphen.
    """
    pounds = quantize(amount)
    sign = "\N{MINUS SIGN}" if pounds < 0 else ""
    return f"{sign}£{abs(pounds):,.2f}"


def explain_split(total: Decimal | int, names: Sequence[str], weights: Sequence[Weight]) -> str:
    """
    Say in words who pays what: "£10.00 between 3: £3.34 for Ann; £3.33 each for Bo and Cy."

    :raises ValueError: the names and weights do not pair up, or `split` refuses them
    """
    names_by_share: dict[Decimal, list[str]] = {}
    for name, share in zip(names, split(total, weights), strict=True):
        names_by_share.setdefault(share, []).append(name)
    parts = [
        ngettext("%(share)s for %(names)s", "%(share)s each for %(names)s", len(payers))
        % {"share": format_amount(share), "names": get_text_list(payers, gettext("and"))}
        for share, payers in names_by_share.items()
    ]
    return gettext("%(total)s between %(people)d: %(parts)s.") % {
        "total": format_amount(total),
        "people": len(names),
        "parts": "; ".join(parts),
    }


# What people type ------------------------------------------------------------------------------

_SHAPE: Final = re.compile(
    r"""
    £?\ *
    (?P<pounds> [0-9]+ | [0-9]{1,3}(?:,[0-9]{3})+ | (?=\.) )
    (?: \. (?P<pence>[0-9]*) )?
    """,
    re.VERBOSE,
)
_OTHER_MONEY: Final = re.compile(r"[€$¥₹]|\b(?:eur|euros?|usd|dollars?)\b|^[0-9]+,[0-9]{1,2}$", re.IGNORECASE)
_BELOW_ZERO: Final = re.compile(r"£?\s*[-\N{MINUS SIGN}\N{EN DASH}]\s*£?\s*[0-9.]")


def parse_amount(text: str) -> Decimal:
    """
    Read an amount of pounds that somebody typed: "£1,234.50", "1234.5", "12", " 12.50 ".

    :raises ValidationError: with a sentence for the reader and one of the codes `not_pounds`,
        `below_zero`, `not_an_amount`, `too_many_pence` and `too_large`
    """
    typed = text.strip()
    shape = _SHAPE.fullmatch(typed)
    if shape is None:
        raise _refusal_of(typed)
    pounds, pence = shape["pounds"].replace(",", ""), shape["pence"]
    if pence is not None and len(pence) not in (1, 2):
        raise ValidationError(
            _("Please give pounds and pence, with two figures after the point, like 12.50."),
            code="too_many_pence",
        )
    # Counted before it is read, so that a million figures cost no more than twelve.
    if len(pounds.lstrip("0")) > len(str(int(LARGEST_AMOUNT))):
        raise ValidationError(
            _("Please give an amount of %(most)s or less."),
            code="too_large",
            params={"most": format_amount(LARGEST_AMOUNT)},
        )
    return quantize(Decimal(f"{pounds or 0}.{pence or 0}"))


def _refusal_of(typed: str) -> ValidationError:
    if _BELOW_ZERO.match(typed):
        return ValidationError(_("Please give an amount that is not below zero."), code="below_zero")
    if _OTHER_MONEY.search(typed):
        return ValidationError(_("Please give the amount in pounds, like 12.50."), code="not_pounds")
    return ValidationError(_("Please give the amount in figures, like 12.50."), code="not_an_amount")


class MoneyField(forms.Field):
    """
    A form field for pounds: takes what `parse_amount` takes, and gives back an exact `Decimal`.

    What was typed is shown again when it is refused. `prefix` is for the template to draw in
    front of the box; members may type it or leave it out.

    :param least: the smallest amount that is accepted
    :param most: the largest amount that is accepted
    """

    widget = forms.TextInput
    prefix = "£"

    default_error_messages = {
        "required": _("Please give an amount in pounds, like 12.50."),
        "below_least": _("Please give an amount of %(least)s or more."),
        "above_most": _("Please give an amount of %(most)s or less."),
    }

    def __init__(self, *, least: Decimal = Decimal(0), most: Decimal = LARGEST_AMOUNT, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.least = least
        self.most = most

    def to_python(self, value: Any) -> Decimal | None:
        if value in self.empty_values or (isinstance(value, str) and not value.strip()):
            return None
        return quantize(value) if isinstance(value, Decimal | int) else parse_amount(str(value))

    def validate(self, value: Decimal | None) -> None:
        super().validate(value)
        if value is not None and value < self.least:
            raise self._refusal("below_least", least=self.least)
        if value is not None and value > self.most:
            raise self._refusal("above_most", most=self.most)

    def _refusal(self, code: str, **amounts: Decimal) -> ValidationError:
        written = {name: format_amount(amount) for name, amount in amounts.items()}
        return ValidationError(self.error_messages[code], code=code, params=written)

    def prepare_value(self, value: Any) -> Any:
        return f"{quantize(value):.2f}" if isinstance(value, Decimal | int) else value

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        # A number box would drop what it cannot read, and change amounts when the wheel turns.
        attrs = super().widget_attrs(widget)
        return attrs | {"inputmode": "decimal", "autocomplete": "off", "spellcheck": "false"}


# Exact numbers ---------------------------------------------------------------------------------


def _exact(number: Weight) -> Decimal:
    if not isinstance(number, Decimal | int):
        raise TypeError(f"{number!r} is not exact: money is a Decimal or an int.")
    return Decimal(number)


def _in_whole_numbers(weights: Sequence[Weight]) -> list[int]:
    """The same proportions in whole numbers: 0.5, 1 and 0.25 become 2, 4 and 1."""
    exact = [_exact(weight) for weight in weights]
    if any(not weight.is_finite() or weight < 0 for weight in exact):
        raise ValueError("A weight is a number of zero or more.")
    ratios = [weight.as_integer_ratio() for weight in exact]
    scale = lcm(*(denominator for _numerator, denominator in ratios))
    return [numerator * (scale // denominator) for numerator, denominator in ratios]
