from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel


class OptInChoice(models.TextChoices):
    YES = "yes", _("Yes, I would like to go on")
    NO = "no", _("No, thank you")
    NOT_NOW = "not_now", _("Not now")


class OptInAnswer(AreaModel):
    """What somebody answers to the question of a group; the newest counts. Who did not say yes, nobody is told."""

    call = AreaForeignKey("pools.OptInCall", on_delete=models.PROTECT, related_name="answers")
    profile = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="opt_in_answers")
    choice = models.CharField(max_length=7, choices=OptInChoice)
    answered_at = models.DateTimeField()

    class Meta:
        ordering = ["answered_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "profile"],
                name="pools_optinanswer_one_for_each_person",
                violation_error_message=_("You have answered this already."),
            ),
            models.CheckConstraint(
                condition=models.Q(choice__in=OptInChoice.values),
                name="pools_optinanswer_choice_known",
                violation_error_message=_("Choose an answer from the list."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.profile_id} to {self.call_id}"
