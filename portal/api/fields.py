"""Serializer fields that Django REST framework does not have."""

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from portal.money import parse_amount


@extend_schema_field({"type": "string", "example": "12.50", "description": "Pounds and pence."})
class PoundsField(serializers.Field):
    """Pounds, read by `portal.money.parse_amount`, so that pages and API refuse the same; given as "12.50"."""

    def to_internal_value(self, data: Any) -> Decimal:
        try:
            return parse_amount("" if isinstance(data, bool) else str(data))
        except ValidationError as error:
            raise serializers.ValidationError(error.messages) from error

    def to_representation(self, value: Decimal) -> str:
        return f"{value:.2f}"
