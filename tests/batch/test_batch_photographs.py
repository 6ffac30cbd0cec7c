"""Pictures as rows: files, folders, lists; what cannot be read is a row, too."""

import datetime as dt
import json
from pathlib import Path

import pytest
from support.photographs import FOLDER, ROWS
from support.pictures import picture

from khmerid.batch import photographs
from khmerid.batch.photographs import Keeping, expand, photographs_in, read_photograph

GOOD = FOLDER / "0047.jpg"
TODAY = dt.date(2026, 1, 1)


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
    sizes: list[int] = []
    rows = list(photographs_in([GOOD, listed, GOOD], done=sizes.append))
    assert [number for number, *_ in rows] == [1, 2, 3, 4]
    assert [type(source) for _, source, _ in rows] == [type(GOOD), bytes, bytes, type(GOOD)]
    assert rows[1][2] == tmp_path
    assert sum(sizes) == 2 * GOOD.stat().st_size + len(rows[1][1]) + len(rows[2][1])  # type: ignore[arg-type]  # bytes


def read(number: int, source: Path | bytes, folder: Path = Path(), **options: object) -> dict[str, object]:
    return read_photograph(number, source, folder, TODAY, khmer=False, **options)  # type: ignore[arg-type]  # options


def test_a_picture_becomes_a_report() -> None:
    row = read(1, GOOD, evidence=True)
    assert row["id"] == str(GOOD)
    assert row["fields"]["document_number"]["value"] == ROWS[GOOD.name]["truth"]["id_number"]  # type: ignore[index]  # JSON
    assert "ledger" in row


def test_a_list_names_pictures_from_where_it_is_and_days(tmp_path: Path) -> None:
    (tmp_path / "card.jpg").write_bytes(GOOD.read_bytes())
    expired = ROWS[GOOD.name]["truth"]["expiry_date"].replace("20", "21", 1)
    row = read(1, json.dumps({"id": 17, "picture": "card.jpg", "today": expired}).encode(), tmp_path)
    assert row["id"] == 17
    assert "expired" in row["reasons"]  # type: ignore[operator]  # JSON


@pytest.mark.parametrize(
    ("source", "code"),
    [
        (b"{", "not_json"),
        (b'{"picture": 5}', "unexpected_response"),
        (b'{"picture": ""}', "unexpected_response"),
        (b'{"picture": "a\\u0000b"}', "unexpected_response"),
        (b"[]", "unexpected_response"),
        (b'{"picture": "none.jpg"}', "unexpected_response"),
        (b'{"picture": "none.jpg", "today": "soon"}', "unexpected_response"),
        (Path("none.jpg"), "unexpected_response"),
        (FOLDER / "truth.jsonl", "AIS.0102"),
    ],
)
def test_what_cannot_be_read_is_an_error_row(source: Path | bytes, code: str) -> None:
    row = read(3, source)
    assert row["error"]["code"] == code  # type: ignore[index]  # JSON
    assert row["id"] == (str(source) if isinstance(source, Path) else "row 3")


def test_a_fault_of_ours_is_an_error_row_without_content(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(**options: object) -> None:
        message = f"content {options}"
        raise RuntimeError(message)

    monkeypatch.setattr(photographs, "reader", fails)
    assert read(1, GOOD)["error"] == {
        "code": "internal_error",
        "message": "khmerid failed (RuntimeError)",
    }


def test_crops_and_notes_are_kept_by_number(tmp_path: Path) -> None:
    read(7, GOOD, keeping=Keeping(crops=tmp_path / "crops", notes=tmp_path / "notes"))
    kept = sorted(path.name for path in (tmp_path / "crops").iterdir())
    assert kept[:2] == ["00007-card.jpg", "00007-row-01.jpg"]
    assert [path.name for path in (tmp_path / "notes").iterdir()] == ["00007.png"]
    read(1, GOOD, keeping=Keeping(notes=tmp_path / "one.png"))
    assert (tmp_path / "one.png").read_bytes().startswith(b"\x89PNG")
