"""Before somebody uses what the pool bought: what was done is written down, and then they are cleared."""

from collections.abc import Sequence
from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pools.models import GateKind, GateOutcome, GateRecord, PoolMembership, PoolState
from pools.operations.pool_status import lock_pool
from pools.queries.gates import Check, use_of
from pools.queries.pools import state_of
from portal.models import Profile
from portal.operations.audit import record
from portal.operations.refusal import Refusal
from portal.operations.stored_files import store_upload

HEALTH_QUESTIONS = 7


class UnableToUse(Refusal):
    """Something that comes first is not recorded, or not in date any more."""


class UnableToRecordGate(Refusal):
    """It is recorded already, nobody is named, or it is for the person themselves to do."""


class UnableToRecordInduction(UnableToRecordGate):
    """It is recorded already, or nobody is named."""


@transaction.atomic
def record_induction(
    *, membership: PoolMembership, given_by: str, valid_until: date | None = None, by: Profile, now: datetime
) -> GateRecord:
    """
    Write down that a member has been shown how to use it safely, and by whom.

    :raises UnableToRecordInduction: recorded already, nobody is named, or over already
    """
    membership = _locked(membership)
    if not given_by.strip():
        raise UnableToRecordInduction(_("Say who showed you how to use it."), field="given_by")
    _refuse_twice(UnableToRecordInduction, membership=membership, kind=GateKind.INDUCTION, now=now)
    _refuse_a_day_that_is_over(UnableToRecordInduction, valid_until=valid_until, now=now)
    kept = {"given_by": given_by.strip(), "valid_until": valid_until}
    return _keep(membership=membership, kind=GateKind.INDUCTION, action="record_induction", by=by, now=now, **kept)


@transaction.atomic
def record_risk_assessment(
    *,
    membership: PoolMembership,
    given_by: str,
    file: "UploadedFile[bytes] | None" = None,
    valid_until: date | None = None,
    by: Profile,
    now: datetime,
) -> GateRecord:
    """
    Write down that a member's care provider has looked at the risks [003:1504].

    :raises UnableToRecordGate: recorded already, nobody is named, or over already
    :raises UnableToStoreFile: no PDF and no picture
    """
    membership = _locked(membership)
    if not given_by.strip():
        raise UnableToRecordGate(_("Say who has looked at the risks."), field="given_by")
    _refuse_twice(UnableToRecordGate, membership=membership, kind=GateKind.RISK, now=now)
    _refuse_a_day_that_is_over(UnableToRecordGate, valid_until=valid_until, now=now)
    stored = store_upload(upload=file, by=by, now=now) if file else None
    kept = {"given_by": given_by.strip(), "valid_until": valid_until, "file": stored}
    return _keep(membership=membership, kind=GateKind.RISK, action="record_risk_assessment", by=by, now=now, **kept)


@transaction.atomic
def record_doctors_word(
    *,
    membership: PoolMembership,
    given_by: str,
    file: "UploadedFile[bytes] | None" = None,
    valid_until: date | None = None,
    by: Profile,
    now: datetime,
) -> GateRecord:
    """
    Write down one's own doctor's recommendation. The paper is for nobody else to see.

    :raises UnableToRecordGate: somebody else's place, nobody is named, or over already
    :raises UnableToStoreFile: no PDF and no picture
    """
    membership = _own(UnableToRecordGate, membership=membership, by=by)
    if not given_by.strip():
        raise UnableToRecordGate(_("Give the name of your doctor."), field="given_by")
    _refuse_a_day_that_is_over(UnableToRecordGate, valid_until=valid_until, now=now)
    stored = store_upload(upload=file, by=by, now=now) if file else None
    kept = {"given_by": given_by.strip(), "valid_until": valid_until, "file": stored}
    return _keep(membership=membership, kind=GateKind.DOCTOR, action="record_doctors_word", by=by, now=now, **kept)


