"""Rows for people, with the extra ``cli``: cards with a few lines each and a summary, or one in full; MRZs.

Text from a card or a service is made safe to show.
"""

import itertools
import operator
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, TextIO

import attrs
import rich.box
from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from khmerid.answering.input_row import Row
from khmerid.answering.summary import Summary
from khmerid.batch.ledger_block import ledger_block
from khmerid.batch.visible import to_visible
from khmerid.explained import Language
from khmerid.mrz.formats import FORMATS, TD1, TD2, TD3, Position
from khmerid.mrz.parsing import parse_mrz, positions_of
from khmerid.notes import Code, Status
from khmerid.report.plain import NAME_PARTS
from khmerid.report.reasons import Reason

_PLAIN_WIDTH: Final = 100  # characters, of a table that goes to a file or a pipe
# The heading and the width of each column: together they fit a terminal of 80 characters.
_COLUMNS: Final = {
    "document_number": ("number", 10),
    "surname": ("surname", 11),
    "given_names": ("given names", 11),
    "date_of_birth": ("born", 10),
    "sex": ("sex", 9),
    "date_of_expiry": ("expires", 10),
}
_OF_MRZ: Final = ("document_number", "date_of_birth", "sex", "date_of_expiry", "surname", "given_names")
_FIRST_WIDTH: Final = 10
#: What a line of many cards takes; below it each field has lines of its own, where nothing has to be cut.
_TABLE_WIDTH: Final = _FIRST_WIDTH + sum(width + 1 for _, width in _COLUMNS.values())
_SEE_BELOW: Final = Text("see below"), Text("conflict", "red")  # the value and the assurance of a conflict
_ASSURANCES: Final = ("confirmed", "protected", "read", "doubtful", "conflicting", "absent")
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
_DOCUMENTS: Final = {TD1.name: "a card", TD2.name: "a larger card", TD3.name: "a passport"}
_OF_NO_LINE: Final = {
    "left_out": "a line is left out: it is not of the MRZ",
    "rearranged": "the lines were put in order, taken apart or together",
}
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


def show_mrzs(rows: Iterator[Row], stream: TextIO) -> None:
    """Print a line for each MRZ."""
    console = Console(file=stream)
    for row in rows:
        if "error" in row:
            parts = [_styled("error"), _shown(row["error"]["message"])]
        else:
            outcome = _styled(row["outcome"])
            if row["format"] != TD1.name:
                outcome.append(f" {row['format']}")
            parts = [outcome, *(_value_or_dash(row["fields"][name]) for name in _OF_MRZ)]
        console.print(Text("  ").join([_value_or_dash(row["id"]), *parts]), soft_wrap=True)


def show_mrz(rows: Iterator[Row], stream: TextIO) -> None:
    """Print each MRZ in full: its elements with their positions, and what was repaired."""
    console = Console(file=stream)
    for row in rows:
        for part in _one_mrz(row, console.width):
            console.print(part)


def one_card(
    row: Row, width: int = _PLAIN_WIDTH, language: Language = Language.ENGLISH
) -> Iterator[RenderableType]:
    """Show one report in full, at the width of a terminal in characters."""
    if "error" in row:
        yield _error(row)
        return
    yield Text.assemble(_shown(row["id"]), ": ", _styled(row["decision"]))
    for reason in row["reasons"]:
        yield Text(f"  {reason}: {Reason(reason).told(language)}")
    if width < _TABLE_WIDTH:
        for name, field in row["fields"].items():
            yield _listed(name, field)
            if field.get("notes"):
                yield _indented(Text(", ".join(field["notes"]), "dim"))
    else:
        yield _table_of(row["fields"])
    found = Counter(check["outcome"] for check in row["checks"])
    yield Text("checks: " + ", ".join(f"{count} {outcome}" for outcome, count in found.items()))
    for check in row["checks"]:
        if check["outcome"] == "conflicts":
            yield Text(f"  {check['rule']} conflicts", "red")
    yield from _evidence(row, language)


def _evidence(row: Row, language: Language) -> Iterator[RenderableType]:
    return ledger_block(row["ledger"], language) if "ledger" in row else iter(())


