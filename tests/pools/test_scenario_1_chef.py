"""Scenario 1: Peter in Banbury needs six others for lessons with a chef. The seventh joins, and each pays £120.00."""

from datetime import datetime
from decimal import Decimal

from pools.models import PurchaseKind
from pools.operations.documents import claim_document, make_document
from pools.operations.invitation import accept_invitation, invite
from pools.operations.pool import PoolPlan, start_pool
from pools.queries.agreements import signers_of
from pools.queries.costing import current_shares, preview_join
from pools.queries.pools import people_to_invite, places_left
from pools.queries.wishes import wishes_like
from portal.models import Area, InterestCategory
from tests.factories.agreements import make_signed_agreement
from tests.factories.pools import agree, cost, look_at_shares, make_cooking_wish, waive_the_rest
from tests.factories.portal import make_district, make_interest, make_member
from tests.pdf import text_of


def test_seven_people_share_a_chef(area: Area, now: datetime) -> None:
    banbury, didcot = make_district("Banbury"), make_district("Didcot")
    peter = make_member("Peter", district=banbury)
    wish = make_cooking_wish(peter, district=banbury, people_wanted=6, words="Professional cooking lessons")
    others = [make_member(name, district=banbury) for name in ("Ann", "Bo", "Cy", "Di", "Ed", "Flo")]
    for other in others:
        make_cooking_wish(other, district=banbury)
    far_away = make_cooking_wish(make_member("Gus", district=didcot), district=didcot)
    swimming = make_interest("Swimming", InterestCategory.SWIMMING)
    make_cooking_wish(make_member("Hal", district=banbury), district=banbury, interest=swimming)

    found = wishes_like(wish)
    assert [like.profile for like in found] == others
    assert far_away in wishes_like(wish, anywhere=True)

    plan = PoolPlan(
        title="Cooking with a chef",
        purpose="To learn to cook from a chef.",
        buying=PurchaseKind.LESSONS,
        district=banbury,
        most_people=7,
        wish=wish,
    )
    pool = start_pool(plan=plan, by=peter, now=now)
    cost(pool, "840.00")
    waive_the_rest(pool)
    candidates = [candidate for candidate in people_to_invite(pool, by=peter) if candidate.profile in others]
    invitations = [
        invite(pool=pool, profile=candidate.profile, wish=candidate.wish, by=peter, now=now) for candidate in candidates
    ]
    for invitation in invitations[:5]:
        accept_invitation(invitation=invitation, by=invitation.profile, now=now)
    assert places_left(pool) == 1
    assert preview_join(pool, newcomer=invitations[5].profile).for_profile(peter).before == Decimal("140.00")
    accept_invitation(invitation=invitations[5], by=invitations[5].profile, now=now)

    sheet, shares = current_shares(pool)
    assert sheet.total == Decimal("840.00")
    assert [share.membership.profile for share in shares] == [peter, *others]
    assert [share.amount for share in shares] == [Decimal("120.00")] * 7
    assert places_left(pool) == 0

    look_at_shares(pool, now=now)
    agree(pool, now=now)
    agreement, document = make_signed_agreement(pool)
    assert [signer.share for signer in signers_of(agreement)] == [Decimal("120.00")] * 7
    claimed = claim_document(document_id=str(document.pk), now=now)
    assert claimed is not None
    words = text_of(bytes(make_document(document=claimed, now=now).file.content))
    assert "7 people are in the pool." in words
    assert "Together £840.00" in words
    names = [profile.shown_name for profile in (peter, *others)]
    # Each once among the shares, and once among the signatures.
    assert [words.count(f"{name} £120.00") for name in names] == [1] * 7
    assert [words.count(f"{name} {name} 23 November 2026 £120.00") for name in names] == [1] * 7
