"""Looking for services."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone

from portal.permissions import Permission, is_allowed
from portal.views.page import Page
from providers.forms.directory import SearchForm
from providers.models import Organisation, Service
from providers.queries import (
    averages_by_criterion,
    open_offers,
    organisations_found,
    price_lines,
    ratings_shown,
    services_found,
    services_visible_to,
)
from providers.rules import speaks_for

ON_A_PAGE = 20
MOST_ORGANISATIONS = 5


class ServicesPage(Page):
    template_name = "providers/services.html"
    permission = Permission.SEE_PROVIDERS

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = SearchForm(self.request.GET)
        asked = form.cleaned_data if form.is_valid() else {}
        words = asked.get("words", "")
        found = services_found(**asked, on=timezone.localdate(self.now))
        page = Paginator(found, ON_A_PAGE).get_page(self.request.GET.get("page"))
        organisations = organisations_found(words=words)[:MOST_ORGANISATIONS] if words else []
        return super().get_context_data(form=form, page_obj=page, organisations=organisations, asked=asked, **kwargs)


class ServicePage(Page):
    template_name = "providers/service.html"
    permission = Permission.SEE_PROVIDERS

    def get_thing(self) -> Service:
        return get_object_or_404(services_visible_to(self.profile), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        ratings = ratings_shown(self.thing, to=self.profile)
        offers = open_offers(self.thing, on=timezone.localdate(self.now))
        return super().get_context_data(
            service=self.thing,
            offers=[(offer, price_lines(offer)) for offer in offers],
            averages=averages_by_criterion(self.thing),
            page_obj=Paginator(ratings, ON_A_PAGE).get_page(self.request.GET.get("page")),
            has_rated=ratings.filter(author=self.profile).exists(),
            is_member=is_allowed(self.profile, Permission.TAKE_PART),
            is_own=speaks_for(self.profile, self.thing.organisation),
            **kwargs,
        )


class OrganisationPage(Page):
    template_name = "providers/organisation.html"
    permission = Permission.SEE_PROVIDERS

    def get_thing(self) -> Organisation:
        return get_object_or_404(Organisation.objects.select_related("district"), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            organisation=self.thing,
            services=self.services(),
            is_own=speaks_for(self.profile, self.thing),
            **kwargs,
        )

    def services(self) -> QuerySet[Service]:
        return services_found(on=timezone.localdate(self.now)).filter(organisation=self.thing)
