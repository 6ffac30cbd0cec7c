"""Rows as record batches: all that a row has is in them, whatever that is."""

import datetime as dt
import io
import json
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from corpora import FIELDS, labelled_cards
from hypothesis import given
from hypothesis import strategies as st
from support.tabled import rebuilt, without_nulls

from khmerid import Policy
from khmerid.answering.examining import Terms, examine_response, examine_row
from khmerid.answering.input_row import InputRow
from khmerid.arrow import REPORT_SCHEMA, ROW_SCHEMA, encode_stream, to_record_batch
from khmerid.arrow.parquet import write_parquet
from khmerid.misreading import Profile
from khmerid.testing import damage, make_specimen

TODAY = dt.date(2026, 11, 22)
TERMS = Terms(today=TODAY)
ADULTS = Terms(
    today=TODAY,
    policy=Policy(name="adults", minimum_age=18),
    profile=Profile.shipped("tesseract-fields"),
    evidence=True,
)


def report(response: object, terms: Terms = TERMS) -> dict[str, Any]:
    return {"id": "a", **examine_response(response, terms)}


def only(batch: pa.RecordBatch) -> dict[str, Any]:
    (row,) = batch.to_pylist()
    found: dict[str, Any] = row
    return found


@pytest.mark.parametrize("terms", [TERMS, ADULTS], ids=["plain", "policy, profile and ledger"])
def test_a_row_of_the_table_has_all_that_its_report_has(terms: Terms) -> None:
    rows = [examine_response(card.response, terms) for card in labelled_cards(FIELDS)[::25]]
    batch = to_record_batch(rows, with_id=False)
    batch.validate(full=True)
    assert batch.schema.equals(REPORT_SCHEMA, check_metadata=True)
    assert [rebuilt(row) for row in batch.to_pylist()] == list(map(without_nulls, rows))


@given(st.integers(0, 10**6), st.sampled_from([0.2, 1, 2]))
def test_a_row_of_the_table_has_all_of_any_report(seed: int, severity: float) -> None:
    specimen = make_specimen(seed=seed)
    response = damage(specimen.response(), seed=seed, severity=severity)
    found = report(response, ADULTS)
    table = only(to_record_batch([found]))
    assert table.pop("id") == found.pop("id")
    assert rebuilt(table) == without_nulls(found)


def test_days_heights_and_risks_have_types_of_their_own() -> None:
    specimen = make_specimen(seed=1)
    row = only(to_record_batch([report(specimen.response())]))
    assert row["date_of_birth"] == specimen.values.date_of_birth
    assert row["height_cm"] == specimen.values.height_cm
    assert 0 <= row["document_number_risk"] < 0.001


def test_an_error_row_has_only_its_error() -> None:
    error = {"code": "AIS.0104", "message": "the image is of poor quality", "retry": "no"}
    row = only(to_record_batch([{"id": 17, "error": error}]))
    assert row.pop("id") == "17"
    assert row.pop("error") == error
    assert set(row.values()) == {None}


def test_a_redacted_row_has_assurances() -> None:
    row = only(to_record_batch([report({"id_number": "010203040"}, Terms(today=TODAY, redacted=True))]))
    assert (row["document_number"], row["document_number_assurance"]) == (None, "read")
    assert row["details"]["document_number"]["sources"] is None


def test_no_rows_are_a_batch_without_rows() -> None:
    assert to_record_batch([]).num_rows == 0
    assert to_record_batch([], with_id=False).schema.equals(REPORT_SCHEMA, check_metadata=True)


def test_a_row_may_have_no_name() -> None:
    assert only(to_record_batch([examine_response({"id_number": "1"}, TERMS)]))["id"] is None


def test_a_lone_surrogate_comes_out_as_json_writes_it() -> None:
    content = rb'{"id": "\ud800", "response": {"address": "\ud800 \u1797", "id_number": "010203040"}}'
    found = examine_row(InputRow(1, content), ADULTS)
    found["fields"]["surname"]["value"] = "\ud800"
    row = only(to_record_batch([found]))
    assert (row["id"], row["surname"]) == (r"\ud800", r"\ud800")
    assert row["document_number"] == "010203040"
    assert row["error"] is None
    texts = json.loads(row["ledger"])["fields"]["address"]["texts"]
    assert texts[0]["text"] == "\ud800 \u1797"


@pytest.mark.parametrize(
    "misfit",
    [
        {"fields": {"height_cm": {"value": 10**30}}},
        {"fields": {"date_of_birth": {"value": "yesterday"}}},
        {"fields": {"date_of_birth": {"value": 5}}},
        {"fields": {"sex": 5}},
        {"decision": 5},
        {"reasons": [5]},
        {"checks": 5},
        {"image": {"scores": {"blur": "high"}}},
        {"ledger": {"a": {5}}},
        {"error": "wrong"},
    ],
    ids=str,
)
def test_a_row_that_fits_no_column_becomes_an_error_row_and_the_others_stay(misfit: dict[str, Any]) -> None:
    good = report({"id_number": "010203040"})
    rows = to_record_batch([good, {"id": "\ud800", **misfit}, good]).to_pylist()
    assert [row["document_number"] for row in rows] == ["010203040", None, "010203040"]
    assert rows[1]["error"]["code"] == "internal_error"
    assert rows[1]["id"] == r"\ud800"
    assert rows[0]["error"] is None


def read(stream: io.BytesIO) -> pa.Table:
    return pq.read_table(pa.BufferReader(stream.getvalue()))


def test_batches_that_went_through_bytes_make_one_parquet_file() -> None:
    rows = [report({"id_number": "010203040"}), {"id": 2, "error": {"code": "not_json", "message": "x"}}]
    batch = to_record_batch(rows)
    stream = io.BytesIO()
    write_parquet((encode_stream(batch) for _ in range(3)), stream)
    table = read(stream)
    assert (table.schema.names, table.schema.metadata) == (ROW_SCHEMA.names, ROW_SCHEMA.metadata)
    assert table.to_pylist() == batch.to_pylist() * 3
    metadata = pq.ParquetFile(stream).metadata
    assert metadata.num_row_groups == 1
    assert metadata.row_group(0).column(0).compression == "ZSTD"


def test_a_file_without_rows_has_the_schema() -> None:
    stream = io.BytesIO()
    write_parquet([], stream)
    table = read(stream)
    assert (table.num_rows, table.schema.names) == (0, ROW_SCHEMA.names)
    assert table.schema.metadata == ROW_SCHEMA.metadata


def test_a_row_group_has_twenty_thousand_rows_at_most_and_then_some() -> None:
    chunk = encode_stream(to_record_batch([{"id": number} for number in range(9_000)]))
    stream = io.BytesIO()
    write_parquet([chunk] * 5, stream)
    metadata = pq.ParquetFile(stream).metadata
    groups = [metadata.row_group(place).num_rows for place in range(metadata.num_row_groups)]
    assert groups == [27_000, 18_000]


def test_a_row_group_is_written_once_it_is_large() -> None:
    chunk = encode_stream(to_record_batch([{"id": "x" * 20_000_000}]))
    stream = io.BytesIO()
    write_parquet([chunk] * 4, stream)
    metadata = pq.ParquetFile(stream).metadata
    assert [metadata.row_group(place).num_rows for place in range(metadata.num_row_groups)] == [2, 2]


class FullDisk(io.BytesIO):
    def write(self, _data: Any) -> int:
        raise OSError(28, "No space left on device")


def test_a_full_disk_is_told() -> None:
    with pytest.raises(OSError, match="No space left"):
        write_parquet([encode_stream(to_record_batch([{"id": 1}]))], FullDisk())
