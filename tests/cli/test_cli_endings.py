"""How a run ends: what is kept, what is said, and the exit status."""

import io
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.paths import ROOT

from khmerid.cli import main

KHMERID = [sys.executable, "-m", "khmerid"]


@pytest.fixture
def stored(tmp_path: Path) -> Path:
    """One row, in a file that has a symbolic and a hard link."""
    path = tmp_path / "rows.jsonl"
    path.write_text('{"result": {"id_number": "012345678"}}\n', encoding="utf-8")
    (tmp_path / "symbolic").symlink_to(path)
    (tmp_path / "hard").hardlink_to(path)
    return path


def shell(command: str, folder: Path) -> tuple[int, str]:
    """Run a command line with ``khmerid`` in it; return its exit status and its messages."""
    script = f'khmerid() {{ "{sys.executable}" -m khmerid "$@"; }}\n{command}'
    done = subprocess.run(
        ["/bin/bash", "-c", script], cwd=folder, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stderr


@pytest.mark.parametrize("name", ["rows.jsonl", "symbolic", "hard", "../{}/rows.jsonl", "/dev/stdin"])
@pytest.mark.parametrize("given", ["rows.jsonl", "hard", "-"])
def test_an_output_that_is_also_an_input_is_refused(
    stored: Path, given: str, name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = stored.read_bytes()
    monkeypatch.chdir(stored.parent)
    with stored.open(encoding="utf-8") as stdin:
        monkeypatch.setattr(sys, "stdin", stdin)
        name = f"/dev/fd/{stdin.fileno()}" if name == "/dev/stdin" else name.format(stored.parent.name)
        assert main(["examine", "/dev/null", given, "--output", name]) == 2
        assert stdin.tell() == 0
    assert "overwrite" in capsys.readouterr().err
    assert stored.read_bytes() == before


@pytest.mark.parametrize("command", ["examine hard", "mrz rows.jsonl", "fixtures .", "examine - < symbolic"])
def test_a_standard_output_that_is_also_an_input_is_refused(stored: Path, command: str) -> None:
    before = stored.read_bytes()
    status, said = shell(f"khmerid {command} >> rows.jsonl", stored.parent)
    assert (status, stored.read_bytes()) == (2, before)
    assert "overwrite" in said


def test_a_picture_is_not_overwritten_either(stored: Path) -> None:
    settings = ["--endpoint", "example.com", "--project-id", "p", "--token", "t"]
    before = stored.read_bytes()
    assert main(["recognise", str(stored), *settings, "-o", str(stored.parent / "hard")]) == 2
    assert stored.read_bytes() == before


def test_a_pipe_is_not_read_and_written_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert main(["examine", str(tmp_path / "pipe"), "-o", str(tmp_path / "pipe")]) == 2


def test_input_and_output_may_be_the_same_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    here, there = os.openpty()
    with os.fdopen(there, "r+b", buffering=0) as terminal, os.fdopen(here, "wb", buffering=0) as typed:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(terminal)))
        typed.write(b"no row\n\x04")
        assert main(["examine", "-", "-o", os.ttyname(there)]) == 1


def test_what_a_killed_run_left_is_named(stored: Path, capsys: pytest.CaptureFixture[str]) -> None:
    left = stored.parent / ".out.jsonl.1.ab.part"
    left.touch()
    assert main(["examine", str(stored), "-o", str(stored.parent / "out.jsonl")]) == 0
    assert str(left) in capsys.readouterr().err
    assert left.exists()


@pytest.fixture
def heeded() -> Iterator[None]:
    """Children are ended by signals, also where the tests were started to ignore some, as by nohup."""
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = [signal.signal(number, signal.default_int_handler) for number in numbers]
    yield
    for number, handler in zip(numbers, before, strict=True):
        signal.signal(number, handler)


