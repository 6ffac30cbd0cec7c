"""The file of decisions: what is read of it, and what is refused."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.reviewed import SPECIMEN, conflict, decided, lines_of, said, typed

from khmerid.review.decisions import (
    LONGEST_LINE,
    LONGEST_TEXT,
    Verdict,
    read_decision,
    read_decisions,
    read_value,
    row_digest,
    same_value,
)

ROW = conflict()
QUOTED = "SOPHEA"  # stands for what no message quotes


def refusal(line: bytes) -> str:
    with pytest.raises(ValueError, match=r"^line 1: ") as error:
        list(read_decisions([line]))
    assert QUOTED not in str(error.value)
    assert error.value.__cause__ is None
    return str(error.value)


def refused(**changed: Any) -> str:
    return refusal(lines_of({**said(ROW), **changed}))


def test_a_file_has_a_decision_on_each_line_and_blank_lines_are_none() -> None:
    lines = [b"\n", lines_of(said(ROW)), b"  \n", lines_of(said(ROW, reviewer="TN"))]
    assert [one.reviewer for one in read_decisions(lines)] == ["SK", "TN"]


def test_a_byte_order_mark_is_no_matter() -> None:
    (one,) = read_decisions([b"\xef\xbb\xbf" + lines_of(said(ROW))])
    assert one.decision is Verdict.ACCEPT


def test_what_may_be_left_out_is_left_out() -> None:
    line = {
        key: value for key, value in said(ROW).items() if key not in {"second", "seconds", "keys", "note"}
    }
    one = read_decision(line)
    assert (one.second, one.seconds, one.keys) == (False, None, None)


@pytest.mark.parametrize(
    ("field", "attempt", "value"),
    [
        ("date_of_birth", "១០.០៧.១៩៩៩", "1999-07-10"),
        ("date_of_birth", "10.07.1999", "1999-07-10"),
        ("date_of_birth", "1999-07-10", "1999-07-10"),
        ("document_number", "០១០២០៣០៤០", "010203040"),
        ("document_number", " 010203040 ", "010203040"),
        ("sex", "ស្រី", "F"),
        ("sex", "M", "M"),
        ("surname", "Sok", "SOK"),
        ("height_cm", "១៦៥", 165),
        ("nationality", "khm", "KHM"),
    ],
)
def test_khmer_and_ascii_digits_are_the_same_value(field: str, attempt: str, value: object) -> None:
    assert read_value(field, attempt) == value
    one = decided(ROW, {field: typed(value, attempt)})
    assert one.fields[field].value == value
    assert one.fields[field].is_blind


def test_values_of_several_parts_are_read_from_what_is_printed() -> None:
    place, marks = (SPECIMEN.truth[name] for name in ("address", "distinguishing_marks"))
    assert isinstance(place, dict)
    assert isinstance(marks, dict)
    one = decided(ROW, {"address": typed(place, place["text"]), "distinguishing_marks": typed(marks["text"])})
    assert one.fields["address"].value["commune"] == place["commune"]
    assert one.fields["distinguishing_marks"].value == marks
    assert same_value(one.fields["address"].value, {**place, "text": "written otherwise"})
    assert not same_value(place, {**place, "commune": None})


def test_a_value_that_is_not_what_was_typed_is_refused() -> None:
    assert "date_of_birth.value is not what was typed last" in refused(
        fields={"date_of_birth": typed("1990-03-15", "15.03.1990", "16.03.1990")}
    )


def test_a_blank_is_not_typed() -> None:
    field = decided(ROW, {"date_of_birth": typed("1990-03-15", " ", "\t")}).fields["date_of_birth"]
    assert (field.typed, field.is_blind) == ((), False)


def test_what_cannot_be_read_of_the_typed_text_is_no_matter() -> None:
    one = decided(ROW, {"date_of_birth": typed("1990-03-15", "15031990 ?")})
    assert one.fields["date_of_birth"].value == "1990-03-15"


def test_a_day_that_no_calendar_has_is_no_value_and_is_known_as_one() -> None:
    for value in ("1990-02-30", None):
        field = decided(ROW, {"date_of_birth": typed(value, "30.02.1990")}).fields["date_of_birth"]
        assert (field.value, field.no_such_day) == (None, True)
    unread = decided(ROW, {"date_of_birth": typed(None, "?")}).fields["date_of_birth"]
    assert (unread.value, unread.no_such_day) == (None, False)


def test_what_a_page_takes_is_never_refused() -> None:
    fields = {
        "surname": typed("O'BRIEN-SOK"),
        "name_khmer": typed("SOK ?"),
        "date_of_birth": typed("1990-03-05", "5/3/1990"),
        "sex": typed("F", "ស"),
        "document_number": typed("010203040", "០១០ ២០៣ ០៤០ (01)"),
    }
    found = decided(ROW, fields, reviewer="សុខ\u200bដារ៉ា").fields
    assert [one.value for one in found.values()] == ["O'BRIEN-SOK", None, "1990-03-05", "F", "010203040"]
    assert decided(ROW, reviewer="S\u202eK").reviewer == "SK"


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"format": 2}, "not of format 1"),
        ({"format": True}, "not of format 1"),
        ({"surprise": QUOTED}, "here are 1 more"),
        ({"id": None}, "id is a text"),
        ({"id": True}, "id is a text"),
        ({"id": 1.5}, "id is a text"),
        ({"row": "sha256:" + 64 * "G"}, "row is sha256"),
        ({"row": 1}, "row is sha256"),
        ({"reviewer": " "}, "reviewer is a name"),
        ({"reviewer": "\u200b\u202e"}, "reviewer is a name"),
        ({"reviewer": 201 * "S"}, "reviewer is a name"),
        ({"reviewer": 1}, "reviewer is a name"),
        ({"second": 1}, "second is true"),
        ({"at": "yesterday"}, "at is a moment"),
        ({"at": "2026-13-27T08:30:00Z"}, "at is a moment"),
        ({"at": "2026-11-27T08:30:00+07:00"}, "at is a moment"),
        ({"at": 0}, "at is a moment"),
        ({"seconds": -1}, "seconds is a number"),
        ({"seconds": True}, "seconds is a number"),
        ({"seconds": "1"}, "seconds is a number"),
        ({"keys": 1.5}, "keys is a whole number"),
        ({"keys": -1}, "keys is a whole number"),
        ({"keys": True}, "keys is a whole number"),
        ({"decision": QUOTED}, "decision is one of"),
        ({"decision": ["accept"]}, "decision is one of"),
        ({"note": 10_001 * "x"}, "note is a text"),
        ({"note": 1}, "note is a text"),
        ({"fields": []}, "fields is an object"),
        ({"fields": {QUOTED: typed("x")}}, "fields has 1 that a report has not"),
        ({"fields": {"sex": []}}, "sex is an object"),
        ({"fields": {"sex": typed("M", surprise=1)}}, "sex is an object"),
        ({"fields": {"sex": {"typed": [], "value": "M"}}}, "sex.shown is missing"),
        ({"fields": {"sex": {"typed": [], "shown": False}}}, "sex.value is missing"),
        ({"fields": {"sex": {**typed("M"), "shown": "no"}}}, "sex.shown is true"),
        ({"fields": {"sex": {**typed("M"), "typed": "M"}}}, "sex.typed is at most"),
        ({"fields": {"sex": {**typed("M"), "typed": [1]}}}, "sex.typed is at most"),
        ({"fields": {"sex": {**typed("M"), "typed": 101 * ["M"]}}}, "sex.typed is at most"),
        ({"fields": {"sex": {**typed("M"), "typed": [(LONGEST_TEXT + 1) * "M"]}}}, "sex.typed is at most"),
        ({"fields": {"sex": typed("M", agrees=[QUOTED])}}, "sex.agrees is a list"),
        ({"fields": {"sex": typed("M", agrees="viz")}}, "sex.agrees is a list"),
        ({"fields": {"sex": typed(QUOTED)}}, "sex.value is not a value"),
        ({"fields": {"sex": typed(1)}}, "sex.value is not a value"),
        ({"fields": {"sex": typed(["M"])}}, "sex.value is not a value"),
        ({"fields": {"height_cm": typed(value=True)}}, "height_cm.value is not a value"),
        ({"fields": {"height_cm": typed(20)}}, "height_cm.value is not a value"),
        ({"fields": {"date_of_birth": typed("10.07.19")}}, "date_of_birth.value is not a value"),
        ({"fields": {"surname": typed("S0K")}}, "surname.value is not a value"),
        ({"fields": {"nationality": typed("KHMER")}}, "nationality.value is not a value"),
        ({"fields": {"address": typed({"text": 1})}}, "address.value is not a value"),
    ],
)
def test_what_is_wrong_is_named_and_not_quoted(changed: dict[str, Any], why: str) -> None:
    assert why in refused(**changed)


@pytest.mark.parametrize("key", ["id", "row", "reviewer", "at", "decision", "fields"])
def test_what_is_missing_is_named(key: str) -> None:
    line = said(ROW)
    del line[key]
    assert f"{key} is missing" in refusal(lines_of(line))


@pytest.mark.parametrize(
    "line",
    [
        b"{",
        b"[]",
        b"17",
        b'"SOPHEA"',
        b"\xff\xfe",
        "{}".encode("utf-16"),
        b'{"format": 1, "format": 1}',
        b"[" * 100_000,
        lines_of(said(ROW)).replace(b"12.5", b"NaN"),
        lines_of(said(ROW)).replace(b"12.5", b"Infinity"),
    ],
)
def test_what_is_no_object_of_json_is_refused(line: bytes) -> None:
    assert "one object of JSON" in refusal(line)


def test_a_number_beyond_all_floats_is_no_duration() -> None:
    assert "seconds is a number" in refusal(lines_of(said(ROW)).replace(b"12.5", b"1e999"))


def test_a_line_that_is_too_long_is_refused_before_it_is_read() -> None:
    assert "longer than" in refusal(b" " + lines_of({**said(ROW), "note": LONGEST_LINE * "x"}))


def test_no_repr_shows_what_was_typed() -> None:
    one = decided(ROW, {"surname": typed("SOPHEA")})
    assert QUOTED not in repr(one) + repr(one.fields["surname"])
    assert repr(one.fields["surname"]) == "KeyedField(1 attempts)"


def test_one_reviewer_is_the_same_however_they_write_their_name() -> None:
    assert decided(ROW, reviewer=" Sok  Dara ").who == decided(ROW, reviewer="sok dara").who


def test_the_digest_of_a_row_is_that_of_what_it_says() -> None:
    assert row_digest(ROW) == row_digest(dict(reversed(list(ROW.items()))))
    assert row_digest(ROW) != row_digest({**ROW, "id": "17"})
    assert row_digest({"id": "\ud800"}).startswith("sha256:")


def is_refused_or_read(line: bytes) -> bool:
    try:
        return len(list(read_decisions([line]))) <= 1
    except ValueError as error:
        return str(error).startswith("line 1: ")


@given(st.binary())
def test_bytes_of_any_kind_are_refused_or_read(line: bytes) -> None:
    assert is_refused_or_read(line)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


@given(st.sampled_from(sorted(said(ROW))), JSON)
def test_a_value_of_any_kind_is_refused_or_read(key: str, value: object) -> None:
    assert is_refused_or_read(json.dumps({**said(ROW), key: value}).encode())
