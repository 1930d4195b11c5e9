"""The papers of a pool, as a worker makes them: how they are coming along, and the files."""

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect

from pools.models import PoolDocument
from pools.operations.documents import ask_again
from portal.permissions import Permission
from portal.views.files import as_download
from portal.views.page import ActionPage, Page, PageMixin


class OfDocument(PageMixin):
    """A page about one paper. Whom it is not for does not learn that there is one."""

    permission = Permission.READ_DOCUMENT
    hides = True

    def get_thing(self) -> PoolDocument:
        documents = PoolDocument.objects.select_related("pool", "agreement__pool", "profile")
        self.document: PoolDocument = get_object_or_404(documents, pool=self.kwargs["pool"], pk=self.kwargs["pk"])
        return self.document


class DocumentPage(OfDocument, Page):
    """How a paper is coming along. A script that asks gets the part of the page that changes."""

    template_name = "pools/document.html"

    def get_template_names(self) -> list[str]:
        is_script = self.request.headers.get("HX-Request") == "true"
        return ["pools/_document.html"] if is_script else super().get_template_names()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"document": self.document, "pool": self.document.pool}

    def render_to_response(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = super().render_to_response(*args, **kwargs)
        response["Vary"] = "HX-Request"
        return response


class MakeDocumentAgain(OfDocument, ActionPage):
    """Ask again for a paper that could not be made."""

    def operate(self) -> str:
        return ask_again(document=self.document, by=self.profile, now=self.now).get_absolute_url()

    def refused_url(self) -> str:
        return self.document.get_absolute_url()


class DownloadDocument(OfDocument):
    """The paper itself; until it is there, the page that says how it is coming along."""

    http_method_names: ClassVar[list[str]] = ["get", "head"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect(self.document) if self.document.file is None else as_download(self.document.file)
