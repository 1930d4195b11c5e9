from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from moderation.models import EntryKind, Report
from moderation.operations.concern import report_concern
from moderation.operations.safeguarding import add_to_case
from moderation.queries import cases_for, is_blocked, muted_by
from portal.models import Area, Profile
from tests.factories.moderation import send_post
from tests.factories.peers import make_group
from tests.factories.portal import make_champion, make_member, make_safeguarding_lead

CONCERN = "/moderation/concern/"
CASES = "/moderation/safeguarding/"


@pytest.fixture
def client(member: Profile, browse: Callable[..., Client]) -> Client:
    return browse(member)


@pytest.fixture
def lead(area: Area) -> Profile:
    return make_safeguarding_lead("Ingrid")


def test_the_foot_of_each_page_leads_to_the_concern_page(client: Client) -> None:
    assert CONCERN in client.get("/help/").content.decode()


def test_concern_gives_the_numbers_before_anything_else(client: Client, area: Area) -> None:
    area.safeguarding_phone = "0808 157 0201"
    area.save()

    page = client.get(CONCERN).content.decode()

    assert page.index("tel:999") < page.index("tel:08081570201") < page.index('name="words"')


def test_concern_is_sent_and_answered_kindly(client: Client, member: Profile, lead: Profile) -> None:
    answer = client.post(CONCERN, {"words": "He shouts.", "who": "Bert"}, follow=True)

    assert "You did well." in answer.content.decode()
    assert [(case.words, case.who, case.may_name_reporter) for case in cases_for(lead)] == [
        ("He shouts.", "Bert", False)
    ]


def test_concern_without_words_is_refused_with_the_rest_kept(client: Client, lead: Profile) -> None:
    page = client.post(CONCERN, {"words": " ", "who": "Bert"})

    assert page.context["form"].errors == {"words": ["Please write what happened, or what worries you."]}
    assert 'value="Bert"' in page.content.decode()
    assert cases_for(lead) == []


def test_a_post_has_a_link_to_report_it_for_others_only(
    client: Client, member: Profile, now: datetime, browse: Callable[..., Client]
) -> None:
    jo = make_member("Jo")
    group = make_group(organiser=jo)
    post = send_post(jo, now=now, group=group)
    link = reverse("moderation:report_content", args=["peers.post", post.pk])

    assert link in client.get(group.get_absolute_url()).content.decode()
    assert link not in browse(jo).get(group.get_absolute_url()).content.decode()


def test_report_is_sent_and_shown_to_champions_without_a_name(
    client: Client, member: Profile, now: datetime, browse: Callable[..., Client]
) -> None:
    post = send_post(make_member("Jo"), now=now)
    address = reverse("moderation:report_content", args=["peers.post", post.pk])

    answer = client.post(address, {"concern": "unkind", "words": "It mocks Ann."})

    assert answer.url == "/moderation/report/told/"
    item = Report.objects.get().review_item
    page = browse(make_champion("Sam")).get(item.get_absolute_url()).content.decode()
    assert "It mocks Ann." in page
    assert "Peter" not in page
    again = client.post(address, {"concern": "unkind"})
    assert "You have told us already." in again.content.decode()


def test_report_of_danger_goes_the_other_way(client: Client, lead: Profile, now: datetime) -> None:
    post = send_post(make_member("Jo"), now=now)
    address = reverse("moderation:report_content", args=["peers.post", post.pk])

    assert client.post(address, {"concern": "danger", "words": "Help"}).url == "/moderation/concern/told/"
    assert not Report.objects.exists()
    assert len(cases_for(lead)) == 1


def test_report_tells_nobody_of_a_closed_group(client: Client, now: datetime) -> None:
    jo = make_member("Jo")
    post = send_post(jo, now=now, group=make_group(organiser=jo, is_closed=True))

    assert client.get(reverse("moderation:report_content", args=["peers.post", post.pk])).status_code == 404
    assert client.get(reverse("moderation:report_content", args=["no.kind", post.pk])).status_code == 404


def test_the_lead_reads_open_cases_first_and_keeps_what_was_done(
    lead: Profile, member: Profile, now: datetime, browse: Callable[..., Client]
) -> None:
    report_concern(words="It was settled", who="Old", by=member, now=now)
    add_to_case(case_id=cases_for(lead)[0].pk, kind=EntryKind.CLOSED, words="Safe", by=lead, now=now)
    report_concern(words="He shouts", who="New", by=member, now=now)
    visitor = browse(lead)

    page = visitor.get(CASES)
    assert [case.who for case in page.context["open_cases"]] == ["New"]
    assert [case.who for case in page.context["closed_cases"]] == ["Old"]
    case = page.context["open_cases"][0]
    shown = visitor.get(case.get_absolute_url()).content.decode()
    assert "Do not tell others who it was." in shown
    answer = visitor.post(case.get_absolute_url(), {"kind": "step", "words": "I rang 101."}, follow=True)
    assert "I rang 101." in answer.content.decode()
    closed = page.context["closed_cases"][0]
    refused = visitor.post(closed.get_absolute_url(), {"kind": "note", "words": "More"})
    assert list(refused.context["form"].errors) == ["kind"]


@pytest.mark.parametrize("easy", ["", "?easy=1"])
def test_block_and_mute_have_a_page_and_a_way_back(client: Client, member: Profile, area: Area, easy: str) -> None:
    jo = make_member("Jo")
    page = f"/moderation/peace/{jo.pk}/"

    assert "You have blocked Jo. We do not tell them." in client.post(f"{page}block/", follow=True).content.decode()
    client.post(f"{page}mute/")
    assert is_blocked(jo, member)
    assert list(muted_by(member)) == [jo]
    shown = client.get(f"{page}{easy}").content.decode()
    assert f"{page}unblock/" in shown
    assert f"{page}unmute/" in shown
    assert client.get(f"/moderation/peace/{easy}").content.decode().count(page) == 2
    client.post(f"{page}unblock/")
    client.post(f"{page}unmute/")
    assert not is_blocked(jo, member)
    assert list(muted_by(member)) == []


def test_blocking_oneself_is_refused_in_words(client: Client, member: Profile) -> None:
    answer = client.post(f"/moderation/peace/{member.pk}/block/", follow=True)

    assert "You cannot block yourself." in answer.content.decode()
    assert "This is you." in client.get(f"/moderation/peace/{member.pk}/").content.decode()
