"""The journal of a run: what counts of it, and what is left at whatever moment it ends."""

import contextlib
import errno
import json
import os
import stat
from pathlib import Path
from typing import BinaryIO, NoReturn

import pytest

from khmerid.answering.summary import Summary
from khmerid.batch.journal import ResumedRun, UnusableJournalError, move, resumable, run_of

RUN = {"inputs": "a"}
ERROR = {"error": {"code": "not_json"}}


def of_rows(count: int) -> Summary:
    summary = Summary()
    for _ in range(count):
        summary.add(ERROR)
    return summary


def interrupt() -> NoReturn:
    raise KeyboardInterrupt


def write(path: Path, *rows: bytes, stop: bool = False, tail: bytes = b"") -> ResumedRun:
    """Write rows, each of which is entered; then stop or end."""
    with (
        contextlib.suppress(KeyboardInterrupt),
        resumable(path, RUN, move, tail) as resumed,
    ):
        for row in rows:
            resumed.add(row, of_rows(1))
            resumed.enter()
        if stop:
            interrupt()
    return resumed


def beside(path: Path) -> list[str]:
    return sorted(one.name for one in path.parent.iterdir() if one != path)


def test_a_run_goes_on_after_what_counts(tmp_path: Path) -> None:
    path = tmp_path / "out"
    write(path, b"1", b"2", stop=True)
    assert (beside(path), path.exists()) == ([".out.journal", ".out.part"], False)
    assert write(path, b"3", tail=b".").summary.rows == 3
    assert (beside(path), path.read_bytes()) == ([], b"123.")


def test_what_is_not_entered_does_not_count(tmp_path: Path) -> None:
    path = tmp_path / "out"
    write(path, b"1", stop=True)
    with (tmp_path / ".out.part").open("ab") as part:
        part.write(b"half a ro")
    write(path, b"2")
    assert path.read_bytes() == b"12"


def test_a_run_that_did_nothing_leaves_nothing(tmp_path: Path) -> None:
    write(tmp_path / "out", stop=True)
    assert list(tmp_path.iterdir()) == []


def test_the_output_keeps_the_mode_of_what_it_replaces(tmp_path: Path) -> None:
    path = tmp_path / "out"
    write(path, b"1")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.chmod(0o640)
    write(path, b"2")
    assert (stat.S_IMODE(path.stat().st_mode), path.read_bytes()) == (0o640, b"2")


def test_a_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "out")
    write(tmp_path / "link", b"1")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "out").read_bytes() == b"1"


def killed(_part: BinaryIO, _path: Path) -> None:
    raise SystemExit  # as kill -9 does, as far as files go: all is entered, nothing is moved


def killed_after(part: BinaryIO, path: Path) -> None:
    move(part, path)
    raise SystemExit


@pytest.mark.parametrize("finish", [killed, killed_after])
def test_a_run_that_was_killed_while_it_finished_is_finished(tmp_path: Path, finish: object) -> None:
    path = tmp_path / "out"
    with pytest.raises(SystemExit), resumable(path, RUN, finish, b".") as resumed:  # type: ignore[arg-type]  # one of two
        resumed.add(b"1", of_rows(1))
    assert write(path, tail=b".").summary.rows == 1
    assert (beside(path), path.read_bytes()) == ([], b"1.")


def test_a_finished_output_that_is_gone_is_not_taken_for_made(tmp_path: Path) -> None:
    path = tmp_path / "out"
    with pytest.raises(SystemExit), resumable(path, RUN, killed_after) as resumed:
        resumed.add(b"1", of_rows(1))
    path.unlink()
    with pytest.raises(UnusableJournalError, match="shorter"):
        write(path)


def test_two_runs_are_not_at_work_on_one_output(tmp_path: Path) -> None:
    path = tmp_path / "out"
    with resumable(path, RUN, move) as first:
        first.add(b"1", of_rows(1))
        with pytest.raises(UnusableJournalError, match="another run"):
            write(path)
    assert path.read_bytes() == b"1"


def test_a_part_that_became_the_output_while_it_was_opened_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "out"
    write(path, b"1", stop=True)

    def too_late(_descriptor: int, *, wait: bool) -> bool:
        (tmp_path / ".out.part").replace(path)
        return not wait

    monkeypatch.setattr("khmerid.batch.journal.lock", too_late)
    with pytest.raises(UnusableJournalError, match="another run"):
        write(path)
    assert path.read_bytes() == b"1"


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"run": 5}', "\x00", '{"version": 2, "run": {}}'])
def test_a_damaged_journal_is_told_and_left(tmp_path: Path, text: str) -> None:
    path = tmp_path / "out"
    write(path, b"1", stop=True)
    (tmp_path / ".out.journal").write_text(text)
    with pytest.raises(UnusableJournalError, match="damaged"):
        write(path)
    assert (tmp_path / ".out.part").read_bytes() == b"1"


def test_a_journal_that_is_not_text_is_damaged(tmp_path: Path) -> None:
    (tmp_path / ".out.journal").write_bytes(b"\xff")
    with pytest.raises(UnusableJournalError, match="damaged"):
        write(tmp_path / "out")


def test_a_part_that_is_too_short_is_told(tmp_path: Path) -> None:
    write(tmp_path / "out", b"12", stop=True)
    (tmp_path / ".out.part").write_bytes(b"1")
    with pytest.raises(UnusableJournalError, match="shorter"):
        write(tmp_path / "out")


def test_what_a_run_was_is_read_back(tmp_path: Path) -> None:
    assert run_of(tmp_path / "out") == {}
    write(tmp_path / "out", b"1", stop=True)
    assert run_of(tmp_path / "out") == RUN
    (tmp_path / ".out.journal").write_text("5")
    assert run_of(tmp_path / "out") == {}


def test_an_entry_says_what_rows_come_to_and_nothing_of_them(tmp_path: Path) -> None:
    write(tmp_path / "out", b"SOPHEA", stop=True)
    entry = json.loads((tmp_path / ".out.journal").read_text())
    assert entry["summary"]["errors"] == {"not_json": 1}
    assert "SOPHEA" not in str(entry)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    path = tmp_path / "no" / "out"
    with pytest.raises(FileNotFoundError) as caught:
        write(path)
    assert caught.value.filename == str(path)


def test_a_disk_that_is_full_names_the_output_and_keeps_what_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "out"
    write(path, b"1", stop=True)

    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="No space left") as caught:
            write(path, b"2")
    assert caught.value.filename == str(path)
    write(path, b"3")
    assert path.read_bytes() == b"13"


def test_another_file_that_fails_keeps_its_name(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as caught, resumable(tmp_path / "out", RUN, move):
        (tmp_path / "input").open()
    assert caught.value.filename == str(tmp_path / "input")
