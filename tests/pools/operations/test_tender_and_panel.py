"""Refusals of tenders and panels, and what the points come to."""

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pools.models import (
    CandidateStage,
    Panel,
    PanelGroup,
    PanelResult,
    Pool,
    PoolState,
    Proposal,
    Tender,
    TenderCandidate,
)
from pools.operations.ballot import UnableToAsk
from pools.operations.consequences import record_choice
from pools.operations.decision import UnableToVote, close_vote
from pools.operations.panel import (
    GroupPlan,
    UnableToPublishPanel,
    UnableToScore,
    UnableToStartPanel,
    publish_panel,
    score_candidates,
    score_for_group,
    start_panel,
)
from pools.operations.pool_status import move_pool
from pools.operations.tender import (
    UnableToChangeTender,
    add_candidate,
    add_quality,
    ask_tender,
    move_candidate,
    set_presentation,
    start_tender,
    support_quality,
)
from pools.queries.decision_log import decision_log
from pools.queries.panels import CandidateScore, GroupScore, Standings, own_points, standings_of, waits_for_points
from pools.queries.pools import membership_of
from pools.queries.tenders import choice_in
from portal.models import Profile
from tests.factories.decisions import make_panel, make_tender, points, score, score_outside, terms, vote
from tests.factories.pools import make_pool
from tests.factories.portal import make_member


@pytest.fixture
def jo(member: Profile) -> Profile:
    return make_member("Jo")


@pytest.fixture
def pool(member: Profile, jo: Profile) -> Pool:
    return make_pool(member, jo)


@pytest.fixture
def tender(pool: Pool) -> Tender:
    return make_tender(pool, "Ash", "Birch")


def decide(tender: Tender, now: datetime) -> None:
    panel = make_panel(tender)
    score(panel, tender.pool.organiser, 90, 80)
    score_outside(panel, 70, 75)
    publish_panel(panel=panel, by=tender.pool.organiser, now=now)


def test_start_tender_starts_once_and_needs_a_title(pool: Pool, member: Profile, now: datetime) -> None:
    first = start_tender(pool=pool, title="Night support", by=member, now=now)

    assert start_tender(pool=pool, title=" Night support ", by=member, now=now) == first
    with pytest.raises(UnableToChangeTender, match="Say what you look for"):
        start_tender(pool=pool, title=" ", by=member, now=now)
    move_pool(pool=pool, state=PoolState.ENDED, by=member, now=now)
    with pytest.raises(UnableToChangeTender, match="has ended"):
        start_tender(pool=pool, title="Day support", by=member, now=now)


def test_add_and_support_quality_refuse(tender: Tender, member: Profile, jo: Profile, now: datetime) -> None:
    quality = add_quality(tender=tender, words="Kind", by=jo, now=now)

    with pytest.raises(UnableToChangeTender, match="on the list already"):
        add_quality(tender=tender, words="kind", by=member, now=now)
    with pytest.raises(UnableToChangeTender, match="You wrote this yourself"):
        support_quality(quality=quality, by=jo, now=now)
    with pytest.raises(UnableToChangeTender, match="Only members"):
        support_quality(quality=quality, by=make_member("Stranger"), now=now)
    support_quality(quality=quality, by=member, now=now)
    with pytest.raises(UnableToChangeTender, match="support this already"):
        support_quality(quality=quality, by=member, now=now)


def test_a_provider_goes_step_by_step(tender: Tender, member: Profile, now: datetime) -> None:
    candidate = add_candidate(tender=tender, name="Cedar", by=member, now=now)

    with pytest.raises(UnableToChangeTender, match="cannot take that step"):
        move_candidate(candidate=candidate, stage=CandidateStage.PRESENTED, by=member, now=now)
    with pytest.raises(UnableToChangeTender, match="cannot take that step"):
        move_candidate(candidate=candidate, stage=CandidateStage.CHOSEN, by=member, now=now)
    with pytest.raises(UnableToChangeTender, match="on the list already"):
        add_candidate(tender=tender, name="CEDAR", by=member, now=now)
    assert [candidate.letter for candidate in tender.candidates.all()] == ["Provider A", "Provider B", "Provider C"]


def test_the_short_list_stays_while_somebody_is_being_chosen(tender: Tender, member: Profile, now: datetime) -> None:
    cedar = add_candidate(tender=tender, name="Cedar", by=member, now=now)
    make_panel(tender)

    with pytest.raises(UnableToChangeTender, match="the short list stays as it is"):
        move_candidate(candidate=cedar, stage=CandidateStage.SHORT_LISTED, by=member, now=now)
    ash = tender.candidates.first()
    assert move_candidate(candidate=ash, stage=CandidateStage.PRESENTED, by=member, now=now).stage == "presented"
    with pytest.raises(UnableToAsk, match="You are choosing right now"):
        ask_tender(tender=tender, terms=terms(now=now), by=member, now=now)


