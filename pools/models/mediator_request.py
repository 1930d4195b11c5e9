from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.areas.constraints import AppendOnly
from portal.areas.fields import AreaForeignKey, AreaOneToOneField
from portal.areas.models import AreaModel


class MediatorRequest(AreaModel):
    """
    "We are stuck": after a vote that ended without agreement, somebody asks the pool's mediator to help.

    Who the mediator was at that moment is kept with it.
    """

    proposal = AreaOneToOneField("pools.Proposal", on_delete=models.PROTECT, related_name="mediator_request")
    words = models.TextField(_("what you are stuck on"), max_length=1000)
    mediator_name = models.CharField(max_length=120)
    mediator_contact = models.CharField(max_length=200)
    asked_by = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(words__regex=r"^\s*$"),
                name="pools_mediatorrequest_words_not_blank",
                violation_error_message=_("Say what you are stuck on."),
            ),
            models.CheckConstraint(
                condition=~models.Q(mediator_name__regex=r"^\s*$") & ~models.Q(mediator_contact__regex=r"^\s*$"),
                name="pools_mediatorrequest_mediator_named",
                violation_error_message=_("Name a mediator first."),
            ),
            AppendOnly(name="pools_mediatorrequest_append_only"),
        ]

    def __str__(self) -> str:
        return self.words
