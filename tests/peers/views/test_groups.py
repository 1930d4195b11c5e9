from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from peers.models import Group, GroupRole
from portal.areas.context import area_context
from portal.models import Area, InterestCategory, ModerationLevel, Profile
from tests.factories.moderation import send_post
from tests.factories.peers import LONG_AGO, make_comment, make_group, make_membership, make_post
from tests.factories.portal import make_district, make_interest, make_member

GROUPS = "/groups/"


@pytest.fixture
def rosa(area: Area) -> Profile:
    return make_member("Rosa")


@pytest.fixture
def group(rosa: Profile) -> Group:
    return make_group("Banbury cooks", organiser=rosa)


def names(page: object) -> list[str]:
    return [group.name for group in page.context["page_obj"]]


def test_search_forgives_spelling_and_puts_the_best_first(
    rosa: Profile, member: Profile, browse: Callable[..., Client]
) -> None:
    make_group("Walkers of Witney", organiser=rosa, purpose="We walk, and some of us go swimming.")
    make_group("Swimming friends", organiser=rosa, purpose="We go on Fridays.")
    make_group("Bead makers", organiser=rosa, purpose="Necklaces.")

    assert sorted(names(browse(member).get(GROUPS, {"q": "swiming"}))) == ["Swimming friends", "Walkers of Witney"]
    assert names(browse(member).get(GROUPS, {"q": "swim"})) == ["Swimming friends", "Walkers of Witney"]
    assert names(browse(member).get(GROUPS, {"q": "neckleces"})) == ["Bead makers"]
    assert names(browse(member).get(GROUPS, {"q": "zzz"})) == []


def test_search_finds_a_group_by_its_interests(member: Profile, browse: Callable[..., Client]) -> None:
    cooking = make_interest("Cooking", InterestCategory.COOKING)
    start(browse(member), name="Thursday people", interests=[str(cooking.pk)])

    assert names(browse(member).get(GROUPS, {"q": "coking"})) == ["Thursday people"]


def test_search_keeps_to_its_area(oxfordshire: Area, knowsley: Area, browse: Callable[..., Client]) -> None:
    with area_context(knowsley.id):
        make_group("Huyton cookery", organiser=make_member("Ken"))
    with area_context(oxfordshire.id):
        rosa = make_member("Rosa")
        make_group("Banbury cookery", organiser=rosa)

    assert names(browse(rosa).get(GROUPS, {"q": "cookery"})) == ["Banbury cookery"]


def test_filters_by_interest_and_district(rosa: Profile, member: Profile, browse: Callable[..., Client]) -> None:
    cooking, walking = (
        make_interest("Cooking", InterestCategory.COOKING),
        make_interest("Walking", InterestCategory.FITNESS),
    )
    banbury, witney = make_district("Banbury"), make_district("Witney")
    for name, interest, district in [
        ("Cooks in Banbury", cooking, banbury),
        ("Cooks in Witney", cooking, witney),
        ("Walkers in Banbury", walking, banbury),
        ("Walkers everywhere", walking, None),
    ]:
        made = make_group(name, organiser=rosa, district=district)
        made.interest_links.create(interest=interest)
    client = browse(member)

    assert names(client.get(GROUPS, {"interest": "cooking"})) == ["Cooks in Banbury", "Cooks in Witney"]
    assert names(client.get(GROUPS, {"district": "banbury"})) == [
        "Cooks in Banbury",
        "Walkers everywhere",
        "Walkers in Banbury",
    ]
    assert names(client.get(GROUPS, {"interest": "cooking", "district": "witney"})) == ["Cooks in Witney"]


def test_an_unknown_filter_is_told_beside_the_field(member: Profile, browse: Callable[..., Client]) -> None:
    page = browse(member).get(GROUPS, {"interest": "juggling", "q": "x" * 200})

    assert page.status_code == 200
    assert page.context["form"].errors == {
        "interest": ["We do not know this interest. Choose one from the list."],
        "q": ["Please use fewer words: 100 letters at most."],
    }


def test_a_group_that_everybody_left_is_not_offered(member: Profile, browse: Callable[..., Client]) -> None:
    make_group("Empty")

    assert names(browse(member).get(GROUPS)) == []


@pytest.mark.parametrize("number", [1, 3, 24])
def test_browsing_takes_the_same_queries_for_any_number(
    rosa: Profile, browse: Callable[..., Client], django_assert_num_queries: Callable[..., object], number: int
) -> None:
    for place in range(number):
        made = make_group(f"Group {place}", organiser=rosa, district=make_district(f"District {place}"))
        made.interest_links.create(interest=make_interest(f"Interest {place}", InterestCategory.COOKING))
    client = browse(rosa)

    with django_assert_num_queries(12):
        client.get(GROUPS)


def fill(group: Group, number: int) -> None:
    """Posts by as many people, each with two comments, and one held post and one held comment among them."""
    for place in range(number):
        writer = make_member(f"Writer {place}")
        make_membership(group, writer)
        post = make_post(group, writer, f"Post {place}", submitted_at=LONG_AGO + timedelta(minutes=place))
        make_comment(post, writer, "First")
        make_comment(post, writer, "Second")


