"""Refusals of operations, told by the API."""

from typing import Any

from django.core.exceptions import ValidationError
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler

from portal.operations.refusal import Refusal


def plain_errors(error: Exception, context: dict[str, Any]) -> Response | None:
    """A refused operation is a 409 with its sentence; a broken rule of a model is a 400 with its sentences."""
    if isinstance(error, Refusal):
        return Response({"detail": str(error)}, status=409)
    if isinstance(error, ValidationError):
        error = exceptions.ValidationError({"detail": error.messages})
    return exception_handler(error, context)
