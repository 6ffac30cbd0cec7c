"""``khmerid review merge``: what people decided, written into the results."""

import contextlib
import datetime as dt
import functools
import itertools
import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Annotated, Any, Final

import typer

from khmerid.answering.input_row import Row
from khmerid.batch.encoding import Format
from khmerid.batch.output import output
from khmerid.batch.showing import show_reports
from khmerid.batch.sources import STDIN, inputs_of, rows_in
from khmerid.batch.visible import to_visible
from khmerid.batch.writing import encode, write
from khmerid.cli.options import (
    SOME_ROWS_FAILED,
    FormatOption,
    LanguageOption,
    OutputOption,
    PolicyOption,
    QuietOption,
    day_option,
    format_of,
    prepare_output,
)
from khmerid.cli.progress import progress
from khmerid.cli.reporting import total_of
from khmerid.explained import Language
from khmerid.json_text import without_duplicates
from khmerid.phrases import Phrase
from khmerid.report.policy import DEFAULT_POLICY
from khmerid.report.reviewed import ReviewOutcome
from khmerid.review.decisions import LONGEST_LINE, CardDecision, read_decisions
from khmerid.review.merging import MergeSummary, Merging, UnusableRowError, collect
from khmerid.review.reviewers import Errors, Key, KnownCard, read_known

_AT_ONCE: Final = 256  # rows that are encoded together
_DAY: Final = dt.timedelta(days=1)


def merge(  # noqa: PLR0913 - typer takes each option as an argument
    results: Annotated[
        Path, typer.Argument(metavar="RESULTS", help="The rows that the page was made of, in JSON.")
    ],
    decisions: Annotated[
        list[Path],
        typer.Argument(metavar="DECISIONS", exists=True, dir_okay=False, help="What reviewers saved."),
    ],
    *,
    known: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", exists=True, dir_okay=False, help="The truth of known cards, as the page left it."
        ),
    ] = None,
    labels: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", dir_okay=False, help="Write what was typed blind there, for calibrate --truth."
        ),
    ] = None,
    summary: Annotated[
        Path | None,
        typer.Option(metavar="FILE", dir_okay=False, help="Write what came of it there, as JSON."),
    ] = None,
    policy: PolicyOption = None,
    today: Annotated[
        dt.date | None,
        day_option("The day on which the cards were presented.", default="the day of each decision"),
    ] = None,
    form: FormatOption = None,
    destination: OutputOption = None,
    lang: LanguageOption = Language.ENGLISH,
    quiet: QuietOption = False,
) -> None:
    """Write the results with what people decided: as many rows as before, in order.

    A decision counts for the version of the row that it was made of. A card is accepted where a reviewer
    accepted it and number, birth, sex, expiry and both codes are sure: typed blind by two alike, or by one
    and borne out by the print, the MRZ or the machine. The exit status is 1 if a decision is of another
    version.
    """
    chosen = format_of(form, destination)
    outputs = [one for one in (destination, labels, summary) if one is not None]
    for wanted in outputs:
        prepare_output(wanted, [results, *decisions, *([known] if known else [])])
    if len({os.path.realpath(one) for one in outputs}) < len(outputs):
        message = "the results, the labels and the summary are different files"
        raise typer.BadParameter(message)
    cards: dict[Key, KnownCard] = _read(known, read_known) if known else {}
    given = [one for file in decisions for one in _read(file, lambda lines: list(read_decisions(lines)))]
    merging = Merging(collect(given, cards), cards, policy=policy or DEFAULT_POLICY, today=today)
    with contextlib.ExitStack() as stack:  # opened before anything is read: one may be nowhere to write to
        streams = {one: stack.enter_context(output(one)) for one in (labels, summary) if one}
        stream = stack.enter_context(output(destination))
        bar = stack.enter_context(progress(total_of(inputs_of([results])), stream))
        rows = (row for row in _merged(results, merging, bar.read, bar.answered) if row is not None)
        write(_encoded(rows, chosen), stream, chosen, functools.partial(show_reports, language=lang))
        found = merging.summary()
        if labels:
            streams[labels].writelines(merging.labels())
        if summary:
            streams[summary].write(json.dumps(found.to_dict(), ensure_ascii=False, indent=1) + "\n")
    if not quiet:
        for line in _told(found, given, lang):
            typer.echo(to_visible(line), err=True)
    if found.other_version:
        raise typer.Exit(SOME_ROWS_FAILED)


