from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.areas.fields import AreaForeignKey, AreaOneToOneField
from portal.areas.models import AreaModel


class TaskState(models.TextChoices):
    OFFERED = "offered", _("Somebody will do it")
    DONE = "done", _("Done")
    WITHDRAWN = "withdrawn", _("Taken back")


class MoneyTask(AreaModel):
    """
    Something that is done for a seller instead of paying them, and what it counts for.

    The person who will do it writes it down themselves, because it is their task; that is their yes. Once it is done,
    whoever keeps the books says so: the bill gets smaller by its value, and all members owe less by equal parts.
    """

    pool = AreaForeignKey("pools.Pool", on_delete=models.PROTECT, related_name="money_tasks")
    what = models.CharField(_("what you will do"), max_length=150)
    seller = models.CharField(_("who it is for"), max_length=120)
    value = models.DecimalField(_("what it counts for"), max_digits=12, decimal_places=2)
    profile = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="money_tasks")
    state = models.CharField(max_length=9, choices=TaskState, default=TaskState.OFFERED)
    offered_at = models.DateTimeField()
    closed_by = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    transfer = AreaOneToOneField("pools.Transfer", on_delete=models.PROTECT, null=True, related_name="money_task")

    class Meta:
        ordering = ["offered_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(what__regex=r"^\s*$"),
                name="pools_moneytask_what_not_blank",
                violation_error_message=_("Say what you will do."),
            ),
            models.CheckConstraint(
                condition=~Q(seller__regex=r"^\s*$"),
                name="pools_moneytask_seller_not_blank",
                violation_error_message=_("Say who it is for."),
            ),
            models.CheckConstraint(
                condition=Q(value__gt=0),
                name="pools_moneytask_value_above_zero",
                violation_error_message=_("Please give an amount above zero."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=TaskState.values),
                name="pools_moneytask_state_known",
                violation_error_message=_("This is not a state that a task can be in."),
            ),
            models.CheckConstraint(
                condition=Q(state=TaskState.OFFERED, closed_at__isnull=True, closed_by__isnull=True)
                | ~Q(state=TaskState.OFFERED) & Q(closed_at__isnull=False, closed_by__isnull=False),
                name="pools_moneytask_closed_has_a_time",
                violation_error_message=_("A task that is over has a time."),
            ),
            models.CheckConstraint(
                condition=Q(state=TaskState.DONE, transfer__isnull=False)
                | ~Q(state=TaskState.DONE) & Q(transfer__isnull=True),
                name="pools_moneytask_done_is_in_the_books",
                violation_error_message=_("A task that is done stands in the books, and no other does."),
            ),
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def is_open(self) -> bool:
        return self.state == TaskState.OFFERED
