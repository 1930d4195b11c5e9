from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from pools.models import DecisionRule, OptionKind, Outcome, Pool, PoolState, Proposal
from pools.operations.decision import (
    UnableToCloseVote,
    UnableToPropose,
    UnableToReopenCosting,
    UnableToVote,
    cast_vote,
    close_vote,
    propose,
    reopen_costing,
)
from pools.operations.purchase import record_purchase
from pools.queries.decisions import Count, count_votes, private_words_for, verdict_of
from pools.queries.pools import state_of
from portal.models import Notification, Profile
from tests.factories.pools import (
    cost,
    look_at_shares,
    make_agreed_pool,
    make_costed_pool,
    make_pool,
    make_proposal,
    sign,
    state_rows,
    waive_the_rest,
)
from tests.factories.portal import make_member

YES, NO_CHANGE = OptionKind.GO_AHEAD, OptionKind.NO_CHANGE


@pytest.fixture
def others(member: Profile) -> list[Profile]:
    return [make_member("Jo"), make_member("Ann")]


@pytest.fixture
def pool(member: Profile, others: list[Profile]) -> Pool:
    return make_costed_pool(member, *others, price="100.00")


def test_propose_freezes_the_figures(pool: Pool, now: datetime) -> None:
    proposal = make_proposal(pool, now=now)

    assert proposal.figures["total"] == "100.00"
    assert [(share["name"], share["amount"]) for share in proposal.figures["shares"]] == [
        ("Peter", "33.34"),
        ("Jo", "33.33"),
        ("Ann", "33.33"),
    ]
    assert proposal.figures["lines"][0] == {
        "label": "The price itself",
        "period": "once",
        "amount": "100.00",
        "first_year": "100.00",
        "paid_by": "",
        "waived_reason": "",
    }
    assert [option.kind for option in proposal.options.all()] == [YES, NO_CHANGE]
    assert state_of(pool) == PoolState.PROPOSED
    told = Notification.objects.filter(key__startswith="vote_begins")
    assert {notice.recipient.shown_name for notice in told} == {"Jo", "Ann"}


def test_propose_refuses_blanks_and_says_which(member: Profile, now: datetime) -> None:
    pool = make_pool(member)
    cost(pool, "100.00")
    look_at_shares(pool)

    with pytest.raises(UnableToPropose) as refusal:
        make_proposal(pool, now=now)

    assert str(refusal.value) == (
        "Some questions about the costs have no answer yet: The room or the place; Getting there and back; "
        "Somebody to help on the day; Insurance."
    )


def test_propose_refuses_while_somebody_has_not_looked(member: Profile, others: list[Profile], now: datetime) -> None:
    pool = make_pool(member, *others)
    cost(pool, "100.00")
    waive_the_rest(pool)

    with pytest.raises(UnableToPropose, match=r"Still to look: Peter, Jo and Ann\."):
        make_proposal(pool, now=now)

    look_at_shares(pool)
    cost(pool, "90.00")
    with pytest.raises(UnableToPropose, match="Still to look"):
        make_proposal(pool, now=now)
    assert Proposal.objects.count() == 0


def test_propose_refuses_a_vote_that_ends_before_it_begins(pool: Pool, now: datetime) -> None:
    with pytest.raises(UnableToPropose, match="still to come") as refusal:
        propose(pool=pool, closes_at=now, by=pool.organiser, now=now)

    assert refusal.value.field == "closes_on"


def test_propose_refuses_a_second_vote_at_the_same_time(pool: Pool, now: datetime) -> None:
    make_proposal(pool, now=now)

    with pytest.raises(UnableToPropose, match="A vote is going on"):
        make_proposal(pool, now=now)


def test_the_newest_vote_counts(pool: Pool, member: Profile, others: list[Profile], now: datetime) -> None:
    proposal = make_proposal(pool, now=now)

    cast_vote(proposal=proposal, choice=YES, by=member, now=now)
    cast_vote(proposal=proposal, choice=NO_CHANGE, by=member, now=now + timedelta(minutes=1))
    cast_vote(proposal=proposal, choice=YES, by=others[0], now=now)

    assert count_votes(proposal) == Count(people=3, yes=1, no=1)


def test_private_words_are_for_the_organiser_alone(
    pool: Pool, member: Profile, others: list[Profile], now: datetime
) -> None:
    proposal = make_proposal(pool, now=now)

    cast_vote(proposal=proposal, choice=YES, private_words="I worry about the bus.", by=others[0], now=now)

    assert [vote.private_words for vote in private_words_for(proposal, member)] == ["I worry about the bus."]
    assert list(private_words_for(proposal, others[0])) == []
    assert list(private_words_for(proposal, others[1])) == []


def test_nobody_votes_who_is_not_in_or_too_late(pool: Pool, member: Profile, now: datetime) -> None:
    proposal = make_proposal(pool, now=now)

    with pytest.raises(UnableToVote, match="Only members"):
        cast_vote(proposal=proposal, choice=YES, by=make_member("Stranger"), now=now)
    with pytest.raises(UnableToVote, match="This vote is over"):
        cast_vote(proposal=proposal, choice=YES, by=member, now=proposal.closes_at)

    close_vote(proposal=proposal, by=member, now=proposal.closes_at)
    with pytest.raises(UnableToVote, match="This vote is over"):
        cast_vote(proposal=proposal, choice=YES, by=member, now=now)


