"""
Scenario 15: the council funds the area; groups pool; the council looks.

The commissioner sees no group, draft, name or refusal: 404 everywhere. They get the quarter's protected tables only.
"""

import re
from typing import Any
from unittest import mock

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.urls import reverse

from peers.models import Group, Post
from pools.models import Invitation, Pool, Wish
from pools.operations.invitation import decline_invitation, invite
from pools.operations.publish_demand import publish_demand
from pools.quarter import Quarter
from portal.areas.context import reports_role
from portal.models import Area, InterestCategory, ModerationLevel, Profile
from portal.operations.api_tokens import make_api_token
from tests.factories.demand import make_crowd, make_wishes
from tests.factories.peers import make_group, make_membership, make_post
from tests.factories.pools import make_costed_pool, make_proposal
from tests.factories.portal import make_commissioner, make_interest, make_member

PUBLISHED = {"pools_demandrelease", "pools_demandcell"}


class Busy:
    """An area where much is going on that is nobody's business but the members'."""

    def __init__(self, now: Any) -> None:
        self.peter, self.jo = make_member("Peter Quill"), make_member("Josephine")
        self.group: Group = make_group("Chefs of Banbury", is_closed=True)
        make_membership(self.group, self.peter)
        self.peter.moderation_level = ModerationLevel.PRE
        self.peter.save()
        self.draft: Post = make_post(self.group, self.peter, text="I am not sure about this yet.")
        self.wish: Wish = make_wishes([self.peter], make_interest("Cooking", InterestCategory.COOKING))[0]
        self.pool: Pool = make_costed_pool(self.peter, title="A chef of our own")
        self.refusal: Invitation = invite(pool=self.pool, profile=self.jo, by=self.peter, now=now)
        decline_invitation(invitation=self.refusal, by=self.jo, now=now)
        self.proposal = make_proposal(self.pool)
        make_wishes(make_crowd(30), make_interest("Choir", InterestCategory.MUSIC))
        publish_demand(quarter=Quarter.of(now), now=now)

    @property
    def names(self) -> list[str]:
        return ["Peter Quill", "Josephine", "Chefs of Banbury", "I am not sure", "A chef of our own", "with others"]

    def addresses(self) -> list[str]:
        """Where members read of all that."""
        return [
            self.group.get_absolute_url(),
            self.draft.get_absolute_url(),
            self.wish.get_absolute_url(),
            self.pool.get_absolute_url(),
            reverse("pools:invitation", args=[self.refusal.pk]),
            reverse("pools:proposal", args=[self.pool.pk, self.proposal.pk]),
            reverse("pools:shares", args=[self.pool.pk]),
            reverse("pools:wishes"),
            reverse("pools:others_wishes"),
            reverse("pools:pools"),
            reverse("peers:groups"),
            reverse("portal:person", args=[self.peter.pk]),
            reverse("portal:notices"),
            reverse("portal:outbox"),
        ]

    def api_addresses(self) -> list[str]:
        return [
            reverse("api:wish-list"),
            reverse("api:wish-others"),
            reverse("api:wish-detail", args=[self.wish.pk]),
            reverse("api:pool-list"),
            reverse("api:pool-detail", args=[self.pool.pk]),
            reverse("api:pool-timeline", args=[self.pool.pk]),
            reverse("api:district-list"),
        ]


@pytest.fixture
def busy(area: Area, stored_ptable: object, now: Any) -> Busy:
    return Busy(now)


@pytest.fixture
def commissioner(area: Area) -> Profile:
    return make_commissioner("Carole")


@pytest.fixture
def council(browse: Any, commissioner: Profile) -> Client:
    return browse(commissioner)


def test_scenario_15_the_council_looks(busy: Busy, council: Client, browse: Any) -> None:
    """No group, draft, name or refusal: as if there were nothing."""
    for address in busy.addresses():
        answer = council.get(address)

        assert answer.status_code == 404, address
        assert not [name for name in busy.names if name in answer.content.decode()], address


def test_what_there_is_looks_like_what_there_is_not(busy: Busy, council: Client) -> None:
    nothing = page_at("/pools/no-such-thing/", council)

    for address in busy.addresses():
        assert page_at(address, council) == nothing


def page_at(address: str, visitor: Client) -> str:
    """A page without its own address, and without the secret that is another in each form."""
    address = address.partition("#")[0]
    return re.sub(r'value="[A-Za-z0-9]{64}"', "", visitor.get(address).content.decode().replace(address, "…"))


