"""``khmerid codes`` and ``khmerid schema``: what a report says, for people and for programs."""

import difflib
import json
from typing import Annotated

import rich.box
import rich.console
import rich.table
import typer

from khmerid.checks.crosscheck import Rule
from khmerid.cli.options import LanguageOption
from khmerid.explained import Language
from khmerid.ledger.records import Edit, Unseen
from khmerid.notes import Code
from khmerid.phrases import Phrase
from khmerid.report.reasons import Reason
from khmerid.report.schema import report_schema


def codes(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="CODE", help="Only these; all by default.")
    ] = None,
    *,
    lang: LanguageOption = Language.ENGLISH,
) -> None:
    """Explain the codes of a report: notes, with the best status each leaves; reasons; rules; a ledger's."""
    catalogue = [*Code, *Reason, *Rule, *Edit, *Unseen]
    heads = (head.told(lang) for head in (Phrase.CODE, Phrase.STATUS, Phrase.MEANING))
    table = rich.table.Table(*heads, box=rich.box.SIMPLE_HEAD)
    for name in names or dict.fromkeys(map(str, catalogue)):
        found = [entry for entry in catalogue if str(entry) == name]
        if not found:
            near = difflib.get_close_matches(name, map(str, catalogue), n=3)
            message = f"no such code: {name}" + (f"; near it: {', '.join(near)}" if near else "")
            raise typer.BadParameter(message)
        for entry in found:
            kind = entry.status if isinstance(entry, Code) else Phrase(type(entry).__name__.lower())
            table.add_row(name, kind.told(lang), entry.told(lang))
    rich.console.Console().print(table)


def schema() -> None:
    """Print the JSON Schema (2020-12) of a row of output, which is a report or an error."""
    typer.echo(json.dumps(report_schema(), ensure_ascii=False, indent=2))
