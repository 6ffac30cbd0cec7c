import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.cases import check_case, load_cases

from khmerid.fields.dates import read_date
from khmerid.notes import Code, Status
from khmerid.rules import EARLIEST_DATE, LATEST_DATE
from khmerid.text.numerals import to_khmer_digits

DAYS = st.dates(min_value=EARLIEST_DATE, max_value=LATEST_DATE)


@given(st.none() | st.text())
def test_a_reader_of_dates_takes_any_text_and_keeps_it(text: str | None) -> None:
    assert read_date(text).raw == text


@given(st.text(alphabet="០១២៣៤៥៦៧៨៩0123456789.,: ។/-Oomថ្ងៃទីខែឆ្នាំកក្កដាព.ស.កើតរោច៰", max_size=30))
def test_a_reader_of_dates_takes_any_text_of_its_own_signs(text: str) -> None:
    assert read_date(text).raw == text


@given(DAYS)
def test_reading_a_printed_date_gives_it_back(day: dt.date) -> None:
    reading = read_date(to_khmer_digits(day.strftime("%d.%m.%Y")))
    assert (reading.value, reading.status) == (day, Status.CLEAN)


@given(DAYS)
def test_khmer_and_western_digits_read_alike_but_not_as_sure(day: dt.date) -> None:
    reading = read_date(day.strftime("%d.%m.%Y"))
    assert (reading.value, reading.status) == (day, Status.DOUBTFUL)


@given(DAYS, st.sampled_from([",", ":", "!", "..", " ", "/", "-", "។", ". ", ".,"]))
def test_the_separator_of_an_ocr_is_repaired(day: dt.date, separator: str) -> None:
    reading = read_date(to_khmer_digits(day.strftime(f"%d{separator}%m.%Y")))
    assert (reading.value, reading.status) == (day, Status.REPAIRED)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("១០.០៧.1999", dt.date(1999, 7, 10)),
        ("១០០៧១៩៩៩", dt.date(1999, 7, 10)),
        ("១.៧.១៩៩៩", dt.date(1999, 7, 1)),
        ("ប០៩.០២.១៩៨៤", dt.date(1984, 2, 9)),
        ("O៧.០៧.១៩៩៩", dt.date(1999, 7, 7)),
        ("๑๐.๐๗.๑๙๙๙", dt.date(1999, 7, 10)),
    ],
)
def test_what_is_not_exactly_two_two_and_four_digits_of_one_script_is_doubtful(
    text: str, day: dt.date
) -> None:
    reading = read_date(text)
    assert (reading.value, reading.status) == (day, Status.DOUBTFUL)


def test_bounds_are_the_callers() -> None:
    reading = read_date("១០.០៧.១៩៩៩", earliest=dt.date(2012, 6, 1))
    assert reading.notes[-1].code is Code.YEAR_OUT_OF_BOUNDS


@pytest.mark.parametrize("case", load_cases("date"))
def test_a_case_of_a_date(case: dict[str, Any]) -> None:
    check_case(read_date(case["raw"]), case, case.get("value"))
