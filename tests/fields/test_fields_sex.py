from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.cases import check_case, load_cases

from khmerid.fields.sex import WORDS, Sex, nearest_sex, read_sex
from khmerid.notes import Code, Status

SEXES = st.sampled_from(Sex)


@given(st.none() | st.text() | st.text(alphabet="ប្រុសី \u200bMFmale:", max_size=10))
def test_a_reader_of_the_sex_takes_any_text_and_keeps_it(text: str | None) -> None:
    assert read_sex(text).raw == text


@given(SEXES)
def test_reading_a_printed_sex_gives_it_back(sex: Sex) -> None:
    reading = read_sex(WORDS[sex])
    assert (reading.value, reading.status) == (sex, Status.CLEAN)


@given(SEXES, st.data())
def test_a_misspelling_is_never_read_cleanly(sex: Sex, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(WORDS[sex]) - 1))
    character = data.draw(st.sampled_from(["", *"បសរុី្ត១"]))
    text = WORDS[sex][:place] + character + WORDS[sex][place + 1 :]
    reading = read_sex(text)
    assert text == WORDS[sex] or reading.status > Status.CLEAN


@pytest.mark.parametrize("sex", Sex)
def test_one_sign_lost_is_never_read_as_the_other_sex(sex: Sex) -> None:
    word = WORDS[sex]
    values = {read_sex(word[:place] + word[place + 1 :]).value for place in range(len(word))}
    assert values <= {sex, None}


def test_a_text_of_a_megabyte_is_refused_by_its_length() -> None:
    assert [note.code for note in read_sex("ស" * 1_000_000).notes] == [Code.TOO_LONG]


def test_the_sex_is_written_as_in_the_zone() -> None:
    assert [str(sex) for sex in Sex] == ["M", "F"]


@pytest.mark.parametrize("case", load_cases("sex"))
def test_a_case_of_a_sex(case: dict[str, Any]) -> None:
    check_case(read_sex(case["raw"]), case, Sex(case["value"]) if "value" in case else None)


@pytest.mark.parametrize(
    ("word", "sex", "edits", "ahead"),
    [
        ("ស្រី", Sex.F, 0, 3),
        ("ប្រុស", Sex.M, 0, 3),
        ("ស្រ", Sex.F, 1, 2),
        ("ប្រុ", Sex.M, 1, 1),
        ("ប្រី", Sex.F, 1, 1),
        ("", Sex.F, 4, 1),
    ],
)
def test_the_nearer_word_is_told_with_how_much_farther_the_other_is(
    word: str, sex: Sex, edits: int, ahead: int
) -> None:
    assert nearest_sex(word) == (sex, edits, ahead)
