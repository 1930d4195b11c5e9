"""The database itself refuses what must never be looked for. Each fault is planted with raw SQL."""

import pytest
from django.db import IntegrityError, connection, transaction

from portal.models import Profile
from tests.factories.finding import make_search


@pytest.mark.parametrize(
    ("sql", "constraint"),
    [
        ("UPDATE peers_savedsearch SET people_wanted = 0", "peers_savedsearch_people_wanted_in_range"),
        ("UPDATE peers_savedsearch SET people_wanted = 51", "peers_savedsearch_people_wanted_in_range"),
        ("UPDATE peers_savedsearch SET time = 'midnight'", "peers_savedsearch_time_known"),
        ("UPDATE peers_savedsearch SET told_at = made_at - interval '1 day'", "peers_savedsearch_told_after_made"),
        (
            (
                "INSERT INTO peers_savedsearch (id, profile_id, time, wants_company, people_wanted, made_at)"
                " SELECT gen_random_uuid(), profile_id, time, wants_company, people_wanted, made_at"
                " FROM peers_savedsearch"
            ),
            "peers_savedsearch_once_while_waiting",
        ),
    ],
)
def test_saved_search(member: Profile, sql: str, constraint: str) -> None:
    make_search(member)

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
