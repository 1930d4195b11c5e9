from django.urls import path
from drf_spectacular.views import SpectacularAPIView
from rest_framework.routers import SimpleRouter

from portal.api.communication_needs import OwnChannel, OwnCommunicationNeeds, OwnFormats
from portal.api.delegations import Delegations
from portal.api.me import Guidelines, Me, Notices
from portal.api.places import Districts, Interests

router = SimpleRouter()
router.register("interests", Interests, basename="interest")
router.register("districts", Districts, basename="district")
router.register("notices", Notices, basename="notice")
router.register("delegations", Delegations, basename="delegation")

urlpatterns = [
    path("schema/", SpectacularAPIView.as_view(permission_classes=[], authentication_classes=[]), name="schema"),
    path("me/", Me.as_view(), name="me"),
    path("me/communication-needs/", OwnCommunicationNeeds.as_view(), name="communication-needs"),
    path("me/communication-needs/channel/", OwnChannel.as_view(), name="channel"),
    path("me/communication-needs/formats/", OwnFormats.as_view(), name="formats"),
    path("guidelines/", Guidelines.as_view(), name="guidelines"),
    *router.urls,
]
