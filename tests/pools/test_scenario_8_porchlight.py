"""Scenario 8, Porchlight: £500.00 a year each. The first choice is wrong after three months, and there is a second."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from pools.models import PaidHow, Pool, PoolState, Purchase
from pools.operations.agreement import UnableToWithdrawSignature, withdraw_signature
from pools.operations.pool_review import note_review, plan_review
from pools.operations.purchase import UnableToPurchase, record_purchase
from pools.queries.agreements import active_agreement
from pools.queries.ledger import balance_of_member, left_to_spend, money_held, transfers_of
from pools.queries.ledger_check import broken_rules
from pools.queries.pools import members_of, state_of
from pools.queries.reviews import note_of
from portal.models import Area
from tests.factories.money import NOW, make_signed_pool, pay
from tests.factories.portal import make_member

THREE_MONTHS_LATER = NOW + timedelta(days=91)
EACH = Decimal("500.00")


@pytest.fixture
def porchlight(area: Area) -> Pool:
    """Three people, who have paid in their £500.00 each."""
    pool = make_signed_pool(*map(make_member, ("Dee", "Kit", "Lou")), price="1500.00")
    for membership in members_of(pool):
        pay(pool, membership.profile, "500.00")
    return pool


def choose(pool: Pool, what: str, amount: str, *, now: datetime) -> Purchase:
    return record_purchase(
        pool=pool,
        what=what,
        seller="Adult Education",
        amount=Decimal(amount),
        bought_on=now.date(),
        paid_how=PaidHow.HELD,
        by=pool.organiser,
        now=now,
    )


def test_a_second_choice_is_possible_within_what_is_left(porchlight: Pool) -> None:
    agreement = active_agreement(porchlight)
    assert {share["amount"] for share in agreement.figures["shares"]} == {str(EACH)}
    wrong = choose(porchlight, "A course in book-keeping", "620.00", now=NOW)
    review = plan_review(
        pool=porchlight, planned_on=THREE_MONTHS_LATER.date(), by=porchlight.organiser, now=NOW + timedelta(days=1)
    )

    note_review(
        review=review,
        not_working="This course is not for us.",
        change="We choose another one.",
        by=porchlight.organiser,
        now=THREE_MONTHS_LATER,
    )
    assert left_to_spend(porchlight) == Decimal("880.00")
    with pytest.raises(UnableToPurchase, match=r"You have agreed to pay £880\.00 more for costs, and this is £880\.01"):
        choose(porchlight, "A course in film-making", "880.01", now=THREE_MONTHS_LATER)
    right = choose(porchlight, "A course in film-making", "880.00", now=THREE_MONTHS_LATER)

    # Both stand there, in their order, with what was learned between them. Nothing is erased, and nobody is named.
    assert list(porchlight.purchases.order_by("bought_on")) == [wrong, right]
    assert [transfer.words for transfer in transfers_of(porchlight).filter(kind="bill")] == [right.what, wrong.what]
    assert note_of(review).not_working == "This course is not for us."
    assert (left_to_spend(porchlight), money_held(porchlight)) == (Decimal("0.00"), Decimal("0.00"))
    assert {balance_of_member(porchlight, membership.profile) for membership in members_of(porchlight)} == {0}
    assert broken_rules() == []


def test_the_second_choice_needs_no_new_signature(porchlight: Pool) -> None:
    """It is the same agreement: everybody signed for £500.00, and not for one course."""
    before = active_agreement(porchlight)
    choose(porchlight, "A course in book-keeping", "620.00", now=NOW)

    choose(porchlight, "A course in film-making", "100.00", now=THREE_MONTHS_LATER)

    assert active_agreement(porchlight) == before
    assert state_of(porchlight) == PoolState.BOUGHT
    with pytest.raises(UnableToWithdrawSignature, match="it has been bought"):
        withdraw_signature(agreement=before, by=porchlight.organiser, now=THREE_MONTHS_LATER)
