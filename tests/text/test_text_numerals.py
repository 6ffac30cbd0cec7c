import pytest
from hypothesis import given
from hypothesis import strategies as st

from khmerid.notes import Code, Note
from khmerid.text.numerals import to_khmer_digits, to_western_digits, unify_digits


@given(st.text())
def test_digits_go_to_khmer_and_back(text: str) -> None:
    assert to_western_digits(to_khmer_digits(text)) == to_western_digits(text)


@pytest.mark.parametrize(
    ("text", "unified", "notes"),
    [
        ("១៥៨", "158", (Note(Code.KHMER_DIGITS),)),
        ("158", "158", ()),
        ("0៣", "03", (Note(Code.MIXED_DIGITS),)),
        ("๑๕๘", "158", (Note(Code.FOREIGN_DIGITS, "Thai"),)),
        ("໑៥", "15", (Note(Code.KHMER_DIGITS), Note(Code.FOREIGN_DIGITS, "Lao"))),
        ("၁٢", "12", (Note(Code.FOREIGN_DIGITS, "Arabic-Indic, Myanmar"),)),
        ("\u17f1", "\u17f1", (Note(Code.DIVINATION_NUMERALS),)),
        ("ក", "ក", ()),
    ],
)
def test_digits_of_any_script_are_unified_and_noted(text: str, unified: str, notes: tuple[Note, ...]) -> None:
    assert unify_digits(text) == (unified, notes)
