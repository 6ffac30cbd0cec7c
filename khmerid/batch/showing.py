"""Rows for people, with the extra ``cli``: cards with a few lines each and a summary, or one in full; MRZs.

Text from a card or a service is made safe to show. In Khmer, fields, assurances, decisions and outcomes are
words, dates, sex and height stand in both scripts, and codes stay as JSON has them, each with its sentence.
"""

import contextlib
import datetime as dt
import functools
import itertools
import operator
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, TextIO

import attrs
import rich.box
from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.control import Control
from rich.padding import Padding
from rich.segment import Segment
from rich.table import Table
from rich.text import Text

from khmerid.answering.input_row import Row
from khmerid.answering.summary import ERROR, Summary
from khmerid.batch.ledger_block import ledger_block
from khmerid.batch.visible import to_visible
from khmerid.checks.crosscheck import Rule
from khmerid.explained import Language, Told
from khmerid.ledger.captions import Caption
from khmerid.mrz.formats import FORMATS, TD1, TD2, TD3, Position
from khmerid.mrz.parsing import parse_mrz, positions_of
from khmerid.notes import Code, Status
from khmerid.outcome import Outcome
from khmerid.phrases import Phrase, told_trouble
from khmerid.recovery.recovered import RecoveryOutcome
from khmerid.report.plain import NAME_PARTS
from khmerid.report.reasons import Decision, Reason
from khmerid.resolve.resolved import Assurance, Source
from khmerid.text.numerals import to_khmer_digits

_PLAIN_WIDTH: Final = 100  # characters, of a table that goes to a file or a pipe
# The heading and the width of each column: together they fit a terminal of 80 characters.
_COLUMNS: Final = {
    "document_number": (Phrase.NUMBER, 10),
    "surname": (Phrase.SURNAME, 11),
    "given_names": (Phrase.GIVEN_NAMES, 11),
    "date_of_birth": (Phrase.BORN, 10),
    "sex": (Phrase.SEX, 9),
    "date_of_expiry": (Phrase.EXPIRES, 10),
}
_OF_MRZ: Final = ("document_number", "date_of_birth", "sex", "date_of_expiry", "surname", "given_names")
_FIRST_WIDTH: Final = 10
#: What a line of many cards takes; below it each field has lines of its own, where nothing has to be cut.
_TABLE_WIDTH: Final = _FIRST_WIDTH + sum(width + 1 for _, width in _COLUMNS.values())
_STYLES: Final = {
    "accept": "bold green",
    "review": "bold yellow",
    "reject": "bold red",
    "error": "bold red",
    "confirmed": "green",
    "protected": "green",
    "doubtful": "yellow",
    "conflicting": "red",
    "absent": "dim",
    "conflicts": "red",
    "valid": "green",
    "repaired": "green",
    "agrees": "green",
    "ambiguous": "yellow",
    "partial": "yellow",
    "undecided": "yellow",
    "invalid": "red",
    "nothing": "red",
}
_FORMATS: Final = {one.name: one for one in FORMATS}
_DOCUMENTS: Final = {TD1.name: Phrase.A_CARD, TD2.name: Phrase.A_LARGER_CARD, TD3.name: Phrase.A_PASSPORT}
_OF_NO_LINE: Final = {"left_out": Phrase.LEFT_OUT, "rearranged": Phrase.REARRANGED}
_DATES: Final = frozenset({"date_of_birth", "date_of_issue", "date_of_expiry"})
_SEXES: Final = {"F": "ស្រី", "M": "ប្រុស"}  # as the card prints them
_SAME_REPAIR: Final = operator.itemgetter("line", "old", "new", "why")


def show_reports(rows: Iterator[Row], stream: TextIO, language: Language = Language.ENGLISH) -> None:
    """Print one report in full, or many in a few lines each with a summary; sentences in a language."""
    width = None if stream.isatty() else _PLAIN_WIDTH
    console = Console(file=stream, width=width, markup=False, highlight=False)
    head = list(itertools.islice(rows, 2))
    shown = (
        one_card(head[0], console.width, language)
        if len(head) == 1
        else Overview(console.width, language).show(itertools.chain(head, rows))
    )
    for part in shown:
        console.print(part)


