"""Becoming a member of an area."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from portal.models import Profile, Role, User
from portal.operations.audit import record
from portal.operations.refusal import Refusal


class UnableToJoinArea(Refusal):
    """The person is in this area already."""


@transaction.atomic
def join_area(*, user: User, shown_name: str, now: datetime) -> Profile:
    """
    Make somebody a member of the current area. Nobody needs a budget, a diagnosis or a referral.

    :param shown_name: what other members call them
    :raises UnableToJoinArea: they have a profile here already
    """
    try:
        with transaction.atomic():
            profile = Profile.objects.create(user=user, shown_name=shown_name, roles=[Role.MEMBER])
    except IntegrityError as error:
        if "portal_profile_one_for_each_area" not in str(error):
            raise
        raise UnableToJoinArea(_("You have joined already.")) from None
    record(by=profile, action="join_area", subject=profile, now=now)
    return profile
