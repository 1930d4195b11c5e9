"""The pages of a pool's money: what each may see, and that bad input loses nothing that was typed."""

import csv
import re
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from io import StringIO

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from pools.models import BankImport, Contribution, ContributionPlan, MoneyPath, Pool
from pools.operations.agreement import withdraw_signature
from pools.operations.decision import reopen_costing
from pools.operations.money import receive_from_payer, set_aside
from pools.queries.ledger import left_to_spend, money_held, put_aside
from pools.queries.ledger_check import broken_rules
from portal.models import Profile
from tests.factories.money import NOW, TODAY, bill, make_signed_pool, pay, plan, stage, statement, statement_bytes, tell
from tests.factories.pools import agree, cost, look_at_shares, make_agreed_pool, make_pool, sign
from tests.factories.portal import make_member

Browse = Callable[..., Client]


@pytest.fixture
def jo(area: object) -> Profile:
    return make_member("Jo")


@pytest.fixture
def pool(member: Profile, jo: Profile) -> Pool:
    """£420.00 each. Jo has paid £20.00, Peter £100.00."""
    signed = make_signed_pool(member, jo)
    pay(signed, jo, "20.00")
    pay(signed, member, "100.00")
    return signed


def at(pool: Pool, name: str, *args: object) -> str:
    return reverse(f"pools:{name}", args=[pool.pk, *args])


def day(name: str, date: object = TODAY) -> dict[str, str]:
    return {f"{name}_day": f"{date:%d}", f"{name}_month": f"{date:%m}", f"{name}_year": f"{date:%Y}"}


def text(client: Client, address: str) -> str:
    return re.sub(r"\s+", " ", client.get(address).content.decode())


def test_the_room_before_and_after(browse: Browse, member: Profile, pool: Pool) -> None:
    assert "Nothing is in the books yet" in text(browse(member), at(make_pool(member, title="New"), "money"))
    bill(pool, "50.00")

    page = text(browse(member), at(pool, "money"))

    for amount in ("£120.00", "£790.00", "Marco: ", "Lakeside Credit Union keeps the money."):
        assert amount in page


def test_a_pool_that_pays_at_the_place_keeps_nothing(browse: Browse, member: Profile) -> None:
    page = text(browse(member), at(make_signed_pool(member, path=MoneyPath.VENUE), "money"))

    assert "So the pool keeps no money: £0.00." in page


@pytest.mark.parametrize("name", ["money", "books", "contributions", "own_account"])
@pytest.mark.parametrize("easy", ["", "?easy=1"])
def test_members_see_their_own_and_the_others_together(
    browse: Browse, jo: Profile, pool: Pool, name: str, easy: str
) -> None:
    ann = make_member("Ann")
    trio = make_signed_pool(ann, jo, make_member("Bo"), price="300.00")
    plan(trio, "once")
    pay(trio, ann, "77.00")
    pay(trio, jo, "20.00")

    theirs, keepers = (text(browse(person), at(trio, name) + easy) for person in (jo, ann))

    # How much Ann has paid, only she and whoever keeps the books may know. The total is everybody's.
    assert "Ann" not in theirs.partition("<main")[2]
    assert "Bo" not in theirs.partition("<main")[2]
    if name == "contributions":
        assert "£97.00" in theirs
        assert "£20.00" in theirs
        assert "The organiser sees who has paid, to keep the books." in keepers
        assert "Ann" in keepers


def test_another_members_account_is_not_there(browse: Browse, member: Profile, jo: Profile, pool: Pool) -> None:
    own, other = (pool.accounts.get(profile=person) for person in (jo, member))

    assert browse(jo).get(at(pool, "account", own.pk)).status_code == 200
    assert browse(jo).get(at(pool, "account", other.pk)).status_code == 404
    assert browse(member).get(at(pool, "account", own.pk)).status_code == 200


