from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel


class InterestCategory(models.TextChoices):
    """The fixed list that demand is counted by; an area's own interests each belong to one of them."""

    COOKING = "cooking", _("Cooking and food")
    CRAFTS = "crafts", _("Crafts and making")
    FITNESS = "fitness", _("Keeping fit")
    SWIMMING = "swimming", _("Swimming")
    GARDENING = "gardening", _("Gardening and nature")
    MUSIC = "music", _("Music and dance")
    OUTINGS = "outings", _("Outings and travel")
    COMPUTERS = "computers", _("Computers and phones")
    GAMES = "games", _("Games and sport")
    ARTS = "arts", _("Art, film and theatre")
    LEARNING = "learning", _("Learning and work")
    COMPANY = "company", _("Company and support")


class Interest(AreaModel):
    """Something people like to do, in an area's own words."""

    name = models.CharField(_("name"), max_length=60)
    slug = models.SlugField(max_length=60)
    category = models.CharField(_("kind"), max_length=12, choices=InterestCategory)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["area", "slug"], name="portal_interest_slug_unique"),
            models.CheckConstraint(
                condition=models.Q(category__in=InterestCategory.values), name="portal_interest_category_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ProfileInterest(AreaModel):
    """One thing that one person likes to do."""

    profile = AreaForeignKey("portal.Profile", on_delete=models.CASCADE, related_name="interest_links")
    interest = AreaForeignKey(Interest, on_delete=models.PROTECT, related_name="profile_links")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["profile", "interest"], name="portal_profileinterest_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.profile_id} likes {self.interest_id}"
