"""What somebody can reach who helps a member, and what nobody can do for somebody else."""

from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus

import pytest
from django.test import Client
from django.utils import timezone

from portal.helping import ALWAYS, bound_routes, may_reach
from portal.models import ApiToken, Area, AuditEvent, Delegation, Profile, Scope
from portal.operations.api_tokens import make_api_token
from portal.operations.supporters import revoke_delegation
from portal.request import HELPING
from tests.architecture.test_routes import ROUTES
from tests.factories.portal import make_member
from tests.factories.supporters import let_help

Browse = Callable[..., Client]
NOT_FOR_OTHERS = ("chat", "group", "vote", "ballot", "sign_agreement", "signature", "level", "mentor", "token")
NOT_FOR_OTHERS += ("delegation", "supporter")


@pytest.fixture
def dad(area: Area) -> Profile:
    return make_member("Frank")


@pytest.fixture
def help_given(member: Profile, dad: Profile) -> Delegation:
    return let_help(member, dad, Scope.SEE, Scope.WRITE, now=timezone.now())


@pytest.fixture
def helper(help_given: Delegation, dad: Profile, browse: Browse) -> Client:
    """Dad's browser, in which he helps Peter just now."""
    client = browse(dad)
    client.post(f"/helping/{help_given.pk}/start/")
    assert client.session[HELPING] == str(help_given.pk)
    return client


def test_pages_within_the_help_are_the_members_and_say_so(helper: Client) -> None:
    answer = helper.get("/wishes/")

    assert answer.status_code == HTTPStatus.OK
    assert "You are helping Peter" in answer.text
    assert answer.context["profile"].shown_name == "Peter"
    assert answer.context["navigation"] == []


@pytest.mark.parametrize(
    ("method", "path", "sentence"),
    [
        ("get", "/groups/", "Only they can do this themselves"),
        ("get", "/moderation/level/", "they alone decide"),
        ("post", "/moderation/level/", "they alone decide"),
        ("get", "/supporters/", "Only they can say who helps them"),
        ("get", "/tokens/", "Only they can do this themselves"),
        ("get", "/notices/", "Only they can do this themselves"),
        ("get", "/accounts/sessions/", "Only they can do this themselves"),
        ("get", "/accounts/email/", "Only they can do this themselves"),
    ],
)
def test_everything_else_is_refused_with_a_sentence(helper: Client, method: str, path: str, sentence: str) -> None:
    answer = getattr(helper, method)(path)

    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert sentence in answer.text
    easy = helper.get(path + "?easy=1")
    assert easy.templates[0].name == "portal/easy/cannot_help.html"


def test_home_leads_to_what_one_can_do(helper: Client) -> None:
    assert helper.get("/")["Location"] == "/helping/now/"


def test_a_page_that_may_be_read_takes_nothing(helper: Client) -> None:
    assert helper.post("/pools/").status_code == HTTPStatus.FORBIDDEN


def test_what_the_table_binds_is_never_what_nobody_can_do_for_others() -> None:
    for route in bound_routes() - ALWAYS:
        assert not any(word in route.partition(":")[2] for word in NOT_FOR_OTHERS), route


def test_an_address_that_nobody_bound_is_refused_by_every_scope() -> None:
    reached = {
        route.name
        for route in ROUTES
        for method in ("GET", "POST")
        if may_reach(list(Scope), route.name, method=method)
    }

    assert reached <= bound_routes()
    # Every address of the table is there: a mistyped one would bind nothing.
    assert bound_routes() - {route.name for route in ROUTES} == {"account_logout"}


def test_after_stopping_the_next_click_is_refused_and_does_nothing(
    helper: Client, help_given: Delegation, member: Profile
) -> None:
    revoke_delegation(delegation=help_given, by=member, now=timezone.now())
    before = AuditEvent.objects.count()

    answer = helper.post("/wishes/new/", {"words": "Swimming"})

    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert "You do not help Peter any more" in answer.text
    assert AuditEvent.objects.count() == before
    # And after that he is himself again.
    assert helper.get("/profile/").context["profile"].shown_name == "Frank"


def test_help_is_over_after_its_last_day(member: Profile, dad: Profile, browse: Browse) -> None:
    long_ago = timezone.now() - timedelta(days=20)
    delegation = let_help(member, dad, now=long_ago, ends_on=long_ago.date() + timedelta(days=10))
    client = browse(dad)
    session = client.session
    session[HELPING] = str(delegation.pk)
    session.save()

    assert client.get("/pools/").status_code == HTTPStatus.FORBIDDEN


def test_somebody_elses_delegation_in_a_session_helps_nobody(help_given: Delegation, browse: Browse) -> None:
    client = browse(make_member("Jo"))
    session = client.session
    session[HELPING] = str(help_given.pk)
    session.save()

    assert client.get("/pools/").status_code == HTTPStatus.FORBIDDEN
    assert client.get("/profile/").context["profile"].shown_name == "Jo"


def test_nobody_starts_to_help_by_somebody_elses_delegation(help_given: Delegation, browse: Browse) -> None:
    client = browse(make_member("Jo"))

    assert client.post(f"/helping/{help_given.pk}/start/").status_code == HTTPStatus.NOT_FOUND
    assert HELPING not in client.session


def test_leaving_is_possible_at_any_time(helper: Client) -> None:
    helper.post("/helping/leave/")

    assert helper.get("/profile/").context["profile"].shown_name == "Frank"


def test_the_api_is_closed_to_a_browser_that_helps(helper: Client) -> None:
    assert helper.get("/api/v1/me/").status_code == HTTPStatus.FORBIDDEN


def test_a_token_never_carries_help(helper: Client, dad: Profile) -> None:
    _token, secret = make_api_token(label="calendar", by=dad, now=timezone.now())
    assert ApiToken.objects.count() == 1

    me = helper.get("/api/v1/me/", headers={"authorization": f"Token {secret}"}).json()

    assert me["shown_name"] == "Frank"
