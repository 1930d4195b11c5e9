from datetime import datetime, timedelta

import pytest

from pools.models import Insurance, InsuranceModel, Pool, PoolState, SavingsAssurance
from pools.operations.pool_status import move_pool
from pools.operations.protection import (
    UnableToRecordAssurance,
    UnableToRecordInsurance,
    record_assurance,
    record_insurance,
)
from pools.queries.protection import assurance_of, insurance_of
from portal.models import Profile, StoredFile
from tests.factories.pools import make_pool, paper

WORD = {"given_by": "Ms Field, the council", "words": "What you save stays with you."}


@pytest.fixture
def pool(member: Profile) -> Pool:
    return make_pool(member)


def test_no_assurance_and_no_insurance_at_first(pool: Pool) -> None:
    assert (assurance_of(pool), insurance_of(pool)) == (None, None)


def test_the_newest_assurance_counts_and_the_earlier_stays(pool: Pool, member: Profile, now: datetime) -> None:
    record_assurance(pool=pool, **WORD, by=member, now=now)
    last_day = now.date() + timedelta(days=365)
    newer = record_assurance(
        pool=pool, **WORD, valid_until=last_day, file=paper(), by=member, now=now + timedelta(days=1)
    )

    assert assurance_of(pool) == newer
    assert (newer.holds_on(last_day), newer.holds_on(last_day + timedelta(days=1))) == (True, False)
    assert [each.holds_on(last_day) for each in SavingsAssurance.objects.filter(pool=pool)] == [True, True]


def test_the_newest_insurance_counts(pool: Pool, member: Profile, now: datetime) -> None:
    last_day = now.date() + timedelta(days=365)
    policy = {"insurer": " Safe & Sound ", "valid_until": last_day, "by": member}
    record_insurance(pool=pool, model=InsuranceModel.JOINT, **policy, now=now)
    newer = record_insurance(pool=pool, model=InsuranceModel.EACH, **policy, file=paper(), now=now + timedelta(days=1))

    assert (insurance_of(pool), newer.insurer, Insurance.objects.count()) == (newer, "Safe & Sound", 2)
    assert (newer.holds_on(last_day), newer.holds_on(last_day + timedelta(days=1))) == (True, False)


def test_recording_refuses_and_leaves_nothing_behind(pool: Pool, member: Profile, now: datetime) -> None:
    yesterday, tomorrow = now.date() - timedelta(days=1), now.date() + timedelta(days=1)
    joint = {"model": InsuranceModel.JOINT, "by": member, "now": now}

    with pytest.raises(UnableToRecordAssurance, match="Say who gave it"):
        record_assurance(pool=pool, given_by=" ", words="Yes", file=paper(), by=member, now=now)
    with pytest.raises(UnableToRecordAssurance, match="This day is over") as refusal:
        record_assurance(pool=pool, **WORD, valid_until=yesterday, by=member, now=now)
    assert refusal.value.field == "valid_until"
    with pytest.raises(UnableToRecordInsurance, match="name of the insurance company"):
        record_insurance(pool=pool, insurer=" ", valid_until=tomorrow, **joint)
    with pytest.raises(UnableToRecordInsurance, match="This day is over"):
        record_insurance(pool=pool, insurer="Safe & Sound", valid_until=yesterday, **joint)
    move_pool(pool=pool, state=PoolState.ENDED, by=member, now=now)
    with pytest.raises(UnableToRecordAssurance, match="has ended"):
        record_assurance(pool=pool, **WORD, by=member, now=now)

    assert (SavingsAssurance.objects.count(), Insurance.objects.count(), StoredFile.objects.count()) == (0, 0, 0)
