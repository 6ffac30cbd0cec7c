r"""Rows as a record batch, whatever is in them.

>>> rows = [{"id": 17, "error": {"code": "not_json", "message": "the row is not JSON"}}]
>>> batch = to_record_batch(rows)
>>> [batch.column(name)[0].as_py() for name in ("id", "decision")], batch.column("error")[0].as_py()["code"]
(['17', None], 'not_json')
"""

import datetime as dt
import json
from collections.abc import Sequence
from typing import Any, Final

import pyarrow as pa

from khmerid.answering.flat_columns import FLAT_COLUMNS, ColumnKind, flat_values
from khmerid.answering.input_row import Row, error_row
from khmerid.arrow.schema import REPORT_SCHEMA, REST, ROW_SCHEMA, TYPES
from khmerid.json_text import with_escapes

#: Where a column of the rest is in a row, if not under its own name.
_KEYS: Final = {"details": "fields"}


def to_record_batch(rows: Sequence[Row], *, with_id: bool = True) -> pa.RecordBatch:
    r"""Return a record batch with a row for each, in order; without ``with_id`` they have no names.

    What UTF-8 does not have comes out as JSON writes it: ``\ud800``. A row that the schema has no place for
    becomes an error row.
    """
    try:
        columns = _columns(rows)
    except _MISFITS:
        columns = _columns([_fitting(row) for row in rows])
    if not with_id:
        return pa.RecordBatch.from_arrays(columns[1:], schema=REPORT_SCHEMA)
    return pa.RecordBatch.from_arrays(columns, schema=ROW_SCHEMA)


def encode_stream(batch: pa.RecordBatch) -> bytes:
    """Return a record batch as an Arrow IPC stream.

    >>> stream = encode_stream(to_record_batch([{"id": 17, "error": {"code": "not_json", "message": ""}}]))
    >>> pa.ipc.open_stream(stream).read_all().num_rows
    1
    """
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batch.schema) as writer:
        writer.write_batch(batch)
    encoded: bytes = sink.getvalue().to_pybytes()
    return encoded


# What Arrow raises for a value that is not of its column's type, or that its type cannot hold.
_MISFITS: Final = (ArithmeticError, AttributeError, TypeError, ValueError, pa.ArrowException)


def _columns(rows: Sequence[Row]) -> list[pa.Array]:
    flat = zip(*map(flat_values, rows), strict=True) if rows else [()] * len(FLAT_COLUMNS)
    columns = [pa.array([_name(row) for row in rows], pa.string())]
    for column, values in zip(FLAT_COLUMNS, flat, strict=True):
        of_kind = map(_to_day, values) if column.kind is ColumnKind.DAY else values
        columns.append(pa.array(of_kind, TYPES[column.kind], size=len(rows)))
    for name, kind in REST.items():
        found = [row.get(_KEYS.get(name, name)) for row in rows]
        columns.append(pa.array(map(_ledger, found) if name == "ledger" else found, kind, size=len(rows)))
    return columns


def _name(row: Row) -> str | None:
    name = row.get("id")
    return None if name is None else str(name)


def _to_day(text: str | None) -> dt.date | None:
    return None if text is None else dt.date.fromisoformat(text)


def _ledger(found: object) -> str | None:
    """Return the text of a ledger, which quotes the card as received."""
    return None if found is None else with_escapes(json.dumps(found, ensure_ascii=False))


def _fitting(row: Row) -> Row:
    """Return a row that the schema has a place for."""
    try:
        cleaned = {key: value if key == "ledger" else _in_utf8(value) for key, value in row.items()}
        _columns([cleaned])
    except _MISFITS as error:
        message = f"khmerid failed ({type(error).__name__})"
        return {"id": _in_utf8(_name(row))} | error_row("internal_error", message)
    return cleaned


def _in_utf8(found: Any) -> Any:
    if isinstance(found, str):
        return found.encode("utf-8", "backslashreplace").decode()
    if isinstance(found, dict):
        return {_in_utf8(key): _in_utf8(value) for key, value in found.items()}
    return [_in_utf8(item) for item in found] if isinstance(found, list) else found
