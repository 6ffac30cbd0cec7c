"""Rows answered, in one process or several, and written as they come."""

import functools
import itertools
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final, TextIO, TypeVar

import attrs

from khmerid.answering.input_row import InputRow, Row
from khmerid.answering.summary import Summary
from khmerid.batch.encoding import ENCODINGS, Format
from khmerid.batch.journal import ResumedRun
from khmerid.batch.workers import in_order

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

    def __repr__(self) -> str:
        return f"Answered({self.summary.rows} rows)"


def answers(
    rows: Iterable[InputRow], work: Callable[[InputRow], Row], form: Format, jobs: int = 1
) -> Iterator[Answered]:
    """Yield what ``work`` makes of the rows, in their order, as the format has them.

    One process answers row by row, as they come; of several, each has many at once.
    """
    together = functools.partial(_answer, work=work, form=form)
    options = {"at_once": 1} if jobs == 1 else {}
    return in_order(together, rows, jobs, size_of=_size, **options)


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
