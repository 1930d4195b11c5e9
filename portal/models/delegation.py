from datetime import date, timedelta
from typing import Final

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.areas.constraints import AppendOnly
from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel

LONGEST: Final = timedelta(days=366)
REMIND_BEFORE: Final = timedelta(days=7)


class Voice(models.TextChoices):
    """As what somebody speaks. The two are different: a carer has needs of their own, an advocate speaks for one."""

    CARER = "carer", _("Carer")
    ADVOCATE = "advocate", _("Advocate")


class Scope(models.TextChoices):
    """What a supporter may do for a member. Whatever is not here, nobody can do for somebody else."""

    SEE = "see", _("See my pools and my money")
    PAY = "pay", _("Pay, and write down what was paid, for me")
    WRITE = "write", _("Write wishes and answer invitations for me, never in chats")
    EVENTS = "events", _("Say for me whether I come to something")


class DelegationState(models.TextChoices):
    ASKED = "asked", _("Waiting for an answer")
    ACCEPTED = "accepted", _("Helping")
    DECLINED = "declined", _("Said no")
    REVOKED = "revoked", _("Stopped by the member")
    GIVEN_BACK = "given_back", _("Given back by the supporter")
    ENDED = "ended", _("Ended on its last day")


OVER = [DelegationState.DECLINED, DelegationState.REVOKED, DelegationState.GIVEN_BACK, DelegationState.ENDED]


class DelegationQuerySet(models.QuerySet["Delegation"]):
    def with_state(self) -> "DelegationQuerySet":
        """Adds `state`, a `DelegationState`: what the newest status row says."""
        newest = DelegationStatus.objects.filter(delegation=models.OuterRef("pk")).order_by("-at", "-id")
        return self.annotate(state=models.Subquery(newest.values("state")[:1]))

    def standing_at(self, *states: DelegationState) -> "DelegationQuerySet":
        """Those whose newest status row says one of these."""
        return self.with_state().filter(state__in=states)

    def in_force(self, *, on: date) -> "DelegationQuerySet":
        """Accepted, neither stopped nor given back, and between its days."""
        return self.standing_at(DelegationState.ACCEPTED).filter(starts_on__lte=on, ends_on__gte=on)


class Delegation(AreaModel):
    """
    A member lets somebody help: as what, with what, from when until when.

    The supporter is asked at an email address, and stands here once they have said yes. What it says never changes;
    its life is in its statuses.
    """

    member = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="delegations")
    supporter = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, null=True, related_name="helping_with")
    supporter_email = models.EmailField()
    voice = models.CharField(max_length=8, choices=Voice)
    scopes = ArrayField(models.CharField(max_length=8, choices=Scope))
    starts_on = models.DateField()
    ends_on = models.DateField()

    objects = DelegationQuerySet.as_manager()
    state: str  # there after `with_state()`

    class Meta:
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(voice__in=Voice.values), name="portal_delegation_voice_known"),
            models.CheckConstraint(
                condition=models.Q(scopes__contained_by=Scope.values, scopes__len__gte=1),
                name="portal_delegation_scopes_known",
                violation_error_message=_("Tick at least one thing that they may do."),
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on"))
                & models.Q(ends_on__lte=models.F("starts_on") + LONGEST),
                name="portal_delegation_ends_within_a_year",
                violation_error_message=_("The last day must come after the first, and within a year of it."),
            ),
            models.CheckConstraint(
                condition=models.Q(supporter__isnull=True) | ~models.Q(supporter=models.F("member")),
                name="portal_delegation_to_somebody_else",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} lets {self.supporter_email} help"


class DelegationStatus(AreaModel):
    """One step in the life of a delegation. The newest row says where it stands."""

    delegation = AreaForeignKey(Delegation, on_delete=models.PROTECT, related_name="statuses")
    state = models.CharField(max_length=10, choices=DelegationState)
    by = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=DelegationState.values), name="portal_delegationstatus_state_known"
            ),
            models.UniqueConstraint(fields=["delegation", "state"], name="portal_delegationstatus_each_once"),
            models.UniqueConstraint(
                fields=["delegation"],
                condition=models.Q(state__in=OVER),
                name="portal_delegationstatus_over_once",
            ),
            AppendOnly(name="portal_delegationstatus_append_only"),
        ]

    def __str__(self) -> str:
        return f"{self.delegation_id} {self.state}"
