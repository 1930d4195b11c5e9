"""Things that members own together, and who owns which part."""

from dataclasses import dataclass
from decimal import Decimal

from pools.models import GONE, Pool, SharedThing, ThingPart, ThingStep
from portal.models import Profile
from portal.money import PENCE_IN_A_POUND, split

NOTHING = Decimal("0.00")


@dataclass(frozen=True, kw_only=True)
class OwnedPart:
    """What somebody owns of a thing: in percent, and in pounds of what it is worth."""

    profile: Profile
    percent: Decimal
    value: Decimal

    @property
    def pence(self) -> int:
        return int(self.value * PENCE_IN_A_POUND)


@dataclass(frozen=True, kw_only=True)
class OwnedThing:
    """A thing with its owners. The parts are 100.00%, and their values add up to its value."""

    thing: SharedThing
    last_step: ThingStep
    parts: list[OwnedPart]

    @property
    def is_gone(self) -> bool:
        return self.last_step.kind in GONE

    def part_of(self, profile: Profile) -> OwnedPart | None:
        return next((part for part in self.parts if part.profile.pk == profile.pk), None)


def owned(thing: SharedThing) -> OwnedThing:
    """A thing as its newest step left it."""
    step = thing.steps.latest("at", "id")
    parts = list(ThingPart.objects.filter(step=step).select_related("profile").order_by("id"))
    values = split(thing.value, [part.percent for part in parts]) if parts else []
    return OwnedThing(
        thing=thing,
        last_step=step,
        parts=[
            OwnedPart(profile=part.profile, percent=part.percent, value=value)
            for part, value in zip(parts, values, strict=True)
        ],
    )


def things_in(pool: Pool) -> list[OwnedThing]:
    """Everything that the members of a pool have ever written down as theirs."""
    return [owned(thing) for thing in SharedThing.objects.filter(pool=pool).select_related("pool")]


def things_here(pool: Pool) -> list[OwnedThing]:
    """What they still own."""
    return [thing for thing in things_in(pool) if not thing.is_gone]


def own_things(pool: Pool, profile: Profile) -> list[tuple[OwnedThing, OwnedPart]]:
    """What somebody owns a part of."""
    found = ((thing, thing.part_of(profile)) for thing in things_here(pool))
    return [(thing, part) for thing, part in found if part is not None]
