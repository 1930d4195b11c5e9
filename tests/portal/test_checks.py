"""The system checks: silent about what we have, and loud about each fault that is planted."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.apps import apps
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import models
from django.db.utils import ConnectionHandler
from django.test.utils import isolate_apps
from django.utils import timezone
from environ import Env
from pytest_django import DjangoDbBlocker, Settings

from portal import checks
from portal.areas.constraints import RowLevelSecurity, SameArea
from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel
from portal.checks import (
    GLOBAL_MODELS,
    _errors_of,
    check_area_models,
    check_role_is_bound,
    check_seal,
    register_global_model,
)
from portal.models import Area, District, User
from portal.roles import database_url
from portal.seal import OWN_CERTIFICATE_LASTS, make_certificate
from tests.database import DATABASE, SERVICES, TEMPLATE


def ids_of(model: type[models.Model]) -> list[str]:
    return [error.id for error in _errors_of(model)]


def without(model: type[models.Model], kind: type) -> None:
    """Plant the fault: take the constraints of this kind away from a model."""
    model._meta.constraints = [one for one in model._meta.constraints if not isinstance(one, kind)]


@pytest.fixture
def isolated() -> Iterator[None]:
    """A registry of its own, which knows the tables that keys point at and forgets what the test declares."""
    with isolate_apps("portal") as registry:
        for model in (Area, User, District):
            registry.register_model("portal", model)
        yield


def test_nothing_is_wrong_with_our_own_models() -> None:
    assert check_area_models(None) == []


def test_every_listed_global_model_is_there() -> None:
    labels = {model._meta.label for model in apps.get_models(include_auto_created=True)}

    assert set(GLOBAL_MODELS) - labels == set()


def test_a_model_of_no_area_is_found(isolated: None) -> None:
    class Stray(models.Model):
        class Meta:
            app_label = "portal"

        def __str__(self) -> str:
            return ""

    assert ids_of(Stray) == ["portal.E001"]


def test_a_model_that_is_listed_as_global_may_have_no_area(isolated: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "GLOBAL_MODELS", dict(GLOBAL_MODELS))

    class Constant(models.Model):
        class Meta:
            app_label = "portal"

        def __str__(self) -> str:
            return ""

    register_global_model("portal.Constant", "the same everywhere")

    assert ids_of(Constant) == []


def test_a_model_without_its_policy_is_found(isolated: None) -> None:
    class Open(AreaModel):
        class Meta:
            app_label = "portal"

    assert ids_of(Open) == []
    without(Open, RowLevelSecurity)
    assert ids_of(Open) == ["portal.E002"]


def test_a_plain_key_to_an_area_table_is_found(isolated: None) -> None:
    class Pointer(AreaModel):
        district = models.ForeignKey(District, on_delete=models.CASCADE, related_name="+")

        class Meta:
            app_label = "portal"

    assert ids_of(Pointer) == ["portal.E003"]


def test_an_area_key_to_a_global_table_is_found(isolated: None) -> None:
    class Pointer(AreaModel):
        user = AreaForeignKey("portal.User", on_delete=models.CASCADE, related_name="+")

        class Meta:
            app_label = "portal"

    assert ids_of(Pointer) == ["portal.E003"]


def test_a_key_whose_composite_constraint_is_missing_is_found(isolated: None) -> None:
    class Pointer(AreaModel):
        district = AreaForeignKey(District, on_delete=models.CASCADE, related_name="+")

        class Meta:
            app_label = "portal"

    assert ids_of(Pointer) == []
    without(Pointer, SameArea)
    assert ids_of(Pointer) == ["portal.E003"]


def answer_as(url: str, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the check of the role says to somebody who connects with this address."""
    connections = ConnectionHandler({"default": Env.db_url_config(url)})
    monkeypatch.setattr(checks, "connections", connections)
    try:
        return [error.id for error in check_role_is_bound(None, databases=["default"])]
    finally:
        connections["default"].close()


def test_the_portals_own_role_is_bound(db: None) -> None:
    assert check_role_is_bound(None, databases=["default"]) == []


def test_a_superuser_is_refused(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, monkeypatch: pytest.MonkeyPatch
) -> None:
    with django_db_blocker.unblock():
        assert answer_as(database_url(SERVICES.admin_url, database=DATABASE), monkeypatch) == ["portal.E004"]


def test_the_owner_of_the_tables_is_refused(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, monkeypatch: pytest.MonkeyPatch
) -> None:
    with django_db_blocker.unblock():
        assert answer_as(database_url(TEMPLATE.owner, database=DATABASE), monkeypatch) == ["portal.E004"]


def test_the_database_is_left_alone_when_nobody_asks_for_it() -> None:
    assert check_role_is_bound(None, databases=None) == []


def seal_ids() -> list[str]:
    return [message.id for message in check_seal(None)]


def test_the_seal_of_these_tests_is_good() -> None:
    assert seal_ids() == []


def test_nothing_to_seal_with(settings: Settings) -> None:
    settings.SEAL_CERTIFICATE = settings.SEAL_KEY = ""

    assert seal_ids() == ["portal.W001"]


def test_a_seal_that_cannot_be_read(settings: Settings) -> None:
    settings.SEAL_KEY = "/nowhere/key.pem"

    assert seal_ids() == ["portal.E005"]


def test_a_certificate_that_ends_soon(settings: Settings) -> None:
    long_ago = timezone.now() - OWN_CERTIFICATE_LASTS + timedelta(days=20)
    certificate, key = make_certificate(name="Old", now=long_ago)
    settings.SEAL_CERTIFICATE, settings.SEAL_KEY = certificate.decode(), key.decode()

    assert seal_ids() == ["portal.W002"]


def test_check_refuses_to_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(GLOBAL_MODELS, "portal.User")

    with pytest.raises(SystemCheckError, match=r"portal\.E001"):
        call_command("check")
