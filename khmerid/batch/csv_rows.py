r"""Rows of a table in CSV: commas, semicolons or tabs between its cells, whichever its head has.

>>> rows = csv_rows(io.BytesIO(b'id;response\n7;"{""id_number"": ""010203040""}"\n8\n'))
>>> [row.trouble or row.id for row in rows(iter(range(1, 9)))]
['7', ('malformed_row', 'the row has 1 of 2 cells')]
"""

import contextlib
import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from typing import IO, Final

import attrs

from khmerid.answering.input_row import LONGEST_ROW, InputRow
from khmerid.batch.columns import Columns, NoRowsError, columns_among

_DELIMITERS: Final = ",;\t"
_LONGEST_HEAD: Final = 1024 * 1024  # bytes
_AT_ONCE: Final = 64 * 1024
_NOT_QUOTED: Final = "malformed_row", "the row is not quoted as CSV is"
_NOT_UTF8: Final = "not_utf8", "the row is not UTF-8"
_NO_UTF8: Final = re.compile("[\udc80-\udcff]")  # what stands for bytes that are not


def csv_rows(
    stream: IO[bytes], column: str | None = None, longest: int = LONGEST_ROW
) -> Callable[[Iterator[int]], Iterator[InputRow]]:
    """Read the head of a table and return what yields its rows, with the next of the numbers each.

    A file without any line has no rows. Raises ``NoRowsError`` where the head has no column of responses.
    """
    # A byte that is not UTF-8 spoils only its row. Line ends are left as they are: some are in cells.
    lines = _TableLines(io.TextIOWrapper(stream, "utf-8-sig", errors="surrogateescape", newline=""))
    try:
        head = lines.row(_LONGEST_HEAD)
    except _TooLongError:
        message = "has a first line that is too long for names of columns"
        raise NoRowsError(message) from None
    if not head.strip():
        return lambda _numbers: iter(())
    if _NO_UTF8.search(head):
        message = "has a first line that is not UTF-8"
        raise NoRowsError(message)
    return _table(head, column, lines, longest).rows


class _TooLongError(Exception):
    """A row is too long."""


class _TableLines:
    """The lines of a text, while those of one row are not too long together."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self._size = self._quotes = 0

    def begin(self) -> None:
        """Begin a row."""
        self._size = self._quotes = 0

    def read(self, longest: int) -> Iterator[str]:
        """Yield the lines; raise ``_TooLongError`` for one with which the row is too long, in bytes."""
        while line := self._text.readline(longest + 1):
            self._size += len(line) if line.isascii() else len(line.encode(errors="surrogateescape"))
            self._quotes += line.count('"')
            if self._size > longest:
                self._skip(line)
                raise _TooLongError
            yield line

    def row(self, longest: int) -> str:
        """Return the next lines up to one that ends outside of quotes; blank lines before are left out."""
        found = ""
        for line in self.read(longest):
            found += line
            if found.strip() and not self._quotes % 2:
                break
        return found

    def _skip(self, line: str) -> None:
        """Read on to the end of the row: that of a line outside of quotes."""
        while line and not (line.endswith(("\n", "\r")) and not self._quotes % 2):
            line = self._text.readline(_AT_ONCE)
            self._quotes += line.count('"')


@attrs.frozen(kw_only=True)
class _Table:
    """A table whose head was read."""

    names: Sequence[str]
    columns: Columns
    delimiter: str
    lines: _TableLines
    longest: int

    def rows(self, numbers: Iterator[int]) -> Iterator[InputRow]:
        reader = self._reader()
        while True:
            self.lines.begin()
            try:
                with _cells_as_long_as(self.longest):
                    cells = next(reader, None)
            except csv.Error:
                yield InputRow(next(numbers), b"", trouble=_NOT_QUOTED)
                continue
            except _TooLongError:
                why = "row_too_long", f"the row is longer than {self.longest} bytes"
                yield InputRow(next(numbers), b"", trouble=why)
                reader = self._reader()
                continue
            if cells is None:
                return
            if cells:  # a blank line has none
                yield self._row(next(numbers), cells)

    def _reader(self) -> Iterator[list[str]]:
        return csv.reader(self.lines.read(self.longest), delimiter=self.delimiter, strict=True)

    def _row(self, number: int, cells: Sequence[str]) -> InputRow:
        if len(cells) != len(self.names):
            why = "malformed_row", f"the row has {len(cells)} of {len(self.names)} cells"
            return InputRow(number, b"", trouble=why)
        needed = self.columns.names
        under = {name: cell for name, cell in zip(self.names, cells, strict=True) if name in needed}
        broken = {name for name, cell in under.items() if _NO_UTF8.search(cell)}
        row = self.columns.row(number, under)
        if broken:
            return InputRow(number, b"", None if self.columns.id in broken else row.id, trouble=_NOT_UTF8)
        return row


def _table(head: str, column: str | None, lines: _TableLines, longest: int) -> _Table:
    """Return the table by the delimiter with which its head has the columns that are needed."""
    heads = {delimiter: _names(head, delimiter) for delimiter in _DELIMITERS}
    reason = NoRowsError()
    for delimiter, names in sorted(heads.items(), key=lambda item: -len(item[1])):
        try:
            columns = columns_among(names, column)
        except NoRowsError as error:
            reason = reason if reason.args else error  # that of the most columns
        else:
            return _Table(names=names, columns=columns, delimiter=delimiter, lines=lines, longest=longest)
    raise reason


def _names(head: str, delimiter: str) -> list[str]:
    with _cells_as_long_as(_LONGEST_HEAD):
        names = next(filter(None, csv.reader(head.splitlines(keepends=True), delimiter=delimiter)), [])
    return [name.strip() for name in names]


@contextlib.contextmanager
def _cells_as_long_as(longest: int) -> Iterator[None]:
    # The limit is one for all of Python; it is lifted only where rows are limited.
    before = csv.field_size_limit(longest)
    try:
        yield
    finally:
        csv.field_size_limit(before)
