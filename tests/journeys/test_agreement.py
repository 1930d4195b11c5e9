"""Scenario 3, from the decision to the signed PDF: three men make an agreement, read it, sign it, and keep it."""

import re
from collections.abc import Callable

import pytest
from pypdf import PdfReader

from pools.models import Agreement
from portal.areas.context import area_context
from portal.models import Area, Profile
from tests.factories.agreements import make_gym
from tests.journeys.people import can_sign_in
from tests.journeys.visitor import Visitor

Arrive = Callable[..., Visitor]


@pytest.fixture
def gym(knowsley: Area) -> Area:
    """Alan, Barry and Colin have decided. Barry reads in Easy Read."""
    with area_context(knowsley.id):
        make_gym()
        for profile in Profile.objects.select_related("user"):
            profile.user.email = f"{profile.shown_name.lower()}@example.org"
            profile.user.easy_read = profile.shown_name == "Barry"
            can_sign_in(profile)
    return knowsley


def make_agreement(alan: Visitor) -> None:
    alan.signs_in("alan@example.org").visits("/pools/").follows("A gym at home").follows("Make the agreement")
    alan.presses("Make the agreement").reads("Say who holds the money.")
    alan.fills("Who holds the money?", "Lakeside Credit Union")
    alan.fills("How is it kept apart", "It has an account of its own.")
    alan.fills("How many days before leaving", "28")
    alan.fills("What happens to things", "We sell them and share the money.")
    alan.presses("Make the agreement").reads("Version 1, made on")


def sign_as(person: Visitor, name: str, share: str) -> None:
    person.presses("Sign the agreement")
    person.fills("Type your name", "Somebody").chooses("I agree to be in this pool").presses("Sign")
    person.reads("Tick the box if you agree to this cost.")
    assert person.page.get_by_label("I agree to be in this pool").is_checked()
    assert person.page.get_by_label("Type your name").input_value() == "Somebody"
    person.chooses(f"I agree to this cost: {share}").chooses(re.compile("I have read the warning")).presses("Sign")
    person.reads(f"Please type your name as it is in the agreement: {name}.")
    person.fills("Type your name", name).presses("Sign").reads("You have signed")


def test_three_men_sign_and_keep_their_agreement(gym: Area, visitor: Arrive) -> None:
    alan, barry, colin = visitor(gym), visitor(gym, javascript=False), visitor(gym)
    make_agreement(alan)
    alan.reads("£298.34")
    sign_as(alan, "Alan", "£298.34")
    alan.reads("1 of 3 people")

    # Barry has no JavaScript, and reads in Easy Read.
    barry.signs_in("barry@example.org").visits("/pools/").follows("A gym at home").follows("Sign the agreement")
    barry.reads("Barry pays £298.33.").reads("They can ask one person to pay all of it.")
    sign_as(barry, "Barry", "£298.33")

    colin.signs_in("colin@example.org").visits("/pools/").follows("A gym at home").follows("Sign the agreement")
    sign_as(colin, "Colin", "£298.33")
    colin.reads("Everybody has signed. The agreement starts now.")
    colin.visits(f"{address_of(gym)}pdf/")
    # Without a reload: the page asks by itself.
    colin.reads("Your PDF is ready").looks()
    with colin.page.expect_download() as download:
        colin.page.get_by_role("button", name="Download the PDF").click()
    assert download.value.suggested_filename == "a-gym-at-home-version-1.pdf"
    words = " ".join(" ".join(sheet.extract_text() for sheet in PdfReader(download.value.path()).pages).split())
    assert "Alan £298.34" in words

    barry.visits(f"{address_of(gym)}pdf/").reads("Your PDF is ready")


def address_of(area: Area) -> str:
    with area_context(area.id):
        return Agreement.objects.get().get_absolute_url()
