"""What PostgreSQL itself refuses, asked in raw SQL."""

from datetime import datetime

import pytest
from django.db import IntegrityError, connection, transaction

from portal.models import Area
from providers.operations.reply import reply_to_rating
from tests.factories.portal import make_member
from tests.factories.providers import make_offer, make_organisation, make_rating, make_representative, make_service


def execute(sql: str, *values: object) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def refused(sql: str, *values: object) -> str:
    """The constraint that refuses a statement."""
    with pytest.raises(IntegrityError) as refusal:
        execute(sql, *values)
    return refusal.value.__cause__.diag.constraint_name


def test_organisation(area: Area) -> None:
    barn = make_organisation("Bead Barn")
    make_organisation("Other")
    change = "UPDATE providers_organisation SET {} WHERE id = %s"

    assert refused(change.format("name = '  '"), barn.pk) == "providers_organisation_name_not_blank"
    assert refused(change.format("name = 'OTHER'"), barn.pk) == "providers_organisation_name_unique"
    assert refused(change.format("ownership = 'council'"), barn.pk) == "providers_organisation_ownership_known"


def test_representative(area: Area) -> None:
    barn = make_organisation()
    make_representative(barn)

    sql = (
        "INSERT INTO providers_representative (id, organisation_id, profile_id)"
        " SELECT gen_random_uuid(), organisation_id, profile_id FROM providers_representative"
    )
    assert refused(sql) == "providers_representative_unique"


def test_service(area: Area) -> None:
    beads = make_service()
    change = "UPDATE providers_service SET {} WHERE id = %s"

    assert refused(change.format("title = ''"), beads.pk) == "providers_service_title_not_blank"
    assert (
        refused(change.format("costs_money = false, price_words = '£5'"), beads.pk)
        == "providers_service_free_has_no_price"
    )


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("title = ' '", "providers_offer_title_not_blank"),
        ("not_included = ' '", "providers_offer_says_what_is_not_included"),
        ("minimum_people = 0", "providers_offer_minimum_is_one_or_more"),
        ("maximum_people = 7", "providers_offer_maximum_reaches_minimum"),
        ("minimum_people = 7", "providers_pricebreak_prices_cover_offer"),
        ("maximum_people = 10", "providers_pricebreak_prices_cover_offer"),
    ],
)
def test_offer(area: Area, change: str, constraint: str) -> None:
    beads = make_offer()

    assert refused(f"UPDATE providers_offer SET {change} WHERE id = %s", beads.pk) == constraint


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("price_each = -0.01 WHERE from_people = 12", "providers_pricebreak_price_not_below_zero"),
        ("from_people = 0 WHERE from_people = 12", "providers_pricebreak_people_one_or_more"),
        ("from_people = 8 WHERE from_people = 12", "providers_pricebreak_people_unique"),
        ("price_each = 15 WHERE from_people = 12", "providers_pricebreak_prices_fall"),
        ("price_each = 16 WHERE from_people = 12", "providers_pricebreak_prices_fall"),
        ("price_each = 11 WHERE from_people = 8", "providers_pricebreak_prices_fall"),
        ("from_people = 9 WHERE from_people = 8", "providers_pricebreak_prices_cover_offer"),
    ],
)
def test_price_break(area: Area, change: str, constraint: str) -> None:
    make_offer()

    assert refused(f"UPDATE providers_pricebreak SET {change}") == constraint


def test_first_price_cannot_be_taken_away(area: Area) -> None:
    make_offer()

    assert (
        refused("DELETE FROM providers_pricebreak WHERE from_people = 8") == "providers_pricebreak_prices_cover_offer"
    )


def test_offer_needs_a_price(area: Area) -> None:
    beads = make_offer()

    assert (
        refused("DELETE FROM providers_pricebreak WHERE offer_id = %s", beads.pk)
        == "providers_pricebreak_prices_cover_offer"
    )


def test_criterion(area: Area) -> None:
    peter = make_representative(make_organisation())
    add = "INSERT INTO providers_criterion (id, words, added_by_id) VALUES (gen_random_uuid(), %s, %s)"
    execute(add, "They turn up on time", peter.pk)

    assert refused(add, "they TURN up on time", peter.pk) == "providers_criterion_words_unique"
    assert refused(add, " ", peter.pk) == "providers_criterion_words_not_blank"


RATING = "UPDATE providers_rating SET {} WHERE id = %s"


def test_rating(area: Area, now: datetime) -> None:
    service = make_service()
    jo = make_member("Jo")
    rating = make_rating(service, jo, now=now)
    make_rating(service, jo, now=now, words="Better.")

    assert refused(RATING.format("used_through = 'other'"), rating.pk) == "providers_rating_used_through_known"
    assert refused(RATING.format("state = 'hidden'"), rating.pk) == "providers_rating_state_known"
    assert refused(RATING.format("published_at = NULL"), rating.pk) == "providers_rating_published_has_a_time"
    assert refused(RATING.format("replaced_at = NULL"), rating.pk) == "providers_rating_one_current_for_each_member"


def test_rating_score(area: Area, now: datetime) -> None:
    rating = make_rating(make_service(), make_member("Jo"), now=now)
    add = (
        "INSERT INTO providers_ratingscore (id, rating_id, criterion_id, score)"
        " SELECT gen_random_uuid(), rating_id, {}, %s FROM providers_ratingscore"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO providers_criterion (id, words, added_by_id) VALUES (gen_random_uuid(), 'Warm', %s)",
            [rating.author_id],
        )
    other = "(SELECT id FROM providers_criterion WHERE words = 'Warm')"

    assert refused(add.format("criterion_id"), 3) == "providers_ratingscore_criterion_once"
    assert refused(add.format(other), 0) == "providers_ratingscore_from_one_to_five"
    assert refused(add.format(other), 6) == "providers_ratingscore_from_one_to_five"


@pytest.mark.parametrize("change", ["UPDATE providers_ratingscore SET score = 5", "DELETE FROM providers_ratingscore"])
def test_scores_stay_as_they_were_given(area: Area, now: datetime, change: str) -> None:
    make_rating(make_service(), make_member("Jo"), now=now)

    with pytest.raises(IntegrityError, match="append-only"):
        execute(change)


def test_reply(area: Area, now: datetime) -> None:
    rating = make_rating(make_service(), make_member("Jo"), now=now)
    rosa = make_representative(rating.service.organisation)
    reply = reply_to_rating(rating=rating, by=rosa, now=now, words="Thank you.")
    again = (
        "INSERT INTO providers_reply (id, rating_id, words, author_id, state, submitted_at)"
        " SELECT gen_random_uuid(), rating_id, words, author_id, 'held', submitted_at FROM providers_reply"
    )

    assert refused("UPDATE providers_reply SET words = ' ' WHERE id = %s", reply.pk) == (
        "providers_reply_words_not_blank"
    )
    assert refused("UPDATE providers_reply SET state = 'hidden'") == "providers_reply_state_known"
    assert refused("UPDATE providers_reply SET published_at = NULL") == "providers_reply_published_has_a_time"
    assert "rating_id" in refused(again)
