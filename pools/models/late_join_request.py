from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel


class LateJoinAnswer(models.TextChoices):
    LET_IN = "let_in", _("Is in")
    NOT_NOW = "not_now", _("Not now")
    TAKEN_BACK = "taken_back", _("Taken back")


class LateJoinRequestQuerySet(models.QuerySet["LateJoinRequest"]):
    def waiting(self) -> "LateJoinRequestQuerySet":
        """Those without an answer, who asked first."""
        return self.filter(answer="").order_by("asked_at", "id")


class LateJoinRequest(AreaModel):
    """
    Somebody asks to join a pool that has voted or signed already. No answer yet: `answer` is empty.

    It changes nobody's share. Letting the person in opens the costs again, and so the agreement is asked anew.
    """

    pool = AreaForeignKey("pools.Pool", on_delete=models.PROTECT, related_name="late_join_requests")
    profile = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="late_join_requests")
    asked_at = models.DateTimeField()
    answer = models.CharField(max_length=10, choices=LateJoinAnswer, blank=True)
    answered_by = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    objects = LateJoinRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["pool", "profile"],
                condition=models.Q(answer=""),
                name="pools_latejoinrequest_one_waiting_for_each_person",
                violation_error_message=_("You have asked already. Please wait for the answer."),
            ),
            models.CheckConstraint(
                condition=models.Q(answer__in=["", *LateJoinAnswer.values]),
                name="pools_latejoinrequest_answer_known",
                violation_error_message=_("Choose an answer from the list."),
            ),
            models.CheckConstraint(
                condition=models.Q(answer="", answered_at__isnull=True, answered_by__isnull=True)
                | (~models.Q(answer="") & models.Q(answered_at__isnull=False, answered_by__isnull=False)),
                name="pools_latejoinrequest_answer_is_somebodys",
                violation_error_message=_("An answer has a time, and somebody who gave it."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.profile_id} asks to join {self.pool_id}"

    @property
    def is_waiting(self) -> bool:
        return self.answer == ""
