from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from portal.models import Area, ModerationLevel, Profile
from providers.models import Criterion, Rating, Reply, Service
from tests.factories.portal import make_member
from tests.factories.providers import make_rating, make_representative, make_service

Browse = Callable[..., Client]


@pytest.fixture
def service(area: Area) -> Service:
    return make_service()


@pytest.fixture
def listens(service: Service, now: datetime) -> Criterion:
    """What another member has scored already."""
    make_rating(service, make_member("Jo"), now=now, scores={"They listen to me": 5})
    return Criterion.objects.get()


def typed(**changes: str) -> dict[str, str]:
    return {
        "used_it": "on",
        "used_through": "own",
        "own_words_1": "They turn up   on time",
        "own_score_1": "2",
        "words": "Late again.",
        **changes,
    }


def rate(browse: Browse, member: Profile, service: Service, **changes: str) -> Any:
    return browse(member).post(reverse("providers:rate_service", args=[service.pk]), typed(**changes))


def test_member_scores_what_others_scored_and_their_own(
    member: Profile, service: Service, listens: Criterion, browse: Browse
) -> None:
    response = rate(browse, member, service, **{f"score_{listens.pk.hex}": "4"})

    rating = Rating.objects.get(author=member)
    assert response.url == rating.get_absolute_url()
    assert {each.criterion.words: each.score for each in rating.scores.all()} == {
        "They listen to me": 4,
        "They turn up on time": 2,
    }


def test_form_starts_from_the_last_rating(member: Profile, service: Service, now: datetime, browse: Browse) -> None:
    make_rating(service, member, now=now, scores={"They wait": 3}, words="Slow, but kind.")

    form = browse(member).get(reverse("providers:rate_service", args=[service.pk])).context["form"]

    assert form["words"].value() == "Slow, but kind."
    assert [(field.label, field.value()) for field in form.score_fields()] == [("They wait", 3)]


@pytest.mark.parametrize(
    ("field", "changes", "sentence"),
    [
        ("used_it", {"used_it": ""}, "Only people who used it can rate it."),
        ("used_through", {"used_through": ""}, "Choose how you used the service."),
        ("own_score_1", {"own_score_1": ""}, "Please choose a score for this"),
        ("own_score_1", {"own_score_1": "6"}, "Choose a score from 1 to 5"),
        ("own_words_1", {"own_words_1": "  "}, "What is this score for?"),
        ("own_words_1", {"own_words_1": "w" * 81}, "Please make this shorter: 80 letters and spaces at most."),
        ("own_words_2", {"own_words_2": "they turn up on TIME", "own_score_2": "3"}, "You have scored this already."),
        ("own_words_1", {"own_words_1": "", "own_score_1": ""}, "Please give a score for at least one thing"),
        (
            "words",
            {"words": "w" * 20_000},
            "Please make this shorter: 3000 letters and spaces at most.",
        ),
        ("used_on", {"used_on_day": "31", "used_on_month": "2", "used_on_year": "2026"}, "Please give a real date"),
        ("used_on", {"used_on_day": "1", "used_on_month": "1", "used_on_year": "2100"}, "This day is still to come."),
    ],
)
def test_rating_that_cannot_be_sent_loses_nothing(
    member: Profile, service: Service, browse: Browse, field: str, changes: dict[str, str], sentence: str
) -> None:
    response = rate(browse, member, service, **changes)

    form = response.context["form"]
    assert response.status_code == 200
    assert any(sentence in error for error in form.errors[field])
    kept = {name: form[name].value() for name in typed(**changes) if name in form.fields and name != "used_it"}
    assert kept == {name: typed(**changes)[name] for name in kept}
    assert (Rating.objects.count(), Criterion.objects.count()) == (0, 0)


def test_score_stays_when_the_list_of_criteria_has_changed(
    member: Profile, service: Service, listens: Criterion, browse: Browse
) -> None:
    Rating.objects.update(state="removed")

    rate(browse, member, service, **{f"score_{listens.pk.hex}": "4"})

    assert Rating.objects.get(author=member).scores.count() == 2


def test_nobody_rates_where_they_work(service: Service, browse: Browse) -> None:
    worker = make_representative(service.organisation, profile=make_member("Rosa"))

    response = rate(browse, worker, service)

    assert "You speak for Bead Barn, so you cannot rate what it does." in response.content.decode()
    assert Rating.objects.count() == 0


def test_held_rating_tells_its_author_when_it_will_be_read(service: Service, browse: Browse) -> None:
    jo = make_member("Jo", moderation_level=ModerationLevel.PRE)

    rate(browse, jo, service)

    page = browse(jo).get(service.get_absolute_url()).content.decode()
    assert "A champion will read this before others see it." in page


def test_provider_replies_once(service: Service, now: datetime, browse: Browse) -> None:
    rating = make_rating(service, make_member("Jo"), now=now)
    rosa = make_representative(service.organisation)
    address = reverse("providers:reply_to_rating", args=[rating.pk])

    first = browse(rosa).post(address, {"words": "Thank you, Jo."})
    second = browse(rosa).post(address, {"words": "And another thing."})

    assert first.url == "/provider-desk/"
    assert "One reply is all there can be." in second.content.decode()
    assert "And another thing." in second.content.decode()
    assert Reply.objects.get().words == "Thank you, Jo."


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("   ", "Please write your reply."),
        ("w" * 20_000, "Please make this shorter: 3000 letters and spaces at most."),
    ],
)
def test_reply_that_cannot_be_sent_loses_nothing(
    service: Service, now: datetime, browse: Browse, words: str, sentence: str
) -> None:
    rating = make_rating(service, make_member("Jo"), now=now)
    rosa = make_representative(service.organisation)

    response = browse(rosa).post(reverse("providers:reply_to_rating", args=[rating.pk]), {"words": words})

    assert response.context["form"].errors["words"][0].startswith(sentence)
    assert response.context["form"]["words"].value() == words
    assert Reply.objects.count() == 0


def test_rating_that_others_cannot_see_cannot_be_replied_to(service: Service, now: datetime, browse: Browse) -> None:
    rating = make_rating(service, make_member("Jo", moderation_level=ModerationLevel.PRE), now=now)
    rosa = make_representative(service.organisation)

    assert browse(rosa).get(reverse("providers:reply_to_rating", args=[rating.pk])).status_code == 404