def show_mrzs(rows: Iterator[Row], stream: TextIO, language: Language = Language.ENGLISH) -> None:
    """Print a line for each MRZ."""
    console = Console(file=stream)
    for row in rows:
        if "error" in row:
            error = row["error"]
            parts = [
                _styled(Phrase.ERROR, language),
                _shown(told_trouble(error["code"], error["message"], language)),
            ]
        else:
            outcome = _styled(RecoveryOutcome(row["outcome"]), language)
            if row["format"] != TD1.name:
                outcome.append(f" {row['format']}")
            parts = [outcome, *(_value_or_dash(row["fields"][name]) for name in _OF_MRZ)]
        console.print(Text("  ").join([_value_or_dash(row["id"]), *parts]), soft_wrap=True)


def show_mrz(rows: Iterator[Row], stream: TextIO, language: Language = Language.ENGLISH) -> None:
    """Print each MRZ in full: its elements with their positions, and what was repaired."""
    console = Console(file=stream)
    for row in rows:
        for part in _one_mrz(row, console.width, language):
            console.print(part)


def one_card(
    row: Row, width: int = _PLAIN_WIDTH, language: Language = Language.ENGLISH
) -> Iterator[RenderableType]:
    """Show one report in full, at the width of a terminal in characters."""
    if "error" in row:
        yield _error(row, language)
        return
    yield Text.assemble(_shown(row["id"]), ": ", _styled(Decision(row["decision"]), language))
    for reason in row["reasons"]:
        yield Text(f"  {reason}: {Reason(reason).told(language)}")
    if width < _TABLE_WIDTH:
        for name, field in row["fields"].items():
            yield _listed(called(name, language), name, field, language)
            if field.get("notes"):
                yield _indented(Text(", ".join(field["notes"]), "dim"))
    else:
        yield _table_of(row["fields"], language)
    if language is Language.KHMER:
        yield from _notes_told(row["fields"], language)
    found = Counter(check["outcome"] for check in row["checks"])
    counts = ", ".join(
        Phrase.COUNTED.told(language, count=count, what=Outcome(outcome).told(language))
        for outcome, count in found.items()
    )
    yield Text(f"{Phrase.CHECKS.told(language)}: {counts}")
    for check in row["checks"]:
        if check["outcome"] == str(Outcome.CONFLICTS):
            yield Text(f"  {check['rule']} {Outcome.CONFLICTS.told(language)}", "red")
            if language is Language.KHMER:
                yield _indented(Text(f"{Phrase.RULE.told(language)}: {Rule(check['rule']).told(language)}"))
    yield from _evidence(row, language)


def _evidence(row: Row, language: Language) -> Iterator[RenderableType]:
    return ledger_block(row["ledger"], language) if "ledger" in row else iter(())


def _table_of(fields: Mapping[str, Mapping[str, Any]], language: Language) -> Table:
    heads = (Phrase.FIELD, Phrase.VALUE, Phrase.ASSURANCE, Phrase.FROM, Phrase.NOTES)
    table = _table(*(head.told(language) for head in heads))
    for name, field in fields.items():
        sources = ", ".join(Source(source).told(language) for source in field.get("sources", []))
        notes = ", ".join(field.get("notes", []))
        assurance = _styled(Assurance(field["assurance"]), language)
        table.add_row(called(name, language), _value(name, field, language), assurance, sources, notes)
    return table


def _notes_told(fields: Mapping[str, Mapping[str, Any]], language: Language) -> Iterator[RenderableType]:
    """Yield each code that is noted of a field with its sentence: in Khmer a code is no word."""
    for code in dict.fromkeys(code for field in fields.values() for code in field.get("notes", [])):
        yield Padding(Text(f"{code}: {Code(code).told(language)}", "dim"), (0, 0, 0, 2), expand=False)


def _table(*headings: str | Text) -> Table:
    """Return a table that cuts nothing, and breaks no name in its first column."""
    table = Table(box=rich.box.SIMPLE_HEAD, collapse_padding=True, pad_edge=False, show_edge=False)
    for number, heading in enumerate(headings):
        table.add_column(heading, overflow="fold", no_wrap=number == 0)
    return table


