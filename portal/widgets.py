"""
Form widgets that Django does not have.

Their templates, like those of Django's own widgets, are in `templates/django/forms/widgets/`.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _


class DateBoxes(forms.Widget):
    """
    A date typed into three boxes: day, month, year. For a `DateField`.

    Picking from a calendar is slow by keyboard and slower by voice; most people know the date they want. What
    was typed is shown again when it is refused.
    """

    template_name = "django/forms/widgets/date_boxes.html"
    use_fieldset = True

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        year, month, day = context["widget"]["value"]
        context["widget"]["boxes"] = [
            {"part": "day", "label": _("Day"), "value": day, "width": "2"},
            {"part": "month", "label": _("Month"), "value": month, "width": "2"},
            {"part": "year", "label": _("Year"), "value": year, "width": "4"},
        ]
        context["widget"]["is_refused"] = "aria-invalid" in context["widget"]["attrs"]
        return context

    def format_value(self, value: date | str | None) -> list[str]:
        """Split a date, or whatever was typed and refused, into year, month and day."""
        if isinstance(value, date):
            return [str(value.year), str(value.month), str(value.day)]
        return [*(value or "").split("-", 2), "", "", ""][:3]

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> str | None:
        typed = [str(data.get(f"{name}_{part}") or "").strip() for part in ("year", "month", "day")]
        return "-".join(typed) if any(typed) else None

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return not any(f"{name}_{part}" in data for part in ("year", "month", "day"))

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_day"


class ChoicesWithHints:
    """
    Choices that can each carry a hint and a picture.

    `hints` and `pictures` map the value of a choice to a sentence and to the name of a picture.
    """

    hints: ClassVar[Mapping[Any, Any]] = {}
    pictures: ClassVar[Mapping[Any, str]] = {}

    def __init__(
        self,
        *args: Any,
        hints: Mapping[Any, Any] | None = None,
        pictures: Mapping[Any, str] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.hint_of = {str(value): hint for value, hint in (hints or self.hints).items()}
        self.picture_of = {str(value): name for value, name in (pictures or self.pictures).items()}

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option: dict[str, Any] = super().create_option(name, value, *args, **kwargs)  # type: ignore[misc]  # the widget beside it
        return option | {"hint": self.hint_of.get(str(value)), "picture": self.picture_of.get(str(value))}


class Radios(ChoicesWithHints, forms.RadioSelect):
    """Choose one, each with room for a hint and a picture."""


class Tickboxes(ChoicesWithHints, forms.CheckboxSelectMultiple):
    """Choose any, each with room for a hint and a picture."""


class CodeInput(forms.TextInput):
    """The code from an email: large, wide apart, and filled in by phones that can."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(
            {
                "class": "code-input",
                "autocomplete": "one-time-code",
                "autocapitalize": "characters",
                "spellcheck": "false",
                **(attrs or {}),
            }
        )
