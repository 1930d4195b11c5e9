"""The steps of filling in a profile: each a page of its own, in any order, none of them a must."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from portal.models import FundingKind, Profile, TimeOfWeek
from portal.queries import needs_of


@dataclass(frozen=True, kw_only=True)
class ProfileStep:
    """One step. `answer` gives in words what the person has said so far, and nothing when they have said nothing."""

    label: Promise
    route: str
    picture: str
    seen_by: Promise
    answer: Callable[[Profile], str]


@dataclass(frozen=True, kw_only=True)
class ProfileTask:
    """A step, for one person."""

    label: Promise
    url: str
    picture: str
    seen_by: Promise
    answer: str

    @property
    def is_done(self) -> bool:
        return bool(self.answer)


SEEN_BY_MEMBERS = _("Other members see this.")
SEEN_BY_NOBODY = _("Only you see this.")
SEEN_BY_WHO_TELLS_YOU = _("Only you see this, and whoever posts your letters or rings you.")

_STEPS: list[ProfileStep] = []


def profile_step(
    label: Promise, *, route: str, picture: str, seen_by: Promise, answer: Callable[[Profile], str]
) -> None:
    """Add a step to everybody's profile. Apps call it when they are ready."""
    _STEPS.append(ProfileStep(label=label, route=route, picture=picture, seen_by=seen_by, answer=answer))


def profile_tasks(profile: Profile) -> list[ProfileTask]:
    """The steps, with what this person has answered."""
    return [
        ProfileTask(
            label=step.label,
            url=reverse(step.route),
            picture=step.picture,
            seen_by=step.seen_by,
            answer=step.answer(profile),
        )
        for step in _STEPS
    ]


def _name_and_about(profile: Profile) -> str:
    return profile.shown_name


def _interests(profile: Profile) -> str:
    names = [interest.name for interest in profile.interests.all()]
    more = len(names) - 3
    if more > 0:
        rest = ngettext("and %d more", "and %d more", more) % more
        return f"{', '.join(names[:3])} {rest}"
    return ", ".join(names)


def _district(profile: Profile) -> str:
    return profile.district.name if profile.district else ""


def _free_times(profile: Profile) -> str:
    return ", ".join(str(TimeOfWeek(time).label) for time in profile.free_times)


def _budget(profile: Profile) -> str:
    if profile.funding_kinds == [FundingKind.NOT_SAID]:
        return gettext("You would rather not say. That is fine.")
    return ", ".join(str(FundingKind(kind).label) for kind in profile.funding_kinds)


def _communication_needs(profile: Profile) -> str:
    """What somebody said, until it is a year old: then we ask again."""
    needs = needs_of(profile)
    if not needs.is_said or needs.is_due_for_review(on=timezone.localdate()):
        return ""
    return ", ".join([str(needs.get_channel_display()), *needs.format_labels])


profile_step(
    _("Your name here"), route="portal:edit_name", picture="profile", seen_by=SEEN_BY_MEMBERS, answer=_name_and_about
)
profile_step(
    _("What you like to do"),
    route="portal:edit_interests",
    picture="star",
    seen_by=SEEN_BY_MEMBERS,
    answer=_interests,
)
profile_step(
    _("Where you live"), route="portal:edit_district", picture="place", seen_by=SEEN_BY_MEMBERS, answer=_district
)
profile_step(
    _("When you are free"),
    route="portal:edit_times",
    picture="calendar",
    seen_by=SEEN_BY_MEMBERS,
    answer=_free_times,
)
profile_step(
    _("Where your money comes from"),
    route="portal:edit_budget",
    picture="money",
    seen_by=SEEN_BY_NOBODY,
    answer=_budget,
)
profile_step(
    _("How we tell you things"),
    route="portal:communication_needs",
    picture="bell",
    seen_by=SEEN_BY_WHO_TELLS_YOU,
    answer=_communication_needs,
)
