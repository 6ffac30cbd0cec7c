"""Write the pages that are generated from the code: ``python docs/write_reference.py``.

They are ``codes.md``, ``options.md`` and ``schema.md``. A test compares them with the code as it is.
"""

import enum
import inspect
import json
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import typer
from typer.models import ArgumentInfo, OptionInfo

from khmerid.checks.crosscheck import Rule
from khmerid.cli.app import _STATUSES, _app
from khmerid.explained import Explained, Language, Told
from khmerid.ledger.records import Edit, Unseen
from khmerid.notes import Code, Status
from khmerid.outcome import Outcome
from khmerid.report.reasons import Decision, Reason
from khmerid.report.schema import report_schema
from khmerid.resolve.resolved import Assurance, Source
from khmerid.testing.fixtures import FixtureCode

PAGES: Final = Path(__file__).resolve().parent
_WRITTEN: Final = "<!-- written by write_reference.py -->"

#: Each enumeration that people are told of in both languages, with what the page says of it.
_EXPLAINED: Final[dict[type[Explained], tuple[str, str]]] = {
    Code: (
        "Codes of a value",
        "What was done or doubted. The status is the best that a reading with it has.",
    ),
    Reason: (
        "Reasons",
        "Why a card is not accepted; what to do: [the report](report.md#what-a-machine-may-decide).",
    ),
    Rule: ("Rules", "What is checked, and what holds where it agrees."),
    Edit: ("Edits of a ledger", "What became of a character: [the ledger](ledger.md)."),
    Unseen: ("What a check digit cannot see", "Of a ledger: why a value may be another all the same."),
}
_WORDS: Final[dict[type[Told], tuple[str, str]]] = {
    Decision: ("Decisions", "What a machine may do with the card."),
    Assurance: (
        "Assurances",
        "How sure a value is; what each means: [the report](report.md#how-sure-a-value-is).",
    ),
    Source: ("Sources", "Where a value was seen."),
    Outcome: ("Outcomes", "How two things compare."),
    Status: ("Statuses", "How a text became a value, from best to worst."),
}


def pages() -> dict[str, str]:
    """Return the text of each page by the name of its file."""
    made = {"codes.md": _codes(), "options.md": _options(), "schema.md": _schema()}
    return {name: "\n".join(lines) + "\n" for name, lines in made.items()}


def _codes() -> Iterator[str]:
    yield from (
        "# Codes",
        "",
        _WRITTEN,
        "",
        "Every word that a program branches on, as JSON has it, in English and Khmer. New versions may bring",
        "new ones. `khmerid codes` prints them. Those of errors are with [the command](command.md).",
    )
    for words, (title, told) in _WORDS.items():
        yield from ("", f"## {title}", "", told, "", "| word | ខ្មែរ |", "|---|---|")
        yield from (f"| `{word}` | {word.told(Language.KHMER)} |" for word in words)
    for kind, (title, told) in _EXPLAINED.items():
        status = ("status | ", "---|") if kind is Code else ("", "")
        yield from ("", f"## {title}", "", told, "")
        yield from (f"| code | {status[0]}English | ខ្មែរ |", f"|---|{status[1]}---|---|")
        for one in kind:
            best = f"{one.status} | " if isinstance(one, Code) else ""
            yield f"| `{one}` | {best}{_cell(one.sentence)} | {_cell(one.sentence_khmer)} |"
    yield from (
        "",
        "## Faults of fixtures",
        "",
        "Of `khmerid fixtures`, only in English: [tests](testing.md#fixtures).",
        "",
    )
    yield from (
        "| code | English |",
        "|---|---|",
        *(f"| `{one}` | {_cell(one.sentence)} |" for one in FixtureCode),
    )


def _options() -> Iterator[str]:
    yield from (
        "# Options",
        "",
        _WRITTEN,
        "",
        "The help of each subcommand, as `khmerid SUBCOMMAND -h` has it. What they do, with examples, is on",
        "[the page of the command](command.md).",
        "",
        _STATUSES,
    )
    yield from _helps("khmerid", typer.main.get_command(_app()))


def _helps(name: str, command: Any) -> Iterator[str]:
    """Yield the help of a command, and of all below it."""
    rows: list[str] = []
    if command.callback:  # a group of subcommands has none
        function = inspect.unwrap(command.callback)
        hints = typing.get_type_hints(function, include_extras=True)
        for place in inspect.signature(function).parameters.values():
            rows += _parameter(place, hints[place.name])
    yield from ("", f"## `{name}`", "", *inspect.cleandoc(command.help or "").splitlines())
    if rows:
        yield from ("", "| | what | by default |", "|---|---|---|", *rows)
    for below, one in getattr(command, "commands", {}).items():
        yield from _helps(f"{name} {below}", one)


def _parameter(place: inspect.Parameter, hint: Any) -> Iterator[str]:
    kind, *described = typing.get_args(hint)
    for info in described:
        if isinstance(info, ArgumentInfo):
            names = f"`{info.metavar or place.name.upper()}`"
        elif isinstance(info, OptionInfo):
            # Beside a type, the first name stands where typer otherwise has the default.
            given = [
                str(one) for one in (info.default, *(info.param_decls or ())) if str(one).startswith("-")
            ]
            plain = f"--{place.name.replace('_', '-')}"
            if not given:
                given = [plain, f"--no-{plain[2:]}"] if kind is bool else [plain]
            names = ", ".join(f"`{one}`" for one in given)
            names += f" {info.metavar or _choices(kind)}".rstrip()
        else:
            continue
        if not info.hidden:
            yield f"| {_cell(names)} | {_cell(info.help or '')} | {_cell(_default(place, info))} |"


def _choices(kind: Any) -> str:
    """Return the words that an option takes, where it takes no others."""
    for one in (kind, *typing.get_args(kind)):
        if isinstance(one, type) and issubclass(one, enum.Enum):
            return " or ".join(str(member.value) for member in one)
    return ""


def _default(place: inspect.Parameter, info: ArgumentInfo | OptionInfo) -> str:
    if isinstance(info.show_default, str):
        return info.show_default
    if place.default is place.empty:
        return "has to be given"
    return "" if place.default in {None, False, ()} or not info.show_default else f"`{place.default}`"


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())


def _schema() -> Iterator[str]:
    yield from (
        "# The JSON Schema",
        "",
        _WRITTEN,
        "",
        "Of a row of output, which is a report or an error (2020-12). `khmerid schema` prints it, and",
        "`khmerid.report_schema()` returns it; [the report](report.md) says what it means. The schema of",
        "tables is with [its columns](arrow.md#the-columns).",
        "",
        "```json",
        json.dumps(report_schema(), ensure_ascii=False, indent=2),
        "```",
    )


if __name__ == "__main__":
    for file, text in pages().items():
        (PAGES / file).write_text(text, "utf-8")
