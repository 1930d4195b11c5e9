"""What the forms of moderation say about private details."""

from moderation.forms import ChangeWordsForm

PHONE = "Ring me on 07700 900123."
SURE = {"post_all_the_same": "on"}


def test_new_words_are_looked_at_too() -> None:
    form = ChangeWordsForm({"words": PHONE}, most=5000)

    assert list(form.errors) == ["words"]
    assert list(form.fields) == ["words", "post_all_the_same"]
    assert ChangeWordsForm({"words": PHONE, **SURE}, most=5000).is_valid()
