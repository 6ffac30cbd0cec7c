from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.cases import check_case, load_cases

from khmerid.fields.names import read_name_khmer, read_name_latin
from khmerid.notes import Status
from khmerid.text.normal_form import is_normal_form

TOKENS = st.lists(st.text(alphabet="ABCDEFGHIKLMNOPRSTUVY", min_size=2, max_size=12), min_size=2, max_size=4)


@pytest.mark.parametrize("case", load_cases("name_khmer"))
def test_a_case_of_a_khmer_name(case: dict[str, Any]) -> None:
    check_case(read_name_khmer(case["raw"]), case, case.get("value"))


@pytest.mark.parametrize("case", load_cases("name_latin"))
def test_a_case_of_a_latin_name(case: dict[str, Any]) -> None:
    check_case(read_name_latin(case["raw"]), case, case.get("value"))


@given(st.none() | st.text() | st.text(alphabet="សុខ ភា្រ៊ី.:-1Aa\u200b"))
def test_readers_of_names_take_any_text_and_keep_it(text: str | None) -> None:
    assert read_name_khmer(text).raw == text
    assert read_name_latin(text).raw == text


@given(TOKENS)
def test_reading_a_printed_latin_name_gives_it_back(tokens: list[str]) -> None:
    reading = read_name_latin(" ".join(tokens))
    assert (reading.value, reading.status) == (" ".join(tokens), Status.CLEAN)


@given(st.text())
def test_a_khmer_name_that_is_read_is_in_normal_form(text: str) -> None:
    value = read_name_khmer(text).value
    assert value is None or is_normal_form(value)


@given(st.text(alphabet="abcXYZ019$|£(),. -'"))
def test_a_latin_name_that_is_read_has_letters_of_the_card_only(text: str) -> None:
    value = read_name_latin(text).value
    assert value is None or set(value) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ '-")
