"""Scenario 1: seven people in Banbury learn to cook from a chef for £840.00, and keep a paper that shows any change."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone

from pools.models import Pool
from pools.operations.agreement import sign_agreement
from pools.operations.invitation import invite
from portal.areas.context import area_context
from portal.models import Area, Profile
from tests.factories.agreements import signed_words
from tests.factories.pools import agree, cost, look_at_shares, make_pool, waive_the_rest
from tests.factories.portal import make_member
from tests.journeys.people import can_sign_in
from tests.journeys.visitor import Visitor
from tests.pdf import text_of

PETER, FLO = "Peter", "Flo"
NAMES = [PETER, "Ann", "Bo", "Cy", "Di", "Ed", FLO]


@pytest.fixture
def people(oxfordshire: Area) -> dict[str, Profile]:
    with area_context(oxfordshire.id):
        return {name: make_member(name) for name in NAMES}


@pytest.fixture
def lessons(oxfordshire: Area, people: dict[str, Profile]) -> Pool:
    """Six are in, the costs are known, and Flo is invited."""
    *six, flo = people.values()
    with area_context(oxfordshire.id):
        pool = make_pool(*six, title="Cooking with a chef", most_people=7, now=timezone.now())
        cost(pool, "840.00", now=timezone.now())
        waive_the_rest(pool, now=timezone.now())
        invite(pool=pool, profile=flo, by=pool.organiser, now=timezone.now())
    return pool


def test_seven_people_learn_to_cook(
    oxfordshire: Area, people: dict[str, Profile], lessons: Pool, visitor: Callable[..., Visitor], tmp_path: Path
) -> None:
    with area_context(oxfordshire.id):
        emails = {name: can_sign_in(people[name]).user.email for name in (PETER, FLO)}
    # Flo's computer has no JavaScript.
    peter = visitor(oxfordshire).signs_in(emails[PETER])
    flo = visitor(oxfordshire, javascript=False).signs_in(emails[FLO])

    the_seventh_joins(flo)
    peter.visits(f"{lessons.get_absolute_url()}shares/").reads("You would pay £120.00 in the first year.")
    peter.reads("£120.00 each").reads("£840.00")
    with area_context(oxfordshire.id):
        look_at_shares(lessons, now=timezone.now())
        agree(lessons, now=timezone.now())
    he_makes_the_agreement(peter, lessons)
    with area_context(oxfordshire.id):
        six_have_signed(lessons, but=people[FLO])
    she_signs_last(flo, lessons)

    pdf, easy = they_keep_two_papers(peter, flo)
    # Anybody can ask about a paper, without an account.
    they_check_it(visitor(oxfordshire), pdf, tmp_path)
    they_check_it(visitor(oxfordshire, javascript=False), easy, tmp_path)


def the_seventh_joins(flo: Visitor) -> None:
    flo.visits("/pools/").follows("Cooking with a chef").reads("Peter asks you to join this pool.").reads("£120.00")
    flo.presses("Join this pool").reads("Who is in").reads("7 of 7 people")


def he_makes_the_agreement(peter: Visitor, pool: Pool) -> None:
    peter.visits(pool.get_absolute_url()).follows("Make the agreement").follows("Start with the money")
    peter.fills("Who holds the money?", "Lakeside Credit Union")
    peter.fills("How is it kept apart", "It has an account of its own.").presses("Continue")
    peter.fills("How many days before leaving", "28")
    peter.fills("What happens to things", "We own nothing together.").presses("Continue")
    peter.follows("Skip this").follows("Skip this").follows("Skip this").follows("Skip this")
    peter.fills("How many days may people think again", "0").presses("Continue")
    # None of the parts that only some agreements have is about them.
    peter.reads("Which of these are true?").presses("Continue")
    peter.reads("Lakeside Credit Union").presses("Make the agreement").reads("Version 1, made on")


def six_have_signed(pool: Pool, *, but: Profile) -> None:
    agreement = pool.agreements.get()
    for membership in pool.memberships.open().exclude(profile=but).select_related("profile"):
        person = membership.profile
        sign_agreement(agreement=agreement, words=signed_words(person), by=person, now=timezone.now())


def she_signs_last(flo: Visitor, pool: Pool) -> None:
    flo.visits("/pools/").reads("Please read and sign").visits(pool.get_absolute_url()).follows("Sign the agreement")
    flo.follows("Sign the agreement").chooses("I agree to be in this pool")
    flo.chooses("I agree to this cost: £120.00 for the first year").chooses(re.compile("the warning"))
    flo.fills("Type your name to sign", FLO).presses("Sign").reads("You have signed")


def they_keep_two_papers(peter: Visitor, flo: Visitor) -> tuple[bytes, bytes]:
    """The worker makes both; Flo's page loads itself again until they are there."""
    flo.follows(re.compile("the PDF")).reads("Your PDF is ready").reads("Your Easy Read PDF is ready")
    peter.visits(flo.path).reads("Your PDF is ready").reads("Your Easy Read PDF is ready")
    pdf, easy = keeps(flo, "Download the PDF"), keeps(peter, "Download the Easy Read PDF")
    words, easy_words = text_of(pdf), text_of(easy)
    # Each stands once among the shares, and once among the signatures.
    assert [words.count(f"{name} £120.00") for name in NAMES] == [1] * 7
    assert [name for name in NAMES if f"{name} pays £120.00" not in easy_words] == []
    return pdf, easy


def keeps(person: Visitor, button: str) -> bytes:
    with person.page.expect_download() as download:
        person.page.get_by_role("button", name=button).click()
    return Path(download.value.path()).read_bytes()


def they_check_it(anybody: Visitor, paper: bytes, folder: Path) -> None:
    ours, theirs = folder / "paper.pdf", folder / "changed.pdf"
    ours.write_bytes(paper)
    # One byte is another, in the middle of what the seal covers.
    middle = len(paper) // 2
    theirs.write_bytes(paper[:middle] + bytes([paper[middle] ^ 1]) + paper[middle + 1 :])
    anybody.visits("/verify/").uploads("The PDF", ours).presses("Check").reads("This paper is as we made it")
    anybody.reads("Nothing in it was changed since.").does_not_read("Cooking with a chef")
    anybody.uploads("The PDF", theirs).presses("Check").reads("This paper is not as we made it")
    anybody.reads("the seal is broken")
