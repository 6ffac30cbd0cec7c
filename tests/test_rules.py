"""The rules that bind the dates of a card together."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from khmerid.rules import earliest_birth, expiries_of, issues_of, latest_birth, years_between

ISSUES = st.dates(dt.date(2012, 1, 1), dt.date(2080, 12, 31))


@given(ISSUES)
def test_every_expiry_of_an_issue_has_that_issue(issue: dt.date) -> None:
    assert all(issue in issues_of(expiry) for expiry in expiries_of(issue))


@given(ISSUES)
def test_every_day_is_the_expiry_of_some_issue(expiry: dt.date) -> None:
    issues = issues_of(expiry)
    assert issues
    assert all(expiry in expiries_of(issue) for issue in issues)


@given(ISSUES)
def test_outside_the_end_of_february_a_card_has_one_last_day(issue: dt.date) -> None:
    assert len(expiries_of(issue)) == 1 or (issue.month, issue.day) in {(2, 29), (3, 1)}


def test_a_card_of_the_leap_day_may_expire_on_either_last_day_of_february() -> None:
    assert expiries_of(dt.date(2016, 2, 29)) == (dt.date(2026, 2, 27), dt.date(2026, 2, 28))


def test_a_card_of_the_first_of_march_may_expire_on_either_last_day_of_a_leap_february() -> None:
    assert expiries_of(dt.date(2018, 3, 1)) == (dt.date(2028, 2, 29), dt.date(2028, 2, 28))


def test_the_likeliest_issue_comes_first() -> None:
    assert issues_of(dt.date(2026, 2, 28))[0] == dt.date(2016, 2, 29)


def test_the_holder_is_fifteen_and_not_older_than_the_two_numerals_of_a_year_tell() -> None:
    issue = dt.date(2020, 6, 1)
    assert (latest_birth(issue), earliest_birth(issue)) == (dt.date(2005, 6, 1), dt.date(1905, 6, 2))


def test_age_is_in_whole_years() -> None:
    birth = dt.date(2000, 3, 15)
    assert [years_between(birth, dt.date(2015, 3, day)) for day in (14, 15)] == [14, 15]


def test_who_is_born_on_a_leap_day_is_a_year_older_on_28_february() -> None:
    birth = dt.date(2004, 2, 29)
    assert [years_between(birth, dt.date(2019, 2, day)) for day in (27, 28)] == [14, 15]
    assert latest_birth(dt.date(2020, 2, 29)) == dt.date(2005, 2, 28)
