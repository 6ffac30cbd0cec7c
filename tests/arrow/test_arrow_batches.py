"""Tables in, tables out: as many rows, in order, whatever is in them and however they are cut."""

import datetime as dt
import importlib
import json
import pickle
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pytest
from support.paths import DATA
from support.tabled import rebuilt, without_nulls

import khmerid
from khmerid import Policy, Profile
from khmerid.answering.examining import Terms, examine_row
from khmerid.answering.input_row import InputRow
from khmerid.arrow import REPORT_SCHEMA, examine_batch, examine_batches
from khmerid.arrow.batches import _whole
from khmerid.huawei.wire import RESULT_KEYS
from khmerid.testing import make_specimen

TODAY = dt.date(2026, 11, 22)
RESPONSE = '{"id_number": "010203040"}'
TABLE = pa.table({"response": [RESPONSE]})


class ByArray:
    """What offers one batch by the protocol, and no stream."""

    def __init__(self, batch: pa.RecordBatch) -> None:
        self.batch = batch

    def __arrow_c_array__(self, requested_schema: object = None) -> Any:
        return self.batch.__arrow_c_array__(requested_schema)


class ByStream:
    """What offers a stream by the protocol, as data frames do."""

    def __init__(self, table: pa.Table) -> None:
        self.table = table

    def __arrow_c_stream__(self, requested_schema: object = None) -> Any:
        return self.table.__arrow_c_stream__(requested_schema)


def cards(count: int) -> pa.Table:
    """Return a table of the answers of the service on invented cards, in chunks of different sizes."""
    rows = [json.dumps(make_specimen(seed=seed).response()) for seed in range(count)]
    table = pa.table({"number": range(count), "response": rows, "decision_of_clerk": ["yes"] * count})
    return pa.concat_tables([table.slice(0, 1), table.slice(1, 0), table.slice(1)])


def numbers(found: pa.RecordBatch) -> Any:
    return found.column("document_number").to_pylist()


def codes(found: pa.RecordBatch) -> list[Any]:
    return [error and error["code"] for error in found.column("error").to_pylist()]


def test_every_report_is_that_of_examine() -> None:
    table = cards(6)
    found = examine_batch(table, today=TODAY, evidence=True)
    found.validate(full=True)
    assert found.schema.equals(REPORT_SCHEMA, check_metadata=True)
    for row, text in zip(found.to_pylist(), table.column("response").to_pylist(), strict=True):
        report = khmerid.examine(json.loads(text), today=TODAY, evidence=True)
        assert rebuilt(row) == without_nulls(report.to_dict())


def test_a_policy_and_a_profile_are_kept_to_and_named() -> None:
    policy, profile = Policy(name="adults", minimum_age=18), Profile.shipped("tesseract-fields")
    (row,) = examine_batch(TABLE, today=TODAY, policy=policy, profile=profile).to_pylist()
    assert (row["policy"]["name"], row["profile"]["name"]) == ("adults", "tesseract-fields")


def test_columns_that_are_kept_come_first_as_they_were() -> None:
    table = cards(5)
    found = examine_batch(table, today=TODAY, keep=["decision_of_clerk", "number"])
    assert found.schema.names == ["decision_of_clerk", "number", *REPORT_SCHEMA.names]
    assert found.schema.metadata == REPORT_SCHEMA.metadata
    assert found.column("number").to_pylist() == list(range(5))
    assert found.schema.field("number") == table.schema.field("number")


@pytest.mark.parametrize(
    "given",
    [
        cards(5),
        cards(5).combine_chunks().to_batches()[0],
        cards(5).to_reader(),
        ByStream(cards(5)),
        ByArray(cards(5).combine_chunks().to_batches()[0]),
    ],
    ids=lambda given: type(given).__name__,
)
def test_whatever_hands_out_arrow_is_taken(given: Any) -> None:
    found = examine_batch(given, today=TODAY, keep=["number"])
    assert found.column("number").to_pylist() == list(range(5))
    assert None not in numbers(found)


