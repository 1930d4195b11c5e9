"""Scenario 3: three men buy gym equipment. What they forgot at first is asked, and nothing is bought too early."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from pools.models import GateKind, Period, Pool, PoolMembership, PoolState, PurchaseKind
from pools.operations.consent import file_consent, need_consent, renew_consent
from pools.operations.costing import keep_promise
from pools.operations.decision import UnableToPropose
from pools.operations.gate import add_gate
from pools.operations.pool_status import move_pool
from pools.operations.purchase import UnableToPurchase, record_purchase
from pools.operations.use import (
    UnableToUse,
    accept_disclaimer,
    answer_health_questions,
    record_doctors_word,
    record_induction,
    record_risk_assessment,
    start_using,
)
from pools.queries.costing import current_shares, explain_shares, figures_of, sheet_of
from pools.queries.gates import use_of
from portal.models import Area
from tests.factories.pools import agree, cost, look_at_shares, make_pool, make_proposal, paper, sign
from tests.factories.portal import make_member


@pytest.fixture
def gym(area: Area) -> Pool:
    men = [make_member(name) for name in ("Alan", "Barry", "Colin")]
    return make_pool(*men, title="A gym at home", purpose="To keep fit together.", buying=PurchaseKind.EQUIPMENT)


def fill_in(gym: Pool, *, assembly_paid_by: str = "") -> None:
    cost(gym, "500.00")
    cost(gym, "200.00", prompt="assembly", paid_by=assembly_paid_by)
    cost(gym, "25.00", prompt="induction")
    cost(gym, "170.00", prompt="servicing", period=Period.YEARLY)
    cost(gym, "0.00", prompt="insurance")
    landlord = gym.consents.get(kind="landlord")
    need_consent(consent=landlord, name="Lakeside Homes", by=gym.organiser, now=gym.made_at)


def amounts(gym: Pool) -> list[str]:
    return [str(share.amount) for share in current_shares(gym)[1]]


def test_a_sheet_with_the_price_alone_says_what_is_blank(gym: Pool) -> None:
    cost(gym, "500.00")

    sheet = sheet_of(gym)

    assert [blank.key for blank in sheet.blanks] == ["assembly", "induction", "servicing", "insurance", "landlord"]
    assert not sheet.is_complete
    with pytest.raises(UnableToPropose, match=r"Putting it together.*Learning to use.*Servicing.*Insurance.*landlord"):
        make_proposal(gym)


def test_the_full_sheet_is_shared_to_the_penny(gym: Pool) -> None:
    fill_in(gym)

    sheet, shares = current_shares(gym)

    assert sheet.is_complete
    assert (sheet.total, sheet.once, sheet.again) == (Decimal("895.00"), Decimal("725.00"), Decimal("170.00"))
    assert amounts(gym) == ["298.34", "298.33", "298.33"]
    assert explain_shares(sheet=sheet, shares=shares, rule=gym.sharing_rule) == (
        "£895.00 between 3: £298.34 for Alan; £298.33 each for Barry and Colin."
    )


def test_what_somebody_else_pays_is_not_shared(gym: Pool) -> None:
    fill_in(gym, assembly_paid_by="Richmond House")

    sheet = sheet_of(gym)

    assert (sheet.total, sheet.paid_by_others) == (Decimal("695.00"), Decimal("200.00"))
    assert amounts(gym) == ["231.67", "231.67", "231.66"]


def test_a_promise_by_word_is_a_risk_and_no_blank(gym: Pool, now: datetime) -> None:
    fill_in(gym, assembly_paid_by="Richmond House")

    sheet = sheet_of(gym)
    assert sheet.is_complete
    (risk,) = sheet.risks
    assert risk == (
        "Richmond House has only said that they pay £200.00 (Putting it together and setting it up)."
        " If they do not, you share it."
    )

    line = gym.cost_lines.get(prompt="assembly")
    keep_promise(line=line, promised_on=date(2026, 11, 2), by=gym.organiser, now=now)
    assert sheet_of(gym).risks == []


def test_what_somebody_pays_in_part_is_shared_for_the_rest(gym: Pool) -> None:
    fill_in(gym)
    cost(gym, "200.00", prompt="assembly", paid_by="Richmond House", paid_part=Decimal("50.00"))

    sheet = sheet_of(gym)

    assert (sheet.total, sheet.paid_by_others) == (Decimal("845.00"), Decimal("50.00"))
    assert amounts(gym) == ["281.67", "281.67", "281.66"]
    told = [(line["amount"], line["paid_by"]) for line in figures_of(gym)["lines"] if "together" in line["label"]]
    assert told == [("150.00", ""), ("50.00", "Richmond House")]


def test_nothing_is_bought_before_the_landlord_has_said_yes_in_writing(gym: Pool, now: datetime) -> None:
    fill_in(gym)
    look_at_shares(gym)
    agree(gym)
    sign(gym)
    purchase = {"what": "Two bikes", "seller": "Fit Shop", "amount": Decimal("500.00"), "bought_on": date(2026, 11, 23)}

    with pytest.raises(UnableToPurchase, match="You still need a yes in writing from: Lakeside Homes"):
        record_purchase(pool=gym, **purchase, by=gym.organiser, now=now)
    with pytest.raises(IntegrityError, match="missing in writing"), transaction.atomic():
        gym.purchases.create(**purchase, recorded_by=gym.organiser, recorded_at=now)

    landlord = gym.consents.get(kind="landlord")
    file_consent(consent=landlord, file=paper(), dated_on=date(2026, 11, 20), by=gym.organiser, now=now)
    bought = record_purchase(pool=gym, **purchase, by=gym.organiser, now=now)
    assert bought.amount == Decimal("500.00")


def test_nobody_uses_it_before_induction_and_disclaimer(gym: Pool, now: datetime) -> None:
    fill_in(gym)
    look_at_shares(gym)
    agree(gym)
    sign(gym)
    file_consent(
        consent=gym.consents.get(kind="landlord"), file=paper(), dated_on=now.date(), by=gym.organiser, now=now
    )
    record_purchase(
        pool=gym,
        what="Two bikes",
        seller="Fit Shop",
        amount=Decimal("500.00"),
        bought_on=now.date(),
        by=gym.organiser,
        now=now,
    )
    barry = PoolMembership.objects.get(pool=gym, profile__shown_name="Barry")

    with pytest.raises(UnableToUse, match="You need this first: the induction and your yes to the rules of use"):
        start_using(membership=barry, by=barry.profile, now=now)
    accept_disclaimer(membership=barry, by=barry.profile, now=now)
    with pytest.raises(UnableToUse, match=r"You need this first: the induction\."):
        start_using(membership=barry, by=barry.profile, now=now)
    with pytest.raises(IntegrityError, match="comes before using it"), transaction.atomic():
        PoolMembership.objects.filter(pk=barry.pk).update(cleared_for_use_at=now)
    record_induction(membership=barry, given_by="Ray, instructor", by=gym.organiser, now=now)
    assert start_using(membership=barry, by=barry.profile, now=now).cleared_for_use_at == now


def test_all_five_gates_of_the_gym(gym: Pool, now: datetime) -> None:
    """GP recommendation, PAR-Q, induction, the care provider's risk assessment and the disclaimer [003:1501-1505]."""
    for kind in (GateKind.HEALTH, GateKind.DOCTOR, GateKind.RISK):
        add_gate(pool=gym, kind=kind, reason="As in every gym.", by=gym.organiser, now=now)
    move_pool(pool=gym, state=PoolState.BOUGHT, by=gym.organiser, now=now)
    barry = PoolMembership.objects.get(pool=gym, profile__shown_name="Barry")
    own, organiser = {"membership": barry, "by": barry.profile}, {"membership": barry, "by": gym.organiser}

    accept_disclaimer(**own, now=now)
    record_induction(**organiser, given_by="Ray, instructor", now=now)
    answer_health_questions(**own, answers=[False] * 7, now=now)
    with pytest.raises(UnableToUse, match="You need this first: your doctor's word and the risk assessment"):
        start_using(**own, now=now)
    record_doctors_word(**own, given_by="Dr Shah", file=paper(), now=now)
    record_risk_assessment(**organiser, given_by="Richmond House", now=now)

    assert start_using(**own, now=now).cleared_for_use_at == now
    assert use_of(barry, on=now.date()).missing == []


def test_a_consent_that_has_run_out_blocks_like_one_that_is_missing(gym: Pool, now: datetime) -> None:
    fill_in(gym)
    look_at_shares(gym)
    agree(gym)
    sign(gym)
    landlord = gym.consents.get(kind="landlord")
    last_day = date(2026, 11, 30)
    file_consent(consent=landlord, file=paper(), dated_on=now.date(), valid_until=last_day, by=gym.organiser, now=now)
    later = now + timedelta(days=14)
    purchase = {"what": "Two bikes", "seller": "Fit Shop", "amount": Decimal("500.00"), "bought_on": later.date()}

    with pytest.raises(UnableToPurchase, match="This yes has run out, so ask for a new letter: Lakeside Homes"):
        record_purchase(pool=gym, **purchase, by=gym.organiser, now=later)
    with pytest.raises(IntegrityError, match="has run out"), transaction.atomic():
        gym.purchases.create(**purchase, recorded_by=gym.organiser, recorded_at=later)

    renew_consent(consent=landlord, file=paper(), dated_on=later.date(), by=gym.organiser, now=later)
    assert record_purchase(pool=gym, **purchase, by=gym.organiser, now=later).bought_on == later.date()
    assert landlord.papers.count() == 2
