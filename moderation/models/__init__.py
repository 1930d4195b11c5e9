"""Moderation's tables: what waits to be read, what was decided and reported, and every text as it was sent."""

from moderation.models.appeal import APPEAL_WITHIN, Appeal
from moderation.models.appeal_verdict import AppealOutcome, AppealVerdict
from moderation.models.block import Block
from moderation.models.content_version import ContentVersion
from moderation.models.decision import Decision, Outcome, Reason
from moderation.models.moderated import Moderated, ModeratedQuerySet, ModerationState
from moderation.models.mute import Mute
from moderation.models.ready_advice import ReadyAdvice
from moderation.models.report import Concern, Report
from moderation.models.review_item import ReviewItem
from moderation.models.safeguarding_case import SafeguardingCase
from moderation.models.safeguarding_entry import EntryKind, SafeguardingEntry
from moderation.models.stood_aside import StoodAside, WhyAside

__all__ = [
    "APPEAL_WITHIN",
    "Appeal",
    "AppealOutcome",
    "AppealVerdict",
    "Block",
    "Concern",
    "ContentVersion",
    "Decision",
    "EntryKind",
    "Moderated",
    "ModeratedQuerySet",
    "ModerationState",
    "Mute",
    "Outcome",
    "ReadyAdvice",
    "Reason",
    "Report",
    "ReviewItem",
    "SafeguardingCase",
    "SafeguardingEntry",
    "StoodAside",
    "WhyAside",
]
