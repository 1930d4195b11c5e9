"""Getting back in with a card and a champion's one-time code."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from portal.models import HowKnown, MemberCard, OneTimeCode, Profile, Role
from portal.models.notification import new_code
from portal.models.one_time_code import LIFETIME
from portal.operations.audit import record
from portal.operations.notifications import notify, notify_all, notify_by_email_too
from portal.operations.refusal import Refusal
from portal.operations.sign_ins import end_sign_ins

MOST_CODES_A_DAY: Final = 5


class UnableToMakeOneTimeCode(Refusal):
    """The person is not a plain member, has no card, or the champion has made many codes today."""


class UnableToUseOneTimeCode(Refusal):
    """Number and code do not go together, or the code is used, stopped or too old."""


class UnableToDisownOneTimeCode(Refusal):
    """The person has said so before."""


@dataclass(frozen=True, kw_only=True)
class WhyACode:
    """Why a champion makes a code, and how they were sure of the person."""

    reason: str
    how_known: HowKnown


def card_of(*, profile: Profile, now: datetime) -> MemberCard:
    """A person's card. The number on it is given the first time and stays."""
    card, _made = MemberCard.objects.get_or_create(profile=profile, defaults={"made_at": now})
    return card


@transaction.atomic
def make_one_time_code(*, profile: Profile, why: WhyACode, by: Profile, now: datetime) -> tuple[OneTimeCode, str]:
    """
    Make a code for a member who cannot get in, and give it: nobody can find it out again. One made before stops.

    The member is told at once, on the channel of their choice and by email.

    :raises UnableToMakeOneTimeCode: see the class
    """
    # Lock the champion, so that two tabs count together; then the member, so that codes come one at a time.
    list(Profile.objects.select_for_update().filter(pk__in=[by.pk, profile.pk]).order_by("pk"))
    if profile.pk == by.pk:
        raise UnableToMakeOneTimeCode(_("You are signed in. A code for yourself needs another champion."))
    if profile.roles != [Role.MEMBER]:
        raise UnableToMakeOneTimeCode(_("This person does work for the area. Only the host can help them to sign in."))
    if not MemberCard.objects.filter(profile=profile).exists():
        raise UnableToMakeOneTimeCode(
            _("This person has never printed a card, so a code would not work. Please ring the host.")
        )
    if OneTimeCode.objects.filter(made_by=by, made_at__gt=now - timedelta(days=1)).count() >= MOST_CODES_A_DAY:
        raise UnableToMakeOneTimeCode(_("You have made %d codes today. Please ask the host.") % MOST_CODES_A_DAY)
    OneTimeCode.objects.filter(profile=profile, used_at=None, stopped_at=None).update(stopped_at=now)
    secret = new_code()
    code = OneTimeCode.objects.create(
        profile=profile,
        made_by=by,
        how_known=why.how_known,
        reason=why.reason,
        digest=OneTimeCode.digest_of(secret),
        made_at=now,
        expires_at=now + LIFETIME,
    )
    record(by=by, action="make_one_time_code", subject=code, now=now, profile=str(profile.pk), how=why.how_known)
    told: dict[str, Any] = {
        "recipient": profile,
        "key": f"one-time-code:{code.pk}",
        "template": "portal/email/one_time_code",
        "url": reverse("portal:one_time_codes"),
        "now": now,
        "code": code,
    }
    notify(**told)
    notify_by_email_too(**told)
    return code, secret


def use_one_time_code(*, number: str, secret: str, now: datetime) -> OneTimeCode:
    """
    Let a code open the door, once. A wrong try is counted, and five of them stop the code.

    :raises UnableToUseOneTimeCode: see the class; the sentence is the same whatever was wrong
    """
    # The count of wrong tries is to stay although the answer is no: so the refusal comes after the transaction.
    with transaction.atomic():
        code = OneTimeCode.objects.open(now=now).select_for_update(of=("self",)).filter(profile__card__number=number)
        found = code.select_related("profile__user").first()
        fits = found is not None and constant_time_compare(found.digest, OneTimeCode.digest_of(secret))
        if found is not None and fits and found.profile.user.is_active:
            found.used_at = now
            found.save(update_fields=["used_at"])
            record(by=found.profile, action="use_one_time_code", subject=found, now=now)
            return found
        if found is not None:
            found.wrong_tries += 1
            found.save(update_fields=["wrong_tries"])
            record(by=None, action="miss_one_time_code", subject=found, now=now, tries=found.wrong_tries)
    raise UnableToUseOneTimeCode(
        _("Number and code do not go together, or the code is too old. Look again, or ask the champion for a new one.")
    )


@transaction.atomic
def disown_one_time_code(*, code: OneTimeCode, by: Profile, now: datetime, here: str | None = None) -> OneTimeCode:
    """
    Say "that was not me": the code stops, whoever else is signed in as this person is out, and the hosts are told.

    :param here: the key of the session in which it is said, which goes on
    :raises UnableToDisownOneTimeCode: said before
    """
    found = OneTimeCode.objects.select_for_update().get(pk=code.pk, profile=by)
    if found.disowned_at is not None:
        raise UnableToDisownOneTimeCode(_("You have told us before. Thank you. The host knows of it."))
    found.disowned_at, found.stopped_at = now, found.stopped_at or now
    found.save(update_fields=["disowned_at", "stopped_at"])
    end_sign_ins(user=by.user, but=here)
    record(by=by, action="disown_one_time_code", subject=found, now=now, made_by=str(found.made_by_id))
    notify_all(
        recipients=Profile.objects.with_role(Role.HOST),
        key=f"disowned-code:{found.pk}",
        template="portal/email/disowned_code",
        now=now,
        code=found,
    )
    return found
