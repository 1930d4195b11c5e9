import json
from pathlib import Path

import pytest
from pytest_django import Settings

from portal.text_messages import MemoryBackend, TextMessage, send_text

HELLO = TextMessage(to="+447700900123", words="Bowling “today”", reference="1")


@pytest.fixture(autouse=True)
def empty_outbox() -> None:
    MemoryBackend.outbox.clear()


def test_the_settings_name_who_takes_a_text() -> None:
    send_text(HELLO)

    assert MemoryBackend.outbox == [HELLO]


def test_the_console_shows_it(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    settings.SMS_BACKEND = "portal.text_messages.ConsoleBackend"

    send_text(HELLO)

    assert capsys.readouterr().out == "Text to +447700900123: Bowling “today”\n"


def test_the_file_keeps_one_a_line(settings: Settings, tmp_path: Path) -> None:
    settings.SMS_BACKEND, settings.SMS_OUTBOX = "portal.text_messages.FileBackend", str(tmp_path / "outbox")

    send_text(HELLO)
    send_text(HELLO)

    lines = (tmp_path / "outbox/texts.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["words"] for line in lines] == ["Bowling “today”"] * 2
