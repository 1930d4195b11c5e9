"""
How every form is drawn: with the GOV.UK parts, so that `{{ form }}` alone is an accessible form.

The templates are in `templates/django/forms/`. `FORM_RENDERER` in the settings names `PortalFormRenderer`.
"""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting

from portal.widgets import DateBoxes


class PortalBoundField(BoundField):
    """A field of a form on its page: adds the classes, the hints and the links between the parts."""

    # The label of the only question on a page can be the page's heading; the tag `field` says so.
    is_page_heading = False

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        attrs = super().build_widget_attrs(attrs, widget)
        widget = widget or self.field.widget
        # The browser's own bubbles are in its words, not ours, and vanish: the server answers beside the field.
        attrs.pop("required", None)
        if css_class := _css_class_of(widget):
            classes: list[str | None] = [css_class, widget.attrs.get("class"), attrs.get("class")]
            if self.errors:
                classes.append(f"{css_class}--error")
            if self.counts_characters:
                classes.append("govuk-js-character-count")
            attrs["class"] = " ".join(filter(None, classes))
        for name, value in self._keyboard().items():
            if name not in widget.attrs:
                attrs.setdefault(name, value)
        return attrs

    @property
    def aria_describedby(self) -> str | None:
        described_by = super().aria_describedby
        if described_by is not None and self.counts_characters:
            return f"{described_by} {self.auto_id}-info".strip()
        return described_by

    @property
    def is_marked_optional(self) -> bool:
        """Whether to write "(optional)": not where leaving it alone is an answer, nor on a form of filters."""
        return (
            not self.field.required
            and not self.field.disabled
            and not isinstance(self.field.widget, forms.CheckboxInput)
            and getattr(self.form, "mark_optional", True)
        )

    @property
    def counts_characters(self) -> bool:
        return isinstance(self.field.widget, forms.Textarea) and bool(self.max_length)

    @property
    def max_length(self) -> int | None:
        return getattr(self.field, "max_length", None)

    @property
    def prefix(self) -> str:
        """What stands in front of the box, such as £."""
        return getattr(self.field, "prefix", "") or ""

    @property
    def is_one_checkbox(self) -> bool:
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def first_control_id(self) -> str:
        """Where a link in the error summary leads: the first thing that can be changed."""
        if isinstance(self.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
            return f"{self.auto_id}_0"
        return self.id_for_label or self.auto_id

    def _keyboard(self) -> dict[str, str]:
        """The on-screen keyboard that suits, and what the browser may fill in."""
        if isinstance(self.field, forms.EmailField):
            return {"autocomplete": "email", "spellcheck": "false", "inputmode": "email"}
        if isinstance(self.field, forms.URLField):
            return {"spellcheck": "false", "inputmode": "url"}
        if isinstance(self.field, forms.DecimalField | forms.FloatField):
            return {"inputmode": "decimal"}
        if isinstance(self.field, forms.IntegerField):
            return {"inputmode": "numeric"}
        return {}


class PortalFormRenderer(TemplatesSetting):
    """Django's renderer with our field: see `PortalBoundField`."""

    bound_field_class = PortalBoundField


def _css_class_of(widget: forms.Widget) -> str | None:
    """The GOV.UK class of a widget that is one box; a choice or a date is several and classes its own."""
    match widget:
        case forms.HiddenInput() | forms.MultiWidget() | forms.CheckboxInput() | DateBoxes():
            return None
        case forms.RadioSelect() | forms.CheckboxSelectMultiple() | forms.MultipleHiddenInput():
            return None
        case forms.FileInput():
            return "govuk-file-upload"
        case forms.Textarea():
            return "govuk-textarea"
        case forms.Select():
            return "govuk-select"
        case _:
            return "govuk-input"
