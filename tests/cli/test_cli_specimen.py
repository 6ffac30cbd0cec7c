"""``khmerid specimen``."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PIL import features
from support.paths import DATA

from khmerid.cli import main
from khmerid.huawei.client import HuaweiOcr
from khmerid.testing.server import serve


def rows(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


@pytest.mark.parametrize("shape", ["jsonl", "lines"])
def test_specimens_go_into_examine_and_come_out_as_they_were(
    shape: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made, examined = tmp_path / "made.jsonl", tmp_path / "examined.jsonl"
    assert main(["specimen", "-n", "20", "--seed", "7", "--format", shape, "-o", str(made)]) == 0
    assert main(["examine", str(made), "--format", "jsonl", "-o", str(examined)]) == 0
    truths = {row["id"]: row["truth"] for row in rows(made.read_text(encoding="utf-8"))}
    reports = rows(examined.read_text(encoding="utf-8"))
    assert [report["decision"] for report in reports] == ["accept"] * 20
    for report in reports:
        values = {name: field["value"] for name, field in report["fields"].items()}
        assert values == truths[report["id"]]
    assert capsys.readouterr().out == ""


def test_the_specimens_of_the_data_are_those_that_the_command_makes(tmp_path: Path) -> None:
    made = tmp_path / "made.jsonl"
    assert main(["specimen", "-n", "25", "--seed", "1", "-o", str(made)]) == 0
    assert made.read_bytes() == (DATA / "specimens.jsonl").read_bytes()


def test_mrzs_go_into_mrz(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = tmp_path / "mrzs.jsonl"
    assert main(["specimen", "-n", "3", "--format", "mrz", "-o", str(made)]) == 0
    assert main(["mrz", str(made), "--format", "jsonl"]) == 0
    found = rows(capsys.readouterr().out)
    assert [row["id"] for row in found] == ["specimen-1", "specimen-2", "specimen-3"]
    assert {row["outcome"] for row in found} == {"valid"}


def test_cards_are_presented_on_the_day_wanted(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["specimen", "--today", "2026-11-22"]) == 0
    assert rows(capsys.readouterr().out)[0]["today"] == "2026-11-22"


def test_a_day_before_the_first_card_is_a_mistake(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["specimen", "--today", "1999-01-01"]) == 2
    assert "no card with an MRZ" in capsys.readouterr().err.replace("\n", " ")


def test_pictures_have_their_rows_beside_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "new" / "pictures"
    assert main(["specimen", "-n", "2", "--seed", "7", "--picture", str(folder)]) == 0
    names = ["specimen-7.json", "specimen-7.png", "specimen-8.json", "specimen-8.png"]
    assert sorted(file.name for file in folder.iterdir()) == names
    assert main(["specimen", "-n", "2", "--seed", "7"]) == 0
    for expected in rows(capsys.readouterr().out):
        row = json.loads((folder / f"{expected['id']}.json").read_text(encoding="utf-8"))
        assert expected.items() <= row.items()
        assert row.keys() - expected.keys() == {"picture", "corners", "portrait", "drawn"}
        image = (folder / row["picture"]).read_bytes()
        with serve() as service, HuaweiOcr(service.url, "project", token="any") as ocr:  # noqa: S106 - of nothing
            assert ocr.recognise(image) == row["response"]


def test_pictures_replace_those_that_are_there(tmp_path: Path) -> None:
    (tmp_path / "specimen-1.png").write_bytes(b"old")
    (tmp_path / "mine.png").write_bytes(b"mine")
    assert main(["specimen", "--format", "lines", "--picture", str(tmp_path)]) == 0
    assert (tmp_path / "specimen-1.png").read_bytes().startswith(b"\x89PNG")
    assert (tmp_path / "mine.png").read_bytes() == b"mine"
    assert main(["examine", str(tmp_path / "specimen-1.json"), "-o", str(tmp_path / "report")]) == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--picture", "file"], "is a file"),
        (["--picture", "file/pictures"], "khmerid: file/pictures: Not a directory"),
        (["--picture", "new", "-o", "rows"], "the rows go into files beside the pictures"),
        (["--picture", "new", "--today", "1999-01-01"], "no card with an MRZ"),
    ],
)
def test_pictures_that_cannot_be_drawn_leave_nothing(
    arguments: list[str],
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").touch()
    assert main(["specimen", *arguments]) == 2
    assert said in " ".join(capsys.readouterr().err.replace("│", " ").split())
    assert [file.name for file in tmp_path.iterdir()] == ["file"]


def test_pictures_need_shaping_and_their_extra(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with monkeypatch.context() as without:
        without.setattr(features, "check", lambda _: False)
        assert main(["specimen", "--picture", str(tmp_path)]) == 2
    assert capsys.readouterr().err.startswith("khmerid: Khmer cannot be drawn: Pillow finds no FriBiDi")
    monkeypatch.setitem(sys.modules, "fontpkg", None)
    monkeypatch.delitem(sys.modules, "khmerid.testing.rendering")
    assert main(["specimen", "--picture", str(tmp_path)]) == 2
    assert "pip install 'khmerid[testing-pictures]'" in capsys.readouterr().err


def test_a_disk_that_is_full_leaves_no_part_of_a_picture(tmp_path: Path) -> None:
    command = f'ulimit -f 16; "{sys.executable}" -m khmerid specimen --picture "{tmp_path}"'  # of a kilobyte
    done = subprocess.run(["/bin/bash", "-c", command], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.strip() == f"khmerid: {tmp_path}/specimen-1.png: File too large"
    assert list(tmp_path.iterdir()) == []