def test_what_hands_out_a_stream_is_taken_batch_by_batch() -> None:
    table = cards(5)
    for given in (table, ByStream(table), table.to_reader(), ByArray(table.combine_chunks().to_batches()[0])):
        batches = list(examine_batches(given, today=TODAY, keep=["number"]))
        assert pa.Table.from_batches(batches).column("number").to_pylist() == list(range(5))


def test_a_slice_has_its_own_rows() -> None:
    table = cards(6).combine_chunks()
    whole = numbers(examine_batch(table, today=TODAY))
    assert numbers(examine_batch(table.slice(2, 3), today=TODAY)) == whole[2:5]
    assert numbers(examine_batch(table.to_batches()[0].slice(4), today=TODAY, keep=["number"])) == whole[4:]


@pytest.mark.parametrize(
    "empty",
    [
        TABLE.slice(0, 0),
        TABLE.schema.empty_table(),
        pa.table({"response": pa.chunked_array([], pa.string_view())}),
        pa.record_batch({"response": pa.nulls(0)}),
    ],
)
def test_no_rows_in_are_no_rows_out(empty: Any) -> None:
    found = examine_batch(empty, today=TODAY)
    assert (found.num_rows, found.schema) == (0, REPORT_SCHEMA)
    assert [batch.num_rows for batch in examine_batches([empty], today=TODAY)] == [0]


def test_each_row_that_is_wrong_has_its_error_and_the_others_their_report() -> None:
    rows = [
        RESPONSE,
        None,
        "garbage",
        " ",
        '{"a": 1, "a": 2}',
        "{}",
        '{"error_code": "AIS.0104"}',
        "[" * 10**5,
    ]
    found = examine_batch(pa.table({"response": rows}), today=TODAY)
    assert codes(found) == [
        *(
            None,
            "no_response",
            "not_json",
            "no_response",
            "duplicate_key",
            "unexpected_response",
            "AIS.0104",
            "not_json",
        )
    ]
    assert found.column("decision").to_pylist() == ["review", *[None] * 7]


def test_the_answers_of_examine_batch_are_those_of_the_command() -> None:
    rows = [b'{"id": 5, "response": {"id_number": "010203040"}, "today": "2019-05-04"}', b"\xff", b'"x"']
    found = examine_batch(pa.table({"response": rows}), today=TODAY).to_pylist()
    for row, content in zip(found, rows, strict=True):
        answered = examine_row(InputRow(1, content), Terms(today=TODAY))
        del answered["id"]
        assert rebuilt(row) == without_nulls(answered)


def test_the_plain_text_of_an_ocr_is_a_row_too() -> None:
    lines = "IDKHM0102030402<<<<<<<<<<<<<<<\n9003152F2912316KHM<<<<<<<<<<<4\nSOK<<SOPHEA<<<<<<<<<<<<<<<<<<<"
    found = examine_batch(pa.table({"response": [lines, lines.encode()]}), today=TODAY).to_pylist()
    report = khmerid.examine(lines, today=TODAY)
    assert [rebuilt(row) for row in found] == [without_nulls(report.to_dict())] * 2


def test_a_structure_with_all_keys_of_the_service_is_no_error() -> None:
    response = make_specimen(seed=1).response()
    assert isinstance(response["result"], dict)
    keys = dict.fromkeys(key.name for key in RESULT_KEYS)
    rows = [
        {"result": keys | response["result"], "error_code": None, "error_msg": None},
        {"result": None, "error_code": "AIS.0104", "error_msg": "x"},
    ]
    found = examine_batch(pa.Table.from_pylist([{"response": row} for row in rows]), today=TODAY)
    assert codes(found) == [None, "AIS.0104"]
    assert rebuilt(found.to_pylist()[0]) == without_nulls(khmerid.examine(response, today=TODAY).to_dict())


def expiring(days: pa.Array, own: str | None = None) -> list[Any]:
    """Return for each day whether an invented card is expired on it, or the code of an error."""
    specimen = make_specimen(seed=1)
    response = json.dumps({"today": own, "response": specimen.response()})
    table = pa.table({"day": days, "response": [response] * len(days)})
    found = examine_batch(table, today=specimen.values.date_of_expiry, today_column="day").to_pylist()
    return [row["error"]["code"] if row["error"] else "expired" in row["reasons"] for row in found]


