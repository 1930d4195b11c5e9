from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel
from portal.models import Profile


class QuietWordQuerySet(models.QuerySet["QuietWord"]):
    def shared(self) -> "QuietWordQuerySet":
        """Those that the organiser has shown to everybody."""
        return self.filter(shared_at__isnull=False)

    def waiting(self) -> "QuietWordQuerySet":
        return self.filter(shared_at__isnull=True)

    def of(self, profile: Profile) -> "QuietWordQuerySet":
        return self.filter(raised_by=profile)


class QuietWord(AreaModel):
    """
    Something that a member wants said without their name, before a vote or while it goes on.

    The organiser reads it without the name too, and shows it to everybody. `raised_by` is kept so that whoever
    hurts somebody can be found; no page of the pool shows it.
    """

    pool = AreaForeignKey("pools.Pool", on_delete=models.PROTECT, related_name="quiet_words")
    proposal = AreaForeignKey("pools.Proposal", on_delete=models.PROTECT, null=True, related_name="quiet_words")
    words = models.TextField(_("what you want to be said"), max_length=1000)
    raised_by = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    shared_at = models.DateTimeField(null=True)

    objects = QuietWordQuerySet.as_manager()

    class Meta:
        ordering = ["raised_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(words__regex=r"^\s*$"),
                name="pools_quietword_words_not_blank",
                violation_error_message=_("Write what you want to be said."),
            ),
            models.CheckConstraint(
                condition=models.Q(shared_at__isnull=True) | models.Q(shared_at__gte=models.F("raised_at")),
                name="pools_quietword_shared_after_raised",
                violation_error_message=_("Words are shown after they were written."),
            ),
        ]

    def __str__(self) -> str:
        return self.words
