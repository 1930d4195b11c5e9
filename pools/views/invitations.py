"""Asking people to join, and their answer."""

from typing import Any

from django.forms import BaseForm, Form
from django.shortcuts import get_object_or_404
from django.urls import reverse

from pools.forms.pool import InviteForm
from pools.models import Invitation, Pool, PoolMembership
from pools.operations.invitation import accept_invitation, decline_invitation, invite_people
from pools.operations.membership import join_pool
from pools.queries.costing import preview_join
from pools.queries.pools import members_of, membership_of, people_to_invite, places_left, state_of
from pools.views.late_joining import late_facts
from pools.views.pool_page import PoolFormPage
from portal.models import Profile
from portal.permissions import Permission
from portal.views.page import ActionPage, Page, PageMixin


class InvitePeople(PoolFormPage):
    template_name = "pools/invite_people.html"
    form_class = InviteForm

    def get_form_kwargs(self) -> dict[str, Any]:
        self.candidates = people_to_invite(self.pool, by=self.profile)
        return super().get_form_kwargs() | {"candidates": self.candidates}

    def operate(self, form: BaseForm) -> list[Invitation]:
        return invite_people(pool=self.pool, candidates=form.candidates(), by=self.profile, now=self.now)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waiting = Invitation.objects.open().filter(pool=self.pool).select_related("profile")
        return super().get_context_data(places=places_left(self.pool), waiting=waiting, **kwargs)


def summary_for_newcomer(pool: Pool, *, newcomer: Profile) -> dict[str, Any]:
    """What somebody who could join may know of a pool: enough to decide, and what it would mean for them."""
    preview = preview_join(pool, newcomer=newcomer)
    return {
        "pool": pool,
        "members": members_of(pool),
        "places": places_left(pool),
        "preview": preview,
        "own": preview.for_profile(newcomer),
    }


class OfInvitation(PageMixin):
    """About an invitation, for the person who is invited. Nobody else learns of it."""

    permission = Permission.ANSWER_INVITATION
    hides = True

    def get_thing(self) -> Invitation:
        invitations = Invitation.objects.select_related(
            "pool__organiser", "pool__district", "pool__offer__service", "invited_by"
        )
        self.invitation = get_object_or_404(invitations, pk=self.kwargs["pk"])
        return self.invitation


class InvitationPage(OfInvitation, Page):
    """A summary of the pool and what joining would mean, before anybody has to say yes."""

    template_name = "pools/invitation.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        pool = self.invitation.pool
        pool.state = state_of(pool)
        summary = summary_for_newcomer(pool, newcomer=self.profile) | late_facts(pool, newcomer=self.profile)
        return super().get_context_data(invitation=self.invitation, **summary, **kwargs)


class AcceptInvitation(OfInvitation, ActionPage):
    def operate(self) -> str:
        accept_invitation(invitation=self.invitation, by=self.profile, now=self.now)
        return self.invitation.pool.get_absolute_url()

    def refused_url(self) -> str:
        return self.invitation.get_absolute_url()


class DeclineInvitation(OfInvitation, ActionPage):
    def operate(self) -> str:
        decline_invitation(invitation=self.invitation, by=self.profile, now=self.now)
        return reverse("pools:pools")

    def refused_url(self) -> str:
        return self.invitation.get_absolute_url()


class JoinPool(PoolFormPage):
    """The same summary, for people of the pool's group: they need no invitation."""

    template_name = "pools/join_pool.html"
    permission = Permission.SEE_POOL
    form_class = Form

    def operate(self, form: BaseForm) -> PoolMembership:
        return join_pool(pool=self.pool, by=self.profile, now=self.now)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if membership_of(self.pool, self.profile) is not None:
            return super().get_context_data(is_in=True, **kwargs)
        summary = summary_for_newcomer(self.pool, newcomer=self.profile)
        return super().get_context_data(**kwargs | summary | late_facts(self.pool, newcomer=self.profile))
