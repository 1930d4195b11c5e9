"""Who may go where on the ground floor."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from portal.models import ApiToken, ConductGuidelines, Delegation, Letter, Notification, OneTimeCode
from portal.operations.api_tokens import make_api_token
from portal.operations.conduct import publish_guidelines
from tests.architecture.routes import ApiRoute, Route, champion, host, member, other_member, provider
from tests.architecture.world import World
from tests.factories.channels import make_call_to, make_letter_to
from tests.factories.portal import MONDAY_AFTERNOON, make_notification
from tests.factories.supporters import ask, let_help
from tests.factories.ways_in import make_code_for

EVERYBODY = {"stranger": 200, "other_area": 200, "without": 200, "commissioner": 200}


def a_person(world: World) -> dict[str, Any]:
    return {"profile_id": world.other_member.pk}


def a_notice(world: World) -> dict[str, Any]:
    return {"notice_id": world.once(notice_for_the_member).pk}


def notice_for_the_member(world: World) -> Notification:
    return make_notification(world.member)


def a_token(world: World) -> dict[str, Any]:
    return {"token_id": world.once(token_of_the_member).pk}


def token_of_the_member(world: World) -> ApiToken:
    token, _secret = make_api_token(label="calendar", by=world.member, now=MONDAY_AFTERNOON)
    return token


def new_guidelines(world: World) -> ConductGuidelines:
    """Guidelines that nobody has agreed to yet."""
    return publish_guidelines(text="Be kind.", easy_text="Be kind.", by=world.host, now=MONDAY_AFTERNOON)


def a_short_address(world: World) -> dict[str, Any]:
    return {"code": world.once(notice_for_the_member).code}


def a_letter(world: World) -> Letter:
    return make_letter_to(world.other_member)


def the_letter(world: World) -> dict[str, Any]:
    return {"letter_id": world.once(a_letter).pk}


def a_call(world: World) -> Notification:
    return make_call_to(world.other_member)


def the_call(world: World) -> dict[str, Any]:
    return {"notice_id": world.once(a_call).pk}


def told(world: World) -> dict[str, Any]:
    return {"outcome": "told"}


def a_code(world: World) -> OneTimeCode:
    return make_code_for(world.member, by=world.champion)[0]


def the_code(world: World) -> dict[str, Any]:
    return {"code_id": world.once(a_code).pk}


def an_asked_delegation(world: World) -> Delegation:
    return ask(world.member, world.other_member, now=timezone.now())


def the_asked_delegation(world: World) -> dict[str, Any]:
    return {"pk": world.once(an_asked_delegation).pk}


def a_delegation(world: World) -> Delegation:
    return let_help(world.member, world.other_member, now=timezone.now())


def the_delegation(world: World) -> dict[str, Any]:
    return {"pk": world.once(a_delegation).pk}


def a_wanted_supporter(world: World) -> dict[str, Any]:
    today = timezone.localdate()
    days = {"starts_on": str(today), "ends_on": str(today + timedelta(days=30))}
    return {"email": "aunt@example.org", "voice": "carer", "scopes": ["see"], **days}


ROUTES = [
    # Open to everybody
    Route(name="portal:area_home", **EVERYBODY),
    Route(name="portal:healthz", **EVERYBODY),
    Route(name="portal:readyz", **EVERYBODY),
    Route(name="portal:guidelines", **EVERYBODY),
    Route(name="portal:help", **EVERYBODY),
    Route(name="portal:privacy", **EVERYBODY),
    Route(name="portal:accessibility", **EVERYBODY),
    Route(name="portal:preferences", **EVERYBODY),
    Route(
        name="portal:switch_easy_read",
        method="post",
        stranger=302,
        other_area=302,
        without=302,
        commissioner=302,
        allowed=302,
    ),
    Route(name="portal:put_off_passkey", method="post", without=302, allowed=302),
    # Joining: only for those who are not in the area yet
    Route(name="portal:join_area", other_area=200, without=302, allowed=302),
    Route(name="portal:accept_guidelines", without=302, allowed=302, note="when agreed to"),
    Route(name="portal:accept_guidelines", given=new_guidelines, without=None, note="when new"),
    Route(name="portal:publish_guidelines", outsider=champion, insider=host),
    # One's own
    Route(name="portal:profile", without=None),
    Route(name="portal:edit_name", without=None),
    Route(name="portal:edit_interests", without=None),
    Route(name="portal:edit_district", without=None),
    Route(name="portal:edit_times", without=None),
    Route(name="portal:edit_budget", without=None),
    Route(name="portal:communication_needs", without=None),
    Route(name="portal:choose_channel", without=None),
    Route(name="portal:choose_formats", without=None),
    Route(name="portal:review_needs", method="post", without=None, allowed=302),
    Route(name="portal:open_notice", make=a_short_address, outsider=other_member, without=404, allowed=302),
    Route(name="portal:sign_in_card", other_area=200, without=200),
    Route(name="portal:notices", without=None),
    Route(name="portal:mark_notices_read", method="post", without=None, allowed=302),
    Route(
        name="portal:mark_notice_read", method="post", make=a_notice, outsider=other_member, without=404, allowed=302
    ),
    Route(name="portal:api_tokens", without=None),
    Route(name="portal:take_back_api_token", method="post", make=a_token, outsider=provider, without=404, allowed=302),
    # Getting back in
    Route(name="portal:sign_in_card_pdf", without=None),
    Route(name="portal:use_one_time_code", stranger=200, without=302, allowed=302),
    Route(name="portal:one_time_codes", given=a_code, without=None),
    Route(
        name="portal:disown_one_time_code",
        method="post",
        make=the_code,
        outsider=other_member,
        without=404,
        allowed=302,
    ),
    Route(name="portal:find_member", outsider=member, insider=champion, query="?name=jo"),
    Route(name="portal:make_one_time_code", make=a_person, outsider=member, insider=champion),
    # Supporters
    Route(name="portal:supporters", given=an_asked_delegation),
    Route(name="portal:ask_supporter"),
    Route(name="portal:supporters_deeds"),
    Route(
        name="portal:revoke_delegation",
        method="post",
        make=the_asked_delegation,
        outsider=other_member,
        without=404,
        allowed=302,
    ),
    Route(name="portal:whom_i_help", given=a_delegation, insider=other_member, without=None),
    Route(name="portal:helping_now", without=None),
    Route(name="portal:stop_helping", method="post", other_area=302, without=302, allowed=302, stranger=302),
    *(
        Route(name=f"portal:{name}", method="post", make=make, insider=other_member, without=404, allowed=302)
        for name, make in {
            "accept_delegation": the_asked_delegation,
            "decline_delegation": the_asked_delegation,
            "start_helping": the_delegation,
            "give_back_delegation": the_delegation,
        }.items()
    ),
    # Other people
    Route(name="portal:person", make=a_person),
    # The host
    Route(name="portal:outbox", outsider=champion, insider=host),
    Route(name="portal:letters", given=a_letter, outsider=champion, insider=host),
    Route(name="portal:all_letters", given=a_letter, outsider=champion, insider=host),
    Route(name="portal:download_letter", make=the_letter, outsider=champion, insider=host),
    Route(name="portal:post_letter", method="post", make=the_letter, outsider=champion, insider=host, allowed=302),
    # Champions and the host
    Route(name="portal:call_sheet", given=a_call, outsider=member, insider=champion),
    Route(name="portal:call_sheet", given=a_call, outsider=member, insider=host, note="for the host"),
    Route(
        name="portal:record_call",
        method="post",
        make=the_call,
        data=told,
        outsider=member,
        insider=champion,
        allowed=302,
    ),
    # The API
    ApiRoute(name="api:schema", stranger=200, other_area=200, without=200, commissioner=404),
    ApiRoute(name="api:me", without=None),
    ApiRoute(name="api:me", method="patch", without=None),
    ApiRoute(name="api:communication-needs", without=None),
    ApiRoute(name="api:communication-needs", method="post", without=None),
    ApiRoute(name="api:channel", method="put", data=lambda _: {"channel": "email"}, without=None),
    ApiRoute(name="api:formats", method="put", data=lambda _: {"formats": ["easy_read"]}, without=None),
    ApiRoute(name="api:guidelines", given=new_guidelines, without=None),
    ApiRoute(name="api:guidelines", method="post", given=new_guidelines, data=lambda _: {"version": 1}, without=None),
    ApiRoute(name="api:delegation-list", given=a_delegation, without=None),
    ApiRoute(name="api:delegation-list", method="post", data=a_wanted_supporter, without=None, allowed=201),
    ApiRoute(name="api:delegation-detail", make=the_delegation, without=404),
    *(
        ApiRoute(name=f"api:delegation-{name}", method="post", make=make, insider=insider, without=404)
        for name, make, insider in [
            ("accept", the_asked_delegation, other_member),
            ("decline", the_asked_delegation, other_member),
            ("revoke", the_delegation, member),
            ("give-back", the_delegation, other_member),
        ]
    ),
    ApiRoute(name="api:interest-list", without=None),
    ApiRoute(name="api:district-list", without=None),
    ApiRoute(name="api:notice-list", without=None),
    ApiRoute(name="api:notice-read", method="post", without=None),
]
