"""What people fill in about services: looking for them, running them, rating them."""

from django.utils.translation import ngettext_lazy

TOO_LONG = ngettext_lazy(
    "Please use %(limit_value)d letter at most. You wrote %(show_value)d.",
    "Please use %(limit_value)d letters at most. You wrote %(show_value)d.",
    "limit_value",
)
