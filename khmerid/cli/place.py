"""``khmerid place``: the official units that a text names."""

import json
from collections.abc import Iterator
from typing import Annotated

import rich.box
import rich.console
import typer
from rich.table import Table
from rich.text import Text

from khmerid.batch.visible import to_visible
from khmerid.cli.options import LanguageOption
from khmerid.explained import Language
from khmerid.fields.places import Address, is_protected, read_address, to_latin, to_printed
from khmerid.gazetteer.units import CODES_SYSTEM
from khmerid.notes import Code
from khmerid.phrases import Phrase
from khmerid.report.plain import to_plain


def place(
    text: Annotated[
        list[str], typer.Argument(help="A place of birth or an address, in Khmer or Latin letters.")
    ],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Show it as JSON.")] = False,
    lang: LanguageOption = Language.ENGLISH,
) -> None:
    """Find the official units that a text names, and the candidates where it is not clear."""
    reading = read_address(" ".join(text))
    notes = [str(note.code) for note in reading.notes]
    if reading.value is None:
        raise typer.BadParameter(", ".join(notes))
    if as_json:
        found = {"status": str(reading.status), "protected": is_protected(reading), "notes": notes}
        plain = {**to_plain(reading.value), **found, "candidates": to_plain(reading.value.candidates)}
        typer.echo(json.dumps(plain, ensure_ascii=False))
        return
    status = reading.status.told(lang)
    if is_protected(reading):
        status = Phrase.PROTECTED_STATUS.told(lang, status=status)
    console = rich.console.Console()
    for part in _shown(reading.value, status, notes, lang):
        console.print(part, soft_wrap=True)


def _shown(address: Address, status: str, notes: list[str], language: Language) -> Iterator[Text | Table]:
    yield Text(to_visible(to_printed(address)))
    yield Text(to_visible(to_latin(address)))
    yield Text(f"{status}: {', '.join(notes)}" if notes else status)
    if language is Language.KHMER:
        yield from (Text(f"  {note}: {Code(note).told(language)}") for note in notes)
    units = (address.province, address.district, address.commune, address.village)
    code = Phrase.UNIT_CODE.told(language, system=CODES_SYSTEM)
    heads = (head.told(language) for head in (Phrase.UNIT_TYPE, Phrase.KHMER, Phrase.LATIN))
    table = Table(code, *heads, box=rich.box.SIMPLE_HEAD)
    for unit in units:
        if unit:
            table.add_row(unit.code, unit.unit_type.value, unit.name_khmer, unit.name_latin)
    if table.row_count:
        yield table
    if address.candidates:
        yield Text(Phrase.CANDIDATES.told(language))
    for path in address.candidates:
        yield Text("  {code} {name_khmer}, {name_latin}".format_map(to_plain(path)))
