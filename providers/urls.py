from django.urls import path

from providers.views.desk import (
    AddOffer,
    AddOrganisation,
    AddService,
    DeskPage,
    EditOffer,
    EditOrganisation,
    EditService,
)
from providers.views.directory import OrganisationPage, ServicePage, ServicesPage
from providers.views.rating import RateService, ReplyToRating

app_name = "providers"

urlpatterns = [
    path("services/", ServicesPage.as_view(), name="services"),
    path("services/<uuid:pk>/", ServicePage.as_view(), name="service"),
    path("services/<uuid:pk>/edit/", EditService.as_view(), name="edit_service"),
    path("services/<uuid:pk>/rate/", RateService.as_view(), name="rate_service"),
    path("services/<uuid:pk>/offers/add/", AddOffer.as_view(), name="add_offer"),
    path("organisations/<uuid:pk>/", OrganisationPage.as_view(), name="organisation"),
    path("organisations/add/", AddOrganisation.as_view(), name="add_organisation"),
    path("organisations/<uuid:pk>/edit/", EditOrganisation.as_view(), name="edit_organisation"),
    path("organisations/<uuid:pk>/services/add/", AddService.as_view(), name="add_service"),
    path("offers/<uuid:pk>/edit/", EditOffer.as_view(), name="edit_offer"),
    path("ratings/<uuid:pk>/reply/", ReplyToRating.as_view(), name="reply_to_rating"),
    path("provider-desk/", DeskPage.as_view(), name="desk"),
]
