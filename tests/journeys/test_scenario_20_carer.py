"""Scenario 20: a father helps his son with money. What he does is marked; what is not his to do is refused."""

from collections.abc import Callable
from datetime import datetime

from portal.areas.context import area_context
from portal.models import Area
from tests.factories.money import make_signed_pool
from tests.factories.portal import make_member
from tests.journeys.people import can_sign_in
from tests.journeys.visitor import Visitor

Arrive = Callable[..., Visitor]


def test_a_father_helps_his_son_with_money(oxfordshire: Area, visitor: Arrive, now: datetime) -> None:
    with area_context(oxfordshire.id):
        peter, frank = can_sign_in(make_member("Peter")), can_sign_in(make_member("Frank"))
        pool = make_signed_pool(make_member("Olive"), peter)
    son, dad = (visitor(oxfordshire).signs_in(person.user.email) for person in (peter, frank))

    # Peter asks his father, for his money and nothing else.
    son.visits("/profile/").follows("People who help you here").follows("Ask somebody to help")
    son.fills("Their email address", frank.user.email).chooses("Carer")
    son.chooses("See my pools and my money").chooses("Pay, and write down what was paid, for me")
    son.presses("Ask them").reads("Waiting for an answer")

    # His father says yes, and starts.
    dad.visits("/notices/").reads("Peter asks you to help").follows("Go to the page")
    dad.presses("Yes, I help Peter").presses("I am helping Peter now").reads("What you can do now")
    dad.page.get_by_text("You are helping Peter").first.wait_for(state="visible")
    dad.visits(f"/pools/{pool.pk}/contributions/").follows("I have paid")
    dad.fills("How much did you pay?", "10.00").chooses("Into the money that is kept for us").presses(
        "I have paid this"
    )
    dad.reads("£10.00").reads("Written down by Frank, as Peter’s carer.")

    # What is not his to do says so.
    dad.visits("/groups/").reads("Only they can do this themselves")
    dad.visits("/moderation/level/").reads("they alone decide")

    # Peter sees what his father did, and stops it.
    son.visits("/supporters/").reads("Helping").follows("What my supporters did")
    son.reads("Wrote down a payment").reads("Frank, as Peter’s carer")
    dad.visits(f"/pools/{pool.pk}/contributions/")
    son.visits("/supporters/").presses("Stop Frank").reads("You stopped it")

    # The next click in his father's open tab is refused kindly, and he goes on for himself.
    dad.follows("I have paid").reads("It has been stopped").follows("Go on for yourself").reads("Hello, Frank")