def _table_of(fields: Mapping[str, Mapping[str, Any]]) -> Table:
    table = _table("field", "value", "assurance", "from", "notes")
    for name, field in fields.items():
        sources, notes = (", ".join(field.get(key, [])) for key in ("sources", "notes"))
        table.add_row(name, _value(field), _styled(field["assurance"]), sources, notes)
    return table


def _table(*headings: str | Text) -> Table:
    """Return a table that cuts nothing, and breaks no name in its first column."""
    table = Table(box=rich.box.SIMPLE_HEAD, collapse_padding=True, pad_edge=False, show_edge=False)
    for number, heading in enumerate(headings):
        table.add_column(heading, overflow="fold", no_wrap=number == 0)
    return table


@attrs.define
class Overview:
    """Many cards: a heading, two or three lines for each, and at the end how many came out how.

    The candidates of a conflict have a line of their own below; on a narrow terminal every value has.
    """

    width: int = _PLAIN_WIDTH
    language: Language = Language.ENGLISH
    _summary: Summary = attrs.field(factory=Summary)

    def show(self, rows: Iterable[Row]) -> Iterator[RenderableType]:
        """Show each row as it comes, and in the end what they come to."""
        if self.width >= _TABLE_WIDTH:
            yield _line([Text("card"), *(Text(heading) for heading, _ in _COLUMNS.values())], "bold")
        for row in rows:
            self._summary.add(row)
            yield from self._card(row)
        yield Text()
        yield from summary_block(self._summary, self.width)

    def _card(self, row: Row) -> Iterator[RenderableType]:
        if "error" in row:
            yield _error(row)
            return
        decision, fields = row["decision"], row["fields"]
        shown = {name: fields[name] for name in _COLUMNS}
        if self.width < _TABLE_WIDTH:
            yield Text.assemble(_shown(row["id"]), ": ", _styled(decision))
            beside = shown
        else:
            beside = {name: field for name, field in shown.items() if field["assurance"] == "conflicting"}
            values = (
                _SEE_BELOW if name in beside else (_value(field), _styled(field["assurance"]))
                for name, field in shown.items()
            )
            upper, lower = zip(*values, strict=True)
            yield _line([_end_of(_shown(row["id"]), _FIRST_WIDTH), *upper])
            yield _line([_styled(decision), *lower])
        for name, field in beside.items():
            yield _listed(_COLUMNS[name][0], field)
        if row["reasons"]:
            yield _indented(Text(", ".join(row["reasons"]), "dim"))
        yield from _evidence(row, self.language)


def summary_block(summary: Summary, width: int, *, rate: float | None = None) -> Iterator[RenderableType]:
    """Show what rows come to: decisions, reasons, errors and assurances; ``rate`` is in rows per second."""
    parts = [f"{count:,} {decision}" for decision, count in sorted(summary.decisions.items())]
    fast = (
        "" if rate is None else f"; {rate:,.0f} rows a second" if rate >= 1 else f"; {rate:.2f} rows a second"
    )
    cards = "1 card" if summary.rows == 1 else f"{summary.rows:,} cards"
    yield Text(f"{cards}: {', '.join(parts)}{fast}", "bold")
    for name, counts in (("reasons", summary.reasons), ("errors", summary.errors)):
        if counts:
            found = ", ".join(f"{count:,} {to_visible(code)}" for code, count in counts.most_common())
            yield Text(f"{name}: {found}")
    if width < _TABLE_WIDTH:
        for field, levels in summary.assurances.items():
            found = ", ".join(f"{levels[level]:,} {level}" for level in _ASSURANCES if levels[level])
            yield Text(f"{field}: {found}")
        return
    table = _table("field", *map(_styled, _ASSURANCES))
    for column in table.columns[1:]:
        column.justify = "right"
    for field, levels in summary.assurances.items():
        table.add_row(field, *(f"{levels[level]:,}" if levels[level] else "" for level in _ASSURANCES))
    if table.row_count:
        yield table
        yield Text("confirmed, protected: sure. read: as right as the OCR. doubtful: for a person.")


def _line(cells: Iterable[Text], style: str = "") -> Text:
    widths = (_FIRST_WIDTH, *(width for _, width in _COLUMNS.values()))
    line = Text(style=style, no_wrap=True, overflow="ellipsis")
    for shown, width in zip(cells, widths, strict=True):
        cell = shown.copy()
        cell.truncate(width, overflow="ellipsis", pad=True)
        line.append_text(cell).append(" ")
    line.rstrip()
    return line


