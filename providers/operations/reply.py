"""Answering a rating, once."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from moderation.operations.submission import submit
from portal.models import Profile
from portal.operations.constraints import told_as
from portal.operations.notifications import notify
from portal.operations.refusal import Refusal
from providers.models import Rating, Reply


class UnableToReply(Refusal):
    """The organisation has answered this rating, or others cannot see the rating."""


@transaction.atomic
def reply_to_rating(*, rating: Rating, by: Profile, now: datetime, words: str) -> Reply:
    """
    Give an organisation's one answer to a rating. It goes the way of the writer's own moderation level.

    :raises UnableToReply: answered already; no words; or the rating was taken away or replaced
    """
    # Lock the rating: two people of the organisation may be answering it at this very moment.
    rating = Rating.objects.select_for_update().get(pk=rating.pk)
    if not rating.is_published or rating.replaced_at is not None:
        raise UnableToReply(_("This rating is not shown any more, so there is nothing to reply to."))
    if Reply.objects.filter(rating=rating).exists():
        raise UnableToReply(_("Your organisation has replied to this rating. One reply is all there can be."))
    with told_as(UnableToReply, model=Reply, field="words"):
        return submit(content=Reply(rating=rating, words=words), by=by, now=now)


def tell_member(*, content: Reply, now: datetime) -> None:
    """Tell the member that the organisation has answered."""
    notify(
        recipient=content.rating.author,
        key=f"reply:{content.pk}",
        template="providers/email/reply",
        now=now,
        url=content.get_absolute_url(),
        service=content.rating.service,
    )
