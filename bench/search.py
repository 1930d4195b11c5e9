"""Search: what do the walls between the areas cost somebody who looks for a group?"""

import os
import random
import re
from functools import partial
from uuid import UUID

import psycopg

from bench.figure import Figure, times_slower
from peers.models import Group
from portal.areas.context import area_context
from portal.models import Area
from tests.factories.portal import MONDAY_AFTERNOON, make_area

AREAS = 20
GROUPS_IN_EACH = 2_500
MOST = 200
# Plain, misspelt, two words, a part of a word, and something that nobody does.
SEARCHES = ["gardening", "swiming", "wheelchair basketball", "Banbury choir", "photo", "parachuting"]

PLACES = ["Banbury", "Bicester", "Witney", "Thame", "Didcot", "Abingdon", "Henley", "Wantage", "Carterton", "Faringdon"]
ACTIVITIES = [
    *("gardening", "swimming", "cooking", "choir", "walking", "photography", "pottery", "chess", "knitting", "cycling"),
    *("painting", "drumming", "bowls", "yoga", "reading", "fishing", "football", "dancing", "baking", "sewing"),
    *("woodwork", "birdwatching", "theatre", "cinema", "history", "computers", "bingo", "darts", "juggling", "ukulele"),
    *("wheelchair basketball", "boccia", "karaoke", "origami", "astronomy", "beekeeping", "embroidery", "archery"),
]
KINDS = ["club", "group", "friends", "mornings", "evenings", "circle", "together", "beginners"]
REASONS = [
    "We meet each week and share what it costs.",
    "New people are welcome. Come with a friend or alone.",
    "We go slowly, and there is always tea.",
    "We hire a helper together, so that everybody can take part.",
    "There is a ramp, a hearing loop and a quiet room.",
]


def measure() -> Figure:
    """
    Time the pinned search function as `portal_app`, which row-level security binds, against its own query, sent by a
    superuser, whom it does not bind.

    Both find the same. Twice as long is the most that the walls between the areas may cost: less than anybody notices,
    and no reason for anybody to take them down. Here the function is quicker: for a text that it cannot see beforehand
    PostgreSQL plans with the word indexes, while for the bare one it reads the whole area.
    """
    areas = [make_area(f"area{number}", f"Area {number}") for number in range(AREAS)]
    for area in areas:
        make_groups(area)
    with (
        psycopg.connect(os.environ["DATABASE_ADMIN_URL"], prepare_threshold=None, autocommit=True) as superuser,
        psycopg.connect(os.environ["DATABASE_URL"], prepare_threshold=None, autocommit=True) as app,
    ):
        superuser.execute("VACUUM ANALYZE peers_group")
        (body,) = superuser.execute("SELECT prosrc FROM pg_proc WHERE proname = 'peers_search_groups'").fetchone()
        for connection in (superuser, app):
            connection.execute("SELECT set_config('portal.area', %s, false)", [str(areas[7].pk)])
            connection.execute("SET pg_trgm.word_similarity_threshold = 0.45")
            # Compiling a query takes longer than these searches, and would make the bare one look slow.
            connection.execute("SET jit = off")
        bare = re.sub(r"\bmost\b", "%(most)s", re.sub(r"\bquery\b", "%(query)s::text", body.replace("%", "%%")))
        function = "SELECT id, rank FROM peers_search_groups(%(query)s, %(most)s)"
        if found(app, function) != found(superuser, bare):
            raise AssertionError("They find different groups.")
        ratio = times_slower(partial(found, app, function), than=partial(found, superuser, bare))
    detail = f"{AREAS * GROUPS_IN_EACH:,} groups in {AREAS} areas, against the same query without row-level security"
    return Figure(name="search", ratio=ratio, goal=2.0, detail=detail)


def found(connection: psycopg.Connection, statement: str) -> list[list[tuple[UUID, float]]]:
    """What each search finds."""
    return [connection.execute(statement, {"query": words, "most": MOST}).fetchall() for words in SEARCHES]


def make_groups(area: Area) -> None:
    chance = random.Random(area.slug)
    with area_context(area.pk):
        Group.objects.bulk_create(
            Group(
                name=f"{chance.choice(PLACES)} {chance.choice(ACTIVITIES)} {chance.choice(KINDS)} {number}",
                purpose=f"For all who like {chance.choice(ACTIVITIES)}. {' '.join(chance.sample(REASONS, 3))}",
                created_at=MONDAY_AFTERNOON,
            )
            for number in range(GROUPS_IN_EACH)
        )
