"""Scenario 12: SPUG, a closed group with papers and an announcement."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from peers.models import Audience, Group, Paper, PaperKind
from peers.operations.announcement import announce, tell_audience
from peers.operations.paper import add_paper
from portal.areas.context import area_context
from portal.models import Area, AuditEvent, ModerationLevel, Notification, Profile, User
from tests.factories.peers import SMALL_PDF, make_group, make_membership
from tests.factories.portal import make_champion, make_commissioner, make_host, make_member, make_provider

NOW = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
TITLE = "Minutes about the broken lift"


@pytest.fixture
def rosa(area: Area) -> Profile:
    return make_member("Rosa", moderation_level=ModerationLevel.NONE)


@pytest.fixture
def spug(rosa: Profile) -> Group:
    return make_group("SPUG", organiser=rosa, is_closed=True, purpose="We speak up about services.")


@pytest.fixture
def paper(spug: Group, rosa: Profile) -> Paper:
    return add_paper(
        group=spug,
        kind=PaperKind.MINUTES,
        title=TITLE,
        date=date(2026, 10, 5),
        upload=SimpleUploadedFile("minutes.pdf", SMALL_PDF),
        by=rosa,
        now=NOW,
    )


def addresses_of(paper: Paper) -> list[str]:
    return [
        reverse("peers:papers", args=[paper.group_id]),
        reverse("peers:paper", args=[paper.pk]),
        reverse("peers:paper_file", args=[paper.pk]),
        reverse("api:group-paper-list", args=[paper.group_id], urlconf="portal.urls"),
        reverse("api:paper-detail", args=[paper.pk], urlconf="portal.urls"),
        reverse("api:paper-file", args=[paper.pk], urlconf="portal.urls"),
    ]


def test_a_member_of_the_group_reads_its_papers(spug: Group, paper: Paper, browse: Callable[..., Client]) -> None:
    jo = make_member("Jo")
    make_membership(spug, jo)
    client = browse(jo)

    assert [client.get(address).status_code for address in addresses_of(paper)] == [200] * 6
    assert TITLE in client.get(addresses_of(paper)[0]).content.decode()
    file = client.get(reverse("peers:paper_file", args=[paper.pk]))
    assert (file.content, file["Content-Type"]) == (SMALL_PDF, "application/pdf")
    assert file["Content-Disposition"] == 'attachment; filename="minutes.pdf"'


@pytest.mark.parametrize("make_outsider", [make_member, make_champion, make_host, make_provider, make_commissioner])
def test_for_an_outsider_no_paper_exists(
    paper: Paper, make_outsider: Callable[[str], Profile], browse: Callable[..., Client]
) -> None:
    client = browse(make_outsider("Outsider"))

    assert [client.get(address).status_code for address in addresses_of(paper)] == [404] * 6


def test_who_has_left_is_an_outsider(spug: Group, paper: Paper, browse: Callable[..., Client]) -> None:
    jo = make_member("Jo")
    make_membership(spug, jo, left_at=NOW)

    assert [browse(jo).get(address).status_code for address in addresses_of(paper)] == [404] * 6


def test_an_outsider_finds_its_title_nowhere(
    spug: Group, paper: Paper, rosa: Profile, browse: Callable[..., Client]
) -> None:
    """Search, pages, the API, notices and the audit trail of others: none lets on that there is such a paper."""
    jo = make_member("Jo")
    announce(group=spug, title="Open day", text="Come", audience=Audience.AREA, by=rosa, now=NOW)
    client = browse(jo)
    looked_at = [
        reverse("portal:area_home"),
        reverse("portal:notices"),
        reverse("peers:groups"),
        reverse("peers:groups") + "?q=minutes",
        spug.get_absolute_url(),
        reverse("moderation:my_items"),
        "/api/v1/groups/",
        "/api/v1/groups/?q=minutes",
        f"/api/v1/groups/{spug.pk}/",
        "/api/v1/announcements/",
        "/api/v1/notices/",
    ]

    pages = {address: client.get(address) for address in looked_at}

    assert {address: page.status_code for address, page in pages.items()} == dict.fromkeys(looked_at, 200)
    assert [address for address, page in pages.items() if "broken lift" in page.content.decode()] == []
    assert "0 groups found" in pages[looked_at[3]].content.decode()
    assert "1 paper" not in pages[spug.get_absolute_url()].content.decode()
    assert not Notification.objects.filter(body__contains="lift").exists()
    assert not AuditEvent.objects.filter(detail__icontains="lift").exists()


def test_an_outsider_may_know_that_the_group_exists(spug: Group, browse: Callable[..., Client]) -> None:
    page = browse(make_member("Jo")).get(spug.get_absolute_url()).content.decode()

    assert "We speak up about services." in page
    assert "Ask to join" in page


def test_the_announcement_reaches_every_member_of_the_area(spug: Group, rosa: Profile) -> None:
    members = {rosa, make_member("Jo"), make_member("Peter"), make_champion("Grace"), make_host("Hana")}
    make_provider("Pat")
    make_commissioner("Carole")
    gone = make_member("Gone")
    gone.user.is_active = False
    gone.user.save()

    news = announce(group=spug, title="Speak up day", text="All are welcome.", audience=Audience.AREA, by=rosa, now=NOW)

    notices = Notification.objects.filter(key=f"announcement:{news.pk}")
    assert {notice.recipient for notice in notices} == members
    assert {(notice.subject, notice.url, notice.state) for notice in notices} == {
        ("Speak up day", news.get_absolute_url(), "pending")
    }


def test_news_for_the_group_reaches_the_group_alone(spug: Group, rosa: Profile) -> None:
    jo, outsider = make_member("Jo"), make_member("Peter")
    make_membership(spug, jo)

    announce(group=spug, title="Next meeting", text="On Tuesday", audience=Audience.GROUP, by=rosa, now=NOW)

    assert set(Notification.objects.values_list("recipient", flat=True)) == {rosa.pk, jo.pk}
    assert outsider.notifications.count() == 0


def test_telling_again_tells_nobody_twice(spug: Group, rosa: Profile) -> None:
    make_member("Jo")
    news = announce(group=spug, title="Open day", text="Come", audience=Audience.AREA, by=rosa, now=NOW)

    tell_audience(content=news, now=NOW)

    assert Notification.objects.count() == 2


def test_telling_a_thousand_people_takes_few_queries(
    spug: Group, rosa: Profile, django_assert_num_queries: Callable[..., object]
) -> None:
    news = announce(group=spug, title="Open day", text="Come", audience=Audience.GROUP, by=rosa, now=NOW)
    users = User.objects.bulk_create(User(email=f"many{number}@example.org") for number in range(1000))
    Profile.objects.bulk_create(Profile(user=user, shown_name="Many", roles=["member"]) for user in users)
    news.audience = Audience.AREA

    # The area, the people, and the notices in three lots of five hundred at most.
    with django_assert_num_queries(6):
        tell_audience(content=news, now=NOW)

    assert Notification.objects.count() == 1001


def test_another_areas_people_hear_and_see_nothing(oxfordshire: Area, knowsley: Area) -> None:
    with area_context(knowsley.id):
        make_member("Ken")
    with area_context(oxfordshire.id):
        rosa = make_member("Rosa", moderation_level=ModerationLevel.NONE)
        group = make_group("SPUG", organiser=rosa)
        announce(group=group, title="Open day", text="Come", audience=Audience.AREA, by=rosa, now=NOW)
        assert Notification.objects.count() == 1
    with area_context(knowsley.id):
        assert Notification.objects.count() == 0