def test_after_the_choice_nothing_changes(tender: Tender, member: Profile, now: datetime) -> None:
    decide(tender, now)
    acts = [
        lambda: add_quality(tender=tender, words="Kind", by=member, now=now),
        lambda: add_candidate(tender=tender, name="Cedar", by=member, now=now),
        lambda: set_presentation(tender=tender, presents_on=date(2026, 12, 1), by=member, now=now),
    ]

    for act in acts:
        with pytest.raises(UnableToChangeTender, match="chosen a provider already"):
            act()
    with pytest.raises(UnableToAsk, match="chosen a provider already"):
        ask_tender(tender=tender, terms=terms(now=now), by=member, now=now)
    with pytest.raises(UnableToStartPanel, match="There is a panel already"):
        make_panel(tender)


def test_ask_tender_needs_a_short_list_and_asks_once(pool: Pool, member: Profile, now: datetime) -> None:
    tender = make_tender(pool)

    with pytest.raises(UnableToAsk, match="Nobody is on the short list"):
        ask_tender(tender=tender, terms=terms(now=now), by=member, now=now)
    listed = make_tender(pool, "Ash", title="Another")
    ask_tender(tender=listed, terms=terms(now=now), by=member, now=now)
    with pytest.raises(UnableToAsk, match="choosing right now"):
        ask_tender(tender=listed, terms=terms(now=now), by=member, now=now)
    with pytest.raises(UnableToStartPanel, match="choosing right now"):
        make_panel(listed)


def test_hidden_names_are_hidden_on_the_ballot_and_a_tie_of_the_panel_goes_to_the_vote(
    pool: Pool, member: Profile, jo: Profile, now: datetime
) -> None:
    tender = make_tender(pool, "Ash", "Birch", hides_names=True)
    panel = make_panel(tender, ours="50", others="50")
    score(panel, member, 80, 70)
    score_outside(panel, 70, 80)
    publish_panel(panel=panel, by=member, now=now)

    proposal = ask_tender(tender=tender, terms=terms(now=now), by=member, now=now)
    for person in (member, jo):
        vote(proposal, person, "Provider B", now=now)
    close_vote(proposal=proposal, by=member, now=now)

    assert choice_in(tender).candidate.name == "Birch"
    assert {entry.outcome for entry in decision_log(pool)} == {"Birch (Provider B)", "Nobody yet: the points are equal"}


def test_a_vote_on_a_choice_that_is_made_is_taken_back(tender: Tender, member: Profile, now: datetime) -> None:
    proposal = ask_tender(tender=tender, terms=terms(now=now), by=member, now=now)
    ash = tender.candidates.first()
    record_choice(tender=tender, candidate=ash, reason="By hand", proposal=proposal, by=member, now=now)

    with pytest.raises(UnableToVote, match="chosen a provider already"):
        vote(proposal, member, "Ash", now=now)
    assert close_vote(proposal=proposal, by=None, now=proposal.closes_at).outcome == "withdrawn"


@pytest.mark.parametrize(
    ("groups", "sentence"),
    [
        ([("Residents", 15, True), ("Others", 84, False)], "They are 99 now"),
        ([("Residents", 100, True)], "one other at least"),
        ([("Residents", 50, True), ("Others", 50, True)], "Give your own group"),
        ([("Residents", 15, True), ("residents", 85, False)], "same name"),
        ([("Residents", 15, True), (" ", 85, False)], "Give each group a name"),
        ([("Residents", 0, True), ("Others", 100, False)], "more than 0"),
    ],
)
def test_start_panel_refuses_groups(
    tender: Tender, member: Profile, now: datetime, groups: list[tuple[str, int, bool]], sentence: str
) -> None:
    plans = [GroupPlan(name=name, weight=Decimal(weight), is_ours=is_ours) for name, weight, is_ours in groups]

    with pytest.raises(UnableToStartPanel, match=sentence):
        start_panel(tender=tender, groups=plans, by=member, now=now)
    assert Panel.objects.count() == 0


def test_start_panel_needs_two_on_the_short_list(pool: Pool, now: datetime) -> None:
    with pytest.raises(UnableToStartPanel, match="two providers at least"):
        make_panel(make_tender(pool, "Ash"))
    move_pool(pool=pool, state=PoolState.ENDED, by=pool.organiser, now=now)
    with pytest.raises(UnableToStartPanel, match="has ended"):
        make_panel(Tender.objects.get())


