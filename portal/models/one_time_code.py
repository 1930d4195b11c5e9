from datetime import datetime, timedelta
from typing import Final

from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel

LIFETIME: Final = timedelta(hours=1)
MOST_WRONG_TRIES: Final = 5


class HowKnown(models.TextChoices):
    """How a champion was sure whom they had before them."""

    IN_PERSON = "in_person", _("I know this person, and they are here with me")
    BY_VOICE = "by_voice", _("I know this person’s voice, and I rang them on the number that we have")
    VOUCHED_FOR = "vouched_for", _("Somebody whom I know well is here and knows this person")


class OneTimeCodeQuerySet(models.QuerySet["OneTimeCode"]):
    def open(self, *, now: datetime) -> "OneTimeCodeQuerySet":
        return self.filter(
            used_at__isnull=True, stopped_at__isnull=True, expires_at__gt=now, wrong_tries__lt=MOST_WRONG_TRIES
        )


class OneTimeCode(AreaModel):
    """
    A code that a champion made for a member who cannot get in. Only a digest of it is kept.

    It works once, within the hour, and only together with the number on the member's own card.
    """

    profile = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="one_time_codes")
    made_by = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="+")
    how_known = models.CharField(max_length=12, choices=HowKnown)
    reason = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    wrong_tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    disowned_at = models.DateTimeField(null=True)

    objects = OneTimeCodeQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(how_known__in=HowKnown.values), name="portal_onetimecode_how_known_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(reason__regex=r"^\s*$"),
                name="portal_onetimecode_reason_not_blank",
                violation_error_message=_("Say why this person needs a code."),
            ),
            models.CheckConstraint(
                condition=~models.Q(profile=models.F("made_by")), name="portal_onetimecode_for_somebody_else"
            ),
            models.CheckConstraint(
                condition=models.Q(expires_at__lte=models.F("made_at") + LIFETIME),
                name="portal_onetimecode_ends_within_the_hour",
            ),
            models.CheckConstraint(
                condition=models.Q(wrong_tries__lte=MOST_WRONG_TRIES), name="portal_onetimecode_few_wrong_tries"
            ),
            models.UniqueConstraint(
                fields=["profile"],
                condition=models.Q(used_at__isnull=True, stopped_at__isnull=True),
                name="portal_onetimecode_one_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"For {self.profile_id}, until {self.expires_at}"

    @staticmethod
    def digest_of(code: str) -> str:
        """Keyed by the portal's own secret, since a short code could be found from a bare digest."""
        return salted_hmac("portal.OneTimeCode", code, algorithm="sha256").hexdigest()
