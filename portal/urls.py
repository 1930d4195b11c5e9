"""The pages of one area's portal."""

from django.urls import include, path

api = [
    path("", include("portal.api.urls")),
    path("", include("moderation.api.urls")),
    path("", include("peers.api.urls")),
    path("", include("providers.api.urls")),
    path("", include("pools.api.urls")),
]

urlpatterns = [
    path("", include("portal.pages")),
    path("", include("moderation.urls")),
    path("", include("peers.urls")),
    path("", include("providers.urls")),
    path("", include("pools.urls")),
    path("accounts/", include("allauth.urls")),
    path("api/v1/", include((api, "api"))),
]

handler400 = "portal.views.errors.bad_request"
handler403 = "portal.views.errors.permission_denied"
handler404 = "portal.views.errors.page_not_found"
handler500 = "portal.views.errors.server_error"
