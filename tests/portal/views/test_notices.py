from collections.abc import Callable

import pytest
from django.test import Client

from portal.models import Area, Notification, Profile
from portal.models.notification import NotificationState
from tests.factories.portal import MONDAY_AFTERNOON, make_host, make_member, make_notification


@pytest.fixture
def other(area: Area) -> Profile:
    return make_member("Jo")


def test_notices_show_ones_own_only(member: Profile, other: Profile, browse: Callable[..., Client]) -> None:
    make_notification(member, "Please sign", url="/pools/7/")
    make_notification(other, "For Jo only")

    page = browse(member).get("/notices/").content.decode()

    assert "You have 1 new notice." in page
    assert "Please sign" in page
    assert 'href="/pools/7/"' in page
    assert "For Jo only" not in page


def test_no_notices_yet_has_a_next_step(member: Profile, browse: Callable[..., Client]) -> None:
    page = browse(member).get("/notices/").content.decode()

    assert "No notices yet" in page
    assert "Go to the home page" in page


def test_one_notice_is_marked_as_read(member: Profile, browse: Callable[..., Client]) -> None:
    first, second = make_notification(member), make_notification(member)

    browse(member).post(f"/notices/{first.pk}/read/")

    assert list(Notification.objects.unread()) == [second]


def test_all_notices_are_marked_as_read_but_nobody_elses(
    member: Profile, other: Profile, browse: Callable[..., Client]
) -> None:
    make_notification(member)
    make_notification(member)
    hers = make_notification(other)

    browse(member).post("/notices/read/")

    assert list(Notification.objects.unread()) == [hers]


def test_reading_again_keeps_the_first_time(member: Profile, browse: Callable[..., Client]) -> None:
    notice = make_notification(member, read_at=MONDAY_AFTERNOON)

    browse(member).post("/notices/read/")

    notice.refresh_from_db()
    assert notice.read_at == MONDAY_AFTERNOON


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_for_one_and_for_three(
    member: Profile, browse: Callable[..., Client], django_assert_num_queries: Callable[..., object], count: int
) -> None:
    for _ in range(count):
        make_notification(member)
    client = browse(member)

    with django_assert_num_queries(10):
        client.get("/notices/")


def test_the_number_of_new_notices_stands_on_every_page(
    member: Profile, other: Profile, browse: Callable[..., Client]
) -> None:
    make_notification(member)
    make_notification(member)
    make_notification(member, read_at=MONDAY_AFTERNOON)
    make_notification(other)

    assert browse(member).get("/help/").context["unread_notices"] == 2


def test_the_home_page_shows_the_newest_three(member: Profile, browse: Callable[..., Client]) -> None:
    for number in range(5):
        make_notification(member, f"Notice {number}")

    shown = browse(member).get("/").context["notices"]

    assert len(shown) == 3


def test_the_outbox_tells_to_whom_and_about_what_but_not_what_it_says(
    member: Profile, browse: Callable[..., Client]
) -> None:
    make_notification(member, "Please sign", body="Between you and us.")

    for easy in ("0", "1"):
        page = browse(make_host("Hana")).get(f"/outbox/?easy={easy}").content.decode()

        assert "Peter" in page
        assert "Please sign" in page
        assert "Waiting to be sent" in page
        assert "Between you and us." not in page
        assert member.user.email not in page


def test_the_outbox_can_be_narrowed_to_one_state(member: Profile, browse: Callable[..., Client]) -> None:
    make_notification(member, "Sent one", state=NotificationState.SENT, sent_at=MONDAY_AFTERNOON)
    make_notification(member, "Failed one", state=NotificationState.FAILED, attempts=8)

    page = browse(make_host("Hana")).get("/outbox/?state=failed").content.decode()

    assert "Failed one" in page
    assert "after 8 tries" in page
    assert "Sent one" not in page


def test_the_outbox_shows_everything_for_a_state_that_is_none(member: Profile, browse: Callable[..., Client]) -> None:
    make_notification(member, "Please sign")

    assert "Please sign" in browse(make_host("Hana")).get("/outbox/?state=lost").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_outbox_asks_the_same_for_one_and_for_three(
    member: Profile, browse: Callable[..., Client], django_assert_num_queries: Callable[..., object], count: int
) -> None:
    for _ in range(count):
        make_notification(member)
    client = browse(make_host("Hana"))

    with django_assert_num_queries(10):
        client.get("/outbox/")
