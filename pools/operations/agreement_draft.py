"""What the organiser answers, page by page, before there is a version: kept at once, and refused only at the end."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from pools.models import AgreementDraft, Pool, PoolState
from pools.operations.agreement_terms import TERMS, AgreementTerms, stored, suggested_terms, terms_from
from pools.operations.pool_status import lock_pool
from pools.queries.agreements import latest_agreement
from portal.models import Profile
from portal.operations.audit import record
from portal.operations.refusal import Refusal


class UnableToKeepDraft(Refusal):
    """The pool has ended."""


@transaction.atomic
def keep_draft(*, pool: Pool, answers: Mapping[str, Any], by: Profile, now: datetime) -> AgreementDraft:
    """
    Keep some answers for the next version; the others stay as they were. Gaps are allowed.

    The draft begins with what was answered for the version before.

    :param answers: by the names of `AgreementTerms`
    :raises UnableToKeepDraft: the pool has ended
    """
    # Lock the pool: another tab may be keeping another page, or making the version, at this very moment.
    pool, state = lock_pool(pool)
    if state == PoolState.ENDED:
        raise UnableToKeepDraft(_("This pool has ended. There is no agreement to make."))
    unknown = set(answers) - TERMS
    if unknown:
        raise ValueError(f"There are no such terms: {', '.join(sorted(unknown))}.")
    kept = terms_in_hand(pool)
    terms = stored({name: getattr(kept, name) for name in TERMS}) | stored(answers)
    draft, _is_new = AgreementDraft.objects.update_or_create(
        pool=pool, defaults={"terms": terms, "changed_by": by, "changed_at": now}
    )
    record(by=by, action="keep_agreement_draft", subject=draft, now=now)
    return draft


def terms_in_hand(pool: Pool) -> AgreementTerms:
    """The draft; where there is none, the terms of the latest version; and else what we suggest."""
    draft = AgreementDraft.objects.filter(pool=pool).first()
    if draft is not None:
        return terms_from(draft.terms)
    earlier = latest_agreement(pool)
    return terms_from(earlier.answers) if earlier is not None else suggested_terms(pool)
