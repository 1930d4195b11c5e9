"""How we tell somebody things: their own choice."""

from typing import Any

from django.contrib import messages
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.forms import ChooseChannelForm, ChooseFormatsForm
from portal.models import Channel, CommunicationNeeds, Format
from portal.operations.communication_needs import WhereToReach, choose_channel, choose_formats, review_needs
from portal.permissions import Permission
from portal.queries import needs_of
from portal.views.page import ActionPage, FormPage, Page


class CommunicationNeedsPage(Page):
    """What somebody has said, who may know it, and whether it is still right."""

    permission = Permission.EDIT_OWN_PROFILE
    template_name = "portal/communication_needs.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        needs = needs_of(self.profile)
        is_due = needs.is_said and needs.is_due_for_review(on=timezone.localdate(self.now))
        return super().get_context_data(needs=needs, is_due=is_due, **kwargs)


class ChooseChannel(FormPage):
    permission = Permission.EDIT_OWN_PROFILE
    form_class = ChooseChannelForm
    template_name = "portal/choose_channel.html"
    success_url = reverse_lazy("portal:communication_needs")

    def get_initial(self) -> dict[str, Any]:
        needs = needs_of(self.profile)
        own = {name: getattr(needs, name) for name in ("channel", "name_on_letters", "address", "postcode")}
        return own | {"telephone": needs.telephone_in_words}

    def operate(self, form: ChooseChannelForm) -> CommunicationNeeds:
        where = WhereToReach(**{name: value for name, value in form.cleaned_data.items() if name != "channel"})
        needs = choose_channel(
            channel=Channel(form.cleaned_data["channel"]), where=where, by=self.profile, now=self.now
        )
        messages.success(self.request, _("Saved. You can change it at any time."))
        return needs


class ChooseFormats(FormPage):
    permission = Permission.EDIT_OWN_PROFILE
    form_class = ChooseFormatsForm
    template_name = "portal/choose_formats.html"
    success_url = reverse_lazy("portal:communication_needs")

    def get_initial(self) -> dict[str, Any]:
        needs = needs_of(self.profile)
        return {"formats": needs.formats, "language": needs.language}

    def operate(self, form: ChooseFormatsForm) -> CommunicationNeeds:
        formats = [Format(choice) for choice in form.cleaned_data["formats"]]
        needs = choose_formats(formats=formats, language=form.cleaned_data["language"], by=self.profile, now=self.now)
        messages.success(self.request, _("Saved. You can change it at any time."))
        return needs


class ReviewNeeds(ActionPage):
    """The button that says: this is still right."""

    permission = Permission.EDIT_OWN_PROFILE

    def operate(self) -> str:
        review_needs(by=self.profile, now=self.now)
        messages.success(self.request, _("Thank you. We ask you again in a year."))
        return reverse("portal:communication_needs")
