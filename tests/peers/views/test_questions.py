from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from peers.models import AnswerCheck, DatedAnswer, PassingState, Question
from peers.operations.question import ask_question
from peers.rules import months_since
from portal.models import Area, ModerationLevel, Profile
from tests.factories.peers import make_dated_answer, make_passing, make_question
from tests.factories.portal import make_champion, make_member

WARNING = "Rules change. This was last checked on"


@pytest.fixture
def jo(area: Area) -> Profile:
    return make_member("Jo")


@pytest.fixture
def chandra(area: Area) -> Profile:
    return make_champion("Chandra")


@pytest.fixture
def question(member: Profile) -> Question:
    return make_question(member)


def page(client: Client, name: str, thing: object, **data: str) -> str:
    return client.get(reverse(f"peers:{name}", args=[thing.pk]), data).content.decode()


@pytest.mark.parametrize(
    ("day", "today", "months"),
    [
        (date(2026, 5, 23), date(2026, 11, 23), 6),
        (date(2026, 5, 24), date(2026, 11, 23), 5),
        (date(2025, 12, 31), date(2026, 1, 1), 0),
        (date(2024, 11, 23), date(2026, 11, 23), 24),
    ],
)
def test_months_since_counts_whole_months(day: date, today: date, months: int) -> None:
    assert months_since(day, today=today) == months


@pytest.mark.parametrize(("days", "is_warned"), [(10, False), (400, True)])
@pytest.mark.parametrize("easy", ["0", "1"])
def test_an_old_answer_warns(
    question: Question, jo: Profile, browse: Callable[..., Client], days: int, is_warned: bool, easy: str
) -> None:
    make_dated_answer(question, jo, checked_on=timezone.localdate() - timedelta(days=days))

    assert (WARNING in page(browse(jo), "question", question, easy=easy)) == is_warned


def test_a_new_check_takes_the_warning_away(question: Question, jo: Profile, browse: Callable[..., Client]) -> None:
    answer, today = make_dated_answer(question, jo, checked_on=date(2024, 1, 5)), timezone.localdate()
    boxes = {"checked_on_day": today.day, "checked_on_month": today.month, "checked_on_year": today.year}
    assert WARNING in page(browse(jo), "question", question)

    response = browse(jo).post(reverse("peers:check_answer", args=[answer.pk]), boxes)

    assert response.url == f"/questions/{question.pk}/#answer-{answer.pk}"
    assert AnswerCheck.objects.get().checked_on == today
    assert WARNING not in page(browse(jo), "question", question)


def test_the_area_says_when_an_answer_is_old(
    question: Question, jo: Profile, area: Area, browse: Callable[..., Client]
) -> None:
    make_dated_answer(question, jo, checked_on=timezone.localdate() - timedelta(days=400))
    area.check_again_months = 24
    area.save()

    assert WARNING not in page(browse(jo), "question", question)


def test_ask_and_answer_on_the_pages(member: Profile, jo: Profile, browse: Callable[..., Client]) -> None:
    browse(member).post(reverse("peers:ask_question"), {"title": "Bus pass?", "text": "Can I?"})
    question = Question.objects.get()
    words = {"text": "Yes.", "source": "A letter", "checked_on_day": "5", "checked_on_month": "10"}

    response = browse(jo).post(
        reverse("peers:answer_question", args=[question.pk]), {**words, "checked_on_year": "2025"}
    )

    answer = DatedAnswer.objects.get()
    assert response.url == answer.get_absolute_url()
    assert (answer.author, answer.checked_on) == (jo, date(2025, 10, 5))


def test_an_answer_warns_about_telephone_numbers(
    question: Question, jo: Profile, browse: Callable[..., Client]
) -> None:
    words = {"text": "Ring 01865 123456.", "source": "A letter", "checked_on_day": "5", "checked_on_month": "10"}

    response = browse(jo).post(
        reverse("peers:answer_question", args=[question.pk]), {**words, "checked_on_year": "2025"}
    )

    assert list(response.context["form"].errors) == ["text"]
    assert not DatedAnswer.objects.exists()


