"""A passkey: offered after signing in, and enough to sign in with from then on."""

from collections.abc import Callable

from portal.areas.context import area_context
from portal.models import Area
from tests.factories.portal import make_member
from tests.journeys.people import can_sign_in
from tests.journeys.visitor import PASSWORD, Visitor


def test_a_member_adds_a_passkey_and_signs_in_with_it(oxfordshire: Area, visitor: Callable[..., Visitor]) -> None:
    with area_context(oxfordshire.id):
        email = can_sign_in(make_member("Peter")).user.email
    peter = visitor(oxfordshire)
    # A phone that knows its owner's finger, as Chromium itself plays it.
    phone = peter.context.new_cdp_session(peter.page)
    phone.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    phone.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": {**options, "isUserVerified": True, "automaticPresenceSimulation": True}},
    )

    # It changes how he signs in, so he is asked once more whether it is really him.
    peter.signs_in(email).follows("Make a passkey")
    peter.page.locator("input[type=password]").fill(PASSWORD)
    peter.presses("Continue")
    with peter.page.expect_navigation():
        peter.page.get_by_role("button", name="Add a passkey").click()
    peter.visits("/").presses("Sign out")
    peter.visits("/accounts/login/")
    with peter.page.expect_navigation(url=f"{peter.home}/"):
        peter.page.get_by_role("button", name="Use a passkey").click()

    peter.looks().reads("Hello, Peter")
