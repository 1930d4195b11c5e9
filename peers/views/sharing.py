"""A group's papers and its news."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import ListView

from peers.forms.writing import AddPaperForm, AnnounceForm
from peers.models import Announcement, Audience, Group, Paper, PaperKind
from peers.operations.announcement import announce
from peers.operations.paper import add_paper
from peers.queries.writing import announcements_for, papers_for
from peers.views.joining import OfGroup
from peers.views.writing import tell_what_happens_next
from portal.permissions import Permission
from portal.views.files import as_download
from portal.views.page import FormPage, Page, PageMixin


class Papers(OfGroup, ListView):
    """A group's papers. To those who may not read the group, this page does not exist."""

    permission = Permission.READ_GROUP
    hides = True
    template_name = "peers/papers.html"
    paginate_by = 20

    def get_queryset(self) -> QuerySet[Paper]:
        return papers_for(self.profile).filter(group=self.thing)


class AddPaper(OfGroup, FormPage):
    permission = Permission.RUN_GROUP
    template_name = "peers/add_paper.html"
    form_class = AddPaperForm

    def operate(self, form: BaseForm) -> Paper:
        answers = form.cleaned_data
        return add_paper(
            group=self.thing,
            kind=PaperKind(answers["kind"]),
            title=answers["title"],
            date=answers["date"],
            upload=answers["file"],
            by=self.profile,
            now=self.now,
        )

    def get_success_url(self) -> str:
        messages.success(self.request, _("Your paper is there for the group."))
        return reverse("peers:papers", args=[self.thing.pk])


class OfPaper(PageMixin):
    """A page about one paper, which only those can find who may read its group."""

    permission = Permission.READ_GROUP
    hides = True

    def get_thing(self) -> Group:
        self.paper = get_object_or_404(papers_for(self.profile).select_related("file"), pk=self.kwargs["pk"])
        return self.paper.group


class PaperPage(OfPaper, Page):
    template_name = "peers/paper.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(group=self.thing, paper=self.paper, **kwargs)


class PaperFile(OfPaper):
    """The document itself."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return as_download(self.paper.file)


class Announcements(OfGroup, ListView):
    """A group's news, newest first."""

    permission = Permission.READ_GROUP
    template_name = "peers/announcements.html"
    paginate_by = 20

    def get_queryset(self) -> QuerySet[Announcement]:
        return announcements_for(self.profile).filter(group=self.thing)


class AnnouncementPage(Page):
    """One piece of news, for everybody whom it was meant for."""

    permission = Permission.SEE_GROUP
    template_name = "peers/announcement.html"

    def get_thing(self) -> Announcement:
        return get_object_or_404(announcements_for(self.profile), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(announcement=self.thing, group=self.thing.group, **kwargs)


class Announce(OfGroup, FormPage):
    permission = Permission.RUN_GROUP
    template_name = "peers/announce.html"
    form_class = AnnounceForm

    def operate(self, form: BaseForm) -> Announcement:
        answers = form.cleaned_data
        return announce(
            group=self.thing,
            title=answers["title"],
            text=answers["text"],
            audience=Audience(answers["audience"]),
            by=self.profile,
            now=self.now,
        )

    def get_success_url(self) -> str:
        tell_what_happens_next(self.request, self.result)
        return self.result.get_absolute_url()
