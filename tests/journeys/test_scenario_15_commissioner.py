"""Scenario 15: the council funds the area, groups pool, and the council sees the published figures and nothing else."""

import csv
from collections.abc import Callable
from pathlib import Path

from portal.areas.context import area_context
from portal.models import Area
from tests.factories.agreements import freeze
from tests.factories.demand import make_release
from tests.factories.peers import make_group
from tests.factories.pools import make_agreed_pool, make_cooking_wish
from tests.factories.portal import make_commissioner, make_member
from tests.journeys.people import can_sign_in
from tests.journeys.visitor import Visitor

NAMES = ["Peter", "Chefs of Banbury", "A chef of our own", "Cooking lessons with a chef"]


def names_nobody(council: Visitor) -> None:
    for name in NAMES:
        council.does_not_read(name)


def test_the_council_looks_and_sees_figures_only(oxfordshire: Area, visitor: Callable[..., Visitor]) -> None:
    with area_context(oxfordshire.id):
        peter, carole = can_sign_in(make_member("Peter")), can_sign_in(make_commissioner("Carole"))
        group = make_group("Chefs of Banbury", organiser=peter)
        agreement = freeze(make_agreed_pool(peter, title="A chef of our own"))
        private = [
            group.get_absolute_url(),
            f"{group.get_absolute_url()}write/",
            make_cooking_wish(peter).get_absolute_url(),
            agreement.pool.get_absolute_url(),
            f"{agreement.pool.get_absolute_url()}shares/",
            agreement.get_absolute_url(),
            f"/people/{peter.pk}/",
            "/groups/",
            "/wishes/",
            "/wishes/others/",
            "/pools/",
            "/services/",
            "/notices/",
            "/outbox/",
            "/profile/",
            "/moderation/queue/",
            "/api/v1/groups/",
            "/api/v1/pools/",
        ]
        make_release("2026Q2")
        make_release("2026Q3")
    council, member = (visitor(oxfordshire).signs_in(person.user.email) for person in (carole, peter))

    # Whatever the members have is not there for her.
    assert {path: council.status_of(path) for path in private} == dict.fromkeys(private, 404)
    assert 404 not in {member.status_of(path) for path in private}

    # The one way on from her home page leads to the figures, and they say who was counted and how.
    council.follows("What people want").reads("What people want in Oxfordshire").reads("1,250")
    council.reads("fewer than 10").reads("Members who had a wish.")
    names_nobody(council)
    council.follows("What people want, and where").reads("Witney").reads("fewer than 10")
    names_nobody(council)
    council.follows("How we keep people private").reads("We hide small figures.")
    council.visits("/demand/").follows("April to June 2026").reads("What people wanted in Oxfordshire")
    names_nobody(council)

    # She takes them away: what is hidden here is blank there.
    with council.page.expect_download() as download:
        council.page.get_by_role("button", name="Download all tables (CSV)").click()
    assert download.value.suggested_filename == "oxfordshire-2026Q2.csv"
    with Path(download.value.path()).open(newline="") as file:
        figures = list(csv.DictReader(file))
    assert {line["people"] for line in figures if line["note"] == "fewer than 10"} == {""}
    assert "1250" in {line["people"] for line in figures}
    assert [name for name in NAMES if name in Path(download.value.path()).read_text()] == []

    # The same in Easy Read, and for the member whose wishes were counted.
    council.visits("/demand/?easy=1").reads("Fewer than 10 people.").visits("/demand/method/?easy=1")
    council.visits("/demand/2026Q3/wanted-by-category-and-district/?easy=1").reads("Oxford: 25")
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
