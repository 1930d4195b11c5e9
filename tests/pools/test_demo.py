"""The sample areas tell the stories with their numbers, and can be loaded again."""

from datetime import datetime
from decimal import Decimal

from django.db.models import Count

from pools.demo import load_demo
from pools.models import Agreement, AgreementState, DocumentState, Pool, PoolState, Wish
from pools.operations.reminders import remind_unsigned
from pools.queries.agreements import agreements_awaiting, document_of, signers_of
from pools.queries.costing import current_shares, preview_join, sheet_of
from pools.queries.pools import state_of
from pools.queries.wishes import wishes_like
from portal.areas.context import area_context
from portal.demo.loading import load_area, load_ground
from portal.demo.places import SAMPLE_AREAS, SampleArea
from portal.models import Area, Profile
from providers.demo import load_demo as load_providers


def load(sample: SampleArea, now: datetime) -> Area:
    area = load_area(sample)
    with area_context(area.id):
        load_ground(sample=sample, now=now)
        load_providers(area=area, now=now)
        load_demo(area=area, now=now)
    return area


def sample_of(slug: str) -> SampleArea:
    return next(sample for sample in SAMPLE_AREAS if sample.slug == slug)


def test_peter_finds_five_others_nearby_and_one_further_away(db: None, now: datetime) -> None:
    area = load(sample_of("oxfordshire"), now)

    with area_context(area.id):
        wish = Wish.objects.get(profile__shown_name="Peter")
        # The made-up people that the figures count wish for cooking too; they are not in this story.
        told = {"profile__shown_name__in": ["Asha", "Brian", "Ciara", "Dev", "Eileen", "Femi"]}
        assert wishes_like(wish).filter(**told).count() == 5
        assert wishes_like(wish, anywhere=True).filter(**told).count() == 6


def test_the_twelfth_person_for_beads_is_invited(db: None, now: datetime) -> None:
    area = load(sample_of("oxfordshire"), now)

    with area_context(area.id):
        beads = Pool.objects.get(title="An afternoon of beads")
        sheet, shares = current_shares(beads)
        assert (sheet.is_complete, {share.amount for share in shares}, len(shares)) == (True, {Decimal(15)}, 11)
        peter = Profile.objects.get(shown_name="Peter")
        assert preview_join(beads, newcomer=peter).for_profile(peter).after == Decimal(12)
        assert [invitation.profile for invitation in beads.invitations.open()] == [peter]


def test_the_gym_waits_for_its_landlord(db: None, now: datetime) -> None:
    area = load(sample_of("knowsley"), now)

    with area_context(area.id):
        gym = Pool.objects.get(title="A gym at home")
        assert sheet_of(gym).total == Decimal("895.00")
        assert state_of(gym) == PoolState.AGREED
        assert [consent.whom for consent in gym.consents.all() if not consent.is_settled] == ["Lakeside Homes"]


def test_one_agreement_is_signed_and_one_waits_for_peter(db: None, now: datetime) -> None:
    area = load(sample_of("oxfordshire"), now)

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
        assert painting.signatures.count() == 2
        assert {notice.recipient.shown_name for notice in remind_unsigned(now=now)} == {"Peter", "Josh"}


def test_every_area_has_wishes_and_loading_again_changes_nothing(db: None, now: datetime) -> None:
    for sample in SAMPLE_AREAS:
        area = load(sample, now)
        with area_context(area.id):
            before = Wish.objects.aggregate(wishes=Count("id")) | {"pools": Pool.objects.count()}
            load_demo(area=area, now=now)
            after = Wish.objects.aggregate(wishes=Count("id")) | {"pools": Pool.objects.count()}
        assert before["wishes"] >= 5
        assert after == before
