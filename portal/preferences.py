"""How somebody likes to read: kept with their sign-in, and in a cookie for those who have not signed in."""

from dataclasses import asdict, dataclass, fields

from django.core import signing
from django.http import HttpRequest, HttpResponse

from portal.models.user import Contrast, TextSize, User

COOKIE = "reading"
YEAR = 60 * 60 * 24 * 365


@dataclass(frozen=True, kw_only=True)
class Preferences:
    """Reading preferences; the names are those of the fields on `User`."""

    easy_read: bool = False
    text_size: str = TextSize.STANDARD
    contrast: str = Contrast.STANDARD
    no_motion: bool = False
    symbols: bool = False
    read_aloud: bool = False

    @classmethod
    def names(cls) -> tuple[str, ...]:
        return tuple(field.name for field in fields(cls))


def preferences_of(request: HttpRequest) -> Preferences:
    """The signed-in person's preferences, else those in the cookie, else the defaults."""
    if isinstance(request.user, User):
        return Preferences(**{name: getattr(request.user, name) for name in Preferences.names()})
    try:
        kept = signing.loads(request.COOKIES.get(COOKIE, ""), salt=COOKIE)
        return Preferences(**{name: kept[name] for name in Preferences.names()})
    except (signing.BadSignature, KeyError, TypeError):
        return Preferences()


def keep_preferences(request: HttpRequest, response: HttpResponse, preferences: Preferences) -> None:
    """Keep the preferences with the person's sign-in, and on this computer for the time before they sign in."""
    if isinstance(request.user, User):
        User.objects.filter(pk=request.user.pk).update(**asdict(preferences))
    response.set_cookie(
        COOKIE, signing.dumps(asdict(preferences), salt=COOKIE), max_age=YEAR, httponly=True, samesite="Lax"
    )
