"""Photographs of invented cards, read; with Khmer where Tesseract is."""

import datetime as dt
import functools
import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from support.photographs import FOLDER, ROWS, distance, photograph
from support.pictures import picture

import khmerid
from khmerid.adapters import adapt
from khmerid.picture import (
    EngineMissingError,
    PictureError,
    PictureProblem,
    PictureReader,
    Scan,
    read_picture,
)
from khmerid.picture.annotate import annotate
from khmerid.picture.engines import (
    Symbol,
    confidence_of,
    doubt_numerals,
    require_data,
)
from khmerid.picture.networks import LineReader, TextDetector, _boxes

GOOD = "0047.jpg"
Scanned = Callable[[str], Scan]


@pytest.fixture(scope="module")
def reader() -> PictureReader:
    """Return a reader without Khmer, which needs nothing of the system."""
    return PictureReader.open(khmer=False)


@pytest.fixture(scope="module")
def scan(reader: PictureReader) -> Scanned:
    return functools.cache(lambda name: reader.scan(photograph(name)))


def test_a_card_in_a_photograph_is_found_and_its_mrz_read(scan: Scanned) -> None:
    found = scan(GOOD)
    assert distance(found.corners, GOOD) < 0.03
    assert list(found.card.mrz) == ROWS[GOOD]["truth"]["mrz"]
    printed = ROWS[GOOD]["truth"]["printed"]
    assert (found.card.document_number, found.card.name_latin) == (printed["id_number"], printed["name_en"])
    assert found.card.name_khmer is None  # not without Tesseract


def test_the_boxes_of_the_texts_lie_on_the_card(scan: Scanned) -> None:
    found = scan(GOOD)
    inside = np.array(found.corners)
    for origin in found.card.origins.values():
        assert origin.box is not None
        middle = np.array(origin.box).mean(axis=0)
        assert (inside.min(axis=0) < middle).all()
        assert (middle < inside.max(axis=0)).all()


def test_the_card_and_the_portrait_can_be_had_as_pictures(scan: Scanned) -> None:
    found = scan(GOOD)
    with Image.open(io.BytesIO(found.adjusted_image())) as card:
        assert (card.format, card.size) == ("JPEG", (1712, 1080))
    assert found.portrait is not None
    assert distance(found.portrait, GOOD, "portrait") < 0.03
    face = found.portrait_image()
    assert face is not None
    with Image.open(io.BytesIO(face)) as portrait:
        assert 1 < portrait.height / portrait.width < 1.6
    assert len(found.row_images()) == len(found.rows) > 5


def test_a_card_without_portrait_has_none(scan: Scanned) -> None:
    found = scan(GOOD)
    plain = Scan(
        card=found.card, corners=found.corners, portrait=None, rectified=found.rectified, rows=found.rows
    )
    assert plain.portrait_image() is None


def test_nothing_that_was_read_is_in_a_repr(scan: Scanned) -> None:
    assert ROWS[GOOD]["truth"]["id_number"] not in repr(scan(GOOD))
    assert repr(Symbol("១", 0.99)) == "Symbol(1 characters)"


def test_alarms_are_looked_for_when_they_are_asked_for(reader: PictureReader, scan: Scanned) -> None:
    assert (dict(scan(GOOD).card.image.alarms), scan(GOOD).card.image.type) == ({}, None)
    image = reader.scan(photograph(GOOD), alarms=("border_integrity", "type")).card.image
    assert (dict(image.alarms), image.type) == ({"border_integrity": False}, "normal")


def test_without_a_card_there_is_no_scan(reader: PictureReader) -> None:
    with pytest.raises(PictureError) as caught:
        reader.scan(picture(100, 60))
    assert caught.value.problem is PictureProblem.NOT_LOCATED


def test_a_large_picture_gives_what_a_small_one_does(reader: PictureReader) -> None:
    with Image.open(io.BytesIO(photograph(GOOD))) as small:
        large = small.resize((3 * small.width, 3 * small.height))
    assert max(large.size) > 3000
    file = io.BytesIO()
    large.save(file, "PNG", compress_level=1)
    found = reader.scan(file.getvalue())
    assert list(found.card.mrz) == ROWS[GOOD]["truth"]["mrz"]
    assert distance(np.array(found.corners) / 3, GOOD) < 0.03


def test_a_card_is_found_where_parts_of_it_are_outside_of_the_picture(reader: PictureReader) -> None:
    (left, _), *_, (right, _) = ROWS[GOOD][
        "corners"
    ]  # it lies on its side: its top is on one of the picture's
    cut = int(left + 0.1 * (right - left))
    with Image.open(io.BytesIO(photograph(GOOD))) as whole:
        box = (cut, 0, *whole.size) if left < right else (0, 0, cut, whole.height)
        file = io.BytesIO()
        whole.crop(box).save(file, "PNG")
    found = reader.scan(file.getvalue(), alarms=("border_integrity",))
    assert distance(np.array(found.corners) + box[:2], GOOD) < 0.05
    assert found.card.image.alarms["border_integrity"]


