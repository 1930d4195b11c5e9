"""Somebody new: from the first page to a whole profile, with and without JavaScript, in both ways of reading."""

import re
from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress

from portal.areas.context import area_context
from portal.models import Area, Profile
from portal.operations.conduct import publish_guidelines
from tests.factories.portal import (
    MONDAY_AFTERNOON,
    make_district,
    make_host,
    make_interest,
    make_member,
    make_notification,
)
from tests.journeys.site import Site
from tests.journeys.visitor import PASSWORD, Visitor

EMAIL = "peter@example.org"


@pytest.fixture
def place(oxfordshire: Area) -> Area:
    """Oxfordshire with its districts, interests and guidelines."""
    with area_context(oxfordshire.id):
        make_district("Banbury")
        make_interest("Cooking", "cooking")
        make_interest("Singing", "music")
        publish_guidelines(
            text="Be kind.\nLet everybody speak.",
            easy_text="Be kind.\nLet everybody speak.",
            by=make_host("Hana"),
            now=MONDAY_AFTERNOON,
        )
    return oxfordshire


def newest_code(site: Site) -> str:
    """The code in the newest email."""
    found = re.search(r"^\s*([A-Z0-9]{3,4}-[A-Z0-9]{3,4})\s*$", site.emails()[-1], re.MULTILINE)
    assert found is not None
    return found[1]


@pytest.mark.parametrize("javascript", [True, False], ids=["JavaScript", "no JavaScript"])
def test_somebody_new_joins_by_emailed_code(
    place: Area, site: Site, visitor: Callable[..., Visitor], javascript: bool
) -> None:
    peter = visitor(place, javascript=javascript)

    peter.visits("/").presses("Join us")
    peter.fills("Your email address", EMAIL).presses("Continue")
    peter.fills(re.compile("code"), newest_code(site)).presses("Continue")
    peter.reads("You have not joined here yet.").presses("Join us")
    peter.presses("Join").reads("Please give a name that others can call you.")
    peter.fills("What should other people call you?", "Peter").presses("Join")
    peter.reads("Please read our guidelines").reads("Let everybody speak.")
    peter.presses("I agree").reads("Tick the box if you agree.")
    peter.chooses("I have read the guidelines, and I agree to them").presses("I agree")
    peter.reads("Your profile")

    peter.follows("What you like to do").chooses("Cooking").presses("Save").reads("Saved.")
    peter.follows("Where you live").chooses("Banbury").presses("Save")
    peter.follows("When you are free").chooses("Weekday evenings").presses("Save")
    peter.follows("Where your money comes from").chooses("None").chooses("My own money").presses("Save")
    peter.reads("is an answer on its own")
    peter.page.get_by_label("None", exact=True).uncheck()
    peter.presses("Save").reads("You have done 6 of 7 steps.")
    peter.follows("How we tell you things").follows(re.compile("^Change.*How we tell you"))
    peter.chooses("By email").presses("Save").reads("Saved.")
    peter.follows("Your profile").reads("You have done 7 of 7 steps.")

    with area_context(place.id):
        saved = Profile.objects.get(shown_name="Peter")
        assert (saved.district.name, saved.free_times, saved.funding_kinds) == (
            "Banbury",
            ["weekday_evening"],
            ["own_money"],
        )


def test_every_page_of_the_ground_floor_in_both_ways_of_reading(place: Area, visitor: Callable[..., Visitor]) -> None:
    with area_context(place.id):
        hana = Profile.objects.get(shown_name="Hana")
        hana.user.set_password(PASSWORD)
        hana.user.save()
        EmailAddress.objects.create(user=hana.user, email=hana.user.email, verified=True, primary=True)
        jo = make_member("Jo", about="I sing.")
        make_notification(hana, "Please sign", url="/help/")
        person = f"/people/{jo.pk}/"
    someone = visitor(place)
    someone.signs_in(hana.user.email)
    someone.visits("/guidelines/agree/?easy=1").visits("/guidelines/agree/")
    someone.chooses("I have read the guidelines, and I agree to them").presses("I agree")

    pages = ["/", "/profile/", "/profile/name/", "/profile/interests/", "/profile/district/", "/profile/times/"]
    pages += ["/profile/budget/", person, "/notices/", "/outbox/", "/tokens/", "/preferences/", "/guidelines/"]
    pages += ["/guidelines/new/", "/help/", "/privacy/", "/accessibility/", "/sign-in-card/"]
    for page in pages:
        for easy in ("0", "1"):
            someone.visits(f"{page}?easy={easy}")
            assert someone.page.locator("h1").count() == 1, page


def test_reading_preferences_stay_when_somebody_comes_back(place: Area, visitor: Callable[..., Visitor]) -> None:
    someone = visitor(place)
    someone.visits("/preferences/").chooses("Very large").chooses("Light words on a dark page").presses("Save")

    someone.visits("/help/")

    root = someone.page.locator("html")
    assert (root.get_attribute("data-text-size"), root.get_attribute("data-contrast")) == ("largest", "dark")
