"""What ``examine`` and ``read`` have in common: reports written, progress, a summary, an exit status."""

import contextlib
import datetime as dt
import functools
import hashlib
import itertools
import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import attrs
import rich.console
import typer

import khmerid
from khmerid.answering.examining import Terms
from khmerid.answering.input_row import InputRow, Row
from khmerid.answering.summary import ERROR, Summary
from khmerid.batch.encoding import ENCODINGS, ReportFormat
from khmerid.batch.journal import UnusableJournalError, resumable, run_of
from khmerid.batch.output import output
from khmerid.batch.showing import show_reports, summary_block
from khmerid.batch.sources import STDIN
from khmerid.batch.writing import answers, counted, finish_of, write, write_on
from khmerid.cli.options import SOME_ROWS_FAILED, FailOn
from khmerid.cli.progress import progress
from khmerid.explained import Language

RowsIn = Callable[[Callable[[int], None]], Iterator[InputRow]]


_DECISIONS: Final = {
    FailOn.NEVER: (),
    FailOn.ERROR: (ERROR,),
    FailOn.REJECT: (ERROR, "reject"),
    FailOn.REVIEW: (ERROR, "reject", "review"),
}


@attrs.frozen(kw_only=True)
class Reporting:
    """How reports are to be written, and what is to be said of them in the end."""

    form: ReportFormat
    destination: Path | None
    language: Language
    fail_on: FailOn
    quiet: bool
    jobs: int = 1
    resume: bool = False


def report(
    rows_in: RowsIn,
    work: Callable[[InputRow], Row],
    wanted: Reporting,
    *,
    total: int | None,
    run: Mapping[str, Any],
) -> None:
    """Examine rows and write their reports; where asked, after those of an earlier ``run`` like this one.

    ``rows_in`` gets what is to be called with each number of bytes that are read, ``total`` in all.
    """
    begin = time.monotonic()
    done = _resumed if wanted.resume else _whole
    summary, before = done(rows_in, work, wanted, total, run)
    conclude(summary, wanted, rate=(summary.rows - before) / (time.monotonic() - begin))


def conclude(summary: Summary, wanted: Reporting, *, rate: float) -> None:
    """Say what the rows come to, as a table does itself; and end with the exit status that tells of them."""
    if wanted.form is not ReportFormat.TABLE and not wanted.quiet:
        console = rich.console.Console(stderr=True, markup=False, highlight=False)
        for part in summary_block(summary, console.width, rate=rate):
            console.print(part)
    if any(summary.decisions[decision] for decision in _DECISIONS[wanted.fail_on]):
        raise typer.Exit(SOME_ROWS_FAILED)


def day_of(today: dt.date | None, wanted: Reporting) -> dt.date:
    """Return the day that is asked for, or that of the run to be resumed, or the current date."""
    if today is None and wanted.resume and wanted.destination:
        with contextlib.suppress(KeyError, TypeError, ValueError):
            return dt.date.fromisoformat(run_of(wanted.destination)["today"])
    return today or dt.date.today()  # noqa: DTZ011 - the day on the wall, where the command runs


def run_with(files: Iterable[Path], terms: Terms, wanted: Reporting) -> dict[str, object]:
    """Return what has to be the same where a run is resumed."""
    inputs = [(str(file.absolute()), file.stat().st_size, file.stat().st_mtime_ns) for file in files]
    return {
        "khmerid": khmerid.__version__,
        "inputs": hashlib.sha256(json.dumps(inputs).encode()).hexdigest(),
        "format": str(wanted.form),
        "today": terms.today.isoformat(),
        "policy": terms.policy.used.digest,
        "profile": terms.profile.used.digest if terms.profile else None,
        "evidence": terms.evidence,
        "redact": terms.redacted,
    }


def total_of(files: Iterable[Path]) -> int | None:
    """Return how many bytes there are to be read, ``None`` where that is not known."""
    sizes = [file.stat().st_size if file.is_file() else None for file in files]
    known = [size for size in sizes if size is not None]
    return sum(known) if len(known) == len(sizes) else None


def require_resumable(files: Iterable[Path], wanted: Reporting) -> None:
    """Raise ``typer.BadParameter`` where a run is to be resumable and cannot be."""
    if not wanted.resume:
        return
    destination = wanted.destination
    if destination is None or wanted.form is ReportFormat.TABLE:
        message = "to resume a run takes --output and a format for programs"
        raise typer.BadParameter(message)
    if destination.exists() and not destination.is_file():
        message = f"to resume a run takes a file as output, which {destination} is not"
        raise typer.BadParameter(message)
    if any(file == STDIN or (file.exists() and not file.is_file()) for file in files):
        message = "a run can be resumed of files alone: what went before is read again, and left out"
        raise typer.BadParameter(message)


def _whole(
    rows_in: RowsIn, work: Callable[[InputRow], Row], wanted: Reporting, total: int | None, _run: object
) -> tuple[Summary, int]:
    summary = Summary()
    show = functools.partial(show_reports, language=wanted.language)
    with output(wanted.destination) as stream, progress(total, stream) as bar:
        found = answers(rows_in(bar.read), work, wanted.form, wanted.jobs)
        write(counted(found, summary, bar.answered), stream, wanted.form, show)
    return summary, 0


def _resumed(
    rows_in: RowsIn,
    work: Callable[[InputRow], Row],
    wanted: Reporting,
    total: int | None,
    run: Mapping[str, Any],
) -> tuple[Summary, int]:
    if wanted.destination is None:
        raise AssertionError  # pragma: no cover - options are checked before
    try:
        with (
            resumable(
                wanted.destination, run, finish_of(wanted.form), ENCODINGS[wanted.form].tail
            ) as resumed,
            progress(total) as bar,
        ):
            before = resumed.summary.rows
            rows = itertools.islice(rows_in(bar.read), before, None)
            write_on(answers(rows, work, wanted.form, wanted.jobs), resumed, wanted.form, bar.answered)
    except UnusableJournalError as error:
        raise typer.BadParameter(str(error)) from None
    return resumed.summary, before
