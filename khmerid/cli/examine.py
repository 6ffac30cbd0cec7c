"""``khmerid examine``: responses in, reports out."""

import contextlib
import datetime as dt
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Final

import typer

from khmerid.batch.answering import answer
from khmerid.batch.rows import rows_of
from khmerid.batch.workers import in_order
from khmerid.batch.writing import output
from khmerid.cli.forms import WRITERS, Answers, Format
from khmerid.cli.options import FormatOption, OutputOption, day_option
from khmerid.cli.progress import progress

SOME_ROWS_FAILED: Final = 1
_ONE_PER_LINE: Final = {".jsonl", ".ndjson"}
_STDIN: Final = Path("-")


def examine(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE",
            help="Responses: one per line, or one as the whole file. - is the standard input.",
        ),
    ],
    *,
    form: FormatOption = Format.TABLE,
    today: Annotated[
        dt.date | None,
        day_option(
            "The day on which a card was presented whose row does not say so.", default="the current date"
        ),
    ] = None,
    destination: OutputOption = None,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=1, help="Processes to work in.")] = 1,
) -> None:
    """Examine what an OCR returned for each card: values, how sure each is, reasons for doubt, a decision.

    A row is a response, or {"id": ..., "response": ..., "today": "2019-05-04"}. One that cannot be examined
    becomes an error row: as many rows come out as went in, in order. The exit status is 1 if there is any.
    """
    for file in files:
        _refuse_unreadable(file)
    day = today or dt.date.today()  # noqa: DTZ011 - the day on the wall, where the command runs
    outcomes: Counter[bool] = Counter()

    def counted(answers: Answers) -> Answers:
        for row in answers:
            outcomes["error" in row] += 1
            yield row

    with output(destination) as stream, progress(files, stream) as step:
        rows = ((number, row, day) for number, row in enumerate(_rows(files, step), 1))
        WRITERS[form](counted(in_order(answer, rows, jobs)), stream)
    if outcomes[True]:
        raise typer.Exit(SOME_ROWS_FAILED)


def _refuse_unreadable(file: Path) -> None:
    """Refuse what is not there, and a picture or an archive, before anything is written."""
    if file == _STDIN:
        return
    if file.is_dir():
        message = f"{file} is a folder"
        raise typer.BadParameter(message)
    if file.exists() and not file.is_file():  # a pipe can be read only once
        return
    with file.open("rb") as stream:
        if b"\0" in stream.read(4096):
            message = f"{file} is not text: examine takes what an OCR returned for a card, as JSON in UTF-8"
            raise typer.BadParameter(message)


def _rows(files: list[Path], step: Callable[[int], None]) -> Iterator[bytes]:
    for file in files:
        with contextlib.nullcontext(sys.stdin.buffer) if file == _STDIN else file.open("rb") as stream:
            for row in rows_of(stream, one_per_line=file.suffix in _ONE_PER_LINE):
                yield row
                step(len(row))
