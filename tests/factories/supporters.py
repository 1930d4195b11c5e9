"""Supporters for tests. Call them inside an area."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from portal.models import Delegation, Profile, Scope, Voice
from portal.operations.supporters import Help, answer_delegation, ask_supporter
from tests.factories.portal import MONDAY_AFTERNOON

DAYS = 90


def help_with(*scopes: Scope, on: date, **facts: object) -> Help:
    """A carer's help for three months."""
    values = {"voice": Voice.CARER, "scopes": list(scopes), "starts_on": on, "ends_on": on + timedelta(days=DAYS)}
    return Help(**{**values, **facts})


def ask(
    member: Profile, supporter: Profile, *scopes: Scope, now: datetime = MONDAY_AFTERNOON, **facts: object
) -> Delegation:
    wanted = help_with(*(scopes or [Scope.SEE]), on=timezone.localdate(now), **facts)
    return ask_supporter(email=supporter.user.email, help_with=wanted, by=member, now=now)


def let_help(
    member: Profile, supporter: Profile, *scopes: Scope, now: datetime = MONDAY_AFTERNOON, **facts: object
) -> Delegation:
    """Asked, and answered with yes."""
    delegation = ask(member, supporter, *scopes, now=now, **facts)
    return answer_delegation(delegation=delegation, accept=True, by=supporter, now=now)
