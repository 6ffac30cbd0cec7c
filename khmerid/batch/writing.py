"""Rows answered, in one process or several, and written as they come."""

import functools
import io
import itertools
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final, TextIO, TypeVar

import attrs

from khmerid.answering.input_row import InputRow, Row
from khmerid.answering.summary import Summary
from khmerid.batch.encoding import ENCODINGS, Format, chunks_in
from khmerid.batch.journal import Finish, ResumedRun, move
from khmerid.batch.parts import complete
from khmerid.batch.workers import ROWS_AT_ONCE, in_order

T = TypeVar("T")

_NO_ROWS: Final = "there are no rows in the input"
Show = Callable[[Iterator[Row], TextIO], None]


@attrs.frozen(repr=False)
class Answered:
    """Rows that were answered together, as the output has them, and what they come to.

    Of a table these are the rows themselves: how it is shown depends on all of them.
    """

    encoded: Any
    summary: Summary


def answers(
    rows: Iterable[InputRow], work: Callable[[InputRow], Row], form: Format, jobs: int = 1
) -> Iterator[Answered]:
    """Yield what ``work`` makes of the rows, in their order, as the format has them.

    One process answers row by row, as they come; of several, each has many at once, as a record batch has:
    of one row, the schema takes more room than the row does.
    """
    together = functools.partial(_answer, work=work, form=form)
    at_once = 1 if jobs == 1 and form is not Format.PARQUET else ROWS_AT_ONCE
    return in_order(together, rows, jobs, size_of=_size, at_once=at_once)


def counted(found: Iterable[Answered], summary: Summary, done: Callable[[int], None]) -> Iterator[Any]:
    """Yield the encoded rows of each answer, add them up in a summary, and tell how many are done."""
    for answered in found:
        yield answered.encoded
        summary += answered.summary
        done(answered.summary.rows)


def encode(rows: list[Row], form: Format) -> Any:
    """Return rows as the format has them; of a table the rows themselves."""
    return rows if form is Format.TABLE else ENCODINGS[form].encode(rows)


def write(encoded: Iterable[Any], stream: TextIO, form: Format, show: Show) -> None:
    """Write encoded rows as they come, or by ``show`` as a table.

    Raises ``EOFError`` where there are no rows, because what should have written them has failed.
    """
    parts = _some(encoded)
    if form is Format.TABLE:
        show(itertools.chain.from_iterable(parts), stream)
        return
    if form is Format.PARQUET:
        _write_parquet(itertools.chain.from_iterable(chunks_in(io.BytesIO(part)) for part in parts), stream)
        return
    encoding = ENCODINGS[form]
    before = encoding.head
    for part in parts:
        stream.write((before + part).decode())
        before = encoding.between
    stream.write(encoding.tail.decode())


def write_on(
    found: Iterable[Answered], resumed: ResumedRun, form: Format, done: Callable[[int], None]
) -> None:
    """Write answers after those that stand already.

    Raises ``EOFError`` where there are none, and were none before.
    """
    encoding = ENCODINGS[form]
    for answered in found:
        before = encoding.between if resumed.summary.rows else encoding.head
        resumed.add(before + answered.encoded, answered.summary)
        done(answered.summary.rows)
    if not resumed.summary.rows:
        raise EOFError(_NO_ROWS)


def finish_of(form: Format) -> Finish:
    """Return what makes an output of all that a run has written."""
    return _convert if form is Format.PARQUET else move


def _convert(part: BinaryIO, path: Path) -> None:
    with complete(path) as stream:
        _write_parquet(chunks_in(part), stream)


def _write_parquet(chunks: Iterable[bytes], stream: TextIO) -> None:
    from khmerid.arrow.parquet import write_parquet  # noqa: PLC0415 - needs the extra

    write_parquet(chunks, stream.buffer)


def _some(parts: Iterable[T]) -> Iterator[T]:
    count = 0
    for count, part in enumerate(parts, 1):  # noqa: B007 - it is counted for what comes after
        yield part
    if not count:
        raise EOFError(_NO_ROWS)


def answer_of(rows: list[Row], form: Format) -> Answered:
    """Return rows that are answered already, with what they come to."""
    summary = Summary()
    for row in rows:
        summary.add(row)
    return Answered(encode(rows, form), summary)


def _answer(batch: list[InputRow], work: Callable[[InputRow], Row], form: Format) -> Answered:
    return answer_of([work(row) for row in batch], form)


def _size(row: InputRow) -> int:
    return len(row.content)
