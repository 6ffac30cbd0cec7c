"""Parts of files: nobody else reads them, and what a killed run leaves is found."""

import errno
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from khmerid.batch.parts import complete, left_parts

WORKS = """
import pathlib, sys, time
from khmerid.batch.parts import complete
with complete(pathlib.Path(sys.argv[1])) as stream:
    print("begun", flush=True)
    time.sleep(300)
"""


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def working(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that writes the file ``out``, and has begun."""
    arguments = [sys.executable, "-c", WORKS, str(tmp_path / "out")]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "begun\n"
        yield process
        process.kill()


def test_a_new_file_is_its_owner_s_from_the_start(tmp_path: Path) -> None:
    with complete(tmp_path / "out"):
        (part,) = tmp_path.iterdir()
        assert mode(part) == 0o600
    assert mode(tmp_path / "out") == 0o600


@pytest.mark.parametrize("before", [0o600, 0o640, 0o664])
def test_a_file_that_is_replaced_keeps_its_mode(tmp_path: Path, before: int) -> None:
    path = tmp_path / "out"
    path.touch()
    path.chmod(before)
    with complete(path) as stream:
        stream.write("x")
    assert (mode(path), path.read_text()) == (before, "x")


def test_the_part_of_a_killed_run_is_found_and_that_of_a_working_one_is_not(
    tmp_path: Path, working: subprocess.Popen[str]
) -> None:
    (part,) = tmp_path.iterdir()
    assert left_parts(tmp_path / "out") == []
    working.kill()
    working.wait()
    (tmp_path / "link").symlink_to(tmp_path / "out")
    assert left_parts(tmp_path / "out") == left_parts(tmp_path / "link") == [part]


def test_only_parts_of_the_file_itself_are_found(tmp_path: Path) -> None:
    for name in (".out.other.1.ab.part", ".out.part", "out.1.ab.part", ".out.x.part"):
        (tmp_path / name).touch()
    (tmp_path / ".out.1.ab.part").mkdir()
    (tmp_path / ".out.12.part").touch()
    assert left_parts(tmp_path / "out") == [tmp_path / ".out.12.part"]


def test_a_part_that_cannot_be_opened_is_nobody_s(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object) -> None:
        raise PermissionError

    (tmp_path / ".out.1.ab.part").touch()
    monkeypatch.setattr(Path, "open", refuse)  # the tests may run as root, who opens everything
    assert left_parts(tmp_path / "out") == []


def test_in_a_folder_that_is_not_there_nothing_is_left(tmp_path: Path) -> None:
    assert left_parts(tmp_path / "no" / "out") == []


def test_a_mishap_that_is_no_file_s_keeps_its_own_words(tmp_path: Path) -> None:
    with pytest.raises(ChildProcessError, match="killed") as caught, complete(tmp_path / "out"):
        raise ChildProcessError("killed")  # noqa: EM101 - as it happens
    assert str(caught.value) == "killed"
    assert list(tmp_path.iterdir()) == []


def test_an_interrupt_leaves_no_part(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), complete(tmp_path / "out"):
        raise KeyboardInterrupt(signal.SIGTERM)
    assert list(tmp_path.iterdir()) == []


def test_where_no_part_can_be_removed_either_the_first_error_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, **_: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(path))

    monkeypatch.setattr(Path, "unlink", refuse)
    file = tmp_path / "none" / "rows.jsonl"
    with pytest.raises(FileNotFoundError) as caught, complete(file):
        raise AssertionError
    assert caught.value.filename == str(file)
