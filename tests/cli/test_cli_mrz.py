"""``khmerid mrz``."""

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from support.paths import ROOT

from khmerid.answering.input_row import InputRow
from khmerid.answering.mrz_rows import read_mrz_row
from khmerid.cli import main

SOK = ["IDKHM0102030402<<<<<<<<<<<<<<<", "9003152F2912316KHM<<<<<<<<<<<4", "SOK<<SOPHEA<<<<<<<<<<<<<<<<<<<"]
NOISY = ["IDKHMO102030402<<<<<<<<<", "9003152F2912316KHM<<<K<<<4", "KEO<<PHANNA<<<<"]
ROWS = [
    {"id": "a", "lines": SOK},
    {"id": 7, "lines": "\n".join(NOISY)},
    SOK,
    {"id": "b", "lines": [*SOK[:2], "SOK<<DARAK<<<<<K<<<"]},
    {"id": "c", "lines": ["IDKHM0102030402<<", "9003152F2912316KHM<<", "SOK<<SOPHEA<<<<<<"]},
    {"id": "d", "lines": [None, ""]},
    {"id": "e"},
    {"id": "f", "lines": [1]},
]
PASSPORT = ["P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"]
LARGER = ["I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6"]
KEYS = [
    "id",
    "format",
    "outcome",
    "lines",
    "fields",
    "checks",
    "certain",
    "risks",
    "notes",
    "repairs",
    "candidates",
]
VERIFIED = ["issuing_state", "document_number", "date_of_birth", "date_of_expiry", "nationality"]


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "rows.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in ROWS) + "not JSON\n", encoding="utf-8")
    return str(path)


def rows_of(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_as_many_rows_come_out_as_went_in_and_in_order(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["mrz", file, "--format", "jsonl"]) == 1
    rows = rows_of(capsys)
    assert [row["id"] for row in rows] == ["a", 7, "row 3", "b", "c", "d", "e", "f", "row 9"]
    assert [row.get("outcome", "error") for row in rows] == [
        "valid",
        "repaired",
        "valid",
        "ambiguous",
        "partial",
        "nothing",
        "error",
        "error",
        "error",
    ]
    assert [list(row) for row in rows[:6]] == [KEYS] * 6


def test_a_row_says_what_was_repaired_and_what_is_certain(
    file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["mrz", file, "--format", "jsonl", "--issuer", "KHM"])
    row = rows_of(capsys)[1]
    assert row["lines"] == [SOK[0], SOK[1], "KEO<<PHANNA<<<<<<<<<<<<<<<<<<<"]
    assert row["fields"]["surname"] == "KEO"
    assert row["fields"]["document_number"] == "010203040"
    assert set(row["checks"].values()) == {"agrees"}
    assert [*row["risks"]] == VERIFIED
    assert row["certain"] == ["issuing_state", "nationality"]
    assert row["notes"] == ["mrz_repaired"]
    assert {"line": 1, "position": 6, "old": "O", "new": "0", "why": "lookalike"} in row["repairs"]


def test_strict_reading_repairs_nothing(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["mrz", file, "--format", "jsonl", "--strict", "--issuer", "any"]) == 1
    rows = rows_of(capsys)
    assert [row.get("outcome") for row in rows[:6]] == [
        "valid",
        "invalid",
        "valid",
        "invalid",
        "invalid",
        "nothing",
    ]
    assert rows[1]["lines"] is None
    assert rows[1]["fields"]["document_number"] is None


def test_an_exact_mrz_with_a_wrong_digit_keeps_its_fields_when_read_strictly(
    capsys: pytest.CaptureFixture[str],
) -> None:
    lines = [SOK[0], SOK[1][:-1] + "5", SOK[2]]
    assert main(["mrz", *lines, "--format", "jsonl", "--strict"]) == 1
    (row,) = rows_of(capsys)
    assert (row["outcome"], row["checks"]["composite"], row["fields"]["sex"]) == ("invalid", "conflicts", "F")


def test_rows_come_from_the_standard_input_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(json.dumps(SOK).encode())))
    assert main(["mrz", "-", "--format", "jsonl"]) == 0
    assert rows_of(capsys)[0]["outcome"] == "valid"


def test_rows_are_shown_a_line_each(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["mrz", file]) == 1
    out = capsys.readouterr().out
    assert "a  valid  010203040  900315  F  291231  SOK  SOPHEA\n" in out
    assert "row 9  error  the row is not JSON\n" in out


