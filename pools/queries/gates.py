"""What comes before somebody uses what the pool bought, and who has done it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from pools.models import Gate, GateKind, GateOutcome, GateRecord, Pool, PoolMembership
from pools.queries.pools import members_of


@dataclass(frozen=True, kw_only=True)
class Check:
    """
    One thing that comes before somebody's use.

    :param record: the newest that was written down, whether or not it still counts
    :param is_for_all: a gate of the pool; otherwise it comes of this person's own answers, and is for them alone
    """

    kind: GateKind
    record: GateRecord | None
    is_done: bool
    is_for_all: bool


@dataclass(frozen=True, kw_only=True)
class Use:
    """How far one member is."""

    membership: PoolMembership
    checks: list[Check]

    @property
    def missing(self) -> list[Check]:
        return [check for check in self.checks if not check.is_done]

    @property
    def may_use(self) -> bool:
        """Cleared, and everything that comes first is still in date."""
        return self.membership.cleared_for_use_at is not None and not self.missing

    @property
    def shown_to_all(self) -> list[Check]:
        """The pool's own gates, without what only this person may know: that the doctor comes first for them."""
        return [check for check in self.checks if check.is_for_all]

    def check_of(self, kind: GateKind) -> Check | None:
        return next((check for check in self.checks if check.kind == kind), None)


def gates_of(pool: Pool) -> list[Gate]:
    """What each member of the pool does first."""
    return list(Gate.objects.open().filter(pool=pool).select_related("added_by"))


def use_of(membership: PoolMembership, *, on: date) -> Use:
    """How far one member is on a day."""
    kinds = [GateKind(gate.kind) for gate in Gate.objects.open().filter(pool=membership.pool_id)]
    records = GateRecord.objects.filter(membership=membership).order_by("recorded_at", "id")
    return Use(membership=membership, checks=_checks(kinds=kinds, records=records, on=on))


def use_in(pool: Pool, *, on: date) -> list[Use]:
    """How far each member is on a day, in the order of joining."""
    kinds = [GateKind(gate.kind) for gate in Gate.objects.open().filter(pool=pool)]
    records: dict[UUID, list[GateRecord]] = defaultdict(list)
    for record in GateRecord.objects.filter(membership__pool=pool).order_by("recorded_at", "id"):
        records[record.membership_id].append(record)
    return [
        Use(membership=member, checks=_checks(kinds=kinds, records=records[member.pk], on=on))
        for member in members_of(pool)
    ]


def _checks(*, kinds: Sequence[GateKind], records: Iterable[GateRecord], on: date) -> list[Check]:
    """The newest record of each kind counts. PostgreSQL asks the same before it clears anybody."""
    newest = {GateKind(record.kind): record for record in records}
    health = newest.get(GateKind.HEALTH) if GateKind.HEALTH in kinds else None
    doctor_since = health if health is not None and health.outcome == GateOutcome.DOCTOR_FIRST else None
    done = {kind: _counts(newest.get(kind), on=on) for kind in {*kinds, GateKind.DOCTOR}}
    if doctor_since is not None:
        doctor = newest.get(GateKind.DOCTOR)
        is_newer = doctor is not None and doctor.recorded_at >= doctor_since.recorded_at
        # To the others, the questions about health are not done before the doctor's word is there.
        done[GateKind.DOCTOR] = done[GateKind.DOCTOR] and is_newer
        done[GateKind.HEALTH] = done[GateKind.HEALTH] and done[GateKind.DOCTOR]
    needed = [*kinds, *([GateKind.DOCTOR] if doctor_since is not None and GateKind.DOCTOR not in kinds else [])]
    return [Check(kind=kind, record=newest.get(kind), is_done=done[kind], is_for_all=kind in kinds) for kind in needed]


def _counts(record: GateRecord | None, *, on: date) -> bool:
    return record is not None and (record.valid_until is None or on <= record.valid_until)
