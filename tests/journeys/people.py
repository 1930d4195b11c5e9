"""Members with a password, for journeys. Call it inside an area."""

from allauth.account.models import EmailAddress

from portal.models import Profile
from tests.journeys.visitor import PASSWORD


def can_sign_in(profile: Profile) -> Profile:
    """Give a person a password and a confirmed email address."""
    profile.user.set_password(PASSWORD)
    profile.user.save()
    EmailAddress.objects.create(user=profile.user, email=profile.user.email, verified=True, primary=True)
    return profile