def test_an_mrz_typed_by_hand_is_shown_with_its_positions(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["mrz", *NOISY]) == 0
    out = capsys.readouterr().out
    assert "outcome: repaired" in out
    assert "16-18" in out
    assert "line 1, 6-6: O became 0 (lookalike)" in out


def test_candidates_and_an_mrz_without_an_answer_are_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["mrz", SOK[0], SOK[1], "SOK<<DARAK<<<<<K<<<"]) == 0
    assert "candidate: " in capsys.readouterr().out
    assert main(["mrz", "no<zone"]) == 1
    assert "outcome: nothing" in capsys.readouterr().out


def test_a_long_number_is_shown_in_both_places(capsys: pytest.CaptureFixture[str]) -> None:
    upper, middle = "I<UTOD23145890<7349<<<<<<<<<<<", "3407127M9507122UTO<<<<<<<<<<<2"
    assert main(["mrz", upper, middle, "STEVENSON<<PETER<JOHN<<<<<<<<<"]) == 0
    assert "6-14, 16-18" in capsys.readouterr().out


def test_a_file_that_is_not_there_is_told_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["mrz", "not-there.jsonl"]) == 2
    assert "not-there.jsonl" in capsys.readouterr().err


def test_a_row_that_is_too_long_is_an_error_row() -> None:
    row = read_mrz_row(InputRow(4, b'["ab"]\n'), None, strict=False, longest=5)
    assert row == {
        "id": "row 4",
        "error": {"code": "row_too_long", "message": "the row is longer than 5 bytes"},
    }


