"""Scenario 3: three men in Knowsley, from a wish for a gym to the signed PDF that each of them keeps."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone

from portal.areas.context import area_context
from portal.models import Area, InterestCategory, Profile
from tests.factories.portal import make_district, make_interest, make_member
from tests.journeys.people import can_sign_in
from tests.journeys.site import Site
from tests.journeys.visitor import Visitor
from tests.pdf import text_of

ALAN, BARRY, COLIN = "Alan", "Barry", "Colin"
SHARES = {ALAN: "£298.34", BARRY: "£298.33", COLIN: "£298.33"}
ASKED_ABOUT = [
    "Putting it together and setting it up",
    "Learning to use it safely",
    "Servicing and repairs",
    "Insurance",
    "Whether you need a yes in writing from: Your landlord",
]


@pytest.fixture
def people(knowsley: Area) -> dict[str, Profile]:
    """The three, and Zoe, who lives in the same area and is not in their pool."""
    with area_context(knowsley.id):
        make_interest("Gym", InterestCategory.FITNESS)
        kirkby = make_district("Kirkby")
        return {name: can_sign_in(make_member(name, district=kirkby)) for name in (ALAN, BARRY, COLIN, "Zoe")}


def test_three_men_get_a_gym(
    knowsley: Area,
    people: dict[str, Profile],
    site: Site,
    visitor: Callable[..., Visitor],
    tmp_path: Path,
    picture_of_a_letter: Path,
) -> None:
    # Colin's old computer has no JavaScript.
    alan, barry, colin, zoe = (
        visitor(knowsley, javascript=name != COLIN).signs_in(person.user.email) for name, person in people.items()
    )
    men = {ALAN: alan, BARRY: barry, COLIN: colin}

    they_find_each_other(alan, barry, colin)
    pool = alan.path
    they_work_out_the_costs(alan)
    they_look_at_their_shares(men, pool)
    they_decide(men, pool)
    with site.worker_at_rest():
        they_sign(men, pool)
        colin.follows("See how the PDF is coming along").reads("Your PDF is on its way.")
        alan.visits(colin.path).reads("Your PDF is on its way.")
    agreement = colin.path.removesuffix("pdf/")
    they_keep_it(men, agreement)
    hidden = [pool, agreement, f"{agreement}pdf/", f"{agreement}download/", f"{pool}costs/", f"{pool}consents/"]
    assert [zoe.status_of(path) for path in hidden] == [404] * len(hidden)
    they_buy_it(alan, pool, tmp_path, picture_of_a_letter)


def they_find_each_other(alan: Visitor, barry: Visitor, colin: Visitor) -> None:
    alan.follows("Wishes").follows("Make a wish").fills("What would you like to do?", "A gym where we live")
    alan.selects("Which interest is it?", "Gym").fills("How many other people do you need?", "2").presses("Continue")
    alan.follows("Skip this").reads("Nobody near you has this wish yet.")
    wish = alan.path
    # The two others find his wish, and make the same: its interest is chosen already.
    for man in (barry, colin):
        man.visits("/wishes/others/").follows("Gym").reads("A gym where we live")
    for man in (barry, colin):
        man.follows("I would like this too").fills("What would you like to do?", "To get fit at home")
        man.presses("Continue").follows("Skip this")
    alan.visits(wish).follows("See who else wants this").reads(BARRY).reads(COLIN)
    alan.follows("Start a pool and ask them").fills("What is the pool called?", "A gym at home")
    alan.chooses("Something to keep and use").presses("Start the pool")
    alan.follows("Find people").chooses(BARRY).chooses(COLIN).presses("Ask them")
    for man in (barry, colin):
        man.visits("/pools/").follows("A gym at home").reads("Alan asks you to join this pool.")
        man.reads("you have not agreed to pay anything yet").presses("Join this pool").reads("Who is in")
    alan.visits("/pools/").follows("A gym at home").reads("3 of 3 people")


def they_work_out_the_costs(alan: Visitor) -> None:
    alan.follows("Work out the costs")
    answers(alan, "The price itself", "500")
    assert blanks(alan) == ASKED_ABOUT
    answers(alan, ASKED_ABOUT[0], "200.00")
    answers(alan, ASKED_ABOUT[1], "£25")
    answers(alan, ASKED_ABOUT[2], "170", often="Each year")
    alan.follows("Insurance").follows("We do not need this")
    alan.fills("Why do you not need it?", "Our home insurance covers it.").presses("Save")
    assert blanks(alan) == ASKED_ABOUT[4:]
    alan.follows("Your landlord").follows("Yes, we need it").fills("Who has to say yes?", "Lakeside Homes")
    alan.presses("Save").reads("Not here yet").follows("A gym at home").follows("Work out the costs")
    alan.reads("All questions have an answer").reads("£895.00")


def answers(man: Visitor, question: str, amount: str, *, often: str = "Once") -> None:
    man.follows(question).fills("How much is it?", amount).chooses(often).presses("Save")


def blanks(man: Visitor) -> list[str]:
    """The questions that the sheet says have no answer yet."""
    return man.main.get_by_role("region", name="Not complete yet").get_by_role("listitem").all_inner_texts()


def they_look_at_their_shares(men: dict[str, Visitor], pool: str) -> None:
    for name, man in men.items():
        man.visits(f"{pool}shares/").reads(f"You would pay {SHARES[name]} in the first year.")
        man.reads("£895.00 between 3: £298.34 for Alan; £298.33 each for Barry and Colin.")
        man.presses("I have looked at my share")


def they_decide(men: dict[str, Visitor], pool: str) -> None:
    alan = men[ALAN].visits(pool).follows("Decide together").presses("Start the vote").reads("0 of 3 have voted")
    vote = alan.path
    for name, man in men.items():
        man.visits(vote).follows("Vote now").reads(f"Your share is {SHARES[name]}.").reads("No change")
        man.chooses("Yes, go ahead").presses("Send my vote").reads("You have voted")
    alan.visits(vote).presses("End the vote and see what comes out").reads("You go ahead")


def they_answer_what_only_they_can_say(alan: Visitor, pool: str) -> None:
    alan.visits(pool).follows("Make the agreement").follows("Start with the money")
    alan.fills("Who holds the money?", "Lakeside Credit Union")
    alan.fills("How is it kept apart", "It has an account of its own.").presses("Continue")
    alan.fills("How many days before leaving", "28")
    alan.fills("What happens to things", "We sell them and share the money.").presses("Continue")
    alan.follows("Skip this").follows("Skip this").follows("Skip this").follows("Skip this")
    # They want to buy soon, and say so: nobody has to wait after the last signature.
    alan.fills("How many days may people think again", "0").presses("Continue")
    alan.reads("We own things together").presses("Continue")
    alan.fills("Which things do you own together?", "Two bikes and some weights").presses("Continue")
    alan.reads("Check your answers").reads("Lakeside Credit Union").presses("Make the agreement")


def they_sign(men: dict[str, Visitor], pool: str) -> None:
    they_answer_what_only_they_can_say(men[ALAN], pool)
    for name, man in men.items():
        man.visits(pool).follows("Sign the agreement").reads("Each of us can leave at any time").reads(SHARES[name])
        man.follows("Sign the agreement").chooses("I agree to be in this pool")
        man.chooses(f"I agree to this cost: {SHARES[name]} for the first year").chooses(re.compile("the warning"))
        man.fills("Type your name to sign", name).presses("Sign").reads("You have signed")


def they_keep_it(men: dict[str, Visitor], agreement: str) -> None:
    # Alan's page has asked by itself, and Colin's has loaded itself again.
    for man in (men[ALAN], men[COLIN]):
        man.reads("Your PDF is ready").looks()
    with men[COLIN].page.expect_download() as download:
        men[COLIN].page.get_by_role("button", name="Download the PDF").click()
    assert download.value.suggested_filename == "a-gym-at-home-version-1.pdf"
    pdf = Path(download.value.path()).read_bytes()
    assert pdf.startswith(b"%PDF")
    assert [name for name, share in SHARES.items() if f"{name} {share}" not in text_of(pdf)] == []

    # The Easy Read edition says the same.
    barry = men[BARRY].visits(f"{agreement}?easy=1").reads("All together it costs us £895.00 in the first year.")
    for name, share in SHARES.items():
        barry.reads(f"{name} pays {share}.")


def they_buy_it(alan: Visitor, pool: str, tmp_path: Path, letter: Path) -> None:
    # Not before the landlord's letter is here: a word on the telephone, written down by Alan himself, is none.
    note = tmp_path / "note.txt"
    note.write_text("He said yes on the phone.")
    alan.visits(f"{pool}purchase/").reads("Do not buy it yet")
    alan.fills("What did you buy?", "Two bikes").fills("Who did you buy it from?", "Fit Shop")
    alan.fills("What did it cost?", "500").presses("Write it down")
    alan.reads("You still need a yes in writing from: Lakeside Homes.")
    assert alan.page.get_by_label("What did you buy?").input_value() == "Two bikes"

    alan.follows("Add their letter").follows("Add the letter").uploads("The letter or email", note)
    today = timezone.localdate()
    alan.fills("Day", str(today.day)).fills("Month", str(today.month)).fills("Year", str(today.year))
    alan.presses("Keep this paper")
    alan.reads("Please send a PDF, or a picture (PNG or JPEG).")
    alan.uploads("The letter or email", letter).presses("Keep this paper").reads("Here in writing")

    alan.visits(pool).follows("Buy it").fills("What did you buy?", "Two bikes")
    alan.fills("Who did you buy it from?", "Fit Shop").fills("What did it cost?", "500").presses("Write it down")
    alan.reads("Bought")
