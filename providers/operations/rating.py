"""Saying what one made of a service."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from moderation.operations.submission import submit
from portal.models import Profile
from portal.operations.constraints import told_as
from portal.operations.notifications import notify
from portal.operations.refusal import Refusal
from providers.models import Criterion, Rating, RatingScore, Service
from providers.queries import rating_by
from providers.rules import speaks_for


class UnableToRateService(Refusal):
    """The person works there, scored nothing, or still waits for a champion to read what they wrote last."""


@transaction.atomic
def rate_service(
    *,
    service: Service,
    by: Profile,
    now: datetime,
    scores: Mapping[str, int],
    words: str,
    used_through: str,
    used_on: date | None = None,
) -> Rating:
    """
    Rate a service that the member declares to have used. It goes the way of the member's own moderation level.

    A second rating takes the place of the first. The same rating sent twice is one rating.

    :param scores: from what matters, in members' own words, to a score of 1 to 5; new words join the area's list
    :raises UnableToRateService: the member speaks for the organisation; no score; a day that is still to come; or
        the last rating is still waiting to be read
    """
    # Lock the service: a second click must not become a second rating.
    service = Service.objects.select_for_update().select_related("organisation").get(pk=service.pk)
    _check(service=service, by=by, scores=scores, used_on=used_on, today=timezone.localdate(now))
    rating = Rating(service=service, words=words, used_through=used_through, used_on=used_on)
    last = rating_by(by, service)
    if last is not None and _is_same(last, rating, scores):
        return last
    if last is not None:
        _replace(last, now=now)
    # The scores come first, as moderation reads a rating whole; their key to it is checked at the end.
    with told_as(UnableToRateService, model=RatingScore):
        for criterion_words, score in scores.items():
            criterion = _criterion(criterion_words, by=by)
            RatingScore.objects.create(rating_id=rating.pk, criterion=criterion, score=score)
    return submit(content=rating, by=by, now=now)


def tell_organisation(*, content: Rating, now: datetime) -> None:
    """Tell those who speak for the organisation that others can read a new rating."""
    if content.replaced_at is None:
        for representative in content.service.organisation.representatives.select_related("profile__user"):
            notify(
                recipient=representative.profile,
                key=f"rating:{content.pk}",
                template="providers/email/new_rating",
                now=now,
                url=reverse("providers:desk"),
                service=content.service,
            )


def _check(*, service: Service, by: Profile, scores: Mapping[str, int], used_on: date | None, today: date) -> None:
    if speaks_for(by, service.organisation):
        name = service.organisation.name
        raise UnableToRateService(_("You speak for %s, so you cannot rate what it does.") % name)
    if not scores:
        raise UnableToRateService(_("Please give a score for at least one thing that matters to you."))
    if used_on is not None and used_on > today:
        raise UnableToRateService(_("This day is still to come. When did you last use it?"), field="used_on")


def _is_same(last: Rating, rating: Rating, scores: Mapping[str, int]) -> bool:
    told = {score.criterion.words.casefold(): score.score for score in last.scores.all()}
    return (last.words, last.used_through, last.used_on, told) == (
        rating.words,
        rating.used_through,
        rating.used_on,
        {words.casefold(): score for words, score in scores.items()},
    )


def _replace(last: Rating, *, now: datetime) -> None:
    if last.is_held:
        raise UnableToRateService(_("We are still reading your last rating. You can rate again after that."))
    last.replaced_at = now
    last.save(update_fields=["replaced_at"])


def _criterion(words: str, *, by: Profile) -> Criterion:
    """The criterion with these words, in capitals or not; a new one where nobody has said it yet."""
    with told_as(UnableToRateService, model=Criterion):
        return Criterion.objects.get_or_create(words__iexact=words, defaults={"words": words, "added_by": by})[0]
