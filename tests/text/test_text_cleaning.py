import pytest
from hypothesis import given
from hypothesis import strategies as st

from khmerid.limits import LONGEST_FIELD
from khmerid.notes import Code
from khmerid.text.cleaning import clean


@given(st.none() | st.text())
def test_cleaning_twice_is_cleaning_once(text: str | None) -> None:
    cleaned, _ = clean(text)
    assert clean(cleaned)[0] == cleaned


@given(st.text())
def test_what_is_cleaned_away_is_noted(text: str) -> None:
    cleaned, notes = clean(text)
    assert notes or cleaned == " ".join(text.split())


@pytest.mark.parametrize(
    ("text", "cleaned", "codes"),
    [
        (None, "", [Code.MISSING]),
        (" \n", "", [Code.MISSING]),
        ("\u200b\u200b", "", [Code.INVISIBLE_REMOVED, Code.MISSING]),
        ("ក" * (LONGEST_FIELD + 1), "", [Code.TOO_LONG]),
        ("\u202eSOK\u202c", "SOK", [Code.INVISIBLE_REMOVED]),
        ("ស\ud800ុខ", "សុខ", [Code.INVISIBLE_REMOVED]),
        ("a \t\n b", "a b", []),
    ],
)
def test_a_text_is_cleaned(text: str | None, cleaned: str, codes: list[Code]) -> None:
    assert (clean(text)[0], [note.code for note in clean(text)[1]]) == (cleaned, codes)
