"""Rows of Parquet files."""

import datetime as dt
import itertools
import json
import sys
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from khmerid.answering.input_row import InputRow
from khmerid.batch.columns import NoRowsError
from khmerid.batch.parquet_rows import parquet_rows

RESPONSE = {"result": {"sex": "M"}}
TEXT = json.dumps(RESPONSE)


def rows(folder: Path, table: dict[str, Any], column: str | None = None, **options: Any) -> list[InputRow]:
    pq.write_table(pa.table(table), folder / "rows.parquet", **options)
    return list(parquet_rows(folder / "rows.parquet", column)(itertools.count(1)))


@pytest.mark.parametrize(
    "responses",
    [
        [TEXT, TEXT],
        [TEXT.encode(), TEXT.encode()],
        [RESPONSE, RESPONSE],
        pa.array([TEXT, TEXT]).dictionary_encode(),
        pa.array([TEXT, TEXT], pa.large_string()),
    ],
)
def test_a_cell_is_text_bytes_or_a_structure(tmp_path: Path, responses: object) -> None:
    found = rows(
        tmp_path, {"id": ["a", None], "response": responses, "today": ["2019-05-04", None], "x": [1, 2]}
    )
    assert found == [InputRow(1, TEXT.encode(), "a", "2019-05-04"), InputRow(2, TEXT.encode())]


def test_a_row_has_a_number_for_its_name_and_a_date_for_its_day(tmp_path: Path) -> None:
    names = {"id": [17, 18], "response": [TEXT, TEXT], "today": [dt.date(2019, 5, 4), None]}
    assert rows(tmp_path, names) == [
        InputRow(1, TEXT.encode(), 17, "2019-05-04"),
        InputRow(2, TEXT.encode(), 18),
    ]
    assert rows(tmp_path, {"id": [True], "response": [TEXT]})[0].id == "True"


def test_a_cell_may_be_plain_text_a_picture_or_nothing(tmp_path: Path) -> None:
    png = b"\x89PNG\r\n\x1a\n\0"
    texts = rows(tmp_path, {"response": ["SOK\nKUMRU", None, ""]})
    assert [row.content for row in texts] == [b'"SOK\\nKUMRU"', b"", b""]
    assert [row.trouble and row.trouble[0] for row in texts] == [None, "no_response", "no_response"]
    assert [row.content for row in rows(tmp_path, {"response": [png, b"\xff"]})] == [png, b"\xff"]


def test_another_column_may_have_the_responses(tmp_path: Path) -> None:
    assert rows(tmp_path, {"response": [1], "ocr": [TEXT]}, "ocr") == [InputRow(1, TEXT.encode())]


def test_columns_may_be_the_fields_of_the_api(tmp_path: Path) -> None:
    found = rows(
        tmp_path, {"id_number": ["010203040", None], "detect_blur_result": [True, False], "x": [1, 2]}
    )
    assert [json.loads(row.content) for row in found] == [
        {"result": {"id_number": "010203040", "detect_blur_result": True}},
        {"result": {"detect_blur_result": False}},
    ]


def test_a_table_without_responses_is_told_by_its_columns(tmp_path: Path) -> None:
    with pytest.raises(NoRowsError, match="has no column response; its columns are branch, score"):
        rows(tmp_path, {"branch": ["x"], "score": [1]})
    with pytest.raises(NoRowsError, match="cannot be read: the column response has texts"):
        rows(tmp_path, {"response": [1]})


def test_rows_of_all_groups_come_in_order_and_say_how_far_they_are(tmp_path: Path) -> None:
    file = tmp_path / "rows.parquet"
    table = pa.table({"id": list(range(5000)), "response": [TEXT] * 5000})
    pq.write_table(table, file, row_group_size=1500)
    shares: list[float] = []
    found = list(parquet_rows(file, None, shares.append)(itertools.count(3)))
    assert [row.id for row in found] == list(range(5000))
    assert [row.number for row in found] == list(range(3, 5003))
    assert shares == sorted(shares)
    assert shares[-1] == 1
    pq.write_table(table.slice(0, 0), file)
    assert list(parquet_rows(file)(itertools.count(1))) == []


def test_a_file_that_is_cut_short_or_damaged_is_an_error_with_its_name(tmp_path: Path) -> None:
    file = tmp_path / "rows.parquet"
    rows(tmp_path, {"response": [TEXT * 50, TEXT * 70]}, compression="zstd")
    whole = file.read_bytes()
    for text in (whole[:100], whole[:-1], b"PAR1", b"PAR1" + bytes(100) + b"PAR1"):
        file.write_bytes(text)
        with pytest.raises(OSError, match="damaged or cut short") as caught:
            parquet_rows(file)
        assert caught.value.filename == str(file)
    file.write_bytes(whole[:4] + bytes(60) + whole[64:])
    with pytest.raises(OSError, match="damaged or cut short"):
        list(parquet_rows(file)(itertools.count(1)))
    with pytest.raises(FileNotFoundError):
        parquet_rows(tmp_path / "none.parquet")


def test_without_the_extra_it_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    with pytest.raises(OSError, match=r"pip install 'khmerid\[arrow\]'"):
        parquet_rows(tmp_path / "rows.parquet")