def _merged(results: Path, merging: Merging, read: Any, answered: Any) -> Iterator[Row | None]:
    for one in rows_in([results], done=read):
        where = "the standard input" if results == STDIN else str(results)
        try:
            if one.trouble:
                raise UnusableRowError(one.trouble[1])  # noqa: TRY301 - told with those of merging
            yield merging.merge(_parsed(one.content))
        except UnusableRowError as error:
            message = f"{where}: row {one.number}: {error}"
            raise typer.BadParameter(to_visible(message)) from None
        answered(1)


def _parsed(content: bytes) -> object:
    try:
        return json.loads(content.decode("utf-8-sig"), object_pairs_hook=without_duplicates)
    except (ValueError, RecursionError):
        message = "it is not JSON"
    raise UnusableRowError(message)  # outside of the handler: its error holds the row


def _encoded(rows: Iterator[Row], form: Format) -> Iterator[Any]:
    while batch := list(itertools.islice(rows, _AT_ONCE)):
        yield encode(batch, form)


def _read(file: Path, read: Any) -> Any:
    """Return what a file of lines has; say which line of which file is none."""
    try:
        with file.open("rb") as stream:
            return read(_lines(stream))
    except ValueError as error:
        message = f"{file}: {error}"
        raise typer.BadParameter(to_visible(message)) from None


def _lines(stream: IO[bytes]) -> Iterator[bytes]:
    """Yield lines, of one that is too long no more than tells it."""
    while line := stream.readline(LONGEST_LINE + 1):
        yield line


def _told(found: MergeSummary, given: Iterable[CardDecision], language: Language) -> Iterator[str]:
    def told(phrase: Phrase, **parts: object) -> str:
        return phrase.told(language, **parts)

    decided = ", ".join(
        told(Phrase.COUNTED, count=count, what=ReviewOutcome(name).told(language))
        for name, count in sorted(found.outcomes.items())
    )
    yield told(Phrase.DECIDED, rows=found.rows, merged=found.merged) + (decided and f" ({decided})")
    if found.still_open:
        yield told(
            Phrase.STILL_OPEN,
            reasons=", ".join(f"{name} {count:,}" for name, count in found.still_open.items()),
        )
    soon = dt.datetime.now(dt.UTC) + _DAY
    counts = {
        Phrase.OTHER_VERSION: found.other_version,
        Phrase.WITHOUT_ROW: found.without_row,
        Phrase.ON_ERRORS: found.on_errors,
        Phrase.SKIPPED: found.skipped,
        Phrase.REPEATED: found.repeated,
        Phrase.REPLACED: found.replaced,
        Phrase.DATED_LATER: sum(one.at > soon for one in given),
        Phrase.KNOWN_ROWS: found.known_rows,
        Phrase.LABELS: found.labels,
    }
    yield from (told(phrase, count=count) for phrase, count in counts.items() if count)
    for one in found.reviewers:
        bound = _bound(one.errors, language)
        yield told(Phrase.BY_REVIEWER, name=one.name, cards=one.cards, bound=bound)
        if one.unseen:
            yield told(Phrase.UNSEEN_ACCEPTED, name=one.name, unseen=one.unseen, accepted=one.accepted)
    for field, errors in found.by_field.items():
        yield f"  {field}: {_bound(errors, language)}"
    if found.agreement.n:
        yield told(Phrase.TYPED_BY_TWO, wrong=found.agreement.wrong, count=found.agreement.n)


def _bound(errors: Errors, language: Language) -> str:
    if errors.at_most is None:
        return Phrase.NONE.told(language)
    return Phrase.BOUND.told(language, wrong=errors.wrong, count=errors.n, most=errors.at_most)
