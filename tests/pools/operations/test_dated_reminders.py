"""Days that come nearer: each person is told once for each step."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from pools.models import InsuranceModel, OptionKind, Pool, PurchaseKind
from pools.operations import reminders
from pools.operations.consent import file_consent
from pools.operations.decision import cast_vote, close_vote
from pools.operations.outings import call_off_outing, give_up_place
from pools.operations.pool_review import plan_review
from pools.operations.protection import record_assurance, record_insurance
from pools.operations.reminders import DATED, Occasion, dated, remind_dated, step_at
from pools.operations.use import record_induction
from pools.queries.due_dates import due_dates_for
from pools.queries.pools import membership_of
from pools.tasks import remind_dated_in_each_area
from portal.areas.context import area_context
from portal.models import Area, Notification, Profile
from tests.factories import agreements
from tests.factories.outings import SATURDAY, make_outing, make_outing_pool, make_places
from tests.factories.pools import NOW, make_costed_pool, make_pool, make_proposal, paper
from tests.factories.portal import make_member

THE_DAY = date(2026, 12, 1)


@pytest.fixture
def jo(area: Area) -> Profile:
    return make_member("Jo")


@pytest.fixture
def insurance(member: Profile, monkeypatch: pytest.MonkeyPatch) -> None:
    """A slice of its own that has a date to remind of."""

    def insurance_that_ends(now: datetime) -> Iterator[Occasion]:
        yield Occasion(
            recipient=member, on=THE_DAY, key="insurance:1", template="portal/email/review_needs", url="/help/"
        )

    monkeypatch.setattr(reminders, "DATED", [])
    dated(insurance_that_ends)


def keys(now: datetime) -> list[str]:
    return sorted(notice.key for notice in remind_dated(now=now))


def days_before(days: int) -> datetime:
    return datetime(2026, 12, 1, 9, 10, tzinfo=UTC) - timedelta(days=days)


@pytest.mark.parametrize(
    ("days", "steps", "step"),
    [
        (8, (7, 1, 0), None),
        (7, (7, 1, 0), 7),
        (2, (7, 1, 0), 7),
        (1, (7, 1, 0), 1),
        (0, (7, 1, 0), 0),
        (-9, (7, 1, 0), 0),
        (3, (2, 0), None),
        (2, (2, 0), 2),
        (0, (7, 1), 1),
    ],
)
def test_step_at(days: int, steps: tuple[int, ...], step: int | None) -> None:
    assert step_at(days, steps=steps) == step


def test_a_week_before_a_day_before_and_on_the_day_each_once(insurance: None) -> None:
    told = {days: keys(days_before(days)) for days in (8, 7, 6, 1, 0, -1)}

    assert told == {
        8: [],
        7: ["insurance:1:7-days"],
        6: [],
        1: ["insurance:1:1-days"],
        0: ["insurance:1:0-days"],
        -1: [],
    }


def test_missed_steps_do_not_pile_up(insurance: None) -> None:
    assert keys(days_before(-3)) == ["insurance:1:0-days"]
    assert keys(days_before(-3) + timedelta(hours=1)) == []


def test_the_sources_of_pools() -> None:
    assert {source.__name__ for source in DATED} >= {"votes_that_end", "prices_that_hold", "outings_that_come"}


def test_a_vote_that_ends_in_two_days_is_told_to_who_has_not_voted(member: Profile, jo: Profile) -> None:
    opened = datetime(2026, 11, 16, 14, 0, tzinfo=UTC)
    proposal = make_proposal(make_costed_pool(member, jo), days=7, now=opened)
    cast_vote(proposal=proposal, choice=OptionKind.GO_AHEAD, by=member, now=opened)

    assert keys(opened + timedelta(days=4)) == []
    assert keys(opened + timedelta(days=5)) == [f"vote-ends:{proposal.pk}:2-days"]
    notice = Notification.objects.get(key__startswith="vote-ends")
    assert (notice.recipient, notice.url) == (jo, proposal.get_absolute_url())
    assert "The vote ends at 2.00 p.m. on Monday 23 November 2026." in notice.body
    cast_vote(proposal=proposal, choice=OptionKind.NO_CHANGE, by=jo, now=opened)
    close_vote(proposal=proposal, by=member, now=opened)
    assert keys(opened + timedelta(days=6, hours=23)) == []


def test_a_price_that_ends_is_told_to_the_organiser(member: Profile, jo: Profile) -> None:
    pool = make_costed_pool(member, jo)
    pool.cost_sheet.price_holds_until = THE_DAY
    pool.cost_sheet.save()

    assert keys(days_before(7)) == [f"price-holds:{pool.pk}:2026-12-01:7-days"]
    (later,) = remind_dated(now=days_before(-1))

    assert later.recipient == member
    assert later.subject == "The price of “Cooking together” does not hold any more"
    assert "holds until Tuesday 1 December 2026" in later.body
    assert keys(days_before(-31)) == []


def test_an_outing_is_told_to_those_who_have_a_place(member: Profile, jo: Profile, now: datetime) -> None:
    people = [make_member("Samir"), make_member("Ines")]
    pool = make_outing_pool(member, jo, *people)
    outing = make_outing(pool, most_people=2, what_to_bring="Socks", supporters="Leroy", booking_fee=Decimal(2))
    place, *_rest = make_places(outing, jo, *people)
    other = make_outing(pool, title="Brighton")
    make_places(other, jo)
    call_off_outing(outing=other, reason="Snow", by=member, now=now)
    give_up_place(place=place, by=jo, now=now)

    told = remind_dated(now=SATURDAY - timedelta(days=1))

    assert {notice.recipient for notice in told} == set(people)
    assert {notice.subject for notice in told} == {"Tomorrow: Bowling"}
    for words in ("Please bring: Socks", "Who comes along to support: Leroy", "booking fee of £2.00"):
        assert words in told[0].body
    assert remind_dated(now=SATURDAY + timedelta(hours=1)) == []


def test_an_outing_of_today_that_nobody_was_told_of(member: Profile) -> None:
    make_places(make_outing(make_outing_pool(member)), member)

    (notice,) = remind_dated(now=SATURDAY - timedelta(hours=2))

    assert notice.subject == "Today: Bowling"


def test_the_job_goes_through_all_areas(oxfordshire: Area, knowsley: Area) -> None:
    far, begun = datetime(2099, 1, 1, tzinfo=UTC), datetime(2020, 1, 1, tzinfo=UTC)
    for area in (oxfordshire, knowsley):
        with area_context(area.id):
            pool = make_costed_pool(make_member("Peter"))
            proposal = make_proposal(pool, days=(far - begun).days, now=begun)
            proposal.pool.cost_sheet.price_holds_until = datetime.now(tz=UTC).date()
            proposal.pool.cost_sheet.save()

    remind_dated_in_each_area()

    for area in (oxfordshire, knowsley):
        with area_context(area.id):
            assert Notification.objects.get(key__startswith="price-holds").recipient.shown_name == "Peter"


class TestDaysOfPapers:
    """What runs out is told to whoever can do something about it, and to nobody else."""

    def told(self, kind: str) -> set[str]:
        told = remind_dated(now=days_before(7))
        assert {notice.subject for notice in told} == {"A day to remember in “Together”"}
        assert all(notice.key.startswith(f"{kind}:") and notice.key.endswith(":2026-12-01:7-days") for notice in told)
        assert remind_dated(now=days_before(6)) == []
        return {notice.recipient.shown_name for notice in told}

    @pytest.fixture
    def pool(self, member: Profile, jo: Profile) -> Pool:
        return make_pool(member, jo, title="Together", buying=PurchaseKind.EQUIPMENT)

    @pytest.fixture
    def last(self, member: Profile) -> dict[str, Any]:
        return {"valid_until": THE_DAY, "by": member, "now": NOW}

    def test_the_landlords_yes(self, pool: Pool, last: dict[str, Any]):
        file_consent(consent=pool.consents.get(), file=paper(), dated_on=NOW.date(), **last)

        assert self.told("consent") == {"Peter"}

    def test_the_insurance(self, pool: Pool, last: dict[str, Any]):
        record_insurance(pool=pool, model=InsuranceModel.EACH, insurer="Mersey Mutual", **last)

        assert self.told("insurance") == {"Peter"}

    def test_the_councils_word_about_savings(self, pool: Pool, last: dict[str, Any]):
        record_assurance(pool=pool, given_by="The council", words="Yes.", **last)

        assert self.told("assurance") == {"Peter", "Jo"}

    def test_an_induction_is_nobody_elses_business(self, pool: Pool, jo: Profile, last: dict[str, Any]):
        record_induction(membership=membership_of(pool, jo), given_by="Ray", **last)

        assert self.told("gate") == {"Jo"}

    def test_a_review(self, pool: Pool, member: Profile):
        plan_review(pool=pool, planned_on=THE_DAY, by=member, now=NOW)

        assert self.told("review") == {"Peter", "Jo"}


class TestDaysOfAnAgreement:
    @pytest.fixture
    def gym(self, area: Area) -> Pool:
        gym = agreements.make_gym()
        frozen = agreements.freeze(gym, insurance_until=THE_DAY, review_dates=(THE_DAY,), now=NOW)
        agreements.sign_all(frozen, now=NOW)
        return gym

    def test_a_review_is_for_all_and_the_insurance_for_the_organiser(self, gym: Pool):
        told = remind_dated(now=days_before(7))

        assert sorted((notice.key.split(":")[0], notice.recipient.shown_name) for notice in told) == [
            ("agreement-insurance", "Alan"),
            ("agreement-review", "Alan"),
            ("agreement-review", "Barry"),
            ("agreement-review", "Colin"),
        ]

    def test_what_the_pool_knows_itself_is_told_once(self, gym: Pool):
        plan_review(pool=gym, planned_on=THE_DAY, by=gym.organiser, now=NOW)
        record_insurance(
            pool=gym, model=InsuranceModel.JOINT, insurer="New", valid_until=THE_DAY, by=gym.organiser, now=NOW
        )

        told = remind_dated(now=days_before(7))

        assert sorted((notice.key.split(":")[0], notice.recipient.shown_name) for notice in told) == [
            ("insurance", "Alan"),
            ("review", "Alan"),
            ("review", "Barry"),
            ("review", "Colin"),
        ]
        days = due_dates_for(gym, gym.organiser, now=NOW)
        assert [due.words for due in days if due.on == THE_DAY] == [
            "The insurance runs out: New",
            "You look how it is going",
        ]
