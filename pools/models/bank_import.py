from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel


class ImportState(models.TextChoices):
    STAGED = "staged", _("Waiting for you to look at it")
    CONFIRMED = "confirmed", _("In the books")
    THROWN_AWAY = "thrown_away", _("Thrown away")


class BankImport(AreaModel):
    """
    A bank statement that somebody brought as a file: its lines wait until they are confirmed, all or none.

    The file itself is not kept. `sha256` is its fingerprint, so that the same file is told at once. When it is
    confirmed or thrown away, lines that are not the pool's are forgotten: they are somebody's private matter.
    """

    pool = AreaForeignKey("pools.Pool", on_delete=models.PROTECT, related_name="bank_imports")
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=11, choices=ImportState, default=ImportState.STAGED)
    brought_by = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="+")
    brought_at = models.DateTimeField()
    closed_by = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-brought_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ImportState.values),
                name="pools_bankimport_state_known",
                violation_error_message=_("This is not a state that a statement can be in."),
            ),
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"),
                name="pools_bankimport_fingerprint",
                violation_error_message=_("This is not the fingerprint of a file."),
            ),
            models.CheckConstraint(
                condition=Q(state=ImportState.STAGED, closed_at__isnull=True, closed_by__isnull=True)
                | ~Q(state=ImportState.STAGED) & Q(closed_at__isnull=False, closed_by__isnull=False),
                name="pools_bankimport_closed_has_a_time",
                violation_error_message=_("A statement that is done with has a time."),
            ),
            models.UniqueConstraint(
                fields=["pool", "sha256"],
                condition=~Q(state=ImportState.THROWN_AWAY),
                name="pools_bankimport_each_file_once",
                violation_error_message=_("You have brought this very file already. Nothing was counted twice."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("pools:bank_import", args=[self.pool_id, self.pk])

    @property
    def is_staged(self) -> bool:
        return self.state == ImportState.STAGED
