import pytest
from support.gazetteer import name_pairs

from khmerid.text.normal_form import to_normal_form
from khmerid.text.syllables import is_made_of_syllables, is_usual


@pytest.mark.parametrize("word", ["ស្ត្រី", "ព្រហ្មណ៌", "កុំ", "ព្រះ", "ស៊\u200cី", "ក"])
def test_a_word_is_made_of_syllables(word: str) -> None:
    assert is_made_of_syllables(word)


@pytest.mark.parametrize("word", ["", "ា", "កាិ", "ក្", "ក១", "ក្ខ្គ្ឃ"])
def test_what_is_no_syllable_is_not_well_formed(word: str) -> None:
    assert not is_made_of_syllables(word)


@pytest.mark.parametrize("word", ["ប៉ិន", "ស៊ីណា", "ហ៊ុន", "អ៊ុំ", "ម៉ៅ", "ផ្យ៉ា", "គឹម", ""])
def test_a_usual_spelling_is_known(word: str) -> None:
    assert is_usual(word)


@pytest.mark.parametrize("word", ["គ៊ុក", "ត៊ុន", "ស៉ី", "ផានឹ"])
def test_an_unusual_spelling_is_known(word: str) -> None:
    assert not is_usual(word)


def test_no_name_of_a_place_is_spelt_unusually() -> None:
    words = {word for khmer, _ in name_pairs() for word in to_normal_form(khmer).split()}
    assert [word for word in words if not is_usual(word)] == []
