"""What people fill in to bring a bank statement."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pools.models import BankRow, PoolMembership
from portal.models import Profile
from portal.money import format_amount

NOT_OURS = ""


class BringStatementForm(forms.Form):
    file = forms.FileField(
        label=_("The statement"),
        help_text=_("A CSV file from your bank, up to 1 MB. We show you each line before anything is counted."),
        max_length=200,
        error_messages={
            "required": _("Choose the file from your bank."),
            "empty": _("This file is empty. Please choose another."),
            "max_length": _("The file has a very long name. Please give it a shorter one."),
        },
    )


class ConfirmStatementForm(forms.Form):
    """For each line with money in: who paid it, or that it is not the pool's."""

    def __init__(self, *args: Any, rows: Sequence[BankRow], members: Sequence[PoolMembership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(member.profile_id): member.profile for member in members}
        self.rows = {f"row_{row.number}": row for row in rows}
        choices = [(NOT_OURS, _("Not ours")), *((key, person.shown_name) for key, person in self.people.items())]
        for name, row in self.rows.items():
            self.fields[name] = forms.ChoiceField(
                choices=choices,
                label=gettext("%(amount)s on %(day)s: %(description)s")
                % {
                    "amount": format_amount(row.amount or 0),
                    "day": f"{row.day:%d/%m/%Y}",
                    "description": row.description,
                },
                help_text=row.why,
                initial=str(row.profile_id) if row.profile_id else NOT_OURS,
                required=False,
                error_messages={"invalid_choice": _("Choose from the list.")},
            )

    def payers(self) -> dict[BankRow, Profile]:
        """Who paid each line that is the pool's."""
        chosen = ((row, self.cleaned_data[name]) for name, row in self.rows.items())
        return {row: self.people[key] for row, key in chosen if key != NOT_OURS}
