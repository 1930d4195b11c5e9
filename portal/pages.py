"""Addresses of the ground floor's own pages."""

from django.urls import path

from portal.views.areas import AreaHome
from portal.views.health import Healthz, Readyz

app_name = "portal"

urlpatterns = [
    path("", AreaHome.as_view(), name="area_home"),
    path("healthz", Healthz.as_view(), name="healthz"),
    path("readyz", Readyz.as_view(), name="readyz"),
]
