"""Papers of the sample areas: Peter has asked for a statement, and a worker makes it."""

from datetime import datetime

from django.utils import timezone

from pools.demo.steps import person
from pools.models import DocumentKind, Pool
from pools.operations.documents import ask_for_own_document
from portal.models import Area


def load_papers(*, area: Area, now: datetime) -> None:
    """From the day on which the pool began until today."""
    pool = Pool.objects.filter(title="Games and tea at the library").first()
    if area.slug != "oxfordshire" or pool is None:
        return
    ask_for_own_document(
        pool=pool,
        kind=DocumentKind.STATEMENT,
        period_from=timezone.localdate(pool.made_at),
        period_to=timezone.localdate(now),
        by=person("Peter"),
        now=now,
    )