def test_the_running_balance(browse: Browse, jo: Profile, pool: Pool) -> None:
    page = browse(jo).get(at(pool, "own_account"))

    lines = page.context["statement"].lines
    assert [(line.amount, line.balance) for line in lines] == [
        (Decimal("-420.00"), Decimal("-420.00")),
        (Decimal("20.00"), Decimal("-400.00")),
    ]


def test_the_books_as_a_file(browse: Browse, member: Profile, jo: Profile, pool: Pool) -> None:
    receive_from_payer(pool=pool, payer="=cmd()", amount=Decimal(5), day=TODAY, by=member, now=NOW)

    answers = [browse(person).get(at(pool, "books_csv")) for person in (member, jo)]

    for answer in answers:
        rows = list(csv.DictReader(StringIO(answer.content.decode())))
        assert sum(Decimal(row["amount"]) for row in rows) == 0
        assert {row["account"][0] for row in rows}.isdisjoint("=+-@")
        assert "'=cmd()" in {row["account"] for row in rows}
    assert "Peter" in answers[0].content.decode()
    assert "Peter" not in answers[1].content.decode()


@pytest.mark.parametrize("entries", [1, 6])
def test_more_entries_take_no_more_queries(
    browse: Browse, member: Profile, django_assert_num_queries: DjangoAssertNumQueries, entries: int
) -> None:
    pool = make_signed_pool(member)
    for pounds in range(1, entries + 1):
        pay(pool, member, f"{pounds}.00")
    client = browse(member)
    client.get(at(pool, "books"))

    with django_assert_num_queries(17):
        client.get(at(pool, "books"))


def test_the_named_holder_keeps_the_books(browse: Browse, member: Profile, jo: Profile) -> None:
    pool = make_agreed_pool(member, jo)
    assert browse(jo).get(at(pool, "bank_imports")).status_code == 404
    from_now_on = make_agreed_pool(member, jo, make_member("Cy"), title="With a holder")
    sign(from_now_on, money_holder="jo")

    assert browse(jo).get(at(from_now_on, "bank_imports")).status_code == 200
    assert (
        browse(from_now_on.memberships.get(profile__shown_name="Cy").profile)
        .get(at(from_now_on, "bank_imports"))
        .status_code
        == 404
    )


def test_whoever_held_by_a_taken_back_agreement_keeps_nothing(browse: Browse, member: Profile, jo: Profile) -> None:
    pool = make_agreed_pool(member, jo)
    agreement = sign(pool, money_holder="Jo", cooling_off_days=14)
    assert browse(jo).get(at(pool, "bank_imports")).status_code == 200

    withdraw_signature(agreement=agreement, by=member, now=NOW)

    assert browse(jo).get(at(pool, "bank_imports")).status_code == 404


def test_telling_and_confirming(browse: Browse, member: Profile, jo: Profile, pool: Pool) -> None:
    typed = {"amount": "1000", "how": "held", "reference": "CHEF 42", **day("received_on")}
    page = browse(jo).post(at(pool, "say_paid"), typed)
    assert "£400.00 is left to pay of what Jo has signed for" in page.context["form"].errors["amount"][0]
    assert page.context["form"]["reference"].value() == "CHEF 42"

    browse(jo).post(at(pool, "say_paid"), {**typed, "amount": "30"})
    told = Contribution.objects.get(reference="CHEF 42")
    assert "Jo says: I have paid £30.00" in text(browse(member), at(pool, "contributions"))
    browse(member).post(at(pool, "confirm_contribution", told.pk))
    assert money_held(pool) == Decimal("150.00")
    page = browse(member).post(at(pool, "confirm_contribution", told.pk), follow=True)
    assert "Somebody has answered this already." in page.content.decode()


def test_what_is_not_found(browse: Browse, member: Profile, jo: Profile, pool: Pool) -> None:
    told = tell(pool, jo, "30.00")

    page = browse(member).post(at(pool, "miss_contribution", told.pk), {"why": ""})
    assert page.context["form"].errors == {"why": ["Say what they should know."]}
    browse(member).post(at(pool, "miss_contribution", told.pk), {"why": "Nothing yet."})

    assert "Not found" in text(browse(jo), at(pool, "contributions"))


