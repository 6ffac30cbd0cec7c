"""``khmerid schema``, and the rows of ``khmerid examine`` held against it."""

import json
from pathlib import Path

import jsonschema
import pytest
from support.paths import DATA

from khmerid.cli import main
from khmerid.report.schema import report_schema


def test_the_command_prints_the_schema(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema"]) == 0
    assert json.loads(capsys.readouterr().out) == report_schema()


def test_every_row_that_the_command_writes_is_as_the_schema_says(tmp_path: Path) -> None:
    rows = (DATA / "corpus" / "fields.jsonl").read_text("utf-8").splitlines()[:20]
    responses, reports = tmp_path / "responses.jsonl", tmp_path / "reports.jsonl"
    responses.write_text("\n".join([*rows[:10], "{", "[]", "true", '{"result": null}', *rows[10:]]), "utf-8")
    assert main(["examine", str(responses), "--format", "jsonl", "-o", str(reports)]) == 1
    written = [json.loads(line) for line in reports.read_text("utf-8").splitlines()]
    validator = jsonschema.Draft202012Validator(report_schema())
    assert len(written) == 24
    assert [row["id"] for row in written if not validator.is_valid(row)] == []
    assert [row["id"] for row in written if "error" in row] == ["row 11", "row 13", "row 14"]
