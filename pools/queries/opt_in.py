"""The questions of a group about going on together, and what was answered."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from peers.models import Group, Membership
from peers.queries.groups import groups_of, people_in
from pools.models import OptInAnswer, OptInCall, OptInChoice
from portal.models import Profile


@dataclass(frozen=True, kw_only=True)
class OptInCount:
    """How many people there are, and how many answered what. Only those who said yes have a name."""

    people: int
    yes: int
    no: int
    not_now: int
    supporters: int

    @property
    def percent(self) -> Decimal:
        """How many of a hundred said yes, to one figure after the point."""
        return _to_one_figure(Decimal(100 * self.yes), self.people)

    @property
    def people_for_each_supporter(self) -> Decimal | None:
        """To one figure after the point; None where nobody is to support them."""
        return _to_one_figure(Decimal(self.yes), self.supporters) if self.supporters else None

    @property
    def words(self) -> str:
        """The result in a sentence or two."""
        figures = {"yes": self.yes, "people": self.people, "percent": self.percent}
        result = _("%(yes)d of %(people)d (%(percent)s%%) would like to go on.") % figures
        if self.people_for_each_supporter is None or not self.yes:
            return result
        each = self.people_for_each_supporter
        share = ngettext(
            "With %(supporters)d to support you, that is %(each)s person for each.",
            "With %(supporters)d to support you, that is %(each)s people for each.",
            1 if each == 1 else 2,
        )
        return f"{result} {share % {'supporters': self.supporters, 'each': _plain(each)}}"


def _to_one_figure(number: Decimal, by: int) -> Decimal:
    return (number / by).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP) if by else Decimal("0.0")


def _plain(number: Decimal) -> str:
    return f"{number:f}".removesuffix(".0")


def calls_of(group: Group) -> QuerySet[OptInCall]:
    """What has been asked in a group, the newest first."""
    return OptInCall.objects.filter(group=group).select_related("asked_by", "pool")


def calls_for(profile: Profile, *, on: date) -> QuerySet[OptInCall]:
    """What somebody's groups ask on a day, and no pool has come of it yet."""
    open_calls = OptInCall.objects.filter(pool__isnull=True, closes_on__gte=on)
    return open_calls.filter(group__in=groups_of(profile)).select_related("group")


def answer_of(call: OptInCall, profile: Profile) -> OptInAnswer | None:
    """What somebody answered themselves."""
    return OptInAnswer.objects.filter(call=call, profile=profile).first()


def yes_sayers(call: OptInCall) -> list[Profile]:
    """Who would like to go on and is in the group still, in the order of their answers."""
    said = OptInAnswer.objects.filter(call=call, choice=OptInChoice.YES).select_related("profile")
    return [answer.profile for answer in _still_there(call, said)]


def count_answers(call: OptInCall) -> OptInCount:
    """How it stands among those who are in the group; once a pool has come of it, among those who were then."""
    answers = OptInAnswer.objects.filter(call=call)
    counted = answers if call.pool_id else _still_there(call, answers)
    choices = list(counted.values_list("choice", flat=True))
    return OptInCount(
        people=people_in(call.group_id).count() if call.people is None else call.people,
        yes=choices.count(OptInChoice.YES),
        no=choices.count(OptInChoice.NO),
        not_now=choices.count(OptInChoice.NOT_NOW),
        supporters=call.supporters,
    )


def _still_there(call: OptInCall, answers: QuerySet[OptInAnswer]) -> QuerySet[OptInAnswer]:
    there: QuerySet[Any] = Membership.objects.current().filter(group=call.group_id)
    return answers.filter(profile__in=there.values("profile"))
