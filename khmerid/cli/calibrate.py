"""``khmerid calibrate``, ``drift`` and ``label``: what your engine misreads, from stored responses."""

import contextlib
import datetime as dt
import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Final, NamedTuple

import attrs
import rich.box
import rich.console
import rich.table
import typer

from khmerid.adapters import adapt
from khmerid.answering.input_row import answer
from khmerid.batch.output import output
from khmerid.batch.sources import STDIN, inputs_of, rows_in, trouble_with
from khmerid.batch.visible import to_visible
from khmerid.calibration.counting import CountedCard, Tally, counted
from khmerid.calibration.drift import FALSE_ALARMS, Change, changes, require_share
from khmerid.calibration.figures import Figures, Judging, Worth
from khmerid.calibration.headings import Heading, told_change
from khmerid.calibration.labels import Id, Values, blank, read_labels
from khmerid.calibration.learning import StoredCard, profile_of
from khmerid.calibration.page import page_of, tables_in
from khmerid.cli.options import (
    LanguageOption,
    OutputOption,
    ProfileOption,
    TableOrJson,
    TodayOption,
    prepare_output,
    read_profile,
)
from khmerid.cli.progress import progress
from khmerid.cli.reporting import total_of
from khmerid.errors import ApiError, UnexpectedResponseError
from khmerid.examination import examine_card, open_row
from khmerid.explained import Language
from khmerid.frozen import EMPTY
from khmerid.json_text import with_escapes
from khmerid.misreading import SHIPPED, Misreadings, Profile
from khmerid.misreading.profile import FEWEST_CARDS, tables_of

CHANGED: Final = 1  # the exit status where something has changed
_HALVES: Final = 2

FilesArgument = Annotated[
    list[Path], typer.Argument(metavar="FILE", help="Stored responses, as `khmerid examine` takes them.")
]


def calibrate(  # noqa: PLR0913 - typer takes each option as an argument
    files: FilesArgument,
    *,
    destination: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", dir_okay=False, help="Write the profile there.")
    ],
    name: Annotated[
        str | None, typer.Option(help="What reports call the profile.", show_default="that of its file")
    ] = None,
    truth: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Labels of some rows, as `khmerid label` has them.")
    ] = None,
    page: Annotated[
        Path | None, typer.Option(metavar="FILE", dir_okay=False, help="Write the figures there as HTML.")
    ] = None,
    form: Annotated[
        TableOrJson, typer.Option("--format", help="The figures, for people or for programs.")
    ] = TableOrJson.TABLE,
    lang: LanguageOption = Language.ENGLISH,
    today: TodayOption = None,
) -> None:
    """Learn what your engine misreads from responses that you have stored, labelled or not.

    The redundancy of the card is the label. Every row is read twice: once to learn from it, once to say what
    the profile changes, judged by what was learned from the other half of the rows. A profile holds counts of
    single characters, and no text of a card.
    """
    outputs = [destination, *([page] if page else [])]
    inputs = [*files, *([truth] if truth else [])]
    for wanted in outputs:
        prepare_output(wanted, inputs)
    if page and os.path.realpath(page) == os.path.realpath(destination):
        message = "the profile and the page are two files"
        raise typer.BadParameter(message)
    called = destination.stem if name is None else name
    _require_name(called)
    _require_files(files)
    rows = _Rows(files, today, _labels_in(truth) if truth else {}, lang)
    with contextlib.ExitStack() as stack:  # opened before anything is read: one may be nowhere to write to
        streams = [stack.enter_context(output(wanted)) for wanted in outputs]
        figures = _figures_of(rows, called, lang)
        for stream, text in zip(streams, (figures.profile.to_json(), page_of(figures, lang)), strict=False):
            stream.write(text)
    if form is TableOrJson.TABLE:
        _show_figures(figures, lang)
    else:
        typer.echo(with_escapes(json.dumps(figures.to_dict(), ensure_ascii=False)))


def drift(  # noqa: PLR0913 - typer takes each option as an argument
    files: FilesArgument,
    *,
    profile: Annotated[
        Profile,
        typer.Option(
            "--profile", parser=read_profile, metavar="FILE", help="What other rows are held against."
        ),
    ],
    false_alarms: Annotated[
        float,
        typer.Option(min=0, max=1, help="The share of runs that may alarm although nothing has changed."),
    ] = FALSE_ALARMS,
    form: Annotated[
        TableOrJson, typer.Option("--format", help="For people or for programs.")
    ] = TableOrJson.TABLE,
    lang: LanguageOption = Language.ENGLISH,
    today: TodayOption = None,
) -> None:
    """Say whether the engine, the camera or the card has changed since a profile was learned.

    The exit status is 1 if anything has.
    """
    try:
        require_share(false_alarms)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None
    rows = _Rows(files, today, {}, lang)
    tally = Tally()
    for row in rows:  # as the profile was counted: other tables tell otherwise of the same cards
        tally.add(row.counted)
    for _ in range(rows.unreadable):
        tally.add_unreadable()
    if not tally.on_cards:
        raise EOFError(_NO_ROWS)
    found = changes(profile, tally.counts_on_cards(), false_alarms=false_alarms)
    if not found:
        message = "the profile has nothing to compare these rows by"
        raise typer.BadParameter(message)
    if form is TableOrJson.TABLE:
        _show_changes(found, lang)
    else:
        typer.echo(json.dumps([attrs.asdict(one) for one in found]))
    if any(one.is_alarm for one in found):
        raise typer.Exit(CHANGED)