@attrs.define
class Overview:
    """Many cards: a heading, two to four lines for each, and at the end how many came out how.

    The candidates of a conflict have a line of their own below; on a narrow terminal every value has.
    """

    width: int = _PLAIN_WIDTH
    language: Language = Language.ENGLISH
    _summary: Summary = attrs.field(factory=Summary)

    def show(self, rows: Iterable[Row]) -> Iterator[RenderableType]:
        """Show each row as it comes, and in the end what they come to."""
        if self.width >= _TABLE_WIDTH:
            heads = (Phrase.CARD, *(heading for heading, _ in _COLUMNS.values()))
            yield _Line([Text(head.told(self.language), "bold") for head in heads])
        for row in rows:
            self._summary.add(row)
            yield from self._card(row)
        yield Text()
        yield from summary_block(self._summary, self.width, language=self.language)

    def _card(self, row: Row) -> Iterator[RenderableType]:
        if "error" in row:
            yield _error(row, self.language)
            return
        decision, fields = _styled(Decision(row["decision"]), self.language), row["fields"]
        shown = {name: fields[name] for name in _COLUMNS}
        if self.width < _TABLE_WIDTH:
            yield Text.assemble(_shown(row["id"]), ": ", decision)
            beside = shown
        else:
            beside = {name: field for name, field in shown.items() if field["assurance"] == "conflicting"}
            upper, middle, lower = zip(*(self._cell(*one) for one in shown.items()), strict=True)
            yield _Line([_end_of(_shown(row["id"]), _FIRST_WIDTH), *upper])
            if any(middle):
                yield _Line([Text(), *middle])
            yield _Line([decision, *lower])
        for name, field in beside.items():
            yield _listed(_COLUMNS[name][0].told(self.language), name, field, self.language)
        yield from _reasons(row["reasons"], self.language)
        yield from _evidence(row, self.language)

    def _cell(self, name: str, field: Mapping[str, Any]) -> tuple[Text, Text, Text]:
        """Return what stands in a column: the value, in Khmer also as JSON has it, and how sure it is."""
        if field["assurance"] == "conflicting":
            conflict = Text(Phrase.CONFLICT.told(self.language), "red")
            return Text(Phrase.SEE_BELOW.told(self.language)), Text(), conflict
        assurance = _styled(Assurance(field["assurance"]), self.language)
        value = field.get("value")
        if value is None:  # then there are no candidates, either
            return _value(name, field, self.language), Text(), assurance
        own, western = _in_scripts(name, value, self.language)
        return _shown(own), _shown(western), assurance


def _reasons(reasons: Sequence[str], language: Language) -> Iterator[RenderableType]:
    """Yield the reasons of one card: codes, in Khmer each with its sentence."""
    if language is Language.KHMER:
        for reason in reasons:
            yield _indented(Text(f"{reason}: {Reason(reason).told(language)}", "dim"))
    elif reasons:
        yield _indented(Text(", ".join(reasons), "dim"))


def summary_block(
    summary: Summary, width: int, *, rate: float | None = None, language: Language = Language.ENGLISH
) -> Iterator[RenderableType]:
    """Show what rows come to: decisions, reasons, errors and assurances; ``rate`` is in rows per second."""
    counted = functools.partial(Phrase.COUNTED.told, language)
    decisions = ((_decision(name).told(language), count) for name, count in sorted(summary.decisions.items()))
    parts = [counted(count=count, what=decision) for decision, count in decisions]
    cards = (Phrase.ONE_CARD if summary.rows == 1 else Phrase.CARDS).told(language, count=summary.rows)
    fast = Phrase.ROWS_A_SECOND if rate is not None and rate >= 1 else Phrase.SLOW_ROWS_A_SECOND
    speed = "" if rate is None else f"; {fast.told(language, rate=rate)}"
    yield Text(f"{cards}: {', '.join(parts)}{speed}", "bold")
    for phrase, counts in ((Phrase.REASONS, summary.reasons), (Phrase.ERRORS, summary.errors)):
        if counts:
            found = ", ".join(
                counted(count=count, what=to_visible(code)) for code, count in counts.most_common()
            )
            yield Text(f"{phrase.told(language)}: {found}")
    if language is Language.KHMER:
        yield from _reasons(list(summary.reasons), language)
    # In columns, a number that a terminal sets elsewhere would be that of another assurance.
    if width < _TABLE_WIDTH or language is Language.KHMER:
        for field, levels in summary.assurances.items():
            found = ", ".join(
                counted(count=levels[str(level)], what=level.told(language))
                for level in Assurance
                if levels[str(level)]
            )
            yield Text(f"{called(field, language)}: {found}")
        if language is Language.KHMER and summary.assurances:
            yield Text(Phrase.SURE.told(language))
        return
    table = _table(Phrase.FIELD.told(language), *(_styled(level, language) for level in Assurance))
    for column in table.columns[1:]:
        column.justify = "right"
    for field, levels in summary.assurances.items():
        counts_of = (levels[str(level)] for level in Assurance)
        table.add_row(called(field, language), *(f"{count:,}" if count else "" for count in counts_of))
    if table.row_count:
        yield table
        yield Text(Phrase.SURE.told(language))


