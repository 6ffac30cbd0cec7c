"""The forms of the output: a table for people, rows of JSON for programs."""

import enum
import itertools
import json
from collections.abc import Callable, Iterator
from typing import Any, Final, TextIO

import rich.console

from khmerid.cli.table import Overview, one_card

Answers = Iterator[dict[str, Any]]

_PLAIN_WIDTH: Final = 100  # of a table that goes to a file or a pipe


class Format(enum.StrEnum):
    """The forms of the output."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"


def _write_jsonl(answers: Answers, stream: TextIO) -> None:
    stream.writelines(_to_json(row) + "\n" for row in answers)


def _write_json(answers: Answers, stream: TextIO) -> None:
    before = "["
    for row in answers:
        stream.write(before + "\n" + _to_json(row, indent=1))
        before = ","
    stream.write("[]\n" if before == "[" else "\n]\n")


def _write_table(answers: Answers, stream: TextIO) -> None:
    console = rich.console.Console(
        file=stream, width=None if stream.isatty() else _PLAIN_WIDTH, markup=False, highlight=False
    )
    head = list(itertools.islice(answers, 2))
    if not head:
        shown: Iterator[rich.console.RenderableType] = iter(["no rows"])
    elif len(head) == 1:
        shown = one_card(head[0])
    else:
        shown = Overview().show(itertools.chain(head, answers))
    for part in shown:
        console.print(part)


def _to_json(row: dict[str, Any], indent: int | None = None) -> str:
    return json.dumps(row, ensure_ascii=False, allow_nan=False, indent=indent)


WRITERS: Final[dict[Format, Callable[[Answers, TextIO], None]]] = {
    Format.TABLE: _write_table,
    Format.JSON: _write_json,
    Format.JSONL: _write_jsonl,
}
