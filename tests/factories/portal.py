"""People, places and interests for tests. Call them inside an area."""

from datetime import UTC, datetime
from itertools import count

from django.utils.text import slugify

from portal.models import Area, District, Interest, InterestCategory, Notification, Profile, Role, User

_number = count(1)

# The moment of the fixture `now`.
MONDAY_AFTERNOON = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)


def make_area(slug: str, name: str, **fields: object) -> Area:
    return Area.objects.create(slug=slug, name=name, host_name=f"{name} Together", **fields)


def make_user(email: str | None = None) -> User:
    return User.objects.create_user(email or f"person{next(_number)}@example.org")


def make_profile(name: str, *roles: Role, user: User | None = None, **fields: object) -> Profile:
    """A person in the current area with these roles."""
    return Profile.objects.create(user=user or make_user(), shown_name=name, roles=list(roles), **fields)


def make_member(name: str, **fields: object) -> Profile:
    return make_profile(name, Role.MEMBER, **fields)


def make_champion(name: str, **fields: object) -> Profile:
    return make_profile(name, Role.MEMBER, Role.CHAMPION, **fields)


def make_commissioner(name: str, **fields: object) -> Profile:
    return make_profile(name, Role.COMMISSIONER, **fields)


def make_safeguarding_lead(name: str, **fields: object) -> Profile:
    return make_profile(name, Role.MEMBER, Role.SAFEGUARDING, **fields)


def make_host(name: str, **fields: object) -> Profile:
    return make_profile(name, Role.MEMBER, Role.HOST, **fields)


def make_provider(name: str, **fields: object) -> Profile:
    return make_profile(name, Role.PROVIDER, **fields)


def make_district(name: str) -> District:
    return District.objects.get_or_create(slug=slugify(name), defaults={"name": name})[0]


def make_interest(name: str, category: InterestCategory) -> Interest:
    return Interest.objects.get_or_create(slug=slugify(name), defaults={"name": name, "category": category})[0]


def make_notification(recipient: Profile, subject: str = "Please sign", **fields: object) -> Notification:
    """A notice that waits to be sent and to be read."""
    values = {
        "key": f"occasion-{next(_number)}",
        "body": "The agreement is ready.",
        "created_at": MONDAY_AFTERNOON,
        **fields,
    }
    return Notification.objects.create(recipient=recipient, subject=subject, **values)
