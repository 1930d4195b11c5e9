"""Finding people, and letting oneself be found."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import ListView

from peers.forms.finding import BeFoundForm, FindPeopleForm, InvitePersonForm, SaveSearchForm
from peers.models import Findability, JoinRequest, SavedSearch
from peers.operations.finding import (
    be_found,
    delete_search,
    invite_found_person,
    save_search,
    stop_being_found,
)
from peers.queries.finding import (
    Wanted,
    can_be_found,
    groups_to_invite_to,
    people_who_match,
    reasons,
    searches_of,
)
from portal.models import Profile
from portal.permissions import Permission
from portal.views.page import ActionPage, FormPage, Page, PageMixin


class People(PageMixin, ListView):
    """Members who chose to be found and like the same, with the reasons why each is shown."""

    permission = Permission.TAKE_PART
    template_name = "peers/people.html"
    paginate_by = 20

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.form = FindPeopleForm(request.GET)

    def get_queryset(self) -> QuerySet[Profile]:
        return people_who_match(self.profile, self.form.wanted())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(
            form=self.form,
            is_narrowed=self.form.wanted() != Wanted(),
            findability=can_be_found(self.profile),
            has_interests=self.profile.interests.exists(),
            asked=self.request.GET.urlencode(),
            **kwargs,
        )
        for person in context["page_obj"]:
            person.reasons = reasons(person)
        return context


class BeFound(FormPage):
    """What being found means, and the one question about it."""

    permission = Permission.TAKE_PART
    template_name = "peers/be_found.html"
    form_class = BeFoundForm

    def get_initial(self) -> dict[str, Any]:
        findability = can_be_found(self.profile)
        return {"wants_company": findability is not None and findability.wants_company}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(findability=can_be_found(self.profile), **kwargs)

    def operate(self, form: BaseForm) -> Findability:
        return be_found(wants_company=form.cleaned_data["wants_company"], by=self.profile, now=self.now)

    def get_success_url(self) -> str:
        messages.success(self.request, _("Members who like the same can find you now. You can stop it at any time."))
        return reverse("peers:people")


class StopBeingFound(ActionPage):
    permission = Permission.TAKE_PART

    def operate(self) -> str:
        stop_being_found(by=self.profile, now=self.now)
        messages.success(self.request, _("Nobody can find you any more."))
        return reverse("peers:people")


class SavedSearches(Page):
    """What somebody waits for, and what they were told of."""

    permission = Permission.TAKE_PART
    template_name = "peers/saved_searches.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(searches=searches_of(self.profile), **kwargs)


class SaveSearch(FormPage):
    permission = Permission.TAKE_PART
    template_name = "peers/save_search.html"
    form_class = SaveSearchForm

    def get_initial(self) -> dict[str, Any]:
        return {"people_wanted": 6, **self.request.GET.dict()}

    def operate(self, form: SaveSearchForm) -> SavedSearch:
        people_wanted = form.cleaned_data["people_wanted"]
        return save_search(wanted=form.wanted(), people_wanted=people_wanted, by=self.profile, now=self.now)

    def get_success_url(self) -> str:
        messages.success(self.request, _("We look each hour, and tell you when they are there."))
        return reverse("peers:saved_searches")


class DeleteSearch(ActionPage):
    permission = Permission.TAKE_PART

    def get_thing(self) -> SavedSearch:
        return get_object_or_404(searches_of(self.profile), pk=self.kwargs["pk"])

    def operate(self) -> str:
        delete_search(search=self.thing)
        messages.success(self.request, _("We do not look for this any more."))
        return reverse("peers:saved_searches")


class InvitePerson(FormPage):
    """Inviting somebody whom one found to a group of one's own."""

    permission = Permission.TAKE_PART
    template_name = "peers/invite_person.html"
    form_class = InvitePersonForm

    def get_thing(self) -> Profile:
        return get_object_or_404(people_who_match(self.profile, Wanted()), pk=self.kwargs["pk"])

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "groups": groups_to_invite_to(self.profile, person=self.thing)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        groups = groups_to_invite_to(self.profile, person=self.thing)
        return super().get_context_data(person=self.thing, groups=groups, **kwargs)

    def operate(self, form: BaseForm) -> JoinRequest:
        group = form.cleaned_data["group"]
        return invite_found_person(group=group, person=self.thing, by=self.profile, now=self.now)

    def get_success_url(self) -> str:
        messages.success(self.request, _("We have invited %s. They can say yes or no.") % self.thing)
        return reverse("peers:people")