def test_the_councils_programs_get_no_more(busy: Busy, commissioner: Profile, now: Any) -> None:
    _token, secret = make_api_token(label="Statistics", by=commissioner, now=now)
    program = Client(HTTP_HOST="oxfordshire.localhost", HTTP_AUTHORIZATION=f"Token {secret}")

    assert {address: program.get(address).status_code for address in busy.api_addresses()} == dict.fromkeys(
        busy.api_addresses(), 404
    )
    assert program.get(reverse("api:demand:release-list")).status_code == 200


def test_the_council_gets_the_quarters_tables(busy: Busy, council: Client) -> None:
    overview = council.get(reverse("pools:demand:overview"))
    table = council.get(reverse("pools:demand:table", args=["2026Q4", "wanted-by-category-and-district"]))
    file = council.get(reverse("pools:demand:release_csv", args=["2026Q4"]))

    for answer in (overview, table, file):
        assert answer.status_code == 200
        assert "Music and dance" in answer.content.decode()
        assert not [name for name in busy.names if name in answer.content.decode()]
    # One person wants to cook.
    assert "Cooking and food,,,,,,fewer than 10" in file.content.decode()


def test_the_councils_pages_could_not_read_more_if_they_tried(busy: Busy, council: Client) -> None:
    """Plant the fault: a view that counts the wishes. PostgreSQL says no, for the council alone."""

    def curious(*args: Any) -> Any:
        return Wish.objects.all()

    address = reverse("pools:demand:overview")
    with (
        mock.patch("pools.views.demand.releases", curious),
        pytest.raises(ProgrammingError, match="permission denied for table pools_wish"),
        transaction.atomic(),
    ):
        council.get(address)


def columns_of_every_table() -> dict[str, str]:
    """Each table and view, with the name of one of its columns."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, attname FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid "
            "WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'f') AND attnum = 1"
        )
        return dict(cursor.fetchall())


def is_allowed(statement: str) -> bool:
    """Whether PostgreSQL lets `portal_reports` do this. It is undone."""
    try:
        with transaction.atomic(), reports_role(), connection.cursor() as cursor:
            cursor.execute(statement)
            transaction.set_rollback(True)
    except ProgrammingError as error:
        return "permission denied" not in str(error)
    return True


def test_portal_reports_reads_two_tables_and_writes_none(busy: Busy) -> None:
    tables = columns_of_every_table()
    assert len(tables) > 60

    assert {table for table in tables if is_allowed(f'SELECT * FROM "{table}"')} == PUBLISHED
    writing = [
        statement
        for table, column in tables.items()
        for statement in (
            f'INSERT INTO "{table}" DEFAULT VALUES',
            f'UPDATE "{table}" SET "{column}" = NULL',
            f'DELETE FROM "{table}"',
            f'TRUNCATE "{table}"',
        )
    ]
    assert [statement for statement in writing if is_allowed(statement)] == []


def test_portal_reports_has_no_right_that_was_not_tried(busy: Busy) -> None:
    """Rights on columns, sequences and functions of ours, which the statements above did not ask for."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, privilege FROM pg_class "
            "CROSS JOIN unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'REFERENCES']) AS privilege "
            "WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'f') "
            "AND has_any_column_privilege('portal_reports', pg_class.oid, privilege)"
        )
        assert set(cursor.fetchall()) == {(table, "SELECT") for table in PUBLISHED}
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND CASE relkind "
            "WHEN 'S' THEN has_sequence_privilege('portal_reports', oid, 'USAGE, SELECT, UPDATE') END"
        )
        assert cursor.fetchall() == []
        cursor.execute(
            "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace "
            "AND proowner::regrole::text IN ('portal_owner', 'portal_search') "
            "AND has_function_privilege('portal_reports', oid, 'EXECUTE')"
        )
        assert cursor.fetchall() == []


def test_portal_reports_reads_its_own_area_only(busy: Busy) -> None:
    with reports_role(), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pools_demandrelease")
        assert cursor.fetchone() == (1,)
        cursor.execute("SELECT set_config('portal.area', '', true)")
        cursor.execute("SELECT count(*) FROM pools_demandrelease")
        assert cursor.fetchone() == (0,)


def test_a_right_that_should_not_be_is_caught(busy: Busy, admin: Any) -> None:
    """Plant the fault: let portal_reports read wishes, for the time of this test."""
    admin.execute("GRANT SELECT ON pools_recordkey TO portal_reports")
    try:
        readable = {table for table in columns_of_every_table() if is_allowed(f'SELECT * FROM "{table}"')}
    finally:
        admin.execute("REVOKE SELECT ON pools_recordkey FROM portal_reports")

    assert readable == {*PUBLISHED, "pools_recordkey"}
