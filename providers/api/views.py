"""The API's pages about services: each does what a page of the site does, with the same permission."""

from typing import Any, ClassVar

from django.db.models import Prefetch, QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from portal.models import Profile
from portal.permissions import Permission
from providers.api.serializers import (
    ChangedOfferSerializer,
    ChangedServiceSerializer,
    CriterionSerializer,
    OfferSerializer,
    OrganisationSerializer,
    RatingSerializer,
    ReplySerializer,
    SearchSerializer,
    ServiceSerializer,
)
from providers.models import Criterion, Offer, Organisation, Rating, Service
from providers.operations.offer import add_offer, change_offer
from providers.operations.organisation import add_organisation, change_organisation
from providers.operations.rating import rate_service
from providers.operations.reply import reply_to_rating
from providers.operations.service import add_service, change_service
from providers.queries import criteria_in_use, ratings_shown, services_found, services_visible_to


def sent(request: Request, serializer: type[serializers.Serializer]) -> dict[str, Any]:
    """What was sent along, read and found well."""
    read = serializer(data=request.data)
    read.is_valid(raise_exception=True)
    return dict(read.validated_data)


class DirectoryViewSet(viewsets.GenericViewSet):
    """Everybody of the area may look; `permissions` says who may do the rest. `thing` is what the address names."""

    permission = Permission.SEE_PROVIDERS
    request: Request
    thing: Any

    def get_permission_thing(self) -> Any:
        self.thing = get_object_or_404(self.things(), pk=self.kwargs["pk"]) if "pk" in self.kwargs else None
        return self.thing

    def things(self) -> QuerySet[Any]:
        return self.get_queryset()

    @property
    def profile(self) -> Profile:
        profile: Profile = self.request._request.profile  # type: ignore[attr-defined]  # AreaMiddleware put it there
        return profile


class Organisations(mixins.ListModelMixin, DirectoryViewSet):
    """Those who offer services here."""

    permissions: ClassVar = {
        "create": Permission.RUN_ORGANISATION,
        "update": Permission.RUN_ORGANISATION,
        "add_service": Permission.RUN_ORGANISATION,
    }
    serializer_class = OrganisationSerializer
    queryset = Organisation.objects.select_related("district").order_by("name", "id")

    def create(self, request: Request) -> Response:
        """List an organisation. Whoever lists it speaks for it."""
        details = sent(request, OrganisationSerializer)
        organisation = add_organisation(by=self.profile, now=timezone.now(), **details)
        return Response(OrganisationSerializer(organisation).data, status=201)

    def retrieve(self, request: Request, pk: str) -> Response:
        return Response(OrganisationSerializer(self.thing).data)

    def update(self, request: Request, pk: str) -> Response:
        """Change what an organisation says of itself."""
        details = sent(request, OrganisationSerializer)
        organisation = change_organisation(organisation=self.thing, by=self.profile, now=timezone.now(), **details)
        return Response(OrganisationSerializer(organisation).data)

    @extend_schema(request=ServiceSerializer, responses={201: ServiceSerializer})
    @action(detail=True, methods=["post"], url_path="services")
    def add_service(self, request: Request, pk: str) -> Response:
        """List a service of this organisation."""
        details = sent(request, ServiceSerializer)
        service = add_service(organisation=self.thing, by=self.profile, now=timezone.now(), **details)
        return Response(ServiceSerializer(service_again(service, self.profile)).data, status=201)


