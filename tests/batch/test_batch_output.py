"""Output that is there whole or not at all."""

import io
import os
import stat
import sys
from pathlib import Path
from typing import TextIO

import pytest

from khmerid.batch.output import output


def test_a_file_is_there_when_it_is_complete(tmp_path: Path) -> None:
    path = tmp_path / "out"
    with output(path) as stream:
        stream.write("សុខ\ud800\n")
        assert not path.exists()
    assert path.read_bytes() == "សុខ\\ud800\n".encode()
    assert list(tmp_path.iterdir()) == [path]


def test_what_stood_there_stays_when_the_work_fails(tmp_path: Path) -> None:
    path = tmp_path / "out"
    path.write_text("before")
    with pytest.raises(KeyboardInterrupt), output(path) as stream:  # noqa: PT012 - as it happens
        stream.write("after")
        raise KeyboardInterrupt
    assert path.read_text() == "before"
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "out")
    with output(tmp_path / "link") as stream:
        stream.write("x")
    assert (tmp_path / "out").read_text() == "x"
    assert (tmp_path / "link").is_symlink()


def test_a_device_is_written_to_and_not_replaced() -> None:
    with output(Path(os.devnull)) as stream:
        stream.write("x")
    assert stat.S_ISCHR(Path(os.devnull).stat().st_mode)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    path = tmp_path / "no" / "out"
    with pytest.raises(FileNotFoundError) as caught, output(path):
        pass  # pragma: no cover - it is not opened
    assert caught.value.filename == str(path)


def test_another_file_that_fails_keeps_its_name(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as caught, output(tmp_path / "out"):
        (tmp_path / "input").open()
    assert caught.value.filename == str(tmp_path / "input")


def test_the_standard_output_is_utf_8(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    with output(None) as stream:
        assert stream is sys.stdout
        stream.write("សុខ\n")
    assert capfdbinary.readouterr().out == "សុខ\n".encode()


def test_another_object_as_standard_output_is_taken_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    other: TextIO = io.StringIO()
    monkeypatch.setattr(sys, "stdout", other)
    with output(None) as stream:
        assert stream is other
