"""Rating a service, and answering a rating."""

from typing import Any

from django.forms import BaseForm
from django.shortcuts import get_object_or_404
from django.urls import reverse

from portal.permissions import Permission
from portal.views.page import FormPage
from providers.forms.rating import RatingForm, ReplyForm
from providers.models import Rating, Reply, Service
from providers.operations.rating import rate_service
from providers.operations.reply import reply_to_rating
from providers.queries import criteria_to_choose_from, rating_by


class RateService(FormPage):
    template_name = "providers/rate_service.html"
    permission = Permission.RATE_SERVICE
    form_class = RatingForm

    def get_thing(self) -> Service:
        services = Service.objects.listed().select_related("organisation")
        return get_object_or_404(services, pk=self.kwargs["pk"])

    def get_form_kwargs(self) -> dict[str, Any]:
        criteria = criteria_to_choose_from(self.thing, by=self.profile)
        last = rating_by(self.profile, self.thing)
        return super().get_form_kwargs() | {"criteria": criteria, "last": last}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(service=self.thing, **kwargs)

    def operate(self, form: BaseForm) -> Rating:
        return rate_service(service=self.thing, by=self.profile, now=self.now, **form.cleaned_data)

    def get_success_url(self) -> str:
        return self.result.get_absolute_url()


class ReplyToRating(FormPage):
    template_name = "providers/reply_to_rating.html"
    permission = Permission.REPLY_TO_RATING
    form_class = ReplyForm

    def get_thing(self) -> Rating:
        ratings = Rating.objects.published().current().select_related("service__organisation", "author")
        return get_object_or_404(ratings.prefetch_related("scores__criterion"), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(rating=self.thing, **kwargs)

    def operate(self, form: BaseForm) -> Reply:
        return reply_to_rating(rating=self.thing, by=self.profile, now=self.now, **form.cleaned_data)

    def get_success_url(self) -> str:
        return reverse("providers:desk")
