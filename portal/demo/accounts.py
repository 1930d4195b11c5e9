"""The accounts that a visitor to the demo can use."""

import base64
import hmac
from dataclasses import dataclass
from hashlib import sha256

from django.conf import settings

from portal.demo.people import SamplePerson, people_of
from portal.demo.places import SAMPLE_AREAS
from portal.models import ApiToken, Role


@dataclass(frozen=True, kw_only=True)
class DemoAccount:
    """
    One sample account, with what opens it.

    Password and token are derived from the portal's own secret key: they can be told again at any time and are
    written down nowhere.
    """

    person: SamplePerson

    @property
    def password(self) -> str:
        """Sixteen letters and numbers in four groups, so that it can be read out and typed."""
        letters = base64.b32encode(self._derive("password")).decode().lower()[:16]
        return "-".join(letters[place : place + 4] for place in range(0, 16, 4))

    @property
    def api_token(self) -> str:
        return base64.urlsafe_b64encode(self._derive("API token")).decode().rstrip("=")

    def _derive(self, purpose: str) -> bytes:
        words = f"demo {purpose} of {self.person.email}"
        return hmac.new(settings.SECRET_KEY.encode(), words.encode(), sha256).digest()


def accounts_of(area: str) -> list[DemoAccount]:
    """An area's accounts: first one of each role, then the others."""
    people = people_of(area)
    first = {role: next(person for person in people if person.role == role) for role in Role}
    others = [person for person in people if person not in first.values()]
    return [DemoAccount(person=person) for person in [*first.values(), *others]]


def loaded_accounts() -> list[DemoAccount]:
    """The accounts that are there: those whose tokens the database knows."""
    accounts = [account for sample in SAMPLE_AREAS for account in accounts_of(sample.slug)]
    digests = {ApiToken.digest_of(account.api_token): account for account in accounts}
    known = set(ApiToken.objects.filter(digest__in=digests, revoked_at=None).values_list("digest", flat=True))
    return [account for digest, account in digests.items() if digest in known]
