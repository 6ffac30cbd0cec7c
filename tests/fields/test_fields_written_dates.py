import datetime as dt
import itertools
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.paths import DATA

from khmerid.fields import written_dates
from khmerid.fields.dates import read_date
from khmerid.fields.written_dates import MONTHS, to_common_years
from khmerid.notes import Code

FEASTS = [
    dt.date.fromisoformat(line.split("\t")[1])
    for line in (DATA / "khmer" / "visakha_bochea.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


def test_the_table_of_feasts_is_that_of_its_source() -> None:
    rows = [
        " ".join(f"{(feast - dt.date(feast.year, 4, 1)).days}" for feast in FEASTS[start : start + 20])
        for start in range(0, len(FEASTS), 20)
    ]
    table = re.findall(
        r'^    "([0-9 ]+)"$', Path(written_dates.__file__).read_text(encoding="utf-8"), re.MULTILINE
    )
    assert [row.strip() for row in table] == rows


def test_the_feasts_are_lunar_years_apart() -> None:
    """A lunar year has 354, 355 or 384 days."""
    days = {(after - before).days for before, after in itertools.pairwise(FEASTS)}
    assert days <= {354, 355, 384}


@pytest.mark.parametrize("year", [1899, 2100])
def test_outside_the_table_no_feast_is_known(year: int) -> None:
    assert to_common_years(year + 543, month=1, day=1) == ()


@pytest.mark.parametrize("year", [1900, 2099])
def test_the_first_and_the_last_year_of_the_table_are_known(year: int) -> None:
    assert to_common_years(year + 543, month=1, day=1) == (year,)


@given(st.dates(min_value=dt.date(1901, 1, 1), max_value=dt.date(2098, 12, 31)))
def test_a_day_of_a_buddhist_year_comes_back(day: dt.date) -> None:
    feast = FEASTS[day.year - 1900]
    buddhist = day.year + (544 if day > feast else 543)
    assert day.year in to_common_years(buddhist, month=day.month, day=day.day)


def test_the_months_are_those_of_the_list_and_in_its_order() -> None:
    rows = [
        line.split("\t")
        for line in (DATA / "khmer" / "khmer_months.tsv").read_text(encoding="utf-8").splitlines()
        if not line.startswith("#")
    ]
    listed = [{name, *others.split("|")} for _, name, others in rows]
    assert [set(names) - {"កុម្ភ៖"} for names in MONTHS] == listed


@pytest.mark.parametrize("month", range(1, 13))
def test_a_month_in_every_spelling_is_read(month: int) -> None:
    for place, name in enumerate(MONTHS[month - 1]):
        reading = read_date(f"១០ {name} ១៩៩៩")
        assert reading.value == dt.date(1999, month, 10)
        assert place or Code.SPELLING_REPAIRED not in [note.code for note in reading.notes]


@pytest.mark.parametrize(
    "text",
    [
        "៨រោច",
        "១៣ កើត",
        "ខែផល្គុន",
        "ខែអស្សុជ ២៥៦៣",
        "ឆ្នាំរោង",
        "ឆ្នាំម្សាញ់ សប្តស័ក",
        "ចុល្លសករាជ ១៣៨៦",
    ],
)
def test_a_lunar_date_is_refused_by_name(text: str) -> None:
    assert Code.LUNAR_DATE in [note.code for note in read_date(text).notes]
