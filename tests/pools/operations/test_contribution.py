from datetime import date, timedelta
from decimal import Decimal

import pytest

from pools.models import Contribution, ContributionPlan, ContributionStatus, MoneyPath, Pool, Rhythm, Transfer
from pools.operations.contribution import (
    UnableToAnswerContribution,
    UnableToPlanContributions,
    UnableToRecordContribution,
    confirm_contribution,
    miss_contribution,
    take_back_contribution,
)
from pools.operations.money_correction import put_right
from pools.operations.pool_status import move_pool
from pools.queries.contributions import contributions_of, contributions_to_look_at, left_to_pay
from pools.queries.ledger import balance_of_member, money_held
from pools.queries.ledger_check import broken_rules
from portal.models import AuditEvent, Notification, Profile
from tests.factories.money import NOW, TODAY, bill, make_signed_pool, pay, plan, tell
from tests.factories.portal import make_member


@pytest.fixture
def jo(area: object) -> Profile:
    return make_member("Jo")


@pytest.fixture
def pool(member: Profile, jo: Profile) -> Pool:
    """£420.00 each."""
    return make_signed_pool(member, jo)


def states(contribution: Contribution) -> list[str]:
    return list(contribution.statuses.values_list("state", flat=True))


def test_plan_contributions(pool: Pool, member: Profile) -> None:
    made = plan(pool, Rhythm.FOUR_WEEKLY)

    assert (made.rhythm, made.first_due_on, made.profile, made.made_by) == ("four_weekly", TODAY, None, member)
    assert AuditEvent.objects.filter(action="plan_contributions").count() == 1


def test_plan_contributions_refuses(pool: Pool) -> None:
    with pytest.raises(UnableToPlanContributions, match="not in the pool") as refusal:
        plan(pool, profile=make_member("Ann"))
    assert refusal.value.field == "profile"
    with pytest.raises(UnableToPlanContributions, match="last day comes after the first") as refusal:
        plan(pool, ends_on=TODAY - timedelta(days=1))
    assert refusal.value.field == "ends_on"
    move_pool(pool=pool, state="ended", by=None, now=NOW)
    with pytest.raises(UnableToPlanContributions, match="has ended"):
        plan(pool)
    assert not ContributionPlan.objects.exists()


def test_record_contribution_into_the_money_that_is_kept(pool: Pool, jo: Profile) -> None:
    paid = pay(pool, jo, "120.00", reference=" JO CHEF ")

    assert (states(paid), paid.reference) == (["confirmed"], "JO CHEF")
    assert (money_held(pool), balance_of_member(pool, jo)) == (Decimal("120.00"), Decimal("-300.00"))
    # Everybody reads the books, so that the words name nobody.
    assert paid.statuses.get().transfer.words == "Money paid in"
    assert broken_rules() == []


def test_record_contribution_straight_to_the_seller(pool: Pool, jo: Profile) -> None:
    with pytest.raises(
        UnableToRecordContribution, match=r"no bill of Marco for so much: we owe them £0\.00"
    ) as refusal:
        pay(pool, jo, "10.00", how="direct", seller="Marco")
    assert refusal.value.field == "seller"
    with pytest.raises(UnableToRecordContribution, match="Say which seller"):
        pay(pool, jo, "10.00", how="direct")
    bill(pool, "100.00")

    pay(pool, jo, "100.00", how="direct", seller=" Marco ")

    assert (money_held(pool), balance_of_member(pool, jo)) == (Decimal(0), Decimal("-320.00"))
    with pytest.raises(UnableToRecordContribution, match="so much"):
        pay(pool, jo, "0.01", how="direct", seller="Marco")
    assert Contribution.objects.count() == 1


def test_what_is_paid_at_the_place_is_in_no_books(member: Profile, jo: Profile) -> None:
    pool = make_signed_pool(member, jo, price="14.00", path=MoneyPath.VENUE)

    paid = pay(pool, jo, "7.00", how="place")

    assert states(paid) == ["confirmed"]
    assert paid.statuses.get().transfer is None
    assert (Transfer.objects.count(), money_held(pool), left_to_pay(pool, jo)) == (0, Decimal(0), Decimal(0))
    with pytest.raises(UnableToRecordContribution, match=r"£0\.00 is left"):
        pay(pool, jo, "0.01", how="place")
    assert broken_rules() == []


def test_record_contribution_refuses(pool: Pool, jo: Profile) -> None:
    refusals = {
        "amount": [{"amount": "0.00"}, {"amount": "-1.00"}, {"amount": "420.01"}],
        "received_on": [{"received_on": date(2027, 11, 20)}, {"received_on": date(2016, 11, 20)}],
        "profile": [{"profile": make_member("Ann")}],
        "how": [{"how": "place"}],
    }
    for field, cases in refusals.items():
        for case in cases:
            facts = {"profile": jo, "amount": "20.00", **case}
            with pytest.raises(UnableToRecordContribution) as refusal:
                pay(pool, facts.pop("profile"), facts.pop("amount"), **facts)
            assert refusal.value.field == field
    assert not Contribution.objects.exists()


