from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel


class DocumentKind(models.TextChoices):
    SIGNED = "signed", _("The signed agreement")
    EASY = "easy", _("The signed agreement in Easy Read")
    STATEMENT = "statement", _("A member’s statement")
    AUDIT_PACK = "audit_pack", _("A member’s papers for an audit")


# Papers of an agreement belong to everybody in it; those of a member, for some days, to that member alone.
OF_AGREEMENT = (DocumentKind.SIGNED, DocumentKind.EASY)
OF_MEMBER = (DocumentKind.STATEMENT, DocumentKind.AUDIT_PACK)


class DocumentState(models.TextChoices):
    PENDING = "pending", _("Waiting to be made")
    MAKING = "making", _("Being made")
    MADE = "made", _("Ready")
    FAILED = "failed", _("Could not be made")


class PaperLayout(models.TextChoices):
    """How a paper about a member looks: everybody reads in their own way."""

    STANDARD = "standard", _("As usual")
    LARGE = "large", _("In large print")
    EASY = "easy", _("In Easy Read, with pictures")


class PoolDocumentQuerySet(models.QuerySet["PoolDocument"]):
    def due(self, *, now: datetime) -> "PoolDocumentQuerySet":
        """Waiting, or taken up by a worker that has not come back within its lease."""
        lease = timedelta(seconds=settings.DOCUMENT_LEASE_SECONDS)
        given_up = Q(state=DocumentState.MAKING, claimed_at__lt=now - lease)
        return self.filter(Q(state=DocumentState.PENDING) | given_up)


class PoolDocument(AreaModel):
    """
    A paper that is to be made in a pool: a row first, a file after. `attempts` counts who took it up.

    What it is about depends on its kind: `agreement`, or `profile` and the days from `period_from` to `period_to`,
    both included. How each kind is made is in `pools.operations.document_kinds`.

    A paper that is made stays as it is. Where the books have changed since, the member gets another `edition`. The kind
    of a member's funding is in it only where they said so when they asked (`names_funding`).
    """

    pool = AreaForeignKey("pools.Pool", on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=10, choices=DocumentKind)
    agreement = AreaForeignKey("pools.Agreement", on_delete=models.PROTECT, null=True, related_name="documents")
    profile = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, null=True, related_name="+")
    period_from = models.DateField(null=True)
    period_to = models.DateField(null=True)
    layout = models.CharField(max_length=8, choices=PaperLayout, default=PaperLayout.STANDARD)
    names_funding = models.BooleanField(default=False)
    edition = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=8, choices=DocumentState, default=DocumentState.PENDING)
    asked_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    file = AreaForeignKey("portal.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(null=True)

    objects = PoolDocumentQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "id"]
        indexes = [
            models.Index(
                fields=["area", "asked_at"],
                condition=Q(state__in=[DocumentState.PENDING, DocumentState.MAKING]),
                name="pools_pooldocument_unmade",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "pool",
                    "kind",
                    "agreement",
                    "profile",
                    "period_from",
                    "period_to",
                    "layout",
                    "names_funding",
                    "edition",
                ],
                nulls_distinct=False,
                name="pools_pooldocument_each_paper_once",
                violation_error_message=_("This paper has been asked for already."),
            ),
            models.CheckConstraint(
                condition=Q(
                    kind__in=OF_AGREEMENT,
                    agreement__isnull=False,
                    profile__isnull=True,
                    period_from__isnull=True,
                    period_to__isnull=True,
                )
                | Q(
                    kind__in=OF_MEMBER,
                    agreement__isnull=True,
                    profile__isnull=False,
                    period_from__isnull=False,
                    period_to__isnull=False,
                ),
                name="pools_pooldocument_is_about_what_its_kind_says",
                violation_error_message=_("A paper is about an agreement, or about a member and some days."),
            ),
            models.CheckConstraint(
                condition=Q(period_from__isnull=True) | Q(period_from__lte=F("period_to")),
                name="pools_pooldocument_period_runs_forwards",
                violation_error_message=_("The first day must not be after the last day."),
            ),
            models.CheckConstraint(
                condition=Q(layout__in=PaperLayout.values),
                name="pools_pooldocument_layout_known",
                violation_error_message=_("Choose from the list how the paper looks."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=OF_MEMBER, edition__gte=1)
                | Q(kind__in=OF_AGREEMENT, layout=PaperLayout.STANDARD, names_funding=False, edition=1),
                name="pools_pooldocument_agreement_has_one_look",
                violation_error_message=_("Only a paper about a member can be made in another way."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=DocumentState.values),
                name="pools_pooldocument_state_known",
                violation_error_message=_("This is not a state that a paper can be in."),
            ),
            models.CheckConstraint(
                condition=~Q(state=DocumentState.MAKING) | Q(claimed_at__isnull=False, attempts__gte=1),
                name="pools_pooldocument_making_is_claimed",
                violation_error_message=_("A paper that is being made has a time when that began."),
            ),
            models.CheckConstraint(
                condition=Q(state=DocumentState.MADE, file__isnull=False, made_at__isnull=False)
                | (~Q(state=DocumentState.MADE) & Q(file__isnull=True, made_at__isnull=True)),
                name="pools_pooldocument_made_has_a_file",
                violation_error_message=_("A paper that is ready has a file, and no other has."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} paper in {self.pool_id}: {self.state}"

    def get_absolute_url(self) -> str:
        """The page that shows how it is coming along."""
        if self.agreement is not None:
            return self.agreement.get_document_url()
        return reverse("pools:document", args=[self.pool_id, self.pk])

    @property
    def is_made(self) -> bool:
        return self.state == DocumentState.MADE

    @property
    def has_failed(self) -> bool:
        return self.state == DocumentState.FAILED

    @property
    def is_on_its_way(self) -> bool:
        return self.state in {DocumentState.PENDING, DocumentState.MAKING}