def called(name: str, language: Language) -> str:
    """Return what a field of a report or an element of an MRZ is called: in English, its key in JSON.

    >>> called("date_of_birth", Language.ENGLISH), called("date_of_birth", Language.KHMER)
    ('date_of_birth', 'ថ្ងៃខែឆ្នាំកំណើត')
    """
    if language is Language.ENGLISH:
        return name
    return Caption(name).told(language) if name in _CAPTIONS else Phrase(name).told(language)


_CAPTIONS: Final = frozenset(map(str, Caption))


def _decision(name: str) -> Told:
    return Phrase.ERROR if name == ERROR else Decision(name)


@attrs.frozen(repr=False)
class _Line:
    """A line of cells under those above it, in each of which no more stands than there is room for.

    Terminals do not agree on how wide Khmer is: some give a vowel sign that stands beside its letter a column
    of its own, some none, which is how it is measured here. So a terminal is told where each cell begins.
    """

    cells: Sequence[Text]

    def __rich_console__(self, console: Console, _options: ConsoleOptions) -> RenderResult:
        widths, begin = [_FIRST_WIDTH, *(width for _, width in _COLUMNS.values())], 0
        # Without UTF-8, code points are shown, and take more room than there is.
        is_told = console.is_terminal and console.encoding.startswith("utf")
        last = max((at for at, cell in enumerate(self.cells) if cell), default=0)
        for at, (shown, width) in enumerate(zip(self.cells[: last + 1], widths, strict=False)):
            cell = shown.copy()
            cell.truncate(width, overflow="ellipsis", pad=at < last)
            if at and is_told:
                yield Control.move_to_column(begin)
            yield Text.assemble(cell, " " * (at < last), end="", no_wrap=True)
            begin += width + 1
        yield Segment.line()


def _end_of(shown: Text, width: int) -> Text:
    """Return a text, or as much of its end as there is room for: in a path or an id that is what differs."""
    if shown.cell_len <= width:
        return shown
    start = len(shown)
    while cell_len(shown.plain[start - 1 :]) < width:
        start -= 1
    return Text("…").append_text(shown[start:])


def _listed(label: str, name: str, field: Mapping[str, Any], language: Language) -> Padding:
    assurance = _styled(Assurance(field["assurance"]), language)
    return _indented(Text.assemble(label, ": ", _value(name, field, language), ", ", assurance), 2)


def _indented(text: Text, by: int = 4) -> Padding:
    text.overflow = "fold"
    return Padding(text, (0, 0, 0, by), expand=False)


def _error(row: Row, language: Language) -> Text:
    code, message = row["error"]["code"], row["error"]["message"]
    return Text.assemble(
        _shown(row["id"]), " ", _styled(Phrase.ERROR, language), f" {to_visible(code)}: "
    ).append(to_visible(told_trouble(code, message, language)))


def _value(name: str, field: Mapping[str, Any], language: Language) -> Text:
    """Show the value, or where there is none the candidates."""
    value = field.get("value")  # which a redacted row has not
    values = field.get("candidates", []) if value is None else [value]
    texts = []
    for one in values:
        own, western = _in_scripts(name, one, language)
        texts.append(_shown(f"{own} ({western})" if western else own))
    return Text(f" {Phrase.OR.told(language)} ").join(texts) if texts else Text("-", "dim")


