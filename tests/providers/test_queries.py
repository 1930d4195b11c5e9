from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from portal.areas.context import area_context
from portal.models import Area, InterestCategory, ModerationLevel
from providers.models import Rating, Service
from providers.operations.reply import reply_to_rating
from providers.queries import (
    averages_by_criterion,
    criteria_in_use,
    criteria_to_choose_from,
    desk_of,
    organisations_found,
    price_lines,
    ratings_shown,
    ratings_to_reply_to,
    services_found,
    services_visible_to,
    with_average,
)
from tests.factories.portal import make_district, make_interest, make_member
from tests.factories.providers import make_offer, make_organisation, make_rating, make_representative, make_service

TODAY = date(2026, 11, 23)


def titles(services: object) -> list[str]:
    return [service.title for service in services]


def test_prices_in_words(area: Area) -> None:
    open_end = make_offer(prices={8: "15.00", 12: "12.00"}, title="Open")
    closed = make_offer(open_end.service, prices={1: "9.00", 2: "8.00"}, maximum_people=2, title="Closed")

    assert price_lines(open_end) == [("8 to 11 people", Decimal("15.00")), ("12 people or more", Decimal("12.00"))]
    assert price_lines(closed) == [("1 person", Decimal("9.00")), ("2 people", Decimal("8.00"))]


@pytest.mark.parametrize("words", ["swimming", "swiming", "swimmin lesons", "Swimmers", "lanes"])
def test_search_forgives_spelling_and_stays_in_the_area(oxfordshire: Area, knowsley: Area, words: str) -> None:
    with area_context(knowsley.id):
        make_service(make_organisation("Swimming Club"), "Swimming lessons", about="Lanes.")
    with area_context(oxfordshire.id):
        barn = make_organisation()
        make_service(barn, "Bead making")
        lessons = make_service(barn, "Swimming lessons", about="In the warm pool, with lanes.")

        assert list(services_found(words=words, on=TODAY)) == [lessons]


def test_organisation_is_found_by_its_name(area: Area) -> None:
    make_organisation("Bead Barn")
    kitchen = make_organisation("Marco’s Kitchen", about="We cook.")

    assert list(organisations_found(words="marcos kichen")) == [kitchen]


def test_directory_is_in_order_of_titles_and_not_of_prices(area: Area) -> None:
    barn = make_organisation()
    make_offer(make_service(barn, "A dear thing"), prices={1: "100.00"})
    make_offer(make_service(barn, "Cheap thing"), prices={1: "1.00"})
    make_service(barn, "Between")
    make_service(barn, "Not shown", is_listed=False)

    assert titles(services_found(on=TODAY)) == ["A dear thing", "Between", "Cheap thing"]


def test_offer_that_has_ended_or_closed_does_not_count(area: Area) -> None:
    barn = make_organisation()
    make_offer(make_service(barn, "Ended"), valid_until=TODAY - timedelta(days=1))
    make_offer(make_service(barn, "Closed"), is_open=False)
    make_offer(make_service(barn, "Last day"), valid_until=TODAY)

    assert [service.title for service in services_found(on=TODAY) if service.has_offer] == ["Last day"]


def test_service_all_over_the_area_is_in_each_district(area: Area) -> None:
    barn = make_organisation()
    banbury, witney = make_district("Banbury"), make_district("Witney")
    swimming = make_interest("Swimming", InterestCategory.SWIMMING)
    make_service(barn, "Everywhere")
    make_service(barn, "In Banbury", district=banbury, interest=swimming)
    make_service(barn, "In Witney", district=witney)

    assert titles(services_found(district=banbury, on=TODAY)) == ["Everywhere", "In Banbury"]
    assert titles(services_found(district=banbury, interest=swimming, on=TODAY)) == ["In Banbury"]