def test_scores_are_for_everybody_on_the_list_and_from_members(
    tender: Tender, member: Profile, jo: Profile, now: datetime
) -> None:
    panel = make_panel(tender)
    ash = tender.candidates.first()

    with pytest.raises(UnableToScore, match="each provider on the short list"):
        score_candidates(panel=panel, points={ash: Decimal(90)}, by=jo, now=now)
    with pytest.raises(UnableToScore, match="from 0 to 100"):
        score(panel, jo, 90, 101)
    with pytest.raises(UnableToScore, match="Only members"):
        score(panel, make_member("Stranger"), 90, 80)
    group = panel.groups.get(is_ours=True)
    with pytest.raises(UnableToScore, match="Each member gives their own points"):
        score_for_group(group=group, points=points(tender, 1, 2), by=member, now=now)
    assert waits_for_points(panel, membership_of(tender.pool, jo))
    score(panel, jo, 90, 80)
    score(panel, jo, 60, 50)
    assert list(own_points(panel, membership_of(tender.pool, jo)).values()) == [60, 50]
    assert not waits_for_points(panel, membership_of(tender.pool, jo))
    score_outside(panel, 70, 75)
    publish_panel(panel=panel, by=member, now=now)
    with pytest.raises(UnableToScore, match="The result is out already"):
        score(panel, jo, 90, 80)
    with pytest.raises(UnableToPublishPanel, match="The result is out already"):
        publish_panel(panel=panel, by=member, now=now)


def test_the_points_of_those_who_left_do_not_count(tender: Tender, member: Profile, jo: Profile, now: datetime) -> None:
    panel = make_panel(tender)
    score(panel, member, 80, 80)
    score(panel, jo, 0, 0)

    tender.pool.memberships.filter(profile=jo).update(left_at=now)

    ours = standings_of(panel).scores[0].groups[0]
    assert (ours.people, ours.mean) == (1, Decimal(80))


def test_publishing_leaves_nothing_behind_when_it_stops_half_way(
    tender: Tender, member: Profile, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**_details: object) -> None:
        raise RuntimeError

    panel = make_panel(tender)
    score(panel, member, 90, 80)
    score_outside(panel, 70, 75)
    monkeypatch.setattr("pools.operations.panel.notify", broken)
    with pytest.raises(RuntimeError):
        publish_panel(panel=panel, by=member, now=now)

    assert PanelResult.objects.count() == 0
    assert choice_in(tender) is None
    assert Proposal.objects.count() == 0


# What the points come to, without a database.

POINTS = st.decimals(0, 100, places=2)


@st.composite
def panels(draw: st.DrawFn) -> Standings:
    """One to four groups that weigh 100 together, and two to five providers, each with points from each group."""
    cuts = sorted(draw(st.sets(st.integers(1, 9_999), max_size=3)))
    weights = [Decimal(right - left) / 100 for left, right in zip([0, *cuts], [*cuts, 10_000], strict=True)]
    groups = [PanelGroup(name=f"group {place}", weight=weight) for place, weight in enumerate(weights)]
    return Standings(
        scores=[
            CandidateScore(
                candidate=TenderCandidate(name=f"provider {place}", place=place),
                groups=[
                    GroupScore(group=group, points=draw(st.lists(POINTS, min_size=1, max_size=7))) for group in groups
                ],
            )
            for place in range(draw(st.integers(2, 5)))
        ]
    )


@given(standings=panels())
def test_a_total_is_the_weighted_mean_to_a_hundredth(standings: Standings) -> None:
    for score_of_one in standings.scores:
        exact = sum(
            Fraction(group.group.weight) / 100 * sum(map(Fraction, group.points)) / len(group.points)
            for group in score_of_one.groups
        )
        assert abs(Fraction(score_of_one.total) - exact) <= Fraction(1, 200)
        assert 0 <= score_of_one.total <= 100
    assert {best.total for best in standings.best} == {max(one.total for one in standings.scores)}


def test_half_a_hundredth_goes_up() -> None:
    half = PanelGroup(name="Half", weight=Decimal(50))
    one = CandidateScore(
        candidate=TenderCandidate(name="Ash", place=0),
        groups=[GroupScore(group=half, points=[Decimal("0.01")]), GroupScore(group=half, points=[Decimal(0)])],
    )

    assert one.total == Decimal("0.01")


def test_points_that_are_missing_are_said() -> None:
    group = PanelGroup(name="Residents", weight=Decimal(100))
    nothing = GroupScore(group=group, points=[])

    assert (nothing.mean, nothing.counts, nothing.words) == (None, None, "Residents: no points yet.")
    assert CandidateScore(candidate=TenderCandidate(name="Ash", place=0), groups=[nothing]).total is None
    assert Standings(scores=[]).best == []