@pytest.mark.usefixtures("heeded")
@pytest.mark.parametrize(
    ("number", "status", "said"),
    [
        (signal.SIGINT, 130, "interrupted"),
        (signal.SIGTERM, 143, "stopped by SIGTERM"),
        (signal.SIGHUP, 129, "stopped by SIGHUP"),
    ],
)
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_run_that_is_stopped_leaves_no_part(
    tmp_path: Path, number: int, status: int, said: str, jobs: str
) -> None:
    (tmp_path / "out").write_text("before")
    arguments = [*KHMERID, "examine", "-", "-o", str(tmp_path / "out"), "--format", "jsonl", "-j", jobs]
    pipe = subprocess.PIPE
    with subprocess.Popen(arguments, stdin=pipe, stderr=pipe, text=True) as process:
        assert process.stdin is not None
        process.stdin.write("no row\n" * 200)
        process.stdin.flush()
        while len(list(tmp_path.iterdir())) < 2:
            time.sleep(0.01)
        process.send_signal(number)
        assert process.communicate(timeout=60)[1] == f"khmerid: {said}\n"
    assert process.returncode == status
    assert [file.name for file in tmp_path.iterdir()] == ["out"]
    assert (tmp_path / "out").read_text() == "before"


def test_a_run_that_is_killed_leaves_a_part_that_is_found_and_no_process(
    tmp_path: Path, stored: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = [*KHMERID, "examine", "-", "-o", str(tmp_path / "out"), "--format", "jsonl", "-j", "2"]
    pipe = subprocess.PIPE
    with subprocess.Popen(arguments, stdin=pipe, stderr=pipe, text=True) as process:
        assert process.stdin is not None
        assert process.stderr is not None
        process.stdin.write("no row\n" * 20_000)  # more than a pipe holds: some rows are with the processes
        process.stdin.flush()
        (part,) = tmp_path.glob(".out.*.part")
        process.kill()
        process.stderr.read()  # to its end, which is that of the last process that has it
    assert main(["examine", str(stored), "-o", str(tmp_path / "out")]) == 0
    assert part.name in capsys.readouterr().err


class Stopped(io.RawIOBase):
    """An input during which the process is asked to end."""

    def readable(self) -> bool:
        return True

    def readinto(self, _: object) -> int:
        signal.raise_signal(signal.SIGTERM)
        return 0  # pragma: no cover - the signal raises


def test_a_request_to_end_leaves_what_stood_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(Stopped())))
    before = signal.signal(signal.SIGTERM, signal.SIG_DFL)
    assert main(["examine", "-", "-o", str(tmp_path / "out")]) == 143
    assert capsys.readouterr().err == "khmerid: stopped by SIGTERM\n"
    assert list(tmp_path.iterdir()) == []
    assert signal.signal(signal.SIGTERM, before) is signal.SIG_DFL


def test_a_signal_that_someone_else_handles_is_left_to_them(capsys: pytest.CaptureFixture[str]) -> None:
    before = signal.signal(signal.SIGTERM, signal.SIG_IGN)
    try:
        assert main(["--version"]) == 0
        assert signal.getsignal(signal.SIGTERM) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGTERM, before)
    assert capsys.readouterr().out.startswith("khmerid ")


def test_the_command_runs_in_a_thread_too() -> None:
    ended: list[int] = []
    thread = threading.Thread(target=lambda: ended.append(main(["--version"])))
    thread.start()
    thread.join()
    assert ended == [0]


@pytest.mark.parametrize(
    ("command", "closed"),
    [
        ("examine - <&-", "input"),
        ("examine - -o out -j 2 <&-", "input"),
        ("mrz - <&-", "input"),
        ("examine rows.jsonl >&-", "output"),
        ("examine rows.jsonl --format jsonl >&-", "output"),
        ("mrz 'I<' >&-", "output"),
        ("specimen >&-", "output"),
        ("codes >&-", "output"),
        ("schema >&-", "output"),
        ("--version >&-", "output"),
        ("--help >&-", "output"),
    ],
)
def test_a_stream_that_is_closed_is_told_in_one_line(stored: Path, command: str, closed: str) -> None:
    status, told = shell(f"khmerid {command}", stored.parent)
    assert status == 2
    assert told.startswith(f"khmerid: the standard {closed}: closed before the start")
    assert told.count("\n") == 1
    assert not (stored.parent / "out").exists()


def test_with_all_streams_closed_a_file_is_written_as_ever(stored: Path) -> None:
    shell("khmerid examine rows.jsonl -o one --format jsonl", stored.parent)
    closed = "khmerid examine rows.jsonl -o two --format jsonl -j 2 <&- >&- 2>&-"
    assert shell(closed, stored.parent) == (0, "")
    assert (stored.parent / "two").read_bytes() == (stored.parent / "one").read_bytes()


