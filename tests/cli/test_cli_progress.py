"""The progress bar, on a real terminal."""

import os
import sys
from pathlib import Path

import pytest

from khmerid.cli import progress as module
from khmerid.cli.progress import progress
from khmerid.explained import Language


def shown(
    patch: pytest.MonkeyPatch, folder: Path, total: int | None, language: Language = Language.ENGLISH
) -> bytes:
    """Return what a terminal shows while two bytes are read and three rows answered."""
    here, there = os.openpty()
    os.set_blocking(here, False)
    with (
        os.fdopen(here, "rb") as seen,
        os.fdopen(there, "w") as terminal,
        (folder / "out").open("w") as output,
    ):
        patch.setattr(sys, "stderr", terminal)
        patch.setenv("TERM", "xterm")
        with progress(total, output, language) as bar:
            bar.read(2)
            bar.answered(3)
        return seen.read() or b""


def test_a_long_run_shows_how_far_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_PATIENCE", 0.0)
    seen = shown(monkeypatch, tmp_path, 4)
    assert b"50%" in seen
    assert b"3 rows, " in seen


def test_a_pipe_has_no_end_to_show(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_PATIENCE", 0.0)
    assert b"examining" in shown(monkeypatch, tmp_path, None)


def test_how_far_a_run_is_is_told_in_khmer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_PATIENCE", 0.0)
    seen = shown(monkeypatch, tmp_path, 4, Language.KHMER).decode("utf-8")
    assert "កំពុងពិនិត្យ" in seen
    assert "3 ជួរ, " in seen


def test_a_short_run_shows_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(monkeypatch, tmp_path, 4) == b""


def test_without_a_terminal_nothing_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    with progress(None, sys.stdout) as bar:
        bar.read(2)
        bar.answered(3)
    assert capsys.readouterr().err == ""
