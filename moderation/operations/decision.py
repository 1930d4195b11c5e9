"""What a champion decides about something that a member wrote."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from moderation.kinds import kind_of
from moderation.models import Decision, Moderated, ModeratedQuerySet, ModerationState, Outcome, Reason, ReviewItem
from moderation.operations.step_down import offer_step_down
from moderation.rules import has_come_to, may_decide_item, reader_of
from portal.models import Profile
from portal.operations.audit import record
from portal.operations.notifications import notify, take_back_notices
from portal.operations.refusal import Refusal

NEW_STATE = {
    Outcome.ASK_CHANGE: ModerationState.CHANGE_ASKED,
    Outcome.REMOVE: ModerationState.REMOVED,
}


class UnableToDecide(Refusal):
    """Not this person's to decide, decided already, or without a reason or advice that the author could use."""


@transaction.atomic
def decide(
    *, item: ReviewItem, outcome: Outcome, reason: Reason, advice: str = "", by: Profile, now: datetime
) -> Decision:
    """
    Decide about one text, and tell its author what, why and what would help.

    :raises UnableToDecide: own words, words about one's own organisation, kept for the mentor, decided already, or no
        advice where it is owed; or somebody else is reading it at this moment
    """
    # Lock the item: two champions may be reading it at this very moment.
    item = (
        ReviewItem.objects.select_for_update(of=("self",), no_key=True)
        .select_related("author", "mentor_asked__mentor_cover")
        .get(pk=item.pk)
    )
    advice = advice.strip()
    _refuse_where_it_is_not_theirs(item=item, by=by, now=now)
    if outcome != Outcome.PUBLISH and not advice:
        raise UnableToDecide(_("Write your advice: it helps the person with what they write next."), field="advice")
    if outcome in (Outcome.ASK_CHANGE, Outcome.REMOVE) and reason == Reason.ALL_WELL:
        raise UnableToDecide(_("Say what is not right about it."), field="reason")
    item.closed_at = now
    item.save(update_fields=["closed_at"])
    decision = Decision.objects.create(review_item=item, outcome=outcome, reason=reason, advice=advice, by=by, at=now)
    content = _carry_out(decision=decision, now=now)
    record(by=by, action="decide", subject=content, now=now, outcome=outcome, reason=reason)
    notify(
        recipient=item.author,
        key=f"decision:{decision.pk}",
        template=f"moderation/email/decision_{outcome}",
        now=now,
        url=_where_to_look(decision=decision, content=content),
        decision=decision,
        title=item.version.title,
    )
    offer_step_down(author=item.author, now=now)
    return decision


def show_content(*, content: Moderated, now: datetime) -> Moderated:
    """Let others see a text that the caller has locked. Only the first time it is news, of which people are told."""
    is_news = content.published_at is None
    content.state, content.published_at = ModerationState.PUBLISHED, content.published_at or now
    content.save(update_fields=["state", "published_at"])
    if is_news:
        kind_of(content).when_published(content=content, now=now)
    return content


def _refuse_where_it_is_not_theirs(*, item: ReviewItem, by: Profile, now: datetime) -> None:
    if not item.is_open:
        raise UnableToDecide(_("Somebody has decided about this already."))
    if not may_decide_item(by, item):
        raise UnableToDecide(_("Somebody else decides about this one, because you have a part in it."))
    if not has_come_to(by, item, now=now):
        first = reader_of(item, now=now)
        raise UnableToDecide(_("%s reads this one first. It comes to you if they cannot.") % first)
    if item.is_claimed(now) and item.claimed_by != by:
        raise UnableToDecide(_("%s is reading this one now. Please take another.") % item.claimed_by)


def _where_to_look(*, decision: Decision, content: Moderated) -> str:
    if decision.publishes:
        return kind_of(content).url(content)
    if decision.asks_for_change:
        return reverse("moderation:change_words", args=[decision.review_item_id])
    return decision.review_item.get_own_url()


def _carry_out(*, decision: Decision, now: datetime) -> Moderated:
    item = decision.review_item
    kind = kind_of(item.content_kind)
    content: Moderated = ModeratedQuerySet(kind.model).select_for_update(of=("self",)).get(pk=item.content_id)
    goes_from_sight = content.is_published and not decision.publishes
    if decision.publishes:
        return show_content(content=content, now=now)
    content.state = NEW_STATE[Outcome(decision.outcome)]
    content.save(update_fields=["state"])
    if goes_from_sight:
        take_back_notices(url=kind.url(content))
        kind.when_hidden(content=content, now=now)
    return content
