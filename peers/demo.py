"""The groups of the sample areas, and what is going on in them, as `demo.toml` tells of them."""

import tomllib
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from moderation.models import Outcome, Reason, ReviewItem
from moderation.operations.decision import decide
from peers.models import Answer, Audience, Group, PaperKind, Post, Question
from peers.operations.announcement import announce
from peers.operations.chat import open_group_chat, say
from peers.operations.event import EventPlan, plan_event, sign_up_for_event
from peers.operations.finding import be_found
from peers.operations.group import start_group
from peers.operations.membership import answer_request, ask_to_join, join_group
from peers.operations.paper import add_paper
from peers.operations.question import answer_question, ask_question, choose_answer, pass_question
from peers.operations.writing import write_comment, write_post
from peers.queries.finding import can_be_found
from portal.models import Area, District, Interest, Profile
from portal.pdf import render_pdf

DEMO_FILE = Path(__file__).with_name("demo.toml")
STARTED = timedelta(days=30)
SOON = timedelta(minutes=20)


def load_demo(*, area: Area, now: datetime) -> None:
    """Fill one area's groups. Runs inside the area; a group that is there already is left as it is."""
    told: dict[str, list[dict[str, Any]]] = tomllib.loads(DEMO_FILE.read_text(encoding="utf-8"))
    for group in told.get(area.slug, []):
        if not Group.objects.filter(name=group["name"]).exists():
            _load_group(group, now=now)
    for person in told.get(f"{area.slug}-found", []):
        _load_found(person, now=now)
    for question in told.get(f"{area.slug}-questions", []):
        if not Question.objects.filter(title=question["title"]).exists():
            _load_question(question, now=now - timedelta(days=question["days_ago"]))


def _load_found(told: dict[str, Any], *, now: datetime) -> None:
    person = _person(told["name"])
    if can_be_found(person) is None:
        be_found(wants_company=told["wants_company"], by=person, now=now)


def _load_group(told: dict[str, Any], *, now: datetime) -> None:
    organiser, started = _person(told["organiser"]), now - STARTED
    group = start_group(
        name=told["name"],
        purpose=told["purpose"],
        is_closed=told.get("closed", False),
        district=District.objects.get(name=told["district"]) if "district" in told else None,
        interests=Interest.objects.filter(name__in=told["interests"]),
        by=organiser,
        now=started,
    )
    for place, name in enumerate(told["members"], start=1):
        _let_in(_person(name), group=group, organiser=organiser, now=started + timedelta(days=place))
    for name in told.get("asked", []):
        ask_to_join(group=group, by=_person(name), now=now - timedelta(hours=5))
    for post in told.get("posts", []):
        _load_post(post, group=group, now=now - timedelta(hours=post["hours_ago"]))
    if "chat" in told:
        _load_chat(told["chat"], group=group, now=now)
    for paper in told.get("papers", []):
        _load_paper(paper, group=group, by=organiser, now=now)
    for news in told.get("news", []):
        announce(
            group=group,
            title=news["title"],
            text=news["text"],
            audience=Audience(news["audience"]),
            by=organiser,
            now=now - timedelta(hours=news["hours_ago"]),
        )
    for told_event in told.get("events", []):
        _load_event(told_event, group=group, now=now)


def _load_event(told: dict[str, Any], *, group: Group, now: datetime) -> None:
    day = timezone.localtime(now + timedelta(days=told["in_days"]))
    starts_at = day.replace(hour=told["hour"], minute=0, second=0, microsecond=0)
    facts = {
        key: told[key] for key in ("access", "how_to_pay", "what_to_bring", "supporters", "most_people") if key in told
    }
    plan = EventPlan(
        title=told["title"],
        text=told["text"],
        place=told["place"],
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=told.get("hours", 2)),
        district=group.district,
        cost=Decimal(told.get("cost", "0")),
        fewest_people=told.get("fewest_people", 1),
        **facts,
    )
    event = plan_event(group=group, plan=plan, by=_person(told["by"]), now=now - timedelta(days=2))
    for place, name in enumerate(told.get("coming", []), start=1):
        sign_up_for_event(event=event, by=_person(name), now=now - timedelta(days=1) + place * SOON)


def _let_in(profile: Profile, *, group: Group, organiser: Profile, now: datetime) -> None:
    if not group.is_closed:
        join_group(group=group, by=profile, now=now)
        return
    join_request = ask_to_join(group=group, by=profile, now=now)
    answer_request(join_request=join_request, answer=Answer.YES, by=organiser, now=now + SOON)


def _load_post(told: dict[str, Any], *, group: Group, now: datetime) -> None:
    post = write_post(group=group, text=told["text"], by=_person(told["by"]), now=now)
    if "decision" in told:
        _load_decision(told["decision"], post=post, now=now)
        post = Post.objects.get(pk=post.pk)
    for place, comment in enumerate(told.get("comments", []), start=1):
        moment = now + timedelta(hours=2) + place * SOON
        write_comment(post=post, text=comment["text"], by=_person(comment["by"]), now=moment)


def _load_chat(told: list[dict[str, Any]], *, group: Group, now: datetime) -> None:
    for said in told:
        by, moment = _person(said["by"]), now - timedelta(hours=said["hours_ago"])
        say(room=open_group_chat(group=group, by=by, now=moment), text=said["text"], by=by, now=moment)


def _load_decision(told: dict[str, Any], *, post: Post, now: datetime) -> None:
    decide(
        item=ReviewItem.objects.open().get(content_id=post.pk),
        outcome=Outcome(told["outcome"]),
        reason=Reason(told["reason"]),
        advice=told.get("advice", ""),
        by=_person(told["by"]),
        now=now + timedelta(hours=told["hours_later"]),
    )


def _load_paper(told: dict[str, Any], *, group: Group, by: Profile, now: datetime) -> None:
    moment = now - timedelta(days=told["days_ago"])
    words = {"title": told["title"], "lines": told["lines"], "group": group, "by": by, "day": moment}
    content = render_pdf("peers/pdf/demo_paper.html", words, now=moment)
    add_paper(
        group=group,
        kind=PaperKind(told["kind"]),
        title=told["title"],
        date=timezone.localdate(moment),
        upload=SimpleUploadedFile(f"{told['title']}.pdf", content),
        by=by,
        now=moment,
    )


def _load_question(told: dict[str, Any], *, now: datetime) -> None:
    author = _person(told["by"])
    question = ask_question(title=told["title"], text=told["text"], by=author, now=now)
    for answer in told.get("answers", []):
        given = answer_question(
            question=question,
            text=answer["text"],
            checked_on=timezone.localdate(now) - timedelta(days=answer["checked_days_before"]),
            source=answer["source"],
            by=_person(answer["by"]),
            now=now + timedelta(hours=3),
        )
        if answer.get("helped"):
            choose_answer(answer=given, by=author, now=now + timedelta(hours=5))
    if "passed" in told:
        way = told["passed"]
        to, by = _person(way["to"]), _person(way["by"])
        pass_question(question=question, to=to, note=way["note"], by=by, now=now + timedelta(days=1))


def _person(name: str) -> Profile:
    return Profile.objects.get(shown_name=name)