def test_only_who_asked_can_say_what_helped(
    question: Question, member: Profile, jo: Profile, browse: Callable[..., Client]
) -> None:
    answer = make_dated_answer(question, jo)
    address = reverse("peers:choose_answer", args=[answer.pk])
    assert "This answer helped me" not in page(browse(jo), "question", question)
    assert browse(jo).post(address).status_code == 403

    assert browse(member).post(address).status_code == 302

    assert "This helped" in page(browse(jo), "question", question)


def test_the_asker_sees_where_it_is_but_not_the_note(
    question: Question, member: Profile, jo: Profile, chandra: Profile, browse: Callable[..., Client]
) -> None:
    make_passing(question, jo, by=chandra, note="She had one.")

    asker = page(browse(member), "question", question)
    assert "We asked Jo on 1 September 2026. They have not said yes yet." in asker
    assert "She had one." not in asker
    assert "She had one." in page(browse(jo), "question", question)


def test_pass_and_take_on_the_pages(
    question: Question, jo: Profile, chandra: Profile, browse: Callable[..., Client]
) -> None:
    passed = browse(chandra).post(reverse("peers:pass_question", args=[question.pk]), {"to": jo.pk, "note": ""})
    assert [str(message) for message in get_messages(passed.wsgi_request)] == ["We have asked Jo."]
    assert "These questions were passed to you" in browse(jo).get(reverse("peers:questions")).content.decode()

    browse(jo).post(reverse("peers:take_question", args=[question.pk]))

    assert question.passings.get().state == PassingState.TAKEN


def test_a_held_question_is_there_for_its_author_alone(
    member: Profile, jo: Profile, browse: Callable[..., Client]
) -> None:
    member.moderation_level = ModerationLevel.PRE
    held = ask_question(title="Bus pass?", text="Can I?", by=member, now=timezone.now())
    address = reverse("peers:question", args=[held.pk])

    assert browse(member).get(address).status_code == 200
    assert browse(jo).get(address).status_code == 404
    assert browse(jo).get(f"/api/v1/questions/{held.pk}/").status_code == 404


def test_the_api_does_what_the_pages_do(
    question: Question, member: Profile, jo: Profile, chandra: Profile, browse: Callable[..., Client]
) -> None:
    def send(person: Profile, path: str, **data: object) -> dict[str, object]:
        response = browse(person).post(f"/api/v1{path}", data, content_type="application/json")
        assert response.status_code in {200, 201}
        return response.json()

    passing = send(chandra, f"/questions/{question.pk}/pass/", to=str(jo.pk), note="She had one.")
    assert (passing["to_name"], passing["state"]) == ("Jo", "waiting")
    assert "note" not in passing
    assert send(jo, f"/questions/{question.pk}/take/")["state"] == "taken"
    given = send(jo, f"/questions/{question.pk}/answers/", text="Yes.", source="A letter", checked_on="2025-10-05")
    assert (given["author"], given["last_checked"]) == ("Jo", "2025-10-05")
    assert send(member, f"/answers/{given['id']}/check/", checked_on="2025-11-05")["checked_by"] == "Peter"
    assert send(member, f"/answers/{given['id']}/choose/")["last_checked"] == "2025-11-05"
    found = browse(jo).get("/api/v1/questions/?q=bus").json()["results"]
    assert [(row["title"], row["answer_count"], row["is_answered"]) for row in found] == [(question.title, 1, True)]


def test_the_list_asks_the_same_few_questions_of_the_database_however_many_there_are(
    member: Profile, jo: Profile, browse: Callable[..., Client]
) -> None:
    client, address = browse(jo), reverse("peers:questions")
    make_question(member)
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    for number in range(3):
        make_dated_answer(make_question(member, f"Question {number}"), jo)
    with CaptureQueriesContext(connection) as many:
        client.get(address)

    assert len(many) == len(one)
