"""Letters for the host to print and post."""

import zipfile
from io import BytesIO
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.models import Letter
from portal.operations.letters import post_letter
from portal.permissions import Permission
from portal.queries import letters_being_made, letters_to_post
from portal.request import PortalRequest
from portal.views.files import as_download
from portal.views.page import ActionPage, Page, PageMixin


class Letters(Page):
    """What can be printed now, and what is being made."""

    permission = Permission.PRINT_LETTERS
    template_name = "portal/letters.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        posted = Letter.objects.filter(posted_at__isnull=False)
        return super().get_context_data(
            letters=letters_to_post(),
            being_made=letters_being_made(),
            posted=posted.select_related("notification__recipient", "posted_by").order_by("-posted_at")[:10],
            **kwargs,
        )


class OfLetter(PageMixin):
    """About one letter of the area."""

    permission = Permission.PRINT_LETTERS

    def get_thing(self) -> Letter:
        return get_object_or_404(Letter.objects.select_related("file"), pk=self.kwargs["letter_id"])


class DownloadLetter(OfLetter):
    def get(self, request: PortalRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return as_download(self.thing.file)


class AllLetters(PageMixin):
    """Every letter that waits, in one folder that the computer unpacks."""

    permission = Permission.PRINT_LETTERS

    def get(self, request: PortalRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        folder = BytesIO()
        with zipfile.ZipFile(folder, "w") as packed:
            for letter in letters_to_post().select_related("file"):
                packed.writestr(letter.file.name, bytes(letter.file.content))
        headers = {"Content-Disposition": 'attachment; filename="letters.zip"', "Cache-Control": "private, no-store"}
        return HttpResponse(folder.getvalue(), content_type="application/zip", headers=headers)


class PostLetter(OfLetter, ActionPage):
    """The button that says: I have posted it."""

    def operate(self) -> str:
        post_letter(letter=self.thing, by=self.profile, now=self.now)
        messages.success(self.request, _("Thank you. The letter is on its way."))
        return self.refused_url()

    def refused_url(self) -> str:
        return reverse("portal:letters")
