"""The costs, one question on a page."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from pools.models import LineState, Pool, PurchaseKind, SharingRule
from pools.queries.costing import current_shares
from portal.models import Area, Profile
from tests.factories.pools import PDF, cost, make_agreed_pool, make_costed_pool, make_pool, waive_the_rest
from tests.factories.portal import make_member

Browse = Callable[..., Client]


@pytest.fixture
def jo(area: Area) -> Profile:
    return make_member("Jo")


@pytest.fixture
def pool(member: Profile, jo: Profile) -> Pool:
    return make_pool(member, jo, buying=PurchaseKind.EQUIPMENT)


def address(pool: Pool, name: str, *args: object) -> str:
    return reverse(f"pools:{name}", args=[pool.pk, *args])


def test_costs_flags_the_blanks_in_words(browse: Browse, member: Profile, pool: Pool) -> None:
    cost(pool, "500.00")

    page = browse(member).get(address(pool, "costs"))

    assert [str(blank) for blank in page.context["sheet"].blanks] == [
        "Putting it together and setting it up",
        "Learning to use it safely",
        "Servicing and repairs",
        "Insurance",
        "Whether you need a yes in writing from: Your landlord",
    ]
    assert "Not complete yet" in page.content.decode()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("-5", "Please give an amount that is not below zero."),
        ("€ 50,00", "Please give the amount in pounds, like 12.50."),
        ("1e9", "Please give the amount in figures, like 12.50."),
        ("12.345", "Please give pounds and pence, with two figures after the point, like 12.50."),
    ],
)
@pytest.mark.parametrize("page_name", ["answer_line", "add_line"])
def test_an_amount_that_is_none_is_refused_beside_the_field(
    browse: Browse, member: Profile, pool: Pool, page_name: str, typed: str, sentence: str
) -> None:
    line = pool.cost_lines.get(prompt="price")
    args = [line.pk] if page_name == "answer_line" else []
    answers = {"label": "Bikes", "amount": typed, "period": "yearly", "paid_by": "Richmond House"}

    page = browse(member).post(address(pool, page_name, *args), answers)

    assert page.status_code == 200
    assert page.context["form"].errors == {"amount": [sentence]}
    shown = page.content.decode()
    assert sentence in shown
    assert typed in shown
    assert "Richmond House" in shown
    assert page.context["form"]["period"].value() == "yearly"
    line.refresh_from_db()
    assert line.state == LineState.BLANK
    assert pool.cost_lines.count() == 5


def test_answering_waiving_and_removing(browse: Browse, member: Profile, pool: Pool) -> None:
    client = browse(member)
    line = pool.cost_lines.get(prompt="servicing")

    page = client.post(address(pool, "answer_line", line.pk), {"amount": "£170", "period": "yearly"})
    assert page.url == address(pool, "costs")
    line.refresh_from_db()
    assert (line.amount, line.period) == (Decimal("170.00"), "yearly")

    page = client.post(address(pool, "waive_line", line.pk), {"reason": " "})
    assert page.context["form"].errors == {"reason": ["Say why you do not need it."]}
    client.post(address(pool, "waive_line", line.pk), {"reason": "It is new."})
    line.refresh_from_db()
    assert line.state == LineState.WAIVED

    client.post(address(pool, "add_line"), {"label": "Towels", "amount": "5", "period": "once"})
    towels = pool.cost_lines.get(label="Towels")
    client.post(address(pool, "remove_line", towels.pk))
    page = client.post(address(pool, "remove_line", line.pk), follow=True)
    assert "We always ask about this cost." in page.content.decode()
    assert not pool.cost_lines.filter(label="Towels").exists()


def test_a_line_of_another_pool_is_not_found_through_ones_own(browse: Browse, member: Profile, pool: Pool) -> None:
    other = make_pool(make_member("Ann"), title="Another")
    line = other.cost_lines.get(prompt="price")

    page = browse(member).post(address(pool, "answer_line", line.pk), {"amount": "5", "period": "once"})

    assert page.status_code == 404
    line.refresh_from_db()
    assert line.state == LineState.BLANK


def test_shares_are_looked_at_before_they_are_voted_on(browse: Browse, member: Profile, jo: Profile) -> None:
    pool = make_pool(member, jo)
    cost(pool, "895.00")
    waive_the_rest(pool)

    page = browse(jo).get(address(pool, "shares")).content.decode()
    assert "£895.00 between 2: £447.50 each for Peter and Jo." in page
    page = browse(jo).post(address(pool, "shares"), {"amount": "400.00"})
    assert "Your share has just changed." in page.content.decode()
    browse(jo).post(address(pool, "shares"), {"amount": "447.50"})

    assert [share.is_previewed for share in current_shares(pool)[1]] == [False, True]
    page = browse(member).post(
        address(pool, "propose"), {"closes_on_day": "1", "closes_on_month": "1", "closes_on_year": "2099"}
    )
    assert "Everybody must look at their own share first. Still to look: Peter." in page.content.decode()


def test_a_share_over_a_thousand_pounds_can_be_confirmed(browse: Browse, member: Profile) -> None:
    pool = make_pool(member)
    cost(pool, "12345.60")
    waive_the_rest(pool)
    client = browse(member)

    value = client.get(address(pool, "shares")).context["own"].amount
    client.post(address(pool, "shares"), {"amount": f"{value:,.2f}"})

    assert current_shares(pool)[1][0].is_previewed


def test_set_sharing_in_two_steps(browse: Browse, member: Profile, pool: Pool) -> None:
    cost(pool, "90.00")
    client = browse(member)

    page = client.post(address(pool, "set_sharing"), {"rule": "by_use"})
    assert page.url == address(pool, "set_share_numbers", "by_use")
    page = client.post(page.url, {"number_0": "two", "number_1": "1"})
    assert page.context["form"].errors == {"number_0": ["Give a number in figures, such as 2."]}
    client.post(address(pool, "set_share_numbers", "by_use"), {"number_0": "2", "number_1": "1"})

    pool.refresh_from_db()
    assert pool.sharing_rule == SharingRule.BY_USE
    assert [share.amount for share in current_shares(pool)[1]] == [Decimal("60.00"), Decimal("30.00")]
    client.post(address(pool, "set_sharing"), {"rule": "equal"})
    pool.refresh_from_db()
    assert pool.sharing_rule == SharingRule.EQUAL
    assert client.get(address(pool, "set_share_numbers", "equal")).status_code == 404
    assert client.get(address(pool, "set_share_numbers", "dice")).status_code == 404


def test_costs_are_closed_after_the_decision(browse: Browse, member: Profile) -> None:
    pool = make_agreed_pool(member)
    line = pool.cost_lines.get(prompt="price")
    client = browse(member)

    page = client.post(address(pool, "answer_line", line.pk), {"amount": "1", "period": "once"})
    assert "You have decided already." in page.content.decode()

    page = client.post(address(pool, "reopen_costing"), follow=True)
    assert page.context["are_open"]
    client.post(address(pool, "answer_line", line.pk), {"amount": "1", "period": "once"})
    assert current_shares(pool)[0].total == Decimal("1.00")


def test_only_the_organiser_sets_shares_proposes_and_buys(browse: Browse, member: Profile, jo: Profile) -> None:
    pool = make_costed_pool(member, jo)

    for name in ("set_sharing", "propose", "record_purchase"):
        assert browse(jo).get(address(pool, name)).status_code == 404


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"MZ a program", "We could not read this file. Please send a PDF, or a picture (PNG or JPEG)."),
        (b"", "This file is empty. Please choose another."),
    ],
)
def test_a_paper_that_is_none_is_refused_beside_the_field(
    browse: Browse, member: Profile, pool: Pool, content: bytes, sentence: str
) -> None:
    landlord = pool.consents.get(kind="landlord")
    date = {"dated_on_day": "1", "dated_on_month": "11", "dated_on_year": "2026"}

    page = browse(member).post(
        address(pool, "file_consent", landlord.pk), {"file": SimpleUploadedFile("letter.pdf", content), **date}
    )

    assert page.context["form"].errors == {"file": [sentence]}
    assert page.context["form"]["dated_on"].value() == "2026-11-1"
    landlord.refresh_from_db()
    assert not landlord.is_given


def test_a_paper_can_be_saved_again_by_members(browse: Browse, member: Profile, jo: Profile, pool: Pool) -> None:
    landlord = pool.consents.get(kind="landlord")
    date = {"dated_on_day": "1", "dated_on_month": "11", "dated_on_year": "2026"}
    paper_address = address(pool, "consent_paper", landlord.pk)
    assert browse(jo).get(paper_address).status_code == 404

    browse(member).post(
        address(pool, "file_consent", landlord.pk), {"file": SimpleUploadedFile("letter.pdf", PDF), **date}
    )

    page = browse(jo).get(paper_address)
    assert page.content == PDF
    assert page["Content-Disposition"] == 'attachment; filename="letter.pdf"'
    assert browse(make_member("Ann")).get(paper_address).status_code == 404


def test_consents_are_needed_waived_and_added(browse: Browse, member: Profile, pool: Pool) -> None:
    landlord = pool.consents.get(kind="landlord")
    client = browse(member)

    client.post(address(pool, "waive_consent", landlord.pk), {"reason": "The flat is ours."})
    client.post(address(pool, "need_consent", landlord.pk), {"name": "Lakeside Homes"})
    client.post(address(pool, "add_consent"), {"kind": "insurer", "name": "Safe & Sound"})
    page = client.post(address(pool, "add_consent"), {"kind": "insurer", "name": "Safe & Sound"})

    assert "This is on the list already." in page.content.decode()
    assert [consent.whom for consent in pool.consents.all()] == ["Lakeside Homes", "Safe & Sound"]


@pytest.mark.parametrize("lines", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("costs", 13), ("shares", 13)])
def test_costs_and_shares_queries(
    browse: Browse,
    member: Profile,
    django_assert_num_queries: DjangoAssertNumQueries,
    lines: int,
    name: str,
    queries: int,
) -> None:
    pool = make_pool(member, *(make_member(f"Person {number}") for number in range(lines)))
    client = browse(member)
    for number in range(lines):
        client.post(address(pool, "add_line"), {"label": f"Line {number}", "amount": "5", "period": "once"})
    client.get(address(pool, name))

    with django_assert_num_queries(queries):
        client.get(address(pool, name))
