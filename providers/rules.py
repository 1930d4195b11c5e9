"""Who may look for services, rate them and run them."""

from collections.abc import Iterable
from uuid import UUID

from portal.models import Profile, Role
from portal.permissions import Permission, grants
from providers.models import Organisation, Rating, Representative


@grants(Permission.SEE_PROVIDERS)
def may_see_providers(profile: Profile, thing: object) -> bool:
    return not profile.is_commissioner


@grants(Permission.RATE_SERVICE)
def may_rate_service(profile: Profile, thing: object) -> bool:
    """Any member: that nobody rates where they work, the operation tells them in words."""
    return profile.has_role(Role.MEMBER)


@grants(Permission.RUN_ORGANISATION)
def may_run_organisation(profile: Profile, organisation: Organisation | None) -> bool:
    """Whoever comes as a provider may add an organisation; only those who speak for it may change it."""
    return profile.has_role(Role.PROVIDER) and (organisation is None or speaks_for(profile, organisation))


@grants(Permission.REPLY_TO_RATING)
def may_reply_to_rating(profile: Profile, rating: Rating) -> bool:
    return may_run_organisation(profile, rating.service.organisation)


def speaks_for(profile: Profile, organisation: Organisation) -> bool:
    """Whether somebody represents an organisation here."""
    return Representative.objects.filter(profile=profile, organisation=organisation).exists()


def organisations_spoken_for(profile: Profile) -> Iterable[UUID]:
    """The ids of the organisations that somebody represents: they do not judge what is said of these."""
    return Representative.objects.filter(profile=profile).values_list("organisation_id", flat=True)
