"""Scenario 13: a member picks a mentor, later post-moderation, later none; nobody else can change it."""

from collections.abc import Callable

import pytest

from portal.areas.context import area_context
from portal.models import Area, Profile
from tests.factories.peers import make_group, make_membership
from tests.factories.portal import make_champion, make_member
from tests.journeys.people import can_sign_in
from tests.journeys.visitor import Visitor

Arrive = Callable[..., Visitor]


@pytest.fixture
def people(oxfordshire: Area) -> dict[str, Profile]:
    with area_context(oxfordshire.id):
        people = {
            "peter": can_sign_in(make_member("Peter")),
            "sam": can_sign_in(make_champion("Sam")),
            "ruth": can_sign_in(make_member("Ruth")),
        }
        group = make_group("Banbury cooks", organiser=people["ruth"])
        make_membership(group, people["peter"])
    return people


def test_a_member_steps_down_at_their_own_pace(oxfordshire: Area, people: dict[str, Profile], visitor: Arrive) -> None:
    peter, sam, ruth = (visitor(oxfordshire).signs_in(people[name].user.email) for name in ("peter", "sam", "ruth"))

    # Peter wants somebody beside him.
    peter.visits("/moderation/level/").chooses("Someone reads it before others see it").presses("Save my choice")
    peter.visits("/moderation/mentor/").chooses("Sam").presses("Save my choice")

    # His first post is held. He is told so kindly; nobody else sees it.
    peter.visits("/groups/").follows("Banbury cooks").follows("Write something")
    peter.fills("What would you like to say?", "Could we try making bread one evening?").presses("Send")
    peter.reads("Sam will read this before others see it.")
    ruth.visits("/groups/").follows("Banbury cooks").does_not_read("making bread")

    # Sam publishes it with a tip, and Peter reads both.
    sam.visits("/moderation/queue/").follows("Post in Banbury cooks")
    sam.reads("Could we try making bread one evening?").chooses("Publish it, with advice")
    sam.chooses("It is fine as it is").fills("Your advice", "Lovely idea. Say which evening suits you.")
    sam.presses("Send my decision")
    ruth.visits("/groups/").follows("Banbury cooks").reads("Could we try making bread one evening?")
    peter.visits("/moderation/mine/").reads("Lovely idea. Say which evening suits you.")

    # Later he feels surer: what he writes is there at once, and somebody looks afterwards.
    peter.visits("/moderation/level/").chooses("Others see it at once; someone reads it afterwards")
    peter.presses("Save my choice")
    peter.visits("/groups/").follows("Banbury cooks").follows("Write something")
    peter.fills("What would you like to say?", "Thursday evenings are best for me.").presses("Send")
    ruth.visits("/groups/").follows("Banbury cooks").reads("Thursday evenings are best for me.")
    sam.visits("/moderation/queue/").reads("Peter")

    # And later still, nobody checks.
    peter.visits("/moderation/level/").chooses("Nobody checks it, unless somebody reports it").presses("Save my choice")
    with area_context(oxfordshire.id):
        assert Profile.objects.get(pk=people["peter"].pk).moderation_level == "none"


def test_a_post_that_needs_a_change_comes_back_with_advice(
    oxfordshire: Area, people: dict[str, Profile], visitor: Arrive
) -> None:
    peter, sam = (visitor(oxfordshire).signs_in(people[name].user.email) for name in ("peter", "sam"))
    peter.visits("/moderation/level/").chooses("Someone reads it before others see it").presses("Save my choice")
    peter.visits("/groups/").follows("Banbury cooks").follows("Write something")
    peter.fills("What would you like to say?", "Ring me on my own number at home.").presses("Send")

    sam.visits("/moderation/queue/").follows("Post in Banbury cooks").chooses("Ask for a change")
    sam.chooses("It shows private details").fills("Your advice", "Leave out the number. People can answer here.")
    sam.presses("Send my decision")

    peter.visits("/moderation/mine/").reads("Leave out the number. People can answer here.").follows("Change my words")
    peter.fills("Your words", "Who would like to cook on Thursday?").presses("Send my new words")
    peter.reads("before others see it")


def test_the_way_works_without_javascript(oxfordshire: Area, people: dict[str, Profile], visitor: Arrive) -> None:
    peter = visitor(oxfordshire, javascript=False).signs_in(people["peter"].user.email)

    peter.visits("/moderation/level/").chooses("Someone reads it before others see it").presses("Save my choice")

    with area_context(oxfordshire.id):
        assert Profile.objects.get(pk=people["peter"].pk).moderation_level == "pre"
