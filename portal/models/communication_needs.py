from datetime import date, timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.areas.fields import AreaOneToOneField
from portal.areas.models import AreaModel
from portal.contact_details import MOBILE, POSTCODE, TELEPHONE, shown_telephone

# Needs change. After this time we ask again.
REVIEW_AFTER = timedelta(days=365)


class Channel(models.TextChoices):
    """The way on which somebody wants to be told things."""

    EMAIL = "email", _("By email")
    TEXT = "text", _("By text message")
    LETTER = "letter", _("By a printed letter")
    PHONE = "phone", _("By telephone")


class Format(models.TextChoices):
    """How words have to come, for somebody to take them in."""

    EASY_READ = "easy_read", _("Easy Read: short sentences with pictures")
    LARGE_PRINT = "large_print", _("Large print")
    AUDIO = "audio", _("Read out to me, or as a recording")
    BSL = "bsl", _("British Sign Language")
    SYMBOLS = "symbols", _("Symbols beside the words")
    OTHER_LANGUAGE = "other_language", _("Another language")


class CommunicationNeeds(AreaModel):
    """
    How somebody wants to be told things, in their own words and nobody else's [DAPB1605].

    The telephone number and the address are there only while the channel needs them. The number is shown to whoever
    makes the call, the address to whoever prints the letter, and to nobody else.
    """

    profile = AreaOneToOneField(
        "portal.Profile", on_delete=models.PROTECT, related_name="communication_needs", verbose_name=_("whose")
    )
    channel = models.CharField(_("how we tell you"), max_length=6, choices=Channel, default=Channel.EMAIL)
    telephone = models.CharField(_("telephone number"), max_length=13, blank=True)
    name_on_letters = models.CharField(_("name on letters"), max_length=80, blank=True)
    address = models.TextField(_("address"), max_length=300, blank=True)
    postcode = models.CharField(_("postcode"), max_length=8, blank=True)
    formats = ArrayField(models.CharField(max_length=14, choices=Format), default=list, blank=True)
    language = models.CharField(_("language"), max_length=80, blank=True)
    reviewed_on = models.DateField(_("looked at last on"))

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(channel__in=Channel.values),
                name="portal_communicationneeds_channel_known",
                violation_error_message=_("Choose how we tell you things, from the list."),
            ),
            models.CheckConstraint(
                condition=models.Q(formats__contained_by=Format.values),
                name="portal_communicationneeds_formats_known",
                violation_error_message=_("Choose what helps you from the list."),
            ),
            models.CheckConstraint(
                condition=models.Q(channel__in=[Channel.TEXT, Channel.PHONE], telephone__regex=TELEPHONE)
                | models.Q(channel__in=[Channel.EMAIL, Channel.LETTER], telephone=""),
                name="portal_communicationneeds_telephone_where_needed",
                violation_error_message=_("Give your telephone number, so that we can reach you."),
            ),
            models.CheckConstraint(
                condition=~models.Q(channel=Channel.TEXT) | models.Q(telephone__regex=MOBILE),
                name="portal_communicationneeds_texts_go_to_a_mobile",
                violation_error_message=_("A text message needs a mobile number, which starts with 07."),
            ),
            models.CheckConstraint(
                condition=models.Q(channel=Channel.LETTER, postcode__regex=POSTCODE)
                & ~models.Q(address__regex=r"^\s*$")
                & ~models.Q(name_on_letters__regex=r"^\s*$")
                | ~models.Q(channel=Channel.LETTER) & models.Q(address="", postcode="", name_on_letters=""),
                name="portal_communicationneeds_address_where_needed",
                violation_error_message=_("Give your name, address and postcode, so that a letter finds you."),
            ),
            models.CheckConstraint(
                condition=models.Q(formats__contains=[Format.OTHER_LANGUAGE]) & ~models.Q(language__regex=r"^\s*$")
                | ~models.Q(formats__contains=[Format.OTHER_LANGUAGE]) & models.Q(language=""),
                name="portal_communicationneeds_language_where_needed",
                violation_error_message=_("Say which language is best for you."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.profile_id}: {self.channel}"

    def has_format(self, wanted: Format) -> bool:
        return wanted in self.formats

    @property
    def telephone_in_words(self) -> str:
        """The number as people read it out; nothing where there is none."""
        return shown_telephone(self.telephone) if self.telephone else ""

    @property
    def address_lines(self) -> list[str]:
        """What stands in the window of an envelope, the name first."""
        lines = [self.name_on_letters, *self.address.splitlines(), self.postcode]
        return [line.strip() for line in lines if line.strip()]

    @property
    def format_labels(self) -> list[str]:
        """What helps this person, in words; a language by its own name."""
        return [
            self.language if choice == Format.OTHER_LANGUAGE else str(Format(choice).label) for choice in self.formats
        ]

    @property
    def is_said(self) -> bool:
        """Whether the person has said so; if not, this is only what we do until they say."""
        return not self._state.adding

    def is_due_for_review(self, *, on: date) -> bool:
        return on >= self.reviewed_on + REVIEW_AFTER
