"""Models and migrations say the same."""

import pytest
from django.core.management import call_command

from portal.models import Area


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