def test_recording_and_taking_back(browse: Browse, member: Profile, jo: Profile, pool: Pool) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    typed = {"profile": str(jo.pk), "amount": "30", "how": "held", "seller": ""}
    page = browse(member).post(at(pool, "record_contribution"), {**typed, **day("received_on", tomorrow)})
    assert page.context["form"].errors == {"received_on": ["This day is still to come. Write it down once it is paid."]}
    browse(member).post(at(pool, "record_contribution"), {**typed, **day("received_on")})
    paid = Contribution.objects.get(amount=30)

    page = browse(member).post(at(pool, "take_back_contribution", paid.pk), {"why": " "})
    assert page.context["form"].errors == {"why": ["Say why it was wrong."]}
    browse(member).post(at(pool, "take_back_contribution", paid.pk), {"why": "Twice."})
    assert money_held(pool) == Decimal("120.00")


def test_planning(browse: Browse, member: Profile, jo: Profile, pool: Pool) -> None:
    typed = {"profile": str(jo.pk), "rhythm": "monthly", **day("first_due_on")}
    page = browse(member).post(at(pool, "plan_contributions"), {**typed, **day("ends_on", TODAY - timedelta(days=1))})
    assert page.context["form"].errors == {"ends_on": ["The last day comes after the first day."]}
    browse(member).post(at(pool, "plan_contributions"), typed)
    browse(member).post(at(pool, "plan_contributions"), {**typed, "profile": ""})

    assert {plan.profile for plan in ContributionPlan.objects.all()} == {jo, None}


def test_bills_and_what_is_put_aside(browse: Browse, member: Profile, pool: Pool) -> None:
    client = browse(member)
    bill(pool, "50.00")
    page = client.post(at(pool, "pay_bill"), {"seller": "Marco", "amount": "50.01", **day("paid_on")})
    assert page.context["form"].errors == {"amount": ["We owe £50.00 to them, and not more."]}
    client.post(at(pool, "pay_bill"), {"seller": "Marco", "amount": "50", **day("paid_on")})
    assert money_held(pool) == Decimal("70.00")

    page = client.post(at(pool, "set_aside"), {"amount": "800", **day("day")})
    assert list(page.context["form"].errors) == ["amount"]
    client.post(at(pool, "set_aside"), {"amount": "40", **day("day")})
    client.post(at(pool, "take_from_aside"), {"amount": "10", "why": "A pan", **day("day")})
    assert put_aside(pool) == Decimal("30.00")
    client.post(
        at(pool, "record_refund"),
        {"seller": "Marco", "how": "money_back", "amount": "20", "why": "A lesson less", **day("day")},
    )
    client.post(at(pool, "receive_from_payer"), {"payer": "Richmond House", "amount": "5", **day("day")})
    assert (money_held(pool), left_to_spend(pool)) == (Decimal("95.00"), Decimal("780.00"))


def test_more_may_be_put_aside_than_is_agreed_later(browse: Browse, member: Profile, pool: Pool) -> None:
    set_aside(pool=pool, amount=Decimal("100.00"), day=TODAY, by=member, now=NOW)
    later = NOW + timedelta(days=1)
    reopen_costing(pool=pool, by=member, now=later)
    cost(pool, "60.00", now=later)
    look_at_shares(pool, now=later)
    agree(pool, now=later)
    sign(pool, now=later)

    assert left_to_spend(pool) == Decimal("-40.00")
    page = text(browse(member), at(pool, "money"))
    assert "Take it from what is put aside, or decide about the costs again." in page
    assert "£40.00" in page
    assert broken_rules() == []


