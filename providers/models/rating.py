from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from moderation.models import Moderated, ModeratedQuerySet
from portal.areas.fields import AreaForeignKey
from providers.models.service import Service


class UsedThrough(models.TextChoices):
    """How a member came to use a service, as they say."""

    POOL = "pool", _("With a pool")
    EVENT = "event", _("At an event")
    OWN = "own", _("On my own, or in another way")


class RatingQuerySet(ModeratedQuerySet["Rating"]):
    def current(self) -> "RatingQuerySet":
        """Each member's latest word on a service."""
        return self.filter(replaced_at__isnull=True)


class Rating(Moderated):
    """
    What a member made of a service that they used: scores in members' own criteria, and words.

    Members may change their minds: a new rating takes the place of the old one, which is kept but no longer shown.
    """

    service = AreaForeignKey(Service, on_delete=models.PROTECT, related_name="ratings")
    words = models.TextField(_("in your own words"), max_length=3000, blank=True)
    used_through = models.CharField(_("how you used it"), max_length=5, choices=UsedThrough)
    used_on = models.DateField(_("when you last used it"), null=True, blank=True)
    replaced_at = models.DateTimeField(null=True, editable=False)

    objects = RatingQuerySet.as_manager()

    class Meta(Moderated.Meta):
        ordering = ["-submitted_at", "-id"]
        constraints = [
            *Moderated.Meta.constraints,
            models.UniqueConstraint(
                fields=["service", "author"],
                condition=models.Q(replaced_at__isnull=True),
                name="providers_rating_one_current_for_each_member",
                violation_error_message=_("You have rated this service already."),
            ),
            models.CheckConstraint(
                condition=models.Q(used_through__in=UsedThrough.values),
                name="providers_rating_used_through_known",
                violation_error_message=_("Choose how you used the service."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.author_id} on {self.service_id}"

    def get_absolute_url(self) -> str:
        return f"{reverse('providers:service', args=[self.service_id])}#rating-{self.pk}"
