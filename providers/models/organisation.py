from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel


class Ownership(models.TextChoices):
    """Who an organisation belongs to, as it says itself."""

    LOCAL = "local", _("A local organisation")
    NATIONAL = "national", _("Part of a national organisation")
    MICRO = "micro", _("Very small: five staff or fewer")
    USER_LED = "user_led", _("Run by the people who use it")


class Organisation(AreaModel):
    """Whoever offers services: a company, a charity, a club or one person in business."""

    name = models.CharField(_("name"), max_length=120)
    about = models.TextField(_("about"), max_length=3000)
    ownership = models.CharField(_("who it belongs to"), max_length=8, choices=Ownership)
    district = AreaForeignKey(
        "portal.District",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="organisations",
        verbose_name=_("where it is"),
    )
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    email = models.EmailField(_("email"), blank=True)
    website = models.URLField(_("website"), max_length=300, blank=True)
    search = models.GeneratedField(
        expression=SearchVector("name", "about", config="english"), output_field=SearchVectorField(), db_persist=True
    )

    class Meta:
        ordering = ["name", "id"]
        indexes = [
            GinIndex("search", name="providers_organisation_search"),
            GinIndex(OpClass("name", name="gin_trgm_ops"), name="providers_organisation_trigram"),
        ]
        constraints = [
            models.UniqueConstraint(
                "area",
                Lower("name"),
                name="providers_organisation_name_unique",
                violation_error_message=_("There is an organisation with this name here already."),
            ),
            models.CheckConstraint(
                condition=~models.Q(name__regex=r"^\s*$"),
                name="providers_organisation_name_not_blank",
                violation_error_message=_("Please give the organisation's name."),
            ),
            models.CheckConstraint(
                condition=models.Q(ownership__in=Ownership.values),
                name="providers_organisation_ownership_known",
                violation_error_message=_("Choose who the organisation belongs to."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("providers:organisation", args=[self.pk])
