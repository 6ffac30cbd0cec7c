"""Pictures as rows: files, folders, lists; what cannot be read is a row, too."""

import datetime as dt
import json
import os
from pathlib import Path
from typing import Any

import pytest
from support.photographs import FOLDER, ROWS
from support.pictures import picture

from khmerid.answering import photograph
from khmerid.answering.examining import Terms
from khmerid.answering.input_row import LONGEST_ROW, InputRow
from khmerid.answering.photograph import PictureTerms
from khmerid.batch.photographs import Keeping, expand, photographs_in, read_photograph

GOOD = FOLDER / "0047.jpg"
TODAY = dt.date(2026, 1, 1)
TERMS = Terms(today=TODAY)


def test_of_a_folder_the_pictures_are_taken_by_what_they_are(tmp_path: Path) -> None:
    (tmp_path / "b.dat").write_bytes(picture())
    (tmp_path / "a.jpg").write_bytes(picture(form="JPEG"))
    (tmp_path / "c.jpg").write_bytes(b"no picture")
    (tmp_path / "folder").mkdir()
    other = Path("other.png")
    assert expand([tmp_path, other]) == [tmp_path / "a.jpg", tmp_path / "b.dat", other]


def test_rows_are_numbered_through_files_and_lists(tmp_path: Path) -> None:
    listed = tmp_path / "list.jsonl"
    listed.write_text('{"picture": "a.jpg"}\n\n{"picture": "b.jpg"}\n')
    (tmp_path / "a.jpg").write_bytes(b"a")
    sizes: list[int] = []
    rows = list(photographs_in([GOOD, listed, GOOD], done=sizes.append))
    assert [row.number for row in rows] == [1, 2, 3, 4]
    assert [row.name for row in rows] == [str(GOOD), "row 2", "row 3", str(GOOD)]
    assert [row.content for row in rows if not row.trouble] == [GOOD.read_bytes(), b"a", GOOD.read_bytes()]
    assert [row.trouble is None for row in rows] == [True, True, False, True]
    assert sum(sizes) == 2 * GOOD.stat().st_size + len(listed.read_bytes())


def read(source: Path, terms: Terms = TERMS, **keeping: Path) -> dict[str, Any]:
    (row,) = photographs_in([source])
    return read_photograph(row, terms, PictureTerms(alarms=(), khmer=False), Keeping(**keeping))


def read_list(folder: Path, line: bytes) -> dict[str, Any]:
    (folder / "list.jsonl").write_bytes(line)
    return read(folder / "list.jsonl")


def test_a_picture_becomes_a_report() -> None:
    row = read(GOOD, Terms(today=TODAY, evidence=True))
    assert row["id"] == str(GOOD)
    assert row["fields"]["document_number"]["value"] == ROWS[GOOD.name]["truth"]["id_number"]
    assert "ledger" in row


def test_a_list_names_pictures_from_where_it_is_and_days(tmp_path: Path) -> None:
    (tmp_path / "card.jpg").write_bytes(GOOD.read_bytes())
    expired = ROWS[GOOD.name]["truth"]["expiry_date"].replace("20", "21", 1)
    row = read_list(tmp_path, json.dumps({"id": 17, "picture": "card.jpg", "today": expired}).encode())
    assert row["id"] == 17
    assert "expired" in row["reasons"]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b"{", "not_json"),
        (b'{"picture": 5}', "unexpected_response"),
        (b'{"picture": ""}', "unexpected_response"),
        (b'{"picture": "a\\u0000b"}', "unexpected_response"),
        (b"[]", "unexpected_response"),
        (b'{"picture": "none.jpg"}', "unexpected_response"),
        (b'{"picture": "empty.jpg", "today": "soon"}', "unreadable_today"),
        (b'{"picture": "empty.jpg"}', "AIS.0102"),
    ],
)
def test_a_line_that_cannot_be_read_is_an_error_row(tmp_path: Path, line: bytes, code: str) -> None:
    (tmp_path / "empty.jpg").touch()
    row = read_list(tmp_path, line)
    assert (row["id"], row["error"]["code"]) == ("row 1", code)


@pytest.mark.parametrize(
    ("file", "code"), [("none.jpg", "unexpected_response"), ("truth.jsonl.gz", "AIS.0102")]
)
def test_a_file_that_cannot_be_read_is_an_error_row(tmp_path: Path, file: str, code: str) -> None:
    (tmp_path / "truth.jsonl.gz").write_bytes(b"no picture")
    row = read(tmp_path / file)
    assert (row["id"], row["error"]["code"]) == (str(tmp_path / file), code)


def test_a_pipe_is_not_waited_for_and_a_device_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.jpg")
    for name in (str(tmp_path / "pipe.jpg"), "/dev/zero"):
        row = read_list(tmp_path, json.dumps({"id": 3, "picture": name}).encode())
        assert row == {
            "id": 3,
            "error": {"code": "unexpected_response", "message": "the file cannot be read: it is not a file"},
        }


def test_of_a_picture_without_end_no_more_is_read_than_tells_it(tmp_path: Path) -> None:
    file = tmp_path / "long.jpg"
    file.touch()
    os.truncate(file, LONGEST_ROW + 1)
    (row,) = photographs_in([file])
    assert row.content == b""
    assert read(file)["error"]["code"] == "row_too_long"
    os.truncate(file, LONGEST_ROW)
    assert read(file)["error"]["code"] == "AIS.0102"


def test_a_fault_of_ours_is_an_error_row_without_content(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(**options: object) -> None:
        message = f"content {options}"
        raise RuntimeError(message)

    monkeypatch.setattr(photograph, "picture_reader", fails)
    assert read(GOOD)["error"] == {
        "code": "internal_error",
        "message": "khmerid failed (RuntimeError)",
    }


def test_crops_and_notes_are_kept_by_number(tmp_path: Path) -> None:
    row = InputRow(7, GOOD.read_bytes())
    kept_at = Keeping(crops=tmp_path / "crops", notes=tmp_path / "notes")
    read_photograph(row, TERMS, PictureTerms(khmer=False), kept_at)
    kept = sorted(path.name for path in (tmp_path / "crops").iterdir())
    assert kept[:2] == ["00007-card.jpg", "00007-row-01.jpg"]
    assert [path.name for path in (tmp_path / "notes").iterdir()] == ["00007.png"]
    # Other users of the machine are not shown the card.
    assert {
        path.stat().st_mode & 0o077 for folder in ("crops", "notes") for path in (tmp_path / folder).iterdir()
    } == {0}
    read(GOOD, notes=tmp_path / "one.png")
    assert (tmp_path / "one.png").read_bytes().startswith(b"\x89PNG")
