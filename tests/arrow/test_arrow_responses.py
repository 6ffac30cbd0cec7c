"""Cells of every type of Arrow, crossed with nulls, slices and what is broken: each becomes its row."""

import datetime as dt
import decimal
import json
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from support.tabled import without_nulls

from khmerid.arrow.responses import input_rows, is_of_bytes, require_days, require_responses

RESPONSE = {"id_number": "010203040", "name_en": "SOK SOPHEA"}
JSON = json.dumps(RESPONSE)
NO_RESPONSE = "no_response"
TEXTS = [pa.string(), pa.large_string(), pa.string_view()]
BYTES = [pa.binary(), pa.large_binary(), pa.binary_view(), pa.binary(len(JSON))]
KINDS_OF_LIST = [
    pa.list_(pa.string()),
    pa.large_list(pa.string()),
    pa.list_(pa.string(), 2),
    pa.list_view(pa.string()),
    pa.large_list_view(pa.string()),
]


def contents(column: pa.Array) -> list[Any]:
    """Return the JSON of each cell, or the code of its error row."""
    require_responses(pa.field("response", column.type))
    rows = list(input_rows(column))
    assert [row.number for row in rows] == list(range(1, len(column) + 1))
    return [row.trouble[0] if row.trouble else json.loads(row.content) for row in rows]


def days(column: pa.Array) -> list[object]:
    require_days(pa.field("day", column.type))
    return [row.today for row in input_rows(pa.nulls(len(column)), column)]


@pytest.mark.parametrize("kind", TEXTS + BYTES, ids=str)
def test_a_text_is_taken_as_it_is(kind: pa.DataType) -> None:
    value = JSON if kind in TEXTS else JSON.encode()
    column = pa.array([None, value, None, value, value], kind)
    assert contents(column) == [NO_RESPONSE, RESPONSE, NO_RESPONSE, RESPONSE, RESPONSE]
    assert contents(column.slice(2, 2)) == [NO_RESPONSE, RESPONSE]
    assert contents(column.slice(0, 0)) == []
    assert is_of_bytes(pa.field("response", kind)) == (kind in BYTES)


@pytest.mark.parametrize("values", [[JSON, None, "x"], [RESPONSE, None, {}]], ids=["texts", "structures"])
def test_a_dictionary_may_have_nulls_among_its_keys_and_its_values(values: list[Any]) -> None:
    column = pa.DictionaryArray.from_arrays(pa.array([0, 1, None, 0]), pa.array(values))
    assert contents(column) == [RESPONSE, NO_RESPONSE, NO_RESPONSE, RESPONSE]
    assert contents(column.slice(2)) == [NO_RESPONSE, RESPONSE]


def test_what_stands_several_times_in_a_row_may_be_encoded_so() -> None:
    column = pa.RunEndEncodedArray.from_arrays([2, 3], pa.array([JSON, None]))
    assert contents(column) == [RESPONSE, RESPONSE, NO_RESPONSE]
    assert contents(column.slice(1)) == [RESPONSE, NO_RESPONSE]


class Response(pa.ExtensionType):  # type: ignore[misc]  # pyarrow has no types
    def __init__(self, storage: pa.DataType) -> None:
        super().__init__(storage, "khmerid.test")

    def __arrow_ext_serialize__(self) -> bytes:
        return b""


@pytest.mark.parametrize("values", [[JSON, None], [RESPONSE, None]], ids=["text", "structure"])
def test_an_extension_is_what_it_is_stored_as(values: list[Any]) -> None:
    storage = pa.array(values)
    column = pa.ExtensionArray.from_storage(Response(storage.type), storage)
    assert contents(column) == [RESPONSE, NO_RESPONSE]
    assert contents(column.slice(1)) == [NO_RESPONSE]


def test_a_column_of_nulls_has_no_responses() -> None:
    assert contents(pa.nulls(2)) == [NO_RESPONSE] * 2


