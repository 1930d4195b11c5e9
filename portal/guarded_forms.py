"""What every form for words that others read looks out for."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.guard_rails import warnings_about


class GuardedForm(forms.Form):
    """
    A form for words that others will read: it says beside the field what is better not told to everybody.

    Once warned, people may post most of it all the same: a hall has an address and a club a telephone number. What
    lets others take money cannot be posted at all. `guarded` names the fields that are looked at.
    """

    guarded: ClassVar[tuple[str, ...]] = ("text",)

    post_all_the_same = forms.BooleanField(
        label=_("I am sure. Send it as it is."),
        help_text=_("Tick this only if everybody may know it, such as the address of a public hall."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The question comes last, and only to those whom it concerns.
        question = self.fields.pop("post_all_the_same")
        if any(warnings_about(text) != warnings_about(text, sure=True) for text in self._typed().values()):
            self.fields["post_all_the_same"] = question

    def _typed(self) -> dict[str, str]:
        return {name: self.data.get(self.add_prefix(name)) or "" for name in self.guarded}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        sure = bool(cleaned.pop("post_all_the_same", False))
        for name, text in self._typed().items():
            for warning in warnings_about(text, sure=sure):
                self.add_error(name, warning)
        return cleaned
