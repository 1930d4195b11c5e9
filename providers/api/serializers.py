"""Services, prices and ratings, for programs."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from portal.api.fields import PoundsField
from portal.api.guarded import GuardedSerializer
from portal.guard_rails import warnings_about
from portal.models import District, Interest
from providers.forms.desk import MOST_PEOPLE
from providers.models import Criterion, Offer, Organisation, Rating, Reply, Service, UsedThrough


class OrganisationSerializer(serializers.ModelSerializer):
    district = serializers.SlugRelatedField(
        slug_field="slug", queryset=District.objects.all(), allow_null=True, default=None
    )
    phone = serializers.CharField(max_length=30, allow_blank=True, default="")
    email = serializers.EmailField(allow_blank=True, default="")
    website = serializers.URLField(max_length=300, allow_blank=True, default="")

    class Meta:
        model = Organisation
        fields = ["id", "name", "about", "ownership", "district", "phone", "email", "website"]


class PriceSerializer(serializers.Serializer):
    from_people = serializers.IntegerField(min_value=1, max_value=MOST_PEOPLE)
    price_each = PoundsField()


class OfferSerializer(serializers.ModelSerializer):
    """An offer. Its fewest people are where its first price starts."""

    maximum_people = serializers.IntegerField(min_value=1, max_value=MOST_PEOPLE, allow_null=True, default=None)
    prices = PriceSerializer(many=True, source="price_breaks")

    class Meta:
        model = Offer
        fields = ["id", "title", "minimum_people", "maximum_people", "valid_until", "not_included", "is_open", "prices"]
        read_only_fields = ["minimum_people", "is_open"]

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        prices = [(price["from_people"], price["price_each"]) for price in attrs.pop("price_breaks")]
        return {**attrs, "prices": prices}


class ChangedOfferSerializer(OfferSerializer):
    """An offer with all that can be changed about it."""

    is_open = serializers.BooleanField()

    class Meta(OfferSerializer.Meta):
        read_only_fields = ["minimum_people"]


class ServiceSerializer(serializers.ModelSerializer):
    """A service, with the offers that can be taken up today, and the average of its ratings."""

    organisation_name = serializers.CharField(source="organisation.name", read_only=True)
    interest = serializers.SlugRelatedField(slug_field="slug", queryset=Interest.objects.all())
    district = serializers.SlugRelatedField(
        slug_field="slug", queryset=District.objects.all(), allow_null=True, default=None
    )
    when = serializers.CharField(max_length=200, allow_blank=True, default="")
    access_details = serializers.CharField(max_length=1000, allow_blank=True, default="")
    costs_money = serializers.BooleanField()
    price_words = serializers.CharField(max_length=200, allow_blank=True, default="")
    not_included = serializers.CharField(max_length=1000, allow_blank=True, default="")
    average = serializers.DecimalField(
        max_digits=2, decimal_places=1, read_only=True, allow_null=True, help_text="Out of 5; null where nobody rated."
    )
    people = serializers.IntegerField(read_only=True, allow_null=True, help_text="How many people it is from.")
    offers = OfferSerializer(many=True, read_only=True)

    class Meta:
        model = Service
        fields = [
            "id",
            "organisation",
            "organisation_name",
            "title",
            "about",
            "interest",
            "district",
            "when",
            "access_details",
            "costs_money",
            "price_words",
            "not_included",
            "is_listed",
            "average",
            "people",
            "offers",
        ]
        read_only_fields = ["organisation", "is_listed"]


class ChangedServiceSerializer(ServiceSerializer):
    """A service with all that can be changed about it."""

    is_listed = serializers.BooleanField()

    class Meta(ServiceSerializer.Meta):
        read_only_fields = ["organisation"]


class SearchSerializer(serializers.Serializer):
    """What to look for in the directory. All may be left out."""

    words = serializers.CharField(
        max_length=100, allow_blank=True, required=False, help_text="What to look for; spelling is forgiven."
    )
    interest = serializers.SlugRelatedField(slug_field="slug", queryset=Interest.objects.all(), required=False)
    district = serializers.SlugRelatedField(slug_field="slug", queryset=District.objects.all(), required=False)


class CriterionSerializer(serializers.ModelSerializer):
    class Meta:
        model = Criterion
        fields = ["id", "words"]


class ScoreSerializer(serializers.Serializer):
    criterion = serializers.CharField(source="criterion.words", max_length=80)
    score = serializers.IntegerField(min_value=1, max_value=5)


class ReplySerializer(GuardedSerializer, serializers.ModelSerializer):
    guarded = ("words",)

    class Meta:
        model = Reply
        fields = ["id", "words", "post_all_the_same", "state", "submitted_at"]
        read_only_fields = ["state", "submitted_at"]


class RatingSerializer(GuardedSerializer, serializers.ModelSerializer):
    """What a member made of a service; `reply` is null until the organisation has answered."""

    guarded = ("words",)

    author_name = serializers.CharField(source="author.shown_name", read_only=True)
    scores = ScoreSerializer(many=True)
    words = serializers.CharField(max_length=3000, allow_blank=True, default="")
    used_through = serializers.ChoiceField(UsedThrough.choices)
    used_on = serializers.DateField(allow_null=True, default=None)
    used_it = serializers.BooleanField(write_only=True, help_text="Only people who used a service can rate it.")
    reply = serializers.SerializerMethodField()

    class Meta:
        model = Rating
        fields = [
            "id",
            "service",
            "author_name",
            "scores",
            "words",
            "used_through",
            "used_on",
            "used_it",
            "post_all_the_same",
            "state",
            "submitted_at",
            "reply",
        ]
        read_only_fields = ["service", "state", "submitted_at"]

    @extend_schema_field(ReplySerializer(allow_null=True))
    def get_reply(self, rating: Rating) -> Any:
        reply = getattr(rating, "reply", None)
        return ReplySerializer(reply).data if reply else None

    def validate_used_it(self, used_it: bool) -> bool:  # noqa: FBT001  Django REST framework passes it so
        if not used_it:
            raise serializers.ValidationError("Only people who used a service can rate it.")
        return used_it

    def validate_scores(self, scores: list[dict[str, Any]]) -> dict[str, int]:
        told = {" ".join(each["criterion"]["words"].split()): each["score"] for each in scores}
        if len({words.casefold() for words in told}) < len(scores):
            raise serializers.ValidationError("The same thing is scored twice.")
        # What is scored joins the area's list: nothing private has a place there.
        if warnings := [warning for words in told for warning in warnings_about(words)]:
            raise serializers.ValidationError(warnings)
        return told

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        attrs = super().validate(attrs)
        attrs.pop("used_it")
        return attrs