def test_average_counts_each_person_once(area: Area, now: datetime) -> None:
    service = make_service()
    # One scores four things and the other one thing: (2 + 5) / 2, and not (2 × 4 + 5) / 5.
    make_rating(service, make_member("Jo"), now=now, scores=dict.fromkeys(["a", "b", "c", "d"], 2))
    make_rating(service, make_member("Peter"), now=now, scores={"a": 5})
    make_rating(make_service(service.organisation, "Other"), make_member("Ray"), now=now, scores={"a": 1})

    rated = with_average(Service.objects.filter(pk=service.pk)).get()

    assert (rated.average, rated.people) == (Decimal("3.5"), 2)


def test_average_leaves_out_what_others_cannot_see(area: Area, now: datetime) -> None:
    service = make_service()
    changed = make_member("Jo")
    make_rating(service, changed, now=now, scores={"a": 1})
    make_rating(service, changed, now=now, scores={"a": 4})
    make_rating(service, make_member("Held", moderation_level=ModerationLevel.PRE), now=now, scores={"a": 1, "b": 1})
    removed = make_rating(service, make_member("Removed"), now=now, scores={"a": 1})
    Rating.objects.filter(pk=removed.pk).update(state="removed")

    rated = with_average(Service.objects.filter(pk=service.pk)).get()

    assert (rated.average, rated.people) == (Decimal("4.0"), 1)
    assert [(each.words, each.average, each.people) for each in averages_by_criterion(service)] == [
        ("a", Decimal("4.0"), 1)
    ]
    assert [criterion.words for criterion in criteria_in_use()] == ["a"]


def test_half_is_rounded_up(area: Area, now: datetime) -> None:
    service = make_service()
    for score in (5, 4, 4, 4):
        make_rating(service, make_member("Jo"), now=now, scores={"a": score})

    assert with_average(Service.objects.all()).get().average == Decimal("4.3")


def test_criteria_to_choose_from_start_with_ones_own(area: Area, now: datetime) -> None:
    service = make_service()
    jo = make_member("Jo", moderation_level=ModerationLevel.PRE)
    make_rating(service, jo, now=now, scores={"They wait for me": 3})
    for name in ("Peter", "Ray"):
        make_rating(service, make_member(name), now=now, scores={"They listen to me": 5})

    assert [each.words for each in criteria_to_choose_from(service, by=jo)] == ["They wait for me", "They listen to me"]
    assert [each.words for each in criteria_to_choose_from(service, by=make_member("New"))] == ["They listen to me"]


def test_ratings_shown_with_a_reply_only_when_it_is_published(area: Area, now: datetime) -> None:
    service = make_service()
    rosa = make_representative(service.organisation)
    rosa.moderation_level = ModerationLevel.PRE
    rosa.save()
    jo = make_member("Jo")
    rating = make_rating(service, jo, now=now)
    reply = reply_to_rating(rating=rating, by=rosa, now=now, words="Thank you.")

    assert ratings_shown(service, to=rosa).get().reply == reply
    assert not hasattr(ratings_shown(service, to=jo).get(), "reply")


def test_ratings_to_reply_to_are_those_of_ones_own_organisations(area: Area, now: datetime) -> None:
    service, other = make_service(), make_service(make_organisation("Cafe"), "Tea")
    rosa = make_representative(service.organisation)
    make_representative(other.organisation, "Someone else")
    waiting = make_rating(service, make_member("Jo"), now=now)
    answered = make_rating(service, make_member("Peter"), now=now)
    reply_to_rating(rating=answered, by=rosa, now=now, words="Thank you.")
    make_rating(other, make_member("Ray"), now=now)
    make_rating(service, make_member("Held", moderation_level=ModerationLevel.PRE), now=now)

    assert list(ratings_to_reply_to(rosa)) == [waiting]
    assert list(desk_of(rosa)) == [service.organisation]


def test_service_out_of_the_directory_is_seen_by_its_own_people(area: Area) -> None:
    service = make_service(is_listed=False)
    rosa = make_representative(service.organisation)
    make_representative(service.organisation, "Second")
    other = make_representative(make_organisation("Cafe"))

    assert list(services_visible_to(rosa)) == [service]
    assert list(services_visible_to(other)) == []
