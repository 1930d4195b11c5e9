"""Times as people say them, and the kind words while somebody waits."""

from datetime import datetime, timedelta
from typing import Any

from django import template
from django.template.context import Context
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


@register.inclusion_tag("moderation/_state_note.html", takes_context=True)
def state_note(context: Context, content: Any) -> dict[str, Any]:
    """
    What the author of a text should know of it, and what others can do about it.

    To its author: that it waits, for whom and until when, or what to do next. To others: where to report it.

    :param content: a row from `….with_promise()` for its author; any row for others
    """
    profile = context.get("profile")
    is_for_others = profile is not None and not profile.is_commissioner and content.author_id != profile.pk
    return {"content": content, "kind": content._meta.label_lower, "can_report": is_for_others}
