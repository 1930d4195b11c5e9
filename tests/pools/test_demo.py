"""The sample areas tell the stories with their numbers, and can be loaded again."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.db import transaction
from django.db.models import Count
from pytest_django import DjangoDbBlocker

from pools.demo import load_demo
from pools.models import (
    Agreement,
    AgreementState,
    Attendance,
    DocumentState,
    OptInCall,
    PanelResult,
    Pool,
    PoolState,
    Wish,
)
from pools.operations.reminders import remind_unsigned
from pools.queries.agreement_changes import ChangeKind, changes_in
from pools.queries.agreements import agreements_awaiting, dates_in, signers_of
from pools.queries.contributions import contribution_status
from pools.queries.costing import current_shares, preview_join, sheet_of
from pools.queries.decisions import count_votes, votes_waiting_for
from pools.queries.documents import document_of
from pools.queries.gates import gates_of
from pools.queries.hours import hours_left
from pools.queries.leaving import asked_changes, leavings_in
from pools.queries.ledger import left_to_spend, money_held, put_aside
from pools.queries.ledger_check import broken_rules
from pools.queries.opt_in import count_answers
from pools.queries.outings import fees_held
from pools.queries.pools import members_of, state_of
from pools.queries.protection import assurance_of, insurance_of
from pools.queries.reviews import comparisons_of, reviews_awaiting
from pools.queries.risks import latest_note, readers_of, words_of
from pools.queries.rota import pattern_of
from pools.queries.wishes import wishes_like
from portal.areas.context import area_context
from portal.demo.loading import load_area, load_ground
from portal.demo.places import SAMPLE_AREAS, SampleArea
from portal.models import Area, Notification, Profile
from providers.demo import load_demo as load_providers

# As the fixture `now`, which a module's fixture cannot ask for.
NOW = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)


def load(sample: SampleArea, now: datetime) -> Area:
    area = load_area(sample)
    with area_context(area.id):
        load_ground(sample=sample, now=now)
        load_providers(area=area, now=now)
        load_demo(area=area, now=now)
    return area


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[dict[str, Area]]:
    """The sample areas by slug, loaded once for all tests here, and undone after the last."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield {sample.slug: load(sample, NOW) for sample in SAMPLE_AREAS}
        transaction.set_rollback(True)


@pytest.fixture
def areas(loaded: dict[str, Area], db: None) -> dict[str, Area]:
    """The sample areas by slug; what a test does to them is undone."""
    return loaded


def test_peter_finds_five_others_nearby_and_one_further_away(areas: dict[str, Area]) -> None:
    area = areas["oxfordshire"]

    with area_context(area.id):
        wish = Wish.objects.get(profile__shown_name="Peter")
        # The made-up people that the figures count wish for cooking too; they are not in this story.
        told = {"profile__shown_name__in": ["Asha", "Brian", "Ciara", "Dev", "Eileen", "Femi"]}
        assert wishes_like(wish).filter(**told).count() == 5
        assert wishes_like(wish, anywhere=True).filter(**told).count() == 6


def test_the_twelfth_person_for_beads_is_invited(areas: dict[str, Area]) -> None:
    area = areas["oxfordshire"]

    with area_context(area.id):
        beads = Pool.objects.get(title="An afternoon of beads")
        sheet, shares = current_shares(beads)
        assert (sheet.is_complete, {share.amount for share in shares}, len(shares)) == (True, {Decimal(15)}, 11)
        peter = Profile.objects.get(shown_name="Peter")
        assert preview_join(beads, newcomer=peter).for_profile(peter).after == Decimal(12)
        assert [invitation.profile for invitation in beads.invitations.open()] == [peter]


def test_the_gym_waits_for_its_landlord(areas: dict[str, Area]) -> None:
    area = areas["knowsley"]

    with area_context(area.id):
        gym = Pool.objects.get(title="A gym at home")
        assert sheet_of(gym).total == Decimal("895.00")
        assert state_of(gym) == PoolState.AGREED
        assert [consent.whom for consent in gym.consents.all() if not consent.is_settled] == ["Lakeside Homes"]


