from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.areas.constraints import AppendOnly
from portal.areas.fields import AreaForeignKey, AreaOneToOneField
from portal.areas.models import AreaModel


class RemovalReason(models.TextChoices):
    """Why an organiser takes somebody out of a group, in words that they read themselves."""

    UNKIND = "unkind", _("You were unkind, or hurt somebody")
    GUIDELINES = "guidelines", _("You did not keep to the guidelines")
    AWAY = "away", _("You have not come for a long time")
    OTHERS = "others", _("The group is for other people")


class Removal(AreaModel):
    """That an organiser took somebody out of a group, why, and what they told them. Never changed."""

    membership = AreaOneToOneField("peers.Membership", on_delete=models.PROTECT, related_name="removal")
    reason = models.CharField(_("why"), max_length=10, choices=RemovalReason)
    words = models.TextField(_("your words to them"), max_length=1000)
    by = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(reason__in=RemovalReason.values), name="peers_removal_reason_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(words__regex=r"^\s*$"),
                name="peers_removal_says_why",
                violation_error_message=_("Tell them why, in a few kind words."),
            ),
            AppendOnly(name="peers_removal_append_only"),
        ]

    def __str__(self) -> str:
        return self.get_reason_display()
