"""Putting the sample areas' ground floor into the database. Loading again changes nothing that is there."""

from datetime import datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.utils import timezone
from django.utils.text import slugify

from portal.demo.accounts import DemoAccount, accounts_of
from portal.demo.guidelines import EASY_TEXT, TEXT
from portal.demo.interests import INTERESTS
from portal.demo.people import SamplePerson
from portal.demo.places import SampleArea
from portal.models import (
    ApiToken,
    Area,
    Channel,
    Delegation,
    District,
    Format,
    Interest,
    Profile,
    ProfileInterest,
    Role,
    Scope,
    User,
    Voice,
)
from portal.operations.api_tokens import make_api_token
from portal.operations.communication_needs import WhereToReach, choose_channel, choose_formats
from portal.operations.conduct import accept_guidelines, publish_guidelines
from portal.operations.supporters import Help, answer_delegation, ask_supporter
from portal.queries import guidelines_in_force

# The passwords are derived from a secret key, so nobody can guess them: stretching them would only cost time.
QUICK_STRETCH = 1_000


def load_area(sample: SampleArea) -> Area:
    """Make one sample area, or find it as it is."""
    area, _made = Area.objects.get_or_create(
        slug=sample.slug,
        defaults={
            "name": sample.name,
            "tagline": sample.tagline,
            "accent": sample.accent,
            "host_name": sample.host_name,
            "phone": sample.phone,
            "safeguarding_phone": sample.safeguarding_phone,
            "email": sample.email,
        },
    )
    return area


def load_ground(*, sample: SampleArea, now: datetime) -> None:
    """Give the current area its districts, interests, people and guidelines."""
    for name in sample.districts:
        District.objects.get_or_create(slug=slugify(name), defaults={"name": name})
    for category, names in INTERESTS.items():
        for name in names:
            Interest.objects.get_or_create(slug=slugify(name), defaults={"name": name, "category": category})
    profiles = [_load_account(account, now) for account in accounts_of(sample.slug)]
    guidelines = guidelines_in_force()
    if guidelines is None:
        host = next(profile for profile in profiles if profile.has_role(Role.HOST))
        guidelines = publish_guidelines(text=TEXT, easy_text=EASY_TEXT, by=host, now=now)
        for profile in profiles:
            if not profile.is_commissioner:
                accept_guidelines(version=guidelines.version, by=profile, now=now)
    _load_supporter({profile.shown_name: profile for profile in profiles}, now)


def _load_supporter(people: dict[str, Profile], now: datetime) -> None:
    """Frank helps Peter, his son, with money, for half a year; it is loaded once, and may run out."""
    if not {"Frank", "Peter"} <= people.keys() or Delegation.objects.exists():
        return
    today = timezone.localdate(now)
    wanted = Help(
        voice=Voice.CARER, scopes=[Scope.SEE, Scope.PAY], starts_on=today, ends_on=today + timedelta(days=182)
    )
    father, son = people["Frank"], people["Peter"]
    delegation = ask_supporter(email=father.user.email, help_with=wanted, by=son, now=now)
    answer_delegation(delegation=delegation, accept=True, by=father, now=now)


def _load_account(account: DemoAccount, now: datetime) -> Profile:
    person = account.person
    user, _made = User.objects.get_or_create(
        email=person.email, defaults={"password": _password(account), "easy_read": person.easy_read}
    )
    EmailAddress.objects.get_or_create(user=user, email=person.email, defaults={"verified": True, "primary": True})
    profile = Profile.objects.filter(user=user).first() or _load_profile(person, user, now)
    if not ApiToken.objects.for_secret(account.api_token).exists():
        make_api_token(label="Demo", by=profile, now=now, secret=account.api_token)
    return profile


def _load_profile(person: SamplePerson, user: User, now: datetime) -> Profile:
    profile = Profile.objects.create(
        user=user,
        shown_name=person.name,
        about=person.about,
        roles=person.roles,
        district=District.objects.get(name=person.district) if person.district else None,
        free_times=person.free,
        funding_kinds=person.funding,
    )
    interests = Interest.objects.filter(name__in=person.interests)
    ProfileInterest.objects.bulk_create(ProfileInterest(profile=profile, interest=interest) for interest in interests)
    if person.told:
        _load_needs(profile, dict(person.told), now)
    return profile


def _load_needs(profile: Profile, told: dict[str, Any], now: datetime) -> None:
    channel, formats = Channel(told.pop("channel")), [Format(choice) for choice in told.pop("formats", [])]
    choose_channel(channel=channel, where=WhereToReach(**told), by=profile, now=now)
    choose_formats(formats=formats, language="", by=profile, now=now)


def _password(account: DemoAccount) -> str:
    hasher = PBKDF2PasswordHasher()
    return hasher.encode(account.password, hasher.salt(), iterations=QUICK_STRETCH)
