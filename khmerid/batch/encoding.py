r"""How rows are written: as lines of JSON or as one array.

>>> ENCODINGS[Format.JSONL].encode([{"id": 17}, {"id": 18}])
b'{"id": 17}\n{"id": 18}\n'

A lone surrogate, which UTF-8 does not have, comes out as JSON writes it: ``\ud800``.
"""

import enum
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, TextIO

import attrs

from khmerid.answering.input_row import Row
from khmerid.json_text import with_escapes


class Format(enum.StrEnum):
    """The formats of the output: a table for people, rows of JSON for programs."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"


@attrs.frozen
class Encoding:
    """How rows become bytes, and what stands before all, between those encoded together, and after all."""

    encode: Callable[[Sequence[Row]], bytes]
    head: bytes = b""
    between: bytes = b""
    tail: bytes = b""


def write_lines(rows: Iterable[Row], stream: TextIO) -> None:
    """Write each row as a line of JSON."""
    stream.writelines(_to_json(row) + "\n" for row in rows)


def to_bytes(text: str) -> bytes:
    """Return text as UTF-8."""
    return text.encode("utf-8", "backslashreplace")


def _as_lines(rows: Sequence[Row]) -> bytes:
    return to_bytes("".join(_to_json(row) + "\n" for row in rows))


def _in_array(rows: Sequence[Row]) -> bytes:
    return to_bytes(",\n".join(_to_json(row, indent=1) for row in rows))


def _to_json(row: Row, indent: int | None = None) -> str:
    text = json.dumps(row, ensure_ascii=False, allow_nan=False, indent=indent)
    return with_escapes(text) if "ledger" in row else text  # which has texts as received


ENCODINGS: Final[Mapping[str, Encoding]] = {
    Format.JSONL: Encoding(_as_lines),
    Format.JSON: Encoding(_in_array, b"[\n", b",\n", b"\n]\n"),
}
