"""Isolation, proved on every table and every key, by raw SQL; and each proof is seen to fail when a wall is missing."""

from collections.abc import Callable

import pytest

from tests.architecture.laboratory import Laboratory
from tests.architecture.walls import (
    changed_without_an_area,
    keys_that_let_rows_cross,
    not_ones_own,
    seen_without_an_area,
    tables_without_walls,
)

# Who could look: the portal itself, and the owner of the tables, whom a forced policy binds too.
BOUND_ROLES = ["portal_app", "portal_owner"]


def test_the_laboratory_has_two_rows_in_every_table(laboratory: Laboratory) -> None:
    counts = {table: laboratory.count("SELECT FROM {}", table) for table in laboratory.tables}

    assert counts == dict.fromkeys(laboratory.tables, 2)
    assert len(counts) > 20
    assert len(laboratory.keys) > 30


@pytest.mark.parametrize("role", BOUND_ROLES)
def test_without_an_area_nothing_is_seen(laboratory: Laboratory, role: str) -> None:
    assert seen_without_an_area(laboratory, role=role) == []


@pytest.mark.parametrize("role", BOUND_ROLES)
def test_without_an_area_nothing_is_changed(laboratory: Laboratory, role: str) -> None:
    assert changed_without_an_area(laboratory, role=role) == []


@pytest.mark.parametrize("role", BOUND_ROLES)
def test_in_an_area_only_its_own_rows_are_there(laboratory: Laboratory, role: str) -> None:
    assert not_ones_own(laboratory, role=role) == []


def test_no_key_lets_a_row_point_into_another_area(laboratory: Laboratory) -> None:
    assert keys_that_let_rows_cross(laboratory) == []


def test_the_catalogue_has_every_wall(laboratory: Laboratory) -> None:
    assert tables_without_walls(laboratory.connection) == []


# What each proof says when a wall is missing.
Proof = Callable[[Laboratory], list[str]]


def seen(laboratory: Laboratory) -> list[str]:
    return seen_without_an_area(laboratory, role="portal_app")


def seen_by_the_owner(laboratory: Laboratory) -> list[str]:
    return seen_without_an_area(laboratory, role="portal_owner")


def changed(laboratory: Laboratory) -> list[str]:
    return changed_without_an_area(laboratory, role="portal_app")


def foreign(laboratory: Laboratory) -> list[str]:
    return not_ones_own(laboratory, role="portal_app")


def catalogued(laboratory: Laboratory) -> list[str]:
    return tables_without_walls(laboratory.connection)


DROP_POLICY = "DROP POLICY portal_profile_area_policy ON portal_profile"
SWITCH_OFF = "ALTER TABLE portal_profile DISABLE ROW LEVEL SECURITY"
NO_FORCE = "ALTER TABLE portal_profile NO FORCE ROW LEVEL SECURITY"
OPEN_POLICY = "CREATE POLICY everybody ON portal_profile USING (true)"
WIDER_POLICY = "DROP POLICY moderation_safeguardingcase_lead_only ON moderation_safeguardingcase"
READ_ONLY_POLICY = "CREATE POLICY readers ON portal_profile FOR SELECT TO portal_app USING (true)"
DROP_KEY = "ALTER TABLE portal_profile DROP CONSTRAINT portal_profile_district_same_area"
PLAIN_KEY = (
    f"{DROP_KEY}; ALTER TABLE portal_profile ADD CONSTRAINT portal_profile_district_same_area "
    "FOREIGN KEY (district_id) REFERENCES portal_district (id) DEFERRABLE INITIALLY DEFERRED"
)
NEW_TABLE = "CREATE TABLE forgotten (id uuid PRIMARY KEY); ALTER TABLE forgotten OWNER TO portal_owner"


EVERY_FAULT_OF_A_TABLE = [
    "no area",
    "row-level security is off",
    "row-level security is not forced",
    "no key to stand on",
    "a policy other than the area's",
]

# Each fault, the proof that is asked, and what it then says.
FAULTS: list[tuple[str, Proof, list[str]]] = [
    (DROP_POLICY, foreign, ["SELECT portal_profile"]),
    (DROP_POLICY, catalogued, ["portal_profile: a policy other than the area's"]),
    (WIDER_POLICY, foreign, ["SELECT moderation_safeguardingcase", "SELECT moderation_safeguardingentry"]),
    (SWITCH_OFF, seen, ["portal_profile"]),
    (SWITCH_OFF, changed, ["UPDATE portal_profile", "DELETE portal_profile", "INSERT portal_profile"]),
    (SWITCH_OFF, foreign, ["SELECT portal_profile", "INSERT portal_profile", "UPDATE portal_profile"]),
    (SWITCH_OFF, catalogued, ["portal_profile: row-level security is off"]),
    (NO_FORCE, seen_by_the_owner, ["portal_profile"]),
    (NO_FORCE, catalogued, ["portal_profile: row-level security is not forced"]),
    (OPEN_POLICY, seen, ["portal_profile"]),
    (OPEN_POLICY, catalogued, ["portal_profile: a policy other than the area's"]),
    (READ_ONLY_POLICY, seen, ["portal_profile"]),
    (READ_ONLY_POLICY, catalogued, ["portal_profile: a policy other than the area's"]),
    (DROP_KEY, keys_that_let_rows_cross, ["portal_profile_district_same_area"]),
    (DROP_KEY, catalogued, ["portal_profile_district_same_area is missing"]),
    (PLAIN_KEY, keys_that_let_rows_cross, ["portal_profile_district_same_area"]),
    (PLAIN_KEY, catalogued, ["portal_profile_district_same_area does not take the area along"]),
    (NEW_TABLE, catalogued, [f"forgotten: {fault}" for fault in EVERY_FAULT_OF_A_TABLE]),
]


@pytest.mark.parametrize(
    ("fault", "proof", "caught"), FAULTS, ids=[f"{proof.__name__}, {fault}" for fault, proof, _caught in FAULTS]
)
def test_a_missing_wall_is_noticed(laboratory: Laboratory, fault: str, proof: Proof, caught: list[str]) -> None:
    laboratory.connection.execute(fault)

    assert proof(laboratory) == caught
