import hashlib

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel


class CalendarFeedQuerySet(models.QuerySet["CalendarFeed"]):
    def current(self) -> "CalendarFeedQuerySet":
        return self.filter(revoked_at__isnull=True)

    def for_secret(self, secret: str) -> "CalendarFeedQuerySet":
        """The feed that a secret address opens now, for somebody who can still sign in."""
        return self.current().filter(digest=CalendarFeed.digest_of(secret), profile__user__is_active=True)


class CalendarFeed(AreaModel):
    """
    A secret address where somebody's own calendar program reads what they may see: their own days, or a group's.

    Only a digest of the secret is kept.
    """

    profile = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="calendar_feeds")
    group = AreaForeignKey("peers.Group", on_delete=models.PROTECT, null=True, related_name="calendar_feeds")
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    objects = CalendarFeedQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["area", "digest"], name="peers_calendarfeed_digest_unique"),
            models.UniqueConstraint(
                fields=["profile", "group"],
                condition=models.Q(revoked_at__isnull=True),
                nulls_distinct=False,
                name="peers_calendarfeed_one_of_each",
                violation_error_message=_("You have an address for this calendar already. You can replace it."),
            ),
            models.CheckConstraint(
                condition=models.Q(revoked_at__isnull=True) | models.Q(revoked_at__gte=models.F("made_at")),
                name="peers_calendarfeed_revoked_after_made",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.profile_id} reads {self.group_id or 'their own days'}"

    @staticmethod
    def digest_of(secret: str) -> str:
        return hashlib.sha256(secret.encode()).hexdigest()
