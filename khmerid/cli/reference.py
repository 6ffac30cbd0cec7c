"""``khmerid codes`` and ``khmerid schema``: what a report says, for people and for programs."""

import difflib
import enum
import json
from typing import Annotated

import rich.box
import rich.console
import rich.table
import typer

from khmerid.checks.crosscheck import Rule
from khmerid.notes import Code
from khmerid.report.reasons import Reason
from khmerid.report.schema import report_schema


class Language(enum.StrEnum):
    """The languages in which the codes are explained."""

    ENGLISH = "en"
    KHMER = "km"


def codes(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="CODE", help="Only these; all by default.")
    ] = None,
    *,
    lang: Annotated[Language, typer.Option(help="English or Khmer.")] = Language.ENGLISH,
) -> None:
    """Explain the codes of a report: what was noted, with the best status it leaves; reasons; rules."""
    catalogue = [*Code, *Reason, *Rule]
    table = rich.table.Table("code", "status", "meaning", box=rich.box.SIMPLE_HEAD)
    for name in names or dict.fromkeys(map(str, catalogue)):
        found = [entry for entry in catalogue if str(entry) == name]
        if not found:
            near = difflib.get_close_matches(name, map(str, catalogue), n=3)
            message = f"no such code: {name}" + (f"; near it: {', '.join(near)}" if near else "")
            raise typer.BadParameter(message)
        for entry in found:
            status = str(entry.status) if isinstance(entry, Code) else type(entry).__name__.lower()
            sentence = entry.sentence_khmer if lang is Language.KHMER else entry.sentence
            table.add_row(name, status, sentence)
    rich.console.Console().print(table)


def schema() -> None:
    """Print the JSON Schema (2020-12) of a row of output, which is a report or an error."""
    typer.echo(json.dumps(report_schema(), ensure_ascii=False, indent=2))
