"""Scenario 15: the council funds the area, groups pool, and the council sees the published figures and nothing else."""

from collections.abc import Callable

from portal.areas.context import area_context
from portal.models import Area
from tests.factories.demand import make_release
from tests.factories.peers import make_group
from tests.factories.pools import make_cooking_wish, make_pool
from tests.factories.portal import make_commissioner, make_member
from tests.journeys.people import can_sign_in
from tests.journeys.visitor import Visitor


def test_the_council_looks_and_sees_figures_only(oxfordshire: Area, visitor: Callable[..., Visitor]) -> None:
    with area_context(oxfordshire.id):
        peter, carole = can_sign_in(make_member("Peter")), can_sign_in(make_commissioner("Carole"))
        private = [
            make_group("Chefs of Banbury", organiser=peter).get_absolute_url(),
            make_cooking_wish(peter).get_absolute_url(),
            make_pool(peter).get_absolute_url(),
            "/groups/",
            "/wishes/",
            "/pools/",
            "/notices/",
            f"/people/{peter.pk}/",
        ]
        make_release("2026Q2")
        make_release("2026Q3")
    council = visitor(oxfordshire).signs_in(carole.user.email)

    # Whatever the members have is not there for her.
    assert {path: council.status_of(path) for path in private} == dict.fromkeys(private, 404)

    # Her home page leads to the figures, and they say who was counted and how.
    council.visits("/").follows("What people want").reads("What people want in Oxfordshire").reads("1,250")
    council.reads("fewer than 10").reads("Members who had a wish.").does_not_read("Peter")
    council.follows("What people want, and where").reads("Witney").reads("fewer than 10")
    assert council.status_of("/demand/2026Q3/wanted-by-category-and-district.csv") == 200
    council.follows("How we keep people private").reads("We hide small figures.")
    council.visits("/demand/").follows("April to June 2026").reads("What people wanted in Oxfordshire")

    # The same in Easy Read, and for the member whose wishes were counted.
    council.visits("/demand/?easy=1").reads("Fewer than 10 people.").visits("/demand/method/?easy=1")
    council.visits("/demand/2026Q3/wanted-by-category-and-district/?easy=1").reads("Oxford: 25")
    member = visitor(oxfordshire).signs_in(peter.user.email)
    member.visits("/demand/").reads("What people want in Oxfordshire").reads("1,250")


def test_the_figures_can_be_read_on_a_phone_and_without_javascript(
    oxfordshire: Area, visitor: Callable[..., Visitor]
) -> None:
    with area_context(oxfordshire.id):
        carole = can_sign_in(make_commissioner("Carole"))
        make_release("2026Q3")

    for options in ({"viewport": {"width": 390, "height": 844}}, {"javascript": False}):
        council = visitor(oxfordshire, **options).signs_in(carole.user.email)
        council.visits("/demand/").reads("Cooking and food").reads("fewer than 10")
        council.visits("/demand/2026Q3/wanted-by-category-and-district/").reads("Swimming")
