from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import ListView

from portal.forms import OutboxFilterForm
from portal.models import Notification
from portal.operations.notifications import mark_read
from portal.permissions import Permission
from portal.request import PortalRequest
from portal.views.page import ActionPage, PageMixin


class Notices(PageMixin, ListView):
    """What the portal has told somebody, newest first."""

    permission = Permission.EDIT_OWN_PROFILE
    template_name = "portal/notices.html"
    context_object_name = "notices"
    paginate_by = 20

    def get_queryset(self) -> QuerySet[Notification]:
        return self.profile.notifications.all()


class MarkNoticesRead(ActionPage):
    permission = Permission.EDIT_OWN_PROFILE

    def operate(self) -> str:
        mark_read(notifications=self.profile.notifications.all(), by=self.profile, now=self.now)
        return reverse("portal:notices")


class MarkNoticeRead(ActionPage):
    permission = Permission.EDIT_OWN_PROFILE

    def get_thing(self) -> Notification:
        return get_object_or_404(Notification, pk=self.kwargs["notice_id"], recipient=self.profile)

    def operate(self) -> str:
        mark_read(notifications=Notification.objects.filter(pk=self.thing.pk), by=self.profile, now=self.now)
        return reverse("portal:notices")


class OpenNotice(PageMixin):
    """Behind the short address of a text or a letter: the page that it is about, for its reader alone."""

    permission = Permission.EDIT_OWN_PROFILE

    def get_thing(self) -> Notification:
        return get_object_or_404(Notification, code=self.kwargs["code"], recipient=self.profile)

    def get(self, request: PortalRequest, *args: object, **kwargs: object) -> HttpResponse:
        mark_read(notifications=Notification.objects.filter(pk=self.thing.pk), by=self.profile, now=self.now)
        return redirect(self.thing.url or reverse("portal:notices"))


class Outbox(PageMixin, ListView):
    """
    What the portal has sent in this area, and what is still waiting: for the host.

    It tells to whom, when and about what. What a message says stays between the portal and its reader.
    """

    permission = Permission.READ_OUTBOX
    template_name = "portal/outbox.html"
    context_object_name = "messages_sent"
    paginate_by = 50

    def setup(self, request: HttpRequest, *args: object, **kwargs: object) -> None:
        super().setup(request, *args, **kwargs)
        self.filter = OutboxFilterForm(request.GET)

    def get_queryset(self) -> QuerySet[Notification]:
        messages_sent = Notification.objects.select_related("recipient").defer("body")
        state = self.filter.cleaned_data.get("state") if self.filter.is_valid() else None
        return messages_sent.filter(state=state) if state else messages_sent

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(filter=self.filter, **kwargs)
