from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel


class Tender(AreaModel):
    """
    A pool asks several providers, and chooses one of them together.

    With `hides_names`, members read "Provider A" until the choice is made, so that they judge what is offered and
    not who offers it. The organiser, who writes the names down, knows them.
    """

    pool = AreaForeignKey("pools.Pool", on_delete=models.PROTECT, related_name="tenders")
    title = models.CharField(_("what you look for"), max_length=100)
    about = models.TextField(_("what they should do for you"), max_length=2000, blank=True)
    hides_names = models.BooleanField(_("whether the names stay hidden until you have chosen"), default=False)
    presents_on = models.DateField(_("when the providers come to show what they do"), null=True)
    started_by = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()

    class Meta:
        ordering = ["-started_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(title__regex=r"^\s*$"),
                name="pools_tender_title_not_blank",
                violation_error_message=_("Say what you look for."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("pools:tender", args=[self.pool_id, self.pk])
