"""What people who speak for an organisation do here."""

from typing import Any

from django.forms import BaseForm
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from portal.permissions import Permission
from portal.views.page import FormPage, Page
from providers.forms.desk import ListedServiceForm, OfferForm, OpenOfferForm, OrganisationForm, ServiceForm
from providers.models import Offer, Organisation, Service
from providers.operations.offer import add_offer, change_offer
from providers.operations.organisation import add_organisation, change_organisation
from providers.operations.service import add_service, change_service
from providers.queries import desk_of, ratings_to_reply_to


class DeskPage(Page):
    template_name = "providers/desk.html"
    permission = Permission.RUN_ORGANISATION

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            organisations=desk_of(self.profile),
            ratings=ratings_to_reply_to(self.profile),
            today=timezone.localdate(self.now),
            **kwargs,
        )


class DeskForm(FormPage):
    """A form of the desk, which leads back there. `thing` is the organisation that the person must speak for."""

    permission = Permission.RUN_ORGANISATION

    def get_success_url(self) -> str:
        return reverse("providers:desk")


class AddOrganisation(DeskForm):
    template_name = "providers/add_organisation.html"
    form_class = OrganisationForm

    def operate(self, form: BaseForm) -> Organisation:
        return add_organisation(by=self.profile, now=self.now, **form.cleaned_data)


class EditOrganisation(DeskForm):
    template_name = "providers/edit_organisation.html"
    form_class = OrganisationForm

    def get_thing(self) -> Organisation:
        return get_object_or_404(Organisation, pk=self.kwargs["pk"])

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.thing}

    def operate(self, form: BaseForm) -> Organisation:
        return change_organisation(organisation=self.thing, by=self.profile, now=self.now, **form.cleaned_data)


class AddService(DeskForm):
    template_name = "providers/add_service.html"
    form_class = ServiceForm

    def get_thing(self) -> Organisation:
        return get_object_or_404(Organisation, pk=self.kwargs["pk"])

    def operate(self, form: BaseForm) -> Service:
        return add_service(organisation=self.thing, by=self.profile, now=self.now, **form.cleaned_data)


class EditService(DeskForm):
    template_name = "providers/edit_service.html"
    form_class = ListedServiceForm

    def get_thing(self) -> Organisation:
        self.service = get_object_or_404(Service.objects.select_related("organisation"), pk=self.kwargs["pk"])
        return self.service.organisation

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.service}

    def operate(self, form: BaseForm) -> Service:
        return change_service(service=self.service, by=self.profile, now=self.now, **form.cleaned_data)


class AddOffer(DeskForm):
    template_name = "providers/add_offer.html"
    form_class = OfferForm

    def get_thing(self) -> Organisation:
        self.service = get_object_or_404(Service.objects.select_related("organisation"), pk=self.kwargs["pk"])
        return self.service.organisation

    def operate(self, form: BaseForm) -> Offer:
        return add_offer(service=self.service, by=self.profile, now=self.now, **form.cleaned_data)


class EditOffer(DeskForm):
    template_name = "providers/edit_offer.html"
    form_class = OpenOfferForm

    def get_thing(self) -> Organisation:
        offers = Offer.objects.select_related("service__organisation").prefetch_related("price_breaks")
        self.offer = get_object_or_404(offers, pk=self.kwargs["pk"])
        return self.offer.service.organisation

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.offer}

    def operate(self, form: BaseForm) -> Offer:
        return change_offer(offer=self.offer, by=self.profile, now=self.now, **form.cleaned_data)
