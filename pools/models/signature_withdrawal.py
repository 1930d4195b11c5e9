from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.areas.constraints import AppendOnly
from portal.areas.fields import AreaOneToOneField
from portal.areas.models import AreaModel


class SignatureWithdrawal(AreaModel):
    """
    Somebody has taken their signature back. Nobody has to say why.

    The signature stays where it is, as history, and counts no more. PostgreSQL refuses to end a transaction in which
    an agreement is active although one of its signatures was taken back (trigger
    `pools_withdrawal_leaves_nothing_active`).
    """

    signature = AreaOneToOneField("pools.Signature", on_delete=models.PROTECT, related_name="withdrawal")
    withdrawn_at = models.DateTimeField(_("when it was taken back"))

    class Meta:
        ordering = ["withdrawn_at", "id"]
        constraints = [AppendOnly(name="pools_signaturewithdrawal_append_only")]

    def __str__(self) -> str:
        return f"{self.signature_id} taken back"
