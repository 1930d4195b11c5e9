"""One structured line for each request, without anything that tells who the person is."""

import time
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse
from uuid_utils.compat import uuid7

log = structlog.get_logger("portal.request")


class RequestLogMiddleware:
    """Log route, status and milliseconds. The route's pattern, not the path: a path can name a person's things."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        with structlog.contextvars.bound_contextvars(request=str(uuid7())):
            response = self.get_response(request)
            match, area = request.resolver_match, getattr(request, "area", None)
            log.info(
                "request",
                method=request.method,
                route=match.route if match else None,
                area=area.slug if area else None,
                status=response.status_code,
                milliseconds=round(1000 * (time.perf_counter() - started), 1),
            )
        return response
