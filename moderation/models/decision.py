from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.areas.constraints import AppendOnly
from portal.areas.fields import AreaForeignKey, AreaOneToOneField
from portal.areas.models import AreaModel


class Outcome(models.TextChoices):
    PUBLISH = "publish", _("Publish it")
    PUBLISH_WITH_ADVICE = "publish_with_advice", _("Publish it, with advice")
    ASK_CHANGE = "ask_change", _("Ask for a change")
    REMOVE = "remove", _("Take it away")


class Reason(models.TextChoices):
    """Why a champion decided so, in words that the author reads."""

    ALL_WELL = "all_well", _("It is fine as it is")
    PRIVATE_DETAILS = "private_details", _("It shows private details, such as an address or a phone number")
    ASKS_FOR_MONEY = "asks_for_money", _("It asks people for money")
    MAY_HURT = "may_hurt", _("It may hurt somebody")
    MAY_BE_UNSAFE = "may_be_unsafe", _("It may not be safe")
    UNCLEAR = "unclear", _("It is hard to understand")
    SELLING = "selling", _("It is trying to sell something")
    WRONG_PLACE = "wrong_place", _("It belongs in another place")
    OTHER = "other", _("Something else, as the advice says")


class Decision(AreaModel):
    """What a champion decided about one text, why, and their advice. Never changed: a new text gets a new decision."""

    review_item = AreaOneToOneField("moderation.ReviewItem", on_delete=models.PROTECT, related_name="decision")
    outcome = models.CharField(_("what you decide"), max_length=20, choices=Outcome)
    reason = models.CharField(_("why"), max_length=20, choices=Reason)
    advice = models.TextField(_("your advice"), max_length=2000, blank=True)
    by = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="decisions")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(outcome__in=Outcome.values), name="moderation_decision_outcome_known"
            ),
            models.CheckConstraint(
                condition=models.Q(reason__in=Reason.values), name="moderation_decision_reason_known"
            ),
            models.CheckConstraint(
                condition=models.Q(outcome=Outcome.PUBLISH) | ~models.Q(advice__regex=r"^\s*$"),
                name="moderation_decision_gives_advice",
                violation_error_message=_("Write your advice: it helps the person with what they write next."),
            ),
            models.CheckConstraint(
                condition=~models.Q(outcome__in=[Outcome.ASK_CHANGE, Outcome.REMOVE])
                | ~models.Q(reason=Reason.ALL_WELL),
                name="moderation_decision_refusal_has_a_reason",
                violation_error_message=_("Say what is not right about it."),
            ),
            AppendOnly(name="moderation_decision_append_only"),
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()}: {self.get_reason_display()}"

    @property
    def publishes(self) -> bool:
        return self.outcome in (Outcome.PUBLISH, Outcome.PUBLISH_WITH_ADVICE)

    @property
    def asks_for_change(self) -> bool:
        return self.outcome == Outcome.ASK_CHANGE
