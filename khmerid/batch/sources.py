"""Rows from files of any kind, known by what is in them and, where that is text, by their names.

>>> kind_of(b"PAR1", "part-0"), kind_of(b"id,response", "rows.csv.gz"), kind_of(b'{"id": 1}', "rows.json")
(<FileKind.PARQUET: 'parquet'>, <FileKind.CSV: 'csv'>, <FileKind.JSON: 'json'>)
"""

import codecs
import contextlib
import enum
import io
import itertools
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path, PurePath
from typing import IO, Final, cast

import attrs

from khmerid.answering.input_row import LONGEST_ROW, InputRow, is_picture
from khmerid.batch.array_elements import Text
from khmerid.batch.columns import NoRowsError
from khmerid.batch.csv_rows import csv_rows
from khmerid.batch.json_rows import rows_of
from khmerid.batch.listing import STDIN, FoundFile, Input, files_in, inputs_of, overwritten
from khmerid.batch.parquet_rows import parquet_rows
from khmerid.batch.unpacking import Looked, plain_name, unpacked

__all__ = [
    "PICTURE_TOO_LONG",
    "STDIN",
    "Input",
    "InputFormat",
    "inputs_of",
    "overwritten",
    "rows_in",
    "trouble_with",
]

Rows = Callable[[Iterator[int]], Iterator[InputRow]]


class InputFormat(enum.StrEnum):
    """How the rows stand in a text: one per line, as JSON of any layout, as a table."""

    JSONL = "jsonl"
    JSON = "json"
    CSV = "csv"


class FileKind(enum.Enum):
    """What a file is."""

    LINES = "lines"
    JSON = "json"
    CSV = "csv"
    PARQUET = "parquet"
    PICTURE = "picture"
    OTHER = "other"


#: What is wrong with a picture that is longer than any row.
PICTURE_TOO_LONG: Final = "row_too_long", f"the picture is longer than {LONGEST_ROW} bytes"
_KINDS: Final = {
    InputFormat.JSONL: FileKind.LINES,
    InputFormat.JSON: FileKind.JSON,
    InputFormat.CSV: FileKind.CSV,
}
_SUFFIXES: Final = {
    ".jsonl": FileKind.LINES,
    ".ndjson": FileKind.LINES,
    ".csv": FileKind.CSV,
    ".parquet": FileKind.PARQUET,
}
_PARQUET: Final = b"PAR1"
_UTF_16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
#: Bytes of a file that are looked at; of a pipe only so many as tell a picture, so that rows come through.
_HEAD: Final = 4096
_HEAD_OF_PIPE: Final = 16
_BUFFER: Final = 64 * 1024


def kind_of(head: bytes, name: str, input_format: InputFormat | None = None) -> FileKind:
    """Return what a file is by its first bytes, unpacked, and its name or the format that is given."""
    if is_picture(head):
        return FileKind.PICTURE
    if head.startswith(_PARQUET):
        return FileKind.PARQUET
    by_name = _SUFFIXES.get(PurePath(plain_name(name)).suffix.lower(), FileKind.JSON)
    kind = _KINDS[input_format] if input_format else by_name
    # What has many rows begins with ASCII, which has zero bytes in UTF-16; a later one spoils its row alone.
    looked_at = head[:4] if kind in {FileKind.LINES, FileKind.CSV} else head
    is_text = b"\0" not in looked_at and not head.startswith(_UTF_16)
    return kind if is_text and kind is not FileKind.PARQUET else FileKind.OTHER


def trouble_with(
    file: Path, *, column: str | None = None, input_format: InputFormat | None = None
) -> str | None:
    """Return why a file that was given has no rows, ``None`` if it may have: before anything is read of it.

    It is no text, no picture and no table, or a table without a column of responses. In a folder, or from a
    pipe, such a file becomes an error row instead. Raises ``OSError`` for a file that is not there or cannot
    be read.
    """
    if file == STDIN or (file.exists() and not file.is_file()):  # a pipe can be read only once
        return None
    with _opened(FoundFile(path=file, is_given=True, is_regular=True)) as source:
        try:
            _reader(source, column, input_format)
        except NoRowsError as error:
            return f"{file} {error}"
    return None


