"""Who offers what, at what price for how many people, and what people made of it."""

from providers.models.criterion import Criterion
from providers.models.offer import Offer
from providers.models.organisation import Organisation, Ownership
from providers.models.price_break import PriceBreak
from providers.models.rating import Rating, UsedThrough
from providers.models.rating_score import RatingScore
from providers.models.reply import Reply
from providers.models.representative import Representative
from providers.models.service import Service

__all__ = [
    "Criterion",
    "Offer",
    "Organisation",
    "Ownership",
    "PriceBreak",
    "Rating",
    "RatingScore",
    "Reply",
    "Representative",
    "Service",
    "UsedThrough",
]
