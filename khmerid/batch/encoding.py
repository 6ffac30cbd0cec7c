r"""How rows are written: as JSON, one to a line or indented in an array.

>>> ENCODINGS[Format.JSONL].encode([{"id": 17}, {"id": 18}])
'{"id": 17}\n{"id": 18}\n'
"""

import enum
import json
from collections.abc import Callable, Iterable
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
    """How rows become text, and what stands before all, between those encoded together, and after all."""

    encode: Callable[[Iterable[Row]], str]
    head: str = ""
    between: str = ""
    tail: str = ""


def write_lines(rows: Iterable[Row], stream: TextIO) -> None:
    """Write each row as a line of JSON."""
    stream.writelines(_to_json(row) + "\n" for row in rows)


def _as_lines(rows: Iterable[Row]) -> str:
    return "".join(_to_json(row) + "\n" for row in rows)


def _in_array(rows: Iterable[Row]) -> str:
    return ",\n".join(_to_json(row, indent=1) for row in rows)


def _to_json(row: Row, indent: int | None = None) -> str:
    text = json.dumps(row, ensure_ascii=False, allow_nan=False, indent=indent)
    return with_escapes(text) if "ledger" in row else text  # which has texts as received


ENCODINGS: Final = {
    Format.JSONL: Encoding(_as_lines),
    Format.JSON: Encoding(_in_array, "[\n", ",\n", "\n]\n"),
}