def test_rows_come_out_as_one_array_too(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    main(["mrz", file, "--format", "jsonl"])
    rows = rows_of(capsys)
    assert main(["mrz", file, "--format", "json"]) == 1
    assert json.loads(capsys.readouterr().out) == rows


@pytest.mark.parametrize("name", ["true", "1.5", "NaN", "null", "[]"])
def test_an_id_that_is_no_name_is_replaced_by_the_row_s_number(name: str) -> None:
    row = read_mrz_row(InputRow(4, b'{"id": %s, "lines": []}' % name.encode()), None, strict=True)
    assert row["id"] == "row 4"


def test_a_row_with_a_key_twice_says_so() -> None:
    row = read_mrz_row(InputRow(4, b'{"lines": [], "lines": []}'), None, strict=True)
    assert row == {
        "id": "row 4",
        "error": {"code": "duplicate_key", "message": "an object in the row has a key twice"},
    }


def test_a_row_that_is_not_utf_8_says_so() -> None:
    assert read_mrz_row(InputRow(4, b"\xff"), None, strict=True)["error"]["code"] == "not_utf8"


@pytest.mark.parametrize(
    ("lines", "name", "document", "number"),
    [(PASSPORT, "TD3", "a passport", "L898902C3"), (LARGER, "TD2", "a larger card", "D23145890")],
)
def test_an_mrz_of_two_lines_is_named_and_read_as_what_it_is(
    lines: list[str], name: str, document: str, number: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for strict in ([], ["--strict"]):
        assert main(["mrz", *lines, "--format", "jsonl", *strict]) == 0
        (row,) = rows_of(capsys)
        assert (row["format"], row["outcome"], row["lines"]) == (name, "valid", lines)
        assert (row["fields"]["document_number"], row["fields"]["surname"]) == (number, "ERIKSSON")
        assert row["certain"] == ["issuing_state", "nationality"]
        assert sorted(row["risks"]) == sorted(VERIFIED)
    assert main(["mrz", *lines]) == 0
    out = capsys.readouterr().out
    assert out.startswith(f"the MRZ of {document} ({name})\noutcome: valid\n")
    assert "UTO" in out


@pytest.mark.parametrize("lines", [PASSPORT, LARGER])
def test_two_lines_with_blanks_or_run_together_are_repaired(
    lines: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["mrz", "".join(lines)]) == 0
    out = capsys.readouterr().out
    assert "outcome: repaired" in out
    assert out.endswith("the lines were put in order, taken apart or together\n")
    assert main(["mrz", lines[0], "", lines[1][:9] + " " + lines[1][9:], "--format", "jsonl"]) == 0
    (row,) = rows_of(capsys)
    assert (row["outcome"], row["lines"]) == ("repaired", lines)
    assert row["repairs"] == [{"line": 2, "position": 10, "old": " ", "new": "", "why": "blank"}]


def test_a_wrong_digit_of_a_passport_leaves_its_field_open(capsys: pytest.CaptureFixture[str]) -> None:
    lower = PASSPORT[1].replace("7408122", "7408123")
    for strict, outcome, value in (([], "partial", None), (["--strict"], "invalid", "740812")):
        assert main(["mrz", PASSPORT[0], lower, "--format", "jsonl", *strict]) == bool(strict)
        (row,) = rows_of(capsys)
        assert (row["outcome"], row["checks"]["date_of_birth"]) == (outcome, "conflicts")
        assert row["fields"]["date_of_birth"] == value
        assert "date_of_birth" not in row["risks"]


@pytest.mark.parametrize(
    ("lines", "document"), [(PASSPORT, "a passport (TD3)"), (LARGER, "a larger card (TD2)")]
)
def test_a_damaged_mrz_of_two_lines_is_named_and_read_as_far_as_it_goes(
    lines: list[str], document: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["mrz", lines[0][:-1], lines[1].replace("7408", "74O8")]) == 0
    out = capsys.readouterr().out
    assert f"the MRZ of {document}\noutcome: repaired" in out
    assert "line 2, 16-16: O became 0 (lookalike)" in out
    assert main(["mrz", lines[0], lines[1][:13] + "X" * 15 + lines[1][28:]]) == 1
    out = capsys.readouterr().out
    assert f"the MRZ of {document}\noutcome: invalid" in out


def test_what_is_doubtful_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["mrz", "IDKHN" + SOK[0][5:], *SOK[1:]]) == 0
    assert "mrz_state_unknown: The code of the issuing State" in capsys.readouterr().out


def test_rows_of_a_file_name_the_format_where_it_is_not_a_card_s(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_text(json.dumps({"id": "p", "lines": PASSPORT}), encoding="utf-8")
    assert main(["mrz", str(file)]) == 0
    assert capsys.readouterr().out.startswith("p  valid TD3  L898902C3  740812  F")


def test_no_line_and_position_is_shown_where_there_is_none(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["mrz", "".join(SOK)]) == 0
    out = capsys.readouterr().out
    assert "the lines were put in order, taken apart or together" in out
    assert "line 0" not in out
    assert main(["mrz", "KINGDOM OF", "CAMBODIA", *SOK]) == 0
    out = capsys.readouterr().out
    assert "2 times: a line is left out: it is not of the MRZ" in out
    assert "line 0" not in out


def test_it_takes_the_files_of_examine(capsys: pytest.CaptureFixture[str]) -> None:
    cards = [ROOT / "data" / "cards" / f"{name}.json" for name in ("clean", "lines")]
    rows = ROOT / "data" / "specimens.jsonl"
    assert main(["mrz", *map(str, cards), str(rows), "--format", "jsonl"]) == 0
    found = rows_of(capsys)
    assert len(found) == 27
    assert {row["outcome"] for row in found[2:]} == {"valid"}
    assert found[0]["risks"]
    assert found[1]["risks"]


def test_a_response_without_an_mrz_and_other_objects_are_error_rows(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    refused = json.loads((ROOT / "data/specimens/response_429_throttled.json").read_text("utf-8"))
    file = tmp_path / "rows.jsonl"
    file.write_text("\n".join(map(json.dumps, [refused, {"a": 1}, {"lines": 1}, 3])), encoding="utf-8")
    assert main(["mrz", str(file), "--format", "jsonl"]) == 1
    codes = [row["error"]["code"] for row in rows_of(capsys)]
    assert codes[1:] == ["no_lines"] * 3
    assert codes[0] not in {"no_lines", "internal_error"}


def test_a_picture_is_an_error_row(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["mrz", str(ROOT / "data/specimens/lines/card_clean.png"), "--format", "jsonl"]) == 1
    assert [row["error"]["code"] for row in rows_of(capsys)] == ["not_text"]


def test_a_file_that_is_no_text_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "rows.zip").write_bytes(b"PK\3\4\0\0")
    assert main(["mrz", str(tmp_path / "rows.zip")]) == 2
    assert "nottext" in "".join(capsys.readouterr().err.replace("│", " ").split())
