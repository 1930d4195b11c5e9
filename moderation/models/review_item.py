from datetime import datetime, timedelta
from typing import Final

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel
from portal.models import ModerationLevel

# Whoever takes a text to read has it for themself so long.
CLAIM_LASTS: Final = timedelta(minutes=30)


class ReviewItemQuerySet(models.QuerySet["ReviewItem"]):
    def open(self) -> "ReviewItemQuerySet":
        return self.filter(closed_at__isnull=True)

    def held(self) -> "ReviewItemQuerySet":
        """The author waits: others see it only once a champion has read it."""
        return self.filter(level=ModerationLevel.PRE)

    def overdue(self, *, now: datetime) -> "ReviewItemQuerySet":
        return self.filter(promised_by__lte=now)


class ReviewItem(AreaModel):
    """
    One text that a champion should read, with the time by which we promised its author an answer.

    It remembers the level and the mentor of the moment when it was sent: a later change of mind is for later texts.
    Whoever takes it to read has it for themself for half an hour, so that no two champions do the same work.
    """

    content_kind = models.CharField(max_length=60)
    content_id = models.UUIDField()
    version = AreaForeignKey("moderation.ContentVersion", on_delete=models.PROTECT, related_name="review_items")
    author = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="review_items")
    level = models.CharField(_("moderation level when it was sent"), max_length=4, choices=ModerationLevel)
    mentor_asked = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, null=True, related_name="+")
    criticised_organisation_id = models.UUIDField(
        null=True, help_text=_("The organisation that the text may criticise: nobody who works there decides on it.")
    )
    submitted_at = models.DateTimeField()
    promised_by = models.DateTimeField()
    escalated_at = models.DateTimeField(null=True)
    claimed_by = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, null=True, related_name="+")
    claimed_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    objects = ReviewItemQuerySet.as_manager()

    class Meta:
        ordering = ["promised_by", "id"]
        indexes = [
            models.Index(
                fields=["area", "promised_by"],
                condition=models.Q(closed_at__isnull=True),
                name="moderation_reviewitem_open",
            ),
            models.Index(fields=["author", "submitted_at"], name="moderation_reviewitem_author"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["content_id"],
                condition=models.Q(closed_at__isnull=True),
                name="moderation_reviewitem_one_open_for_each_text",
            ),
            models.CheckConstraint(
                condition=models.Q(level__in=[ModerationLevel.PRE, ModerationLevel.POST]),
                name="moderation_reviewitem_level_asks_for_reading",
            ),
            models.CheckConstraint(
                condition=models.Q(mentor_asked__isnull=True) | ~models.Q(mentor_asked=models.F("author")),
                name="moderation_reviewitem_mentor_is_someone_else",
            ),
            models.CheckConstraint(
                condition=models.Q(promised_by__gte=models.F("submitted_at")),
                name="moderation_reviewitem_promise_is_ahead",
            ),
            models.CheckConstraint(
                condition=models.Q(claimed_by__isnull=True, claimed_at__isnull=True)
                | models.Q(claimed_by__isnull=False, claimed_at__isnull=False),
                name="moderation_reviewitem_claimed_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(claimed_by__isnull=True) | ~models.Q(claimed_by=models.F("author")),
                name="moderation_reviewitem_claimed_by_someone_else",
            ),
            models.CheckConstraint(
                condition=models.Q(closed_at__isnull=True) | models.Q(closed_at__gte=models.F("submitted_at")),
                name="moderation_reviewitem_closed_after_sent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.content_kind} {self.content_id}"

    def get_absolute_url(self) -> str:
        return reverse("moderation:decide", args=[self.pk])

    def get_own_url(self) -> str:
        """Where its author finds it, with what was decided."""
        return f"{reverse('moderation:my_items')}#item-{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def is_held(self) -> bool:
        """Whether the author waits for an answer before others can see the text."""
        return self.is_open and self.level == ModerationLevel.PRE

    def is_overdue(self, now: datetime) -> bool:
        return self.is_open and self.promised_by <= now

    def is_claimed(self, now: datetime) -> bool:
        """Whether somebody is reading it at this moment."""
        return self.claimed_at is not None and self.claimed_at > now - CLAIM_LASTS
