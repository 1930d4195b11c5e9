from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel


class InvitationAnswer(models.TextChoices):
    ACCEPTED = "accepted", _("Joined")
    DECLINED = "declined", _("Said no, thank you")


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> "InvitationQuerySet":
        return self.filter(answer="")


class Invitation(AreaModel):
    """Somebody in a pool asks somebody else to join it. No answer yet: `answer` is empty."""

    pool = AreaForeignKey("pools.Pool", on_delete=models.PROTECT, related_name="invitations")
    profile = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="pool_invitations")
    # The wish that made us think of this person: it comes true with the pool.
    wish = AreaForeignKey("pools.Wish", on_delete=models.PROTECT, null=True, related_name="invitations")
    invited_by = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    answer = models.CharField(max_length=10, choices=InvitationAnswer, blank=True)
    answered_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-invited_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["pool", "profile"],
                condition=models.Q(answer=""),
                name="pools_invitation_one_open_for_each_person",
                violation_error_message=_("This person has been invited already."),
            ),
            models.CheckConstraint(
                condition=models.Q(answer__in=["", *InvitationAnswer.values]),
                name="pools_invitation_answer_known",
                violation_error_message=_("Choose an answer from the list."),
            ),
            models.CheckConstraint(
                condition=models.Q(answer="", answered_at__isnull=True)
                | (~models.Q(answer="") & models.Q(answered_at__isnull=False)),
                name="pools_invitation_answer_has_a_time",
                violation_error_message=_("An answer has a time."),
            ),
            models.CheckConstraint(
                condition=~models.Q(profile=models.F("invited_by")),
                name="pools_invitation_for_somebody_else",
                violation_error_message=_("You are in this pool already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.profile_id} invited to {self.pool_id}"

    def get_absolute_url(self) -> str:
        return reverse("pools:invitation", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.answer == ""
