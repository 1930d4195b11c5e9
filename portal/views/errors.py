"""Error pages. They must work when much else does not, so they read nothing from the database."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(request, "400.html", status=400, detail="We could not read this request.")


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(request, "403.html", status=403, detail="You do not have permission to do this.")


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(request, "404.html", status=404, detail="Not found.")


def server_error(request: HttpRequest) -> HttpResponse:
    return _answer(request, "500.html", status=500, detail="Something went wrong on our side.")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _answer(request, "403_csrf.html", status=403, detail=reason)


def _answer(request: HttpRequest, template: str, *, status: int, detail: str) -> HttpResponse:
    """A page for a person; for a program, the same in the API's own way."""
    if request.path.startswith("/api/"):
        return JsonResponse({"detail": detail}, status=status)
    return render(request, template, status=status)
