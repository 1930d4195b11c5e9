"""Scenario 10: people at a day centre in Norfolk choose what they do on Tuesdays, with £50.00 each."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.utils import timezone

from pools.models import Pool
from portal.areas.context import area_context
from portal.models import Area, Profile
from tests.factories.pools import make_pool
from tests.factories.portal import make_area, make_member
from tests.journeys.people import can_sign_in
from tests.journeys.visitor import Visitor

EDIE, WALTER, ROSA = "Edie", "Walter", "Rosa"


@pytest.fixture
def norfolk(committed: None) -> Area:
    return make_area("norfolk", "Norfolk")


@pytest.fixture
def people(norfolk: Area) -> dict[str, Profile]:
    with area_context(norfolk.id):
        return {name: can_sign_in(make_member(name)) for name in (EDIE, WALTER, ROSA)}


@pytest.fixture
def tuesdays(norfolk: Area, people: dict[str, Profile]) -> Pool:
    with area_context(norfolk.id):
        return make_pool(*people.values(), title="Tuesdays together", now=timezone.now())


def test_each_chooses_with_fifty_pounds(
    norfolk: Area, people: dict[str, Profile], tuesdays: Pool, visitor: Callable[..., Visitor]
) -> None:
    # Rosa's tablet has no JavaScript.
    edie, walter, rosa = (
        visitor(norfolk, javascript=name != ROSA).signs_in(person.user.email) for name, person in people.items()
    )
    pool = tuesdays.get_absolute_url()

    she_prepares_the_round(edie, pool)
    he_chooses_two_and_has_too_little_for_the_third(walter, pool)
    she_is_the_only_one_for_painting(rosa, pool)
    she_works_it_out(edie)
    she_has_her_money_back_and_chooses_again(rosa, pool)


def she_prepares_the_round(edie: Visitor, pool: str) -> None:
    edie.visits(pool).follows("Choose activities").reads("There is nothing to choose yet")
    edie.follows("Let each person choose").fills("What is it called?", "Ten Tuesdays")
    edie.fills("How much does each person have?", "50")
    edie.fills("What time is the money for?", "a day a week, for 10 weeks").fills(
        "Whose money is it?", "The pilot fund"
    )
    gives(edie, timezone.localdate() + timedelta(days=7)).presses("Go on").reads("Nobody can choose yet.")

    # A price says what it leaves out, and whoever forgets that has typed nothing in vain.
    edie.follows("Add an activity").fills("What is the activity?", "A boat on the Broads")
    edie.fills("What does it cost each person?", "20").presses("Add it to the list")
    edie.reads_beside("What does the price leave out?", "what the price leaves out")
    edie.finds("What is the activity?", "A boat on the Broads").finds("What does it cost each person?", "20")
    edie.fills("What does the price leave out?", "Travel and lunch").presses("Add it to the list")
    adds(edie, "The theatre", at_least="1")
    adds(edie, "Painting", at_least="2")
    edie.reads("The price leaves out: Travel and lunch").presses("Let people choose").reads("Choose now")


def gives(person: Visitor, day: date) -> Visitor:
    return person.fills("Day", str(day.day)).fills("Month", str(day.month)).fills("Year", str(day.year))


def adds(edie: Visitor, activity: str, *, at_least: str) -> None:
    edie.follows("Add an activity").fills("What is the activity?", activity)
    edie.fills("What does it cost each person?", "20.00").fills("What does the price leave out?", "Travel")
    edie.fills("For how many people at least?", at_least).presses("Add it to the list").reads(activity)


def he_chooses_two_and_has_too_little_for_the_third(walter: Visitor, pool: str) -> None:
    walter.visits(pool).follows("Choose activities").follows("Ten Tuesdays").reads("You have £50.00 left of £50.00.")
    walter.presses("Choose this").reads("You have £30.00 left of £50.00.")
    walter.presses("Choose this").reads("You have £10.00 left of £50.00.").reads("This costs more than you have left.")
    assert walter.page.get_by_role("button", name="Choose this").count() == 0


def she_is_the_only_one_for_painting(rosa: Visitor, pool: str) -> None:
    rosa.visits(pool).follows("Choose activities").follows("Ten Tuesdays")
    rosa.presses("Choose this", nth=2).reads("You have £30.00 left of £50.00.").reads("It needs 1 more person.")


def she_works_it_out(edie: Visitor) -> None:
    """Not before everybody has chosen, herself too."""
    edie.follows("Look at what was chosen").reads("They get their money back.")
    gives(edie, timezone.localdate() + timedelta(days=14)).presses("Work it out")
    edie.reads("Some people have not chosen yet, and there is still time.")
    edie.follows("Ten Tuesdays").presses("Choose this").reads("You have £30.00 left of £50.00.")
    edie.follows("Look at what was chosen")
    gives(edie, timezone.localdate() + timedelta(days=14)).presses("Work it out").reads(
        "Too few people: it does not take place"
    )


def she_has_her_money_back_and_chooses_again(rosa: Visitor, pool: str) -> None:
    rosa.visits(pool).follows("Choose activities").follows("Ten Tuesdays")
    rosa.reads("Too few people chose it, so it does not take place. Your money is back.")
    rosa.reads("You have £50.00 left of £50.00.")
    # The boat and the theatre are still to be had. Painting is not.
    assert rosa.page.get_by_role("button", name="Choose this").count() == 2
    rosa.presses("Choose this").reads("You have £30.00 left of £50.00.").reads("You have chosen this")