def test_the_same_in_this_process(
    stored: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("stdin", "stdout"):
        monkeypatch.setattr(sys, name, None)
    assert main(["examine", str(stored)]) == main(["examine", "-"]) == main(["--version"]) == 2
    assert sys.stdout is None
    assert capsys.readouterr().err.count("closed before the start") == 3
    monkeypatch.setattr(sys, "stderr", None)
    assert main(["examine", "-"]) == 2


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize(
    "command", ["examine nowhere", "examine rows.jsonl >&-", "mrz /dev/null", "--help >&-"]
)
def test_the_status_is_the_same_where_no_message_can_be_written(stored: Path, command: str) -> None:
    assert shell(f"khmerid {command} 2> /dev/full", stored.parent) == (2, "")


@pytest.mark.parametrize(
    "command", ["examine rows.jsonl", "mrz 'I<'", "place 'ភ្នំពេញ'", "codes", "schema", "specimen", "--help"]
)
def test_a_reader_that_leaves_ends_every_output_alike(stored: Path, command: str) -> None:
    assert shell(f"khmerid {command} | true; exit ${{PIPESTATUS[0]}}", stored.parent) == (141, "")


def test_a_disk_that_cannot_be_read_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    if not Path("/proc/self/mem").exists():
        pytest.skip("there is no file that cannot be read")
    assert main(["mrz", "/proc/self/mem"]) == 2
    assert capsys.readouterr().err.startswith("khmerid: /proc/self/mem: ")


def die(*_row: object, **_options: object) -> None:
    os._exit(1)


def test_a_process_that_is_killed_is_told_with_what_is_lost(
    stored: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("khmerid.cli.examine.examine_row_or_picture", die)  # as where memory runs out
    out = stored.parent / "out"
    assert main(["examine", str(stored), "-j", "2", "-o", str(out)]) == 2
    assert capsys.readouterr().err == (
        "khmerid: a process of this command was killed (too little memory for as many --jobs?); "
        f"all answers are lost; nothing was written to {out}\n"
    )


SOK = "IDKHM0102030402<<<<<<<<<<<<<<< 9003152F2912316KHM<<<<<<<<<<<4 SOK<<SOPHEA<<<<<<<<<<<<<<<<<<<"


@pytest.mark.parametrize(
    ("lines", "read", "read_strictly"),
    [
        (SOK, 0, 0),
        (SOK.replace("M010", "MO10"), 0, 1),  # repaired; invalid
        (SOK.replace("<4 ", "<5 "), 0, 1),  # a check digit that fails
        (SOK[:-1], 0, 1),
        ("IDKHM<<<<<<", 1, 1),
        ("<<<", 1, 1),
    ],
)
def test_an_mrz_of_which_nothing_is_read_has_its_status(lines: str, read: int, read_strictly: int) -> None:
    assert main(["mrz", *lines.split()]) == read
    assert main(["mrz", "--strict", *lines.split()]) == read_strictly


@pytest.mark.parametrize("form", ["table", "json", "jsonl"])
@pytest.mark.parametrize("text", ["", " \n\n"])
@pytest.mark.parametrize("command", ["examine", "mrz", "mrz --strict", "examine --jobs 2"])
def test_an_input_without_rows_is_a_failure(
    command: str, text: str, form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "rows").write_text(text)
    assert main([*command.split(), str(tmp_path / "rows"), "--format", form]) == 2
    assert capsys.readouterr() == ("", "khmerid: there are no rows in the input\n")


def test_an_input_without_rows_leaves_what_stood_there(stored: Path) -> None:
    before = stored.read_bytes()
    assert main(["examine", "/dev/null", "-o", str(stored)]) == 2
    assert stored.read_bytes() == before


def test_the_statuses_are_those_of_the_page_and_of_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    """Each of them is tested above."""
    page = (ROOT / "docs" / "command.md").read_text("utf-8").partition("## Exit status")[2]
    statuses = re.findall(r"^\| ([0-9]+) \|", page, re.MULTILINE)
    assert statuses == ["0", "1", "2", "129", "130", "141", "143"]
    assert main(["--help"]) == 0
    told = capsys.readouterr().out.partition("Exit status")[2]
    assert sorted(map(int, re.findall("[0-9]+", told))) == list(map(int, statuses))
