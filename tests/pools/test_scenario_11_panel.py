"""Scenario 11: a panel chooses a provider. The residents' points count 15 percent, and all can read how it came out."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from pools.models import CandidateStage, Pool, TenderCandidate
from pools.operations.panel import UnableToPublishPanel, publish_panel
from pools.queries.tenders import choice_in, shown_to
from portal.models import Notification, Profile
from tests.factories.decisions import make_panel, make_tender, score, score_outside
from tests.factories.pools import make_pool
from tests.factories.portal import make_member

Browse = Callable[..., Client]


@pytest.fixture
def residents(member: Profile) -> list[Profile]:
    return [member, make_member("Jo"), make_member("Ann")]


@pytest.fixture
def pool(residents: list[Profile]) -> Pool:
    return make_pool(*residents, title="Potters' tender panel")


def test_b_wins_and_the_explanation_is_told_to_everybody(
    pool: Pool, residents: list[Profile], browse: Browse, now: datetime
) -> None:
    tender = make_tender(pool, "Ashgrove", "Brightside", hides_names=True)
    panel = make_panel(tender)
    for resident, points in zip(residents, [(95, 85), (90, 80), (85, 75)], strict=True):
        score(panel, resident, *points)
    score_outside(panel, 70, 75)

    result = publish_panel(panel=panel, by=pool.organiser, now=now)

    assert [(row["name"], row["total"]) for row in result.totals] == [("Ashgrove", "73.00"), ("Brightside", "75.75")]
    assert result.winner.name == "Brightside"
    assert result.words == (
        "Ashgrove (Provider A): Residents gave 90.00 (the mean of 3 people); that counts 15%: 13.50. "
        "Commissioners gave 70.00; that counts 85%: 59.50. Together: 73.00.\n\n"
        "Brightside (Provider B): Residents gave 80.00 (the mean of 3 people); that counts 15%: 12.00. "
        "Commissioners gave 75.00; that counts 85%: 63.75. Together: 75.75.\n\n"
        "Brightside has the most points: 75.75."
    )
    choice = choice_in(tender)
    assert (choice.candidate, choice.panel, choice.reason) == (result.winner, panel, result.words)
    stages = TenderCandidate.objects.with_stage().filter(tender=tender).values_list("name", "stage")
    assert dict(stages) == {"Ashgrove": CandidateStage.NOT_CHOSEN, "Brightside": CandidateStage.CHOSEN}
    told = Notification.objects.filter(key__startswith="panel_over")
    assert {notice.recipient.shown_name for notice in told} == {"Jo", "Ann"}
    assert "that counts 15%" in told[0].body
    for resident in residents:
        page = browse(resident).get(panel.get_absolute_url()).content.decode()
        assert "75.75" in page
        assert "Residents gave 90.00 (the mean of 3 people); that counts 15%: 13.50." in page
        assert "Brightside has the most points" in browse(resident).get(pool.get_decisions_url()).content.decode()


def test_the_names_stay_hidden_until_the_end(
    pool: Pool, residents: list[Profile], browse: Browse, now: datetime
) -> None:
    tender = make_tender(pool, "Ashgrove", "Brightside", hides_names=True)
    panel = make_panel(tender)
    jo = browse(residents[1])
    addresses = [
        tender.get_absolute_url(),
        panel.get_absolute_url(),
        reverse("pools:score_candidates", args=[pool.pk, tender.pk]),
        reverse("api:pool-tender-detail", kwargs={"pool_id": pool.pk, "pk": tender.pk}),
        pool.get_decisions_url(),
    ]

    for address in addresses:
        page = jo.get(address).content.decode()
        assert "Brightside" not in page
    assert "Provider B" in jo.get(addresses[0]).content.decode()
    assert [shown.name for shown in shown_to(residents[0], tender, tender.candidates.all())] == [
        "Ashgrove (Provider A)",
        "Brightside (Provider B)",
    ]

    score(panel, residents[0], 90, 80)
    score_outside(panel, 70, 75)
    publish_panel(panel=panel, by=pool.organiser, now=now)
    assert "Brightside" in jo.get(addresses[0]).content.decode()


def test_nothing_comes_out_before_all_points_are_here(pool: Pool, now: datetime) -> None:
    panel = make_panel(make_tender(pool, "Ashgrove", "Brightside"))

    with pytest.raises(UnableToPublishPanel, match="Residents and Commissioners"):
        publish_panel(panel=panel, by=pool.organiser, now=now)
    score_outside(panel, 70, 75)
    with pytest.raises(UnableToPublishPanel, match=r"still to give their points: Residents\."):
        publish_panel(panel=panel, by=pool.organiser, now=now)


def test_equal_points_choose_nobody_and_say_so(pool: Pool, now: datetime) -> None:
    tender = make_tender(pool, "Ashgrove", "Brightside")
    panel = make_panel(tender, ours="50", others="50")
    score(panel, pool.organiser, Decimal("80.00"), Decimal("70.00"))
    score_outside(panel, 70, 80)

    result = publish_panel(panel=panel, by=pool.organiser, now=now)

    assert result.winner is None
    assert result.words.endswith(
        "Ashgrove and Brightside have equally many points: 75.00. So the panel has chosen nobody. You can vote on it."
    )
    assert choice_in(tender) is None
