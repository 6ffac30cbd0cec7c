r"""Files of fixtures: one response in a file, or one in each line; and their check digits put right.

>>> import json, pathlib, tempfile
>>> from khmerid.testing import make_specimen
>>> with tempfile.TemporaryDirectory() as folder:
...     file = pathlib.Path(folder, "cards.jsonl")
...     _ = file.write_text(json.dumps(make_specimen(seed=1).response()) + "\n\n?", encoding="utf-8")
...     for row in read_rows(file):
...         print(row.name, *row.faults)
row 1
row 2 row: not_json: The row is not JSON.
"""

import json
import os
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import attrs

from khmerid.adapters import adapt
from khmerid.batch.parts import complete
from khmerid.errors import ApiError, UnexpectedResponseError
from khmerid.mrz.parsing import parse_td1
from khmerid.testing.fixtures import Fault, FixtureCode, check_fixture, with_right_digits

_SUFFIXES: Final = frozenset({".json", ".jsonl", ".ndjson"})
_ONE_PER_LINE: Final = frozenset({".jsonl", ".ndjson"})


@attrs.frozen(repr=False)
class FixtureRow:
    """One row of a file: its name, its text, and what is wrong with it."""

    name: str
    text: str
    faults: tuple[Fault, ...]


def find_files(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield the files named, and those of folders that end in .json, .jsonl or .ndjson, in order."""
    for path in paths:
        if path.is_dir():
            yield from sorted(file for file in path.rglob("*") if file.suffix in _SUFFIXES and file.is_file())
        else:
            yield path


def faults_in(*paths: str | Path, allow: Collection[str] = ()) -> list[str]:
    """Return one line for each fault in files or folders; none is a sound set of fixtures.

    Raises ``FileNotFoundError`` where a path, or any file in it, is missing: nothing checked is not sound.

    >>> faults_in("data/specimens.jsonl")
    []
    """
    files = list(find_files(map(Path, paths)))
    if not files:
        message = "there are no JSON or JSONL files"
        raise FileNotFoundError(message)
    return [
        f"{file}: {row.name}: {fault}"
        for file in files
        for row in read_rows(file, allow=allow)
        for fault in row.faults
    ]


def read_rows(file: Path, *, allow: Collection[str] = ()) -> list[FixtureRow]:
    """Read and check the rows of a file; faults with a code that is allowed are left out.

    A row is named by its ``id``, else by its number. Raises ``OSError`` where the file cannot be read.
    """
    text = file.read_bytes().decode("utf-8-sig", "replace")
    texts = [line for line in text.splitlines() if line.strip()] if _has_lines(file) else [text]
    return [_read_row(f"row {number}", text, allow) for number, text in enumerate(texts, 1)]


def fix_file(file: Path) -> int:
    """Put the check digits of the MRZs in a file right and return in how many rows they were wrong.

    Nothing else is changed, and only an MRZ of three exact lines, each a text by itself, is touched.
    """
    text = file.read_bytes().decode("utf-8-sig")
    parts = text.splitlines(keepends=True) if _has_lines(file) else [text]
    fixed = [_fix(part) for part in parts]
    changed = sum(one != other for one, other in zip(parts, fixed, strict=True))
    if changed:
        with complete(Path(os.path.realpath(file))) as stream:
            stream.write("".join(fixed))
    return changed


def _has_lines(file: Path) -> bool:
    return file.suffix in _ONE_PER_LINE


def _read_row(name: str, text: str, allow: Collection[str]) -> FixtureRow:
    try:
        row = json.loads(text)
    except (ValueError, RecursionError):
        faults: tuple[Fault, ...] = (Fault("row", FixtureCode.NOT_JSON),)
    else:
        faults = check_fixture(row)
        if isinstance(row, dict) and isinstance(row.get("id"), str | int):
            name = str(row["id"])
    return FixtureRow(name, text, tuple(fault for fault in faults if str(fault.code) not in allow))


def _fix(text: str) -> str:
    """Replace the lines of the MRZ where they stand in the text of a row."""
    try:
        row: Any = json.loads(text)
        lines = adapt(row["response"] if isinstance(row, dict) and "response" in row else row).mrz
    except (ValueError, RecursionError, ApiError, UnexpectedResponseError):
        return text
    if parse_td1(lines).value is None:
        return text
    for line, right in zip(lines, with_right_digits(lines), strict=True):
        text = text.replace(json.dumps(line), json.dumps(right))
    return text
