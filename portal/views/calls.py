"""The call sheet: whom champions ring, and what they say."""

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.forms import RecordCallForm
from portal.models import CallAttempt, CallOutcome, Notification
from portal.operations.calls import UnableToRecordCall, record_call
from portal.operations.wording import phone_script
from portal.permissions import Permission
from portal.queries import calls_to_make
from portal.views.page import ActionPage, Page


class CallSheet(Page):
    """One line for each thing to tell: who, which number, what to say, and how often somebody has tried."""

    permission = Permission.MAKE_CALLS
    template_name = "portal/call_sheet.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lines = [{"notification": call, "script": phone_script(call)} for call in calls_to_make()]
        today = CallAttempt.objects.filter(at__date=timezone.localdate(self.now))
        told = today.filter(outcome=CallOutcome.TOLD).aggregate(count=Count("*"))["count"]
        return super().get_context_data(
            lines=lines, told=told, in_all=told + len(lines), outcomes=CallOutcome, **kwargs
        )


class RecordCall(ActionPage):
    """One of the buttons beside a line: told, no answer, say it again later."""

    permission = Permission.MAKE_CALLS

    def get_thing(self) -> Notification:
        return get_object_or_404(Notification, pk=self.kwargs["notice_id"])

    def operate(self) -> str:
        form = RecordCallForm(self.request.POST)
        if not form.is_valid():
            raise UnableToRecordCall(_("Say how the call went: press one of the buttons beside the line."))
        outcome = CallOutcome(form.cleaned_data["outcome"])
        record_call(notification=self.thing, outcome=outcome, by=self.profile, now=self.now)
        messages.success(self.request, _("Written down. Thank you for ringing."))
        return self.refused_url()

    def refused_url(self) -> str:
        return reverse("portal:call_sheet")
