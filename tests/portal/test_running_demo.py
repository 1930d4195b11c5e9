import os
import stat
from pathlib import Path

import pytest

from portal.running_demo import join_running_demo, shared_environment


@pytest.fixture(autouse=True)
def no_database_of_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("DATABASE_URL")
    monkeypatch.setenv("DEMO_DIR", str(tmp_path))
    monkeypatch.setenv("PORT", "8123")


def test_a_command_joins_the_demo_that_runs(tmp_path: Path) -> None:
    with shared_environment(tmp_path, {"DATABASE_URL": "postgresql://demo", "PORT": "8000"}):
        join_running_demo()

    # Taken back by monkeypatch, since it knows of both names.
    assert os.environ["DATABASE_URL"] == "postgresql://demo"
    assert os.environ["PORT"] == "8123"


def test_a_database_of_ones_own_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://own")
    with shared_environment(tmp_path, {"DATABASE_URL": "postgresql://demo"}):
        join_running_demo()

    assert os.environ["DATABASE_URL"] == "postgresql://own"


def test_only_the_owner_can_read_it_and_it_goes_with_the_demo(tmp_path: Path) -> None:
    with shared_environment(tmp_path, {"SECRET_KEY": "secret"}):
        (file,) = tmp_path.iterdir()
        assert stat.S_IMODE(file.stat().st_mode) == 0o600

    assert list(tmp_path.iterdir()) == []


def test_without_a_demo_nothing_happens() -> None:
    join_running_demo()

    assert "DATABASE_URL" not in os.environ