def test_what_is_null_in_a_structure_is_left_out_at_every_depth() -> None:
    column = pa.array(
        [
            {
                "result": {"id_number": "010203040", "sex": None, "confidence": {"sex": None}},
                "error_code": None,
            },
            None,
            {"result": None, "error_code": "AIS.0104"},
            {},
        ]
    )
    found = [
        {"result": {"id_number": "010203040", "confidence": {}}},
        NO_RESPONSE,
        {"error_code": "AIS.0104"},
        {},
    ]
    assert contents(column) == found
    assert contents(column.slice(2)) == found[2:]


def test_nulls_in_a_list_keep_their_places() -> None:
    column = pa.array([[{"text": "SOK", "box": None}, None, {"text": None, "box": [1, None]}]])
    assert contents(column) == [[{"text": "SOK"}, None, {"box": [1, None]}]]


@pytest.mark.parametrize("kind", KINDS_OF_LIST, ids=str)
def test_a_list_of_lines_is_taken(kind: pa.DataType) -> None:
    column = pa.array([["010203040", "SOK SOPHEA"], None, [None, "x"]], kind)
    assert contents(column) == [["010203040", "SOK SOPHEA"], NO_RESPONSE, [None, "x"]]
    assert contents(column.slice(1)) == [NO_RESPONSE, [None, "x"]]


def test_a_map_is_an_object() -> None:
    kind = pa.map_(pa.string(), pa.string())
    column = pa.array([[("id_number", "010203040"), ("sex", None)], None, [], [("a", "1"), ("a", "2")]], kind)
    assert contents(column) == [{"id_number": "010203040"}, NO_RESPONSE, {}, "duplicate_key"]
    assert contents(pa.array([[(5, "a")]], pa.map_(pa.int8(), pa.string()))) == [{"5": "a"}]


def test_a_structure_with_a_name_twice_is_not_guessed_at() -> None:
    parts = [pa.array(["1", "1"]), pa.array(["2", None])]
    column = pa.StructArray.from_arrays(parts, ["id_number", "id_number"])
    assert contents(column) == ["duplicate_key", {"id_number": "1"}]


def test_a_union_is_what_is_in_it() -> None:
    kinds, offsets = pa.array([0, 1, 1], pa.int8()), pa.array([0, 0, 1], pa.int32())
    values = [pa.array([JSON]), pa.array([RESPONSE, None])]
    assert contents(pa.UnionArray.from_dense(kinds, offsets, values)) == [RESPONSE, RESPONSE, NO_RESPONSE]


def test_what_json_has_no_form_for_becomes_text_or_a_number() -> None:
    noon = dt.datetime(2026, 1, 2, 12, 30)  # noqa: DTZ001 - a table may have it so
    values: dict[str, Any] = {
        "day": dt.date(2026, 1, 2),
        "time": dt.time(12, 30),
        "noon": noon,
        "price": decimal.Decimal("1.50"),
        "bytes": b"SOK",
        "picture": b"\xff\xd8\xff",
        "while": pa.MonthDayNano([1, 2, 3]),
        "lasted": dt.timedelta(seconds=1),
        "yes": True,
        "ratio": 0.5,
    }
    column = pa.array([values])
    assert contents(column) == [
        values
        | {"day": "2026-01-02", "time": "12:30:00.000000", "noon": "2026-01-02T12:30:00.000000"}
        | {"price": 1.5, "bytes": "SOK", "picture": "/9j/", "lasted": "1000000"}
        | {"while": "MonthDayNano(months=1, days=2, nanoseconds=3)"}
    ]
    nanoseconds = pa.array([1], pa.int64()).view(pa.timestamp("ns", "Asia/Phnom_Penh"))
    column = pa.StructArray.from_arrays([nanoseconds], ["at"])
    assert contents(column) == [{"at": "1970-01-01T07:00:00.000000001+0700"}]


def test_a_number_that_is_none_is_as_json_has_it() -> None:
    (row,) = input_rows(pa.array([{"confidence": float("nan"), "score": float("inf")}]))
    assert row.content == b'{"confidence": NaN, "score": Infinity}'


