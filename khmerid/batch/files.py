r"""Rows from files, and into them.

A line is one row; a blank line is none. Where not even the first line is JSON by itself, the file is one
response written over several lines, unless it is not JSON either and one of its lines is.

>>> list(rows_of(io.BytesIO(b'{"a": 1}\n\n{"a": 2}')))
[b'{"a": 1}\n', b'{"a": 2}']
>>> list(rows_of(io.BytesIO(b'{\n  "a": 1\n}')))
[b'{\n  "a": 1\n}']

What is written goes to the standard output, or into a file that is there whole or not at all.
"""

import contextlib
import enum
import io
import itertools
import json
import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final, TextIO

from khmerid.batch.parts import complete
from khmerid.json_text import with_escapes
from khmerid.recovery.recovered import RecoveryOutcome

Row = dict[str, Any]

# Two pictures of 10 MB each in base64, and all else that a response has, stay well below.
LONGEST_ROW: Final = 64 * 1024 * 1024
STDIN: Final = Path("-")
_ONE_PER_LINE: Final = frozenset({".jsonl", ".ndjson"})
_UNREAD: Final = frozenset(map(str, (RecoveryOutcome.INVALID, RecoveryOutcome.NOTHING)))
_HEAD: Final = 4096  # bytes of a file that are looked at; a picture has a zero byte in its first few


class Format(enum.StrEnum):
    """The formats of the output: a table for people, rows of JSON for programs."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"


def overwritten(files: Iterable[Path], destination: Path | None) -> Path | None:
    """Return the input that the output would overwrite, by whatever name or link, or ``None``.

    Without a destination the output is the standard output, which the shell may have led to a file.
    """
    written = _identity(destination or sys.stdout)
    inputs = (file for file in files if _identity(sys.stdin if file == STDIN else file) == written)
    return next(inputs, None) if written else None


def trouble_with(file: Path) -> str | None:
    """Return why a file cannot be one of rows: it is a folder, a picture, an archive; ``None`` if it can."""
    if file == STDIN:
        return None
    if file.is_dir():
        return f"{file} is a folder"
    if file.exists() and not file.is_file():  # a pipe can be read only once
        return None
    with file.open("rb") as stream, _naming(file):
        if b"\0" in stream.read(_HEAD):
            return f"{file} is not text: examine takes what an OCR returned for a card, as JSON in UTF-8"
    return None


def rows_in(
    files: Iterable[Path], *, one_per_line: bool = False, done: Callable[[int], None] = lambda _: None
) -> Iterator[bytes]:
    """Yield the text of each row in files, of which ``-`` is the standard input; ``done`` gets its bytes."""
    for file in files:
        lines = one_per_line or file.suffix in _ONE_PER_LINE
        source = contextlib.nullcontext(sys.stdin.buffer) if file == STDIN else file.open("rb")
        with source as stream, _naming(file):
            for row in rows_of(stream, one_per_line=lines):
                yield row
                done(len(row))


@contextlib.contextmanager
def _naming(file: Path) -> Iterator[None]:
    """Name the file in the error of a disk that fails, which does not say which file it is."""
    try:
        yield
    except OSError as error:
        error.filename = error.filename or ("the standard input" if file == STDIN else str(file))
        raise


def rows_of(stream: BinaryIO, *, one_per_line: bool = False, longest: int = LONGEST_ROW) -> Iterator[bytes]:
    """Yield the text of each row, in order; of one longer than ``longest`` bytes, one byte more than that."""
    lines = _lines(stream, longest)
    first = next(lines, b"")
    if one_per_line or len(first) > longest or _is_json(first):
        yield from itertools.chain([first] if first else [], lines)
        return
    head, size = [first], len(first)
    while size <= longest and (line := next(lines, None)):
        head.append(line)
        size += len(line)
    text = b"".join(head)
    if size <= longest and (
        _is_json(text) or not any(line.startswith(b"{") and _is_json(line) for line in head)
    ):
        yield from [text] if text else []
    else:
        yield from itertools.chain(head, lines)


@contextlib.contextmanager
def output(path: Path | None) -> Iterator[TextIO]:
    r"""Open what is written to; as UTF-8 with plain line ends, unless it is a terminal.

    A file is there whole or not at all: what stood there before stays until then. A lone surrogate, which
    UTF-8 does not have, comes out as JSON writes it: ``\ud800``.
    """
    if path is None:
        if isinstance(sys.stdout, io.TextIOWrapper) and not sys.stdout.isatty():
            sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
        yield sys.stdout
    elif path.exists() and not path.is_file():  # a pipe or a device takes what comes
        with _opened(path) as stream:
            yield stream
    else:
        with complete(Path(os.path.realpath(path))) as stream:
            yield stream


def write(
    rows: Iterable[Row], stream: TextIO, form: Format, show: Callable[[Iterator[Row], TextIO], None]
) -> int:
    """Write rows as they come, as JSON or by ``show`` as a table; return of how many nothing could be read.

    Those are error rows, and MRZs that are invalid or are none. Raises ``EOFError`` where there are no rows,
    because what should have written them has failed.
    """
    count = failed = 0

    def counted() -> Iterator[Row]:
        nonlocal count, failed
        for count, row in enumerate(rows, 1):  # noqa: B007 - it is counted for what comes after
            failed += "error" in row or row.get("outcome") in _UNREAD
            yield row
        if not count:
            message = "there are no rows in the input"
            raise EOFError(message)

    if form is Format.TABLE:
        show(counted(), stream)
    elif form is Format.JSONL:
        write_lines(counted(), stream)
    else:
        between = itertools.chain("[", itertools.repeat(","))
        parts = zip(between, counted(), strict=False)
        stream.writelines(f"{before}\n{_to_json(row, indent=1)}" for before, row in parts)
        stream.write("\n]\n")
    return failed


def write_lines(rows: Iterable[Row], stream: TextIO) -> None:
    """Write each row as a line of JSON."""
    stream.writelines(_to_json(row) + "\n" for row in rows)


def _lines(stream: BinaryIO, longest: int) -> Iterator[bytes]:
    while line := stream.readline(longest + 1):
        rest = line
        while len(rest) > longest and not rest.endswith(b"\n"):
            rest = stream.readline(longest + 1)
        if line.strip():
            yield line


def _identity(file: Path | TextIO | None) -> tuple[int, int] | None:
    """Return the device and the number of a file or a pipe; ``None`` for a terminal, or where nothing is."""
    with contextlib.suppress(OSError, ValueError):  # it is not there, or an object without a file beneath
        found = os.stat(file if isinstance(file, Path) else file.fileno()) if file else None  # noqa: PTH116 - of both
        if found and (stat.S_ISREG(found.st_mode) or stat.S_ISFIFO(found.st_mode)):
            return found.st_dev, found.st_ino
    return None


def _is_json(text: bytes) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _opened(path: Path) -> TextIO:
    return path.open("w", encoding="utf-8", errors="backslashreplace", newline="\n")


def _to_json(row: Row, indent: int | None = None) -> str:
    text = json.dumps(row, ensure_ascii=False, allow_nan=False, indent=indent)
    return with_escapes(text) if "ledger" in row else text  # which has texts as received
