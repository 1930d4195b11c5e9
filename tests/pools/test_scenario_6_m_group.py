"""Scenario 6: thirteen regulars, whose service closes. Seven go on with two carers; the group stays whole."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal

from django.test import Client
from django.urls import reverse

from peers.operations.writing import write_post
from pools.models import OptInChoice, Pool, PoolMembership, PurchaseKind
from pools.operations.opt_in import ask_who_goes_on, opt_in, start_pool_from_call
from pools.operations.pool import PoolPlan
from pools.queries.opt_in import count_answers, yes_sayers
from portal.models import Area, Notification
from tests.factories.peers import make_group, make_membership
from tests.factories.portal import make_member

REGULARS = 13
OPTED_IN = 7


def test_seven_of_thirteen_go_on_and_the_six_keep_the_group(area: Area, now: datetime) -> None:
    people = [make_member(f"Person {number}") for number in range(1, REGULARS + 1)]
    group = make_group("M Group", organiser=people[0])
    for profile in people[1:]:
        make_membership(group, profile)
    call = ask_who_goes_on(
        group=group,
        words="Our centre closes. Who would like to go on, and share two carers?",
        supporters=2,
        closes_on=now.date() + timedelta(days=14),
        by=people[0],
        now=now,
    )
    for profile in people[:OPTED_IN]:
        opt_in(call=call, choice=OptInChoice.YES, by=profile, now=now)
    for profile in people[OPTED_IN : OPTED_IN + 2]:
        opt_in(call=call, choice=OptInChoice.NO, by=profile, now=now)
    opt_in(call=call, choice=OptInChoice.NOT_NOW, by=people[9], now=now)

    count = count_answers(call)
    assert (count.yes, count.no, count.not_now, count.people) == (7, 2, 1, 13)
    assert (count.percent, count.people_for_each_supporter) == (Decimal("53.8"), Decimal("3.5"))
    assert count.words == "7 of 13 (53.8%) would like to go on. With 2 to support you, that is 3.5 people for each."

    plan = PoolPlan(title="The M Group", purpose="We go on together.", buying=PurchaseKind.SUPPORT)
    pool = start_pool_from_call(call=call, plan=plan, by=people[0], now=now)

    assert [place.profile for place in PoolMembership.objects.open().filter(pool=pool)] == people[:OPTED_IN]
    assert pool.group == group
    told = Notification.objects.filter(subject__startswith="You said yes, and the pool has started")
    assert {notice.recipient for notice in told} == set(people[1:OPTED_IN])
    # The six keep the group and what is written in it, and nobody learns who they are.
    assert group.memberships.current().count() == REGULARS
    write_post(group=group, text="We still meet on Tuesdays.", by=people[12], now=now)
    assert yes_sayers(call) == people[:OPTED_IN]
    group.memberships.filter(profile=people[12]).update(left_at=now)
    call.refresh_from_db()
    assert count_answers(call).people == REGULARS


def test_the_pages_name_those_who_said_yes_and_nobody_else(
    area: Area, now: datetime, browse: Callable[..., Client]
) -> None:
    grace, gwen, harry = (make_member(name) for name in ("Grace", "Gwen", "Harry"))
    group = make_group("M Group", organiser=grace)
    for profile in (gwen, harry):
        make_membership(group, profile)

    page = browse(grace).post(
        reverse("pools:ask_who_goes_on", args=[group.pk]),
        {
            "words": "Who would like to go on?",
            "supporters": "many",
            "closes_on_day": "1",
            "closes_on_month": "1",
            "closes_on_year": "2099",
        },
    )
    assert page.context["form"].errors == {"supporters": ["Give a whole number, such as 2."]}
    assert "Who would like to go on?" in page.content.decode()
    address = (
        browse(grace)
        .post(
            reverse("pools:ask_who_goes_on", args=[group.pk]),
            {
                "words": "Who would like to go on?",
                "supporters": "2",
                "closes_on_day": "1",
                "closes_on_month": "1",
                "closes_on_year": "2099",
            },
        )
        .url
    )
    for profile, choice in ((grace, "yes"), (gwen, "yes"), (harry, "no")):
        assert browse(profile).post(address, {"choice": choice}).url == address

    page = browse(gwen).get(address)
    assert page.context["yes_sayers"] == [grace, gwen]
    assert "2 of 3 (66.7%) would like to go on. With 2 to support you, that is 1 person for each." in (
        page.content.decode()
    )
    assert "Harry" not in page.content.decode()
    assert browse(make_member("Ann")).get(address).status_code == 404

    started = browse(gwen).post(
        reverse("pools:start_pool_from_call", args=[page.context["call"].pk]),
        {"title": "The M Group", "purpose": "We go on.", "buying": "support", "decision_rule": "consensus"},
    )
    pool = Pool.objects.get(title="The M Group")
    assert started.url == pool.get_absolute_url()
    assert browse(harry).get(pool.get_absolute_url()).status_code == 404
    assert "A pool came of it" in browse(harry).get(address).content.decode()
    assert "A pool came of it" in browse(harry).get(reverse("pools:opt_in_calls", args=[group.pk])).content.decode()
