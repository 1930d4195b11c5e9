"""The form for checking a paper."""

from django import forms
from django.utils.translation import gettext_lazy as _

from pools.operations.verification import Verdict, verify_file, verify_fingerprint


class VerifyForm(forms.Form):
    """A file, or else a fingerprint."""

    file = forms.FileField(
        label=_("The PDF"), required=False, help_text=_("We look at it and keep nothing."), allow_empty_file=True
    )
    fingerprint = forms.CharField(
        label=_("Or its fingerprint"),
        required=False,
        max_length=200,
        help_text=_("64 letters and figures, at the end of the paper."),
    )

    def clean(self) -> None:
        given = [name for name in ("file", "fingerprint") if self.cleaned_data.get(name)]
        if self.errors or len(given) == 1:
            return
        if given:
            self.add_error("fingerprint", _("Please give one of the two: the PDF or its fingerprint."))
        else:
            self.add_error("file", _("Please choose the PDF, or type its fingerprint."))

    def verdict(self) -> Verdict:
        upload = self.cleaned_data["file"]
        if upload:
            return verify_file(upload=upload)
        return verify_fingerprint(fingerprint=self.cleaned_data["fingerprint"])