def test_each_row_has_its_own_day_and_else_that_of_all() -> None:
    last = make_specimen(seed=1).values.date_of_expiry
    after = last + dt.timedelta(days=1)
    assert expiring(pa.array([after, None, last])) == [True, False, False]
    assert expiring(pa.array([str(after), None, "soon"])) == [True, False, "unreadable_today"]
    assert expiring(pa.array([after, None]), own=str(last)) == [False, False]
    assert expiring(pa.array([after]), own="soon") == ["unreadable_today"]


def test_bytes_that_are_a_picture_are_read_as_one_and_text_never_is() -> None:
    picture = (DATA / "pictures" / "0121.jpg").read_bytes()[:2000]
    rows = [picture, b"BM" + bytes(12), None, RESPONSE.encode()]
    found = examine_batch(pa.table({"response": rows}), today=TODAY)
    assert codes(found)[2:] == ["no_response", None]
    assert all(str(code).startswith("AIS.01") for code in codes(found)[:2])
    assert codes(examine_batch(pa.table({"response": ["BM\0"]}), today=TODAY)) == ["not_text"]


def test_large_batches_come_back_as_several_and_small_ones_one_by_one() -> None:
    many = pa.table({"response": ["x"] * 600})
    sizes = [batch.num_rows for batch in examine_batches([TABLE, many, TABLE.slice(0, 0)], today=TODAY)]
    assert sizes == [1, 250, 250, 100, 0]
    assert examine_batch(many, today=TODAY).num_rows == 600


def test_a_batch_is_taken_only_when_the_one_before_is_done() -> None:
    taken = []

    def coming() -> Iterator[pa.Table]:
        for number in range(3):
            taken.append(number)
            yield TABLE

    batches = examine_batches(coming(), today=TODAY)
    assert taken == []
    next(batches)
    assert taken == [0]
    assert len(list(batches)) == 2
    assert list(examine_batches([], today=TODAY)) == []


def test_batches_may_differ_in_their_types() -> None:
    tables = [
        TABLE,
        TABLE.cast(pa.schema([("response", pa.large_string())])),
        pa.table({"response": [{"a": 1}]}),
    ]
    found = list(examine_batches(tables, today=TODAY))
    assert [code for batch in found for code in codes(batch)] == [None, None, "unexpected_response"]
    with pytest.raises(ValueError, match="the column response is not there"):
        list(examine_batches([TABLE, pa.table({"other": [1]})], today=TODAY))


@pytest.mark.parametrize(
    ("settings", "error", "message"),
    [
        ({"column": "answer"}, ValueError, "the column answer is not there; there are"),
        ({"column": "twice"}, ValueError, "the column twice stands there several times; there are"),
        ({"column": "number"}, TypeError, "the column number has texts, bytes or structures"),
        ({"column": 0}, TypeError, "a column is given by its name, not by int"),
        ({"today_column": "day"}, ValueError, "the column day is not there"),
        ({"today_column": "number"}, TypeError, "the column number has days, times or texts"),
        ({"keep": ["id"]}, ValueError, "the column id is not there"),
        ({"keep": [0]}, TypeError, "a column is given by its name, not by int"),
        ({"keep": "number"}, TypeError, "given as a list of names, not as one text"),
        ({"keep": ["number", "number"]}, ValueError, r"would stand twice in the result; .*\['number'\]"),
        ({"keep": ["sex"]}, ValueError, r"would stand twice in the result; .*\['sex'\]"),
        ({"today": "2026-11-22"}, TypeError, "today is a datetime.date"),
        ({"today": dt.datetime(2026, 11, 22)}, TypeError, "today is a datetime.date"),  # noqa: DTZ001
        ({"policy": None}, TypeError, "policy is a Policy"),
        ({"profile": "tesseract"}, TypeError, "profile is a Profile"),
    ],
)
def test_a_mistake_in_the_call_is_told_at_once_and_quotes_no_card(
    settings: dict[str, Any], error: type[Exception], message: str
) -> None:
    columns = [
        pa.array([RESPONSE]),
        pa.array([1]),
        pa.array([RESPONSE]),
        pa.array([RESPONSE]),
        pa.array(["M"]),
    ]
    table = pa.table(columns, ["response", "number", "twice", "twice", "sex"])
    with pytest.raises(error, match=message) as raised:
        examine_batch(table, **{"today": TODAY, **settings})
    assert "010203040" not in str(raised.value)
    with pytest.raises(error, match=message):
        list(examine_batches([table], **{"today": TODAY, **settings}))


