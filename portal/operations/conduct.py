"""How people in an area agree to treat each other."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from portal.areas.context import current_area_id
from portal.models import Area, ConductAcceptance, ConductGuidelines, Profile
from portal.operations.audit import record
from portal.operations.refusal import Refusal
from portal.queries import guidelines_in_force


class UnableToAcceptGuidelines(Refusal):
    """The area has no guidelines, or newer ones than those that were read."""


class UnableToPublishGuidelines(Refusal):
    """Nothing in the guidelines has changed."""


@transaction.atomic
def accept_guidelines(*, version: int, by: Profile, now: datetime) -> ConductAcceptance:
    """
    Record that somebody agrees to the guidelines in force. Agreeing twice is agreeing once.

    :param version: the version that the person read
    :raises UnableToAcceptGuidelines: none are in force, or a newer version has come since
    """
    guidelines = guidelines_in_force()
    if guidelines is None:
        raise UnableToAcceptGuidelines(_("This area has no guidelines yet. There is nothing to agree to."))
    if guidelines.version != version:
        raise UnableToAcceptGuidelines(_("The guidelines have just changed. Please read the new ones first."))
    acceptance, made = ConductAcceptance.objects.get_or_create(guidelines=guidelines, profile=by, defaults={"at": now})
    if made:
        by.conduct_version = version
        by.save(update_fields=["conduct_version"])
        record(by=by, action="accept_guidelines", subject=guidelines, now=now, version=version)
    return acceptance


@transaction.atomic
def publish_guidelines(*, text: str, easy_text: str, by: Profile, now: datetime) -> ConductGuidelines:
    """
    Put a new version of the guidelines in force. Everybody is asked to agree again, on their next page.

    :raises UnableToPublishGuidelines: the words are those already in force
    """
    # Lock the area: two hosts may be publishing at this very moment, and each version is to be counted once.
    area = Area.objects.select_for_update().get(pk=current_area_id())
    before = guidelines_in_force()
    if before is not None and (before.text, before.easy_text) == (text, easy_text):
        raise UnableToPublishGuidelines(_("You have not changed anything yet."), field="text")
    version = area.conduct_version + 1
    guidelines = ConductGuidelines.objects.create(version=version, text=text, easy_text=easy_text, published_at=now)
    area.conduct_version = version
    area.save(update_fields=["conduct_version"])
    record(by=by, action="publish_guidelines", subject=guidelines, now=now, version=version)
    return guidelines
