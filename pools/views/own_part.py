"""Each member's own part."""

from dataclasses import fields
from typing import Any

from django.forms import BaseForm

from pools.forms.own_part import OwnPartForm
from pools.models import Pool, PoolMembership
from pools.operations.own_part import OwnPart, say_own_part
from pools.queries.pools import members_of
from pools.views.pool_page import PoolFormPage


class OwnPartPage(PoolFormPage):
    """What one puts in, and what the others see of it. Below it, what they see of everybody's."""

    template_name = "pools/own_part.html"
    form_class = OwnPartForm
    leads_to = "pools:own_part"

    def get_thing(self) -> Pool:
        pool = super().get_thing()
        self.members = list(members_of(pool))
        return pool

    @property
    def membership(self) -> PoolMembership:
        return next(member for member in self.members if member.profile_id == self.profile.pk)

    def get_initial(self) -> dict[str, Any]:
        return {part.name: getattr(self.membership, part.name) for part in fields(OwnPart)}

    def operate(self, form: BaseForm) -> PoolMembership:
        return say_own_part(membership=self.membership, part=form.part(), by=self.profile, now=self.now)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(members=self.members, membership=self.membership, **kwargs)
