"""
What Django says about a form, in our words.

A form should say what it wants in its own words, with `error_messages`. Where it does not, this is what people
read instead of "This field is required."
"""

from django import forms
from django.core import validators
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

CHOOSE_FROM_LIST = _("Please choose one of the answers in the list.")


def speak_plainly() -> None:
    """Replace the messages of Django's own fields; called once, before any form is defined."""
    messages = {
        forms.Field: {"required": _("Please answer this question.")},
        forms.IntegerField: {"invalid": _("Please write a whole number in figures, like 7.")},
        forms.FloatField: {"invalid": _("Please write a number in figures, like 7.5.")},
        forms.DecimalField: {"invalid": _("Please write a number in figures, like 7.5.")},
        forms.DateField: {"invalid": _("Please give a real date: day, month and year, like 27 3 2027.")},
        forms.TimeField: {"invalid": _("Please give a time of day, like 18:30.")},
        forms.DateTimeField: {"invalid": _("Please give a day and a time, like 27/3/2027 18:30.")},
        forms.URLField: {"invalid": _("Please give a web address, like https://www.example.org.")},
        forms.ChoiceField: {"invalid_choice": CHOOSE_FROM_LIST},
        forms.MultipleChoiceField: {"invalid_choice": CHOOSE_FROM_LIST, "invalid_list": CHOOSE_FROM_LIST},
        forms.ModelChoiceField: {"invalid_choice": CHOOSE_FROM_LIST},
        forms.ModelMultipleChoiceField: {
            "invalid_choice": CHOOSE_FROM_LIST,
            "invalid_list": CHOOSE_FROM_LIST,
            "invalid_pk_value": CHOOSE_FROM_LIST,
        },
        forms.FileField: {
            "invalid": _("The file did not reach us. Please choose it again."),
            "missing": _("The file did not reach us. Please choose it again."),
            "empty": _("This file is empty. Please choose another one."),
        },
        # A forged choice that is no key at all: the choice field lets its model's key say so.
        models.UUIDField: {"invalid": CHOOSE_FROM_LIST},
        forms.ImageField: {"invalid_image": _("We cannot read this picture. Please choose another one.")},
    }
    for field_class, plain in messages.items():
        field_class.default_error_messages = {**field_class.default_error_messages, **plain}
    validators.EmailValidator.message = _("Please give an email address, like name@example.org.")
    validators.MaxLengthValidator.message = ngettext_lazy(
        "Please use %(limit_value)d letter or less. You have used %(show_value)d.",
        "Please make this shorter: %(limit_value)d letters and spaces at most. You have used %(show_value)d.",
        "limit_value",
    )
    validators.MinLengthValidator.message = ngettext_lazy(
        "Please write at least %(limit_value)d letter.",
        "Please write at least %(limit_value)d letters. You have used %(show_value)d.",
        "limit_value",
    )
    validators.MaxValueValidator.message = _("Please give %(limit_value)s or less.")
    validators.MinValueValidator.message = _("Please give %(limit_value)s or more.")
    validators.ProhibitNullCharactersValidator.message = _(
        "This has a sign in it that we cannot keep. Please type it again."
    )
