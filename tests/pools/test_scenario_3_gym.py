"""Scenario 3: three men buy gym equipment. What they forgot at first is asked, and nothing is bought too early."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from pools.models import Period, Pool, PoolMembership, PurchaseKind
from pools.operations.consent import file_consent, need_consent
from pools.operations.decision import UnableToPropose
from pools.operations.purchase import UnableToPurchase, record_purchase
from pools.operations.use import UnableToUse, accept_disclaimer, record_induction, start_using
from pools.queries.costing import current_shares, explain_shares, sheet_of
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

    with pytest.raises(UnableToUse, match="You need the induction first, and then accept"):
        start_using(membership=barry, by=barry.profile, now=now)
    accept_disclaimer(membership=barry, by=barry.profile, now=now)
    with pytest.raises(UnableToUse, match=r"You need the induction first\."):
        start_using(membership=barry, by=barry.profile, now=now)
    record_induction(membership=barry, given_by="Ray, instructor", by=gym.organiser, now=now)
    assert start_using(membership=barry, by=barry.profile, now=now).cleared_for_use_at == now
