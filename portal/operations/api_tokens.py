"""Tokens that let a program act for a person."""

import secrets
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from portal.models import ApiToken, Profile
from portal.operations.audit import record
from portal.operations.refusal import Refusal

MOST_TOKENS = 20


class UnableToMakeApiToken(Refusal):
    """The person has as many tokens as anybody may have."""


class UnableToTakeBackApiToken(Refusal):
    """The token has been taken back before."""


@transaction.atomic
def make_api_token(*, label: str, by: Profile, now: datetime, secret: str | None = None) -> tuple[ApiToken, str]:
    """
    Make a token, and give its secret, which nobody can find out again: only a digest is kept.

    :param secret: for the demo's accounts, whose tokens are the same every time; else a random one
    :raises UnableToMakeApiToken: the person has 20 already
    """
    if ApiToken.objects.filter(user=by.user, revoked_at__isnull=True).count() >= MOST_TOKENS:
        raise UnableToMakeApiToken(_("You have %d tokens. Take one back first.") % MOST_TOKENS)
    secret = secret or secrets.token_urlsafe(32)
    token = ApiToken.objects.create(user=by.user, label=label, digest=ApiToken.digest_of(secret), created_at=now)
    record(by=by, action="make_api_token", subject=by, now=now, token=str(token.pk))
    return token, secret


@transaction.atomic
def take_back_api_token(*, token: ApiToken, by: Profile, now: datetime) -> ApiToken:
    """
    Let a token open nothing any more, from this moment on.

    :raises UnableToTakeBackApiToken: that has been done before
    """
    taken_back = ApiToken.objects.filter(pk=token.pk, user=by.user, revoked_at__isnull=True).update(revoked_at=now)
    if not taken_back:
        raise UnableToTakeBackApiToken(_("This token was taken back before. It opens nothing."))
    record(by=by, action="take_back_api_token", subject=by, now=now, token=str(token.pk))
    token.revoked_at = now
    return token
