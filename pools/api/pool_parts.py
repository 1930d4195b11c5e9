"""What the parts of a pool have in common in the API: only its members reach them."""

from typing import Any

from django.shortcuts import get_object_or_404
from rest_framework import viewsets

from pools.models import Pool
from portal.models import Profile
from portal.permissions import Permission


class PoolParts(viewsets.GenericViewSet):
    """Parts of the pool in the address. To everybody but its members they do not exist."""

    permission = Permission.WORK_IN_POOL
    hides = True
    lookup_value_converter = "uuid"
    pagination_class = None

    def get_permission_thing(self) -> Pool:
        pools = Pool.objects.with_state().select_related("offer__service", "cost_sheet")
        return get_object_or_404(pools, pk=self.kwargs["pool_id"])

    @property
    def pool(self) -> Pool:
        return self.get_permission_thing()

    @property
    def profile(self) -> Profile:
        return self.request._request.profile

    def get_queryset(self) -> Any:
        return self.queryset.filter(pool=self.kwargs.get("pool_id"))
