"""The part of a text that is nearest to a word."""

from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from khmerid.misreading.aligner import nearest_part

words = st.text("កខគ", max_size=8)


def test_nothing_is_near_an_empty_text() -> None:
    assert nearest_part("ភេទ", "", most_edits=2) is None


@given(words.filter(bool), words, st.integers(0, 8))
def test_no_part_is_nearer_than_the_one_found(pattern: str, text: str, most_edits: int) -> None:
    distances = {
        Levenshtein.distance(pattern, text[start:end])
        for start in range(len(text) + 1)
        for end in range(start, len(text) + 1)
    }
    part = nearest_part(pattern, text, most_edits)
    if part is None:
        assert min(distances) > most_edits
    else:
        assert part.edits == min(distances) == Levenshtein.distance(pattern, text[part.start : part.end])
