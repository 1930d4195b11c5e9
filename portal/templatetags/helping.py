"""What supporters did, in words: `{% load helping %}`."""

from django import template

from portal.helping import deed_in_words

register = template.Library()
register.filter(deed_in_words)
