"""People to be found, for tests. Call them inside an area."""

from peers.models import Findability, SavedSearch
from portal.models import Interest, Profile
from tests.factories.peers import LONG_AGO
from tests.factories.portal import make_member


def make_found(name: str, *interests: Interest, wants_company: bool = False, **fields: object) -> Profile:
    """A member who likes these things and chose to be found."""
    person = make_likes(make_member(name, **fields), *interests)
    Findability.objects.create(profile=person, wants_company=wants_company, since=LONG_AGO)
    return person


def make_likes(person: Profile, *interests: Interest) -> Profile:
    for interest in interests:
        person.interest_links.create(interest=interest)
    return person


def make_search(profile: Profile, *, people_wanted: int = 6, **fields: object) -> SavedSearch:
    return SavedSearch.objects.create(profile=profile, people_wanted=people_wanted, **{"made_at": LONG_AGO, **fields})
