"""Rows for people, with the extra ``cli``: cards with a few lines each and a summary, or one in full; MRZs.

Text from a card or a service is made safe to show.
"""

import itertools
import operator
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, TextIO

import attrs
import rich.box
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from khmerid.batch.files import Row
from khmerid.mrz.formats import TD1
from khmerid.mrz.parsing import parse_td1, positions_of
from khmerid.report.reasons import Reason

# Controls, formatting and bidirectional characters, surrogates, private and unassigned ones, line ends.
_UNSEEN: Final = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
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
_SENTENCES: Final = {str(reason): reason.sentence for reason in Reason}
_FIRST_WIDTH: Final = 10
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
_SAME_REPAIR: Final = operator.itemgetter("line", "old", "new", "why")


def to_visible(text: str) -> str:
    r"""Replace every character that acts on a terminal, or cannot be seen, by its code point.

    >>> to_visible("សុខ\x1b[31m\u202e")
    'សុខ<U+001B>[31m<U+202E>'
    """
    return "".join(
        f"<U+{ord(character):04X}>" if unicodedata.category(character) in _UNSEEN else character
        for character in text
    )


def show_reports(rows: Iterator[Row], stream: TextIO) -> None:
    """Print one report in full, or many in a few lines each with a summary."""
    width = None if stream.isatty() else _PLAIN_WIDTH
    console = Console(file=stream, width=width, markup=False, highlight=False)
    head = list(itertools.islice(rows, 2))
    for part in one_card(head[0]) if len(head) == 1 else Overview().show(itertools.chain(head, rows)):
        console.print(part)


def show_mrzs(rows: Iterator[Row], stream: TextIO) -> None:
    """Print a line for each MRZ."""
    console = Console(file=stream)
    for row in rows:
        if "error" in row:
            parts = [_styled("error"), _shown(row["error"]["message"])]
        else:
            parts = [_styled(row["outcome"]), *(_value_or_dash(row["fields"][name]) for name in _OF_MRZ)]
        console.print(Text("  ").join([_value_or_dash(row["id"]), *parts]), soft_wrap=True)


def show_mrz(rows: Iterator[Row], stream: TextIO) -> None:
    """Print each MRZ in full: its elements with their positions, and what was repaired."""
    console = Console(file=stream)
    for row in rows:
        for part in _one_mrz(row):
            console.print(part)


def one_card(row: Row) -> Iterator[RenderableType]:
    """Show one report in full."""
    if "error" in row:
        yield _error(row)
        return
    fields = Table("field", "value", "assurance", "from", "notes", box=rich.box.SIMPLE_HEAD)
    for name, field in row["fields"].items():
        level = field["assurance"]
        sources, notes = ", ".join(field["sources"]), ", ".join(field["notes"])
        fields.add_row(name, _value(field), _styled(level), sources, notes)
    yield Text.assemble(_shown(row["id"]), ": ", _styled(row["decision"]))
    for reason in row["reasons"]:
        yield Text(f"  {reason}: {_SENTENCES[reason]}")
    yield fields
    found = Counter(check["outcome"] for check in row["checks"])
    yield Text("checks: " + ", ".join(f"{count} {outcome}" for outcome, count in found.items()))
    for check in row["checks"]:
        if check["outcome"] == "conflicts":
            yield Text(f"  {check['rule']} conflicts", "red")


