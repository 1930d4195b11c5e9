"""What people look for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.models import District, Interest


class SearchForm(forms.Form):
    """What somebody looks for in the directory. All may be left empty."""

    mark_optional = False

    words = forms.CharField(
        label=_("What are you looking for?"),
        help_text=_("Do not worry about spelling."),
        max_length=100,
        required=False,
        error_messages={"max_length": _("Please use fewer words.")},
    )
    interest = forms.ModelChoiceField(
        Interest.objects.all(), label=_("Interest"), empty_label=_("All interests"), required=False
    )
    district = forms.ModelChoiceField(
        District.objects.all(), label=_("Where"), empty_label=_("Anywhere"), required=False
    )
