"""Whom a member keeps their peace from."""

from typing import Any

from django.contrib import messages
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from moderation.operations.between_members import block_member, mute_member, unblock_member, unmute_member
from moderation.queries import blocked_by, muted_by
from portal.models import Profile
from portal.permissions import Permission
from portal.views.page import ActionPage, Page


class MyPeace(Page):
    """Whom one has blocked or muted, and the way back."""

    permission = Permission.REPORT_CONCERN
    template_name = "moderation/my_peace.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(blocked=blocked_by(self.profile), muted=muted_by(self.profile), **kwargs)


class KeepPeace(Page):
    """What one can do about another member, in one place."""

    permission = Permission.REPORT_CONCERN
    template_name = "moderation/keep_peace.html"

    def get_thing(self) -> Profile:
        return get_object_or_404(Profile, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            person=self.thing,
            is_blocked=blocked_by(self.profile).filter(pk=self.thing.pk).exists(),
            is_muted=muted_by(self.profile).filter(pk=self.thing.pk).exists(),
            **kwargs,
        )


class ActionOnMember(ActionPage):
    """One thing that one does about another member."""

    permission = Permission.REPORT_CONCERN

    def get_thing(self) -> Profile:
        return get_object_or_404(Profile, pk=self.kwargs["pk"])

    def refused_url(self) -> str:
        return reverse("moderation:my_peace")

    def told(self, words: str) -> str:
        messages.success(self.request, words % {"name": self.thing.shown_name})
        return reverse("moderation:keep_peace", args=[self.thing.pk])


class BlockMember(ActionOnMember):
    def operate(self) -> str:
        block_member(member=self.thing, by=self.profile, now=self.now)
        return self.told(_("You have blocked %(name)s. We do not tell them."))


class UnblockMember(ActionOnMember):
    def operate(self) -> str:
        unblock_member(member=self.thing, by=self.profile, now=self.now)
        return self.told(_("%(name)s is not blocked any more."))


class MuteMember(ActionOnMember):
    def operate(self) -> str:
        mute_member(member=self.thing, by=self.profile, now=self.now)
        return self.told(_("You have muted %(name)s. We do not tell them."))


class UnmuteMember(ActionOnMember):
    def operate(self) -> str:
        unmute_member(member=self.thing, by=self.profile, now=self.now)
        return self.told(_("%(name)s is not muted any more."))