def test_close_vote_when_everybody_has_voted(pool: Pool, member: Profile, others: list[Profile], now: datetime) -> None:
    proposal = make_proposal(pool, now=now)
    for person in (member, *others):
        cast_vote(proposal=proposal, choice=YES, by=person, now=now)

    result = close_vote(proposal=proposal, by=others[0], now=now)

    assert (result.outcome, result.people, result.yes_votes, result.no_votes) == (Outcome.AGREED, 3, 3, 0)
    assert result.words == (
        "3 of 3 said yes, and 0 said no change. Your rule is that everybody says yes. So you go ahead."
    )
    assert state_rows(pool) == [PoolState.GATHERING, PoolState.COSTING, PoolState.PROPOSED, PoolState.AGREED]
    assert Notification.objects.filter(key__startswith="vote_over").count() == 2
    with pytest.raises(UnableToCloseVote, match="over already"):
        close_vote(proposal=proposal, by=member, now=now)


def test_close_vote_waits_for_everybody_or_for_its_time(pool: Pool, member: Profile, now: datetime) -> None:
    proposal = make_proposal(pool, now=now)
    cast_vote(proposal=proposal, choice=YES, by=member, now=now)

    with pytest.raises(UnableToCloseVote, match="there is still time"):
        close_vote(proposal=proposal, by=member, now=proposal.closes_at - timedelta(seconds=1))
    result = close_vote(proposal=proposal, by=member, now=proposal.closes_at)

    assert result.outcome == Outcome.NOT_AGREED
    assert state_of(pool) == PoolState.COSTING


def test_where_too_few_vote_on_the_costs_nothing_changes(pool: Pool, member: Profile, now: datetime) -> None:
    ends = now + timedelta(days=7)
    with pytest.raises(UnableToPropose, match="You are 3"):
        propose(pool=pool, closes_at=ends, quorum=4, by=member, now=now)
    proposal = propose(pool=pool, closes_at=ends, quorum=2, by=member, now=now)
    # Nobody says no, which is all that the rule asks for.
    cast_vote(proposal=proposal, choice=YES, by=member, now=now)

    result = close_vote(proposal=proposal, by=member, now=ends)

    assert (result.outcome, state_of(pool)) == (Outcome.NO_QUORUM, PoolState.COSTING)
    assert (
        result.words == "Not enough people voted. 1 person voted. It needed 2. So nothing changes. You can ask again."
    )


@pytest.mark.parametrize(
    ("rule", "yes", "no", "is_agreed"),
    [
        (DecisionRule.CONSENSUS, 5, 0, True),
        (DecisionRule.CONSENSUS, 4, 0, False),
        (DecisionRule.CONSENSUS, 4, 1, False),
        (DecisionRule.CONSENT, 1, 0, True),
        (DecisionRule.CONSENT, 4, 1, False),
        (DecisionRule.CONSENT, 0, 0, False),
        (DecisionRule.MAJORITY, 3, 2, True),
        (DecisionRule.MAJORITY, 2, 0, False),
        (DecisionRule.TWO_THIRDS, 4, 1, True),
        (DecisionRule.TWO_THIRDS, 3, 0, False),
    ],
)
def test_each_rule_among_five(rule: DecisionRule, yes: int, no: int, is_agreed: bool) -> None:
    assert verdict_of(rule=rule, count=Count(people=5, yes=yes, no=no)).is_agreed is is_agreed


def test_exactly_two_thirds_and_exactly_half() -> None:
    assert verdict_of(rule=DecisionRule.TWO_THIRDS, count=Count(people=3, yes=2, no=1)).is_agreed
    assert not verdict_of(rule=DecisionRule.MAJORITY, count=Count(people=4, yes=2, no=2)).is_agreed


def test_the_rule_is_the_one_that_the_vote_began_with(pool: Pool, member: Profile, now: datetime) -> None:
    proposal = make_proposal(pool, now=now)
    Pool.objects.filter(pk=pool.pk).update(decision_rule=DecisionRule.CONSENT)
    cast_vote(proposal=proposal, choice=YES, by=member, now=now)

    assert close_vote(proposal=proposal, by=member, now=proposal.closes_at).outcome == Outcome.NOT_AGREED


def test_reopen_costing_takes_a_vote_back(pool: Pool, member: Profile, now: datetime) -> None:
    proposal = make_proposal(pool, now=now)

    reopen_costing(pool=pool, by=member, now=now)

    proposal.refresh_from_db()
    assert (proposal.result.outcome, proposal.result.words) == (Outcome.WITHDRAWN, "Peter opened the costs again.")
    assert state_of(pool) == PoolState.COSTING
    assert make_proposal(pool, now=now).number == 2


def test_reopen_costing_refuses(pool: Pool, member: Profile, now: datetime) -> None:
    with pytest.raises(UnableToReopenCosting, match="open already"):
        reopen_costing(pool=pool, by=member, now=now)

    bought = make_agreed_pool(member, title="Bought")
    sign(bought)
    record_purchase(pool=bought, what="It", seller="Shop", amount=Decimal(1), bought_on=now.date(), by=member, now=now)
    with pytest.raises(UnableToReopenCosting, match="bought it already"):
        reopen_costing(pool=bought, by=member, now=now)


def test_proposing_leaves_nothing_behind_when_it_stops_half_way(
    pool: Pool, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**_details: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("pools.operations.ballot.notify", broken)
    with pytest.raises(RuntimeError):
        make_proposal(pool, now=now)

    assert Proposal.objects.count() == 0
    assert state_of(pool) == PoolState.COSTING
