"""A run that is killed, whenever that is, goes on where it was: no row is lost, none stands twice."""

import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings
from support.paths import ROOT

from khmerid.answering.examining import Terms, examine_row
from khmerid.answering.input_row import InputRow, Row
from khmerid.batch import journal
from khmerid.batch.parts import left_parts
from khmerid.cli import main

CORPUS = ROOT / "data/corpus/fields.jsonl"
DAY = ["--today", "2026-01-01"]
KILLS = ROOT / "tests/support/killed_runs.py"
Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*arguments: object) -> tuple[int, str]:
        status = main(["examine", *map(str, arguments), *DAY])
        return status, " ".join(capsys.readouterr().err.replace("│", " ").split())

    return run


@pytest.fixture
def stored(tmp_path: Path) -> Path:
    """A hundred rows, and some that are errors, and a blank line."""
    rows = [*CORPUS.read_bytes().splitlines()[:100], b"no row", b"", b"{}", b"[" * 10]
    path = tmp_path / "in.jsonl"
    path.write_bytes(b"\n".join(rows))
    return path


@pytest.mark.skipif(not hasattr(sys, "getdlopenflags"), reason="this system has no fork")
@pytest.mark.parametrize("case", ["jsonl 1 15", "json 1 10", "csv 1 10", "parquet 1 10", "jsonl 2 10"])
def test_a_run_that_is_killed_goes_on(case: str, stored: Path, tmp_path: Path, run: Run) -> None:
    form, jobs, times = case.split()
    kills = max(int(times) * min(settings().max_examples, 100) // 100, 2)  # fewer in a quick run
    whole, out = tmp_path / f"whole.{form}", tmp_path / f"out.{form}"
    options = [stored, *DAY, "--format", form, "--fail-on", "never", "--quiet"]
    assert run(*options, "--output", whole) == (0, "")
    command = [sys.executable, KILLS, case, kills, "examine", *options]
    command += ["--output", out, "--resume", "--jobs", jobs]
    result = subprocess.run([*map(str, command)], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    assert out.read_bytes() == whole.read_bytes()
    # One that is killed while its rows are made a table leaves what it wrote of that; the next run names it.
    left = set(left_parts(out)) if form == "parquet" else set()
    assert {*tmp_path.iterdir()} - left == {stored, whole, out}


def stop_after(rows: int) -> Callable[..., Row]:
    """Return what examines a row, and is interrupted at one."""

    def work(row: InputRow, terms: Terms, **_looking: object) -> Row:
        if row.number > rows:
            raise KeyboardInterrupt
        return examine_row(row, terms)

    return work


@pytest.fixture
def stopped(stored: Path, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The output of a run that was interrupted at its eleventh row; each row was entered."""
    monkeypatch.setattr(journal, "_EVERY", 0.0)
    with monkeypatch.context() as patch:
        patch.setattr("khmerid.cli.examine.examine_row_or_picture", stop_after(10))
        status, told = run(stored, "--format", "jsonl", "--output", tmp_path / "out.jsonl", "--resume")
    assert (status, told) == (130, "khmerid: interrupted")
    return tmp_path / "out.jsonl"


def test_an_interrupted_run_leaves_its_rows_to_its_owner_alone(stopped: Path) -> None:
    part, entry = (stopped.with_name(f".out.jsonl.{what}") for what in ("part", "journal"))
    assert [stat.S_IMODE(path.stat().st_mode) for path in (part, entry)] == [0o600, 0o600]
    assert len(part.read_bytes().splitlines()) == 10
    assert not stopped.exists()
    ids = [json.loads(line)["id"] for line in part.read_text("utf-8").splitlines()]
    assert not [name for name in ids if name in entry.read_text("utf-8")]


def test_what_stands_is_not_examined_again_and_counts_in_the_summary(
    stored: Path, stopped: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []

    def work(row: InputRow, terms: Terms, **_looking: object) -> Row:
        seen.append(row.number)
        return examine_row(row, terms)

    monkeypatch.setattr("khmerid.cli.examine.examine_row_or_picture", work)
    status, told = run(stored, "--format", "jsonl", "--output", stopped, "--resume")
    assert status == 1  # there are error rows
    assert seen == list(range(11, 104))
    assert "103 cards: " in told
    assert "errors: 2 not_json, 1 unexpected_response" in told
    assert len(stopped.read_bytes().splitlines()) == 103


def test_a_resumed_run_has_the_day_of_the_first(stored: Path, stopped: Path) -> None:
    assert main(["examine", str(stored), "--format", "jsonl", "--output", str(stopped), "--resume"]) == 1
    expired = [json.loads(line) for line in stopped.read_text("utf-8").splitlines()]
    assert not [row for row in expired[10:100] if "expired" in row["reasons"]]


@pytest.mark.parametrize(
    ("options", "what"),
    [
        (["--evidence"], "evidence"),
        (["--redact"], "redact"),
        (["--format", "json"], "format"),
        (["--profile", "smart-kh-ocr"], "profile"),
        (["--today", "2020-01-01"], "today"),
    ],
)
def test_another_run_is_not_gone_on_with(
    options: list[str], what: str, stored: Path, stopped: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = stopped.with_name(".out.jsonl.part").read_bytes()
    arguments = ["examine", str(stored), "--format", "jsonl", *DAY, "--output", str(stopped), "--resume"]
    assert main([*arguments, *options]) == 2
    told = " ".join(capsys.readouterr().err.replace("│", " ").split())
    assert f"with other {what}" in told
    assert "to begin anew, remove" in told
    assert stopped.with_name(".out.jsonl.part").read_bytes() == before


def test_changed_inputs_are_not_gone_on_with(stored: Path, stopped: Path, run: Run) -> None:
    with stored.open("ab") as stream:
        stream.write(b"{}\n")
    status, told = run(stored, "--format", "jsonl", "--output", stopped, "--resume")
    assert status == 2
    assert "with other inputs" in told


@pytest.mark.parametrize(
    "arguments",
    [
        ["--format", "jsonl"],
        ["--output", "out.txt", "--format", "table"],
        ["--output", os.devnull, "--format", "jsonl"],
    ],
)
def test_what_cannot_be_resumed_is_refused(
    arguments: list[str], stored: Path, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    status, told = run(stored, *arguments, "--resume")
    assert status == 2
    assert "to resume a run takes" in told
    assert list(tmp_path.iterdir()) == [stored]


def test_what_can_be_read_once_is_not_resumed(tmp_path: Path, run: Run) -> None:
    status, told = run("-", "--output", tmp_path / "out.jsonl", "--format", "jsonl", "--resume")
    assert status == 2
    assert "of files alone" in told


def test_an_input_without_rows_leaves_nothing(tmp_path: Path, run: Run) -> None:
    (tmp_path / "in.jsonl").touch()
    arguments = [tmp_path / "in.jsonl", "--output", tmp_path / "out.jsonl", "--format", "jsonl", "--resume"]
    assert run(*arguments) == (2, "khmerid: there are no rows in the input")
    assert list(tmp_path.iterdir()) == [tmp_path / "in.jsonl"]


LIMITED = """
import resource, signal, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), resource.RLIM_INFINITY))
from khmerid.cli import main
sys.exit(main(sys.argv[2:]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="this system has no limits of files")
@pytest.mark.parametrize("form", ["jsonl", "csv", "parquet"])
def test_a_disk_that_takes_no_more_is_told_and_what_counts_stays(
    form: str, stored: Path, tmp_path: Path, run: Run
) -> None:
    whole, out = tmp_path / f"whole.{form}", tmp_path / f"out.{form}"
    assert run(stored, "--output", whole, "--quiet")[0] == 1
    options = ["examine", stored, *DAY, "--output", out, "--resume", "--quiet"]
    command = [sys.executable, "-c", LIMITED, whole.stat().st_size * 2 // 3, *options]
    ended = subprocess.run([*map(str, command)], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (2, f"khmerid: {out}: File too large\n")
    assert not out.exists()
    assert run(stored, "--output", out, "--resume", "--quiet") == (1, "")
    assert out.read_bytes() == whole.read_bytes()
    assert sorted(tmp_path.iterdir()) == sorted([stored, whole, out])


def test_a_place_that_cannot_be_written_to_is_told(stored: Path, run: Run) -> None:
    status, told = run(stored, "--output", "/proc/out.jsonl", "--resume")
    assert status == 2
    assert told.startswith("khmerid: /proc/out.jsonl: ")