def test_bytes_that_are_not_utf8_are_kept_as_they_are_and_refused_within_a_structure() -> None:
    offsets = pa.py_buffer(b"\0\0\0\0\x01\0\0\0")
    broken = pa.StringArray.from_buffers(1, offsets, pa.py_buffer(b"\xff"))
    (row,) = input_rows(broken)
    assert row.content == b"\xff"
    assert contents(pa.StructArray.from_arrays([broken], ["id_number"])) == ["not_utf8"]


def test_a_value_that_cannot_be_told_costs_its_row_alone() -> None:
    zone = pa.timestamp("s", "Nowhere/At_All")
    at = pa.array([1, None], pa.int64()).view(zone)
    column = pa.StructArray.from_arrays([at, pa.array(["010203040"] * 2)], ["at", "id_number"])
    assert contents(column) == ["not_json", {"id_number": "010203040"}]
    (row, _) = input_rows(column)
    assert row.trouble == ("not_json", "the row has a value that JSON has no form for (ArrowInvalid)")


def test_a_very_long_cell_is_taken_whole() -> None:
    (row,) = input_rows(pa.array(["x" * 1_000_000]))
    assert len(row.content) == 1_000_000


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=12,
)


@given(st.lists(st.dictionaries(st.text(), JSON_VALUES, max_size=4), min_size=1, max_size=4))
def test_whatever_json_arrow_has_a_type_for_comes_back_from_its_structures(
    values: list[dict[str, Any]],
) -> None:
    try:
        column = pa.array(values)
    except (pa.ArrowException, OverflowError, UnicodeEncodeError):
        assume(condition=False)  # lists of several types
    found = [json.loads(row.content) for row in input_rows(column)]
    assert found == without_nulls(column.to_pylist())


@pytest.mark.parametrize(
    "kind",
    [pa.int64(), pa.float64(), pa.bool_(), pa.date32(), pa.dictionary(pa.int8(), pa.int64())],
    ids=str,
)
def test_a_column_of_another_type_is_refused_by_its_name(kind: pa.DataType) -> None:
    with pytest.raises(
        TypeError, match=r"^the column response has texts, bytes or structures with responses"
    ):
        require_responses(pa.field("response", kind))


@pytest.mark.parametrize(
    "kind",
    [
        *(pa.date32(), pa.date64(), pa.timestamp("s"), pa.timestamp("us", "UTC")),
        *(pa.timestamp("ns"), pa.timestamp("ns", "Asia/Phnom_Penh")),
    ],
    ids=str,
)
def test_a_day_is_taken_of_days_and_times(kind: pa.DataType) -> None:
    column = pa.array([None, dt.datetime(2019, 5, 4, 3, tzinfo=dt.UTC)]).cast(kind)
    assert days(column) == [None, "2019-05-04"]
    assert days(column.slice(1)) == ["2019-05-04"]
    assert days(column.dictionary_encode()) == [None, "2019-05-04"]


def test_the_day_of_a_time_is_that_of_its_zone() -> None:
    at = [dt.datetime(2019, 5, 3, 20, tzinfo=dt.UTC)]
    assert days(pa.array(at, pa.timestamp("ns", "Asia/Phnom_Penh"))) == ["2019-05-04"]
    assert days(pa.array(at, pa.timestamp("us", "UTC"))) == ["2019-05-03"]


@pytest.mark.parametrize("kind", TEXTS, ids=str)
def test_a_text_is_taken_for_a_day_as_it_is(kind: pa.DataType) -> None:
    assert days(pa.array(["2019-05-04", None, "tomorrow"], kind)) == ["2019-05-04", None, "tomorrow"]


def test_a_time_that_is_on_no_day_is_given_as_none() -> None:
    assert days(pa.array([2**62, 2**39, 0]).cast(pa.timestamp("s"))) == [
        "<value out",
        "19391-01-2",
        "1970-01-01",
    ]
    assert days(pa.array([1]).view(pa.timestamp("s", "Nowhere/At_All"))) == [""]
    assert days(pa.nulls(1)) == [None]


def test_a_column_that_has_no_days_is_refused_by_its_name() -> None:
    with pytest.raises(
        TypeError, match=r"^the column day has days, times or texts such as 2019-05-04, not int"
    ):
        require_days(pa.field("day", pa.int64()))
