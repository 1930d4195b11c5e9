"""
Publish what people want and what they bought together: protected counts of people, for one area and one quarter.

The method is cell key perturbation; see `pools.cell_key`. One statement counts, protects and stores, so that no true
count ever leaves the database.

No totals are added up, and none is published as it is. A person can be in several cells of a row, so the sum of its
cells would be no count of people; and a true total, less the cells beside it, would give a suppressed one away. What
stands in a table of fewer dimensions is a count in its own right, with its own people's noise: at most 9 either way,
and rounded. Take the other cells away from it, and what is left for the last one is a range at least 14 wide, which
has 0 in it, or a number of 10 and more. So nobody can be sure that a cell is between 1 and 9.
"""

import json
import secrets
from collections.abc import Iterator
from datetime import datetime
from itertools import product
from typing import Final

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from uuid_utils.compat import uuid7

from pools.cell_key import KEYS, REPEATED_ROWS, ROWS
from pools.models import (
    LEAST_SHOWN,
    NOT_SAID,
    OTHER,
    ROUNDED_TO,
    VALUES,
    DemandRelease,
    DemandTable,
    Dimension,
    PTableCell,
    RecordKey,
    Series,
)
from pools.quarter import Quarter
from portal.areas.context import current_area_id
from portal.models import Area, District, Profile
from portal.operations import audit
from portal.operations.constraints import told_as
from portal.operations.refusal import Refusal

# Under this, whoever knows the others would find the last one in any figure at all.
FEWEST_MEMBERS: Final = 10
# In the simulation of eight quarters (DESIGN, section 7), somebody who knows a whole group of twelve and reads six
# tables guesses better than chance by 0.12 where there are 60 members, and by 0.04 where there are 600. Our limit is
# 0.05.
MEMBERS_FOR_ALL_TABLES: Final = 600
TABLES_OF_SMALL_AREAS: Final = (
    DemandTable.WANTED,
    DemandTable.WANTED_CATEGORY,
    DemandTable.WANTED_DISTRICT,
    DemandTable.WANTED_CATEGORY_DISTRICT,
    DemandTable.BOUGHT,
    DemandTable.BOUGHT_CATEGORY,
)


class UnableToPublishDemand(Refusal):
    """The quarter cannot be published: not begun, published before, or too few members."""


@transaction.atomic
def publish_demand(*, quarter: Quarter, now: datetime, by: Profile | None = None) -> DemandRelease:
    """
    Publish the current area's demand of one quarter, once and for all.

    A quarter that is not over is counted up to now, and the release says so.

    :param by: who asked for it; None for the portal itself
    :raises UnableToPublishDemand: not begun, published before, fewer than 10 members, or no table of noise
    """
    if now < quarter.begins_at:
        first_day = date_format(quarter.first_day, "j F Y")
        raise UnableToPublishDemand(_("This quarter has not begun. It begins on %(day)s.") % {"day": first_day})
    # Locked, so that nobody can put another table in its place while we count.
    if PTableCell.objects.select_for_update().filter(count_row=0, cell_key=0).first() is None:
        raise UnableToPublishDemand(_("There is no table of noise yet. Make one first: manage.py make_ptable."))
    members = Profile.objects.members().count()
    if members < FEWEST_MEMBERS:
        raise UnableToPublishDemand(
            _("An area with fewer than %(fewest)d members publishes nothing, so that nobody can be picked out.")
            % {"fewest": FEWEST_MEMBERS}
        )
    tables = tables_for(members=members)
    counted_to = min(quarter.last_day, timezone.localdate(now))
    with told_as(UnableToPublishDemand, model=DemandRelease):
        release = DemandRelease.objects.create(
            quarter=str(quarter),
            counted_to=counted_to,
            published_at=now,
            base=_base(quarter, now=now),
            method=_method(members=members),
            tables=len(tables),
        )
    _give_record_keys()
    _store_protected_cells(release, quarter=quarter, tables=tables, until=min(quarter.ends_at, now))
    audit.record(by=by, action="publish_demand", subject=release, now=now, quarter=str(quarter), tables=len(tables))
    return release


def tables_for(*, members: int) -> list[DemandTable]:
    """Which tables an area of this size publishes: the fewer members, the less."""
    return [table for table in DemandTable if members >= MEMBERS_FOR_ALL_TABLES or table in TABLES_OF_SMALL_AREAS]


