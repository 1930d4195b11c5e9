from datetime import datetime, timedelta

import pytest

from pools.models import FollowUp, MediatorRequest, Pool, PoolState, QuietWord
from pools.operations.decision import close_vote
from pools.operations.mediation import (
    UnableToAskMediator,
    UnableToFollowUp,
    UnableToNameMediator,
    ask_mediator,
    follow_up,
    name_mediator,
)
from pools.operations.pool_status import move_pool
from pools.operations.quiet_words import (
    MOST_WAITING,
    UnableToRaiseQuietly,
    UnableToShareQuietWords,
    raise_quietly,
    share_quiet_words,
)
from pools.queries.decision_log import decision_log, own_quiet_words, quiet_words_for, shared_quiet_words
from portal.models import Notification, Profile
from tests.factories.decisions import end_without_agreement, make_question
from tests.factories.pools import make_pool
from tests.factories.portal import make_member


@pytest.fixture
def jo(member: Profile) -> Profile:
    return make_member("Jo")


@pytest.fixture
def pool(member: Profile, jo: Profile) -> Pool:
    return make_pool(member, jo, make_member("Ann"))


def told(key: str) -> set[str]:
    return {notice.recipient.shown_name for notice in Notification.objects.filter(key__startswith=key)}


def test_raise_quietly_goes_to_the_organiser_without_the_name(
    pool: Pool, member: Profile, jo: Profile, now: datetime
) -> None:
    quiet = raise_quietly(pool=pool, words=" I cannot pay that much. ", by=jo, now=now)

    assert list(quiet_words_for(pool, member)) == [quiet]
    assert list(quiet_words_for(pool, jo)) == []
    assert list(own_quiet_words(pool, jo)) == [quiet]
    assert told("quiet_word:") == {"Peter"}
    notice = Notification.objects.get(key__startswith="quiet_word:")
    assert "Jo" not in notice.subject + notice.body


def test_share_quiet_words_shows_them_to_everybody(pool: Pool, member: Profile, jo: Profile, now: datetime) -> None:
    question = make_question(pool, now=now)
    quiet = raise_quietly(pool=pool, words="It is too dear.", by=jo, now=now)
    about_the_vote = raise_quietly(pool=pool, words="Tuesday is hard.", proposal=question, by=jo, now=now)

    for words in (quiet, about_the_vote):
        share_quiet_words(quiet=words, by=member, now=now)

    assert [words.words for words in shared_quiet_words(pool)] == ["It is too dear."]
    assert [words.words for words in question.quiet_words.shared()] == ["Tuesday is hard."]
    assert told("quiet_word_shared") == {"Jo", "Ann"}
    with pytest.raises(UnableToShareQuietWords, match="can read this already"):
        share_quiet_words(quiet=quiet, by=member, now=now)


def test_raise_quietly_refuses(pool: Pool, jo: Profile, now: datetime) -> None:
    question = make_question(pool, now=now)
    with pytest.raises(UnableToRaiseQuietly, match="Write what you want to be said"):
        raise_quietly(pool=pool, words="  ", by=jo, now=now)
    close_vote(proposal=question, by=jo, now=question.closes_at)
    with pytest.raises(UnableToRaiseQuietly, match="This vote is over"):
        raise_quietly(pool=pool, words="Late", proposal=question, by=jo, now=now)
    for number in range(MOST_WAITING):
        raise_quietly(pool=pool, words=f"Word {number}", by=jo, now=now)
    assert raise_quietly(pool=pool, words="Word 0", by=jo, now=now) == QuietWord.objects.first()
    with pytest.raises(UnableToRaiseQuietly, match="Please wait for that"):
        raise_quietly(pool=pool, words="One more", by=jo, now=now)
    move_pool(pool=pool, state=PoolState.ENDED, by=jo, now=now)
    with pytest.raises(UnableToRaiseQuietly, match="has ended"):
        raise_quietly(pool=pool, words="At the end", by=jo, now=now)


