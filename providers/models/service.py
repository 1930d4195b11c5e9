from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Value
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel
from providers.models.organisation import Organisation


class ServiceQuerySet(models.QuerySet["Service"]):
    def listed(self) -> "ServiceQuerySet":
        return self.filter(is_listed=True)


class Service(AreaModel):
    """Something an organisation does for people: what, where and when, and what it costs in words."""

    organisation = AreaForeignKey(Organisation, on_delete=models.PROTECT, related_name="services")
    interest = AreaForeignKey(
        "portal.Interest", on_delete=models.PROTECT, related_name="services", verbose_name=_("interest")
    )
    title = models.CharField(_("title"), max_length=120)
    about = models.TextField(_("about"), max_length=3000)
    district = AreaForeignKey(
        "portal.District",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="services",
        verbose_name=_("where"),
    )
    when = models.CharField(_("when"), max_length=200, blank=True)
    access_details = models.TextField(_("getting in and around"), max_length=1000, blank=True)
    costs_money = models.BooleanField(_("costs money"), default=True)
    price_words = models.CharField(_("the price in words"), max_length=200, blank=True)
    not_included = models.TextField(_("what is not included"), max_length=1000, blank=True)
    is_listed = models.BooleanField(_("shown to members"), default=True)
    search = models.GeneratedField(
        expression=SearchVector("title", "about", config="english"), output_field=SearchVectorField(), db_persist=True
    )
    search_words = models.GeneratedField(
        expression=Concat("title", Value(" "), "about", output_field=models.TextField()),
        output_field=models.TextField(),
        db_persist=True,
    )

    objects = ServiceQuerySet.as_manager()

    class Meta:
        ordering = ["title", "id"]
        indexes = [
            GinIndex("search", name="providers_service_search"),
            GinIndex(OpClass("search_words", name="gin_trgm_ops"), name="providers_service_trigram"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(title__regex=r"^\s*$"),
                name="providers_service_title_not_blank",
                violation_error_message=_("Please say what the service is."),
            ),
            models.CheckConstraint(
                condition=models.Q(costs_money=True) | models.Q(price_words=""),
                name="providers_service_free_has_no_price",
                violation_error_message=_("You said that it is free. Please leave the price empty."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("providers:service", args=[self.pk])
