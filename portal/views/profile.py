from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.views.generic import UpdateView

from portal.forms import EditBudgetForm, EditDistrictForm, EditInterestsForm, EditNameForm, EditTimesForm
from portal.models import Profile, TimeOfWeek
from portal.permissions import Permission
from portal.profile_steps import profile_tasks
from portal.views.page import Page, PageMixin


class ProfilePage(Page):
    """One's own profile, as a list of small steps."""

    permission = Permission.EDIT_OWN_PROFILE
    template_name = "portal/profile.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tasks = profile_tasks(self.profile)
        done = sum(task.is_done for task in tasks)
        return super().get_context_data(tasks=tasks, done=done, **kwargs)


class EditStep(PageMixin, UpdateView):
    """One step of the profile: one question on a page of its own."""

    permission = Permission.EDIT_OWN_PROFILE
    success_url = reverse_lazy("portal:profile")

    def get_object(self, queryset: QuerySet[Profile] | None = None) -> Profile:
        # A second copy, so that a refused name is not shown at the top of the page as if it were theirs.
        return Profile.objects.get(pk=self.profile.pk)

    def form_valid(self, form: ModelForm) -> HttpResponse:
        response = super().form_valid(form)
        messages.success(self.request, _("Saved. You can change it at any time."))
        return response


class EditName(EditStep):
    form_class = EditNameForm
    template_name = "portal/edit_name.html"


class EditInterests(EditStep):
    form_class = EditInterestsForm
    template_name = "portal/edit_interests.html"


class EditDistrict(EditStep):
    form_class = EditDistrictForm
    template_name = "portal/edit_district.html"


class EditTimes(EditStep):
    form_class = EditTimesForm
    template_name = "portal/edit_times.html"


class EditBudget(EditStep):
    form_class = EditBudgetForm
    template_name = "portal/edit_budget.html"


class Person(Page):
    """Another member, as they show themselves: never their budget, nor how they are moderated."""

    permission = Permission.TAKE_PART
    template_name = "portal/person.html"

    def get_thing(self) -> Profile:
        people = Profile.objects.members().select_related("district").prefetch_related("interests")
        return get_object_or_404(people, pk=self.kwargs["profile_id"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            person=self.thing,
            free_times=[TimeOfWeek(time).label for time in self.thing.free_times],
            is_self=self.thing == self.profile,
            **kwargs,
        )
