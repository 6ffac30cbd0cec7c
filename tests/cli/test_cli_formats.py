"""The formats of reports, what is said of them in the end, and what may be logged of them."""

import csv
import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.paths import ROOT

from khmerid.answering.input_row import error_row
from khmerid.arrow import ROW_SCHEMA
from khmerid.batch.encoding import ENCODINGS, Format
from khmerid.cli import main

CORPUS = ROOT / "data/corpus/lines.jsonl"
Run = Callable[..., int]


@pytest.fixture
def stored(tmp_path: Path) -> Path:
    """Rows of the corpus, one that is no row, and one whose id a spreadsheet would compute."""
    rows = CORPUS.read_bytes().splitlines()[:20]
    rows[3] = b"no row"
    rows[5] = json.dumps({"id": "=1+1", "response": json.loads(rows[5])["response"]}).encode()
    path = tmp_path / "in.jsonl"
    path.write_bytes(b"\n".join(rows))
    return path


@pytest.fixture
def run(stored: Path) -> Run:
    return lambda *options: main(
        ["examine", str(stored), "--today", "2026-01-01", *[str(one) for one in options]]
    )


def read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


@pytest.fixture
def rows(run: Run, tmp_path: Path) -> list[dict[str, Any]]:
    assert run("--output", tmp_path / "rows.jsonl") == 1
    return read(tmp_path / "rows.jsonl")


def test_the_output_s_name_says_the_format(run: Run, tmp_path: Path, rows: list[dict[str, Any]]) -> None:
    run("--output", tmp_path / "rows.json")
    assert json.loads((tmp_path / "rows.json").read_text("utf-8")) == rows
    run("--output", tmp_path / "rows.txt")
    assert "20 cards: " in (tmp_path / "rows.txt").read_text("utf-8")
    run("--output", tmp_path / "lines.csv", "--format", "jsonl")
    assert read(tmp_path / "lines.csv") == rows


def test_csv_has_a_line_for_each_row(run: Run, tmp_path: Path, rows: list[dict[str, Any]]) -> None:
    path = tmp_path / "rows.csv"
    assert run("--output", path) == 1
    with path.open(encoding="utf-8-sig", newline="") as stream:
        lines = list(csv.DictReader(stream))
    assert [line["id"].removeprefix("'") for line in lines] == [row["id"] for row in rows]
    assert lines[5]["id"] == "'=1+1"
    assert lines[3]["error_code"] == "not_json"
    assert {lines[3][name] for name in ("decision", "surname", "sex_assurance")} == {""}
    fields = rows[0]["fields"]
    for name in ("document_number", "date_of_birth", "sex", "date_of_expiry"):
        assert lines[0][name] == (fields[name]["value"] or "")
        assert lines[0][f"{name}_assurance"] == fields[name]["assurance"]
    assert [line["reasons"].split() for line in lines] == [row.get("reasons", []) for row in rows]


def test_parquet_has_a_row_for_each_row(run: Run, tmp_path: Path, rows: list[dict[str, Any]]) -> None:
    path = tmp_path / "rows.parquet"
    assert run("--output", path) == 1
    table = pq.read_table(path)
    assert table.schema.equals(ROW_SCHEMA)
    assert table.column("id").to_pylist() == [row["id"] for row in rows]
    assert table.column("decision").to_pylist() == [row.get("decision") for row in rows]
    assert table.column("error")[3].as_py()["code"] == "not_json"


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_several_processes_and_resumable_runs_write_the_same(run: Run, tmp_path: Path, form: str) -> None:
    paths = [tmp_path / f"{name}.{form}" for name in ("one", "two", "resumed")]
    for path, options in zip(paths, ([], ["--jobs", "2"], ["--resume"]), strict=True):
        assert run("--output", path, *options) == 1
    if form == "parquet":
        tables = [pq.read_table(path) for path in paths]
        assert tables[0].equals(tables[1])
        assert tables[0].equals(tables[2])
    assert form == "parquet" or len({path.read_bytes() for path in paths}) == 1
    assert len(list(tmp_path.iterdir())) == 4


