"""Two people, or two tabs, with the same money at the same moment."""

from decimal import Decimal

import pytest

from pools.models import Transfer
from pools.operations.bank_import import confirm_import, stage_import
from pools.operations.contribution import confirm_contribution
from pools.operations.money_task import record_in_kind
from pools.operations.purchase import pay_bill
from pools.queries.ledger import balance_of_member, money_held
from pools.queries.ledger_check import broken_rules
from pools.queries.money import owed_to
from pools.queries.pools import members_of
from portal.areas.context import area_context
from portal.models import Area
from tests.factories.money import NOW, TODAY, bill, make_signed_pool, pay, stage, statement, task, tell
from tests.factories.portal import make_area, make_member
from tests.pools.operations.test_races import together

LINE = "20/11/2026,PETER,20.00,120.00"


@pytest.fixture
def area(committed: None) -> Area:
    return make_area("oxfordshire", "Oxfordshire")


def test_the_last_pound_is_recorded_once(area: Area) -> None:
    with area_context(area.id):
        pool = make_signed_pool(make_member("Peter"), price="1.00")

    answers = together(
        area,
        lambda: pay(pool, pool.organiser, "1.00", reference="from the bank"),
        lambda: pay(pool, pool.organiser, "1.00", reference="from Peter"),
    )

    assert answers == ["Contribution", "UnableToRecordContribution"]
    with area_context(area.id):
        assert balance_of_member(pool, pool.organiser) == 0
        assert broken_rules() == []


def test_two_tabs_bring_the_same_file_once(area: Area) -> None:
    with area_context(area.id):
        pool = make_signed_pool(make_member("Peter"))

    answers = together(area, *[lambda: stage_import(pool=pool, file=statement(LINE), by=pool.organiser, now=NOW)] * 2)

    assert answers == ["BankImport", "UnableToImport"]


def test_two_tabs_confirm_the_same_line_once(area: Area) -> None:
    with area_context(area.id):
        pool = make_signed_pool(make_member("Peter"))
        # The same line in two files: neither knew of the other when it was brought.
        staged = [stage(pool, LINE), stage(pool, LINE, "20/11/2026,RENT,-5.00,1")]
        payers = [{found.rows.get(number=2): pool.organiser} for found in staged]

    answers = together(
        area,
        lambda: confirm_import(bank_import=staged[0], payers=payers[0], by=pool.organiser, now=NOW),
        lambda: confirm_import(bank_import=staged[1], payers=payers[1], by=pool.organiser, now=NOW),
    )

    assert answers == ["BankImport", "UnableToConfirmImport"]
    with area_context(area.id):
        assert money_held(pool) == 20
        assert Transfer.objects.filter(source__startswith="bank:").count() == 1


def test_two_tabs_pay_the_same_bill_once(area: Area) -> None:
    """There is money for two such payments, and a bill for one."""
    with area_context(area.id):
        pool = make_signed_pool(make_member("Peter"))
        pay(pool, pool.organiser, "100.00")
        bill(pool, "50.00")
    facts = {"pool": pool, "seller": "Marco", "amount": Decimal("50.00"), "paid_on": TODAY, "by": pool.organiser}

    answers = together(area, *[lambda: pay_bill(**facts, now=NOW)] * 2)

    assert answers == ["Transfer", "UnableToPayBill"]
    with area_context(area.id):
        assert (money_held(pool), owed_to(pool, "Marco")) == (50, 0)
        assert broken_rules() == []


def test_two_people_confirm_the_same_contribution_once(area: Area) -> None:
    with area_context(area.id):
        pool = make_signed_pool(make_member("Peter"), make_member("Jo"))
        told, jo = tell(pool, pool.organiser, "20.00"), members_of(pool)[1].profile

    answers = together(
        area,
        lambda: confirm_contribution(contribution=told, by=pool.organiser, now=NOW),
        lambda: confirm_contribution(contribution=told, by=jo, now=NOW),
    )

    assert answers == ["Contribution", "UnableToAnswerContribution"]
    with area_context(area.id):
        assert money_held(pool) == 20
        assert broken_rules() == []


def test_a_double_click_confirms_once(area: Area) -> None:
    with area_context(area.id):
        pool = make_signed_pool(make_member("Peter"), make_member("Jo"))
        bill(pool, "50.00")
        told, offered = tell(pool, pool.organiser, "20.00"), task(pool, pool.organiser, "10.00")

    assert together(area, *[lambda: confirm_contribution(contribution=told, by=pool.organiser, now=NOW)] * 2) == [
        "Contribution",
        "UnableToAnswerContribution",
    ]
    assert together(area, *[lambda: record_in_kind(task=offered, by=pool.organiser, now=NOW)] * 2) == [
        "Transfer",
        "UnableToCloseTask",
    ]
    with area_context(area.id):
        assert broken_rules() == []