def _give_record_keys() -> None:
    """Give each member a record key who has none, wishes or not: having one must tell nothing."""
    without = Profile.objects.members().filter(record_key__isnull=True)
    ids = list(without.values_list("pk", flat=True))
    # Each random byte is a number from 0 to 255.
    keys = zip(ids, secrets.token_bytes(len(ids)), strict=True)
    RecordKey.objects.bulk_create([RecordKey(profile_id=pk, value=value) for pk, value in keys], ignore_conflicts=True)


def _cells(tables: list[DemandTable]) -> Iterator[dict[str, str]]:
    """Every cell of these tables, in the order to show them, with nobody in it or not."""
    names = dict(District.objects.values_list("slug", "name")) | {NOT_SAID: _("No district given")}
    for table in tables:
        values = [_values(dimension, series=table.series, districts=list(names)) for dimension in table.dimensions]
        for combination in product(*values):
            cell = dict(zip(table.dimensions, combination, strict=True))
            yield {
                "id": str(uuid7()),
                "table": table.value,
                "district_name": names[cell[Dimension.DISTRICT]] if Dimension.DISTRICT in cell else "",
                **{dimension.value: cell.get(dimension, "") for dimension in Dimension},
            }


def _values(dimension: Dimension, *, series: Series, districts: list[str]) -> list[str]:
    if dimension == Dimension.DISTRICT:
        return districts
    return [value for value in VALUES[dimension] if value != OTHER or series == Series.BOUGHT]


def _store_protected_cells(
    release: DemandRelease, *, quarter: Quarter, tables: list[DemandTable], until: datetime
) -> None:
    shapes = [
        {"table": table.value, "series": table.series.value, "dimensions": list(table.dimensions)} for table in tables
    ]
    with connection.cursor() as cursor:
        # Row-level security and fresh tables hide from the planner how many rows there are; with nested loops it
        # would need minutes instead of a second where there are 20,000 wishes.
        cursor.execute("SET LOCAL enable_nestloop TO off")
        cursor.execute(
            STORE_PROTECTED_CELLS,
            {
                "release": release.pk,
                "shapes": json.dumps(shapes),
                "cells": json.dumps(list(_cells(tables))),
                "begins": quarter.begins_at,
                "until": until,
                "first_day": quarter.first_day,
                "counted_to": release.counted_to,
                "time_zone": settings.TIME_ZONE,
                "not_said": NOT_SAID,
                "other": OTHER,
                "keys": KEYS,
                "rows": ROWS,
                "repeated_rows": REPEATED_ROWS,
                "least_shown": LEAST_SHOWN,
                "rounded_to": ROUNDED_TO,
            },
        )
        cursor.execute("SET LOCAL enable_nestloop TO DEFAULT")


