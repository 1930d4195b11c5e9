from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.areas.constraints import AppendOnly
from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel


class Concern(models.TextChoices):
    """What somebody finds wrong with a text, in words that anybody can choose from."""

    UNKIND = "unkind", _("It is unkind, or it bullies somebody")
    PRIVATE_DETAILS = "private_details", _("It tells something private")
    MONEY = "money", _("It asks for money, or it tries to sell something")
    UNTRUE = "untrue", _("It may not be true")
    OTHER = "other", _("Something else")
    DANGER = "danger", _("Somebody may be hurt, or not safe")


class Report(AreaModel):
    """
    That somebody told champions of a text. Never changed.

    Only champions read it, and they do not learn whose it is. A worry about somebody's safety never comes here: it
    is a `SafeguardingCase`.
    """

    review_item = AreaForeignKey("moderation.ReviewItem", on_delete=models.PROTECT, related_name="reports")
    concern = models.CharField(_("what is wrong"), max_length=16, choices=Concern)
    words = models.TextField(_("in your words"), max_length=2000, blank=True)
    by = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["review_item", "by"],
                name="moderation_report_once_for_each_reading",
                violation_error_message=_("You have told us already. A champion will look at it. Thank you."),
            ),
            models.CheckConstraint(
                condition=models.Q(concern__in=[each for each in Concern.values if each != Concern.DANGER]),
                name="moderation_report_concern_known",
            ),
            AppendOnly(name="moderation_report_append_only"),
        ]

    def __str__(self) -> str:
        return self.get_concern_display()
