"""Whether a pool waits for advice."""

from pools.models import Pool, PoolPause
from portal.models import Profile


def pause_of(pool: Pool) -> PoolPause | None:
    """The pause that is open, if the pool waits for advice."""
    return PoolPause.objects.open().filter(pool=pool).select_related("by").first()


def may_resume(pause: PoolPause, *, pool: Pool, profile: Profile) -> bool:
    """Who paused the pool, and its organiser."""
    return profile.pk in {pause.by_id, pool.organiser_id}