def test_the_gym_has_thought_about_its_risks_and_has_no_assurance_yet(areas: dict[str, Area]) -> None:
    area = areas["knowsley"]

    with area_context(area.id):
        gym = Pool.objects.get(title="A gym at home")
        note = latest_note(gym)
        assert len(words_of(note)) == 3
        assert [profile.shown_name for profile in readers_of(note).to_read] == ["Ray"]
        assert [gate.kind for gate in gates_of(gym)] == ["induction", "disclaimer", "health", "risk"]
        assert (insurance_of(gym).insurer, assurance_of(gym)) == ("Mersey Mutual", None)
        assert gym.facilitator.shown_name == "Bernie"


def test_the_first_review_of_the_choir_waits_for_peter(areas: dict[str, Area], now: datetime) -> None:
    area = areas["oxfordshire"]

    with area_context(area.id):
        choir = Pool.objects.get(title="Singing on Thursdays")
        peter = Profile.objects.get(shown_name="Peter")
        (review,) = reviews_awaiting(choir, peter, on=now.date())
        life, outside, breath = comparisons_of(review)
        assert (life.before.people, life.now.people, life.both) == (4, 3, 3)
        assert (life.change, outside.change, breath.change) == (Decimal("1.5"), Decimal(2), Decimal("0.5"))
        assert not life.are_the_same


def test_one_agreement_is_signed_and_one_waits_for_peter(areas: dict[str, Area], now: datetime) -> None:
    area = areas["oxfordshire"]

    with area_context(area.id):
        games = Agreement.objects.with_state().get(title="Games and tea at the library")
        assert (games.state, games.total) == (AgreementState.ACTIVE, Decimal("312.00"))
        assert [(signer.share, bool(signer.signature)) for signer in signers_of(games)] == [
            (Decimal("78.00"), True)
        ] * 4
        assert document_of(games).state == DocumentState.PENDING
        peter = Profile.objects.get(shown_name="Peter")
        chef, painting = sorted(agreements_awaiting(peter), key=lambda agreement: agreement.title)
        assert [chef.title, chef.share_of(peter), chef.signatures.count()] == ["Ten evenings with a chef", 120, 6]
        assert (painting.title, painting.share_of(peter)) == ("Watercolours with a teacher", Decimal("60.00"))
        assert (painting.version, painting.signatures.count()) == (2, 2)
        assert [(change.key, change.kind) for change in changes_in(painting)] == [
            ("disagreement", ChangeKind.NEW),
            ("joining", ChangeKind.NEW),
            ("leaving", ChangeKind.CHANGED),
            ("ending", ChangeKind.CHANGED),
            ("contacts", ChangeKind.NEW),
            ("reviews", ChangeKind.NEW),
        ]
        assert all(dates_in(agreement) for agreement in (games, chef, painting))
        harry = next(signer.signature for signer in signers_of(games) if signer.name == "Harry")
        assert (harry.supporter_name, harry.witness_name, harry.had_it_in[0]) == ("Hana", "Irene", "easy_read")
        assert {notice.recipient.shown_name for notice in remind_unsigned(now=now)} == {"Peter", "Josh"}


def test_the_m_group_has_asked_and_dev_waits_for_his_money(areas: dict[str, Area], now: datetime) -> None:
    area = areas["oxfordshire"]

    with area_context(area.id):
        count = count_answers(OptInCall.objects.get())
        assert (count.yes, count.people, count.percent) == (7, 13, Decimal("53.8"))
        pans = Pool.objects.get(title="Pans for the community kitchen")
        sheet, shares = current_shares(pans)
        assert (sheet.waiting, sheet.paid_by_others, len(sheet.risks)) == (1, Decimal("15.00"), 1)
        # 186.50 and 25.00, between two now and between three once Dev can pay.
        assert [(share.amount, share.when_all_pay) for share in shares] == [
            (Decimal("105.75"), Decimal("70.50")),
            (Decimal("105.75"), Decimal("70.50")),
            (Decimal("0.00"), Decimal("70.50")),
        ]


