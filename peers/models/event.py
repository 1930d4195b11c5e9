from datetime import datetime
from decimal import Decimal

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from moderation.models import Moderated, ModeratedQuerySet
from portal.areas.fields import AreaForeignKey


class EventQuerySet(ModeratedQuerySet["Event"]):
    def going_ahead(self) -> "EventQuerySet":
        return self.filter(cancelled_at__isnull=True)

    def to_come(self, *, now: datetime) -> "EventQuerySet":
        """Not over yet, called off or not."""
        return self.filter(ends_at__gt=now)


class Event(Moderated):
    """
    Something to come to, with everything that somebody needs to know before they say "I come".

    It belongs to a group, or without one to the whole area. `sequence` goes up with each change that people's own
    calendars should see.
    """

    group = AreaForeignKey("peers.Group", on_delete=models.PROTECT, null=True, blank=True, related_name="events")
    title = models.CharField(_("what it is"), max_length=120)
    text = models.TextField(_("what happens"), max_length=3000)
    place = models.CharField(_("where it is"), max_length=200)
    district = AreaForeignKey("portal.District", on_delete=models.PROTECT, null=True, blank=True, related_name="events")
    access = models.TextField(_("getting in and around"), max_length=1000, blank=True)
    starts_at = models.DateTimeField(_("when it starts"))
    ends_at = models.DateTimeField(_("when it ends"))
    cost = models.DecimalField(_("what each pays"), max_digits=12, decimal_places=2, default=Decimal(0))
    how_to_pay = models.CharField(_("how it is paid"), max_length=200, blank=True)
    what_to_bring = models.CharField(_("what to bring"), max_length=300, blank=True)
    supporters = models.CharField(_("who supports"), max_length=200, blank=True)
    fewest_people = models.PositiveSmallIntegerField(_("the fewest people"), default=1)
    most_people = models.PositiveSmallIntegerField(_("the most people"), null=True, blank=True)
    sign_up_by = models.DateTimeField(_("sign up by"))
    booking_fee = models.DecimalField(_("booking fee"), max_digits=12, decimal_places=2, default=Decimal(0))
    sequence = models.PositiveIntegerField(default=0, editable=False)
    changed_at = models.DateTimeField(editable=False)
    cancelled_at = models.DateTimeField(null=True, editable=False)
    cancelled_reason = models.CharField(max_length=300, blank=True, editable=False)

    objects = EventQuerySet.as_manager()

    class Meta(Moderated.Meta):
        ordering = ["starts_at", "id"]
        indexes = [
            models.Index(fields=["area", "starts_at", "id"], name="peers_event_next_first"),
            models.Index(fields=["group", "starts_at", "id"], name="peers_event_of_group"),
        ]
        constraints = [
            *Moderated.Meta.constraints,
            models.CheckConstraint(
                condition=~models.Q(title__regex=r"^\s*$"),
                name="peers_event_title_not_blank",
                violation_error_message=_("Say what it is."),
            ),
            models.CheckConstraint(
                condition=~models.Q(text__regex=r"^\s*$"),
                name="peers_event_text_not_blank",
                violation_error_message=_("Say what happens there."),
            ),
            models.CheckConstraint(
                condition=~models.Q(place__regex=r"^\s*$"),
                name="peers_event_place_not_blank",
                violation_error_message=_("Say where it is."),
            ),
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                name="peers_event_ends_after_it_starts",
                violation_error_message=_("It cannot end before it starts. Please look at the times again."),
            ),
            models.CheckConstraint(
                condition=models.Q(sign_up_by__lte=models.F("starts_at")),
                name="peers_event_sign_up_before_it_starts",
                violation_error_message=_("The last day to sign up cannot be after it starts."),
            ),
            models.CheckConstraint(
                condition=models.Q(cost__gte=0, booking_fee__gte=0),
                name="peers_event_amounts_not_below_zero",
                violation_error_message=_("Please give an amount that is not below zero."),
            ),
            models.CheckConstraint(
                condition=models.Q(fewest_people__gte=1)
                & (models.Q(most_people__isnull=True) | models.Q(most_people__gte=models.F("fewest_people"))),
                name="peers_event_numbers_fit",
                violation_error_message=_("The most people cannot be fewer than the fewest."),
            ),
            models.CheckConstraint(
                condition=models.Q(cancelled_at__isnull=True, cancelled_reason="")
                | models.Q(cancelled_at__isnull=False) & ~models.Q(cancelled_reason__regex=r"^\s*$"),
                name="peers_event_cancelled_has_a_reason",
                violation_error_message=_("Say why it is called off."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("peers:event", args=[self.pk])

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_at is not None

    @property
    def is_free(self) -> bool:
        return not self.cost

    def words(self) -> list[str]:
        """Everything in it that somebody wrote, but for its title."""
        return [self.text, self.place, self.access, self.how_to_pay, self.what_to_bring, self.supporters]

    def has_started(self, *, now: datetime) -> bool:
        return self.starts_at <= now

    def is_over(self, *, now: datetime) -> bool:
        return self.ends_at <= now

    def is_open(self, *, now: datetime) -> bool:
        """Whether people can still sign up."""
        return self.is_published and not self.is_cancelled and now < self.sign_up_by
