"""Many rows: a report or an error for each, in order."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from support.cards import CLEAN, TODAY

from khmerid import (
    ApiError,
    Policy,
    Reason,
    Report,
    UnexpectedResponseError,
    examine,
    examine_all,
    examine_many,
)
from khmerid.testing import make_specimen

SPECIMEN = make_specimen(seed=1)
RESPONSE = SPECIMEN.response()


def test_each_row_gives_a_report_or_an_error_in_order() -> None:
    rows = [
        RESPONSE,
        {},
        {"error_code": "AIS.0103", "error_msg": "x"},
        b'{"a": ',
        {"id": 5, "response": RESPONSE},
    ]
    found = list(examine_many(rows, today=SPECIMEN.today))
    assert [type(one) for one in found] == [
        Report,
        UnexpectedResponseError,
        ApiError,
        UnexpectedResponseError,
        Report,
    ]
    assert found[0] == found[4] == examine(RESPONSE, today=SPECIMEN.today)


def test_rows_are_taken_one_by_one() -> None:
    taken = []

    def rows() -> Iterator[object]:
        for row in ({}, RESPONSE):
            taken.append(row)
            yield row

    many = examine_many(rows(), today=SPECIMEN.today)
    assert taken == []
    next(many)
    assert taken == [{}]


@pytest.mark.parametrize("day", ["2050-01-01", dt.date(2050, 1, 1)])
def test_a_row_may_have_its_own_day(day: object) -> None:
    [found] = examine_many([{"response": RESPONSE, "today": day}], today=SPECIMEN.today)
    assert isinstance(found, Report)
    assert Reason.EXPIRED in found.reasons


@pytest.mark.parametrize("day", ["yesterday", 20260101, dt.datetime(2050, 1, 1), ["2050-01-01"]])  # noqa: DTZ001
def test_a_day_of_a_row_that_is_none_is_an_error_of_that_row(day: object) -> None:
    rows = [{"response": RESPONSE, "today": day}, RESPONSE]
    error, found = examine_many(rows, today=SPECIMEN.today)
    assert isinstance(error, UnexpectedResponseError)
    assert str(error) == "the row's today is not a day such as 2019-05-04"
    assert (error.__cause__, error.__context__) == (None, None)
    assert isinstance(found, Report)


def test_a_policy_is_that_of_every_row() -> None:
    policy = Policy(minimum_age=150)
    [found] = examine_many([RESPONSE], today=SPECIMEN.today, policy=policy)
    assert found == examine(RESPONSE, today=SPECIMEN.today, policy=policy)


def test_the_evidence_is_that_of_every_row() -> None:
    [found] = examine_many([RESPONSE], today=SPECIMEN.today, evidence=True)
    assert isinstance(found, Report)
    assert found.ledger is not None
    assert found == examine(RESPONSE, today=SPECIMEN.today, evidence=True)


def test_a_fault_of_ours_is_an_error_that_quotes_and_holds_nothing() -> None:
    class Hostile:
        @property
        def raw_content(self) -> object:
            message = "010203040"
            raise LookupError(message)

    error, found = examine_many([Hostile(), RESPONSE], today=SPECIMEN.today)
    assert (type(error), str(error)) == (RuntimeError, "khmerid failed (LookupError)")
    assert isinstance(error, RuntimeError)
    assert (error.__cause__, error.__context__, error.__traceback__) == (None, None, None)
    assert isinstance(found, Report)


def test_an_error_of_a_row_holds_no_frames() -> None:
    [error] = examine_many([{}], today=SPECIMEN.today)
    assert isinstance(error, UnexpectedResponseError)
    assert error.__traceback__ is None


@pytest.mark.parametrize(
    "wrong",
    [{"today": dt.datetime(2026, 1, 1)}, {"today": TODAY, "policy": {"reject": []}}],  # noqa: DTZ001
)
def test_what_is_no_day_or_policy_is_refused_at_once(wrong: Any) -> None:
    with pytest.raises(TypeError):
        examine_many([CLEAN], **wrong)


@pytest.mark.parametrize("one", [RESPONSE, "SOK SOPHEA", b"{}", bytearray(b"{}"), None, object()])
def test_one_response_is_not_taken_for_several(one: Any) -> None:
    for take in (examine_many, examine_all):
        with pytest.raises(TypeError, match="several responses are given as a list or an iterator"):
            take(one, today=TODAY)
