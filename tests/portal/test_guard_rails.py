"""How well the guard rails tell what is private from what is not: measured, with the figures printed."""

import sys
import tomllib
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.guard_rails import NEVER_POSTED, Found, Private, find_private_things

SENTENCES: dict[str, list[str]] = tomllib.loads((Path(__file__).parent / "guard_rails.toml").read_text("utf-8"))
LEAST_PRECISION, LEAST_RECALL = 0.95, 0.90


def kinds_in(text: str) -> set[str]:
    return {str(found.kind) for found in find_private_things(text)}


def test_precision_and_recall(capsys: pytest.CaptureFixture[str]) -> None:
    right, missed, false = Counter[str](), Counter[str](), Counter[str]()
    wrong = []
    for expected, sentences in SENTENCES.items():
        for sentence in sentences:
            found = kinds_in(sentence)
            for kind in found - {expected}:
                false[kind] += 1
                wrong.append(f"  a false alarm ({kind}): {sentence}")
            if expected in found:
                right[expected] += 1
            elif expected != "nothing":
                missed[expected] += 1
                wrong.append(f"  missed ({expected}): {sentence}")

    def line(name: str, hits: int, alarms: int, misses: int) -> str:
        return f"{name:<10} precision {hits / (hits + alarms):.3f}  recall {hits / (hits + misses):.3f}"

    precision = right.total() / (right.total() + false.total())
    recall = right.total() / (right.total() + missed.total())
    number = sum(map(len, SENTENCES.values()))
    report = [
        f"\nGuard rails on {number} sentences:",
        *(line(kind, right[kind], false[kind], missed[kind]) for kind in Private),
        line("all", right.total(), false.total(), missed.total()),
        *wrong,
    ]
    with capsys.disabled():
        sys.stdout.write("\n".join(report) + "\n")

    assert precision >= LEAST_PRECISION
    assert recall >= LEAST_RECALL


def test_the_set_is_large_and_has_every_kind() -> None:
    assert set(SENTENCES) == {*Private, "nothing"}
    everything = [sentence for sentences in SENTENCES.values() for sentence in sentences]
    assert len(set(everything)) == len(everything) >= 200


def test_each_thing_is_told_once_with_its_words() -> None:
    text = "I am on 07700 900123, or pay into account 12345678. Flat 4, 12 Warwick Court."
    assert [(found.kind, found.words) for found in find_private_things(text)] == [
        (Private.TELEPHONE, "07700 900123"),
        (Private.ACCOUNT, "account 12345678"),
        (Private.ADDRESS, "Flat 4, 12 Warwick Court"),
    ]


def test_nobody_can_post_what_takes_their_money() -> None:
    assert {Private.ACCOUNT, Private.CARD} == NEVER_POSTED


@pytest.mark.parametrize("last", range(10))
def test_a_card_counts_only_with_its_check_digit(last: int) -> None:
    assert (Private.CARD in kinds_in(f"4111 1111 1111 111{last}")) == (last == 1)


@given(st.text())
def test_any_text_can_be_looked_at(text: str) -> None:
    for found in find_private_things(text):
        assert text[found.start :].startswith(found.words)
        assert isinstance(found, Found)


@given(st.text(alphabet="0123456789 -+()", max_size=2000))
def test_long_rows_of_digits_take_no_longer_than_their_length(digits: str) -> None:
    assert all(found.words.strip() for found in find_private_things(digits))