def test_more_than_is_left_says_what_is_left(pool: Pool, jo: Profile) -> None:
    pay(pool, jo, "400.00")

    with pytest.raises(
        UnableToRecordContribution, match=r"£20\.00 is left to pay of what Jo has signed for, and this is £20\.01"
    ):
        pay(pool, jo, "20.01")


def test_a_double_click_records_once(pool: Pool, jo: Profile) -> None:
    assert pay(pool, jo, "20.00") == pay(pool, jo, "20.00")
    assert money_held(pool) == Decimal("20.00")
    pay(pool, jo, "20.00", now=NOW + timedelta(minutes=1))
    assert money_held(pool) == Decimal("40.00")


def test_say_paid_waits_until_somebody_has_looked(pool: Pool, member: Profile, jo: Profile) -> None:
    told = tell(pool, jo, "20.00")

    assert (states(told), money_held(pool)) == (["told"], Decimal(0))
    assert tell(pool, jo, "20.00") == told
    assert [found.pk for found in contributions_to_look_at(pool)] == [told.pk]
    (notice,) = Notification.objects.filter(recipient=member, key=f"contribution-told:{told.pk}")
    assert notice.subject == "Jo says: I have paid £20.00"

    confirm_contribution(contribution=told, by=member, now=NOW)

    assert (states(told), money_held(pool)) == (["told", "confirmed"], Decimal("20.00"))
    assert Notification.objects.get(recipient=jo, key__startswith="contribution_conf").subject == "Your £20.00 has come"
    with pytest.raises(UnableToAnswerContribution, match="answered this already"):
        confirm_contribution(contribution=told, by=member, now=NOW)
    with pytest.raises(UnableToAnswerContribution, match="answered this already"):
        miss_contribution(contribution=told, why="Gone", by=member, now=NOW)


def test_confirming_looks_again_at_what_is_left(pool: Pool, member: Profile, jo: Profile) -> None:
    told = tell(pool, jo, "420.00")
    pay(pool, jo, "1.00")

    with pytest.raises(UnableToRecordContribution, match=r"£419\.00 is left"):
        confirm_contribution(contribution=told, by=member, now=NOW)

    assert states(told) == ["told"]


def test_miss_contribution_tells_the_member_why(pool: Pool, member: Profile, jo: Profile) -> None:
    told = tell(pool, jo, "20.00")
    with pytest.raises(UnableToAnswerContribution, match="Say why") as refusal:
        miss_contribution(contribution=told, why=" ", by=member, now=NOW)
    assert refusal.value.field == "why"

    miss_contribution(contribution=told, why="The bank shows nothing yet.", by=member, now=NOW)

    assert (states(told), money_held(pool)) == (["told", "not_found"], Decimal(0))
    assert "The bank shows nothing yet." in Notification.objects.get(recipient=jo, key__contains="not_found").body


def test_take_back_contribution(pool: Pool, member: Profile, jo: Profile) -> None:
    paid = pay(pool, jo, "20.00")
    with pytest.raises(UnableToAnswerContribution, match="Say why"):
        take_back_contribution(contribution=paid, why=" ", by=member, now=NOW)

    take_back_contribution(contribution=paid, why="It was Peter’s.", by=member, now=NOW)

    assert (states(paid), money_held(pool)) == (["confirmed", "taken_back"], Decimal(0))
    assert left_to_pay(pool, jo) == Decimal("420.00")
    with pytest.raises(UnableToAnswerContribution, match="does not count already"):
        take_back_contribution(contribution=paid, why="Again", by=member, now=NOW)
    assert broken_rules() == []


def test_take_back_what_was_paid_at_the_place(member: Profile, jo: Profile) -> None:
    pool = make_signed_pool(member, jo, price="14.00", path=MoneyPath.VENUE)
    paid = pay(pool, jo, "7.00", how="place")

    take_back_contribution(contribution=paid, why="It was not paid.", by=member, now=NOW)

    assert left_to_pay(pool, jo) == Decimal("7.00")


def test_what_is_put_right_in_the_books_does_not_count_any_more(pool: Pool, member: Profile, jo: Profile) -> None:
    paid = pay(pool, jo, "20.00")

    put_right(transfer=paid.statuses.get().transfer, why="Twice.", by=member, now=NOW)

    assert [found.state for found in contributions_of(pool)] == ["taken_back"]


@pytest.mark.parametrize("stops_at", ["record", "post"])
def test_recording_leaves_nothing_behind_when_it_stops_half_way(
    pool: Pool, jo: Profile, monkeypatch: pytest.MonkeyPatch, stops_at: str
) -> None:
    before = Transfer.objects.count()

    def broken(**_details: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(f"pools.operations.contribution.{stops_at}", broken)
    with pytest.raises(RuntimeError):
        pay(pool, jo, "20.00")

    assert (Contribution.objects.count(), ContributionStatus.objects.count()) == (0, 0)
    assert Transfer.objects.count() == before
