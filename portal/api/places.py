"""The area's own lists, for programs that fill in a form."""

from rest_framework import mixins, serializers, viewsets

from portal.models import District, Interest
from portal.permissions import Permission


class InterestSerializer(serializers.ModelSerializer):
    class Meta:
        model = Interest
        fields = ["id", "slug", "name", "category"]


class Interests(mixins.ListModelMixin, viewsets.GenericViewSet):
    """What people here can say that they like to do."""

    permission = Permission.EDIT_OWN_PROFILE
    serializer_class = InterestSerializer
    queryset = Interest.objects.order_by("name")


class DistrictSerializer(serializers.ModelSerializer):
    class Meta:
        model = District
        fields = ["id", "slug", "name"]


class Districts(mixins.ListModelMixin, viewsets.GenericViewSet):
    """The parts of the area."""

    permission = Permission.EDIT_OWN_PROFILE
    serializer_class = DistrictSerializer
    queryset = District.objects.order_by("name")
