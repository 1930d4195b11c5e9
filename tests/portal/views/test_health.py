import pytest
from django.db import OperationalError
from django.test import Client

from portal.models import Area
from portal.views import health


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "oxfordshire.localhost"])
def test_healthz_and_readyz_answer_everywhere(oxfordshire: Area, host: str) -> None:
    client = Client(HTTP_HOST=host)

    assert client.get("/healthz").content == b"ok"
    assert client.get("/readyz").content == b"ready"


def test_healthz_asks_nobody(django_db_setup: None) -> None:
    # Without the fixture `db`, any question to the database would fail this test.
    assert Client(HTTP_HOST="localhost").get("/healthz").status_code == 200


def test_readyz_says_when_the_database_does_not_answer(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    class Silent:
        def cursor(self) -> None:
            raise OperationalError

    monkeypatch.setattr(health, "connection", Silent())

    assert Client(HTTP_HOST="localhost").get("/readyz").status_code == 503
