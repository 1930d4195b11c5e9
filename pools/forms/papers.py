"""Asking for a paper about oneself: what it is, for which days, and how it looks."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from pools.forms.pool import ASK_DAY
from pools.models import DocumentKind, PaperLayout
from pools.quarter import Quarter
from pools.queries.member_papers import year_with
from portal.widgets import DateBoxes, Radios


class PaperPeriod(TextChoices):
    THIS_QUARTER = "this_quarter", _("This quarter, until today")
    LAST_QUARTER = "last_quarter", _("The last quarter")
    OWN_YEAR = "own_year", _("The year of my budget, until today")
    OWN_DAYS = "own_days", _("Other days")


class PaperForm(forms.Form):
    """
    Which paper somebody wants. The days end today at the latest.

    :param today: the day on which it is asked for
    :param year_end: when the year of the member's budget ends; without one, there is no such choice
    """

    kind = forms.ChoiceField(
        label=_("What do you need?"),
        choices=[
            (DocumentKind.STATEMENT, _("A statement: my money and my hours")),
            (DocumentKind.AUDIT_PACK, _("Papers for the council that pays me")),
        ],
        widget=Radios,
        error_messages={"required": _("Choose what you need.")},
    )
    period = forms.ChoiceField(
        label=_("For which days?"),
        widget=Radios,
        error_messages={"required": _("Choose for which days.")},
    )
    period_from = forms.DateField(
        label=_("The first day"),
        help_text=_("Only if you chose other days."),
        widget=DateBoxes,
        required=False,
        error_messages=ASK_DAY,
    )
    period_to = forms.DateField(
        label=_("The last day"),
        help_text=_("Only if you chose other days."),
        widget=DateBoxes,
        required=False,
        error_messages=ASK_DAY,
    )
    layout = forms.ChoiceField(
        label=_("How should it look?"),
        choices=PaperLayout.choices,
        widget=Radios,
        error_messages={"required": _("Choose how it should look.")},
    )
    names_funding = forms.BooleanField(
        label=_("Write in it where my money comes from"),
        help_text=_("Only in papers for the council."),
        required=False,
    )

    def __init__(self, *args: Any, today: date, year_end: date | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.year_end = today, year_end
        self.fields["period"].choices = [
            choice for choice in PaperPeriod.choices if year_end or choice[0] != PaperPeriod.OWN_YEAR
        ]

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        period = answers.pop("period", None)
        if period == PaperPeriod.OWN_DAYS:
            for name in ("period_from", "period_to"):
                if answers.get(name) is None and name not in self.errors:
                    self.add_error(name, _("Give this day."))
        elif period:
            first, last = self._days(PaperPeriod(period))
            answers |= {"period_from": first, "period_to": min(last, self.today)}
        if answers.get("kind") != DocumentKind.AUDIT_PACK:
            answers["names_funding"] = False
        return answers

    def _days(self, period: PaperPeriod) -> tuple[date, date]:
        if period == PaperPeriod.OWN_YEAR and self.year_end:
            return year_with(self.year_end, today=self.today)
        quarter = Quarter(year=self.today.year, number=(self.today.month + 2) // 3)
        quarter = quarter.before if period == PaperPeriod.LAST_QUARTER else quarter
        return quarter.first_day, quarter.last_day