def test_putting_right(browse: Browse, member: Profile, pool: Pool) -> None:
    transfer = pool.transfers.filter(kind="contribution").first()
    there = at(pool, "put_right", transfer.pk)
    assert "Put this right" in text(browse(member), at(pool, "books"))

    browse(member).post(there, {"why": "It was wrong."})
    page = browse(member).post(there, {"why": "It was wrong."})

    assert "This has been put right already." in page.content.decode()
    assert page.context["form"]["why"].value() == "It was wrong."


def test_a_purchase_says_how_it_was_paid(browse: Browse, member: Profile, pool: Pool) -> None:
    typed = {"what": "Assembly", "seller": "Fit Shop", "amount": "200", **day("bought_on"), "paid_how": "others"}

    page = browse(member).post(at(pool, "record_purchase"), typed)
    assert page.context["form"].errors == {"paid_by": ["Say who else paid it."]}
    browse(member).post(at(pool, "record_purchase"), {**typed, "paid_by": "Richmond Fellowship"})

    assert left_to_spend(pool) == Decimal("840.00")


def test_tasks_instead_of_money(browse: Browse, member: Profile, jo: Profile, pool: Pool) -> None:
    assert "There is no task yet" in text(browse(jo), at(pool, "money_tasks"))
    bill(pool, "50.00")
    typed = {"what": "I wash up", "seller": "Marco", "value": "60"}
    page = browse(jo).post(at(pool, "offer_task"), typed)
    assert page.context["form"].errors == {"value": ["We still owe them £50.00. Please give that or less."]}
    browse(jo).post(at(pool, "offer_task"), {**typed, "value": "10"})
    offered = pool.money_tasks.get()

    assert browse(jo).post(at(pool, "record_in_kind", offered.pk)).status_code == 404
    browse(member).post(at(pool, "record_in_kind", offered.pk))
    page = browse(jo).post(at(pool, "withdraw_task", offered.pk), follow=True)
    assert "This is done or taken back already." in page.content.decode()


def test_a_statement_from_the_file_to_the_books(browse: Browse, member: Profile, jo: Profile, pool: Pool) -> None:
    client = browse(member)
    page = client.post(at(pool, "bring_statement"), {"file": statement_bytes("Date;É".encode("latin-1"))})
    assert "CSV UTF-8" in page.context["form"].errors["file"][0]
    lines = ["20/11/2026,JO,15.00,1", "20/11/2026,A GIFT,5.00,1", "20/11/2027,JO,5.00,1", "20/11/2026,RENT,-5.00,1"]
    page = client.post(at(pool, "bring_statement"), {"file": statement(*lines)}, follow=True)
    found = BankImport.objects.get()
    shown = page.content.decode()
    assert "This day is still to come. Please check the date." in shown
    assert "Money out: we leave it" in shown
    assert page.context["form"]["row_2"].value() == str(jo.pk)

    page = client.post(found.get_absolute_url(), {"row_2": str(jo.pk), "row_3": str(make_member("Ann").pk)})
    assert list(page.context["form"].errors) == ["row_3"]
    assert money_held(pool) == Decimal("120.00")
    client.post(found.get_absolute_url(), {"row_2": str(jo.pk), "row_3": ""})

    assert money_held(pool) == Decimal("135.00")
    assert "Lines that were not yours are forgotten." in text(client, found.get_absolute_url())
    page = client.post(at(pool, "bring_statement"), {"file": statement(*lines)})
    assert page.context["form"].errors == {
        "file": ["You have brought this very file already. Nothing was counted twice."]
    }


def test_a_line_that_does_not_fit_is_told_beside_it(browse: Browse, member: Profile, jo: Profile, pool: Pool) -> None:
    staged = stage(pool, "20/11/2026,JO,400.01,1")

    page = browse(member).post(staged.get_absolute_url(), {"row_2": str(jo.pk)})

    assert page.context["form"].errors["row_2"][0].startswith("Line 2: £400.00 is left to pay")
    browse(member).post(at(pool, "throw_away_import", staged.pk))
    assert "Thrown away" in text(browse(member), staged.get_absolute_url())
