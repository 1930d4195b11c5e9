from typing import Self, TypeVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from moderation.models.review_item import ReviewItem
from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel
from portal.models import Profile


class ModerationState(models.TextChoices):
    HELD = "held", _("Waiting to be read")
    PUBLISHED = "published", _("Others can see it")
    CHANGE_ASKED = "change_asked", _("Please change it")
    REMOVED = "removed", _("Taken away")


Row = TypeVar("Row", bound="Moderated")


class ModeratedQuerySet(models.QuerySet[Row]):
    """What members wrote. Each such model has its own: `class PostQuerySet(ModeratedQuerySet["Post"])`."""

    def published(self) -> Self:
        return self.filter(state=ModerationState.PUBLISHED)

    def visible_to(self, profile: Profile) -> Self:
        """Published, or one's own."""
        return self.filter(models.Q(state=ModerationState.PUBLISHED) | models.Q(author=profile))

    def with_promise(self) -> Self:
        """Add `promised_by` and `reader_name`: when its author will hear, and from whom, while it is waiting."""
        waiting = ReviewItem.objects.open().filter(content_id=models.OuterRef("pk"))
        return self.annotate(
            promised_by=models.Subquery(waiting.values("promised_by")[:1]),
            reader_name=models.Subquery(waiting.values("mentor_asked__shown_name")[:1]),
        )


class Moderated(AreaModel):
    """
    Something that a member wrote, which their own moderation level holds back or lets through.

    `moderation.operations.submission` alone sets these fields. A subclass keeps the shared constraints:
    `class Meta(Moderated.Meta): constraints = [*Moderated.Meta.constraints, …]`.
    """

    author = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="+", editable=False)
    state = models.CharField(max_length=12, choices=ModerationState, editable=False)
    submitted_at = models.DateTimeField(editable=False)
    published_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=ModerationState.values), name="%(app_label)s_%(class)s_state_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(state=ModerationState.PUBLISHED) | models.Q(published_at__isnull=False),
                name="%(app_label)s_%(class)s_published_has_a_time",
            ),
        ]

    @property
    def is_held(self) -> bool:
        return self.state == ModerationState.HELD

    @property
    def is_published(self) -> bool:
        return self.state == ModerationState.PUBLISHED

    @property
    def is_change_asked(self) -> bool:
        return self.state == ModerationState.CHANGE_ASKED

    @property
    def is_removed(self) -> bool:
        return self.state == ModerationState.REMOVED
