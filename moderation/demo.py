"""How people of the sample areas have chosen to be moderated, as `demo.toml` tells of them."""

import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any

from moderation.models import ReadyAdvice, Reason
from moderation.operations.concern import report_concern
from moderation.operations.level import choose_mentor, choose_moderation_level
from moderation.operations.ready_advice import add_ready_advice
from moderation.queries import cases_for, safeguarding_leads
from portal.models import Area, AuditEvent, ModerationLevel, Profile

DEMO_FILE = Path(__file__).with_name("demo.toml")


def load_demo(*, area: Area, now: datetime) -> None:
    """Let one area's people choose. Runs inside the area; who has chosen before keeps their choice."""
    written: dict[str, Any] = tomllib.loads(DEMO_FILE.read_text(encoding="utf-8"))
    for person in written.get(area.slug, []):
        profile = Profile.objects.get(shown_name=person["name"])
        if AuditEvent.objects.filter(action="choose_moderation_level", subject_id=profile.pk).exists():
            continue
        level = ModerationLevel(person["level"])
        choose_moderation_level(profile=profile, level=level, by=profile, now=now)
        if "mentor" in person:
            mentor = Profile.objects.get(shown_name=person["mentor"])
            choose_mentor(profile=profile, mentor=mentor, by=profile, now=now)
    for advice in written["advice"].get(area.slug, []):
        _load_advice(**advice, now=now)
    if area.slug in written["worry"]:
        _load_worry(**written["worry"][area.slug], now=now)


def _load_advice(*, by: str, reason: str, text: str, now: datetime) -> None:
    if not ReadyAdvice.objects.filter(text=text).exists():
        champion = Profile.objects.get(shown_name=by)
        add_ready_advice(reason=Reason(reason), text=text, by=champion, now=now)


def _load_worry(*, by: str, who: str, words: str, now: datetime) -> None:
    lead = safeguarding_leads()[0]
    if not cases_for(lead):
        report_concern(words=words, who=who, by=Profile.objects.get(shown_name=by), now=now)
