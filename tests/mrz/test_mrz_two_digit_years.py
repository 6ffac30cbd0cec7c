"""The century of a date, and the latest day of birth."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khmerid.mrz.two_digit_years import read_mrz_date
from khmerid.notes import Code

TODAY = dt.date(2026, 11, 22)


@given(st.none() | st.text(max_size=8), st.dates())
def test_any_text_is_taken_and_kept(text: str | None, latest: dt.date) -> None:
    assert read_mrz_date(text, latest=latest).raw == text


@given(st.dates(dt.date(1930, 1, 1), dt.date(2029, 12, 31)))
def test_a_date_is_read_back_within_the_century_before_the_latest_day(date: dt.date) -> None:
    reading = read_mrz_date(f"{date:%y%m%d}", latest=dt.date(2029, 12, 31))
    assert reading.value == date
    assert [note.code for note in reading.notes] == [Code.CENTURY_INFERRED]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("261122", dt.date(2026, 11, 22)),
        ("261123", dt.date(1926, 11, 23)),
        ("000229", dt.date(2000, 2, 29)),
        ("680229", dt.date(1968, 2, 29)),
        ("280229", dt.date(1928, 2, 29)),
    ],
)
def test_the_century_is_the_last_one_that_can_be_meant(text: str, value: dt.date) -> None:
    assert read_mrz_date(text, latest=TODAY).value == value


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (None, Code.MISSING),
        ("", Code.MISSING),
        ("74<<<<", Code.DATE_PARTS_UNKNOWN),
        ("<<<<<<", Code.DATE_PARTS_UNKNOWN),
        ("7408", Code.UNREADABLE),
        ("7408122", Code.UNREADABLE),
        ("74O812", Code.UNREADABLE),
        ("៧៤០៨១២", Code.UNREADABLE),
        ("740812\n", Code.UNREADABLE),
        ("740230", Code.NO_SUCH_DAY),
        ("990229", Code.NO_SUCH_DAY),
    ],
)
def test_what_is_no_date_has_no_value(text: str | None, code: Code) -> None:
    reading = read_mrz_date(text, latest=TODAY)
    assert (reading.value, [note.code for note in reading.notes]) == (None, [code])


def test_a_day_before_the_first_year_is_none() -> None:
    assert read_mrz_date("991231", latest=dt.date(50, 1, 1)).notes[0].code is Code.NO_SUCH_DAY
