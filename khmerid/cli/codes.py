"""``khmerid codes``: what each code means, in English or Khmer."""

import difflib
import enum
from typing import Annotated

import rich.box
import rich.console
import rich.table
import typer

from khmerid.notes import Code


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
    """Explain the codes that a report can have, and the best status each one leaves."""
    catalogue = {str(code): code for code in Code}
    table = rich.table.Table("code", "status", "meaning", box=rich.box.SIMPLE_HEAD)
    for name in names or catalogue:
        if name not in catalogue:
            near = difflib.get_close_matches(name, catalogue, n=3)
            raise typer.BadParameter(
                f"no such code: {name}" + (f"; near it: {', '.join(near)}" if near else "")
            )
        code = catalogue[name]
        table.add_row(
            name, str(code.status), code.sentence_khmer if lang is Language.KHMER else code.sentence
        )
    rich.console.Console().print(table)
