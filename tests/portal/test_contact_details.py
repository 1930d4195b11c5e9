import pytest
from django.core.exceptions import ValidationError

from portal.contact_details import parse_postcode, parse_telephone, shown_telephone


@pytest.mark.parametrize(
    ("typed", "kept", "shown"),
    [
        ("07700 900123", "+447700900123", "07700 900123"),
        ("+44 (0)7700-900 123", "+447700900123", "07700 900123"),
        ("0044 7700 900123", "+447700900123", "07700 900123"),
        (" 020 7946 0123 ", "+442079460123", "020 7946 0123"),
        ("01632 960123", "+441632960123", "01632 960123"),
        ("0300.123.4567", "+443001234567", "0300 123 4567"),
    ],
)
def test_a_telephone_number_is_read_however_it_is_spaced(typed: str, kept: str, shown: str) -> None:
    assert parse_telephone(typed) == kept
    assert shown_telephone(kept) == shown


@pytest.mark.parametrize(
    "typed", ["", "12345", "07700 90012", "07700 9001234", "+1 202 555 0123", "0906 123 4567", "no"]
)
def test_what_is_no_number_of_ours_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(ValidationError, match="such as 07700 900123"):
        parse_telephone(typed)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("w80zz", "W8 0ZZ"), ("  sw1a  1aa ", "SW1A 1AA"), ("OX16 5AA", "OX16 5AA"), ("m11ae", "M1 1AE")],
)
def test_a_postcode_is_read_in_any_spacing_and_case(typed: str, kept: str) -> None:
    assert parse_postcode(typed) == kept


@pytest.mark.parametrize("typed", ["", "W8", "W8 0Z", "88 0ZZ", "London"])
def test_half_a_postcode_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(ValidationError, match="such as W8 0ZZ"):
        parse_postcode(typed)
