from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.cases import check_case, load_cases

from khmerid.fields.mark_words import _KINDS, _exact_words, _nearest_words, align_words
from khmerid.fields.marks import DistinguishingMarks, read_marks
from khmerid.notes import Status
from khmerid.text.normal_form import to_normal_form

NOUNS = st.sampled_from(["ប្រជ្រុយ", "សំលាក", "ស្លាកស្នាម", "ស្នាម"])
SIZES = st.sampled_from(["០,៥", "១", "១,៥", "២", "៣"])
PLACES = st.sampled_from(["លើថ្ងាស", "ក្រោមភ្នែកស្តាំ", "លើចុងចិញ្ចើមខាងឆ្វេង", "ក្រោយក្រោមចុងភ្នែកឆ្វេង"])


@pytest.mark.parametrize("case", load_cases("distinguishing_marks"))
def test_a_case_of_distinguishing_marks(case: dict[str, Any]) -> None:
    value = DistinguishingMarks(**case["value"]) if "value" in case else None
    check_case(read_marks(case["raw"]), case, value)


@given(st.none() | st.text() | st.text(alphabet="ប្រជុយសំលាកចំ.០,៥មើថង្ ១9\u200b", max_size=60))
def test_a_reader_of_marks_takes_any_text_and_keeps_it(text: str | None) -> None:
    assert read_marks(text).raw == text


@given(NOUNS, SIZES, PLACES)
def test_a_printed_description_is_clean_and_kept(noun: str, size: str, place: str) -> None:
    printed = f"{noun}ចំ.{size}ស.ម {place}"
    reading = read_marks(printed)
    assert reading.status is Status.CLEAN
    assert reading.value is not None
    assert (reading.value.text, reading.value.size_cm) == (printed, float(_ascii(size)))


@given(NOUNS, SIZES, PLACES, st.data())
def test_no_word_is_repaired_silently(noun: str, size: str, place: str, data: st.DataObject) -> None:
    whole = f"{noun}ចំ.{size}ស.ម {place}"
    at = data.draw(st.integers(min_value=0, max_value=len(whole) - 1))
    read = whole[:at] + whole[at + 1 :]
    reading = read_marks(read)
    assert reading.value is not None
    assert reading.status >= Status.REPAIRED or reading.value.text == to_normal_form(read).strip()


@pytest.mark.parametrize("read", ["ប្រជ្រុយច១ស.ម លើថ្ងាស", "ប្រជ្រុយចំ១ស លើថ្ងាស"])
def test_a_short_word_that_lost_a_letter_does_not_take_the_size_with_it(read: str) -> None:
    marks = read_marks(read).value
    assert marks is not None
    assert (marks.text, marks.size_cm) == ("ប្រជ្រុយចំ.១ស.ម លើថ្ងាស", 1.0)


WORDS = {kind: list(words) for kind, words in _KINDS.items()} | {"size": ["1", "05"]}
ANY_WORD = st.sampled_from([word for words in WORDS.values() for word in words])
IN_ORDER = st.tuples(
    st.sampled_from(WORDS["noun"]),
    st.sampled_from(["", "តូច"]),
    st.sampled_from(["", "ចំ1សម", "ចំ05សម"]),
    st.lists(st.sampled_from(WORDS["relation"]), max_size=2).map("".join),
    st.sampled_from(["", *WORDS["part"]]),
    st.sampled_from(["", *WORDS["side"]]),
)


@given((IN_ORDER | st.lists(ANY_WORD, max_size=7)).map("".join))
def test_what_is_read_right_is_what_the_alignment_finds(solid: str) -> None:
    aligned = _nearest_words(solid) or ()
    assert _exact_words(solid) == (() if any(word.faults for word in aligned) else aligned)


def test_a_text_that_no_words_make_is_not_aligned() -> None:
    assert align_words("ឃ" * 81) is None
    assert align_words("ឃឃឃឃឃឃឃឃ") is None


def _ascii(size: str) -> str:
    return size.translate(str.maketrans("០១២៣៤៥៦៧៨៩,", "0123456789."))