def test_what_was_found_is_drawn_on_the_picture(scan: Scanned) -> None:
    told = {"sex": ("F", "confirmed"), "name_khmer": ("សុខ", "read"), "x": ("", "of another version")}
    drawn = annotate(photograph(GOOD), scan(GOOD), told)
    with Image.open(io.BytesIO(drawn)) as page:
        assert page.format == "PNG"
        assert page.width > page.height * ROWS[GOOD]["size"][0] / ROWS[GOOD]["size"][1]


def test_an_empty_row_is_left_out(reader: PictureReader) -> None:
    """Without Khmer a row that is not in Latin has no text."""
    blank = np.full((60, 900, 3), 200, np.uint8)
    assert reader._read_row(np.vstack([blank] * 3), np.array([[0.0, 0], [900, 0], [900, 60], [0, 60]])) == (
        "",
        0.0,
    )


def test_a_card_with_no_row_but_its_mrz_is_read(scan: Scanned, reader: PictureReader) -> None:
    card = scan(GOOD).rectified.copy()
    card[:640] = np.median(card.reshape(-1, 3), axis=0)
    file = io.BytesIO()
    Image.fromarray(np.pad(card, ((200, 200), (200, 200), (0, 0)), constant_values=60)).save(file, "PNG")
    found = reader.scan(file.getvalue())
    assert list(found.card.mrz) == ROWS[GOOD]["truth"]["mrz"]
    assert found.portrait is None


def test_a_raw_card_of_a_picture_is_examined_as_any_response(scan: Scanned) -> None:
    assert adapt(scan(GOOD).card) is scan(GOOD).card
    report = khmerid.examine(scan(GOOD).card, today=dt.date(2026, 1, 1))
    assert report.document_number.value == ROWS[GOOD]["truth"]["id_number"]


@pytest.mark.parametrize("threads", [1, 2])
def test_a_blank_picture_has_no_text(threads: int) -> None:
    blank = np.full((100, 300, 3), 255, np.uint8)
    assert TextDetector(threads).find(blank, 736) == []
    assert LineReader(threads).read(blank) == ("", 0.0)


def test_what_is_small_or_hardly_likely_is_no_line_of_text() -> None:
    likely = np.zeros((64, 64), np.float32)
    likely[10:20, 5:55] = 0.9
    likely[40, 5:7] = 0.9
    likely[50:60, 5:55] = 0.35
    (box,) = _boxes(likely)
    assert box.min(axis=0) == pytest.approx([-1.9, 3.2], abs=1)
    assert box.max(axis=0) == pytest.approx([60.9, 25.8], abs=1)


def test_numerals_read_with_little_confidence_become_western() -> None:
    symbols = [Symbol("០", 0.99), Symbol("៩", 0.5), Symbol(" ", 1.0), Symbol("7", 0.5), Symbol("ក", 0.5)]
    assert doubt_numerals(symbols) == "០9 7ក"
    assert confidence_of(symbols) == pytest.approx(0.6225)
    assert confidence_of([]) == 0


def test_the_data_of_tesseract_is_looked_for_where_systems_have_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "tessdata").mkdir()
    monkeypatch.setattr("khmerid.picture.engines._FOLDERS", ())
    with pytest.raises(EngineMissingError, match="apt-get install tesseract-ocr tesseract-ocr-khm"):
        require_data({"TESSDATA_PREFIX": str(tmp_path)})
    (tmp_path / "tessdata" / "khm.traineddata").touch()
    assert require_data({"TESSDATA_PREFIX": str(tmp_path)}) == tmp_path / "tessdata"
    monkeypatch.setattr("khmerid.picture.engines._FOLDERS", (str(tmp_path), str(tmp_path / "tessdata")))
    assert require_data({}) == tmp_path / "tessdata"


def test_the_environment_is_looked_at_by_default(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "khm.traineddata").touch()
    monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path))
    assert require_data() == tmp_path


def test_without_the_weights_one_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    with pytest.raises(ModuleNotFoundError, match=r"pip install 'khmerid\[picture\]'"):
        TextDetector()


@pytest.mark.parametrize("picture", [FOLDER / GOOD, str(FOLDER / GOOD), photograph(GOOD)], ids=type)
def test_a_picture_is_read_in_one_call(picture: Path | str | bytes) -> None:
    assert list(read_picture(picture, khmer=False).mrz) == ROWS[GOOD]["truth"]["mrz"]


@pytest.mark.system
@pytest.mark.parametrize("name", sorted(ROWS))
def test_a_photograph_is_read_in_both_scripts_and_accepted(name: str) -> None:
    card = read_picture(FOLDER / name)
    report = khmerid.examine(card, today=dt.date.fromisoformat(ROWS[name]["truth"]["issue_date"]))
    truth = ROWS[name]["truth"]
    assert str(report.decision) == "accept"
    assert report.document_number.value == truth["id_number"]
    assert str(report.date_of_birth.value) == truth["birth_date"]
    assert str(report.sex.value) == truth["sex"]
    assert str(report.date_of_expiry.value) == truth["expiry_date"]


@pytest.mark.system
def test_bytes_are_read_as_the_file_is() -> None:
    assert read_picture(photograph(GOOD)).name_khmer == ROWS[GOOD]["truth"]["name_kh"]
