from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.views.generic import View


class Healthz(View):
    """The process answers."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return HttpResponse("ok", content_type="text/plain")


class Readyz(View):
    """The process can serve pages: the database answers. Nothing a person does waits for Redis, so it is not asked."""

    def get(self, request: HttpRequest) -> HttpResponse:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
        except DatabaseError:
            return HttpResponse("the database does not answer", status=503, content_type="text/plain")
        return HttpResponse("ready", content_type="text/plain")
