"""A second look: an author asks for it, and somebody who took no part gives it."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from moderation.kinds import kind_of
from moderation.models import Appeal, AppealOutcome, AppealVerdict, Decision, Moderated, ModeratedQuerySet, ReviewItem
from moderation.operations.decision import show_content
from moderation.queries import judges_of
from moderation.rules import may_appeal, may_judge_appeal
from portal.models import Profile, Role
from portal.operations.audit import record
from portal.operations.constraints import told_as
from portal.operations.notifications import notify
from portal.operations.refusal import Refusal
from portal.working_hours import after_working_hours


class UnableToAppeal(Refusal):
    """Somebody else's text, too late, asked before, or there are newer words to read already."""


class UnableToJudgeAppeal(Refusal):
    """The person took part, somebody has judged it already, or there are no words for the author."""


@transaction.atomic
def appeal(*, decision: Decision, words: str = "", by: Profile, now: datetime) -> Appeal:
    """
    Ask that somebody else looks at a decision about one's own text. No reason is owed.

    :raises UnableToAppeal: somebody else's text, too long ago, asked before, or new words were sent since
    """
    # Lock the decision's item: a second click must not ask twice.
    item = ReviewItem.objects.select_for_update(no_key=True).get(decision=decision)
    if item.author_id != by.pk:
        raise UnableToAppeal(_("Only its author can ask for a second look."))
    if Appeal.objects.filter(decision=decision).exists():
        raise UnableToAppeal(_("You have asked already. Somebody else looks at it."))
    if not may_appeal(by, decision, now=now):
        raise UnableToAppeal(_("This was too long ago, or you sent new words since. You can write to us instead."))
    asked = Appeal.objects.create(
        decision=decision,
        by=by,
        words=words.strip(),
        made_at=now,
        promised_by=after_working_hours(start=now, hours=by.area.promised_hours),
    )
    record(by=by, action="appeal", subject=decision, now=now)
    for judge in judges_of(asked):
        notify(
            recipient=judge,
            key=f"appeal:{asked.pk}",
            template="moderation/email/appeal_waits",
            now=now,
            url=asked.get_absolute_url(),
            appeal=asked,
        )
    return asked


@transaction.atomic
def judge_appeal(*, appeal: Appeal, outcome: AppealOutcome, words: str, by: Profile, now: datetime) -> AppealVerdict:
    """
    Give an appeal its answer. Where the first one was not right, others see the text as if it had been published.

    :raises UnableToJudgeAppeal: by somebody who took part, judged already, or without words for its author
    """
    # Lock the appeal's item: two people may be judging it at this very moment.
    item = ReviewItem.objects.select_for_update(no_key=True).get(decision=appeal.decision_id)
    if AppealVerdict.objects.filter(appeal=appeal).exists():
        raise UnableToJudgeAppeal(_("Somebody has answered this already."))
    if not may_judge_appeal(by, appeal):
        raise UnableToJudgeAppeal(_("Somebody who took no part in it answers this one."))
    with told_as(UnableToJudgeAppeal, model=AppealVerdict, field="words"):
        verdict = AppealVerdict.objects.create(appeal=appeal, outcome=outcome, words=words.strip(), by=by, at=now)
    decision = appeal.decision
    texts: ModeratedQuerySet[Moderated] = ModeratedQuerySet(kind_of(item.content_kind).model)
    content = texts.select_for_update(of=("self",)).get(pk=item.content_id)
    if verdict.reverses and not decision.publishes:
        show_content(content=content, now=now)
    record(by=by, action="judge_appeal", subject=content, now=now, outcome=outcome)
    _tell(verdict=verdict, item=item, now=now)
    return verdict


def tell_of_overdue_appeals(*, now: datetime) -> None:
    """Tell the area's hosts, once for each, of an appeal that has waited longer than was promised."""
    for late in Appeal.objects.overdue(now=now):
        for host in Profile.objects.with_role(Role.HOST):
            notify(
                recipient=host,
                key=f"appeal-overdue:{late.pk}",
                template="moderation/email/appeal_overdue",
                now=now,
                url=reverse("moderation:appeals"),
                appeal=late,
            )


def _tell(*, verdict: AppealVerdict, item: ReviewItem, now: datetime) -> None:
    """The author is told what came of it, and so is who decided first: to learn from it, and with thanks."""
    notify(
        recipient=item.author,
        key=f"verdict:{verdict.pk}",
        template=f"moderation/email/appeal_{verdict.outcome}",
        now=now,
        url=item.get_own_url(),
        verdict=verdict,
    )
    notify(
        recipient=verdict.appeal.decision.by,
        key=f"verdict-told:{verdict.pk}",
        template="moderation/email/appeal_told",
        now=now,
        verdict=verdict,
    )
