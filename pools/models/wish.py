from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel
from portal.models import FundingKind, TimeOfWeek
from portal.models.profile import ANSWERS_ON_THEIR_OWN

MOST_LETTERS = 2000
MOST_PEOPLE = 200


class WishState(models.TextChoices):
    OPEN = "open", _("Looking")
    MET = "met", _("It came true")
    WITHDRAWN = "withdrawn", _("Taken back")


class Barrier(models.TextChoices):
    """What keeps somebody from doing what they would like to do."""

    COST = "cost", _("It costs too much")
    TRAVEL = "travel", _("It is hard to get there")
    NOBODY = "nobody", _("I have nobody to go with")
    ACCESS = "access", _("The place does not work for me")
    TIMES = "times", _("It is at the wrong time")
    SUPPORT = "support", _("I need support to do it")


class WishQuerySet(models.QuerySet["Wish"]):
    def open(self) -> "WishQuerySet":
        return self.filter(state=WishState.OPEN)


class Wish(AreaModel):
    """
    What somebody would like to do, and what they would need for it: the heart of matching and of demand.

    Others see the words, the interest, the district, the times and how many people are needed. What somebody can pay,
    where their money comes from and what holds them back are theirs alone.
    """

    profile = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="wishes")
    interest = AreaForeignKey("portal.Interest", on_delete=models.PROTECT, related_name="wishes")
    words = models.TextField(_("what you would like to do"), max_length=MOST_LETTERS)
    district = AreaForeignKey("portal.District", on_delete=models.PROTECT, null=True, blank=True, related_name="wishes")
    times = ArrayField(models.CharField(max_length=20, choices=TimeOfWeek), default=list, blank=True)
    people_wanted = models.PositiveSmallIntegerField(_("how many others you need"), null=True, blank=True)
    monthly_amount = models.DecimalField(
        _("what you can put in each month"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    funding_kinds = ArrayField(models.CharField(max_length=20, choices=FundingKind), default=list, blank=True)
    barriers = ArrayField(models.CharField(max_length=10, choices=Barrier), default=list, blank=True)
    state = models.CharField(max_length=10, choices=WishState, default=WishState.OPEN)
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    objects = WishQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-id"]
        indexes = [
            models.Index(
                fields=["area", "interest"],
                condition=models.Q(state=WishState.OPEN),
                name="pools_wish_open_by_interest",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(words__regex=r"^\s*$"),
                name="pools_wish_words_not_blank",
                violation_error_message=_("Tell us what you would like to do."),
            ),
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("words"), MOST_LETTERS),
                name="pools_wish_words_not_too_long",
                violation_error_message=_("Please use 2,000 letters or fewer."),
            ),
            models.CheckConstraint(
                condition=models.Q(people_wanted__range=(1, MOST_PEOPLE)) | models.Q(people_wanted__isnull=True),
                name="pools_wish_people_wanted_in_range",
                violation_error_message=_("Give a number from 1 to 200."),
            ),
            models.CheckConstraint(
                condition=models.Q(monthly_amount__gte=0) | models.Q(monthly_amount__isnull=True),
                name="pools_wish_monthly_amount_not_below_zero",
                violation_error_message=_("Please give an amount that is not below zero."),
            ),
            models.CheckConstraint(
                condition=models.Q(times__contained_by=TimeOfWeek.values),
                name="pools_wish_times_known",
                violation_error_message=_("Choose times from the list."),
            ),
            models.CheckConstraint(
                condition=models.Q(funding_kinds__contained_by=FundingKind.values),
                name="pools_wish_funding_kinds_known",
                violation_error_message=_("Choose answers from the list."),
            ),
            models.CheckConstraint(
                condition=~models.Q(funding_kinds__overlap=ANSWERS_ON_THEIR_OWN) | models.Q(funding_kinds__len=1),
                name="pools_wish_funding_answer_on_its_own",
                violation_error_message=_(
                    "“None”, “I am not sure” and “I would rather not say” are each an answer on their own. "
                    "Take that tick away, or the others."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(barriers__contained_by=Barrier.values),
                name="pools_wish_barriers_known",
                violation_error_message=_("Choose answers from the list."),
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=WishState.values),
                name="pools_wish_state_known",
                violation_error_message=_("This is not a state that a wish can be in."),
            ),
            models.CheckConstraint(
                condition=models.Q(state=WishState.OPEN, closed_at__isnull=True)
                | (~models.Q(state=WishState.OPEN) & models.Q(closed_at__isnull=False)),
                name="pools_wish_closed_has_a_time",
                violation_error_message=_("A wish has a closing time once it is closed, and not before."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.interest_id}: {self.words[:60]}"

    def get_absolute_url(self) -> str:
        return reverse("pools:wish", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.state == WishState.OPEN

    @property
    def when(self) -> str:
        return _listed(TimeOfWeek, self.times)

    @property
    def money_from(self) -> str:
        return _listed(FundingKind, self.funding_kinds)

    @property
    def in_the_way(self) -> str:
        return _listed(Barrier, self.barriers)


def _listed(choices: type[models.TextChoices], values: list[str]) -> str:
    """The chosen answers in words, in the order in which they were offered."""
    return "; ".join(str(choice.label) for choice in choices if choice in values)
