"""The people of the sample areas, as `people.toml` tells of them."""

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from portal.models import Role

PEOPLE_FILE = Path(__file__).with_name("people.toml")


@dataclass(frozen=True, kw_only=True)
class SamplePerson:
    """
    One person in one area. `free` and `funding` are values of `TimeOfWeek` and `FundingKind`.

    `told` says how the portal tells them things, where that is not by email: `channel`, `formats`, and the number or
    the address that it needs.
    """

    area: str
    name: str
    role: Role = Role.MEMBER
    about: str = ""
    district: str = ""
    interests: list[str] = field(default_factory=list)
    free: list[str] = field(default_factory=list)
    funding: list[str] = field(default_factory=list, repr=False)
    easy_read: bool = False
    told: dict[str, Any] = field(default_factory=dict, repr=False)

    @property
    def email(self) -> str:
        """Their name and their area, such as peter@oxfordshire.example.org: a domain that nobody can own."""
        return f"{self.name.lower().replace(' ', '.')}@{self.area}.example.org"

    @property
    def roles(self) -> list[Role]:
        """Champions, hosts and safeguarding leads are members too; providers and commissioners are not."""
        members_too = {Role.CHAMPION, Role.HOST, Role.SAFEGUARDING}
        return [Role.MEMBER, self.role] if self.role in members_too else [self.role]


@cache
def sample_people() -> tuple[SamplePerson, ...]:
    """Everybody, area by area."""
    written: dict[str, list[dict[str, Any]]] = tomllib.loads(PEOPLE_FILE.read_text(encoding="utf-8"))
    return tuple(
        SamplePerson(area=area, **{**person, "role": Role(person.get("role", Role.MEMBER))})
        for area, people in written.items()
        for person in people
    )


def people_of(area: str) -> list[SamplePerson]:
    """The people of one area, by its slug."""
    return [person for person in sample_people() if person.area == area]
