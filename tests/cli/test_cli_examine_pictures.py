"""Pictures among other rows, read by the command for real."""

import gzip
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from support.photographs import FOLDER, photograph

from khmerid.cli import main

pytestmark = pytest.mark.system  # Tesseract with Khmer
DAY = ["--today", "2026-01-01", "--format", "jsonl", "--quiet"]


def rows(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_folder_may_have_pictures_and_responses(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", str(FOLDER / "0047.jpg"), *DAY]) == 0
    (read,) = rows(capsys)
    (tmp_path / "a.jpg").write_bytes(photograph("0047.jpg"))
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(b'{"id": 5, "response": {"id_number": "010203040"}}'))
    (tmp_path / "c.txt.bin").write_bytes(b"x" * 10 + bytes(10))
    cells = [photograph("0047.jpg"), b"null", None]
    pq.write_table(pa.table({"id": ["p", "q", "r"], "response": cells}), tmp_path / "d.parquet")
    assert main(["examine", str(tmp_path), *DAY]) == 1
    found = rows(capsys)
    assert [row["id"] for row in found] == [str(tmp_path / "a.jpg"), 5, str(tmp_path / "c.txt.bin"), *"pqr"]
    codes = [row.get("error", {}).get("code") for row in found]
    assert codes == [None, None, "not_a_response_file", None, "unexpected_response", "no_response"]
    for row in (found[0], found[3]):
        assert {**row, "id": None} == {**read, "id": None}
