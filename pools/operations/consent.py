"""The yes of somebody outside the pool: asked for, not needed, or here in writing."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pools.models import Consent, ConsentKind, ConsentNeed, ConsentPaper, Pool, PoolState
from pools.operations.pool_status import lock_pool
from portal.models import Profile
from portal.operations.audit import record
from portal.operations.constraints import told_as
from portal.operations.refusal import Refusal
from portal.operations.stored_files import store_upload


class UnableToChangeConsent(Refusal):
    """It is given already, or the answer is not one."""


class UnableToFileConsent(Refusal):
    """Not needed, here already, dated in the future, or over already."""


@dataclass(frozen=True, kw_only=True)
class PaperDates:
    """The date on a paper, and the last day that it counts."""

    dated_on: date
    valid_until: date | None


@transaction.atomic
def add_consent(*, pool: Pool, kind: ConsentKind, name: str, by: Profile, now: datetime) -> Consent:
    """
    Say that somebody else has to say yes. The purchase waits for their paper.

    :raises UnableToChangeConsent: on the list already, or it is too late
    """
    pool = _pool_before_purchase(pool)
    with told_as(UnableToChangeConsent, model=Consent):
        consent = Consent.objects.create(pool=pool, kind=kind, name=name.strip(), need=ConsentNeed.NEEDED)
    record(by=by, action="add_consent", subject=consent, now=now)
    return consent


@transaction.atomic
def need_consent(*, consent: Consent, name: str, by: Profile, now: datetime) -> Consent:
    """
    Answer "yes, we need it", and from whom.

    :raises UnableToChangeConsent: it is here in writing already, on the list already, or it is too late
    """
    consent = _consent_without_paper(consent)
    consent.need, consent.name, consent.not_needed_reason = ConsentNeed.NEEDED, name.strip(), ""
    with told_as(UnableToChangeConsent, model=Consent):
        consent.save()
    record(by=by, action="need_consent", subject=consent, now=now)
    return consent


@transaction.atomic
def waive_consent(*, consent: Consent, reason: str, by: Profile, now: datetime) -> Consent:
    """
    Answer "no, we do not need it", and why.

    :raises UnableToChangeConsent: it is here in writing already, there is no reason, or it is too late
    """
    consent = _consent_without_paper(consent)
    consent.need, consent.not_needed_reason = ConsentNeed.NOT_NEEDED, reason.strip()
    with told_as(UnableToChangeConsent, model=Consent, field="reason"):
        consent.save()
    record(by=by, action="waive_consent", subject=consent, now=now)
    return consent


@transaction.atomic
def file_consent(
    *,
    consent: Consent,
    file: "UploadedFile[bytes]",
    dated_on: date,
    valid_until: date | None = None,
    by: Profile,
    now: datetime,
) -> Consent:
    """
    Keep the paper on which somebody said yes. A spoken word is not enough [003:1479, 1539].

    :param file: a PDF, or a picture of the letter
    :param valid_until: the last day that it counts, where the paper names one
    :raises UnableToFileConsent: not needed, here already, dated in the future, or over already
    :raises UnableToStoreFile: no PDF and no picture
    """
    lock_pool(consent.pool)
    consent = Consent.objects.get(pk=consent.pk)
    if consent.is_given:
        raise UnableToFileConsent(_("This paper is here already."))
    if consent.need == ConsentNeed.NOT_NEEDED:
        raise UnableToFileConsent(_("You said that you do not need this yes."))
    dates = PaperDates(dated_on=dated_on, valid_until=valid_until)
    return _keep_paper(consent=consent, file=file, dates=dates, action="file_consent", by=by, now=now)


@transaction.atomic
def renew_consent(
    *,
    consent: Consent,
    file: "UploadedFile[bytes]",
    dated_on: date,
    valid_until: date | None = None,
    by: Profile,
    now: datetime,
) -> Consent:
    """
    Add a newer paper of somebody who has said yes before. The earlier papers stay.

    :raises UnableToFileConsent: there is no paper to renew, older than the one that is here, dated in the future, or
        over already
    :raises UnableToStoreFile: no PDF and no picture
    """
    lock_pool(consent.pool)
    consent = Consent.objects.get(pk=consent.pk)
    if consent.dated_on is None:
        raise UnableToFileConsent(_("There is no letter from them yet. Add the first one."))
    if dated_on < consent.dated_on:
        raise UnableToFileConsent(_("This letter is older than the one that is here."), field="dated_on")
    dates = PaperDates(dated_on=dated_on, valid_until=valid_until)
    return _keep_paper(consent=consent, file=file, dates=dates, action="renew_consent", by=by, now=now)


def _keep_paper(
    *, consent: Consent, file: "UploadedFile[bytes]", dates: PaperDates, action: str, by: Profile, now: datetime
) -> Consent:
    today = timezone.localdate(now)
    if dates.dated_on > today:
        raise UnableToFileConsent(_("The date on the paper is still to come. Please check it."), field="dated_on")
    if dates.valid_until is not None and dates.valid_until < max(dates.dated_on, today):
        raise UnableToFileConsent(_("This day is over. Ask for a letter that still counts."), field="valid_until")
    stored = store_upload(upload=file, by=by, now=now)
    ConsentPaper.objects.create(consent=consent, file=stored, filed_by=by, filed_at=now, **asdict(dates))
    consent.file, consent.need, consent.given_at, consent.filed_by = stored, ConsentNeed.NEEDED, now, by
    consent.dated_on, consent.valid_until = dates.dated_on, dates.valid_until
    consent.save()
    record(by=by, action=action, subject=consent, now=now)
    return consent


def _pool_before_purchase(pool: Pool) -> Pool:
    pool, state = lock_pool(pool)
    if state in {PoolState.BOUGHT, PoolState.ENDED}:
        raise UnableToChangeConsent(_("It is too late for this: the pool has bought it, or has ended."))
    return pool


def _consent_without_paper(consent: Consent) -> Consent:
    _pool_before_purchase(consent.pool)
    consent = Consent.objects.get(pk=consent.pk)
    if consent.is_given:
        raise UnableToChangeConsent(_("The paper is here already."))
    return consent
