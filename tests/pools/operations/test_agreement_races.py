"""Two people, or two clicks, at the same moment."""

from collections.abc import Callable
from contextlib import suppress
from threading import Barrier, BrokenBarrierError, Thread

import pytest
from django.db import connections

from pools.models import Agreement, AgreementState, PoolDocument, Signature
from pools.operations import agreement as agreement_module
from pools.operations.agreement import UnableToSignAgreement
from pools.queries.agreements import latest_agreement
from portal.areas.context import area_context
from portal.models import Area, Notification
from portal.operations.audit import record
from tests.factories.agreements import freeze, make_gym, people_in, sign
from tests.factories.portal import make_area


def states(agreement: Agreement) -> list[AgreementState]:
    return [AgreementState(state) for state in agreement.statuses.values_list("state", flat=True)]


class TestRaces:
    """Real threads, each with a connection of its own."""

    @pytest.fixture
    def oxfordshire(self, committed: None) -> Area:
        return make_area("oxfordshire", "Oxfordshire")

    def run(self, area: Area, *tasks: Callable[[], object]) -> list[Exception]:
        """Begin all at the same moment, and give what was raised."""
        barrier, raised = Barrier(len(tasks)), []

        def work(task: Callable[[], object]) -> None:
            try:
                with area_context(area.id):
                    barrier.wait()
                    task()
            except Exception as error:  # noqa: BLE001  whatever it is, the test looks at it
                raised.append(error)
            finally:
                connections["default"].close()

        threads = [Thread(target=work, args=[task]) for task in tasks]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return raised

    def test_two_last_signatures_at_once_start_the_agreement_once(
        self, oxfordshire: Area, monkeypatch: pytest.MonkeyPatch
    ):
        both_have_written = Barrier(2)

        def record_when_both_have_written(**facts: object) -> None:
            # Between writing a signature and counting them all: the other may come, if nothing keeps it out.
            with suppress(BrokenBarrierError):
                both_have_written.wait(timeout=0.5)
            record(**facts)

        with area_context(oxfordshire.id):
            agreement = freeze(make_gym())
            alan, barry, colin = people_in(agreement)
            sign(agreement, alan)

        monkeypatch.setattr(agreement_module, "record", record_when_both_have_written)

        raised = self.run(oxfordshire, lambda: sign(agreement, barry), lambda: sign(agreement, colin))

        assert raised == []
        with area_context(oxfordshire.id):
            assert Signature.objects.count() == 3
            assert states(agreement) == [AgreementState.FROZEN, AgreementState.ACTIVE]
            assert PoolDocument.objects.count() == 2
            assert Notification.objects.filter(key__startswith="everybody-has-signed:").count() == 3

    def test_a_double_click_signs_once(self, oxfordshire: Area):
        with area_context(oxfordshire.id):
            agreement = freeze(make_gym())
            alan, barry, colin = people_in(agreement)
            sign(agreement, alan)
            sign(agreement, barry)

        raised = self.run(oxfordshire, *[lambda: sign(agreement, colin)] * 3)

        assert raised == []
        with area_context(oxfordshire.id):
            assert Signature.objects.filter(profile=colin).count() == 1
            assert states(agreement) == [AgreementState.FROZEN, AgreementState.ACTIVE]
            assert PoolDocument.objects.count() == 2

    def test_signing_while_a_newer_version_is_made_signs_the_newest_or_nothing(self, oxfordshire: Area):
        with area_context(oxfordshire.id):
            pool = make_gym()
            agreement = freeze(pool)
            barry = people_in(agreement)[1]

        raised = self.run(oxfordshire, lambda: sign(agreement, barry), lambda: freeze(pool, notice_days=7))

        with area_context(oxfordshire.id):
            signed = Signature.objects.filter(profile=barry).count()
            assert signed + len(raised) == 1
            assert all(isinstance(error, UnableToSignAgreement) for error in raised)
            assert latest_agreement(pool).signatures.count() == 0

    def test_freezing_twice_at_once_makes_one_version(self, oxfordshire: Area):
        with area_context(oxfordshire.id):
            pool = make_gym()

        raised = self.run(oxfordshire, lambda: freeze(pool), lambda: freeze(pool))

        assert raised == []
        with area_context(oxfordshire.id):
            assert Agreement.objects.count() == 1