def test_a_question_waits_for_peter(areas: dict[str, Area], now: datetime) -> None:
    area = areas["oxfordshire"]

    with area_context(area.id):
        peter = Profile.objects.get(shown_name="Peter")
        games = Pool.objects.get(title="Games and tea at the library")
        (question,) = votes_waiting_for(games, peter, now=now)
        assert (question.quorum, count_votes(question).voted) == (3, 1)


def test_the_potters_panel_says_how_it_came_out(areas: dict[str, Area]) -> None:
    area = areas["kensington-chelsea"]

    with area_context(area.id):
        result = PanelResult.objects.get()
        assert [row["total"] for row in result.totals] == ["73.00", "75.75"]
        assert result.winner.name == "Brightside"


def test_every_area_has_wishes_and_loading_again_changes_nothing(areas: dict[str, Area], now: datetime) -> None:
    for area in areas.values():
        with area_context(area.id):
            before = Wish.objects.aggregate(wishes=Count("id")) | {"pools": Pool.objects.count()}
            load_demo(area=area, now=now)
            after = Wish.objects.aggregate(wishes=Count("id")) | {"pools": Pool.objects.count()}
        assert before["wishes"] >= 5
        assert after == before


def test_people_go_out_in_kensington_and_chelsea_and_are_told_in_their_own_way(areas: dict[str, Area]) -> None:
    area = areas["kensington-chelsea"]

    with area_context(area.id):
        days_out = Pool.objects.get(title="Out and about every month")
        sea = Pool.objects.get(title="The sea in any weather")
        prices = [outing.price for outing in days_out.outings.all()]
        assert prices == [Decimal("7.00"), Decimal("5.00"), Decimal("0.00")]
        assert (fees_held(days_out), fees_held(sea)) == (Decimal("0.00"), Decimal("2.00"))
        assert (money_held(sea), left_to_spend(sea)) == (Decimal("2.00"), Decimal("2.00"))
        southend = sea.outings.get()
        assert southend.places.get(attendance=Attendance.DID_NOT_COME).profile.shown_name == "Yusuf"
        reminders = Notification.objects.filter(key__startswith="outing:")
        told = dict(reminders.values_list("recipient__shown_name", "channel"))
        assert told == {"Amina": "email", "Samir": "phone", "Ines": "letter", "Patrick": "letter", "Chloe": "text"}


def test_the_games_pool_has_one_who_is_late_and_one_who_has_paid_ahead(areas: dict[str, Area], now: datetime) -> None:
    area = areas["oxfordshire"]

    with area_context(area.id):
        games = Pool.objects.get(title="Games and tea at the library")
        members = {money.membership.profile.shown_name: money for money in contribution_status(games, now.date())}
        assert {name: money.state for name, money in members.items()} == {
            "Irene": "over",
            "Brian": "on_time",
            "Harry": "late",
            "Peter": "short",
        }
        assert members["Peter"].words == "£2.00 is still to come. It was due 5 days ago."
        assert (money_held(games), put_aside(games)) == (Decimal("15.50"), Decimal("20.00"))
        assert left_to_spend(games) == Decimal("237.50")


def test_six_in_norfolk_share_their_nights(areas: dict[str, Area]) -> None:
    area = areas["norfolk"]

    with area_context(area.id):
        nights = Pool.objects.get(title="Support at night")
        week = pattern_of(nights)
        assert (week.minutes, week.minutes_each) == (252 * 60, [42 * 60] * 6)
        people = [membership.profile for membership in members_of(nights)]
        left = {profile.shown_name: hours_left(nights, profile) for profile in people}
        # 84 hours each, less a week of 42 in which somebody came 20 minutes late.
        assert sum(left.values()) == 6 * 42 * 60 + 20
        assert (left["Tess"] - left["Umar"], left["Stan"] - left["Rosa"]) == (200, 240)
        assert broken_rules() == []


def test_one_of_eight_leaves_a_house_in_norfolk(areas: dict[str, Area]) -> None:
    with area_context(areas["norfolk"].id):
        house = Pool.objects.get(title="Support in our house")
        asked = asked_changes(leavings_in(house).get())
        assert Counter(one.change.after for one in asked) == {Decimal("5714.29"): 4, Decimal("5714.28"): 3}
        assert [one.answer is not None for one in asked].count(True) == 2
        assert broken_rules() == []
