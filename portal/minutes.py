"""Time as people say it. Hours are counted in whole minutes everywhere."""

from typing import Final

from django.utils.translation import ngettext

MINUTES_IN_AN_HOUR: Final = 60


def format_minutes(amount: int) -> str:
    """
    Write minutes as people say them: 200 is "3 hours 20 minutes", 0 is "0 minutes".

    An amount below zero has a real minus sign, because screen readers pass over a hyphen.
    """
    hours, rest = divmod(abs(int(amount)), MINUTES_IN_AN_HOUR)
    parts = [ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}] if hours else []
    if rest or not hours:
        parts.append(ngettext("%(count)d minute", "%(count)d minutes", rest) % {"count": rest})
    return ("\N{MINUS SIGN}" if amount < 0 else "") + " ".join(parts)