STORE_PROTECTED_CELLS: Final = """
WITH shape AS (
    SELECT * FROM jsonb_to_recordset(%(shapes)s) AS shape ("table" text, series text, dimensions text[])
),
every_cell AS (
    SELECT * FROM jsonb_to_recordset(%(cells)s) AS cell (
        id uuid, "table" text, category text, district text, district_name text, time_of_week text, funding text,
        outcome text
    )
),
-- Who is counted, with all that tells people apart; somebody with two wishes or two times is here more than once.
counted (series, profile_id, category, district, time_of_week, funding, outcome) AS (
    SELECT 'wanted', wish.profile_id, interest.category, coalesce(district.slug, %(not_said)s), time_of_week, funding,
           CASE WHEN wish.state = 'met' AND wish.closed_at < %(until)s THEN 'met' ELSE 'unmet' END
    FROM pools_wish AS wish
    JOIN portal_interest AS interest ON interest.id = wish.interest_id
    LEFT JOIN portal_district AS district ON district.id = wish.district_id
    CROSS JOIN unnest(CASE wish.times WHEN '{}' THEN ARRAY[%(not_said)s] ELSE wish.times END) AS time_of_week
    CROSS JOIN unnest(CASE wish.funding_kinds WHEN '{}' THEN ARRAY[%(not_said)s] ELSE wish.funding_kinds END) AS funding
    WHERE wish.made_at < %(until)s AND (wish.closed_at IS NULL OR wish.closed_at >= %(begins)s)
      AND wish.state <> 'withdrawn'
    UNION ALL
    SELECT 'bought', membership.profile_id, coalesce(wished.category, offered.category, %(other)s),
           coalesce(district.slug, %(not_said)s), '', '', ''
    FROM pools_purchase AS purchase
    JOIN pools_pool AS pool ON pool.id = purchase.pool_id
    JOIN pools_poolmembership AS membership ON membership.pool_id = pool.id
     AND (membership.joined_at AT TIME ZONE %(time_zone)s)::date <= purchase.bought_on
     AND (membership.left_at IS NULL OR (membership.left_at AT TIME ZONE %(time_zone)s)::date >= purchase.bought_on)
    LEFT JOIN pools_wish AS wish ON wish.id = pool.wish_id
    LEFT JOIN portal_interest AS wished ON wished.id = wish.interest_id
    LEFT JOIN providers_offer AS offer ON offer.id = pool.offer_id
    LEFT JOIN providers_service AS service ON service.id = offer.service_id
    LEFT JOIN portal_interest AS offered ON offered.id = service.interest_id
    LEFT JOIN portal_district AS district ON district.id = pool.district_id
    WHERE purchase.bought_on BETWEEN %(first_day)s AND %(counted_to)s
),
-- Each person once in each cell.
person_in_cell AS (
    SELECT DISTINCT
        shape."table", counted.profile_id,
        CASE WHEN 'category' = ANY (shape.dimensions) THEN counted.category ELSE '' END AS category,
        CASE WHEN 'district' = ANY (shape.dimensions) THEN counted.district ELSE '' END AS district,
        CASE WHEN 'time_of_week' = ANY (shape.dimensions) THEN counted.time_of_week ELSE '' END AS time_of_week,
        CASE WHEN 'funding' = ANY (shape.dimensions) THEN counted.funding ELSE '' END AS funding,
        CASE WHEN 'outcome' = ANY (shape.dimensions) THEN counted.outcome ELSE '' END AS outcome
    FROM shape
    JOIN counted ON counted.series = shape.series
),
cell AS (
    SELECT "table", category, district, time_of_week, funding, outcome,
           count(*) AS people, mod(sum(record_key.value), %(keys)s) AS cell_key
    FROM person_in_cell
    JOIN pools_recordkey AS record_key USING (profile_id)
    JOIN portal_profile AS profile ON profile.id = profile_id AND 'member' = ANY (profile.roles)
    GROUP BY "table", category, district, time_of_week, funding, outcome
),
-- The p-table's last rows are used again and again for larger counts, as in pools.cell_key.row_for.
perturbed AS (
    SELECT every_cell.*, coalesce(cell.people, 0) + noise.noise AS people
    FROM every_cell
    LEFT JOIN cell USING ("table", category, district, time_of_week, funding, outcome)
    JOIN pools_ptablecell AS noise ON noise.cell_key = coalesce(cell.cell_key, 0)
     AND noise.count_row = CASE
         WHEN cell.people > %(rows)s THEN mod(cell.people - 1, %(repeated_rows)s) + %(rows)s - %(repeated_rows)s + 1
         ELSE coalesce(cell.people, 0)
     END
)
INSERT INTO pools_demandcell (
    id, release_id, "table", category, district, district_name, time_of_week, funding, outcome, people
)
SELECT id, %(release)s, "table", category, district, district_name, time_of_week, funding, outcome,
       CASE WHEN people >= %(least_shown)s THEN (people + %(rounded_to)s / 2) / %(rounded_to)s * %(rounded_to)s END
FROM perturbed
"""


def _base(quarter: Quarter, *, now: datetime) -> str:
    """Who was counted, for the reader."""
    area = Area.objects.get(pk=current_area_id())
    counted_to = min(quarter.last_day, timezone.localdate(now))
    period = {
        "area": area.name,
        "first": date_format(quarter.first_day, "j F Y"),
        "last": date_format(counted_to, "j F Y"),
    }
    sentences = [
        _("Members of %(area)s who had a wish at any time from %(first)s to %(last)s.") % period,
        _("Wishes that were taken back are left out."),
        _("“Bought together” means members who were in a pool on a day when it bought something."),
        _("Each person is counted once in each figure, and can be in several figures."),
    ]
    if now < quarter.ends_at:
        sentences.insert(1, _("The quarter was not over when we counted."))
    return " ".join(sentences)


def _method(*, members: int) -> str:
    """How people were protected, for the reader."""
    sentences = [
        _("People are protected by cell key perturbation, a method of the Office for National Statistics."),
        _("Each figure is changed by a random amount, at most 9 people either way, and rounded to the nearest 5."),
        _("Figures under 10 are not shown: they may be nobody at all."),
        _("Each figure is changed by itself and no totals are added up, so figures do not add up exactly."),
    ]
    if members < MEMBERS_FOR_ALL_TABLES:
        sentences.append(
            _("An area with fewer than %(limit)d members publishes fewer tables.") % {"limit": MEMBERS_FOR_ALL_TABLES}
        )
    return " ".join(sentences)
