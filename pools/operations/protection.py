"""What protects the members and their money: a word about savings, and insurance."""

from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pools.models import Insurance, InsuranceModel, Pool, PoolState, SavingsAssurance
from pools.operations.pool_status import lock_pool
from portal.models import Profile
from portal.operations.audit import record
from portal.operations.constraints import told_as
from portal.operations.refusal import Refusal
from portal.operations.stored_files import store_upload


class UnableToRecordAssurance(Refusal):
    """It does not say who or what, it is over already, or the pool has ended."""


class UnableToRecordInsurance(Refusal):
    """It does not say with whom, it is over already, or the pool has ended."""


@transaction.atomic
def record_assurance(
    *,
    pool: Pool,
    given_by: str,
    words: str,
    valid_until: date | None = None,
    file: "UploadedFile[bytes] | None" = None,
    by: Profile,
    now: datetime,
) -> SavingsAssurance:
    """
    Write down who said that what you save stays with you, and in which words [000:268]. The newest counts.

    :raises UnableToRecordAssurance: it does not say who or what, it is over already, or the pool has ended
    :raises UnableToStoreFile: no PDF and no picture
    """
    pool = _living(UnableToRecordAssurance, pool=pool)
    _refuse_a_day_that_is_over(UnableToRecordAssurance, valid_until=valid_until, now=now)
    with told_as(UnableToRecordAssurance, model=SavingsAssurance):
        assurance = SavingsAssurance.objects.create(
            pool=pool,
            given_by=given_by.strip(),
            words=words.strip(),
            valid_until=valid_until,
            file=store_upload(upload=file, by=by, now=now) if file else None,
            recorded_by=by,
            recorded_at=now,
        )
    record(by=by, action="record_assurance", subject=assurance, now=now)
    return assurance


@transaction.atomic
def record_insurance(
    *,
    pool: Pool,
    model: InsuranceModel,
    insurer: str,
    valid_until: date,
    number: str = "",
    file: "UploadedFile[bytes] | None" = None,
    by: Profile,
    now: datetime,
) -> Insurance:
    """
    Write down how you are insured, and until when. The newest counts.

    :raises UnableToRecordInsurance: it does not say with whom, it is over already, or the pool has ended
    :raises UnableToStoreFile: no PDF and no picture
    """
    pool = _living(UnableToRecordInsurance, pool=pool)
    _refuse_a_day_that_is_over(UnableToRecordInsurance, valid_until=valid_until, now=now)
    with told_as(UnableToRecordInsurance, model=Insurance):
        insurance = Insurance.objects.create(
            pool=pool,
            model=model,
            insurer=insurer.strip(),
            number=number.strip(),
            valid_until=valid_until,
            file=store_upload(upload=file, by=by, now=now) if file else None,
            recorded_by=by,
            recorded_at=now,
        )
    record(by=by, action="record_insurance", subject=insurance, now=now)
    return insurance


def _living(refusal: type[Refusal], *, pool: Pool) -> Pool:
    pool, state = lock_pool(pool)
    if state == PoolState.ENDED:
        raise refusal(_("This pool has ended."))
    return pool


def _refuse_a_day_that_is_over(refusal: type[Refusal], *, valid_until: date | None, now: datetime) -> None:
    if valid_until is not None and valid_until < timezone.localdate(now):
        raise refusal(_("This day is over. Write down what still counts."), field="valid_until")
