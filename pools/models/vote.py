from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.areas.constraints import AppendOnly
from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel


class Vote(AreaModel):
    """
    One answer of one member. People may change their mind while the vote is open: the newest row counts.

    PostgreSQL refuses a vote by somebody who is not in the pool, or about another ballot's answer (trigger
    `pools_vote_by_a_member`), and by somebody who has an interest in it (`pools_vote_without_an_interest`).
    `private_words` are for the organiser alone.
    """

    proposal = AreaForeignKey("pools.Proposal", on_delete=models.PROTECT, related_name="votes")
    membership = AreaForeignKey("pools.PoolMembership", on_delete=models.PROTECT, related_name="votes")
    option = AreaForeignKey("pools.Option", on_delete=models.PROTECT, related_name="votes")
    private_words = models.TextField(_("anything you want only the organiser to read"), max_length=2000, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [AppendOnly(name="pools_vote_append_only")]

    def __str__(self) -> str:
        return f"{self.membership_id} on {self.proposal_id}"
