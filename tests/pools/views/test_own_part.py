"""Own parts, and what changes with them on the pages about costs and shares."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from pools.models import Pool, PooledPart, PurchaseKind, Shortfall
from pools.queries.costing import current_shares
from pools.queries.pools import membership_of
from portal.models import Area, Profile
from tests.factories.pools import PDF, cost, make_agreed_pool, make_costed_pool, make_pool, waive_the_rest
from tests.factories.portal import make_member

Browse = Callable[..., Client]
WAITING = {"pooled_part": "waiting", "funding_kind": "waiting", "must_haves": "No stairs"}


@pytest.fixture
def jo(area: Area) -> Profile:
    return make_member("Jo")


def address(pool: Pool, name: str, *args: object) -> str:
    return reverse(f"pools:{name}", args=[pool.pk, *args])


def day(name: str, typed: str) -> dict[str, str]:
    return dict(zip((f"{name}_day", f"{name}_month", f"{name}_year"), typed.split(), strict=True))


def test_a_waiting_member_sees_both_numbers(browse: Browse, member: Profile, jo: Profile) -> None:
    pool = make_pool(member, jo)
    cost(pool, "100.00")
    waive_the_rest(pool)

    browse(jo).post(address(pool, "own_part"), WAITING)

    page = browse(jo).get(address(pool, "shares")).content.decode()
    assert "You would pay £0.00 in the first year." in page
    assert "When everybody pays, you would pay £50.00." in page
    assert "You wait for an answer about your money, so you pay nothing yet." in page
    assert "Jo pays nothing yet." in page
    costs = browse(member).get(address(pool, "costs")).content.decode()
    assert "1 of 2 now." in costs
    assert "£100.00" in browse(member).get(address(pool, "shares"), {"easy": "1"}).content.decode()


def test_the_kind_of_the_funding_is_private_until_it_is_named(browse: Browse, member: Profile, jo: Profile) -> None:
    pool = make_pool(member, jo)
    answers = {
        "pooled_part": "part",
        "funding_kind": "health_budget",
        **day("pays_from", "6 4 2027"),
        **day("year_end", "31 3 2027"),
    }

    browse(jo).post(address(pool, "own_part"), answers)
    seen = browse(member).get(address(pool, "own_part")).content.decode()
    assert seen.count("A personal health budget") == 1  # Peter's own choice of it, and no more
    assert "6 April 2027" in seen
    assert "31 March 2027" not in seen

    browse(jo).post(address(pool, "own_part"), answers | {"names_funding": "on"})
    assert browse(member).get(address(pool, "own_part")).content.decode().count("A personal health budget") == 2
    assert membership_of(pool, jo).year_end == date(2027, 3, 31)


def test_own_part_keeps_what_was_typed(browse: Browse, member: Profile) -> None:
    pool = make_pool(member)

    page = browse(member).post(
        address(pool, "own_part"), WAITING | {"pooled_part": "twice"} | day("pays_from", "31 2 2027")
    )

    assert page.context["form"].errors["pays_from"] == ["Give a real date, such as 20 11 2026."]
    assert "No stairs" in page.content.decode()
    assert page.context["form"]["pays_from"].value() == "2027-2-31"
    assert membership_of(pool, member).pooled_part == PooledPart.PART


def test_own_part_refuses_what_would_change_a_decision(browse: Browse, member: Profile) -> None:
    pool = make_agreed_pool(member)

    page = browse(member).post(address(pool, "own_part"), WAITING)

    assert "Ask the organiser to open the costs again first." in page.content.decode()


def test_somebody_else_pays_a_part_and_promises_it(browse: Browse, member: Profile) -> None:
    pool = make_pool(member, buying=PurchaseKind.EQUIPMENT)
    line, client = pool.cost_lines.get(prompt="assembly"), browse(member)
    answer = {"amount": "200", "period": "once", "paid_by": "Richmond House"}

    page = client.post(address(pool, "answer_line", line.pk), answer | {"paid_part": "200"})
    assert page.context["form"].errors == {"paid_part": ["This is not a part: it must be less than the whole amount."]}
    page = client.post(address(pool, "answer_line", line.pk), answer | {"paid_by": "", "paid_part": "50"})
    assert page.context["form"].errors == {"paid_by": ["Say who pays a part of it."]}
    client.post(address(pool, "answer_line", line.pk), answer | {"paid_part": "50"})

    shown = client.get(address(pool, "costs")).content.decode()
    assert "Richmond House pays £50.00 of it each time. You share £150.00 in the first year." in shown
    assert "They promised only by word." in shown
    assert "Richmond House has only said that they pay £50.00" in shown
    assert "Richmond House: £50.00. You together: £150.00" in client.get(address(pool, "shares")).content.decode()

    paper_address = address(pool, "promise_paper", line.pk)
    assert client.get(paper_address).status_code == 404
    page = client.post(address(pool, "keep_promise", line.pk), day("promised_on", "1 1 2099"))
    assert page.context["form"].errors == {"promised_on": ["This date is still to come. Please check it."]}
    letter = SimpleUploadedFile("letter.pdf", PDF)
    client.post(address(pool, "keep_promise", line.pk), day("promised_on", "2 11 2026") | {"file": letter})
    assert client.get(paper_address).content == PDF
    assert "They promised on 2 November 2026 in writing." in client.get(address(pool, "costs")).content.decode()


def test_what_is_put_aside_may_be_a_percentage(browse: Browse, member: Profile) -> None:
    pool = make_pool(member, buying=PurchaseKind.OUTING)
    cost(pool, "100.00")
    line, client = pool.cost_lines.get(prompt="contingency"), browse(member)

    page = client.post(address(pool, "answer_line", line.pk), {"percent": "5", "amount": "5"})
    assert "Give an amount or a percentage, and not both." in page.content.decode()
    client.post(address(pool, "answer_line", line.pk), {"percent": "5"})

    shown = client.get(address(pool, "costs")).content.decode()
    assert "5% of the other costs" in shown
    assert "Of this, put aside in case" in shown
    assert current_shares(pool)[0].put_aside == Decimal("5.00")


def test_a_shortfall_in_numbers(browse: Browse, member: Profile, jo: Profile) -> None:
    pool = make_pool(member, jo)
    cost(pool, "100.00")
    waive_the_rest(pool)
    details = pool.cost_sheet
    details.shortfall = Shortfall.SHARE
    details.save()

    shares = browse(member).get(address(pool, "shares")).content.decode()

    assert "If it costs 10% more, £10.00 is missing. You share it in the same way as the rest." in shares
    assert shares.count("£55.00") == 2
    assert "£10.00 is missing" in browse(member).get(address(pool, "costs")).content.decode()


def test_a_price_that_is_over_is_renewed(browse: Browse, member: Profile) -> None:
    pool, client = make_costed_pool(member), browse(member)
    details = pool.cost_sheet
    details.price_holds_until = date(2020, 1, 31)
    details.save()

    page = client.post(address(pool, "propose"), day("closes_on", "1 1 2099"))
    assert "The price held until 31 January 2020. Ask again for the price" in page.content.decode()
    shown = client.get(address(pool, "costs")).content.decode()
    assert "You cannot start the vote before that." in shown
    page = client.post(address(pool, "renew_price"), day("holds_until", "1 1 2021"))
    assert page.context["form"].errors == {
        "holds_until": ["This day has gone by. Ask again until when the price holds."]
    }
    client.post(address(pool, "renew_price"), day("holds_until", "1 1 2099"))
    assert "The price held until" not in client.get(address(pool, "costs")).content.decode()
    assert client.post(address(pool, "propose"), day("closes_on", "1 1 2099")).status_code == 302


def test_money_path_and_days_are_the_organisers(browse: Browse, member: Profile, jo: Profile) -> None:
    pool = make_pool(member, jo, buying=PurchaseKind.OTHER)
    cost(pool, "365.00")
    client = browse(member)

    assert browse(jo).get(address(pool, "set_money_path")).status_code == 404
    assert browse(jo).get(address(pool, "share_by_days")).status_code == 404
    client.post(address(pool, "set_money_path"), {"money_path": "venue"})
    shown = client.get(address(pool, "costs")).content.decode()
    assert "Each of us pays at the place, on the day" in shown
    assert "Something put aside, in case" not in shown
    page = client.post(address(pool, "share_by_days"), {"by_days": "on"})
    assert page.context["form"].errors == {"first_day": ["Give the first day of your first year."]}
    client.post(address(pool, "share_by_days"), {"by_days": "on", **day("first_day", "1 1 2027")})
    pool.refresh_from_db()
    assert (pool.by_days, pool.first_day) == (True, date(2027, 1, 1))


def test_more_than_eight_are_told_and_not_stopped(browse: Browse, member: Profile) -> None:
    eight = make_pool(member, *(make_member(f"Person {number}") for number in range(7)))
    nine = make_pool(member, *(make_member(f"Somebody {number}") for number in range(8)), title="Nine")

    assert "You are more than eight." not in browse(member).get(eight.get_absolute_url()).content.decode()
    assert "You are more than eight." in browse(member).get(nine.get_absolute_url()).content.decode()
