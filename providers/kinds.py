"""What moderation needs to know of ratings and replies."""

from uuid import UUID

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from moderation import kinds
from providers.models import Rating, Reply
from providers.operations.rating import tell_organisation
from providers.operations.reply import tell_member
from providers.rules import organisations_spoken_for


def text_of(rating: Rating) -> str:
    """Each score on a line of its own, then the words: criteria are members' own words too."""
    scores = rating.scores.select_related("criterion")
    lines = [
        gettext("%(criterion)s: %(score)d out of 5") % {"criterion": each.criterion.words, "score": each.score}
        for each in scores
    ]
    return "\n\n".join(filter(None, ["\n".join(lines), rating.words]))


def organisation_rated(rating: Rating) -> UUID:
    return rating.service.organisation_id


def register() -> None:
    """Called when the app is ready."""
    kinds.register(
        Rating,
        label=_("rating"),
        title=lambda rating: gettext("Rating of %s") % rating.service,
        text=text_of,
        url=Rating.get_absolute_url,
        criticises=organisation_rated,
        words_field="words",
        when_published=tell_organisation,
    )
    kinds.register(
        Reply,
        label=_("reply"),
        title=lambda reply: gettext("Reply to a rating of %s") % reply.rating.service,
        text=lambda reply: reply.words,
        url=Reply.get_absolute_url,
        # The reply praises its own organisation; still, who works there has an interest in it.
        criticises=lambda reply: organisation_rated(reply.rating),
        words_field="words",
        when_published=tell_member,
    )
    kinds.tell_employers(organisations_spoken_for)
