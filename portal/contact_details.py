"""Telephone numbers and postcodes as the British write them: read kindly, kept in one form."""

import re
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# Every number that people have at home or with them; none that costs extra.
TELEPHONE: Final = r"^\+44(1\d{8,9}|[2378]\d{9})$"
MOBILE: Final = r"^\+447[1-57-9]\d{8}$"
POSTCODE: Final = r"^[A-Z]{1,2}\d[A-Z\d]? \d[ABD-HJLNP-UW-Z]{2}$"

_INWARD_LETTERS: Final = 3


def parse_telephone(text: str) -> str:
    """
    Read a telephone number, however it is spaced: "07700 900123" is kept as "+447700900123".

    :raises ValidationError: not a number of the United Kingdom
    """
    typed = re.sub(r"\(0\)|[\s().\-\N{EN DASH}]", "", text)
    number = re.sub(r"^(\+44|0044|0)", "+44", typed)
    if not re.fullmatch(TELEPHONE, number):
        raise ValidationError(_("Give a telephone number in the UK, such as 07700 900123 or 020 7946 0123."))
    return number


def shown_telephone(number: str) -> str:
    """A kept number as people read it out: 07700 900123, 020 7946 0123, 01632 960123."""
    national = f"0{number.removeprefix('+44')}"
    if national.startswith("02"):
        return f"{national[:3]} {national[3:7]} {national[7:]}"
    if national.startswith(("03", "08")):
        return f"{national[:4]} {national[4:7]} {national[7:]}"
    return f"{national[:5]} {national[5:]}"


def parse_postcode(text: str) -> str:
    """
    Read a postcode in any spacing and case: "w80zz" is kept as "W8 0ZZ".

    :raises ValidationError: not the form of a postcode
    """
    letters = re.sub(r"\s", "", text).upper()
    postcode = f"{letters[:-_INWARD_LETTERS]} {letters[-_INWARD_LETTERS:]}"
    if not re.fullmatch(POSTCODE, postcode):
        raise ValidationError(_("Give a whole postcode, such as W8 0ZZ."))
    return postcode