def rows_in(
    files: Iterable[Path],
    *,
    column: str | None = None,
    input_format: InputFormat | None = None,
    done: Callable[[int], None] = lambda _: None,
) -> Iterator[InputRow]:
    """Yield each row in files and folders, numbered through all; ``-`` is the standard input.

    A picture is a row and, as an error, a file that can have none is one, too. ``column`` is the name of the
    column of responses in tables. ``done`` gets the bytes of files that were consumed since its last call, as
    they are stored. Raises ``OSError`` where a file cannot be read, after the rows before.
    """
    numbers = itertools.count(1)
    for found in files_in(files):
        if not (found.is_given or found.is_regular):  # a pipe is not waited for
            yield _no_rows(found, next(numbers), "is not a file")
            continue
        with _opened(found) as source:
            try:
                rows = _reader(source, column, input_format)(numbers)
            except NoRowsError as error:
                rows = iter([_no_rows(found, next(numbers), str(error))])
            told = 0
            for row in rows:
                yield row
                if source.consumed > told:
                    done(source.consumed - told)
                    told = source.consumed
            done(max(source.size, source.consumed) - told)


@attrs.define
class _Source:
    """A file that is open: its bytes as they are stored, and as they were before they were compressed."""

    found: FoundFile
    raw: Looked
    content: Looked
    size: int
    share: float = 0.0  # of a table that is read otherwise

    @property
    def consumed(self) -> int:
        return max(self.raw.taken, int(self.share * self.size))

    def advance(self, share: float) -> None:
        self.share = share


@contextlib.contextmanager
def _opened(found: FoundFile) -> Iterator[_Source]:
    with _naming(found.path), contextlib.ExitStack() as stack:
        if found.path == STDIN:
            raw, size = Looked(cast("io.BufferedReader", sys.stdin.buffer).read1), 0
        else:
            stream = stack.enter_context(found.path.open("rb", buffering=0))
            raw, size = Looked(stream.read), found.path.stat().st_size if found.is_regular else 0
        yield _Source(found, raw, unpacked(raw, found.path.name), size)


@contextlib.contextmanager
def _naming(file: Path) -> Iterator[None]:
    """Name the file in the error of a disk that fails, which does not say which file it is."""
    try:
        yield
    except OSError as error:
        error.filename = error.filename or ("the standard input" if file == STDIN else str(file))
        raise


def _reader(source: _Source, column: str | None, input_format: InputFormat | None) -> Rows:
    """Return what yields the rows of a file, with the next of the numbers each.

    Raises ``NoRowsError`` where it can have none.
    """
    found = source.found
    kind = kind_of(
        source.content.look(_HEAD if found.is_regular else _HEAD_OF_PIPE), found.path.name, input_format
    )
    stream: IO[bytes] = io.BufferedReader(source.content, _BUFFER)
    if kind is FileKind.PICTURE:
        return lambda numbers: iter([_picture(found, next(numbers), stream)])
    if kind is FileKind.CSV:
        return csv_rows(stream, column)
    if kind is FileKind.PARQUET and found.is_regular and source.content is source.raw:
        return parquet_rows(found.path, column, source.advance)
    if kind is FileKind.PARQUET:
        message = "is Parquet within something else: that is read only as a file by itself"
        raise NoRowsError(message)
    if kind is FileKind.OTHER:
        message = (
            "is not text: a row is what an OCR returned for a card, as JSON in UTF-8, or a picture of one"
        )
        raise NoRowsError(message)
    texts = rows_of(stream, one_per_line=kind is FileKind.LINES)
    return lambda numbers: (_row(next(numbers), text) for text in texts)


def _row(number: int, text: Text) -> InputRow:
    return InputRow(number, text) if isinstance(text, bytes) else InputRow(number, b"", trouble=text)


def _picture(found: FoundFile, number: int, stream: IO[bytes]) -> InputRow:
    content = stream.read(LONGEST_ROW + 1)
    trouble = None
    if len(content) > LONGEST_ROW:
        content, trouble = b"", PICTURE_TOO_LONG
    return InputRow(number, content, _name_of(found), trouble=trouble)


def _no_rows(found: FoundFile, number: int, why: str) -> InputRow:
    return InputRow(number, b"", _name_of(found), trouble=("not_a_response_file", f"the file {why}"))


def _name_of(found: FoundFile) -> str | None:
    return None if found.path == STDIN else str(found.path)
