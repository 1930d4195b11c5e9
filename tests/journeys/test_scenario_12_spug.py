"""Scenario 12: a closed group keeps its papers to itself, and its announcement reaches every member of the area."""

import re
from collections.abc import Callable
from pathlib import Path

from portal.areas.context import area_context
from portal.models import Area
from tests.factories.peers import make_group, make_membership
from tests.factories.portal import make_member
from tests.journeys.people import can_sign_in
from tests.journeys.visitor import Visitor


def test_a_closed_groups_papers_stay_inside_and_its_news_goes_out(
    oxfordshire: Area, visitor: Callable[..., Visitor], pdf: Path
) -> None:
    with area_context(oxfordshire.id):
        ann, bill, zoe = (can_sign_in(make_member(name)) for name in ("Ann", "Bill", "Zoe"))
        make_membership(make_group("SPUG", organiser=ann, is_closed=True), bill)
    ann, bill, zoe = (visitor(oxfordshire).signs_in(person.user.email) for person in (ann, bill, zoe))

    # The organiser adds the minutes.
    ann.visits("/groups/").follows("SPUG").follows("Add a paper")
    ann.chooses("Minutes of a meeting").fills("What is it called?", "Minutes about the minibus")
    ann.fills("Day", "5").fills("Month", "10").fills("Year", "2026").uploads("Choose the file", pdf)
    ann.presses("Add this paper").visits("/groups/").follows("SPUG").follows("1 paper")
    paper = ann.follows("Minutes about the minibus").path

    # A member of the group reads them; an outsider cannot see that they exist.
    bill.visits(paper).reads("Minutes about the minibus")
    assert bill.status_of(f"{paper}file/") == 200
    zoe.visits("/groups/?q=minibus").does_not_read("Minutes about the minibus")
    zoe.visits("/groups/").follows("SPUG").does_not_read("minibus").does_not_read("/papers/")
    assert [zoe.status_of(paper), zoe.status_of(f"{paper}file/")] == [404, 404]

    # The announcement reaches every member of the area.
    ann.visits("/groups/").follows("SPUG").follows("Send news")
    ann.fills(re.compile("What is your news"), "Open day on Friday").fills(
        "Tell people more", "Come and meet us at two o’clock."
    )
    ann.chooses("Every member of the area").presses("Send the news")
    zoe.visits("/notices/").reads("Open day on Friday")