def _end_of(shown: Text, width: int) -> Text:
    """Return a text, or as much of its end as there is room for: in a path or an id that is what differs."""
    if shown.cell_len <= width:
        return shown
    start = len(shown)
    while cell_len(shown.plain[start - 1 :]) < width:
        start -= 1
    return Text("…").append_text(shown[start:])


def _listed(name: str, field: Mapping[str, Any]) -> Padding:
    return _indented(Text.assemble(name, ": ", _value(field), ", ", _styled(field["assurance"])), 2)


def _indented(text: Text, by: int = 4) -> Padding:
    text.overflow = "fold"
    return Padding(text, (0, 0, 0, by), expand=False)


def _error(row: Row) -> Text:
    error = row["error"]
    return Text.assemble(_shown(row["id"]), " ", _styled("error"), f" {to_visible(error['code'])}: ").append(
        to_visible(error["message"])
    )


def _value(field: Mapping[str, Any]) -> Text:
    """Show the value, or where there is none the candidates."""
    value = field.get("value")  # which a redacted row has not
    values = field.get("candidates", []) if value is None else [value]
    texts = [_shown(value["text"] if isinstance(value, Mapping) else value) for value in values]
    return Text(" or ").join(texts) if texts else Text("-", "dim")


def _one_mrz(row: Row, width: int) -> Iterator[RenderableType]:
    name = row["format"]
    mrz = parse_mrz(row["lines"] or [], _FORMATS[name]).value
    where = _FORMATS[name].positions if mrz is None else positions_of(mrz)
    if name != TD1.name:
        yield Text(f"the MRZ of {_DOCUMENTS[name]} ({name})")
    yield Text.assemble("outcome: ", _styled(row["outcome"]))
    for line in row["lines"] or []:
        yield Text(f"  {line}")
    cells = [_of_element(element, row, where) for element in row["fields"]]
    if width < _TABLE_WIDTH:
        for element, line, positions, *rest in cells:
            place = Text.assemble(element, f" ({line}: {positions}):")
            yield _indented(Text(" ").join([place, *(cell for cell in rest if cell)]), 2)
    else:
        table = _table("element", "line", "positions", "value", "check digit", "may be wrong")
        for texts in cells:
            table.add_row(*texts)
        yield table
    yield Text.assemble("composite check digit: ", _styled(row["checks"]["composite"]))
    yield from map(Text, _remarks(row))


def _remarks(row: Row) -> Iterator[str]:
    """Yield what was repaired, what is doubtful, and the candidates."""
    for (line, old, new, why), group in itertools.groupby(row["repairs"], key=_SAME_REPAIR):
        at = [repair["position"] for repair in group]
        if why in _OF_NO_LINE:
            yield _OF_NO_LINE[why] if len(at) == 1 else f"{len(at)} times: {_OF_NO_LINE[why]}"
            continue
        change = f"{to_visible(old) or 'nothing'} became {new or 'nothing'} ({why})"
        yield f"line {line}, {at[0]}-{at[-1]}: {change}"
    for code in map(Code, row["notes"]):
        if code.status >= Status.DOUBTFUL:
            yield f"{code}: {code.sentence}"
    for candidate in row["candidates"]:
        yield "candidate: " + " ".join(candidate)


def _of_element(name: str, row: Row, where: Mapping[str, Sequence[Position]]) -> list[Text]:
    """Return the cells of an element: name, line, positions, value, check digit, how likely it is wrong."""
    places = where["name" if name in NAME_PARTS.values() else name]
    return [
        Text(name),
        Text(str(places[0].line)),
        Text(", ".join(f"{place.start}-{place.end}" for place in places)),
        _value_or_dash(row["fields"][name]),
        _styled(row["checks"].get(name, "")),
        Text(_once_in(row["risks"][name]) if name in row["risks"] else ""),
    ]


def _once_in(risk: float) -> str:
    return f"1 in {float(f'{1 / risk:.1g}'):,.0f}"


def _value_or_dash(value: object) -> Text:
    return Text("-", "dim") if value in (None, "") else _shown(value)


def _shown(value: object) -> Text:
    return Text(to_visible(str(value)))


def _styled(word: str) -> Text:
    return Text(word, _STYLES.get(word, ""))