class Services(DirectoryViewSet):
    """What there is to do, and who can help. Never ranked by price."""

    permissions: ClassVar = {
        "update": Permission.RUN_ORGANISATION,
        "add_offer": Permission.RUN_ORGANISATION,
        "rate": Permission.RATE_SERVICE,
    }
    serializer_class = ServiceSerializer
    queryset = Service.objects.all()

    def things(self) -> QuerySet[Service]:
        return with_open_offers(services_visible_to(self.profile))

    def get_permission_thing(self) -> Organisation | None:
        service = super().get_permission_thing()
        return service.organisation if service else None

    @extend_schema(parameters=[SearchSerializer], responses=ServiceSerializer(many=True))
    def list(self, request: Request) -> Response:
        """By title, or the best matches first where words are given."""
        asked = SearchSerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        found = services_found(**asked.validated_data, on=timezone.localdate())
        page = self.paginate_queryset(with_open_offers(found))
        return self.get_paginated_response(ServiceSerializer(page, many=True).data)

    def retrieve(self, request: Request, pk: str) -> Response:
        return Response(ServiceSerializer(self.thing).data)

    @extend_schema(request=ChangedServiceSerializer, responses=ChangedServiceSerializer)
    def update(self, request: Request, pk: str) -> Response:
        """Change what members read about a service, or take it out of the directory."""
        details = sent(request, ChangedServiceSerializer)
        service = change_service(service=self.thing, by=self.profile, now=timezone.now(), **details)
        return Response(ChangedServiceSerializer(service_again(service, self.profile)).data)

    @extend_schema(request=OfferSerializer, responses={201: OfferSerializer})
    @action(detail=True, methods=["post"], url_path="offers")
    def add_offer(self, request: Request, pk: str) -> Response:
        """Offer this service to people who buy it together."""
        details = sent(request, OfferSerializer)
        offer = add_offer(service=self.thing, by=self.profile, now=timezone.now(), **details)
        return Response(OfferSerializer(offer).data, status=201)

    @extend_schema(responses=RatingSerializer(many=True))
    @action(detail=True, methods=["get"])
    def ratings(self, request: Request, pk: str) -> Response:
        """What members made of this service, newest first."""
        page = self.paginate_queryset(ratings_shown(self.thing, to=self.profile))
        return self.get_paginated_response(RatingSerializer(page, many=True).data)

    @extend_schema(request=RatingSerializer, responses={201: RatingSerializer})
    @ratings.mapping.post
    def rate(self, request: Request, pk: str) -> Response:
        """Rate this service. A second rating takes the place of the first."""
        told = sent(request, RatingSerializer)
        rating = rate_service(service=self.thing, by=self.profile, now=timezone.now(), **told)
        shown = ratings_shown(self.thing, to=self.profile)
        return Response(RatingSerializer(shown.get(pk=rating.pk)).data, status=201)


class Offers(DirectoryViewSet):
    """Prices for people who buy together: the more people, the less each pays."""

    permissions: ClassVar = {"update": Permission.RUN_ORGANISATION}
    serializer_class = ChangedOfferSerializer
    queryset = Offer.objects.select_related("service__organisation").prefetch_related("price_breaks")

    def things(self) -> QuerySet[Offer]:
        return self.get_queryset().filter(service__in=services_visible_to(self.profile))

    def get_permission_thing(self) -> Organisation | None:
        offer = super().get_permission_thing()
        return offer.service.organisation if offer else None

    def retrieve(self, request: Request, pk: str) -> Response:
        return Response(ChangedOfferSerializer(self.thing).data)

    def update(self, request: Request, pk: str) -> Response:
        """Change an offer and all its prices, or close it."""
        details = sent(request, ChangedOfferSerializer)
        offer = change_offer(offer=self.thing, by=self.profile, now=timezone.now(), **details)
        return Response(ChangedOfferSerializer(offer).data)


class Ratings(DirectoryViewSet):
    """One rating, and the one reply to it."""

    permissions: ClassVar = {"reply": Permission.REPLY_TO_RATING}
    serializer_class = RatingSerializer
    queryset = Rating.objects.select_related("service__organisation", "author").prefetch_related("scores__criterion")

    def things(self) -> QuerySet[Rating]:
        return self.get_queryset().filter(pk__in=Rating.objects.published().current())

    def retrieve(self, request: Request, pk: str) -> Response:
        shown = ratings_shown(self.thing.service, to=self.profile)
        return Response(RatingSerializer(shown.get(pk=self.thing.pk)).data)

    @extend_schema(request=ReplySerializer, responses={201: ReplySerializer})
    @action(detail=True, methods=["post"])
    def reply(self, request: Request, pk: str) -> Response:
        """Answer for the organisation, once."""
        words = sent(request, ReplySerializer)
        reply = reply_to_rating(rating=self.thing, by=self.profile, now=timezone.now(), **words)
        return Response(ReplySerializer(reply).data, status=201)


class Criteria(mixins.ListModelMixin, viewsets.GenericViewSet):
    """What matters to members about services, in their own words, most used first."""

    permission = Permission.SEE_PROVIDERS
    serializer_class = CriterionSerializer
    queryset = Criterion.objects.none()

    def get_queryset(self) -> QuerySet[Criterion]:
        return criteria_in_use()


def with_open_offers(services: QuerySet[Service]) -> QuerySet[Service]:
    """Bring along the offers that can be taken up today, with their prices."""
    offers = Offer.objects.open(on=timezone.localdate()).prefetch_related("price_breaks")
    return services.prefetch_related(Prefetch("offers", queryset=offers))


def service_again(service: Service, profile: Profile) -> Service:
    """A service that was just written, as it is read."""
    return with_open_offers(services_visible_to(profile)).get(pk=service.pk)
