"""Cards and one-time codes for tests. Call them inside an area."""

from datetime import datetime

from portal.models import HowKnown, OneTimeCode, Profile
from portal.operations.one_time_codes import WhyACode, card_of, make_one_time_code
from tests.factories.portal import MONDAY_AFTERNOON

WHY = WhyACode(reason="Lost the telephone with the email on it.", how_known=HowKnown.IN_PERSON)


def make_code_for(profile: Profile, *, by: Profile, now: datetime = MONDAY_AFTERNOON) -> tuple[OneTimeCode, str]:
    """A code for somebody who has a card, and what it says."""
    card_of(profile=profile, now=now)
    return make_one_time_code(profile=profile, why=WHY, by=by, now=now)
