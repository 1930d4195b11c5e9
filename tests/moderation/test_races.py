"""Two people, or two clicks, at the very same moment, on a database that really commits."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial
from threading import Barrier
from typing import Any

from django.db import connection

from moderation.models import Concern, Decision, Outcome, Reason, Report, ReviewItem
from moderation.operations.concern import report_content
from moderation.operations.decision import UnableToDecide, decide
from moderation.operations.reading import UnableToClaim, claim_item
from peers.models import Group, Post
from peers.operations.writing import write_post
from portal.areas.context import area_context
from portal.models import Area, ModerationLevel
from portal.operations.refusal import Refusal
from tests.factories.moderation import make_item, send_post
from tests.factories.peers import make_group
from tests.factories.portal import make_area, make_champion, make_member


def at_once(area: Area, *acts: Callable[[], Any]) -> list[Any]:
    """What each act gave, or the refusal that it met, when all began at the same moment."""
    start = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        try:
            with area_context(area.id):
                start.wait()
                return act()
        except Refusal as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))


def test_two_champions_decide_at_once_and_one_decision_stands(committed: None, now: datetime) -> None:
    area = make_area("oxfordshire", "Oxfordshire")
    with area_context(area.id):
        item = make_item(make_member("Jo"), now=now)
        champions = [make_champion("Sam"), make_champion("Kofi")]

    outcomes = at_once(
        area,
        *(
            lambda by=by: decide(item=item, outcome=Outcome.PUBLISH, reason=Reason.ALL_WELL, by=by, now=now)
            for by in champions
        ),
    )

    assert {type(outcome) for outcome in outcomes} == {Decision, UnableToDecide}
    with area_context(area.id):
        assert Decision.objects.count() == 1


def test_a_double_click_writes_one_post(committed: None, now: datetime) -> None:
    area = make_area("oxfordshire", "Oxfordshire")
    with area_context(area.id):
        jo = make_member("Jo")
        group: Group = make_group(organiser=jo)

    posts = at_once(area, *[lambda: write_post(group=group, text="Hello", by=jo, now=now)] * 2)

    assert posts[0] == posts[1]
    with area_context(area.id):
        assert Post.objects.count() == 1


def test_two_people_report_at_once_and_one_item_comes_to_champions(committed: None, now: datetime) -> None:
    area = make_area("oxfordshire", "Oxfordshire")
    with area_context(area.id):
        post = send_post(make_member("Jo", moderation_level=ModerationLevel.NONE), now=now)
        reporters = [make_member("Ann"), make_member("Bea")]

    reports = at_once(
        area, *(lambda by=by: report_content(content=post, concern=Concern.UNKIND, by=by, now=now) for by in reporters)
    )

    assert [type(report) for report in reports] == [Report, Report]
    with area_context(area.id):
        assert ReviewItem.objects.count() == 1


def test_a_report_and_a_decision_at_once_lock_nobody_out_and_the_report_is_read(committed: None, now: datetime) -> None:
    area = make_area("oxfordshire", "Oxfordshire")
    with area_context(area.id):
        item = make_item(make_member("Jo"), level=ModerationLevel.POST, now=now)
        sam, ann = make_champion("Sam"), make_member("Ann")
        post = Post.objects.get()

    decision, report = at_once(
        area,
        lambda: decide(item=item, outcome=Outcome.PUBLISH, reason=Reason.ALL_WELL, by=sam, now=now),
        lambda: report_content(content=post, concern=Concern.UNKIND, by=ann, now=now),
    )

    assert (type(decision), type(report)) == (Decision, Report)
    with area_context(area.id):
        # Whichever came first: a report that came after the decision has an open item of its own.
        assert report.review_item == item or ReviewItem.objects.open().get() == report.review_item


def test_two_champions_take_the_same_text_and_one_has_it(committed: None, now: datetime) -> None:
    area = make_area("oxfordshire", "Oxfordshire")
    with area_context(area.id):
        item = make_item(make_member("Jo"), now=now)
        champions = [make_champion("Sam"), make_champion("Kofi")]

    outcomes = at_once(area, *(partial(claim_item, item=item, by=champion, now=now) for champion in champions))

    taken = [outcome for outcome in outcomes if isinstance(outcome, ReviewItem)]
    refused = [outcome for outcome in outcomes if isinstance(outcome, UnableToClaim)]
    assert (len(taken), len(refused)) == (1, 1)
    assert str(refused[0]) == f"{taken[0].claimed_by} is reading this one now. Please take another."
