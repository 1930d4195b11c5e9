from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.areas.constraints import AppendOnly
from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel


class DeclaredInterest(AreaModel):
    """
    "I have an interest in this": somebody who would gain from a vote says so to all, and stands aside.

    From then on PostgreSQL refuses their vote (trigger `pools_vote_without_an_interest`), an earlier one counts no
    more, and they are not among the people of this vote.
    """

    proposal = AreaForeignKey("pools.Proposal", on_delete=models.PROTECT, related_name="declared_interests")
    membership = AreaForeignKey("pools.PoolMembership", on_delete=models.PROTECT, related_name="declared_interests")
    words = models.CharField(_("what your interest is"), max_length=300)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "membership"],
                name="pools_declaredinterest_once",
                violation_error_message=_("You have said this already."),
            ),
            models.CheckConstraint(
                condition=~models.Q(words__regex=r"^\s*$"),
                name="pools_declaredinterest_words_not_blank",
                violation_error_message=_("Say what your interest is."),
            ),
            AppendOnly(name="pools_declaredinterest_append_only"),
        ]

    def __str__(self) -> str:
        return self.words
