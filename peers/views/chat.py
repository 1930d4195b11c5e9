"""Talking at once. Every page here works when it is loaded again; with JavaScript it also listens."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.forms import BaseForm, Form
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import ListView

from peers.forms.chat import SayForm
from peers.models import Answer, ChatMessage, ChatRequest, ChatRoom, Group
from peers.operations.chat import answer_chat, ask_to_chat, come_in, end_chat, open_group_chat, say
from peers.operations.chat_sitting import ask_mentor_beside, end_sitting
from peers.queries.chat import chat_messages_for, chat_requests_to, chats_of, people_here, sitting_of, sittings_in
from peers.rules import may_write_in_chat
from portal.models import Profile
from portal.permissions import Permission
from portal.views.page import ActionPage, FormPage, PageMixin

# More than fits on a screen; whoever wants to read further back presses a link.
SHOWN_AT_ONCE = 40


class Chats(PageMixin, ListView):
    """One's chats, and who would like to have one."""

    permission = Permission.SEE_GROUP
    template_name = "peers/chats.html"
    paginate_by = 30

    def get_queryset(self) -> QuerySet[ChatRoom]:
        return chats_of(self.profile)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(requests=chat_requests_to(self.profile), **kwargs)
        for room in context["page_obj"]:
            room.shown_name = room.name_for(self.profile)
        return context


class GroupChat(ActionPage):
    """The way from a group to its chat, which is made when somebody looks for it first."""

    permission = Permission.WRITE_IN_GROUP

    def get_thing(self) -> Group:
        return get_object_or_404(Group, pk=self.kwargs["pk"])

    def operate(self) -> str:
        return open_group_chat(group=self.thing, by=self.profile, now=self.now).get_absolute_url()

    def refused_url(self) -> str:
        return self.thing.get_absolute_url()


class OfChat(PageMixin):
    """A page about one chat, which does not exist for those who have no part in it."""

    permission = Permission.READ_CHAT
    hides = True

    def get_thing(self) -> ChatRoom:
        return get_object_or_404(ChatRoom.objects.with_people(), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(room=self.thing, room_name=self.thing.name_for(self.profile), **kwargs)

    def refused_url(self) -> str:
        return self.thing.get_absolute_url()


class ChatPage(OfChat, FormPage):
    """What was said, the newest last, and the field to say something."""

    template_name = "peers/chat.html"
    form_class = SayForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        come_in(room=self.thing, by=self.profile, now=self.now)
        said = chat_messages_for(self.profile, room=self.thing)
        if before := self.request.GET.get("before", ""):
            anchor = ChatMessage.objects.filter(room=self.thing, pk=before).first() if _is_id(before) else None
            said = said.filter(submitted_at__lt=anchor.submitted_at) if anchor else said.none()
        newest = list(said[: SHOWN_AT_ONCE + 1])
        return super().get_context_data(
            said=newest[:SHOWN_AT_ONCE][::-1],
            has_more=len(newest) > SHOWN_AT_ONCE,
            is_earlier=bool(before),
            here=people_here(self.thing, now=self.now),
            sittings=sittings_in(self.thing),
            my_sitting=sitting_of(self.profile, room=self.thing),
            can_write=may_write_in_chat(self.profile, self.thing) and not self.thing.is_ended,
            has_mentor_beside=sittings_in(self.thing).filter(member=self.profile).exists(),
            partner=None if self.thing.is_of_group else self.thing.partner_of(self.profile),
            **kwargs,
        )

    def operate(self, form: BaseForm) -> ChatMessage:
        return say(room=self.thing, text=form.cleaned_data["text"], by=self.profile, now=self.now)

    def get_success_url(self) -> str:
        return self.result.get_absolute_url()


def _is_id(text: str) -> bool:
    return len(text) == len("00000000-0000-0000-0000-000000000000") and set(text) <= set("0123456789abcdef-")


class AskToChat(ActionPage):
    permission = Permission.ASK_TO_CHAT
    hides = True

    def get_thing(self) -> Profile:
        return get_object_or_404(Profile, pk=self.kwargs["pk"])

    def operate(self) -> str:
        ask_to_chat(asked=self.thing, by=self.profile, now=self.now)
        messages.success(self.request, _("We have asked %s. You can chat when they say yes.") % self.thing)
        return reverse("peers:chats")

    def refused_url(self) -> str:
        return reverse("peers:chats")


class AnswerChat(ActionPage):
    """The asked person's own yes or no."""

    permission = Permission.SEE_GROUP

    def get_thing(self) -> ChatRequest:
        return get_object_or_404(ChatRequest.objects.filter(asked=self.profile), pk=self.kwargs["pk"])

    def operate(self) -> str:
        answer = Answer.YES if self.request.POST.get("answer") == Answer.YES else Answer.NO
        room = answer_chat(request=self.thing, answer=answer, by=self.profile, now=self.now)
        if room is not None:
            return room.get_absolute_url()
        messages.success(self.request, _("That is fine. Nobody is told that you said no."))
        return reverse("peers:chats")

    def refused_url(self) -> str:
        return reverse("peers:chats")


class EndChat(OfChat, FormPage):
    """What ending means, and the button."""

    permission = Permission.WRITE_IN_CHAT
    template_name = "peers/end_chat.html"
    form_class = Form

    def operate(self, form: BaseForm) -> ChatRoom:
        return end_chat(room=self.thing, by=self.profile, now=self.now)

    def get_success_url(self) -> str:
        messages.success(self.request, _("The chat has ended. You can still read it."))
        return reverse("peers:chats")


class AskMentorBeside(OfChat, ActionPage):
    permission = Permission.WRITE_IN_CHAT

    def operate(self) -> str:
        sitting = ask_mentor_beside(room=self.thing, by=self.profile, now=self.now)
        messages.success(self.request, _("We have asked %s to sit beside you here.") % sitting.mentor)
        return self.thing.get_absolute_url()


class EndSitting(OfChat, ActionPage):
    """The mentor gets up, because one of the two says so."""

    def operate(self) -> str:
        sitting = end_sitting(room=self.thing, by=self.profile, now=self.now)
        if sitting.mentor == self.profile:
            messages.success(self.request, _("You do not sit beside %s any more.") % sitting.member)
            return reverse("peers:chats")
        messages.success(self.request, _("%s does not sit beside you here any more.") % sitting.mentor)
        return self.thing.get_absolute_url()
