"""
Saying something without one's name, for those whose voice is quiet [003:1130].

The words go to the organiser without the name. The organiser shows them to everybody, as they are. The portal keeps
who wrote them, so that whoever hurts somebody can be found, and the form says so.
"""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from pools.models import Pool, PoolState, Proposal, QuietWord
from pools.operations.pool_status import lock_pool
from pools.queries.pools import members_of
from portal.models import Profile
from portal.operations.audit import record
from portal.operations.constraints import told_as
from portal.operations.notifications import notify
from portal.operations.refusal import Refusal

MOST_WAITING: Final = 5


class UnableToRaiseQuietly(Refusal):
    """There are no words, the vote is over or the pool has ended, or several wait already."""


class UnableToShareQuietWords(Refusal):
    """They have been shown already."""


@transaction.atomic
def raise_quietly(*, pool: Pool, words: str, proposal: Proposal | None = None, by: Profile, now: datetime) -> QuietWord:
    """
    Have something said without one's name: about a vote that goes on, or about something to decide later.

    :raises UnableToRaiseQuietly: there are no words, the vote is over or the pool has ended, or several of this
        person's words wait already
    """
    pool, state = lock_pool(pool)
    if state == PoolState.ENDED:
        raise UnableToRaiseQuietly(_("This pool has ended."))
    if proposal is not None and not Proposal.objects.open().filter(pk=proposal.pk, pool=pool).exists():
        raise UnableToRaiseQuietly(_("This vote is over. You can write it without a vote."), field="about")
    own = QuietWord.objects.waiting().of(by).filter(pool=pool)
    if twin := own.filter(words=words.strip(), proposal=proposal).first():
        return twin
    if own.count() >= MOST_WAITING:
        raise UnableToRaiseQuietly(_("The organiser has still to show what you wrote before. Please wait for that."))
    with told_as(UnableToRaiseQuietly, model=QuietWord, field="words"):
        quiet = QuietWord.objects.create(pool=pool, proposal=proposal, words=words.strip(), raised_by=by, raised_at=now)
    record(by=by, action="raise_quietly", subject=quiet, now=now)
    notify(
        recipient=pool.organiser,
        key=f"quiet_word:{quiet.pk}",
        template="pools/email/quiet_word",
        now=now,
        url=pool.get_decisions_url(),
        pool=pool,
    )
    return quiet


@transaction.atomic
def share_quiet_words(*, quiet: QuietWord, by: Profile, now: datetime) -> QuietWord:
    """
    Show to everybody what somebody wants said, without a name.

    :raises UnableToShareQuietWords: they have been shown already
    """
    pool, _state = lock_pool(quiet.pool)
    quiet = QuietWord.objects.select_related("proposal").get(pk=quiet.pk)
    if quiet.shared_at is not None:
        raise UnableToShareQuietWords(_("Everybody can read this already."))
    quiet.shared_at = now
    quiet.save(update_fields=["shared_at"])
    record(by=by, action="share_quiet_words", subject=quiet, now=now)
    url = pool.get_decisions_url() if quiet.proposal is None else quiet.proposal.get_absolute_url()
    for membership in members_of(pool).exclude(profile=by):
        notify(
            recipient=membership.profile,
            key=f"quiet_word_shared:{quiet.pk}",
            template="pools/email/quiet_word_shared",
            now=now,
            url=url,
            pool=pool,
            words=quiet.words,
        )
    return quiet
