"""A real worker and a real Redis, and what happens when they die: nothing is lost, and nothing comes twice."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from pools.models import Agreement, DocumentState, PoolDocument
from pools.operations.reminders import remind_unsigned
from portal import doorbell
from portal.areas.context import area_context
from portal.models import Area, Notification, StoredFile
from portal.models.notification import NotificationState
from tests.factories.agreements import freeze, make_gym, people_in, sign, sign_all
from tests.factories.portal import make_area
from tests.pdf import faults_in, text_of
from tests.workers import OwnRedis, Program, Programs, wait_until

# A dead worker's paper is taken up again soon, so that the tests need not wait.
IMPATIENT = {"DOCUMENT_LEASE_SECONDS": "2", "SWEEP_SECONDS": "1"}

# Enough people for the making to take a while.
MANY = [f"Person number {number}" for number in range(1, 61)]

FULL_FORM = {"agrees_to_pool": "on", "agrees_to_cost": "on", "knows_liability": "on", "supporter_name": ""}


@pytest.fixture
def oxfordshire(committed: None) -> Area:
    return make_area("oxfordshire", "Oxfordshire")


@contextmanager
def looking_into(area: Area) -> Iterator[None]:
    """One look at the rows, as they are committed at that moment."""
    with area_context(area.id):
        yield


def state_of(document: PoolDocument, area: Area) -> str:
    with looking_into(area):
        return PoolDocument.objects.values_list("state", flat=True).get(pk=document.pk)


def wait_until_made(document: PoolDocument, area: Area) -> None:
    wait_until(lambda: state_of(document, area) == DocumentState.MADE)


def signed_by_all(area: Area, *names: str) -> tuple[Agreement, PoolDocument]:
    with area_context(area.id):
        agreement = freeze(make_gym(*names))
        sign_all(agreement)
        # One paper is enough here; its edition in Easy Read is made in the same way.
        agreement.documents.exclude(kind="signed").delete()
        return agreement, agreement.documents.get()


def files_of(area: Area) -> list[bytes]:
    with looking_into(area):
        return [bytes(file.content) for file in StoredFile.objects.all()]


def emails_about(programs: Programs, subject: str) -> int:
    return sum(subject in str(email["Subject"]) for email in programs.outbox())


@pytest.mark.parametrize("strike", ["as soon as it is claimed", "while it is being drawn"])
def test_a_worker_killed_while_making_a_pdf(oxfordshire: Area, programs: Programs, strike: str) -> None:
    worker = programs.start_worker(**IMPATIENT)

    _agreement, document = signed_by_all(oxfordshire, *MANY)
    wait_until(lambda: state_of(document, oxfordshire) == DocumentState.MAKING, every=0.002)
    if strike == "while it is being drawn":
        wait_until(lambda: is_drawing(document), every=0.002)
    worker.kill()

    assert state_of(document, oxfordshire) == DocumentState.MAKING
    assert files_of(oxfordshire) == []

    programs.start_worker(**IMPATIENT)
    programs.start_beat(**IMPATIENT)
    wait_until_made(document, oxfordshire)
    let_stragglers_come()

    (pdf,) = files_of(oxfordshire)
    assert faults_in(pdf) == []
    assert "Person number 60" in text_of(pdf)
    with looking_into(oxfordshire):
        document.refresh_from_db()
        assert document.attempts == 2
        assert Notification.objects.filter(key=f"document:{document.pk}").count() == len(MANY)


def is_drawing(document: PoolDocument) -> bool:
    """Whether a worker holds the document's row, as it does from the beginning of the drawing to the end."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE relation = 'pools_pooldocument'::regclass "
            "AND mode = 'RowShareLock' AND pid <> pg_backend_pid()"
        )
        return bool(cursor.fetchone()[0])


def let_stragglers_come() -> None:
    """Time for some more sweeps, and for a second file if there were to be one."""
    time.sleep(4)


def test_redis_stopped_while_somebody_signs(oxfordshire: Area, programs: Programs, own_redis: OwnRedis) -> None:
    worker, beat = programs.start_worker(**IMPATIENT), programs.start_beat(**IMPATIENT)
    with area_context(oxfordshire.id):
        agreement = freeze(make_gym())
        alan, barry, colin = people_in(agreement)
        sign(agreement, alan)
        sign(agreement, barry)
        unsigned = freeze(make_gym("Dan", "Eve"), now=timezone.now() - timedelta(days=1))
        sign(unsigned, people_in(unsigned)[0])
    own_redis.stop()

    browser = Client(HTTP_HOST="oxfordshire.localhost")
    browser.force_login(colin.user, backend="django.contrib.auth.backends.ModelBackend")
    address = f"{agreement.get_absolute_url()}sign/"
    began = time.monotonic()
    answer = browser.post(address, {**FULL_FORM, "typed_name": "Colin"}, follow=True)
    with area_context(oxfordshire.id):
        remind_unsigned(now=timezone.now())
    took = time.monotonic() - began

    assert answer.status_code == 200
    assert "You have signed" in answer.text
    assert "Your PDF is on its way." in answer.text
    assert took < 60  # it did not wait for an answer from a Redis that is not there
    progress = browser.get(agreement.get_document_url())
    assert "Your PDF is on its way." in progress.text
    with looking_into(oxfordshire):
        document = agreement.documents.get(kind="signed")
        assert document.state == DocumentState.PENDING
        assert Notification.objects.filter(key__endswith=":1-days", state=NotificationState.PENDING).count() == 1

    own_redis.start()
    wait_until_made(document, oxfordshire)
    wait_until(lambda: emails_about(programs, "The agreement of") == 1)
    wait_until(lambda: emails_about(programs, "The PDF of your agreement") == 3)
    let_stragglers_come()

    assert still_runs(worker)
    assert still_runs(beat)
    (pdf,) = [pdf for pdf in files_of(oxfordshire) if "Colin £298.33" in text_of(pdf)]
    assert len(files_of(oxfordshire)) == 2
    assert "Your PDF is ready" in browser.get(agreement.get_document_url()).text
    assert browser.get(f"{agreement.get_absolute_url()}download/").content == pdf
    assert emails_about(programs, "The agreement of") == 1
    assert emails_about(programs, "Everybody has signed the agreement") == 3
    assert emails_about(programs, "The PDF of your agreement") == 3


def still_runs(program: Program) -> bool:
    return program.process.poll() is None


def test_a_message_delivered_twice_makes_one_pdf(oxfordshire: Area, programs: Programs) -> None:
    _agreement, document = signed_by_all(oxfordshire)
    for _delivery in range(5):
        doorbell.app.send_task(
            "pools.tasks.make_document",
            kwargs={"area_id": str(oxfordshire.pk), "document_id": str(document.pk)},
        )

    programs.start_worker(**IMPATIENT)
    programs.start_worker(**IMPATIENT)
    wait_until_made(document, oxfordshire)
    let_stragglers_come()

    assert len(files_of(oxfordshire)) == 1
    with looking_into(oxfordshire):
        document.refresh_from_db()
        assert document.attempts == 1
