r"""Rows from files.

A line is one row; a blank line is none. Where not even the first line is JSON by itself, the file is one
response written over several lines, unless it is not JSON either and one of its lines is.

>>> import io
>>> list(rows_of(io.BytesIO(b'{"a": 1}\n\n{"a": 2}')))
[b'{"a": 1}\n', b'{"a": 2}']
>>> list(rows_of(io.BytesIO(b'{\n  "a": 1\n}')))
[b'{\n  "a": 1\n}']
"""

import contextlib
import itertools
import json
import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, Final, TextIO

from khmerid.answering.input_row import LONGEST_ROW, InputRow

STDIN: Final = Path("-")
_ONE_PER_LINE: Final = frozenset({".jsonl", ".ndjson"})
_HEAD: Final = 4096  # bytes of a file that are looked at; a picture has a zero byte in its first few


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
) -> Iterator[InputRow]:
    """Yield each row in files, of which ``-`` is the standard input; ``done`` gets its bytes."""
    number = 0
    for file in files:
        lines = one_per_line or file.suffix in _ONE_PER_LINE
        source = contextlib.nullcontext(sys.stdin.buffer) if file == STDIN else file.open("rb")
        with source as stream, _naming(file):
            for text in rows_of(stream, one_per_line=lines):
                number += 1
                yield InputRow(number, text)
                done(len(text))


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
