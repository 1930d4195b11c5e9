from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7


class Accent(models.TextChoices):
    """The colours that an area can choose; each is readable with white text on it and as a link on white."""

    TEAL = "teal", _("Teal")
    PLUM = "plum", _("Plum")
    BRICK = "brick", _("Brick red")
    SEA = "sea", _("Sea blue")
    MOSS = "moss", _("Moss green")
    INDIGO = "indigo", _("Indigo")


class Area(models.Model):
    """
    One portal among many: a place, its host organisation and its own words.

    Global: the hostname is looked up here before any area is entered.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    slug = models.SlugField(
        _("web address"), max_length=40, unique=True, validators=[RegexValidator(r"^[a-z][a-z0-9-]*$")]
    )
    name = models.CharField(_("name"), max_length=80)
    tagline = models.CharField(_("what the area says of itself"), max_length=160, blank=True)
    accent = models.CharField(_("colour"), max_length=10, choices=Accent, default=Accent.TEAL)
    host_name = models.CharField(_("host organisation"), max_length=120)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    email = models.EmailField(_("email"), blank=True)
    safeguarding_phone = models.CharField(
        _("telephone of the safeguarding lead"), max_length=30, blank=True, default="", db_default=""
    )
    conduct_version = models.PositiveIntegerField(_("version of the guidelines in force"), default=0)
    promised_hours = models.PositiveSmallIntegerField(
        _("promised time for a champion's answer, in working hours"), default=4
    )
    check_again_months = models.PositiveSmallIntegerField(
        _("after how many months an answer should be checked again"), default=6, db_default=6
    )

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=models.Q(accent__in=Accent.values), name="portal_area_accent_known"),
            models.CheckConstraint(
                condition=models.Q(promised_hours__range=(1, 40)),
                name="portal_area_promised_hours_in_range",
                violation_error_message=_("Promise an answer within 1 to 40 working hours."),
            ),
            models.CheckConstraint(
                condition=models.Q(check_again_months__range=(1, 60)),
                name="portal_area_check_again_months_in_range",
                violation_error_message=_("Have answers checked again after 1 to 60 months."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
