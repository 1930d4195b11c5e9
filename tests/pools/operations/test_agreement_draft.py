from datetime import date, datetime
from decimal import Decimal

import pytest

from pools.models import AgreementDraft, MoneyPath, Pool, PoolState
from pools.operations.agreement_draft import UnableToKeepDraft, keep_draft, terms_in_hand
from pools.operations.agreement_terms import USUAL_COOLING_OFF_DAYS, Annex
from pools.operations.pool_status import move_pool
from portal.models import Area, AuditEvent
from tests.factories.agreements import TERMS, freeze, make_chef, make_gym


@pytest.fixture
def gym(area: Area) -> Pool:
    return make_gym()


def test_answers_come_together_page_by_page(gym: Pool, now: datetime) -> None:
    keep_draft(pool=gym, answers={"mediator": "Ms Grey"}, by=gym.organiser, now=now)
    draft = keep_draft(
        pool=gym,
        answers={"hmrc_reserve": Decimal("250.5"), "review_dates": [date(2027, 3, 1)]},
        by=gym.organiser,
        now=now,
    )

    assert AgreementDraft.objects.get() == draft
    assert (draft.terms["hmrc_reserve"], draft.terms["review_dates"]) == ("250.50", ["2027-03-01"])
    terms = terms_in_hand(gym)
    assert (terms.mediator, terms.hmrc_reserve, terms.review_dates) == (
        "Ms Grey",
        Decimal("250.50"),
        (date(2027, 3, 1),),
    )
    assert AuditEvent.objects.filter(action="keep_agreement_draft", actor=gym.organiser).count() == 2


def test_gaps_are_allowed(gym: Pool, now: datetime) -> None:
    keep_draft(pool=gym, answers={"money_holder": ""}, by=gym.organiser, now=now)

    assert terms_in_hand(gym).money_holder == ""


def test_what_was_answered_for_the_version_before_is_there_again(gym: Pool, now: datetime) -> None:
    freeze(gym, mediator="Ms Grey")

    keep_draft(pool=gym, answers={"notice_days": 3}, by=gym.organiser, now=now)

    terms = terms_in_hand(gym)
    assert (terms.mediator, terms.notice_days, terms.money_holder) == ("Ms Grey", 3, TERMS["money_holder"])


def test_what_we_suggest_fits_what_the_pool_buys_and_the_way_of_its_money(gym: Pool) -> None:
    gym.money_path = MoneyPath.VENUE

    assert terms_in_hand(gym).annexes == (Annex.GOODS,)
    assert terms_in_hand(gym).money_holder == "Nobody: each of us pays at the place, on the day"
    assert terms_in_hand(make_chef()).annexes == ()
    assert terms_in_hand(gym).cooling_off_days == USUAL_COOLING_OFF_DAYS == 7


def test_a_pool_that_has_ended(gym: Pool, now: datetime) -> None:
    move_pool(pool=gym, state=PoolState.ENDED, by=gym.organiser, now=now)

    with pytest.raises(UnableToKeepDraft, match="This pool has ended"):
        keep_draft(pool=gym, answers={}, by=gym.organiser, now=now)
    assert not AgreementDraft.objects.exists()


def test_an_answer_to_no_question_is_a_mistake_of_ours(gym: Pool, now: datetime) -> None:
    with pytest.raises(ValueError, match="There are no such terms: horoscope"):
        keep_draft(pool=gym, answers={"horoscope": "Leo"}, by=gym.organiser, now=now)
