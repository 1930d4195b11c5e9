"""Money in templates: `{% load money %}`, then `{{ share|pounds }}`."""

from decimal import Decimal

from django import template

from portal.money import format_amount

register = template.Library()


@register.filter
def pounds(amount: Decimal | int | None) -> str:
    """Write £1,234.50; nothing at all where there is no amount yet."""
    return "" if amount is None else format_amount(amount)
