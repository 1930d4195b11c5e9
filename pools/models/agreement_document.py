from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel


class DocumentKind(models.TextChoices):
    SIGNED = "signed", _("The signed agreement")


class DocumentState(models.TextChoices):
    PENDING = "pending", _("Waiting to be made")
    MAKING = "making", _("Being made")
    MADE = "made", _("Ready")
    FAILED = "failed", _("Could not be made")


class AgreementDocumentQuerySet(models.QuerySet["AgreementDocument"]):
    def due(self, *, now: datetime) -> "AgreementDocumentQuerySet":
        """Waiting, or taken up by a worker that has not come back within its lease."""
        lease = timedelta(seconds=settings.DOCUMENT_LEASE_SECONDS)
        given_up = Q(state=DocumentState.MAKING, claimed_at__lt=now - lease)
        return self.filter(Q(state=DocumentState.PENDING) | given_up)


class AgreementDocument(AreaModel):
    """A paper that is to be made of an agreement: a row first, a file after. `attempts` counts who took it up."""

    agreement = AreaForeignKey("pools.Agreement", on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=8, choices=DocumentKind, default=DocumentKind.SIGNED)
    state = models.CharField(max_length=8, choices=DocumentState, default=DocumentState.PENDING)
    asked_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    file = AreaForeignKey("portal.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(null=True)

    objects = AgreementDocumentQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["area", "asked_at"],
                condition=Q(state__in=[DocumentState.PENDING, DocumentState.MAKING]),
                name="pools_agreementdocument_unmade",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "kind"],
                name="pools_agreementdocument_one_of_each_kind",
                violation_error_message=_("This paper has been asked for already."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=DocumentKind.values),
                name="pools_agreementdocument_kind_known",
                violation_error_message=_("This is not a kind of paper that we make."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=DocumentState.values),
                name="pools_agreementdocument_state_known",
                violation_error_message=_("This is not a state that a paper can be in."),
            ),
            models.CheckConstraint(
                condition=~Q(state=DocumentState.MAKING) | Q(claimed_at__isnull=False, attempts__gte=1),
                name="pools_agreementdocument_making_is_claimed",
                violation_error_message=_("A paper that is being made has a time when that began."),
            ),
            models.CheckConstraint(
                condition=Q(state=DocumentState.MADE, file__isnull=False, made_at__isnull=False)
                | (~Q(state=DocumentState.MADE) & Q(file__isnull=True, made_at__isnull=True)),
                name="pools_agreementdocument_made_has_a_file",
                violation_error_message=_("A paper that is ready has a file, and no other has."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} paper of {self.agreement_id}: {self.state}"

    @property
    def is_made(self) -> bool:
        return self.state == DocumentState.MADE

    @property
    def has_failed(self) -> bool:
        return self.state == DocumentState.FAILED
