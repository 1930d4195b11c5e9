from django.db import models
from django.utils.translation import gettext_lazy as _

from moderation.models import Moderated, ModeratedQuerySet
from portal.areas.fields import AreaOneToOneField
from providers.models.rating import Rating


class ReplyQuerySet(ModeratedQuerySet["Reply"]):
    """What organisations answered, for its readers."""


class Reply(Moderated):
    """The one answer that an organisation gives to a rating, written by somebody who speaks for it."""

    rating = AreaOneToOneField(Rating, on_delete=models.PROTECT, related_name="reply")
    words = models.TextField(_("your reply"), max_length=3000)

    objects = ReplyQuerySet.as_manager()

    class Meta(Moderated.Meta):
        verbose_name_plural = "replies"
        constraints = [
            *Moderated.Meta.constraints,
            models.CheckConstraint(
                condition=~models.Q(words__regex=r"^\s*$"),
                name="providers_reply_words_not_blank",
                violation_error_message=_("Please write your reply."),
            ),
        ]

    def __str__(self) -> str:
        return f"Reply to {self.rating_id}"

    def get_absolute_url(self) -> str:
        return self.rating.get_absolute_url()
