from decimal import Decimal
from typing import Any

import pytest
from rest_framework.serializers import ValidationError

from portal.api.fields import PoundsField


@pytest.mark.parametrize(
    ("given", "amount"), [("12.5", "12.50"), ("£1,234.50", "1234.50"), (12, "12.00"), (12.5, "12.50")]
)
def test_reads_pounds(given: Any, amount: str) -> None:
    assert PoundsField().run_validation(given) == Decimal(amount)


@pytest.mark.parametrize("given", ["-5", -5, "€ 50,00", "1e9", 1e9, "12.345", 12.345, "", True, [], {}, "NaN"])
def test_refuses_what_the_pages_refuse(given: Any) -> None:
    with pytest.raises(ValidationError):
        PoundsField().run_validation(given)


def test_writes_pounds_and_pence() -> None:
    assert PoundsField().to_representation(Decimal("1234.50")) == "1234.50"
