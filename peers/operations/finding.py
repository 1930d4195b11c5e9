"""Being found, and being told when enough people are there."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from peers.models import Findability, Group, JoinRequest, Membership, RequestKind, SavedSearch
from peers.operations.membership import invite_person
from peers.queries.finding import Wanted, people_who_match, wanted_by
from portal.models import Profile
from portal.operations.audit import record
from portal.operations.constraints import told_as
from portal.operations.notifications import notify
from portal.operations.refusal import Refusal


class UnableToSaveSearch(Refusal):
    """The number is too big or too small, or it is saved already."""


class UnableToInvitePerson(Refusal):
    """They cannot be found any more, are in the group, or are invited already."""


@transaction.atomic
def be_found(*, wants_company: bool, by: Profile, now: datetime) -> Findability:
    """Let other members find oneself, and say whether one would like somebody to go with."""
    findability, _made = Findability.objects.update_or_create(
        profile=by,
        defaults={"wants_company": wants_company},
        create_defaults={"wants_company": wants_company, "since": now},
    )
    record(by=by, action="be_found", subject=by, now=now, wants_company=wants_company)
    return findability


@transaction.atomic
def stop_being_found(*, by: Profile, now: datetime) -> None:
    """Let nobody find oneself any more. Doing it twice changes nothing."""
    gone, _rows = Findability.objects.filter(profile=by).delete()
    if gone:
        record(by=by, action="stop_being_found", subject=by, now=now)


@transaction.atomic
def save_search(*, wanted: Wanted, people_wanted: int, by: Profile, now: datetime) -> SavedSearch:
    """
    Ask to be told when so many people match.

    :raises UnableToSaveSearch: not 1 to 50 people, or asked for already
    """
    search = SavedSearch(
        profile=by,
        interest=wanted.interest,
        district=wanted.district,
        time=wanted.time,
        wants_company=wanted.wants_company,
        people_wanted=people_wanted,
        made_at=now,
    )
    with told_as(UnableToSaveSearch, model=SavedSearch, field="people_wanted"):
        search.save()
    return search


@transaction.atomic
def delete_search(*, search: SavedSearch) -> None:
    """Stop looking for something."""
    search.delete()


@transaction.atomic
def tell_of_enough_people(*, now: datetime) -> list[SavedSearch]:
    """
    Tell whoever waits for so many people, once, that they are there; gives those searches.

    It is the number of this moment: who came and left again is not counted.
    """
    waiting = SavedSearch.objects.waiting().filter(profile__user__is_active=True)
    # Another worker may be telling them at this very moment.
    waiting = waiting.select_for_update(of=("self",), skip_locked=True).select_related(
        "profile", "interest", "district"
    )
    told = []
    for search in waiting:
        people = people_who_match(search.profile, wanted_by(search)).count()
        if people < search.people_wanted:
            continue
        search.told_at = now
        search.save(update_fields=["told_at"])
        told.append(search)
        notify(
            recipient=search.profile,
            key=f"found:{search.pk}",
            template="peers/email/enough_people",
            now=now,
            url=reverse("peers:people") + search.query_string,
            search=search,
            number=people,
        )
    return told


@transaction.atomic
def invite_found_person(*, group: Group, person: Profile, by: Profile, now: datetime) -> JoinRequest:
    """
    Invite somebody whom one found to a group that one runs.

    :raises UnableToInvitePerson: not to be found by this person, in the group already, or invited already
    """
    if not people_who_match(by, Wanted()).filter(pk=person.pk).exists():
        raise UnableToInvitePerson(_("You cannot find this person any more."))
    if Membership.objects.current().filter(group=group, profile=person).exists():
        raise UnableToInvitePerson(_("%s is in this group already.") % person, field="group")
    if JoinRequest.objects.waiting().filter(group=group, profile=person, kind=RequestKind.INVITED).exists():
        raise UnableToInvitePerson(_("%s is invited already.") % person, field="group")
    return invite_person(group=group, person=person, by=by, now=now)
