"""Quarters of a year, which demand is published by."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

WRITTEN = re.compile(r"(2[0-9]{3})Q([1-4])", re.ASCII)


@dataclass(frozen=True, order=True, kw_only=True)
class Quarter:
    """Three months of a year, written as the year, Q and a number from 1 to 4: 2026Q4."""

    year: int
    number: int

    @classmethod
    def parse(cls, text: str) -> "Quarter":
        """
        Read a quarter as it is written.

        :raises ValueError: it is written otherwise
        """
        written = WRITTEN.fullmatch(text)
        if written is None:
            raise ValueError(f"{text!r} is not a quarter such as 2026Q4.")
        return cls(year=int(written[1]), number=int(written[2]))

    @classmethod
    def of(cls, moment: datetime) -> "Quarter":
        """The quarter that a moment falls in, by the clocks of the portal's own time zone."""
        day = timezone.localdate(moment)
        return cls(year=day.year, number=(day.month + 2) // 3)

    def __str__(self) -> str:
        return f"{self.year}Q{self.number}"

    @property
    def words(self) -> str:
        """October to December 2026."""
        return _("%(first)s to %(last)s %(year)d") % {
            "first": date_format(self.first_day, "F"),
            "last": date_format(self.last_day, "F"),
            "year": self.year,
        }

    @property
    def before(self) -> "Quarter":
        if self.number == 1:
            return Quarter(year=self.year - 1, number=4)
        return Quarter(year=self.year, number=self.number - 1)

    @property
    def first_day(self) -> date:
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last_day(self) -> date:
        # 95 days after the first, the next quarter is a few days old.
        return (self.first_day + timedelta(days=95)).replace(day=1) - timedelta(days=1)

    @property
    def begins_at(self) -> datetime:
        return timezone.make_aware(datetime.combine(self.first_day, time.min))

    @property
    def ends_at(self) -> datetime:
        """The first moment after it."""
        return timezone.make_aware(datetime.combine(self.last_day + timedelta(days=1), time.min))
