"""Models and migrations say the same, and a migration runs in whatever session it finds."""

import pytest
from django.core.management import call_command
from django.db import connections
from django.db.backends.postgresql.base import DatabaseWrapper
from django.db.migrations.state import ProjectState
from pytest_django import DjangoDbBlocker

from portal.areas.search import SearchFunction
from portal.models import Area
from tests.database import DATABASE


def test_no_model_has_changed_since_its_migration(db: None) -> None:
    """It ends with SystemExit where a migration is missing, and shows on the screen which."""
    call_command("makemigrations", check=True, dry_run=True)


def test_a_missing_migration_is_noticed(
    db: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    monkeypatch.setattr(Area._meta.get_field("name"), "max_length", 7)
    with pytest.raises(SystemExit):
        call_command("makemigrations", check=True, dry_run=True)
    assert "Alter field name on area" in capsys.readouterr().out


def test_a_search_is_written_by_whoever_has_only_just_connected(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> None:
    """Its threshold is a setting of an extension that a new session does not know yet."""
    states = ProjectState(), ProjectState()
    operation = SearchFunction(
        function="search_once_more", table="peers_group", vector="search_vector", trigrams="search_words"
    )
    with django_db_blocker.unblock():
        newcomer = DatabaseWrapper({**connections["owner"].settings_dict, "NAME": DATABASE}, "owner")
        try:
            newcomer.set_autocommit(False)
            with newcomer.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '5s'")
                cursor.execute("DROP POLICY peers_group_search ON peers_group")
            operation.database_forwards("peers", newcomer.schema_editor(), *states)
            with newcomer.cursor() as cursor:
                cursor.execute("SELECT proconfig FROM pg_proc WHERE proname = 'search_once_more'")
                (settings,) = cursor.fetchone()
        finally:
            newcomer.rollback()
            newcomer.close()

    assert "pg_trgm.word_similarity_threshold=0.45" in settings
