"""Whom a pool can choose to be told when it falls quiet."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.models import Profile, Role
from portal.widgets import Radios


class FacilitatorForm(forms.Form):
    facilitator = forms.ModelChoiceField(
        queryset=Profile.objects.none(),
        label=_("Who should we tell?"),
        help_text=_("They do not see into your pool. If you choose nobody, we tell the organiser."),
        empty_label=_("Nobody: tell the organiser"),
        required=False,
        widget=Radios,
        error_messages={"invalid_choice": _("Choose one of the champions of this area.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Looked up now, not when the module is read: these are the champions of the area that is entered.
        champions = Profile.objects.with_role(Role.CHAMPION).order_by("shown_name")
        self.fields["facilitator"].queryset = champions
        self.fields["facilitator"].label_from_instance = lambda profile: profile.shown_name
