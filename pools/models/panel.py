from django.db import models
from django.urls import reverse

from portal.areas.constraints import AppendOnly
from portal.areas.fields import AreaForeignKey, AreaOneToOneField
from portal.areas.models import AreaModel


class Panel(AreaModel):
    """
    People who give points to the providers on a tender's short list.

    Its groups weigh 100 percent together: PostgreSQL refuses a panel whose groups do not (trigger
    `pools_panelgroup_weights_add_up`).
    """

    tender = AreaOneToOneField("pools.Tender", on_delete=models.PROTECT, related_name="panel")
    started_by = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()

    class Meta:
        constraints = [AppendOnly(name="pools_panel_append_only")]

    def __str__(self) -> str:
        return f"panel of {self.tender_id}"

    def get_absolute_url(self) -> str:
        return reverse("pools:panel", args=[self.tender.pool_id, self.tender_id])