def _in_scripts(name: str, value: object, language: Language) -> tuple[str, str]:
    """Return a value for people, and where that is not as JSON has it, as JSON has it.

    >>> _in_scripts("date_of_birth", "1990-03-15", Language.KHMER)
    ('១៥.០៣.១៩៩០', '1990-03-15')
    """
    western = str(value["text"] if isinstance(value, Mapping) else value)
    if language is Language.KHMER:
        if name in _DATES:
            with contextlib.suppress(ValueError):  # rows are read back from files, too
                return to_khmer_digits(f"{dt.date.fromisoformat(western):%d.%m.%Y}"), western
        if name == "height_cm":
            return f"{to_khmer_digits(western)} ស.ម", western
        if name == "sex" and western in _SEXES:
            return _SEXES[western], western
    return western, ""


def _one_mrz(row: Row, width: int, language: Language) -> Iterator[RenderableType]:
    name = row["format"]
    mrz = parse_mrz(row["lines"] or [], _FORMATS[name]).value
    where = _FORMATS[name].positions if mrz is None else positions_of(mrz)
    if name != TD1.name:
        yield Text(Phrase.THE_MRZ_OF.told(language, document=_DOCUMENTS[name].told(language), form=name))
    yield Text.assemble(
        Phrase.OUTCOME.told(language), ": ", _styled(RecoveryOutcome(row["outcome"]), language)
    )
    for line in row["lines"] or []:
        yield Text(f"  {line}")
    cells = [_of_element(element, row, where, language) for element in row["fields"]]
    if width < _TABLE_WIDTH:
        for element, line, positions, *rest in cells:
            place = Text.assemble(element, f" ({line}: {positions}):")
            yield _indented(Text(" ").join([place, *(cell for cell in rest if cell)]), 2)
    else:
        heads = (
            *(Phrase.ELEMENT, Phrase.LINE, Phrase.POSITIONS),
            *(Phrase.VALUE, Phrase.CHECK_DIGIT, Phrase.MAY_BE_WRONG),
        )
        table = _table(*(head.told(language) for head in heads))
        for texts in cells:
            table.add_row(*texts)
        yield table
    composite = _styled(Outcome(row["checks"]["composite"]), language)
    yield Text.assemble(Phrase.COMPOSITE.told(language), ": ", composite)
    yield from map(Text, _remarks(row, language))


def _remarks(row: Row, language: Language) -> Iterator[str]:
    """Yield what was repaired, what is doubtful, and the candidates."""
    for (line, old, new, why), group in itertools.groupby(row["repairs"], key=_SAME_REPAIR):
        at = [repair["position"] for repair in group]
        if why in _OF_NO_LINE:
            what = _OF_NO_LINE[why].told(language)
            yield what if len(at) == 1 else Phrase.TIMES.told(language, count=len(at), what=what)
            continue
        nothing = Phrase.NOTHING.told(language)
        yield Phrase.REPAIRED_AT.told(
            language,
            line=line,
            first=at[0],
            last=at[-1],
            old=to_visible(old) or nothing,
            new=new or nothing,
            why=why,
        )
    for code in map(Code, row["notes"]):
        if code.status >= Status.DOUBTFUL:
            yield f"{code}: {code.told(language)}"
    for candidate in row["candidates"]:
        yield Phrase.CANDIDATE.told(language, lines=" ".join(candidate))


def _of_element(
    name: str, row: Row, where: Mapping[str, Sequence[Position]], language: Language
) -> list[Text]:
    """Return the cells of an element: name, line, positions, value, check digit, how likely it is wrong."""
    places = where["name" if name in NAME_PARTS.values() else name]
    digit, risk = row["checks"].get(name), row["risks"].get(name)
    return [
        Text(called(name, language)),
        Text(str(places[0].line)),
        Text(", ".join(f"{place.start}-{place.end}" for place in places)),
        _value_or_dash(row["fields"][name]),
        _styled(Outcome(digit), language) if digit else Text(),
        Text("" if risk is None else Phrase.ONCE_IN.told(language, often=_rounded(1 / risk))),
    ]


def _rounded(often: float) -> float:
    return float(f"{often:.1g}")


def _value_or_dash(value: object) -> Text:
    return Text("-", "dim") if value in (None, "") else _shown(value)


def _shown(value: object) -> Text:
    return Text(to_visible(str(value)))


def _styled(word: Told, language: Language) -> Text:
    return Text(word.told(language), _STYLES.get(str(word), ""))
