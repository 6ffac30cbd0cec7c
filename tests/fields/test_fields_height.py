from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.cases import check_case, load_cases

from khmerid.fields.height import read_height
from khmerid.notes import Code, Status
from khmerid.text.numerals import to_khmer_digits

USUAL = st.integers(130, 220)


@given(st.none() | st.text() | st.text(alphabet="០១៥៨9៱ ស.មcm,", max_size=12))
def test_a_reader_of_heights_takes_any_text_and_keeps_it(text: str | None) -> None:
    assert read_height(text).raw == text


@given(USUAL)
def test_reading_a_printed_height_gives_it_back(height: int) -> None:
    reading = read_height(f"{to_khmer_digits(str(height))} ស.ម")
    assert (reading.value, reading.status) == (height, Status.CLEAN)


@given(USUAL)
def test_a_height_in_western_numerals_is_read_alike(height: int) -> None:
    assert read_height(f"{height} ស.ម").value == height


@given(st.integers(0, 999_999))
def test_no_height_outside_the_bounds_is_read(height: int) -> None:
    assert (read_height(str(height)).value is not None) == (50 <= height <= 250)


def test_a_text_of_a_megabyte_is_refused_by_its_length() -> None:
    assert [note.code for note in read_height("១" * 1_000_000).notes] == [Code.TOO_LONG]


@pytest.mark.parametrize("case", load_cases("height"))
def test_a_case_of_a_height(case: dict[str, Any]) -> None:
    check_case(read_height(case["raw"]), case, case.get("value"))
