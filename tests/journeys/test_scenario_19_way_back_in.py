"""Scenario 19: a member who has only a printed card gets back in. The passkey's way is in test_passkey.py."""

import re
from collections.abc import Callable

from portal.areas.context import area_context
from portal.models import Area, Profile
from tests.factories.portal import make_champion, make_member
from tests.journeys.people import can_sign_in
from tests.journeys.site import Site
from tests.journeys.visitor import Visitor

Arrive = Callable[..., Visitor]


def people(area: Area) -> tuple[Profile, Profile]:
    with area_context(area.id):
        return can_sign_in(make_member("Peter")), can_sign_in(make_champion("Grace"))


def number_on(card: Visitor) -> str:
    return re.search(r"\d{4} \d{4}", card.main.inner_text()).group()


def test_back_in_by_emailed_code(oxfordshire: Area, visitor: Arrive, site: Site) -> None:
    peter, _grace = people(oxfordshire)
    before = len(site.emails())

    at_the_door = visitor(oxfordshire, javascript=False).visits("/accounts/login/")
    at_the_door.page.locator("#id_email").fill(peter.user.email)
    at_the_door.presses("Email me a code")
    email = site.emails()[before]
    code = re.search(r"^\s*([A-Z0-9]{3,}-?[A-Z0-9]{3,})\s*$", email, re.MULTILINE).group(1)
    at_the_door.fills("The code from the email", code).presses("Continue")

    at_the_door.visits("/").reads("Hello, Peter")


def test_back_in_by_card_and_a_champions_code(oxfordshire: Area, visitor: Arrive) -> None:
    peter, grace = people(oxfordshire)
    # Peter printed his card when all was well.
    at_home = visitor(oxfordshire).signs_in(peter.user.email)
    number = number_on(at_home.visits("/sign-in-card/").reads("Your number:"))

    # Today he is at the centre without his telephone. Grace knows him.
    at_the_door = visitor(oxfordshire).visits("/accounts/login/").follows("Use my card")
    champion = visitor(oxfordshire).signs_in(grace.user.email).follows("Help to sign in")
    champion.fills("The person’s name here", "pet").presses("Look for them").follows("Peter")
    champion.fills("Why do they need a code?", "He left his telephone at home.")
    champion.chooses("I know this person, and they are here with me").presses("Make the code")
    champion.reads("For Peter").does_not_read(peter.user.email)
    champion.does_not_read(number)
    code = champion.page.locator(".one-time-code").inner_text()

    # A code alone opens nothing.
    at_the_door.fills("The number on your card", "1234 5678").fills("The code from the champion", code)
    at_the_door.presses("Sign in").reads("Number and code do not go together")
    at_the_door.fills("The number on your card", number).fills("The code from the champion", code.upper())
    at_the_door.presses("Sign in").reads("Hello, Peter")

    # It worked once. Another try with it stays outside.
    stranger = visitor(oxfordshire).visits("/code/")
    stranger.fills("The number on your card", number).fills("The code from the champion", code).presses("Sign in")
    stranger.reads("Number and code do not go together")

    # At home he reads of it. Had it not been him, one press would end it.
    at_home.visits("/notices/").reads("A champion made a code for you to sign in").follows("Go to the page")
    at_home.reads("He left his telephone at home.").presses("That was not me").reads(
        "you are signed out everywhere else"
    )
    at_the_door.visits("/profile/").reads("Sign in")
