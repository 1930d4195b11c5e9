from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection, transaction

from pools.models import Agreement, AgreementState, Pool, PoolDocument, PoolState, SignatureWithdrawal
from pools.operations import agreement as agreement_module
from pools.operations.agreement import UnableToWithdrawSignature, withdraw_signature
from pools.operations.decision import reopen_costing
from pools.operations.purchase import UnableToPurchase, record_purchase
from pools.queries.agreements import agreements_awaiting, cooling_off_until, is_active, latest_agreement, signers_of
from pools.queries.pools import state_of
from portal.models import Area, AuditEvent, Notification, Profile
from tests.factories.agreements import freeze, make_chef, people_in, sign, sign_all


@pytest.fixture
def chef(area: Area) -> Pool:
    """Scenario 1: seven people."""
    return make_chef()


@pytest.fixture
def frozen(chef: Pool) -> Agreement:
    """Seven days to think again after the last signature."""
    return freeze(chef, cooling_off_days=7)


@pytest.fixture
def ann(chef: Pool) -> Profile:
    return Profile.objects.get(shown_name="Ann")


def states(agreement: Agreement) -> list[AgreementState]:
    return [AgreementState(state) for state in agreement.statuses.values_list("state", flat=True)]


def buy(pool: Pool, now: datetime) -> None:
    record_purchase(
        pool=pool,
        what="Lessons",
        seller="Marco",
        amount=Decimal("840.00"),
        bought_on=now.date(),
        by=pool.organiser,
        now=now,
    )


def refused(agreement: Agreement, by: Profile, now: datetime, sentence: str) -> None:
    before = SignatureWithdrawal.objects.count()
    with pytest.raises(UnableToWithdrawSignature, match=sentence):
        withdraw_signature(agreement=agreement, by=by, now=now)
    assert SignatureWithdrawal.objects.count() == before


class TestBeforeAllHaveSigned:
    def test_it_counts_no_more_and_the_others_are_told(self, frozen: Agreement, ann: Profile, now: datetime):
        signature = sign(frozen, ann)

        withdrawal = withdraw_signature(agreement=frozen, by=ann, now=now)

        assert (withdrawal.signature, withdrawal.withdrawn_at) == (signature, now)
        assert [signer.signature for signer in signers_of(frozen)] == [None] * 7
        assert list(agreements_awaiting(ann)) == [frozen]
        assert states(frozen) == [AgreementState.FROZEN]
        assert AuditEvent.objects.filter(action="withdraw_signature", actor=ann).count() == 1
        told = Notification.objects.filter(key=f"signature-withdrawn:{withdrawal.pk}")
        assert sorted(notice.recipient.shown_name for notice in told) == ["Bo", "Cy", "Di", "Ed", "Flo", "Peter"]
        assert told[0].subject == "Somebody took back their signature: “Cooking with a chef”"

    def test_six_others_do_not_make_it_active(self, frozen: Agreement, ann: Profile, now: datetime):
        sign(frozen, ann)
        withdraw_signature(agreement=frozen, by=ann, now=now)

        sign_all(frozen, but=ann)

        assert not is_active(frozen)

    def test_signing_again(self, frozen: Agreement, ann: Profile, now: datetime):
        sign(frozen, ann)
        withdraw_signature(agreement=frozen, by=ann, now=now)

        again = sign(frozen, ann, now=now + timedelta(hours=1))

        assert again.number == 2
        sign_all(frozen, but=ann)
        assert is_active(frozen)

    def test_taking_it_back_twice_is_taking_it_back_once(self, frozen: Agreement, ann: Profile, now: datetime):
        sign(frozen, ann)
        first = withdraw_signature(agreement=frozen, by=ann, now=now)

        assert withdraw_signature(agreement=frozen, by=ann, now=now + timedelta(seconds=1)) == first
        assert AuditEvent.objects.filter(action="withdraw_signature").count() == 1

    def test_somebody_who_has_not_signed(self, frozen: Agreement, ann: Profile, now: datetime):
        refused(frozen, ann, now, "You have not signed this agreement")

    def test_an_older_version(self, chef: Pool, frozen: Agreement, ann: Profile, now: datetime):
        sign(frozen, ann)
        freeze(chef, notice_days=1)

        refused(frozen, ann, now, "There is a newer version")

    def test_an_agreement_on_hold(self, chef: Pool, frozen: Agreement, ann: Profile, now: datetime):
        sign(frozen, ann)
        reopen_costing(pool=chef, by=chef.organiser, now=now + timedelta(minutes=1))

        refused(frozen, ann, now + timedelta(minutes=2), "This agreement is on hold")