@pytest.mark.parametrize("number", [1, 3, 20, 60])
def test_the_group_page_takes_at_most_twelve_queries(
    group: Group,
    member: Profile,
    browse: Callable[..., Client],
    django_assert_num_queries: Callable[..., object],
    number: int,
) -> None:
    """Eight are the request's own: hostname, session, person, profile, and beginning and end of the area's work."""
    make_membership(group, member)
    fill(group, number)
    member.moderation_level = ModerationLevel.PRE
    send_post(member, "Mine, held", group=group)
    client = browse(member)

    with django_assert_num_queries(11):
        page = client.get(group.get_absolute_url())

    assert len(page.context["page_obj"]) == min(number + 1, 20)


def test_posts_are_newest_first_with_pages_of_twenty(
    group: Group, member: Profile, browse: Callable[..., Client]
) -> None:
    make_membership(group, member)
    fill(group, 25)
    client = browse(member)

    first, second = client.get(group.get_absolute_url()), client.get(group.get_absolute_url(), {"page": 2})

    assert [post.text for post in first.context["page_obj"]] == [f"Post {place}" for place in range(24, 4, -1)]
    assert [post.text for post in second.context["page_obj"]] == [f"Post {place}" for place in range(4, -1, -1)]


def test_what_is_held_its_author_alone_sees_with_kind_words(
    group: Group, member: Profile, browse: Callable[..., Client]
) -> None:
    member.moderation_level = ModerationLevel.PRE
    make_membership(group, member)
    send_post(member, "Only mine so far", group=group)

    own, others = browse(member).get(group.get_absolute_url()), browse(make_member("Jo")).get(group.get_absolute_url())

    assert "Only mine so far" in own.content.decode()
    assert "A champion will read this before others see it." in own.content.decode()
    assert "You will hear by" in own.content.decode()
    assert "Only mine so far" not in others.content.decode()


def test_a_closed_group_shows_no_posts_to_others(rosa: Profile, member: Profile, browse: Callable[..., Client]) -> None:
    group = make_group("SPUG", organiser=rosa, is_closed=True)
    make_post(group, rosa, "Between us")

    page = browse(member).get(group.get_absolute_url())

    assert page.status_code == 200
    assert "Between us" not in page.content.decode()


def test_what_people_write_is_escaped(group: Group, rosa: Profile, browse: Callable[..., Client]) -> None:
    make_post(group, rosa, "<script>alert(1)</script>")

    assert "<script>alert(1)" not in browse(rosa).get(group.get_absolute_url()).content.decode()


def start(client: Client, **changes: object) -> object:
    answers = {"name": "Walkers", "purpose": "We walk.", "is_closed": "False", "district": "", **changes}
    return client.post("/groups/start/", answers)


def test_starting_a_group_makes_its_starter_the_organiser(member: Profile, browse: Callable[..., Client]) -> None:
    make_district("Banbury")
    walking = make_interest("Walking", InterestCategory.FITNESS)

    answer = start(browse(member), interests=[str(walking.pk)], is_closed="True")

    group = Group.objects.get()
    assert answer.url == group.get_absolute_url()
    assert (group.name, group.is_closed, list(group.interests.all())) == ("Walkers", True, [walking])
    assert group.memberships.get().role == GroupRole.ORGANISER


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"name": "    "}, "name", "Give your group a name."),
        ({"name": "n" * 81}, "name", "This name is too long. Please keep it under 80 letters."),
        (
            {"name": " banbury COOKS "},
            "name",
            "There is a group with this name already. Join it, or choose another name.",
        ),
        ({"purpose": "\n\n"}, "purpose", "Say what your group is for."),
        ({"purpose": "p" * 20_000}, "purpose", "This is too long. Please keep it under 1,000 letters."),
        ({"is_closed": ""}, "is_closed", "Choose one of the two."),
    ],
)
def test_a_refused_group_is_told_beside_the_field_and_nothing_typed_is_lost(
    group: Group, member: Profile, browse: Callable[..., Client], changes: dict[str, str], field: str, sentence: str
) -> None:
    page = start(browse(member), **changes)

    assert page.status_code == 200
    assert page.context["form"].errors[field] == [sentence]
    html = page.content.decode()
    for typed in {"name": "Walkers", "purpose": "We walk.", **changes}.values():
        assert str(typed).strip() in html
    assert Group.objects.count() == 1


def test_the_organiser_changes_what_the_group_says_but_not_who_reads(
    group: Group, rosa: Profile, browse: Callable[..., Client]
) -> None:
    browse(rosa).post(
        reverse("peers:edit_group", args=[group.pk]), {"name": "Oxford cooks", "purpose": "We.", "is_closed": "True"}
    )

    group.refresh_from_db()
    assert (group.name, group.purpose, group.is_closed) == ("Oxford cooks", "We.", False)


@pytest.mark.parametrize("number", [1, 3])
def test_members_takes_the_same_queries_for_any_number(
    group: Group,
    rosa: Profile,
    browse: Callable[..., Client],
    django_assert_num_queries: Callable[..., object],
    number: int,
) -> None:
    for place in range(number):
        make_membership(group, make_member(f"Member {place}"))
    client = browse(rosa)

    with django_assert_num_queries(12):
        page = client.get(reverse("peers:members", args=[group.pk]))

    assert page.context["page_obj"][0].profile.shown_name == "Rosa"
