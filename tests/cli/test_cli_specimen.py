"""``khmerid specimen``."""

import json
from pathlib import Path
from typing import Any

import pytest
from support.paths import DATA

from khmerid.cli import main


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
