"""``khmerid read``."""

import builtins
import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support.photographs import FOLDER, ROWS
from support.pictures import picture

from khmerid.cli import main

GOOD = FOLDER / "0047.jpg"
Run = Callable[..., tuple[int, list[dict[str, Any]]]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*arguments: object) -> tuple[int, list[dict[str, Any]]]:
        status = main(["read", "--engine", "none", "--format", "jsonl", *map(str, arguments)])
        return status, [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return run


def test_a_picture_goes_in_and_a_report_comes_out(run: Run) -> None:
    status, (row,) = run(GOOD, "--today", "2026-01-01")
    assert status == 0
    assert row["fields"]["document_number"]["value"] == ROWS[GOOD.name]["truth"]["id_number"]
    assert row["image"]["type"] == "normal"
    assert set(row["image"]["alarms"]) == {"border_integrity", "blur", "glare"}


def test_as_many_rows_come_out_as_pictures_went_in(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.png").write_bytes(picture(10, 10))
    (tmp_path / "b.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    listed = io.TextIOWrapper(io.BytesIO(b'{"id": "x", "picture": "none.png"}\n'))
    monkeypatch.setattr(sys, "stdin", listed)
    status, rows = run(tmp_path, "-", GOOD, "--no-alarms")
    assert status == 1
    codes = [row["error"]["code"] for row in rows[:3]]
    assert codes == ["AIS.0103", "AIS.0102", "unexpected_response"]
    assert [row["id"] for row in rows] == [
        str(tmp_path / "a.png"),
        str(tmp_path / "b.png"),
        "x",
        str(GOOD),
    ]
    assert rows[3]["image"] == {"type": None, "alarms": {}, "scores": {}}


def test_a_table_is_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", "--engine", "none", str(GOOD), "--no-alarms"]) == 0
    assert ROWS[GOOD.name]["truth"]["id_number"] in capsys.readouterr().out


def test_what_was_seen_is_kept_where_one_says(run: Run, tmp_path: Path) -> None:
    run(GOOD, "--save-crops", tmp_path / "crops", "--annotate", tmp_path / "notes.png")
    assert (tmp_path / "notes.png").exists()
    assert (tmp_path / "crops" / "00001-card.jpg").exists()


def test_notes_of_several_pictures_go_into_a_folder(run: Run, tmp_path: Path) -> None:
    assert run(GOOD, GOOD, "--annotate", tmp_path / "notes.png") == (2, [])
    (tmp_path / "list.jsonl").write_text("{}\n")
    assert run(tmp_path / "list.jsonl", "--annotate", tmp_path / "notes.png") == (2, [])


def test_a_file_that_is_not_there_is_refused_before_anything_is_read(run: Run, tmp_path: Path) -> None:
    assert run(GOOD, tmp_path / "none.jpg") == (2, [])


def test_a_folder_without_pictures_is_no_input(run: Run, tmp_path: Path) -> None:
    assert run(tmp_path) == (2, [])


def test_the_output_does_not_overwrite_a_picture(run: Run, tmp_path: Path) -> None:
    card = tmp_path / "card.jpg"
    card.write_bytes(GOOD.read_bytes())
    assert run(card, "--output", card) == (2, [])
    assert card.read_bytes() == GOOD.read_bytes()


def test_a_disk_that_cannot_be_written_ends_the_command(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    status, _ = run(GOOD, "--save-crops", tmp_path / "file" / "below")
    assert status == 2


def test_without_tesseract_one_is_told_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("khmerid.picture.engines._FOLDERS", ())
    monkeypatch.delenv("TESSDATA_PREFIX", raising=False)
    assert main(["read", str(GOOD)]) == 2
    assert "apt-get install tesseract-ocr tesseract-ocr-khm" in capsys.readouterr().err


def test_without_the_extra_one_is_told_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = builtins.__import__

    def lacking(name: str, *args: Any, **options: Any) -> Any:
        if name == "onnxruntime":
            raise ModuleNotFoundError(name="onnxruntime")
        return whole(name, *args, **options)

    for module in [name for name in sys.modules if name.startswith("khmerid.picture")]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setattr(builtins, "__import__", lacking)
    assert main(["read", str(GOOD)]) == 2
    assert "pip install 'khmerid[picture]'" in capsys.readouterr().err


@pytest.mark.system
def test_two_processes_read_as_one_does(tmp_path: Path) -> None:
    outputs = []
    for jobs in (1, 2):
        outputs.append(tmp_path / f"{jobs}.jsonl")
        arguments = ["read", str(FOLDER), "--format", "jsonl", "--output", str(outputs[-1])]
        assert main([*arguments, "--jobs", str(jobs), "--today", "2026-01-01"]) == 0
    assert outputs[0].read_text("utf-8") == outputs[1].read_text("utf-8")
    assert len(outputs[0].read_text("utf-8").splitlines()) == len(ROWS)
