"""The portal's addresses, with some more that tell a test what a request can do."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from portal.models import District, Profile
from portal.urls import handler400, handler403, handler404, handler500
from portal.urls import urlpatterns as portal_urlpatterns


class Sabotage(RuntimeError):
    """What a view of the tests raises."""


def who_asks(request: HttpRequest) -> HttpResponse:
    """The role that PostgreSQL sees."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        (role,) = cursor.fetchone()
    return HttpResponse(role)


def peek(request: HttpRequest) -> HttpResponse:
    """Try to read the members."""
    return HttpResponse(Profile.objects.count())


def write_and_raise(request: HttpRequest) -> HttpResponse:
    District.objects.create(name="Atlantis", slug="atlantis")
    raise Sabotage


def write_and_answer(request: HttpRequest) -> HttpResponse:
    District.objects.create(name="Atlantis", slug="atlantis")
    return HttpResponse(status=int(request.GET["status"]))


extra = [
    path("published/who/", who_asks, name="who"),
    path("published/peek/", peek, name="peek"),
]

urlpatterns = [
    path("", include((extra, "demand"))),
    path("members/who/", who_asks, name="who_asks"),
    path("raise/", write_and_raise, name="write_and_raise"),
    path("answer/", write_and_answer, name="write_and_answer"),
    *portal_urlpatterns,
]

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]
