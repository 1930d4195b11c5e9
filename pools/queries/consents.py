"""Whose yes a pool still waits for."""

from datetime import date

from pools.models import Consent, Pool


def missing_consents(pool: Pool, *, on: date) -> list[Consent]:
    """Those that block a purchase on a day: not answered, not here in writing, or run out by then."""
    return [consent for consent in pool.consents.all() if consent.blocks_purchase and not consent.holds_on(on)]
