from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.cases import check_case, load_cases

from khmerid.fields.document_number import read_document_number
from khmerid.notes import Code, Status

NUMBERS = st.from_regex("[0-9]{9}", fullmatch=True)


@given(st.none() | st.text() | st.text(alphabet="0123456789០៩ ()[]O\u200b", max_size=16))
def test_a_reader_of_numbers_takes_any_text_and_keeps_it(text: str | None) -> None:
    assert read_document_number(text).raw == text


@given(NUMBERS)
def test_reading_a_printed_number_gives_it_back(number: str) -> None:
    reading = read_document_number(number)
    assert (reading.value, reading.status) == (number, Status.CLEAN)


@given(NUMBERS, st.from_regex("[0-9]{2}", fullmatch=True))
def test_a_suffix_in_brackets_is_no_part_of_the_number(number: str, suffix: str) -> None:
    reading = read_document_number(f"{number} ({suffix})")
    assert (reading.value, reading.status) == (number, Status.CLEAN)


@given(st.from_regex("[0-9]{1,20}", fullmatch=True))
def test_only_nine_numerals_or_those_with_a_glued_suffix_are_a_number(text: str) -> None:
    is_glued = len(text) == 11 and text.endswith("01")
    assert read_document_number(text).value == (text[:9] if len(text) == 9 or is_glued else None)


def test_a_text_of_a_megabyte_is_refused_by_its_length() -> None:
    assert [note.code for note in read_document_number("1" * 1_000_000).notes] == [Code.TOO_LONG]


@pytest.mark.parametrize("case", load_cases("document_number"))
def test_a_case_of_a_document_number(case: dict[str, Any]) -> None:
    check_case(read_document_number(case["raw"]), case, case.get("value"))