class TestAfterTheLastSignature:
    @pytest.fixture
    def active(self, frozen: Agreement) -> Agreement:
        sign_all(frozen)
        return frozen

    def test_the_agreement_waits_again(self, chef: Pool, active: Agreement, ann: Profile, now: datetime):
        withdraw_signature(agreement=active, by=ann, now=now + timedelta(days=7))

        assert states(active) == [AgreementState.FROZEN, AgreementState.ACTIVE, AgreementState.FROZEN]
        assert state_of(chef) == PoolState.AGREED
        assert chef.statuses.last().note == "Ann took back their signature."
        # The paper said that all had signed.
        assert not PoolDocument.objects.exists()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    def test_signing_again_starts_it_anew(self, chef: Pool, active: Agreement, ann: Profile, now: datetime):
        withdraw_signature(agreement=active, by=ann, now=now + timedelta(days=1))

        sign(active, ann, now=now + timedelta(days=2))

        assert states(active)[-1] == AgreementState.ACTIVE
        assert state_of(chef) == PoolState.SIGNED
        assert PoolDocument.objects.count() == 2
        assert cooling_off_until(latest_agreement(chef)) == (now + timedelta(days=9)).date()
        assert Notification.objects.filter(recipient=ann, key__startswith="everybody-has-signed:").count() == 2

    def test_the_day_after_it_is_too_late(self, active: Agreement, ann: Profile, now: datetime):
        refused(active, ann, now + timedelta(days=8), "This was possible until 30 November 2026")

    def test_everybody_is_told_until_when(self, active: Agreement, ann: Profile):
        told = Notification.objects.get(recipient=ann, key__startswith="everybody-has-signed:")

        assert "You have time to think again until 30 November 2026." in told.body

    def test_nothing_is_bought_before_the_time_is_over(self, chef: Pool, active: Agreement, now: datetime):
        with pytest.raises(UnableToPurchase) as refusal:
            buy(chef, now + timedelta(days=7))
        assert str(refusal.value) == (
            "Do not buy it yet. Each of you can think again until 30 November 2026. "
            "You can buy it from 1 December 2026 on."
        )

        buy(chef, now + timedelta(days=8))
        assert state_of(chef) == PoolState.BOUGHT

    def test_what_is_bought_is_bought(self, chef: Pool, active: Agreement, ann: Profile, now: datetime):
        buy(chef, now + timedelta(days=8))

        refused(active, ann, now + timedelta(days=8), "it has been bought. You can leave the pool")

    def test_a_fault_in_the_middle_leaves_nothing_behind(
        self, chef: Pool, active: Agreement, ann: Profile, now: datetime, monkeypatch: pytest.MonkeyPatch
    ):
        def sabotage(**arguments: object) -> None:
            raise ZeroDivisionError

        monkeypatch.setattr(agreement_module, "notify", sabotage)

        with pytest.raises(ZeroDivisionError), transaction.atomic():
            withdraw_signature(agreement=active, by=ann, now=now)

        assert not SignatureWithdrawal.objects.exists()
        assert (state_of(chef), is_active(active)) == (PoolState.SIGNED, True)
        assert PoolDocument.objects.count() == 2


class TestNotWaiting:
    def test_if_nobody_wants_to_wait_it_can_be_bought_at_once(
        self, chef: Pool, frozen: Agreement, ann: Profile, now: datetime
    ):
        for profile in people_in(frozen):
            sign(frozen, profile, waives_cooling_off=True)

        refused(frozen, ann, now, "nobody wanted to wait. You can still leave the pool at any time")
        buy(chef, now)
        assert state_of(chef) == PoolState.BOUGHT

    def test_one_who_wants_to_wait_is_enough(self, chef: Pool, frozen: Agreement, ann: Profile, now: datetime):
        for profile in people_in(frozen):
            sign(frozen, profile, waives_cooling_off=profile != ann)

        with pytest.raises(UnableToPurchase, match="think again until 30 November 2026"):
            buy(chef, now)

    def test_without_days_for_it_nobody_waits(self, chef: Pool, ann: Profile, now: datetime):
        agreement = freeze(chef, cooling_off_days=0)
        sign_all(agreement)

        assert cooling_off_until(latest_agreement(chef)) is None
        refused(agreement, ann, now, "nobody wanted to wait")
        buy(chef, now)
