"""Reports for people: many cards with a few lines each and a summary, or one card in full."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import attrs
import rich.box
from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from khmerid.cli.showing import to_visible
from khmerid.report.reasons import Reason

_Row = Mapping[str, Any]

# The heading and the width of each column: together they fit a terminal of 80 characters.
_COLUMNS: Final = {
    "document_number": ("number", 10),
    "surname": ("surname", 11),
    "given_names": ("given names", 11),
    "date_of_birth": ("born", 10),
    "sex": ("sex", 9),
    "date_of_expiry": ("expires", 10),
}
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
}


def one_card(row: _Row) -> Iterator[RenderableType]:
    """Show one report in full."""
    if "error" in row:
        yield _error(row)
        return
    fields = Table("field", "value", "assurance", "from", "notes", box=rich.box.SIMPLE_HEAD)
    for name, field in row["fields"].items():
        level = field["assurance"]
        sources, notes = ", ".join(field["sources"]), ", ".join(field["notes"])
        fields.add_row(name, _value(field), Text(level, _style(level)), sources, notes)
    yield Text.assemble(_shown(row["id"]), ": ", (row["decision"], _style(row["decision"])))
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

    def show(self, rows: Iterable[_Row]) -> Iterator[RenderableType]:
        """Show each row as it comes, and in the end what they come to."""
        headings = [Text("card"), *(Text(heading) for heading, _ in _COLUMNS.values())]
        yield _line(headings, "bold")
        for row in rows:
            yield from self._card(row)
        yield from self._summary()

    def _card(self, row: _Row) -> Iterator[RenderableType]:
        decision = row.get("decision", "error")
        self._decisions[decision] += 1
        if "error" in row:
            yield _error(row)
            return
        fields = row["fields"]
        self._levels.update((name, field["assurance"]) for name, field in fields.items())
        levels = [fields[name]["assurance"] for name in _COLUMNS]
        yield _line([_shown(row["id"]), *(_value(fields[name]) for name in _COLUMNS)])
        yield _line([Text(decision, _style(decision)), *(Text(level, _style(level)) for level in levels)])
        if row["reasons"]:
            yield Padding(Text(", ".join(row["reasons"]), "dim"), (0, 0, 0, _FIRST_WIDTH + 1), expand=False)

    def _summary(self) -> Iterator[RenderableType]:
        total = sum(self._decisions.values())
        parts = [f"{count} {decision}" for decision, count in sorted(self._decisions.items())]
        yield Text(f"\n{total} cards: " + ", ".join(parts), "bold")
        table = Table("field", box=rich.box.SIMPLE_HEAD)
        for level in _ASSURANCES:
            table.add_column(Text(level, _style(level)), justify="right")
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


def _error(row: _Row) -> Text:
    error = row["error"]
    return Text.assemble(
        _shown(row["id"]), " ", ("error", _style("error")), f" {to_visible(error['code'])}: "
    ).append(to_visible(error["message"]))


def _value(field: Mapping[str, Any]) -> Text:
    """Show the value, or where there is none the candidates."""
    values = field.get("candidates", []) if field["value"] is None else [field["value"]]
    texts = [_shown(value["text"] if isinstance(value, Mapping) else value) for value in values]
    return Text(" or ").join(texts) if texts else Text("-", "dim")


def _shown(value: object) -> Text:
    return Text(to_visible(str(value)))


def _style(word: str) -> str:
    return _STYLES.get(word, "")
