"""Finding a group, looking at it, starting and changing one."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.generic import ListView

from peers.forms.groups import EditGroupForm, GroupSearchForm, StartGroupForm
from peers.models import Group, GroupRole, Membership, Post, RequestKind
from peers.operations.group import edit_group, start_group
from peers.queries.groups import browse_groups, group_page, members_of
from peers.queries.writing import posts_for
from portal.permissions import Permission
from portal.views.page import FormPage, PageMixin


class Groups(PageMixin, ListView):
    """The area's groups, to search and to narrow down."""

    permission = Permission.SEE_GROUP
    template_name = "peers/groups.html"
    paginate_by = 24

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.form = GroupSearchForm(request.GET)

    def get_queryset(self) -> QuerySet[Group]:
        wanted = self.form.cleaned_data if self.form.is_valid() else {}
        return browse_groups(
            self.profile,
            words=wanted.get("q", ""),
            interest=wanted.get("interest"),
            district=wanted.get("district"),
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_search = self.form.is_valid() and any(self.form.cleaned_data.values())
        return super().get_context_data(form=self.form, is_search=is_search, **kwargs)


class CountedPaginator(Paginator):
    """Pages of rows that somebody has counted already."""

    def __init__(self, rows: Sequence[Any], per_page: int, *, count: int, **kwargs: Any) -> None:
        super().__init__(rows, per_page, **kwargs)
        self._known_count = count

    @cached_property
    def count(self) -> int:
        return self._known_count


class GroupPage(PageMixin, ListView):
    """
    One group: what it is for and, for those who may read it, its posts with their comments, newest first.

    The thing comes with all that the page tells about it, in one query.
    """

    permission = Permission.SEE_GROUP
    template_name = "peers/group.html"
    paginate_by = 20

    def get_thing(self) -> Group:
        return get_object_or_404(group_page(self.profile), pk=self.kwargs["pk"])

    @property
    def can_read(self) -> bool:
        return not self.thing.is_closed or self.thing.my_role is not None

    def get_queryset(self) -> QuerySet[Post]:
        return posts_for(self.profile, group=self.thing) if self.can_read else Post.objects.none()

    def get_paginator(self, queryset: QuerySet[Post], per_page: int, **kwargs: Any) -> Paginator:
        return CountedPaginator(queryset, per_page, count=self.thing.post_count if self.can_read else 0, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            group=self.thing,
            can_read=self.can_read,
            is_member=self.thing.my_role is not None,
            is_organiser=self.thing.my_role == GroupRole.ORGANISER,
            is_invited=self.thing.my_request == RequestKind.INVITED,
            has_asked=self.thing.my_request == RequestKind.ASKED,
            **kwargs,
        )


class Members(PageMixin, ListView):
    """Who is in a group."""

    permission = Permission.READ_GROUP
    template_name = "peers/members.html"
    paginate_by = 50

    def get_thing(self) -> Group:
        return get_object_or_404(Group, pk=self.kwargs["pk"])

    def get_queryset(self) -> QuerySet[Membership]:
        return members_of(self.thing)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        own = Membership.objects.current().filter(group=self.thing, profile=self.profile).first()
        may_run = own is not None and own.is_organiser
        return super().get_context_data(group=self.thing, is_member=own is not None, may_run=may_run, **kwargs)


class StartGroup(FormPage):
    permission = Permission.SEE_GROUP
    template_name = "peers/start_group.html"
    form_class = StartGroupForm

    def operate(self, form: BaseForm) -> Group:
        return start_group(**form.cleaned_data, by=self.profile, now=self.now)

    def get_success_url(self) -> str:
        messages.success(self.request, _("Your group is there. Tell people about it."))
        return self.result.get_absolute_url()


class EditGroup(FormPage):
    permission = Permission.RUN_GROUP
    template_name = "peers/edit_group.html"
    form_class = EditGroupForm

    def get_thing(self) -> Group:
        return get_object_or_404(Group, pk=self.kwargs["pk"])

    def get_form_kwargs(self) -> dict[str, Any]:
        # A second copy, so that a refused name is not shown at the top of the page as if it were the group's.
        return {**super().get_form_kwargs(), "instance": Group.objects.get(pk=self.thing.pk)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(group=self.thing, **kwargs)

    def operate(self, form: BaseForm) -> Group:
        return edit_group(group=self.thing, **form.cleaned_data, by=self.profile, now=self.now)

    def get_success_url(self) -> str:
        messages.success(self.request, _("Saved."))
        return self.thing.get_absolute_url()
