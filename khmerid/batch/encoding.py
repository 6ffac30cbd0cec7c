r"""How rows are written: as lines of JSON, as one array of it, as CSV, or as Parquet.

>>> ENCODINGS[Format.JSONL].encode([{"id": 17}, {"id": 18}])
b'{"id": 17}\n{"id": 18}\n'
>>> ENCODINGS[Format.CSV].encode([{"id": "=1+1", "error": {"code": "not_json", "message": ""}}])[:9]
b"'=1+1,,,,"

A lone surrogate, which UTF-8 does not have, comes out as JSON writes it: ``\ud800``.
"""

import csv
import enum
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import BinaryIO, Final, TextIO

import attrs

from khmerid.answering.flat_columns import NAMES, flat_values
from khmerid.answering.input_row import Row
from khmerid.json_text import with_escapes


class Format(enum.StrEnum):
    """How rows are written: as a table for people, as JSON or tables for programs."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"


@attrs.frozen
class Encoding:
    """How rows become bytes, and what stands before all, between those encoded together, and after all."""

    encode: Callable[[Sequence[Row]], bytes]
    head: bytes = b""
    between: bytes = b""
    tail: bytes = b""


# What a spreadsheet takes for the beginning of a formula, also in its wide forms (OWASP, CSV Injection).
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
# A spreadsheet does not take a file for UTF-8 without it.
_BYTE_ORDER_MARK: Final = "\ufeff"
_OF_ERROR: Final = ("code", "message")
_CSV_NAMES: Final = ("id", *NAMES, *(f"error_{key}" for key in _OF_ERROR))
_LENGTH: Final = 8  # bytes that say how long a chunk is


def write_lines(rows: Iterable[Row], stream: TextIO) -> None:
    """Write each row as a line of JSON."""
    stream.writelines(_to_json(row) + "\n" for row in rows)


def chunks_in(stream: BinaryIO) -> Iterator[bytes]:
    """Yield what was encoded as Parquet is, one record batch after another."""
    while length := stream.read(_LENGTH):
        yield stream.read(int.from_bytes(length))


def _to_bytes(text: str) -> bytes:
    return text.encode("utf-8", "backslashreplace")


def _as_lines(rows: Sequence[Row]) -> bytes:
    return _to_bytes("".join(_to_json(row) + "\n" for row in rows))


def _in_array(rows: Sequence[Row]) -> bytes:
    return _to_bytes(",\n".join(_to_json(row, indent=1) for row in rows))


def _to_json(row: Row, indent: int | None = None) -> str:
    text = json.dumps(row, ensure_ascii=False, allow_nan=False, indent=indent)
    return with_escapes(text) if "ledger" in row else text  # which has texts as received


def _as_csv(rows: Sequence[Row]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)  # ends lines as RFC 4180 does; with others it leaves a \r unquoted
    for row in rows:
        error = row.get("error", {})
        cells = [row["id"], *flat_values(row), *map(error.get, _OF_ERROR)]
        writer.writerow([_to_cell(" ".join(cell) if isinstance(cell, list) else cell) for cell in cells])
    return _to_bytes(text.getvalue())


def _to_cell(value: object) -> object:
    """Return a value as a cell that no spreadsheet computes."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _as_record_batch(rows: Sequence[Row]) -> bytes:
    from khmerid.arrow import encode_stream, to_record_batch  # noqa: PLC0415 - needs the extra

    encoded = encode_stream(to_record_batch(rows))
    return len(encoded).to_bytes(_LENGTH) + encoded


ENCODINGS: Final[Mapping[Format, Encoding]] = {
    Format.JSONL: Encoding(_as_lines),
    Format.JSON: Encoding(_in_array, b"[\n", b",\n", b"\n]\n"),
    Format.CSV: Encoding(_as_csv, head=_to_bytes(_BYTE_ORDER_MARK + ",".join(_CSV_NAMES) + "\r\n")),
    Format.PARQUET: Encoding(_as_record_batch),
}
