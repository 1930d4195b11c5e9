"""The bare domain: the list of areas, and health checks."""

from django.urls import path

from portal.urls import handler400, handler403, handler404, handler500
from portal.views.areas import AreaList
from portal.views.health import Healthz, Readyz

app_name = "portal"

urlpatterns = [
    path("", AreaList.as_view(), name="area_list"),
    path("healthz", Healthz.as_view(), name="healthz"),
    path("readyz", Readyz.as_view(), name="readyz"),
]

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]
