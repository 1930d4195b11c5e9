"""The sample areas' groups load, once, with something waiting and something advised."""

from datetime import datetime

import pytest

from moderation import demo as moderation_demo
from moderation.models import Decision, ReviewItem
from moderation.queries import queue_for
from peers import demo as peers_demo
from peers.models import Comment, DatedAnswer, Findability, Group, Membership, Paper, Post, Question, QuestionPassing
from peers.rules import months_since
from portal.areas.context import area_context
from portal.demo.loading import load_area, load_ground
from portal.demo.places import SAMPLE_AREAS, SampleArea
from portal.models import Notification, Profile


@pytest.mark.parametrize("sample", SAMPLE_AREAS, ids=lambda sample: sample.slug)
def test_loading_twice_gives_the_same_as_loading_once(sample: SampleArea, db: None, now: datetime) -> None:
    area = load_area(sample)
    counted = []
    with area_context(area.id):
        for _again in range(2):
            load_ground(sample=sample, now=now)
            moderation_demo.load_demo(area=area, now=now)
            peers_demo.load_demo(area=area, now=now)
            tables = [Group, Membership, Post, Comment, Paper, ReviewItem, Decision, Notification]
            tables += [Question, DatedAnswer, QuestionPassing, Findability]
            counted.append([table.objects.count() for table in tables])

    assert counted[0] == counted[1]
    assert min(counted[0][:4]) > 0


def test_a_champion_finds_a_post_waiting_and_a_member_finds_advice(db: None, now: datetime) -> None:
    sample = SAMPLE_AREAS[0]
    area = load_area(sample)
    with area_context(area.id):
        load_ground(sample=sample, now=now)
        moderation_demo.load_demo(area=area, now=now)
        peers_demo.load_demo(area=area, now=now)

        held = queue_for(Profile.objects.get(shown_name="Grace"), now=now).held()
        assert [item.author.shown_name for item in held] == ["Ciara"]
        advised = Decision.objects.exclude(advice="").get()
        assert advised.review_item.author.shown_name == "Peter"


def test_there_is_an_old_answer_and_a_question_on_its_way(db: None, now: datetime) -> None:
    sample = SAMPLE_AREAS[0]
    area = load_area(sample)
    with area_context(area.id):
        load_ground(sample=sample, now=now)
        moderation_demo.load_demo(area=area, now=now)
        peers_demo.load_demo(area=area, now=now)

        helped = DatedAnswer.objects.get(accepted_at__isnull=False)
        assert months_since(helped.checked_on, today=now.date()) >= area.check_again_months
        assert QuestionPassing.objects.current().get().to.shown_name == "Irene"
