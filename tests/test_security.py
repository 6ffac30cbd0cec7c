"""What the page on security promises: each row of its tables names tests that are there; some of them."""

import ast
import gzip
import json
import re
import subprocess
import sys
import tracemalloc
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from support.cards import CLEAN, TODAY, changed
from support.paths import ROOT

from khmerid.answering.input_row import LONGEST_ROW, answer
from khmerid.batch.sources import rows_in
from khmerid.examination import examine_card
from khmerid.raw_card import TEXT_FIELDS

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

PAGE = (ROOT / "SECURITY.md").read_text("utf-8")
ROWS = [line for line in PAGE.splitlines() if line.startswith("| ") and not line.startswith("| threat")]

#: Patterns that match anything, are malformed, or take time without end where they are tried.
PATTERNS = (".*", "(", "[^", "\\", "(?P<x>", "a{99999}", "(x+x+)+y", "%s{0}$1")

#: Reads cards, and says what was done besides: files opened to be written, connections, programs, and so on.
WATCHED = """
import datetime, json, os, sys
from pathlib import Path
import khmerid
from khmerid.testing import damage, make_specimen

today, done = datetime.date(2026, 11, 22), []
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_TRUNC
OTHERS = (
    *("socket.", "subprocess.", "tempfile.", "shutil.", "os.system", "os.exec", "os.fork", "os.posix_spawn"),
    *("os.mkdir", "os.remove", "os.rename", "urllib.", "http.", "ftplib.", "smtplib.", "sqlite3.", "ctypes."),
)

def watch(event, arguments):
    if event == "open" and isinstance(arguments[2], int) and arguments[2] & WRITING:
        done.append(event)
    elif event.startswith(OTHERS):
        done.append(event)

sys.addaudithook(watch)
for path in sorted(Path("data/cards").glob("*.json")):
    card = json.loads(path.read_text("utf-8"))
    khmerid.examine(card["response"], today=today, evidence=True).to_json()
for seed in range(20):
    specimen = make_specimen(seed=seed)
    khmerid.examine(damage(specimen.lines(), seed=seed, severity=1.0), today=specimen.today).to_json()
if "and be seen" in sys.argv:
    import tempfile
    tempfile.TemporaryFile().close()
print(sorted(set(done)))
"""


def answered(_: object) -> dict[str, Any]:
    """Return an answer that no row of the test gets."""
    return {"error": {"code": "read"}}


def watched(*arguments: str) -> str:
    """Return what reading cards does besides."""
    command = [sys.executable, "-B", "-c", WATCHED, *arguments]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, encoding="utf-8").stdout


def names_of(path: Path) -> set[str]:
    """Return the names of the tests of a file."""
    tree = ast.parse(path.read_text("utf-8"))
    return {
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_")
    }


@pytest.mark.parametrize("row", [pytest.param(row, id=row.split(" |")[0][2:]) for row in ROWS])
def test_each_threat_names_tests_that_are_there(row: str) -> None:
    _, _, _, held_by, _ = row.split("|")
    named = re.findall(r"`([^`]+\.py)::([^`]+)`", held_by)
    assert named
    assert [f"{file}::{name}" for file, name in named if name not in names_of(ROOT / "tests" / file)] == []
    assert len(named) == held_by.count("::")


def test_every_kind_of_threat_has_rows() -> None:
    headings = re.findall(r"^### (.+)$", PAGE, re.MULTILINE)
    assert len(headings) == PAGE.count("| threat | what is done | held by |") == 6
    assert len(ROWS) >= 40


@pytest.mark.parametrize("pattern", PATTERNS)
@pytest.mark.parametrize("name", TEXT_FIELDS)
def test_a_pattern_on_a_card_matches_nothing(name: str, pattern: str) -> None:
    clean = examine_card(CLEAN, today=TODAY)
    report = examine_card(changed(**{name: pattern}), today=TODAY)
    for field in clean.to_dict()["fields"]:
        found = getattr(report, field)
        assert not found.assurance.is_sure or found.value == getattr(clean, field).value
    if name in {"place_of_birth", "address"}:
        place = json.loads(report.to_json())["fields"][name]["value"]
        assert (place["text"], place["commune"], place["village"]) == (pattern, None, None)


@pytest.mark.no_cover  # some hundred megabytes take long under the tracer
@pytest.mark.parametrize("form", ["gz", "zst"])
def test_a_bomb_takes_no_more_memory_than_some_rows(form: str, tmp_path: Path) -> None:
    pack = partial(gzip.compress, compresslevel=1, mtime=0) if form == "gz" else zstd.compress
    bomb = tmp_path / f"bomb.jsonl.{form}"
    bomb.write_bytes(pack(b'{"a": "') + pack(b"x" * LONGEST_ROW) * 8)
    assert bomb.stat().st_size < LONGEST_ROW / 20
    tracemalloc.start()
    try:
        found = [answer(row, answered)["error"]["code"] for row in rows_in([bomb])]
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert found == ["row_too_long"]
    assert most < 4 * LONGEST_ROW


def test_reading_a_card_writes_no_file_and_opens_no_connection() -> None:
    assert watched() == "[]\n"
    assert watched("and be seen") != "[]\n"
