"""Reads of the ground floor that more than one place needs."""

from typing import TypeVar

from django.db import connection, models
from django.db.models import Case, QuerySet, Value, When

from portal.models import ConductGuidelines, Profile, Role

Row = TypeVar("Row", bound=models.Model)


def guidelines_in_force() -> ConductGuidelines | None:
    """The newest version of the current area's guidelines."""
    return ConductGuidelines.objects.order_by("-version").first()


def champions() -> QuerySet[Profile]:
    """The current area's champions."""
    return Profile.objects.with_role(Role.CHAMPION)


def best_matches(rows: QuerySet[Row], *, function: str, words: str, most: int = 200) -> QuerySet[Row]:
    """
    Narrow rows to those that a search function finds, best first.

    :param function: a function that `portal.areas.search.SearchFunction` wrote
    :param words: what the person typed; spelling is forgiven
    :param most: how many the function gives at most
    """
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM {connection.ops.quote_name(function)}(%s, %s)", [words, most])
        found = [pk for (pk,) in cursor.fetchall()]
    if not found:
        return rows.none()
    rank = Case(*(When(pk=pk, then=Value(place)) for place, pk in enumerate(found)), output_field=models.IntegerField())
    return rows.filter(pk__in=found).order_by(rank)
