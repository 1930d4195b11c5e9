from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel


class PassingState(models.TextChoices):
    WAITING = "waiting", _("Waiting for them to say yes")
    TAKEN = "taken", _("They look into it")
    PASSED_ON = "passed_on", _("Passed on")
    ANSWERED = "answered", _("Answered")


class QuestionPassingQuerySet(models.QuerySet["QuestionPassing"]):
    def current(self) -> "QuestionPassingQuerySet":
        return self.filter(state__in=[PassingState.WAITING, PassingState.TAKEN])


class QuestionPassing(AreaModel):
    """A hard question on its way to somebody who may know. One person has it at a time."""

    question = AreaForeignKey("peers.Question", on_delete=models.PROTECT, related_name="passings")
    to = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="questions_passed_to")
    note = models.CharField(_("a note for them"), max_length=500, blank=True)
    state = models.CharField(max_length=10, choices=PassingState, default=PassingState.WAITING)
    passed_by = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="+")
    passed_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    objects = QuestionPassingQuerySet.as_manager()

    class Meta:
        ordering = ["-passed_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["question"],
                condition=models.Q(state__in=[PassingState.WAITING, PassingState.TAKEN]),
                name="peers_questionpassing_one_at_a_time",
                violation_error_message=_("Somebody has passed this question on already. Please look again."),
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=PassingState.values), name="peers_questionpassing_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(changed_at__gte=models.F("passed_at")),
                name="peers_questionpassing_changed_after_passing",
            ),
            models.CheckConstraint(
                condition=~models.Q(to=models.F("passed_by")),
                name="peers_questionpassing_to_somebody_else",
                violation_error_message=_("Choose somebody else than yourself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question_id} with {self.to_id}"

    @property
    def is_waiting(self) -> bool:
        return self.state == PassingState.WAITING
