"""The clock closes what nobody has closed: once, in each area, and it tells everybody."""

from datetime import timedelta
from unittest import mock

from django.conf import settings

from pools.models import ProposalResult
from pools.operations.decision import UnableToCloseVote
from pools.tasks import close_overdue_votes
from portal.areas.context import area_context
from portal.models import Area, Notification
from tests.factories.decisions import make_question
from tests.factories.pools import NOW, make_pool
from tests.factories.portal import make_member

LATER = NOW + timedelta(days=8)


def test_overdue_votes_are_closed_once_in_each_area(oxfordshire: Area, knowsley: Area) -> None:
    for area in (oxfordshire, knowsley):
        with area_context(area.id):
            pool = make_pool(make_member("Peter"), make_member("Jo"))
            make_question(pool, quorum=1)
            make_question(pool, question="Later?", days=30)

    with mock.patch("pools.tasks.timezone.now", return_value=LATER):
        close_overdue_votes()
        close_overdue_votes()

    for area in (oxfordshire, knowsley):
        with area_context(area.id):
            result = ProposalResult.objects.get()
            assert (result.outcome, result.closed_by, result.closed_at) == ("no_quorum", None, LATER)
            told = Notification.objects.filter(key=f"vote_over:{result.proposal_id}")
            assert {notice.recipient.shown_name for notice in told} == {"Peter", "Jo"}
            assert all("Not enough people voted." in notice.body for notice in told)


def test_one_that_was_closed_meanwhile_holds_up_no_other(oxfordshire: Area) -> None:
    with area_context(oxfordshire.id):
        pool = make_pool(make_member("Peter"))
        make_question(pool)
        make_question(pool, question="Another?")

    with (
        mock.patch("pools.tasks.timezone.now", return_value=LATER),
        mock.patch("pools.tasks.close_vote", side_effect=UnableToCloseVote("Over already.")) as close,
    ):
        close_overdue_votes()

    assert close.call_count == 2


def test_the_beat_rings_for_it() -> None:
    assert settings.CELERY_BEAT_SCHEDULE["close-overdue-votes"]["task"] == close_overdue_votes.name
