"""Times as people say them, and the kind words while somebody waits."""

from datetime import datetime, timedelta
from typing import Any

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.working_hours import LONDON

register = template.Library()


@register.filter
def plain_time(moment: datetime) -> str:
    """
    "4pm on Tuesday" within the coming days, "4pm on Tuesday 8 December" for any other time.

    The day's name alone is clear for six days; the seventh has the name of today.
    """
    local, today = moment.astimezone(LONDON), timezone.localdate()
    clock = f"{local:%I}".lstrip("0") + (f":{local:%M}" if local.minute else "") + f"{local:%p}".lower()
    if local.date() == today:
        return _("%(clock)s today") % {"clock": clock}
    day = f"{local:%A}" if today < local.date() < today + timedelta(days=7) else f"{local:%A} {local.day} {local:%B}"
    return _("%(clock)s on %(day)s") % {"clock": clock, "day": day}


@register.inclusion_tag("moderation/_state_note.html")
def state_note(content: Any) -> dict[str, Any]:
    """
    What the author of a text should know of it: that it waits, for whom and until when, or what to do next.

    :param content: a row from `….with_promise()`, shown to its author
    """
    return {"content": content}
