"""What a browser calls itself, in plain words."""

from django.utils.translation import gettext as _

# The first that is found speaks: most browsers also name those that they descend from.
BROWSERS = [("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox/", "Firefox")]
BROWSERS += [("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari")]


def device_in_words(user_agent: str) -> str:
    """Such as "Firefox on a Windows computer"; whatever we do not know is "another browser" on "another device"."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), _("Another browser"))
    device = next((words for mark, words in _devices() if mark in user_agent), _("another device"))
    return _("%(browser)s on %(device)s") % {"browser": browser, "device": device}


def _devices() -> list[tuple[str, str]]:
    return [
        ("iPhone", _("an iPhone")),
        ("iPad", _("an iPad")),
        ("Android", _("an Android phone or tablet")),
        ("CrOS", _("a Chromebook")),
        ("Windows", _("a Windows computer")),
        ("Macintosh", _("a Mac")),
        ("Linux", _("a Linux computer")),
    ]
