"""Moderation's tables: what waits to be read, what was decided, and every text as it was sent."""

from moderation.models.content_version import ContentVersion
from moderation.models.decision import Decision, Outcome, Reason
from moderation.models.moderated import Moderated, ModeratedQuerySet, ModerationState
from moderation.models.review_item import ReviewItem

__all__ = [
    "ContentVersion",
    "Decision",
    "Moderated",
    "ModeratedQuerySet",
    "ModerationState",
    "Outcome",
    "Reason",
    "ReviewItem",
]
