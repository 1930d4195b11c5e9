"""Coming into a group, and leaving it."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.forms import BaseForm, Form
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import ListView

from peers.forms.groups import InviteForm, RemoveMemberForm
from peers.models import Answer, Group, JoinRequest, Membership, Removal, RemovalReason
from peers.operations.membership import (
    answer_invitation,
    answer_request,
    ask_to_join,
    invite,
    join_group,
    leave_group,
)
from peers.operations.removal import remove_member
from peers.queries.groups import requests_to
from portal.permissions import Permission
from portal.views.page import ActionPage, FormPage, PageMixin


class OfGroup(PageMixin):
    """A page about one group."""

    def get_thing(self) -> Group:
        return get_object_or_404(Group, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(group=self.thing, **kwargs)

    def refused_url(self) -> str:
        return self.thing.get_absolute_url()


class JoinGroup(OfGroup, ActionPage):
    permission = Permission.SEE_GROUP

    def operate(self) -> str:
        join_group(group=self.thing, by=self.profile, now=self.now)
        messages.success(self.request, _("Welcome to %s!") % self.thing)
        return self.thing.get_absolute_url()


class AskToJoin(OfGroup, ActionPage):
    permission = Permission.SEE_GROUP

    def operate(self) -> str:
        ask_to_join(group=self.thing, by=self.profile, now=self.now)
        messages.success(self.request, _("We have asked the organisers of %s. We tell you what they say.") % self.thing)
        return self.thing.get_absolute_url()


class LeaveGroup(OfGroup, FormPage):
    """What leaving means, and the button."""

    permission = Permission.WRITE_IN_GROUP
    template_name = "peers/leave_group.html"
    form_class = Form

    def operate(self, form: BaseForm) -> Membership:
        return leave_group(group=self.thing, by=self.profile, now=self.now)

    def get_success_url(self) -> str:
        messages.success(self.request, _("You have left %s.") % self.thing)
        return reverse("peers:groups")


class RemoveMember(FormPage):
    """What taking somebody out of a group means, and why it is done."""

    permission = Permission.REMOVE_MEMBER
    template_name = "peers/remove_member.html"
    form_class = RemoveMemberForm

    def get_thing(self) -> Membership:
        memberships = Membership.objects.current().select_related("group", "profile")
        return get_object_or_404(memberships, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(group=self.thing.group, person=self.thing.profile, **kwargs)

    def operate(self, form: BaseForm) -> Removal:
        reason, words = RemovalReason(form.cleaned_data["reason"]), form.cleaned_data["words"]
        return remove_member(membership=self.thing, reason=reason, words=words, by=self.profile, now=self.now)

    def get_success_url(self) -> str:
        told = _("%(person)s is not in %(group)s any more. We have told them.")
        messages.success(self.request, told % {"person": self.thing.profile, "group": self.thing.group})
        return reverse("peers:members", args=[self.thing.group_id])


class Requests(OfGroup, ListView):
    """Who asks to join a closed group."""

    permission = Permission.RUN_GROUP
    template_name = "peers/requests.html"
    paginate_by = 50

    def get_queryset(self) -> QuerySet[JoinRequest]:
        return requests_to(self.thing)


class AnswerRequest(ActionPage):
    """An organiser's yes or no."""

    permission = Permission.RUN_GROUP

    def get_thing(self) -> Group:
        self.join_request = get_object_or_404(JoinRequest.objects.asked().select_related("group"), pk=self.kwargs["pk"])
        return self.join_request.group

    def operate(self) -> str:
        answer = Answer.YES if self.request.POST.get("answer") == Answer.YES else Answer.NO
        answered = answer_request(join_request=self.join_request, answer=answer, by=self.profile, now=self.now)
        messages.success(self.request, _("We have told %s.") % answered.profile)
        return self.thing.get_requests_url()

    def refused_url(self) -> str:
        return self.thing.get_requests_url()


class Invite(OfGroup, FormPage):
    permission = Permission.RUN_GROUP
    template_name = "peers/invite.html"
    form_class = InviteForm

    def operate(self, form: BaseForm) -> None:
        invite(group=self.thing, email=form.cleaned_data["email"], by=self.profile, now=self.now)

    def get_success_url(self) -> str:
        messages.success(self.request, _("If they are a member here, they have your invitation now."))
        return self.thing.get_absolute_url()


class AnswerInvitation(ActionPage):
    """The invited person's own yes or no."""

    permission = Permission.SEE_GROUP

    def get_thing(self) -> JoinRequest:
        mine = JoinRequest.objects.invited().filter(profile=self.profile).select_related("group")
        return get_object_or_404(mine, pk=self.kwargs["pk"])

    def operate(self) -> str:
        answer = Answer.YES if self.request.POST.get("answer") == Answer.YES else Answer.NO
        answer_invitation(invitation=self.thing, answer=answer, by=self.profile, now=self.now)
        welcome, no = _("Welcome to %s!") % self.thing.group, _("That is fine. We have taken the invitation away.")
        messages.success(self.request, welcome if answer == Answer.YES else no)
        return self.thing.group.get_absolute_url()

    def refused_url(self) -> str:
        return self.thing.group.get_absolute_url()