def test_raising_leaves_nothing_behind_when_it_stops_half_way(
    pool: Pool, jo: Profile, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**_details: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("pools.operations.quiet_words.notify", broken)
    with pytest.raises(RuntimeError):
        raise_quietly(pool=pool, words="I am shy.", by=jo, now=now)

    assert QuietWord.objects.count() == 0


def test_name_mediator_tells_everybody(pool: Pool, member: Profile, now: datetime) -> None:
    name_mediator(pool=pool, name=" Sue Day ", contact="01295 000000", by=member, now=now)

    pool.refresh_from_db()
    assert (pool.mediator_name, pool.mediator_contact) == ("Sue Day", "01295 000000")
    assert told("mediator_named") == {"Jo", "Ann"}
    with pytest.raises(UnableToNameMediator, match="how you reach them"):
        name_mediator(pool=pool, name="Sue", contact=" ", by=member, now=now)
    move_pool(pool=pool, state=PoolState.ENDED, by=member, now=now)
    with pytest.raises(UnableToNameMediator, match="has ended"):
        name_mediator(pool=pool, name="Sue", contact="01295 000000", by=member, now=now)


def test_ask_mediator_stands_in_the_log_and_is_told(pool: Pool, member: Profile, jo: Profile, now: datetime) -> None:
    name_mediator(pool=pool, name="Sue", contact="01295 000000", by=member, now=now)
    question = end_without_agreement(make_question(pool, now=now))

    request = ask_mediator(proposal=question, words="We go round in circles.", by=jo, now=now)

    assert (request.mediator_name, request.mediator_contact) == ("Sue", "01295 000000")
    assert told("mediator_asked") == {"Peter", "Ann"}
    (entry,) = decision_log(pool)
    assert entry.then == ["Jo asked Sue to help: We go round in circles."]
    with pytest.raises(UnableToAskMediator, match="Somebody has asked the mediator already"):
        ask_mediator(proposal=question, words="Again", by=member, now=now)


def test_ask_mediator_refuses(pool: Pool, member: Profile, jo: Profile, now: datetime) -> None:
    question = make_question(pool, now=now)
    with pytest.raises(UnableToAskMediator, match="ended without agreement"):
        ask_mediator(proposal=question, words="Stuck", by=jo, now=now)
    end_without_agreement(question)
    with pytest.raises(UnableToAskMediator, match="You have no mediator yet"):
        ask_mediator(proposal=question, words="Stuck", by=jo, now=now)
    name_mediator(pool=pool, name="Sue", contact="01295 000000", by=member, now=now)
    with pytest.raises(UnableToAskMediator, match="Say what you are stuck on"):
        ask_mediator(proposal=question, words=" ", by=jo, now=now)
    assert MediatorRequest.objects.count() == 0


def test_follow_up_is_written_once_and_stays(pool: Pool, jo: Profile, now: datetime) -> None:
    question = make_question(pool, now=now)
    with pytest.raises(UnableToFollowUp, match="not over yet"):
        follow_up(proposal=question, words="We met.", by=jo, now=now)
    end_without_agreement(question)

    told_once = follow_up(proposal=question, words=" We met on Friday. ", by=jo, now=now)

    assert follow_up(proposal=question, words="We met on Friday.", by=jo, now=now) == told_once
    assert FollowUp.objects.count() == 1
    assert decision_log(pool)[0].then == ["We met on Friday. (Jo)"]
    with pytest.raises(UnableToFollowUp, match="Say what happened then"):
        follow_up(proposal=question, words=" ", by=jo, now=now)


def test_the_log_has_the_newest_first_and_open_votes_too(pool: Pool, now: datetime) -> None:
    first = end_without_agreement(make_question(pool, question="First?", now=now))
    make_question(pool, question="Second?", quorum=2, now=first.closes_at + timedelta(days=1))

    log = decision_log(pool)

    assert [(entry.asked, entry.outcome, entry.how) for entry in log] == [
        ("Second?", "", "Your rule is that everybody chooses the same answer. It counts if 2 people vote or more."),
        ("First?", "No change", "Your rule is that everybody chooses the same answer."),
    ]
