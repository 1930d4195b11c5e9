from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel


class RequestKind(models.TextChoices):
    ASKED = "asked", _("Asked to join")
    INVITED = "invited", _("Was invited")


class Answer(models.TextChoices):
    YES = "yes", _("Yes")
    NO = "no", _("No, thank you")


class JoinRequestQuerySet(models.QuerySet["JoinRequest"]):
    def waiting(self) -> "JoinRequestQuerySet":
        return self.filter(answered_at__isnull=True)

    def asked(self) -> "JoinRequestQuerySet":
        return self.filter(kind=RequestKind.ASKED)

    def invited(self) -> "JoinRequestQuerySet":
        return self.filter(kind=RequestKind.INVITED)


class JoinRequest(AreaModel):
    """Somebody asks to join a closed group, or is invited to a group: one side has said yes, the other may."""

    group = AreaForeignKey("peers.Group", on_delete=models.PROTECT, related_name="join_requests")
    profile = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="join_requests")
    kind = models.CharField(max_length=8, choices=RequestKind)
    made_by = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    answer = models.CharField(max_length=3, choices=Answer, blank=True)
    answered_by = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    objects = JoinRequestQuerySet.as_manager()

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "profile"],
                condition=models.Q(answered_at__isnull=True),
                name="peers_joinrequest_one_waiting",
                violation_error_message=_("This person is waiting for an answer already."),
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=RequestKind.values), name="peers_joinrequest_kind_known"
            ),
            models.CheckConstraint(
                condition=models.Q(answer="", answered_at__isnull=True, answered_by__isnull=True)
                | models.Q(answer__in=Answer.values, answered_at__isnull=False, answered_by__isnull=False),
                name="peers_joinrequest_answered_by_somebody_or_waiting",
            ),
            models.CheckConstraint(
                condition=models.Q(kind=RequestKind.INVITED) | models.Q(made_by=models.F("profile")),
                name="peers_joinrequest_asked_for_oneself",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.profile_id} {self.kind} {self.group_id}"
