import socket
import time
from collections.abc import Callable, Iterator

import pytest
import redis

from portal import doorbell
from portal.areas.context import area_context
from portal.models import Area
from tests.workers import OwnRedis, hang_doorbell

# Far less than waiting for ten answers that never come, and far more than a busy machine takes.
LONGEST_WAIT_SECONDS = 30


@pytest.fixture
def stuck_server() -> Iterator[int]:
    """A port where somebody picks up and says nothing, as a Redis does that has been frozen."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def rings(redis_url: str) -> int:
    with redis.Redis.from_url(redis_url) as connection:
        return int(connection.llen("celery"))


@pytest.fixture
def ring(oxfordshire: Area, django_capture_on_commit_callbacks: Callable) -> Callable[..., float]:
    """Ring as a request does that has some people to tell, and say how many seconds it took."""

    def ring(times: int = 1) -> float:
        started = time.monotonic()
        with django_capture_on_commit_callbacks(execute=True), area_context(oxfordshire.id):
            for number in range(times):
                doorbell.ring("portal.tasks.send_notification", notification_id=number)
        return time.monotonic() - started

    return ring


def test_ring_is_heard(own_redis: OwnRedis, ring: Callable[..., float]) -> None:
    ring(times=3)

    assert rings(own_redis.url) == 3


def test_ring_without_redis_is_no_error_and_short(own_redis: OwnRedis, ring: Callable[..., float]) -> None:
    own_redis.stop()

    assert ring(times=10) < LONGEST_WAIT_SECONDS


def test_ring_on_a_line_that_has_gone_dead_is_no_error(own_redis: OwnRedis, ring: Callable[..., float]) -> None:
    ring()
    own_redis.stop()

    assert ring(times=10) < LONGEST_WAIT_SECONDS


def test_ring_at_a_redis_that_says_nothing_is_short(
    stuck_server: int, ring: Callable[..., float], monkeypatch: pytest.MonkeyPatch
) -> None:
    hang_doorbell(f"redis://127.0.0.1:{stuck_server}/0", monkeypatch)

    assert ring(times=10) < LONGEST_WAIT_SECONDS


def test_ring_is_heard_again_once_redis_is_back(
    own_redis: OwnRedis, ring: Callable[..., float], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doorbell, "SILENCE_SECONDS", 0)
    ring()
    own_redis.stop()
    ring()
    own_redis.start()

    ring(times=2)

    assert rings(own_redis.url) == 2


def test_after_a_ring_that_nobody_heard_the_next_ones_are_not_tried(
    own_redis: OwnRedis, ring: Callable[..., float]
) -> None:
    own_redis.stop()
    ring()
    own_redis.start()

    ring()

    assert rings(own_redis.url) == 0