@transaction.atomic
def answer_health_questions(
    *, membership: PoolMembership, answers: Sequence[bool], by: Profile, now: datetime
) -> GateRecord:
    """
    Answer the seven questions about one's health. One yes means: see your doctor first.

    Only that is kept, never which question had a yes. Who is to see a doctor first stops using it until they have.

    :param answers: yes or no to each question
    :raises UnableToRecordGate: somebody else's place, or a question has no answer
    """
    membership = _own(UnableToRecordGate, membership=membership, by=by)
    if len(answers) != HEALTH_QUESTIONS:
        raise UnableToRecordGate(_("Please answer each of the seven questions."))
    outcome = GateOutcome.DOCTOR_FIRST if any(answers) else GateOutcome.DONE
    if outcome == GateOutcome.DOCTOR_FIRST:
        membership.cleared_for_use_at = None
        membership.save(update_fields=["cleared_for_use_at"])
    kept = {"outcome": outcome}
    return _keep(membership=membership, kind=GateKind.HEALTH, action="answer_health_questions", by=by, now=now, **kept)


@transaction.atomic
def accept_disclaimer(*, membership: PoolMembership, by: Profile, now: datetime) -> GateRecord:
    """
    Say "I use it at my own risk, and I follow the rules". Only the person themselves can.

    :raises UnableToUse: somebody else's place, or accepted already
    """
    membership = _own(UnableToUse, membership=membership, by=by)
    if _newest(membership, GateKind.DISCLAIMER) is not None:
        raise UnableToUse(_("You have accepted this already."))
    return _keep(membership=membership, kind=GateKind.DISCLAIMER, action="accept_disclaimer", by=by, now=now)


@transaction.atomic
def start_using(*, membership: PoolMembership, by: Profile, now: datetime) -> PoolMembership:
    """
    Put a member on the list of those who may use what was bought.

    :raises UnableToUse: nothing is bought yet, or something that comes first is missing or run out (it says what)
    """
    membership = _locked(membership)
    if state_of(membership.pool) != PoolState.BOUGHT:
        raise UnableToUse(_("It is not bought yet."))
    missing = use_of(membership, on=timezone.localdate(now)).missing
    if missing:
        raise UnableToUse(_what_is_missing(missing))
    membership.cleared_for_use_at = membership.cleared_for_use_at or now
    membership.save(update_fields=["cleared_for_use_at"])
    record(by=by, action="start_using", subject=membership, now=now)
    return membership


def _what_is_missing(missing: list[Check]) -> str:
    """What to do first, in one sentence."""
    steps = {
        GateKind.INDUCTION: gettext("the induction"),
        GateKind.DISCLAIMER: gettext("your yes to the rules of use"),
        GateKind.HEALTH: gettext("your answers about your health"),
        GateKind.DOCTOR: gettext("your doctor's word"),
        GateKind.RISK: gettext("the risk assessment"),
    }
    return gettext("You need this first: %(steps)s.") % {
        "steps": get_text_list([steps[check.kind] for check in missing], gettext("and"))
    }


def _locked(membership: PoolMembership) -> PoolMembership:
    lock_pool(membership.pool)
    membership = PoolMembership.objects.select_related("pool", "profile").get(pk=membership.pk)
    if not membership.is_open:
        raise UnableToUse(_("This person has left the pool."))
    return membership


def _own(refusal: type[Refusal], *, membership: PoolMembership, by: Profile) -> PoolMembership:
    membership = _locked(membership)
    if membership.profile_id != by.pk:
        raise refusal(_("Only the person themselves can do this."))
    return membership


def _newest(membership: PoolMembership, kind: GateKind) -> GateRecord | None:
    return GateRecord.objects.filter(membership=membership, kind=kind).order_by("recorded_at", "id").last()


def _refuse_twice(refusal: type[Refusal], *, membership: PoolMembership, kind: GateKind, now: datetime) -> None:
    """What is in date is written down once."""
    newest = _newest(membership, kind)
    if newest is not None and (newest.valid_until is None or timezone.localdate(now) <= newest.valid_until):
        raise refusal(_("This is written down already."))


def _refuse_a_day_that_is_over(refusal: type[Refusal], *, valid_until: date | None, now: datetime) -> None:
    if valid_until is not None and valid_until < timezone.localdate(now):
        raise refusal(_("This day is over. Choose one that is still to come."), field="valid_until")


def _keep(
    *, membership: PoolMembership, kind: GateKind, action: str, by: Profile, now: datetime, **kept: object
) -> GateRecord:
    written = GateRecord.objects.create(membership=membership, kind=kind, recorded_by=by, recorded_at=now, **kept)
    record(by=by, action=action, subject=membership, now=now)
    return written
