from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel


class GroupRole(models.TextChoices):
    MEMBER = "member", _("Member")
    ORGANISER = "organiser", _("Organiser")


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self) -> "MembershipQuerySet":
        return self.filter(left_at__isnull=True)

    def organisers(self) -> "MembershipQuerySet":
        return self.filter(role=GroupRole.ORGANISER)


class Membership(AreaModel):
    """Somebody's time in a group. Who comes back has a new one."""

    group = AreaForeignKey("peers.Group", on_delete=models.PROTECT, related_name="memberships")
    profile = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="group_memberships")
    role = models.CharField(max_length=10, choices=GroupRole, default=GroupRole.MEMBER)
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["joined_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "profile"],
                condition=models.Q(left_at__isnull=True),
                name="peers_membership_once_at_a_time",
                violation_error_message=_("This person is in the group already."),
            ),
            models.CheckConstraint(condition=models.Q(role__in=GroupRole.values), name="peers_membership_role_known"),
            models.CheckConstraint(
                condition=models.Q(left_at__isnull=True) | models.Q(left_at__gte=models.F("joined_at")),
                name="peers_membership_left_after_joining",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.profile_id} in {self.group_id}"

    @property
    def is_organiser(self) -> bool:
        return self.role == GroupRole.ORGANISER
