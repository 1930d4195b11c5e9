"""Handing out stored files."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from portal.models import StoredFile


def as_download(file: StoredFile) -> HttpResponse:
    """
    A stored file to keep. Whether this person may have it, the caller has asked.

    Never shown inside a page of ours, whatever is in it, and kept by no cache on the way.
    """
    named = content_disposition_header(as_attachment=True, filename=file.name) or "attachment"
    headers = {"Content-Disposition": named, "Cache-Control": "private, no-store"}
    return HttpResponse(bytes(file.content), content_type=file.content_type, headers=headers)
