"""Scenario 2: beads cost £15.00 each from 8 people and £12.00 each from 12; the price falls, and goes back up."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from pools.models import PoolMembership, PurchaseKind
from pools.operations.invitation import accept_invitation, invite
from pools.operations.membership import UnableToLeavePool, leave_pool, warn_of_leaving
from pools.queries.costing import current_shares, preview_join, preview_leave
from portal.models import Area, Notification
from tests.factories.pools import make_pool, waive_the_rest
from tests.factories.portal import make_member
from tests.factories.providers import make_offer

FIFTEEN, TWELVE = Decimal("15.00"), Decimal("12.00")


def test_the_twelfth_lowers_the_price_and_one_who_leaves_raises_it(area: Area, now: datetime) -> None:
    offer = make_offer(prices={8: "15.00", 12: "12.00"}, maximum_people=20)
    people = [make_member(f"Person {number}") for number in range(1, 13)]
    pool = make_pool(*people[:11], buying=PurchaseKind.OTHER, offer=offer, most_people=20)
    waive_the_rest(pool)
    assert [share.amount for share in current_shares(pool)[1]] == [FIFTEEN] * 11

    twelfth = people[11]
    preview = preview_join(pool, newcomer=twelfth)
    assert [(change.before, change.after) for change in preview.changes] == [(FIFTEEN, TWELVE)] * 11 + [(None, TWELVE)]
    invitation = invite(pool=pool, profile=twelfth, by=people[0], now=now)
    accept_invitation(invitation=invitation, by=twelfth, now=now)
    sheet, shares = current_shares(pool)
    assert [share.amount for share in shares] == [TWELVE] * 12
    assert sheet.total == Decimal("144.00")

    leaver = PoolMembership.objects.get(pool=pool, profile=people[4])
    preview = preview_leave(leaver)
    assert {change.after for change in preview.changes if change.profile != people[4]} == {FIFTEEN}

    with pytest.raises(UnableToLeavePool, match="First look at what changes"):
        leave_pool(membership=leaver, by=people[4], now=now)
    warn_of_leaving(membership=leaver, by=people[4], now=now)
    warned = Notification.objects.filter(key__startswith="somebody_may_leave")
    assert {notice.recipient for notice in warned} == set(people) - {people[4]}
    assert all("£12.00" in notice.body and "£15.00" in notice.body for notice in warned)
    assert [share.amount for share in current_shares(pool)[1]] == [TWELVE] * 12

    leave_pool(membership=leaver, by=people[4], now=now)
    assert [share.amount for share in current_shares(pool)[1]] == [FIFTEEN] * 11


def test_the_pages_show_the_price_fall_and_warn_before_it_rises(
    area: Area, now: datetime, browse: Callable[..., Client]
) -> None:
    offer = make_offer(prices={8: "15.00", 12: "12.00"}, maximum_people=20, valid_until=date(2099, 3, 31))
    people = [make_member(f"Person {number}") for number in range(1, 13)]
    pool = make_pool(*people[:11], buying=PurchaseKind.OTHER, offer=offer, most_people=20)
    waive_the_rest(pool)
    costs, shares, leaving, leave = (
        reverse(f"pools:{name}", args=[pool.pk]) for name in ("costs", "shares", "leaving", "leave_pool")
    )
    invitation = invite(pool=pool, profile=people[11], by=people[0], now=now)
    newcomer, leaver = browse(people[11]), browse(people[4])

    assert "From the offer: £15.00 each for 11 people" in words_of(leaver.get(costs))
    assert "£12.00" in words_of(newcomer.get(invitation.get_absolute_url()))
    newcomer.post(reverse("pools:accept_invitation", args=[invitation.pk]))
    assert "You would pay £12.00 in the first year." in words_of(leaver.get(shares))

    page = words_of(leaver.get(leaving))
    assert page.count("£15.00") == 11
    assert "Tell the others and go on" in page
    assert "First look at what changes" in words_of(leaver.post(leave, follow=True))
    leaver.post(reverse("pools:warn_of_leaving", args=[pool.pk]))
    leaver.post(leave)
    assert "You would pay £15.00 in the first year." in words_of(browse(people[0]).get(shares))


def words_of(page: HttpResponse) -> str:
    return page.content.decode()


def test_too_few_people_is_a_blank_and_not_a_price(area: Area) -> None:
    offer = make_offer(prices={8: "15.00", 12: "12.00"})
    pool = make_pool(*(make_member(f"Person {number}") for number in range(7)), buying=PurchaseKind.OTHER, offer=offer)
    waive_the_rest(pool)

    sheet, shares = current_shares(pool)

    assert [str(blank) for blank in sheet.blanks] == ["The offer starts at 8 people: you need 1 more person."]
    assert {share.amount for share in shares} == {None}
