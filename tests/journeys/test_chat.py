"""Two members talk in two browsers while a mentor looks on; a third has no JavaScript."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from portal.areas.context import area_context
from portal.models import Area, ModerationLevel, Profile
from tests.factories.peers import make_group, make_membership
from tests.factories.portal import make_champion, make_member
from tests.journeys.people import can_sign_in
from tests.journeys.visitor import Visitor

Arrive = Callable[..., Visitor]


@pytest.fixture
def people(oxfordshire: Area) -> dict[str, Profile]:
    with area_context(oxfordshire.id):
        sam = can_sign_in(make_champion("Sam"))
        people = {
            "sam": sam,
            "peter": can_sign_in(make_member("Peter", moderation_level=ModerationLevel.PRE, mentor=sam)),
            "ruth": can_sign_in(make_member("Ruth", moderation_level=ModerationLevel.NONE)),
            "jo": can_sign_in(make_member("Jo", moderation_level=ModerationLevel.NONE)),
        }
        group = make_group("Banbury cooks", organiser=people["ruth"], is_closed=True)
        for name in ("peter", "jo"):
            make_membership(group, people[name])
    return people


def listens(someone: Visitor) -> Visitor:
    expect(someone.page.locator("[data-chat][data-listening]")).to_be_visible()
    return someone


def test_two_talk_and_a_mentor_looks_on(oxfordshire: Area, people: dict[str, Profile], visitor: Arrive) -> None:
    peter, ruth, sam = (visitor(oxfordshire).signs_in(people[name].user.email) for name in ("peter", "ruth", "sam"))

    # Peter asks Ruth, whom he knows from the group. She says yes.
    peter.visits("/groups/").follows("Banbury cooks").follows(re.compile("people in the group"))
    peter.presses("Ask Ruth to chat").reads("You can chat when they say yes.")
    ruth.visits("/chats/").reads("would like to chat with you.").presses("Yes, chat")
    chat = listens(ruth).path
    listens(peter.visits("/chats/").follows(re.compile("Ruth")))

    # Each sees that the other is there, and who is writing. Nobody loads a page again.
    peter.reads("Here now: Peter, Ruth")
    ruth.page.get_by_label("Your message").press_sequentially("Hello Peter!")
    peter.reads("Ruth is writing…")
    ruth.presses("Send")
    peter.reads("Hello Peter!")

    # Peter would like his mentor beside him. Sam sees nothing from before, and both are told that he is there.
    assert sam.status_of(chat) == 404
    peter.presses("Ask Sam to sit beside me")
    ruth.reads("Sam sits beside Peter as their mentor")
    listens(sam.visits("/notices/").follows(re.compile("Peter asks you to sit")))
    sam.does_not_read("Hello Peter!").reads("Peter sees all that you see.")

    # What Peter writes is held: he and Sam see it, and Ruth sees it once Sam has read it.
    listens(peter)
    peter.fills("Your message", "Shall we bake on Thursday?").presses("Send").reads("Sam will read this before others")
    sam.reads("Shall we bake on Thursday?").reads("Only the two of you see this yet.")
    ruth.does_not_read("Shall we bake")
    sam.follows(re.compile("Read and decide")).chooses("Publish it").chooses("It is fine as it is")
    sam.presses("Send my decision")
    ruth.reads("Shall we bake on Thursday?")

    # Sam gets up, and reads no more.
    peter.presses("I do not need my mentor here now")
    assert sam.status_of(chat) == 404

    # Ruth ends it; Peter can read and not write.
    ruth.follows("End this chat").presses("End this chat")
    peter.visits(chat).reads("This chat has ended.").reads("Hello Peter!")


def test_whoever_leaves_the_group_in_one_tab_loses_its_chat_in_the_other(
    oxfordshire: Area, people: dict[str, Profile], visitor: Arrive
) -> None:
    ruth, jo = (visitor(oxfordshire).signs_in(people[name].user.email) for name in ("ruth", "jo"))
    listens(jo.visits("/groups/").follows("Banbury cooks").presses("Chat with the group"))
    other_tab = jo.opens_another_tab()

    other_tab.visits("/groups/").follows("Banbury cooks").follows("Leave this group").presses("Leave this group")
    jo.page.get_by_role("heading", name="We cannot find that page").wait_for()

    listens(ruth.visits("/groups/").follows("Banbury cooks").presses("Chat with the group"))
    ruth.fills("Your message", "Jo has gone").presses("Send").reads("Jo has gone")
    jo.does_not_read("Jo has gone")


def test_whoever_is_taken_out_of_a_group_loses_it_in_every_open_page(
    oxfordshire: Area, people: dict[str, Profile], visitor: Arrive
) -> None:
    ruth, jo = (visitor(oxfordshire).signs_in(people[name].user.email) for name in ("ruth", "jo"))
    listens(jo.visits("/groups/").follows("Banbury cooks").presses("Chat with the group"))
    other_tab = jo.opens_another_tab()
    group = other_tab.visits("/groups/").follows("Banbury cooks").path

    ruth.visits("/groups/").follows("Banbury cooks").follows(re.compile("people in the group"))
    ruth.follows("Take Jo out of the group").chooses("You were unkind, or hurt somebody")
    ruth.fills("Your words to them", "You shouted twice.").presses("Take them out of the group")
    ruth.reads("Jo is not in Banbury cooks any more. We have told them.")

    # The open chat goes at once. The other page shows no more than a stranger sees, and offers no way to write.
    jo.page.get_by_role("heading", name="We cannot find that page").wait_for()
    assert jo.status_of(f"{group}write/") == 403
    other_tab.visits(group).does_not_read("Write something")
    jo.visits("/notices/").reads("You are not in Banbury cooks any more").reads("You shouted twice.")


def test_it_works_by_loading_the_page_again(oxfordshire: Area, people: dict[str, Profile], visitor: Arrive) -> None:
    ruth = visitor(oxfordshire).signs_in(people["ruth"].user.email)
    jo = visitor(oxfordshire, javascript=False).signs_in(people["jo"].user.email)
    listens(ruth.visits("/groups/").follows("Banbury cooks").presses("Chat with the group"))

    jo.visits("/groups/").follows("Banbury cooks").presses("Chat with the group").reads("Here now: Jo, Ruth")
    jo.fills("Your message", "I have an old computer.").presses("Send").reads("I have an old computer.")
    ruth.reads("I have an old computer.").fills("Your message", "Welcome!").presses("Send").reads("Welcome!")
    jo.follows("Look for new messages").reads("Welcome!")

    # A telephone number: the warning stands beside the field, and what was typed is still there.
    jo.fills("Your message", "Ring me on 01865 496012").presses("Send")
    jo.reads("This looks like a telephone number").finds("Your message", "Ring me on 01865 496012")
