"""``khmerid mrz``: zones out of rows of JSON, or one zone typed by hand."""

import contextlib
import enum
import itertools
import json
import operator
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Final

import rich.box
import rich.console
import typer
from rich.table import Table
from rich.text import Text

from khmerid.batch.mrz_rows import Row, answer, zone_row
from khmerid.batch.rows import rows_of
from khmerid.batch.writing import output
from khmerid.cli.showing import to_visible
from khmerid.mrz.formats import TD1
from khmerid.mrz.parsing import parse_td1, positions_of
from khmerid.recovery.issuers import CAMBODIA, GENERIC, Issuer

_SOME_ROWS_FAILED: Final = 1
_STDIN: Final = "-"
_STYLES: Final = {
    "valid": "green",
    "repaired": "green",
    "agrees": "green",
    "ambiguous": "yellow",
    "partial": "yellow",
    "undecided": "yellow",
    "conflicts": "red",
    "invalid": "red",
    "nothing": "red",
    "error": "red",
}


_LIKE: Final = operator.itemgetter("line", "old", "new", "why")


class Format(enum.StrEnum):
    """For people, or for programs."""

    TABLE = "table"
    JSONL = "jsonl"


class Rules(enum.StrEnum):
    """By whose rules a zone is repaired."""

    AUTO = "auto"
    KHM = "KHM"
    ANY = "any"


_ISSUERS: Final[dict[Rules, Issuer | None]] = {Rules.AUTO: None, Rules.KHM: CAMBODIA, Rules.ANY: GENERIC}


def mrz(
    what: Annotated[
        list[str],
        typer.Argument(
            metavar="ROWS|LINE...", help="A file of rows, - for the standard input, or the lines of one zone."
        ),
    ],
    *,
    form: Annotated[
        Format, typer.Option("--format", help="For people, or one JSON row per zone.")
    ] = Format.TABLE,
    issuer: Annotated[
        Rules, typer.Option(help="By whose rules to repair; auto: the issuer that the zone names.")
    ] = Rules.AUTO,
    strict: Annotated[bool, typer.Option("--strict", help="Read by the letter; repair nothing.")] = False,
) -> None:
    """Read machine readable zones of three lines (TD1) and repair what their check digits prove.

    A row is {"id": ..., "lines": [...]}; lines may also be one text. One that cannot be read becomes an
    error row: as many rows come out as went in, in order. The exit status is 1 if there is any.
    """
    rules = _ISSUERS[issuer]
    if not _is_file(what):
        row = zone_row(None, what, rules, strict=strict)
        if form is Format.JSONL:
            _write(row)
        else:
            _show_zone(row)
        return
    failed = 0
    console = rich.console.Console()
    with output(None):
        for number, text in enumerate(_rows(what[0]), 1):
            row = answer(number, text, rules, strict=strict)
            failed += "error" in row
            if form is Format.JSONL:
                _write(row)
            else:
                console.print(_line(row), soft_wrap=True)
    if failed:
        raise typer.Exit(_SOME_ROWS_FAILED)


def _is_file(what: list[str]) -> bool:
    # A zone has fillers, a path has none: neither has to be marked.
    return len(what) == 1 and "<" not in what[0] and "\n" not in what[0]


def _rows(name: str) -> Iterator[bytes]:
    with contextlib.nullcontext(sys.stdin.buffer) if name == _STDIN else Path(name).open("rb") as stream:
        yield from rows_of(stream, one_per_line=True)


def _write(row: Row) -> None:
    sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")


def _line(row: Row) -> Text:
    if "error" in row:
        return Text.assemble(_shown(row["id"]), "  ", _styled("error"), "  ", _shown(row["error"]["message"]))
    fields = row["fields"]
    line = Text.assemble(_shown(row["id"]), "  ", _styled(row["outcome"]))
    for name in ("document_number", "date_of_birth", "sex", "date_of_expiry", "surname", "given_names"):
        line.append("  ").append_text(_shown(fields[name]))
    return line


def _show_zone(row: Row) -> None:
    console = rich.console.Console()
    table = Table("element", "line", "positions", "value", "check digit", "certain", box=rich.box.SIMPLE_HEAD)
    zone = parse_td1(row["lines"] or []).value
    where = TD1.positions if zone is None else positions_of(zone)
    for name, value in row["fields"].items():
        places = where["name" if name in {"surname", "given_names"} else name]
        table.add_row(
            name,
            str(places[0].line),
            ", ".join(f"{place.start}-{place.end}" for place in places),
            _shown(value),
            _styled(row["checks"].get(name, "")),
            "yes" if name in row["certain"] else "",
        )
    console.print(Text.assemble("outcome: ", _styled(row["outcome"])))
    for line in row["lines"] or []:
        console.print(Text(f"  {line}"))
    console.print(table)
    console.print(Text.assemble("composite check digit: ", _styled(row["checks"]["composite"])))
    for (line, old, new, why), group in itertools.groupby(row["repairs"], key=_LIKE):
        at = [repair["position"] for repair in group]
        change = f"{to_visible(old) or 'nothing'} became {new or 'nothing'} ({why})"
        console.print(Text(f"line {line}, {at[0]}-{at[-1]}: {change}"))
    for candidate in row["candidates"]:
        console.print(Text("candidate: " + " ".join(candidate)))


def _shown(value: object) -> Text:
    return Text("-", "dim") if value is None or value == "" else Text(to_visible(str(value)))


def _styled(word: str) -> Text:
    return Text(word, _STYLES.get(word, ""))
