"""What ``examine`` and ``read`` have in common: reports written, progress, a summary, an exit status."""

import contextlib
import datetime as dt
import functools
import hashlib
import itertools
import json
import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, Protocol

import attrs
import rich.console
import typer

import khmerid
from khmerid.answering.examining import Terms
from khmerid.answering.input_row import InputRow, Row
from khmerid.answering.summary import ERROR, Summary
from khmerid.batch.encoding import ENCODINGS, Format
from khmerid.batch.journal import UnusableJournalError, resumable, run_of
from khmerid.batch.output import output
from khmerid.batch.showing import show_reports, summary_block
from khmerid.batch.sources import Input
from khmerid.batch.writing import answers, counted, finish_of, write, write_on
from khmerid.cli.options import SOME_ROWS_FAILED, FailOn
from khmerid.cli.progress import progress
from khmerid.explained import Language
from khmerid.misreading import Profile
from khmerid.report.policy import DEFAULT_POLICY, Policy


class RowsIn(Protocol):
    """What yields the rows of the input, and tells how many bytes of it are read."""

    def __call__(self, *, done: Callable[[int], None]) -> Iterator[InputRow]:
        """Yield the rows; call ``done`` with each number of bytes that are read."""
        ...


#: Threads of a process that works alone: more bring nothing.
_MOST_THREADS: Final = 2
_DECISIONS: Final = {
    FailOn.NEVER: (),
    FailOn.ERROR: (ERROR,),
    FailOn.REJECT: (ERROR, "reject"),
    FailOn.REVIEW: (ERROR, "reject", "review"),
}


@attrs.frozen(kw_only=True)
class Reporting:
    """How reports are to be written, and what is to be said of them in the end."""

    form: Format
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

    There are ``total`` bytes to be read, if that is known.
    """
    begin = time.monotonic()
    done = _resumed if wanted.resume else _whole
    summary, before = done(rows_in, work, wanted, total, run)
    conclude(summary, wanted, rate=(summary.rows - before) / (time.monotonic() - begin))


def conclude(summary: Summary, wanted: Reporting, *, rate: float) -> None:
    """Say what the rows come to, as a table does itself; and end with the exit status that tells of them."""
    if wanted.form is not Format.TABLE and not wanted.quiet:
        console = rich.console.Console(stderr=True, markup=False, highlight=False)
        for part in summary_block(summary, console.width, rate=rate, language=wanted.language):
            console.print(part)
    if any(summary.decisions[decision] for decision in _DECISIONS[wanted.fail_on]):
        raise typer.Exit(SOME_ROWS_FAILED)


def terms_for(  # noqa: PLR0913 - as options give them
    wanted: Reporting,
    today: dt.date | None,
    policy: Policy | None,
    profile: Profile | None,
    *,
    evidence: bool,
    redact: bool,
) -> Terms:
    """Return by what cards are examined; without a day as of that of the run to be resumed, or of now."""
    if today is None and wanted.resume and wanted.destination:
        with contextlib.suppress(KeyError, TypeError, ValueError):
            today = dt.date.fromisoformat(run_of(wanted.destination)["today"])
    return Terms(
        today=today or dt.date.today(),  # noqa: DTZ011 - the day on the wall, where the command runs
        policy=policy or DEFAULT_POLICY,
        profile=profile,
        evidence=evidence,
        redacted=redact,
    )


def run_with(inputs: Iterable[Input], terms: Terms, wanted: Reporting, **options: object) -> dict[str, Any]:
    """Return what has to be the same where a run is resumed."""
    found = [(str(one.path.absolute()), one.size, one.mtime_ns) for one in inputs]
    return {
        "khmerid": khmerid.__version__,
        "inputs": hashlib.sha256(json.dumps(found).encode()).hexdigest(),
        "format": str(wanted.form),
        "today": terms.today.isoformat(),
        "policy": terms.policy.used.digest,
        "profile": terms.profile.used.digest if terms.profile else None,
        "evidence": terms.evidence,
        "redact": terms.redacted,
        **{name: value if value is None else str(value) for name, value in options.items()},
    }


def total_of(inputs: Iterable[Input]) -> int | None:
    """Return how many bytes there are to be read, ``None`` where that is not known."""
    found = list(inputs)
    return None if any(one.only_once for one in found) else sum(one.size for one in found)


def threads_for(jobs: int) -> int:
    """Return the threads with which a process of so many reads pictures."""
    return min(_MOST_THREADS, os.cpu_count() or 1) if jobs == 1 else 1


def require_resumable(inputs: Iterable[Input], wanted: Reporting) -> None:
    """Raise ``typer.BadParameter`` where a run is to be resumable and cannot be."""
    if not wanted.resume:
        return
    destination = wanted.destination
    if destination is None or wanted.form is Format.TABLE:
        message = "to resume a run takes --output and a format for programs"
        raise typer.BadParameter(message)
    if destination.exists() and not destination.is_file():
        message = f"to resume a run takes a file as output, which {destination} is not"
        raise typer.BadParameter(message)
    if any(one.only_once for one in inputs):
        message = "a run can be resumed of files alone: what went before is read again, and left out"
        raise typer.BadParameter(message)


def _whole(
    rows_in: RowsIn, work: Callable[[InputRow], Row], wanted: Reporting, total: int | None, _run: object
) -> tuple[Summary, int]:
    summary = Summary()
    show = functools.partial(show_reports, language=wanted.language)
    with output(wanted.destination) as stream, progress(total, stream, wanted.language) as bar:
        found = answers(rows_in(done=bar.read), work, wanted.form, wanted.jobs)
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
            progress(total, language=wanted.language) as bar,
        ):
            before = resumed.summary.rows
            rows = itertools.islice(rows_in(done=bar.read), before, None)
            write_on(answers(rows, work, wanted.form, wanted.jobs), resumed, wanted.form, bar.answered)
    except UnusableJournalError as error:
        raise typer.BadParameter(str(error)) from None
    return resumed.summary, before