@attrs.define
class Overview:
    """Many cards: a heading, two or three lines for each, and at the end how many came out how."""

    _decisions: Counter[str] = attrs.field(factory=Counter)
    _levels: Counter[tuple[str, str]] = attrs.field(factory=Counter)

    def show(self, rows: Iterable[Row]) -> Iterator[RenderableType]:
        """Show each row as it comes, and in the end what they come to."""
        headings = [Text("card"), *(Text(heading) for heading, _ in _COLUMNS.values())]
        yield _line(headings, "bold")
        for row in rows:
            yield from self._card(row)
        yield from self._summary()

    def _card(self, row: Row) -> Iterator[RenderableType]:
        decision = row.get("decision", "error")
        self._decisions[decision] += 1
        if "error" in row:
            yield _error(row)
            return
        fields = row["fields"]
        self._levels.update((name, field["assurance"]) for name, field in fields.items())
        levels = [fields[name]["assurance"] for name in _COLUMNS]
        yield _line([_shown(row["id"]), *(_value(fields[name]) for name in _COLUMNS)])
        yield _line([_styled(decision), *(_styled(level) for level in levels)])
        if row["reasons"]:
            yield Padding(Text(", ".join(row["reasons"]), "dim"), (0, 0, 0, _FIRST_WIDTH + 1), expand=False)

    def _summary(self) -> Iterator[RenderableType]:
        total = sum(self._decisions.values())
        parts = [f"{count} {decision}" for decision, count in sorted(self._decisions.items())]
        yield Text(f"\n{total} cards: " + ", ".join(parts), "bold")
        table = Table("field", box=rich.box.SIMPLE_HEAD)
        for level in _ASSURANCES:
            table.add_column(_styled(level), justify="right")
        for field in dict.fromkeys(name for name, _ in self._levels):
            table.add_row(field, *(str(self._levels[field, level] or "") for level in _ASSURANCES))
        if table.row_count:
            yield table
            yield Text("confirmed, protected: sure. read: as right as the OCR. doubtful: for a person.")


def _line(cells: Iterable[Text], style: str = "") -> Text:
    widths = (_FIRST_WIDTH, *(width for _, width in _COLUMNS.values()))
    line = Text(style=style, no_wrap=True, overflow="ellipsis")
    for cell, width in zip(cells, widths, strict=True):
        cell.truncate(width, overflow="ellipsis", pad=True)
        line.append_text(cell).append(" ")
    line.rstrip()
    return line


def _error(row: Row) -> Text:
    error = row["error"]
    return Text.assemble(_shown(row["id"]), " ", _styled("error"), f" {to_visible(error['code'])}: ").append(
        to_visible(error["message"])
    )


def _value(field: Mapping[str, Any]) -> Text:
    """Show the value, or where there is none the candidates."""
    values = field.get("candidates", []) if field["value"] is None else [field["value"]]
    texts = [_shown(value["text"] if isinstance(value, Mapping) else value) for value in values]
    return Text(" or ").join(texts) if texts else Text("-", "dim")


def _one_mrz(row: Row) -> Iterator[RenderableType]:
    table = Table("element", "line", "positions", "value", "check digit", "certain", box=rich.box.SIMPLE_HEAD)
    mrz = parse_td1(row["lines"] or []).value
    where = TD1.positions if mrz is None else positions_of(mrz)
    for name, value in row["fields"].items():
        places = where["name" if name in {"surname", "given_names"} else name]
        table.add_row(
            name,
            str(places[0].line),
            ", ".join(f"{place.start}-{place.end}" for place in places),
            _value_or_dash(value),
            _styled(row["checks"].get(name, "")),
            "yes" if name in row["certain"] else "",
        )
    yield Text.assemble("outcome: ", _styled(row["outcome"]))
    for line in row["lines"] or []:
        yield Text(f"  {line}")
    yield table
    yield Text.assemble("composite check digit: ", _styled(row["checks"]["composite"]))
    for (line, old, new, why), group in itertools.groupby(row["repairs"], key=_SAME_REPAIR):
        at = [repair["position"] for repair in group]
        change = f"{to_visible(old) or 'nothing'} became {new or 'nothing'} ({why})"
        yield Text(f"line {line}, {at[0]}-{at[-1]}: {change}")
    for candidate in row["candidates"]:
        yield Text("candidate: " + " ".join(candidate))


def _value_or_dash(value: object) -> Text:
    return Text("-", "dim") if value in (None, "") else _shown(value)


def _shown(value: object) -> Text:
    return Text(to_visible(str(value)))


def _styled(word: str) -> Text:
    return Text(word, _STYLES.get(word, ""))
