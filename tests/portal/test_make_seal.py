"""The portal's own seal, as the demo makes it for itself."""

import stat
from io import StringIO
from pathlib import Path

from django.core.management import call_command
from pytest_django import Settings

from portal.seal import seal_material


def make(directory: Path) -> str:
    printed = StringIO()
    call_command("make_seal", directory=directory, stdout=printed)
    return printed.getvalue()


def test_makes_what_the_portal_can_seal_with(tmp_path: Path, settings: Settings) -> None:
    assert "Made a seal" in make(tmp_path / "seal")

    settings.SEAL_CERTIFICATE = str(tmp_path / "seal" / "certificate.pem")
    settings.SEAL_KEY = str(tmp_path / "seal" / "key.pem")
    assert seal_material().is_self_made


def test_only_its_owner_can_read_the_key(tmp_path: Path) -> None:
    make(tmp_path)

    assert stat.S_IMODE((tmp_path / "key.pem").stat().st_mode) == 0o600


def test_what_is_there_stays(tmp_path: Path) -> None:
    make(tmp_path)
    first = (tmp_path / "key.pem").read_bytes()

    assert make(tmp_path) == ""
    assert (tmp_path / "key.pem").read_bytes() == first