def label(
    files: FilesArgument,
    *,
    profile: ProfileOption = None,
    count: Annotated[int, typer.Option("--count", "-n", min=1, help="Rows to label.")] = 50,
    today: TodayOption = None,
    destination: OutputOption = None,
) -> None:
    """Name the rows of which a label would say most, as a small file for a person to fill in.

    It has a line for each, with the fields of the card left empty: they are read from the picture and typed
    as they are printed, or left empty where they cannot be read. `khmerid calibrate --truth` takes it back.
    """
    prepare_output(destination, files)
    rows, worth = _Rows(files, today, {}), Worth(count)
    with output(destination) as stream:
        for row in rows:
            report = examine_card(row.card.raw, today=row.card.today, misreadings=tables_of(profile))
            worth.add(row.id, report)
        names = worth.names()
        if not names:
            raise EOFError(_NO_ROWS)
        stream.writelines(blank(name) + "\n" for name in names)


class _Row(NamedTuple):
    """A row that has a card: its id, and the card as it is learned from."""

    id: Id
    card: StoredCard

    def __repr__(self) -> str:
        return "_Row(id, card)"

    @property
    def counted(self) -> CountedCard:
        """The card as it is counted with the shipped tables."""
        return counted(self.card.raw, today=self.card.today, misreadings=SHIPPED, known=self.card.known)


class _Rows:
    """The rows of files that have a card, each time anew; and how many have none."""

    def __init__(
        self,
        files: Sequence[Path],
        today: dt.date | None,
        labels: Mapping[Id, Values],
        language: Language = Language.ENGLISH,
    ) -> None:
        for file in files:
            if trouble := trouble_with(file):
                raise typer.BadParameter(trouble)
        self._files, self._labels, self._language = files, labels, language
        self._today = today or dt.date.today()  # noqa: DTZ011 - the day on the wall, where the command runs
        self.unreadable = 0
        self._without_row = set(labels)

    @property
    def labels_without_row(self) -> int:
        """How many labels are of none of the rows that were read so far."""
        return len(self._without_row)

    def __iter__(self) -> Iterator[_Row]:
        self.unreadable = 0
        with progress(total_of(inputs_of(self._files)), sys.stdout, self._language) as bar:
            for one in rows_in(self._files, done=bar.read):
                bar.answered(1)
                found = answer(one, self._opened)
                if "error" in found:
                    self.unreadable += 1
                else:
                    self._without_row.discard(found["id"])
                    known = self._labels.get(found["id"], EMPTY)
                    yield _Row(found["id"], StoredCard(found["raw"], found["today"], known))

    def _opened(self, row: object) -> dict[str, Any]:
        try:
            response, day = open_row(row, self._today)
            return {"raw": adapt(response), "today": day}
        except (ApiError, UnexpectedResponseError):
            return {"error": None}


def _figures_of(rows: _Rows, name: str, language: Language) -> Figures:
    """Learn from all rows, judge each by what the other half says, and return what was found."""
    halves = [Tally() for _ in range(_HALVES)]
    for at, row in enumerate(rows):
        halves[at % _HALVES].add(row.counted)
    whole = halves[0] + halves[1]
    for _ in range(rows.unreadable):
        whole.add_unreadable()
    if rows.labels_without_row:
        said = Heading.LABELS_OF_NO_ROW.told(language, count=rows.labels_without_row)
        typer.echo(f"khmerid: {said}", err=True)
    profile = _made(whole, name)
    judging = Judging([_tables_of(half) for half in halves])
    for row in rows:
        judging.add(row.id, row.card)
    return judging.figures(profile, unreadable=rows.unreadable)


def _require_name(name: str) -> None:
    """Refuse what no profile is called, before anything is read."""
    try:
        Profile(name=name, cards=FEWEST_CARDS)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None


def _require_files(files: Iterable[Path]) -> None:
    """Refuse what can be read only once."""
    if any(file == STDIN or (file.exists() and not file.is_file() and not file.is_dir()) for file in files):
        message = "a profile is learned from files: each is read twice"
        raise typer.BadParameter(message)


def _labels_in(file: Path) -> dict[Id, Values]:
    try:
        with contextlib.nullcontext(sys.stdin.buffer) if file == STDIN else file.open("rb") as stream:
            return read_labels(stream)
    except ValueError as error:
        message = f"{file}: {error}"
        raise typer.BadParameter(message) from None


def _made(tally: Tally, name: str) -> Profile:
    if not tally.cards:
        raise EOFError(_NO_ROWS)
    try:
        return profile_of(tally, name)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None


def _tables_of(half: Tally) -> Misreadings:
    """Return the tables of half of the rows; the shipped ones where that is too few to learn from."""
    return tables_of(profile_of(half, "half") if half.cards >= FEWEST_CARDS else None)


def _show_figures(figures: Figures, language: Language) -> None:
    console = rich.console.Console()
    for caption, head, rows in tables_in(figures, language):
        table = rich.table.Table(*head, title=caption, title_justify="left", box=rich.box.SIMPLE_HEAD)
        for row in rows:
            table.add_row(*map(to_visible, row))
        console.print(table)


def _show_changes(found: list[Change], language: Language) -> None:
    heads = (head.told(language) for head in (Heading.BEFORE, Heading.NOW, Heading.BY_CHANCE))
    table = rich.table.Table("", *heads, box=rich.box.SIMPLE_HEAD)
    alarms = [one for one in found if one.is_alarm]
    for one in alarms or found[:_SHOWN]:
        before, now = (
            Heading.SHARE.told(language, count=on, of=of, share=on / of) for on, of in (one.before, one.now)
        )
        table.add_row(to_visible(told_change(one.what, language)), before, now, f"{one.chance:.1e}")
    console = rich.console.Console()
    console.print(table)
    console.print(Heading.ALARMS.told(language, alarms=len(alarms), comparisons=len(found)))


_SHOWN: Final = 5  # comparisons, where none alarms
_NO_ROWS: Final = "there are no rows with a card in the input"
