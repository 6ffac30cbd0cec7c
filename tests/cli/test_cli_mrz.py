"""``khmerid mrz``."""

import json
from pathlib import Path

import pytest

from khmerid.cli import main
from khmerid.cli.mrz_rows import answer

# Made up: SOK SOPHEA, as in data/cards.
ZONE = ("IDKHM0102030402<<<<<<<<<<<<<<<", "9003152F2912316KHM<<<<<<<<<<<4", "SOK<<SOPHEA<<<<<<<<<<<<<<<<<<<")


@pytest.fixture
def rows(tmp_path: Path) -> str:
    """Four rows, of which the last two cannot be read."""
    path = tmp_path / "zones.jsonl"
    texts = [json.dumps({"id": "a", "lines": ZONE}), json.dumps("\n".join(ZONE)), '{"id": "c"}', "no row"]
    path.write_text("\n".join(texts), encoding="utf-8")
    return str(path)


def test_a_zone_typed_by_hand_is_answered_for_people_and_for_programs(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["mrz", *ZONE]) == 0
    assert "outcome: valid" in capsys.readouterr().out
    assert main(["mrz", *ZONE, "--format", "jsonl"]) == 0
    assert json.loads(capsys.readouterr().out)["fields"]["document_number"] == "010203040"


def test_as_many_rows_come_out_as_went_in(rows: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["mrz", rows, "--format", "jsonl"]) == 1
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["id"] for row in found] == ["a", "row 2", "c", "row 4"]
    assert [row.get("outcome") for row in found] == ["valid", "valid", None, None]


def test_rows_are_shown_a_line_each(rows: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["mrz", rows]) == 1
    shown = capsys.readouterr().out.splitlines()
    assert len(shown) == 4
    assert "010203040" in shown[0]
    assert "error" in shown[3]


def test_a_zone_with_two_answers_shows_the_candidates(capsys: pytest.CaptureFixture[str]) -> None:
    cut = ("IDKHM01020304" + "?" * 2 + "<" * 15, ZONE[1], ZONE[2])
    row = answer(1, json.dumps({"lines": cut}).encode(), None, strict=False)
    assert main(["mrz", *cut]) == 0
    assert capsys.readouterr().out.count("candidate: ") == len(row["candidates"]) > 1


def test_a_repair_is_shown_with_its_place(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["mrz", ZONE[0], ZONE[1].replace("9003152", "9OO3152"), ZONE[2]]) == 0
    assert "line 2, 2-3: O became 0" in capsys.readouterr().out


def test_rows_that_can_all_be_read_are_a_success(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "zone.json"
    path.write_text(json.dumps({"lines": ZONE}), encoding="utf-8")
    assert main(["mrz", str(path)]) == 0
    assert "row 1  valid" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "code"), [(b"\xff", "not_json"), (b"[1]", "no_lines"), (b'"' + b"x" * 100, "row_too_long")]
)
def test_a_row_that_is_none_says_why(text: bytes, code: str) -> None:
    assert answer(1, text, None, strict=False, longest=100)["error"]["code"] == code


def test_strict_reading_repairs_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    noisy = ZONE[1].replace("9003152", "9OO3152")
    assert main(["mrz", "--strict", ZONE[0], noisy, ZONE[2], "--format", "jsonl"]) == 0
    row = json.loads(capsys.readouterr().out)
    assert (row["outcome"], row["repairs"]) == ("invalid", [])
