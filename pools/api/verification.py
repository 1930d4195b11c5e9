"""Checking a paper. For any program, without signing in."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from pools.operations.verification import Answer, verify_file, verify_fingerprint


class VerifySerializer(serializers.Serializer):
    """A PDF, or else a fingerprint (SHA-256, as 64 hexadecimal digits)."""

    file = serializers.FileField(required=False, allow_empty_file=True)
    fingerprint = serializers.CharField(required=False, max_length=200)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if len(attrs) != 1:
            raise serializers.ValidationError("Give a file or a fingerprint, and not both.")
        return attrs


class VerdictSerializer(serializers.Serializer):
    """
    `unchanged`: made by this portal, and not a byte is another. `same_words`: the fingerprint is that of the words of
    one of its agreements. `changed`: it bears our seal, and the seal is broken. `version` and `is_newest` are there
    for an agreement of this area. `is_self_made`: the seal's certificate is the portal's own.
    """

    answer = serializers.ChoiceField(Answer.choices)
    sealed_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField(allow_null=True)
    is_newest = serializers.BooleanField(allow_null=True)
    is_self_made = serializers.BooleanField()


@extend_schema(tags=["papers"])
class Verify(APIView):
    """Is this paper as we made it?"""

    permission_classes = []
    authentication_classes = []

    @extend_schema(request=VerifySerializer, responses=VerdictSerializer, auth=[])
    def post(self, request: Request) -> Response:
        """Check a PDF or a fingerprint. Nothing is kept. 409 for what is no PDF, or no fingerprint."""
        asked = VerifySerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        given = asked.validated_data
        verdict = verify_file(upload=given["file"]) if "file" in given else verify_fingerprint(**given)
        return Response(VerdictSerializer(verdict).data)
