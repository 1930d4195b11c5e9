"""
Things go wrong when people type, choose files and press buttons.

Each time a clear sentence says what to do, nothing that was typed is lost, and the data are as they were.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from peers.models import Group, Paper, Post
from pools.models import CostLine, Pool, PoolDocument, PurchaseKind, Signature, Wish
from portal.areas.context import area_context
from portal.models import Area, InterestCategory, StoredFile
from tests.factories.agreements import freeze, make_gym, people_in, sign
from tests.factories.peers import make_group
from tests.factories.pools import make_pool
from tests.factories.portal import make_interest, make_member
from tests.journeys.people import can_sign_in
from tests.journeys.visitor import Visitor

Arrive = Callable[..., Visitor]

IN_FIGURES = "Please give the amount in figures, like 12.50."


@pytest.mark.parametrize("javascript", [True, False], ids=["JavaScript", "no JavaScript"])
def test_a_cost_that_is_no_amount(oxfordshire: Area, visitor: Arrive, javascript: bool) -> None:
    with area_context(oxfordshire.id):
        ann = can_sign_in(make_member("Ann"))
        pool = make_pool(ann, buying=PurchaseKind.EQUIPMENT)
    someone = visitor(oxfordshire, javascript=javascript).signs_in(ann.user.email)
    someone.visits(f"{pool.get_absolute_url()}costs/").follows("The price itself")

    someone.chooses("Each month").fills("Does somebody outside the pool pay it? Who?", "The lottery")
    for typed, sentence in {
        "−5": "Please give an amount that is not below zero.",
        "-5": "Please give an amount that is not below zero.",
        "€ 50,00": "Please give the amount in pounds, like 12.50.",
        "1e9": IN_FIGURES,
        "1000000000": "Please give an amount of £9,999,999.99 or less.",
        "12.345": "Please give pounds and pence, with two figures after the point, like 12.50.",
        "about fifty": IN_FIGURES,
        "": "Please give an amount in pounds, like 12.50.",
    }.items():
        someone.fills("How much is it?", typed).presses("Save")
        someone.reads_beside("How much is it?", sentence).finds("How much is it?", typed)
        someone.finds("Does somebody outside the pool pay it? Who?", "The lottery")
        assert someone.page.get_by_label("Each month").is_checked()

    with area_context(oxfordshire.id):
        assert CostLine.objects.get(prompt="price").is_blank


def test_a_wish_as_long_as_a_book(oxfordshire: Area, visitor: Arrive) -> None:
    with area_context(oxfordshire.id):
        ann = can_sign_in(make_member("Ann"))
        make_interest("Cooking", InterestCategory.COOKING)
    someone = visitor(oxfordshire).signs_in(ann.user.email).visits("/wishes/new/")
    book = "All I ever wanted. " * 1053
    book = book[:20_000]

    someone.fills("What would you like to do?", book).selects("Which interest is it?", "Cooking")
    someone.fills("How many other people do you need?", "6").presses("Continue")

    someone.reads_beside("What would you like to do?", "Please use 2000 letters at most. You wrote 20000.")
    someone.finds("What would you like to do?", book).finds("How many other people do you need?", "6")
    assert someone.page.get_by_label("Which interest is it?").locator(":checked").inner_text() == "Cooking"
    with area_context(oxfordshire.id):
        assert Wish.objects.count() == 0


def test_a_group_without_a_name(oxfordshire: Area, visitor: Arrive) -> None:
    with area_context(oxfordshire.id):
        ann = can_sign_in(make_member("Ann"))
    someone = visitor(oxfordshire).signs_in(ann.user.email).visits("/groups/start/")

    someone.fills("What is it for?", "We bake bread.").chooses("Every member here: an open group")
    # Blanks from the space bar, and those that come along when words are copied.
    for blanks in ("     ", "\N{NO-BREAK SPACE}\N{EM SPACE}\t"):
        someone.fills("What is your group called?", blanks).presses("Start this group")
        someone.reads_beside("What is your group called?", "Give your group a name.")
        someone.finds("What is it for?", "We bake bread.")
        assert someone.page.get_by_label("Every member here: an open group").is_checked()

    with area_context(oxfordshire.id):
        assert Group.objects.count() == 0


def test_a_file_that_is_no_paper(oxfordshire: Area, visitor: Arrive, tmp_path: Path) -> None:
    with area_context(oxfordshire.id):
        ann = can_sign_in(make_member("Ann"))
        group = make_group("Banbury cooks", organiser=ann, is_closed=True)
    files = {
        "notes.txt": (b"We met and talked.", "Please send a PDF, or a picture (PNG or JPEG)."),
        "photo.png": (b"This is no picture at all.", "Please send a PDF, or a picture (PNG or JPEG)."),
        "minutes.pdf": (b"%PDF-1.7 and then the bus came", "Please send a PDF, or a picture (PNG or JPEG)."),
        "empty.pdf": (b"", "This file is empty. Please choose another."),
    }
    someone = visitor(oxfordshire).signs_in(ann.user.email).visits(f"{group.get_absolute_url()}papers/add/")

    someone.chooses("Minutes of a meeting").fills("What is it called?", "Our October meeting")
    someone.fills("Day", "5").fills("Month", "10").fills("Year", "2026")
    for name, (content, sentence) in files.items():
        file = tmp_path / name
        file.write_bytes(content)
        someone.uploads("Choose the file", file).presses("Add this paper")
        someone.reads_beside("Choose the file", sentence).finds("What is it called?", "Our October meeting")
        someone.finds("Day", "5").finds("Month", "10").finds("Year", "2026")
        assert someone.page.get_by_label("Minutes of a meeting").is_checked()

    with area_context(oxfordshire.id):
        assert (Paper.objects.count(), StoredFile.objects.count()) == (0, 0)


@pytest.fixture
def gym(knowsley: Area) -> Pool:
    """Alan, Barry and Colin have decided to buy a gym."""
    with area_context(knowsley.id):
        gym = make_gym()
        for membership in gym.memberships.select_related("profile__user"):
            can_sign_in(membership.profile)
    return gym


def fills_in_signature(person: Visitor, name: str) -> Visitor:
    person.chooses("I agree to be in this pool").chooses("I agree to this cost").chooses("I have read the warning")
    return person.fills("Type your name to sign", name)


def test_a_signature_that_is_not_whole(knowsley: Area, gym: Pool, visitor: Arrive) -> None:
    with area_context(knowsley.id):
        _alan, reader, _colin = people_in(freeze(gym))
    barry = visitor(knowsley).signs_in(reader.user.email)

    barry.visits("/pools/").follows("A gym at home").reads("£298.33").follows("Sign the agreement")
    barry.fills("Type your name", "Somebody").chooses("I agree to be in this pool").presses("Sign")
    barry.reads_beside("I agree to this cost", "Tick the box if you agree to this cost. If you do not, do not sign.")
    barry.reads_beside("I have read the warning", "Please read the warning, and tick the box when you have.")
    barry.chooses("I agree to this cost").chooses("I have read the warning").presses("Sign")
    barry.reads_beside("Type your name", "Please type your name as it is in the agreement: Barry.")

    barry.finds("Type your name", "Somebody")
    for box in ("I agree to be in this pool", "I agree to this cost", "I have read the warning"):
        assert barry.page.get_by_label(box).is_checked()
    with area_context(knowsley.id):
        assert Signature.objects.count() == 0


@pytest.mark.parametrize("javascript", [True, False], ids=["JavaScript", "no JavaScript"])
def test_a_double_click_on_sign(knowsley: Area, gym: Pool, visitor: Arrive, javascript: bool) -> None:
    with area_context(knowsley.id):
        agreement = freeze(gym)
        alan, barry, colin = people_in(agreement)
        sign(agreement, alan)
        sign(agreement, colin)
    hasty = visitor(knowsley, javascript=javascript).signs_in(barry.user.email)
    fills_in_signature(hasty.visits(f"{agreement.get_absolute_url()}sign/"), "Barry")
    forgotten_tab = hasty.opens_another_tab().visits(f"{agreement.get_absolute_url()}sign/")
    fills_in_signature(forgotten_tab, "Barry")

    hasty.double_clicks("Sign").reads("You have signed").looks().reads("Everybody has signed.")
    # Browsers keep most second clicks to themselves; this one comes through.
    forgotten_tab.presses("Sign").reads("You have signed")

    with area_context(knowsley.id):
        assert Signature.objects.filter(profile=barry).count() == 1
        assert PoolDocument.objects.count() == 2


def test_a_second_tab_with_an_older_version(knowsley: Area, gym: Pool, visitor: Arrive) -> None:
    with area_context(knowsley.id):
        older = freeze(gym)
        barry = people_in(older)[1]
    one_tab = visitor(knowsley).signs_in(barry.user.email)
    fills_in_signature(one_tab.visits(f"{older.get_absolute_url()}sign/"), "Barry")
    with area_context(knowsley.id):
        newer = freeze(gym, notice_days=7)
    other_tab = one_tab.opens_another_tab().visits(f"{newer.get_absolute_url()}sign/")
    fills_in_signature(other_tab, "Barry").fills("Did somebody help you", "Ruth")

    one_tab.presses("Sign").reads("The agreement has changed. Please read the new one first.")

    one_tab.finds("Type your name to sign", "Barry")
    with area_context(knowsley.id):
        assert Signature.objects.count() == 0
    one_tab.follows("the new one, version 2").reads("tells the others 7 days before")
    other_tab.presses("Sign").reads("You have signed")
    with area_context(knowsley.id):
        assert [signature.agreement_id for signature in Signature.objects.all()] == [newer.pk]


@pytest.mark.parametrize("javascript", [True, False], ids=["JavaScript", "no JavaScript"])
def test_a_telephone_number_for_everybody(oxfordshire: Area, visitor: Arrive, javascript: bool) -> None:
    with area_context(oxfordshire.id):
        ann = can_sign_in(make_member("Ann"))
        group = make_group("Banbury bakers", organiser=ann)
    someone = visitor(oxfordshire, javascript=javascript).signs_in(ann.user.email)
    someone.visits(f"{group.get_absolute_url()}write/")
    words, question = "Ring me on 07700 900123.", "What would you like to say?"
    warning = "This looks like a telephone number: 07700 900123. Anybody who reads it can ring you."

    someone.fills(question, words).presses("Send")
    someone.reads_beside(question, warning)
    someone.finds(question, words)
    with area_context(oxfordshire.id):
        assert Post.objects.count() == 0

    someone.chooses("I am sure. Send it as it is.").presses("Send").reads(words)

    someone.visits(f"{group.get_absolute_url()}write/")
    someone.fills(question, "Pay into account 12345678.").presses("Send")
    someone.reads_beside(question, "This looks like a bank account: account 12345678. Somebody could take money.")
    assert someone.page.get_by_label("I am sure.").count() == 0
    with area_context(oxfordshire.id):
        assert Post.objects.get().text == words