@pytest.mark.parametrize("given", ["response", {"response": [RESPONSE]}, [TABLE], None, 5])
def test_what_is_no_batch_is_refused(given: Any) -> None:
    with pytest.raises(TypeError, match=r"^a batch is one of Arrow, or an object that hands out such, not"):
        examine_batch(given, today=TODAY)


def test_what_are_no_batches_are_refused() -> None:
    with pytest.raises(TypeError, match=r"^batches come as an iterator or as a stream of Arrow, not as int"):
        examine_batches(5, today=TODAY)
    with pytest.raises(TypeError, match=r"^a batch is one of Arrow"):
        list(examine_batches(["response"], today=TODAY))
    with pytest.raises(ValueError, match=r"^Arrow cannot make a table of this StringArray \(ArrowInvalid\)"):
        examine_batch(pa.array([RESPONSE]), today=TODAY)


class OfSeveralTypes:
    """What fails as a data frame does that has texts and numbers in one column."""

    def __arrow_c_stream__(self, requested_schema: object = None) -> Any:
        return pa.array([RESPONSE, 5])


def test_a_column_of_several_types_is_refused_and_not_quoted() -> None:
    with pytest.raises(ValueError, match=r"responses of several types can be given as JSON text$") as raised:
        examine_batch(OfSeveralTypes(), today=TODAY)
    assert (raised.value.__cause__, raised.value.__context__) == (None, None)


def test_an_error_of_the_source_comes_through() -> None:
    def failing() -> Iterator[pa.Table]:
        yield TABLE
        message = "the source failed"
        raise OSError(message)

    batches = examine_batches(failing(), today=TODAY)
    assert next(batches).num_rows == 1
    with pytest.raises(OSError, match=r"^the source failed$"):
        next(batches)


def test_reports_that_are_too_long_for_one_batch_are_not_cut() -> None:
    part = pa.array(["x" * 2**26])
    with pytest.raises(ValueError, match=r"too long for one batch: .* use examine_batches"):
        _whole(pa.chunked_array([part] * 32))


def test_the_columns_that_are_kept_may_be_of_any_type() -> None:
    table = pa.table(
        {
            "response": [RESPONSE],
            "view": pa.array(["a"], pa.string_view()),
            "category": pa.array(["a"]).dictionary_encode(),
            "nested": [[{"a": 1}]],
        }
    )
    names = ["view", "category", "nested", "response"]
    found = examine_batch(pa.concat_tables([table, table]), today=TODAY, keep=names)
    assert found.select(names).to_pylist() == table.select(names).to_pylist() * 2


def test_a_policy_and_a_profile_go_to_other_processes() -> None:
    policy, profile = Policy(name="adults", minimum_age=18), Profile.shipped("tesseract-fields")
    assert pickle.loads(pickle.dumps((policy, profile))) == (policy, profile)  # noqa: S301 - our own
    assert pickle.loads(pickle.dumps(examine_batches)) is examine_batches  # noqa: S301


def test_the_library_does_not_import_arrow() -> None:
    script = "import sys, khmerid, khmerid.answering.flat_columns; print('pyarrow' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout == "False\n"


def test_where_arrow_is_missing_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith("khmerid.arrow")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ModuleNotFoundError, match=r"pip install 'khmerid\[arrow\]'$") as raised:
        importlib.import_module("khmerid.arrow")
    assert raised.value.name == "pyarrow"
