"""Who likes the same, nearby and at the same times: only those who chose to be found."""

from dataclasses import dataclass
from typing import Final

from django.db.models import Case, Count, Exists, Expression, F, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.utils.translation import gettext, ngettext

from moderation.queries import unheard_by
from peers.models import Findability, Group, Membership, SavedSearch
from portal.models import District, Interest, Profile

# What each thing in common is worth, where people are put in order.
FOR_INTEREST: Final = 3
FOR_DISTRICT: Final = 2
FOR_TIMES: Final = 1


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Whom somebody looks for. What is left open narrows nothing down."""

    interest: Interest | None = None
    district: District | None = None
    time: str = ""
    wants_company: bool = False


def people_who_match(profile: Profile, wanted: Wanted) -> QuerySet[Profile]:
    """
    Members who chose to be found and who like something that this person likes, or the interest that is wanted.

    Those who have most in common come first. `shared`: how many interests they share; `is_near`: the same district;
    `is_free_then`: a time when both are often free. Left out are the person, whom they muted, where one of the two
    has blocked the other, and whose sign-in is closed.
    """
    asked = [wanted.interest.pk] if wanted.interest else list(profile.interests.values_list("pk", flat=True))
    liked = Q(interest_links__interest__in=asked)
    people = (
        Profile.objects.members()
        .filter(liked, user__is_active=True, findability__isnull=False)
        .exclude(pk=profile.pk)
        .exclude(pk__in=unheard_by(profile))
    )
    if wanted.district is not None:
        people = people.filter(district=wanted.district)
    if wanted.time:
        people = people.filter(free_times__contains=[wanted.time])
    if wanted.wants_company:
        people = people.filter(findability__wants_company=True)
    return (
        people.annotate(
            shared=Count("interest_links"),
            is_near=_holds(Q(district=profile.district_id) if profile.district_id else None),
            is_free_then=_holds(Q(free_times__overlap=profile.free_times) if profile.free_times else None),
            wants_company=F("findability__wants_company"),
        )
        .annotate(score=F("shared") * FOR_INTEREST + F("is_near") * FOR_DISTRICT + F("is_free_then") * FOR_TIMES)
        .select_related("district")
        .order_by("-score", "shown_name", "id")
    )


def _holds(condition: Q | None) -> Expression:
    """1 where a condition holds, else 0; 0 everywhere, where there is nothing to hold."""
    if condition is None:
        return Value(0, output_field=IntegerField())
    return Case(When(condition, then=Value(1)), default=Value(0), output_field=IntegerField())


def reasons(person: Profile) -> list[str]:
    """Why somebody from `people_who_match` is shown, in plain words."""
    found = [ngettext("You share %d interest.", "You share %d interests.", person.shared) % person.shared]
    if person.is_near:
        found.append(gettext("You live in the same place."))
    if person.is_free_then:
        found.append(gettext("You are often free at the same time."))
    if person.wants_company:
        found.append(gettext("They would like somebody to go with."))
    return found


def wanted_by(search: SavedSearch) -> Wanted:
    return Wanted(
        interest=search.interest, district=search.district, time=search.time, wants_company=search.wants_company
    )


def searches_of(profile: Profile) -> QuerySet[SavedSearch]:
    """What somebody waits for or waited for, the newest first."""
    return SavedSearch.objects.filter(profile=profile).select_related("interest", "district")


def groups_to_invite_to(profile: Profile, *, person: Profile) -> QuerySet[Group]:
    """The groups that somebody runs and in which another is not."""
    run = Membership.objects.current().organisers().filter(profile=profile, group=OuterRef("pk"))
    theirs = Membership.objects.current().filter(profile=person, group=OuterRef("pk"))
    return Group.objects.filter(Exists(run), ~Exists(theirs)).order_by("name", "id")


def can_be_found(profile: Profile) -> Findability | None:
    return Findability.objects.filter(profile=profile).first()
