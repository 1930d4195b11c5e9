from hypothesis import given
from hypothesis import strategies as st

from moderation.differences import Change, Piece, differences

SAME, ADDED, TAKEN_OUT = Change.SAME, Change.ADDED, Change.TAKEN_OUT


def test_differences_word_by_word() -> None:
    assert differences("We meet on Monday at two.", "We meet on Tuesday at two. Come!") == [
        Piece(change=SAME, words="We meet on "),
        Piece(change=TAKEN_OUT, words="Monday "),
        Piece(change=ADDED, words="Tuesday "),
        Piece(change=SAME, words="at "),
        Piece(change=TAKEN_OUT, words="two."),
        Piece(change=ADDED, words="two. Come!"),
    ]


def test_differences_of_the_same() -> None:
    assert differences("As it was.", "As it was.") == [Piece(change=SAME, words="As it was.")]
    assert differences("", "") == []


TEXTS = st.text(alphabet="ab \n", max_size=40)


@given(before=TEXTS, after=TEXTS)
def test_both_texts_can_be_read_from_their_differences(before: str, after: str) -> None:
    pieces = differences(before, after)

    assert "".join(piece.words for piece in pieces if piece.change != ADDED) == before
    assert "".join(piece.words for piece in pieces if piece.change != TAKEN_OUT) == after
