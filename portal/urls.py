"""The pages of one area's portal."""

from django.urls import include, path

from portal.views.sign_ins import EndAllSignIns, EndSignIn, SignIns

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
    path("accounts/sessions/", SignIns.as_view(), name="usersessions_list"),
    path("accounts/sessions/all/end/", EndAllSignIns.as_view(), name="usersessions_end_all"),
    path("accounts/sessions/<int:pk>/end/", EndSignIn.as_view(), name="usersessions_end"),
    path("accounts/", include("allauth.urls")),
    path("api/v1/", include((api, "api"))),
]

handler400 = "portal.views.errors.bad_request"
handler403 = "portal.views.errors.permission_denied"
handler404 = "portal.views.errors.page_not_found"
handler500 = "portal.views.errors.server_error"