def test_parquet_goes_to_a_file_alone(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--format", "parquet") == 2
    assert run("--format", "parquet", "--output", "/dev/null") == 2
    assert "written to a file" in capsys.readouterr().err


def test_parquet_without_its_extra_is_told(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in [name for name in sys.modules if name.startswith("khmerid.arrow")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    assert run("--output", tmp_path / "rows.parquet") == 2
    assert "pip install 'khmerid[arrow]'" in capsys.readouterr().err
    assert not (tmp_path / "rows.parquet").exists()


@given(st.text(), st.text())
def test_no_cell_is_computed(name: str, message: str) -> None:
    encoded = ENCODINGS[Format.CSV].encode([{"id": name} | error_row("code", message)])
    (line,) = csv.reader(io.StringIO(encoded.decode(), newline=""))
    for cell, text in ((line[0], name), (line[-1], message)):
        shown = text.encode("utf-8", "backslashreplace").decode()
        assert cell in {shown, f"'{shown}"}
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))


def test_what_is_redacted_has_nothing_of_a_card(
    run: Run, tmp_path: Path, rows: list[dict[str, Any]], capsys: pytest.CaptureFixture[str]
) -> None:
    run("--redact", "--evidence", "--output", tmp_path / "redacted.jsonl")
    redacted = read(tmp_path / "redacted.jsonl")
    assert [row.get("decision") for row in redacted] == [row.get("decision") for row in rows]
    assert {key for row in redacted for field in row.get("fields", {}).values() for key in field} <= {
        "assurance",
        "parts",
    }
    run("--redact", "--output", tmp_path / "redacted.csv")
    run("--redact", "--output", tmp_path / "redacted.parquet")
    run("--redact")
    written = [(tmp_path / f"redacted.{form}").read_text("utf-8") for form in ("jsonl", "csv")]
    written.append(str(pq.read_table(tmp_path / "redacted.parquet").to_pylist()))
    values = {str(field["value"]) for row in rows for field in row.get("fields", {}).values()}
    personal = [value for value in values if len(value) > 3 and value not in {"None", "KHM"}]
    assert len(personal) > 50
    for text in (*written, capsys.readouterr().out):
        assert [value for value in personal if value in text] == []


def test_one_redacted_card_is_shown(
    stored: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "one.jsonl"
    path.write_bytes(stored.read_bytes().splitlines()[0])
    for columns in ("200", "60"):
        monkeypatch.setenv("COLUMNS", columns)
        assert main(["examine", str(path), "--redact"]) == 0
    assert "document_number" in capsys.readouterr().out


def test_in_the_end_it_is_said_what_the_rows_come_to(
    run: Run, tmp_path: Path, rows: list[dict[str, Any]], capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    run("--output", tmp_path / "again.jsonl")
    told = capsys.readouterr().err
    accepted = sum(row.get("decision") == "accept" for row in rows)
    assert f"20 cards: {accepted} accept, 1 error" in told
    assert "rows a second" in told
    assert "errors: 1 not_json" in told
    run("--output", tmp_path / "again.jsonl", "--quiet")
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("fail_on", "statuses"),
    [("never", (0, 0, 0)), ("error", (0, 0, 1)), ("reject", (0, 1, 1)), ("review", (1, 1, 1))],
)
def test_what_fails_can_be_chosen(
    fail_on: str, statuses: tuple[int, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    card = json.loads((ROOT / "data/cards/clean.json").read_text("utf-8"))["response"]
    review = json.dumps({"response": {"id_number": "010203040"}})
    expired = json.dumps({"response": card, "today": "2090-01-01"})
    path = tmp_path / "in.jsonl"
    for text, status in zip((review, expired, "no row"), statuses, strict=True):
        path.write_text(text)
        assert main(["examine", str(path), "--fail-on", fail_on, "--format", "jsonl"]) == status, text
    assert capsys.readouterr().err.count("1 card: ") == 3
