"""The sample areas: loaded once, the same when loaded again, and open to those who have their keys."""

import json
from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import authenticate
from django.contrib.auth.hashers import check_password
from django.core.management import call_command
from django.test import Client

from portal.areas.context import area_context
from portal.demo.accounts import accounts_of, loaded_accounts
from portal.demo.interests import INTERESTS
from portal.demo.loading import load_area, load_ground
from portal.demo.people import sample_people
from portal.demo.places import SAMPLE_AREAS
from portal.models import (
    ApiToken,
    Area,
    ConductAcceptance,
    Delegation,
    District,
    Interest,
    InterestCategory,
    Profile,
    Role,
    User,
)
from tests.factories.portal import MONDAY_AFTERNOON

OXFORDSHIRE = SAMPLE_AREAS[0]


@pytest.fixture
def sample(db: None) -> Area:
    area = load_area(OXFORDSHIRE)
    with area_context(area.id):
        load_ground(sample=OXFORDSHIRE, now=MONDAY_AFTERNOON)
    return area


def counts(area: Area) -> dict[str, int]:
    with area_context(area.id):
        tables = [Area, User, EmailAddress, ApiToken, District, Interest, Profile, ConductAcceptance, Delegation]
        return {table.__name__: table.objects.count() for table in tables}


def test_loading_again_changes_nothing(sample: Area) -> None:
    before = counts(sample)

    with area_context(load_area(OXFORDSHIRE).id):
        load_ground(sample=OXFORDSHIRE, now=MONDAY_AFTERNOON)

    assert counts(sample) == before


def test_everybody_has_agreed_to_the_guidelines_and_has_a_whole_profile(sample: Area) -> None:
    with area_context(sample.id):
        sample.refresh_from_db()
        members = Profile.objects.members()

        assert {profile.conduct_version for profile in members} == {sample.conduct_version} == {1}
        for profile in members.prefetch_related("interests"):
            assert profile.district
            assert profile.about
            assert profile.free_times
            assert profile.funding_kinds
            assert profile.interests.all()


def test_the_commissioner_has_no_other_role_and_agreed_to_nothing(sample: Area) -> None:
    with area_context(sample.id):
        carole = Profile.objects.with_role(Role.COMMISSIONER).get()

        assert carole.roles == [Role.COMMISSIONER]
        assert not ConductAcceptance.objects.filter(profile=carole).exists()


@pytest.mark.parametrize("place", SAMPLE_AREAS, ids=lambda place: place.slug)
def test_each_area_has_five_districts_and_one_account_of_each_role_first(place: object) -> None:
    accounts = accounts_of(place.slug)

    assert len(place.districts) == 5
    assert [account.person.role for account in accounts[: len(Role)]] == list(Role)


def test_the_accounts_password_signs_in_and_is_kept_as_a_digest_only(sample: Area) -> None:
    account = accounts_of("oxfordshire")[0]

    user = authenticate(email=account.person.email, password=account.password)

    assert user is not None
    assert user.email == "peter@oxfordshire.example.org"
    assert account.password not in user.password
    assert EmailAddress.objects.get(user=user).verified


def test_the_accounts_token_opens_the_api(sample: Area) -> None:
    account = accounts_of("oxfordshire")[0]

    answer = Client(HTTP_HOST="oxfordshire.localhost").get(
        "/api/v1/me/", headers={"Authorization": f"Token {account.api_token}"}
    )

    assert answer.status_code == 200
    assert answer.json()["shown_name"] == "Peter"


def test_no_two_accounts_are_opened_by_the_same_thing() -> None:
    accounts = [account for place in SAMPLE_AREAS for account in accounts_of(place.slug)]

    assert len({account.password for account in accounts}) == len(accounts)
    assert len({account.api_token for account in accounts}) == len(accounts)
    assert not {account.password for account in accounts} & {account.api_token for account in accounts}


def test_demo_accounts_prints_every_account_as_json(sample: Area) -> None:
    printed = StringIO()

    call_command("demo_accounts", "--json", stdout=printed)
    records = json.loads(printed.getvalue())

    assert [record["role"] for record in records[: len(Role)]] == [role.value for role in Role]
    assert {record["area"] for record in records} == {"oxfordshire"}
    assert all(set(record) == {"area", "role", "email", "password", "api_token"} for record in records)
    user = User.objects.get(email=records[0]["email"])
    assert check_password(records[0]["password"], user.password)


def test_demo_accounts_prints_a_table_for_people(sample: Area) -> None:
    printed = StringIO()

    call_command("demo_accounts", stdout=printed)

    assert "peter@oxfordshire.example.org" in printed.getvalue()
    assert loaded_accounts()[0].password in printed.getvalue()


def test_demo_accounts_prints_nothing_where_nothing_is_loaded(db: None) -> None:
    printed = StringIO()

    call_command("demo_accounts", "--json", stdout=printed)

    assert json.loads(printed.getvalue()) == []


def test_people_name_only_places_and_interests_that_are_there() -> None:
    districts = {place.slug: set(place.districts) for place in SAMPLE_AREAS}
    interests = {name for names in INTERESTS.values() for name in names}

    for person in sample_people():
        assert not person.district or person.district in districts[person.area]
        assert set(person.interests) <= interests


def test_each_category_has_two_to_four_interests() -> None:
    assert set(INTERESTS) == set(InterestCategory)
    assert all(2 <= len(names) <= 4 for names in INTERESTS.values())


def test_load_demo_loads_every_area_and_can_be_run_again(db: None) -> None:
    for _ in range(2):
        call_command("load_demo", stdout=StringIO())

    assert set(Area.objects.values_list("slug", flat=True)) == {place.slug for place in SAMPLE_AREAS}
    assert len(loaded_accounts()) == len(sample_people())


def test_a_loader_that_fails_leaves_nothing_of_its_area(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(**_: object) -> None:
        raise RuntimeError("sabotage")

    monkeypatch.setattr("pools.management.commands.load_demo.loaders", lambda: [fails])

    with pytest.raises(RuntimeError, match="sabotage"):
        call_command("load_demo", stdout=StringIO())

    assert not Area.objects.exists()
    assert not User.objects.exists()


def test_a_father_helps_his_son_with_money(sample: Area) -> None:
    with area_context(sample.id):
        delegation = Delegation.objects.in_force(on=MONDAY_AFTERNOON.date()).get()

        assert (delegation.member.shown_name, delegation.supporter.shown_name) == ("Peter", "Frank")
        assert delegation.scopes == ["see", "pay"]
