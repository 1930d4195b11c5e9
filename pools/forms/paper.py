"""A paper that may come along, and the last day that something counts."""

from django import forms
from django.utils.translation import gettext_lazy as _

from pools.forms.pool import ASK_DAY
from portal.widgets import DateBoxes


def paper_field() -> forms.FileField:
    """A letter or a photo of one, where there is one."""
    return forms.FileField(
        label=_("Is there a letter or a paper?"),
        help_text=_("A PDF or a picture (PNG or JPEG), up to 10 MB. You can take a photo of a letter."),
        max_length=200,
        required=False,
        error_messages={
            "empty": _("This file is empty. Please choose another."),
            "max_length": _("The file has a very long name. Please give it a shorter one."),
        },
    )


def last_day_field(*, required: bool = False) -> forms.DateField:
    """The last day that something counts."""
    return forms.DateField(
        label=_("Until what day does it count?"),
        help_text="" if required else _("Leave it empty if nobody said."),
        widget=DateBoxes,
        required=required,
        error_messages=ASK_DAY,
    )
