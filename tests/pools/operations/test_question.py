"""Questions in the members' own words, how they share by vote, interests, and the clock that closes votes."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pools.models import (
    DecisionRule,
    Option,
    OptionKind,
    Outcome,
    Pool,
    PoolMembership,
    PoolState,
    Proposal,
    ProposalSubject,
    SharingRule,
)
from pools.operations.ballot import MOST_OPEN_VOTES, UnableToAsk
from pools.operations.decision import (
    UnableToCloseVote,
    UnableToDeclareInterest,
    UnableToPropose,
    UnableToVote,
    cast_vote,
    close_vote,
    declare_interest,
)
from pools.operations.pool_status import move_pool
from pools.operations.question import ask_question, ask_sharing
from pools.queries.decisions import (
    AnswerCount,
    Count,
    Tally,
    choice_of,
    count_votes,
    tally_of,
    votes_waiting_for,
)
from pools.queries.pools import state_of
from pools.queries.sharing_votes import previews_hold, sharing_preview
from portal.models import AuditEvent, Notification, Profile
from tests.factories.decisions import DAYS, make_question, option, terms, vote
from tests.factories.pools import cost, make_agreed_pool, make_costed_pool, make_pool, make_proposal
from tests.factories.portal import make_member


@pytest.fixture
def others(member: Profile) -> list[Profile]:
    return [make_member("Jo"), make_member("Ann")]


@pytest.fixture
def pool(member: Profile, others: list[Profile]) -> Pool:
    return make_costed_pool(member, *others, price="100.00", decision_rule=DecisionRule.MAJORITY)


def tally(*votes: int, no: int = 0, people: int = 5) -> Tally:
    answers = [
        AnswerCount(option=Option(kind=OptionKind.ANSWER, words=f"answer {place}"), votes=count)
        for place, count in enumerate(votes)
    ]
    return Tally(people=people, answers=answers, no_change=no)


class TestAskQuestion:
    def test_offers_the_answers_and_no_change(self, pool: Pool, others: list[Profile], now: datetime) -> None:
        proposal = make_question(pool, quorum=2, by=others[0], now=now)

        assert [str(option) for option in proposal.options.all()] == [
            *DAYS,
            "No change: leave things as they are",
        ]
        assert (proposal.subject, proposal.quorum, proposal.decision_rule) == ("question", 2, "majority")
        assert state_of(pool) == PoolState.COSTING
        told = Notification.objects.filter(key__startswith="question_begins")
        assert {notice.recipient.shown_name for notice in told} == {"Peter", "Ann"}
        assert list(votes_waiting_for(pool, others[1], now=now)) == [proposal]

    @pytest.mark.parametrize("state", [state for state in PoolState if state != PoolState.ENDED])
    def test_works_in_each_state_but_the_last(self, pool: Pool, now: datetime, state: PoolState) -> None:
        move_pool(pool=pool, state=state, by=pool.organiser, now=now)

        assert make_question(pool, now=now).subject == ProposalSubject.QUESTION
        assert state_of(pool) == state

    def test_refuses_when_the_pool_has_ended(self, pool: Pool, now: datetime) -> None:
        move_pool(pool=pool, state=PoolState.ENDED, by=pool.organiser, now=now)

        with pytest.raises(UnableToAsk, match="This pool has ended"):
            make_question(pool, now=now)

    @pytest.mark.parametrize(
        ("details", "sentence", "field"),
        [
            ({"answers": ["Tuesday", "  "]}, "Give two answers at least", "answers"),
            ({"answers": [str(number) for number in range(9)]}, "eight at most", "answers"),
            ({"answers": ["Tuesday", "No change"]}, "“No change” is always one", "answers"),
            ({"answers": ["Tuesday", "TUESDAY"]}, "Two of the answers are the same", "answers"),
            ({"question": "  "}, "Say what you ask", "question"),
            ({"days": 0}, "still to come", "closes_on"),
            ({"quorum": 4}, "You are 3", "quorum"),
            ({"quorum": 0}, "At least one person must have voted", "question"),
        ],
    )
    def test_refuses(self, pool: Pool, now: datetime, details: dict[str, object], sentence: str, field: str) -> None:
        with pytest.raises(UnableToAsk, match=sentence) as refusal:
            make_question(pool, now=now, **details)

        assert refusal.value.field == field
        assert Proposal.objects.count() == 0

    def test_a_second_click_asks_nothing_twice(self, pool: Pool, now: datetime) -> None:
        first = make_question(pool, now=now)

        assert make_question(pool, now=now + timedelta(seconds=3)) == first
        assert Proposal.objects.count() == 1

    def test_there_are_not_too_many_at_once(self, pool: Pool, now: datetime) -> None:
        for number in range(MOST_OPEN_VOTES):
            make_question(pool, question=f"Question {number}", now=now)

        with pytest.raises(UnableToAsk, match="Many votes are going on"):
            make_question(pool, now=now)

    def test_leaves_nothing_behind_when_it_stops_half_way(
        self, pool: Pool, now: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def broken(**_details: object) -> None:
            raise RuntimeError

        events = AuditEvent.objects.count()
        monkeypatch.setattr("pools.operations.ballot.notify", broken)
        with pytest.raises(RuntimeError):
            make_question(pool, now=now)

        assert (Proposal.objects.count(), AuditEvent.objects.count()) == (0, events)


class TestVotingOnAQuestion:
    def test_more_than_half_choose_an_answer(
        self, pool: Pool, member: Profile, others: list[Profile], now: datetime
    ) -> None:
        proposal = make_question(pool, now=now)
        vote(proposal, member, "Tuesday", now=now)
        vote(proposal, others[0], "Thursday", now=now)
        vote(proposal, others[0], "Tuesday", now=now + timedelta(minutes=1))
        cast_vote(proposal=proposal, choice=OptionKind.NO_CHANGE, by=others[1], now=now)

        result = close_vote(proposal=proposal, by=member, now=now + timedelta(hours=1))

        assert (result.outcome, result.chosen) == (Outcome.CHOSEN, option(proposal, "Tuesday"))
        assert (result.people, result.yes_votes, result.no_votes) == (3, 2, 1)
        assert result.tally == [{"words": "Tuesday", "votes": 2}, {"words": "Thursday", "votes": 0}]
        assert result.words == (
            "“Tuesday”: 2; “Thursday”: 0; no change: 1. 3 people could vote. "
            "Your rule is that more than half of you choose the same answer. So you have chosen “Tuesday”."
        )
        assert state_of(pool) == PoolState.COSTING

    def test_too_few_votes_change_nothing_and_it_can_be_asked_again(
        self, pool: Pool, member: Profile, now: datetime
    ) -> None:
        proposal = make_question(pool, quorum=2, now=now)
        vote(proposal, member, "Tuesday", now=now)

        result = close_vote(proposal=proposal, by=None, now=proposal.closes_at)

        assert (result.outcome, result.closed_by) == (Outcome.NO_QUORUM, None)
        assert result.words == (
            "Not enough people voted. 1 person voted. It needed 2. So nothing changes. You can ask again."
        )
        assert Notification.objects.filter(key=f"vote_over:{proposal.pk}").count() == 3
        assert make_question(pool, now=proposal.closes_at).number == proposal.number + 1

    def test_only_answers_of_this_ballot(self, pool: Pool, member: Profile, now: datetime) -> None:
        proposal, other = make_question(pool, now=now), make_question(pool, question="Where?", now=now)

        for choice in (option(other, "Tuesday"), OptionKind.GO_AHEAD, OptionKind.ANSWER):
            with pytest.raises(UnableToVote, match="not on the ballot"):
                cast_vote(proposal=proposal, choice=choice, by=member, now=now)

    def test_nobody_votes_when_the_pool_has_ended(self, pool: Pool, member: Profile, now: datetime) -> None:
        proposal = make_question(pool, now=now)
        move_pool(pool=pool, state=PoolState.ENDED, by=member, now=now)

        with pytest.raises(UnableToVote, match="The pool has ended"):
            vote(proposal, member, "Tuesday", now=now)
        result = close_vote(proposal=proposal, by=None, now=proposal.closes_at)
        assert (result.outcome, result.words) == (Outcome.WITHDRAWN, "The pool has ended.")

    def test_the_costs_are_voted_on_beside_a_question(self, pool: Pool, member: Profile, now: datetime) -> None:
        question = make_question(pool, now=now)
        costs = make_proposal(pool, now=now)

        cast_vote(proposal=costs, choice=OptionKind.GO_AHEAD, by=member, now=now)
        close_vote(proposal=question, by=member, now=question.closes_at)

        assert state_of(pool) == PoolState.PROPOSED
        close_vote(proposal=costs, by=member, now=costs.closes_at)
        assert state_of(pool) == PoolState.COSTING


class TestTheRulesWithSeveralAnswers:
    @pytest.mark.parametrize(
        ("rule", "votes", "no", "chosen"),
        [
            (DecisionRule.CONSENSUS, (5, 0), 0, True),
            (DecisionRule.CONSENSUS, (4, 0), 0, False),
            (DecisionRule.CONSENSUS, (4, 1), 0, False),
            (DecisionRule.CONSENT, (1, 0), 0, True),
            (DecisionRule.CONSENT, (2, 1), 0, True),
            (DecisionRule.CONSENT, (3, 1), 1, False),
            (DecisionRule.CONSENT, (0, 0), 0, False),
            (DecisionRule.MAJORITY, (3, 2), 0, True),
            (DecisionRule.MAJORITY, (2, 1, 1), 0, False),
            (DecisionRule.TWO_THIRDS, (4, 1), 0, True),
            (DecisionRule.TWO_THIRDS, (3, 1), 0, False),
        ],
    )
    def test_each_rule_among_five(self, rule: DecisionRule, votes: tuple[int, ...], no: int, chosen: bool) -> None:
        choice = choice_of(rule=rule, tally=tally(*votes, no=no))

        assert (choice.outcome == Outcome.CHOSEN) is chosen

    def test_equally_many_votes_change_nothing(self) -> None:
        choice = choice_of(rule=DecisionRule.CONSENT, tally=tally(2, 2, 1))

        assert choice.outcome == Outcome.NOT_AGREED
        assert choice.words.endswith("“answer 0” and “answer 1” have equally many votes. So nothing changes.")

    def test_nobody_decides_where_nobody_may_vote(self) -> None:
        for rule in DecisionRule:
            assert choice_of(rule=rule, tally=tally(0, 0, people=0)).outcome == Outcome.NOT_AGREED

    @given(
        votes=st.lists(st.integers(0, 6), min_size=2, max_size=8),
        no=st.integers(0, 6),
        silent=st.integers(0, 6),
        rule=st.sampled_from(DecisionRule),
        quorum=st.none() | st.integers(1, 30),
    )
    def test_whatever_people_say_the_winner_has_the_most_votes(
        self, votes: list[int], no: int, silent: int, rule: DecisionRule, quorum: int | None
    ) -> None:
        counted = tally(*votes, no=no, people=sum(votes) + no + silent)

        choice = choice_of(rule=rule, tally=counted, quorum=quorum)

        assert (choice.outcome == Outcome.NO_QUORUM) == (quorum is not None and sum(votes) + no < quorum)
        if choice.chosen is not None:
            assert votes.count(max(votes)) == 1
            assert choice.chosen.words == f"answer {votes.index(max(votes))}"


class TestDeclareInterest:
    def test_stands_aside_and_is_not_counted(
        self, pool: Pool, member: Profile, others: list[Profile], now: datetime
    ) -> None:
        proposal = make_question(pool, now=now)
        vote(proposal, others[0], "Thursday", now=now)

        declare_interest(proposal=proposal, words="I run the Thursday club.", by=others[0], now=now)

        assert count_votes(proposal) == Count(people=2, yes=0, no=0)
        assert tally_of(proposal).people == 2
        assert list(votes_waiting_for(pool, others[0], now=now)) == []
        with pytest.raises(UnableToVote, match="You said that you have an interest"):
            vote(proposal, others[0], "Thursday", now=now)
        for person in (member, others[1]):
            vote(proposal, person, "Tuesday", now=now)
        assert close_vote(proposal=proposal, by=member, now=now).people == 2

    def test_counts_for_the_costs_too(self, pool: Pool, member: Profile, others: list[Profile], now: datetime) -> None:
        proposal = make_proposal(pool, now=now)
        declare_interest(proposal=proposal, words="My brother sells it.", by=others[0], now=now)
        for person in (member, others[1]):
            cast_vote(proposal=proposal, choice=OptionKind.GO_AHEAD, by=person, now=now)

        assert close_vote(proposal=proposal, by=member, now=now).outcome == Outcome.AGREED

    def test_refuses(self, pool: Pool, member: Profile, now: datetime) -> None:
        proposal = make_question(pool, now=now)

        with pytest.raises(UnableToDeclareInterest, match="Say what your interest is"):
            declare_interest(proposal=proposal, words=" ", by=member, now=now)
        with pytest.raises(UnableToDeclareInterest, match="Only members"):
            declare_interest(proposal=proposal, words="Mine", by=make_member("Stranger"), now=now)
        declare_interest(proposal=proposal, words="Mine", by=member, now=now)
        with pytest.raises(UnableToDeclareInterest, match="said this already"):
            declare_interest(proposal=proposal, words="Mine", by=member, now=now)
        with pytest.raises(UnableToDeclareInterest, match="This vote is over"):
            declare_interest(proposal=proposal, words="Mine", by=member, now=proposal.closes_at)


class TestAskSharing:
    def ask(self, pool: Pool, *rules: SharingRule, now: datetime) -> Proposal:
        return ask_sharing(pool=pool, rules=rules, terms=terms(now=now), by=pool.organiser, now=now)

    def weigh(self, pool: Pool, *weights: int) -> None:
        for membership, weight in zip(pool.memberships.open(), weights, strict=True):
            PoolMembership.objects.filter(pk=membership.pk).update(share_weight=weight)

    def test_shows_every_share_to_the_penny(self, pool: Pool, now: datetime) -> None:
        self.weigh(pool, 1, 2, 4)

        preview = sharing_preview(self.ask(pool, SharingRule.BY_USE, SharingRule.EQUAL, now=now))

        assert preview.total == Decimal("100.00")
        assert [(rule.rule, rule.is_now) for rule in preview.rules] == [("equal", True), ("by_use", False)]
        assert [(name, [amount for _label, amount in shares]) for name, shares in preview.labelled_rows] == [
            ("Peter", [Decimal("33.34"), Decimal("14.29")]),
            ("Jo", [Decimal("33.33"), Decimal("28.57")]),
            ("Ann", [Decimal("33.33"), Decimal("57.14")]),
        ]
        for rule in preview.rules:
            assert sum(rule.amounts) == preview.total

    def test_the_winner_is_how_they_share(
        self, pool: Pool, member: Profile, others: list[Profile], now: datetime
    ) -> None:
        proposal = self.ask(pool, SharingRule.BY_HOURS, now=now)
        for person in (member, *others):
            cast_vote(proposal=proposal, choice=proposal.options.get(sharing_rule="by_hours"), by=person, now=now)

        close_vote(proposal=proposal, by=None, now=proposal.closes_at)

        pool.refresh_from_db()
        assert pool.sharing_rule == SharingRule.BY_HOURS

    def test_no_change_keeps_the_rule(self, pool: Pool, now: datetime) -> None:
        proposal = self.ask(pool, SharingRule.BY_HOURS, now=now)

        close_vote(proposal=proposal, by=None, now=proposal.closes_at)

        pool.refresh_from_db()
        assert pool.sharing_rule == SharingRule.EQUAL

    def test_shares_that_are_not_true_any_more_are_not_voted_on(
        self, pool: Pool, member: Profile, now: datetime
    ) -> None:
        proposal = self.ask(pool, SharingRule.BY_USE, now=now)
        cost(pool, "200.00")

        assert not previews_hold(proposal)
        with pytest.raises(UnableToVote, match="The costs or the people have changed"):
            cast_vote(proposal=proposal, choice=OptionKind.NO_CHANGE, by=member, now=now)
        assert close_vote(proposal=proposal, by=None, now=proposal.closes_at).outcome == Outcome.WITHDRAWN
        pool.refresh_from_db()
        assert pool.sharing_rule == SharingRule.EQUAL

    def test_refuses(self, pool: Pool, member: Profile, now: datetime) -> None:
        with pytest.raises(UnableToAsk, match="not the one you have"):
            self.ask(pool, SharingRule.EQUAL, SharingRule.FIXED, now=now)
        self.ask(pool, SharingRule.BY_USE, now=now)
        with pytest.raises(UnableToAsk, match="going on already"):
            self.ask(pool, SharingRule.BY_ABILITY, now=now)
        with pytest.raises(UnableToPropose, match="about how you share is going on"):
            make_proposal(pool, now=now)

        blank = make_pool(member, title="Blank")
        with pytest.raises(UnableToAsk, match="have no answer yet: The price itself"):
            self.ask(blank, SharingRule.BY_USE, now=now)
        with pytest.raises(UnableToAsk, match="You have decided already"):
            self.ask(make_agreed_pool(member, title="Agreed"), SharingRule.BY_USE, now=now)


def test_close_vote_by_the_portal_waits_for_the_time_too(pool: Pool, now: datetime) -> None:
    proposal = make_question(pool, now=now)

    with pytest.raises(UnableToCloseVote, match="there is still time"):
        close_vote(proposal=proposal, by=None, now=now)


def test_ask_question_strips_what_was_typed(pool: Pool, now: datetime) -> None:
    proposal = ask_question(
        pool=pool, question=" When? ", answers=[" Now ", " Later "], terms=terms(now=now), by=pool.organiser, now=now
    )

    assert (proposal.question, [answer.words for answer in proposal.options.all()]) == ("When?", ["Now", "Later", ""])
